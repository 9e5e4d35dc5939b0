"""What does the admin center call the parts of a Conditional Access policy, and under which heading do they stand?

Headings and labels are those of the documentation ("Building a Conditional Access policy" and its articles on users,
target resources, network, conditions, grant and session). What has no control there is told in words alike.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from intune_sim.tenants.risk import RiskLevel
from intune_sim.vocabulary import Word
from protection.engine import conditional_access as words
from protection.queries.lines import Line, lines_of

#: What the tenant calls what stands behind an id, by the id in small letters.
Names = Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """A line of the page: where its value is in the policy, and what it says; nothing where it asks for nothing.

    `of` are the properties below that place which it is told from, where it is more than one value.
    """

    label: str
    path: str
    tell: Callable[[Any, Names], str]
    of: tuple[str, ...] = ()

    @property
    def paths(self) -> list[str]:
        """Every property that it tells."""
        return [f"{self.path}.{name}" for name in self.of] or [self.path]

    def told(self, policy: Mapping[str, Any], names: Names) -> str:
        """What it says of a policy."""
        value: Any = policy
        for step in self.path.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        return "" if value in (None, "", []) else self.tell(value, names)


# How values are told


def _named(label: str, path: str, special: Names | None = None) -> Part:
    """Ids by the names behind them, and words that stand for many."""

    def tell(value: list[str], names: Names) -> str:
        return ", ".join((special or {}).get(one) or names.get(one.lower(), one) for one in value)

    return Part(label, path, tell)


def _words(label: str, path: str, vocabulary: type[Word]) -> Part:
    def tell(value: list[str], names: Names) -> str:
        return ", ".join(_label(vocabulary, one) for one in value)

    return Part(label, path, tell)


def _flags(label: str, path: str, vocabulary: type[Word]) -> Part:
    def tell(value: str, names: Names) -> str:
        return ", ".join(_label(vocabulary, one) for one in value.split(","))

    return Part(label, path, tell)


def _filter(label: str, path: str) -> Part:
    def tell(value: Mapping[str, str], names: Names) -> str:
        return f"{_label(words.FilterMode, value['mode'])}: {value['rule']}"

    return Part(label, path, tell, of=("mode", "rule"))


def _guests(label: str, path: str) -> Part:
    def tell(value: Mapping[str, Any], names: Names) -> str:
        kinds = [
            _label(words.GuestType, one) for one in (value.get("guestOrExternalUserTypes") or "").split(",") if one
        ]
        tenants = (value.get("externalTenants") or {}).get("members") or []
        return ", ".join(kinds) + (f" of {', '.join(tenants)}" if tenants else "")

    return Part(
        label, path, tell, of=("guestOrExternalUserTypes", "externalTenants.membershipKind", "externalTenants.members")
    )


def _present(label: str, path: str) -> Part:
    """Something that says all by being there."""
    return Part(label, path, lambda value, names: "Selected")


def _switch(label: str, path: str) -> Part:
    return Part(label, path, lambda value, names: "On" if value else "")


def _control(label: str, path: str, tell: Callable[[Any], str], *of: str) -> Part:
    """A session control that says something while it is enabled."""
    return Part(label, path, lambda value, names: tell(value) if value.get("isEnabled") else "", of=("isEnabled", *of))


def _label(vocabulary: type[Word], wire: str) -> str:
    return vocabulary(wire).label if wire in vocabulary.wires() else wire


def _frequency(value: Mapping[str, Any]) -> str:
    if value.get("frequencyInterval") == words.SignInFrequencyInterval.EVERY_TIME:
        often = "Every time"
    else:
        often = f"{value.get('value')} {_label(words.SignInFrequencyType, value.get('type') or '').lower()}"
    authentication = value.get("authenticationType")
    return f"{often} ({_label(words.FrequencyAuthenticationType, authentication)})" if authentication else often


def _operator(value: str, names: Names) -> str:
    return {"AND": "Require all the selected controls", "OR": "Require one of the selected controls"}.get(value, value)


_USERS = {"All": "All users", "GuestsOrExternalUsers": "All guest and external users"}
_RESOURCES = {
    "All": "All resources (formerly 'All cloud apps')",
    "Office365": "Office 365",
    "MicrosoftAdminPortals": "Microsoft Admin Portals",
}
_ACTIONS = {
    "urn:user:registersecurityinfo": "Register security information",
    "urn:user:registerdevice": "Register or join devices",
}
_NETWORKS = {"All": "Any network or location", "AllTrusted": "All trusted networks and locations"}
_PRINCIPALS = {"ServicePrincipalsInMyTenant": "All owned service principals"}

# The headings in the order of the page

SECTIONS: Mapping[str, tuple[Part, ...]] = {
    "Users": (
        _named("Include users", "conditions.users.includeUsers", _USERS),
        _named("Include groups", "conditions.users.includeGroups"),
        _named("Include directory roles", "conditions.users.includeRoles"),
        _guests("Include guest or external users", "conditions.users.includeGuestsOrExternalUsers"),
        _named("Exclude users", "conditions.users.excludeUsers", _USERS),
        _named("Exclude groups", "conditions.users.excludeGroups"),
        _named("Exclude directory roles", "conditions.users.excludeRoles"),
        _guests("Exclude guest or external users", "conditions.users.excludeGuestsOrExternalUsers"),
        _named("Include workload identities", "conditions.clientApplications.includeServicePrincipals", _PRINCIPALS),
        _named("Exclude workload identities", "conditions.clientApplications.excludeServicePrincipals"),
        _filter("Filter for workload identities", "conditions.clientApplications.servicePrincipalFilter"),
        _named("Include agent identities", "conditions.clientApplications.includeAgentIdServicePrincipals"),
        _named("Exclude agent identities", "conditions.clientApplications.excludeAgentIdServicePrincipals"),
        _filter("Filter for agent identities", "conditions.clientApplications.agentIdServicePrincipalFilter"),
        _named("Include agent users", "conditions.agents.includeAgentUsers"),
        _named("Exclude agent users", "conditions.agents.excludeAgentUsers"),
        _filter("Filter for agents", "conditions.agents.agentFilter"),
    ),
    "Target resources": (
        _named("Include resources", "conditions.applications.includeApplications", _RESOURCES),
        _named("Exclude resources", "conditions.applications.excludeApplications", _RESOURCES),
        _filter("Filter for applications", "conditions.applications.applicationFilter"),
        _named("User actions", "conditions.applications.includeUserActions", _ACTIONS),
        _named("Authentication context", "conditions.applications.includeAuthenticationContextClassReferences"),
        _present("Global Secure Access", "conditions.applications.globalSecureAccess"),
        _present("Network access", "conditions.applications.networkAccess"),
    ),
    "Network": (
        _named("Include networks and locations", "conditions.locations.includeLocations", _NETWORKS),
        _named("Exclude networks and locations", "conditions.locations.excludeLocations", _NETWORKS),
    ),
    "Conditions": (
        _words("User risk", "conditions.userRiskLevels", RiskLevel),
        _words("Sign-in risk", "conditions.signInRiskLevels", RiskLevel),
        _flags("Insider risk", "conditions.insiderRiskLevels", words.InsiderRiskLevel),
        _words("Service principal risk", "conditions.servicePrincipalRiskLevels", RiskLevel),
        _flags("Agent risk", "conditions.agentIdRiskLevels", words.AgentRiskLevel),
        _words("Device platforms: Include", "conditions.platforms.includePlatforms", words.DevicePlatform),
        _words("Device platforms: Exclude", "conditions.platforms.excludePlatforms", words.DevicePlatform),
        _words("Client apps", "conditions.clientAppTypes", words.ClientApp),
        _filter("Filter for devices", "conditions.devices.deviceFilter"),
        _named("Devices: Include", "conditions.devices.includeDevices", {"All": "All devices"}),
        _named("Devices: Exclude", "conditions.devices.excludeDevices", {"All": "All devices"}),
        _named("Device state: Include", "conditions.devices.includeDeviceStates", {"All": "All device states"}),
        _named("Device state: Exclude", "conditions.devices.excludeDeviceStates"),
        _named(
            "Device state (preview): Include", "conditions.deviceStates.includeStates", {"All": "All device states"}
        ),
        _named("Device state (preview): Exclude", "conditions.deviceStates.excludeStates"),
        _flags("Authentication flows", "conditions.authenticationFlows.transferMethods", words.TransferMethod),
        _named("Agent context: Include", "conditions.agentContext.includeAgentContexts"),
        _named("Agent context: Exclude", "conditions.agentContext.excludeAgentContexts"),
    ),
    "Grant": (
        _words("Controls", "grantControls.builtInControls", words.GrantControl),
        Part(
            "Require authentication strength",
            "grantControls.authenticationStrength",
            lambda value, names: str(value.get("displayName") or value.get("id") or ""),
            of=("id",),
        ),
        _named("Terms of use", "grantControls.termsOfUse"),
        _named("Custom controls", "grantControls.customAuthenticationFactors"),
        Part("For multiple controls", "grantControls.operator", _operator),
    ),
    "Session": (
        _control(
            "Use app enforced restrictions", "sessionControls.applicationEnforcedRestrictions", lambda value: "On"
        ),
        _control(
            "Use Conditional Access App Control",
            "sessionControls.cloudAppSecurity",
            lambda value: _label(words.CloudAppSecurityType, value.get("cloudAppSecurityType") or "On"),
            "cloudAppSecurityType",
        ),
        _control(
            "Sign-in frequency",
            "sessionControls.signInFrequency",
            _frequency,
            "value",
            "type",
            "authenticationType",
            "frequencyInterval",
        ),
        _control(
            "Persistent browser session",
            "sessionControls.persistentBrowser",
            lambda value: _label(words.PersistentBrowserMode, value.get("mode") or "On"),
            "mode",
        ),
        Part(
            "Customize continuous access evaluation",
            "sessionControls.continuousAccessEvaluation.mode",
            lambda value, names: _label(words.ContinuousAccessMode, value),
        ),
        _switch("Disable resilience defaults", "sessionControls.disableResilienceDefaults"),
        _control(
            "Require token protection for sign-in sessions", "sessionControls.secureSignInSession", lambda value: "On"
        ),
        _control(
            "Use Global Secure Access security profile",
            "sessionControls.globalSecureAccessFilteringProfile",
            lambda value: str(value.get("profileId") or "On"),
            "profileId",
        ),
    ),
}


def told(policy: Mapping[str, Any], names: Names) -> Iterator[tuple[str, list[Line]]]:
    """Each heading with its lines, none where it asks for nothing; `policy` goes by Graph name."""
    for heading, parts in SECTIONS.items():
        yield heading, lines_of((part.label, part.told(policy, names)) for part in parts)
