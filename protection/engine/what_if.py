"""Would a Conditional Access policy apply to a sign-in? Condition by condition, from what the sign-in is said to be."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from protection.engine.conditional_access import AnalysisReason, PolicyState, UserAction

#: The applications that `Office365` stands for, as far as they are known by their ids.
OFFICE_365 = frozenset(
    {
        "00000002-0000-0ff1-ce00-000000000000",
        "00000003-0000-0ff1-ce00-000000000000",
        "00000006-0000-0ff1-ce00-000000000000",
        "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe",
    }
)
#: The words for whatever there is.
EVERYTHING = frozenset({"All", "all"})
#: How a policy's conditions call user actions.
USER_ACTIONS = {
    UserAction.REGISTER_SECURITY_INFORMATION: "urn:user:registersecurityinfo",
    UserAction.REGISTER_DEVICES: "urn:user:registerdevice",
}


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """A sign-in that might be; None is what nobody says about it."""

    #: The user with its groups; nobody for a workload.
    people: frozenset[str] = frozenset()
    #: The workload's service principal.
    workload: str = ""
    #: What is signed in to: applications, unless it is a user action or an authentication context.
    applications: frozenset[str] = frozenset()
    user_action: UserAction | None = None
    authentication_context: str = ""
    platform: str | None = None
    client_app: str | None = None
    #: The named locations where it comes from, with `AllTrusted` where one of them is trusted.
    places: frozenset[str] | None = None
    sign_in_risk: str | None = None
    user_risk: str | None = None
    workload_risk: str | None = None
    insider_risk: str | None = None
    transfer_method: str | None = None


def reasons_against(state: PolicyState, conditions: Mapping[str, Any], sign_in: SignIn) -> tuple[AnalysisReason, ...]:
    """Why a policy with these conditions (in wire form) does not apply to a sign-in; none where it does."""
    off = [AnalysisReason.POLICY_NOT_ENABLED] if state is PolicyState.DISABLED else []
    return tuple(dict.fromkeys([*off, *_against(conditions, sign_in)]))


def _against(conditions: Mapping[str, Any], sign_in: SignIn) -> Iterator[AnalysisReason]:
    yield from _whom(conditions, sign_in)
    yield from _what(_part(conditions, "applications"), sign_in)
    platforms, locations = _part(conditions, "platforms"), _part(conditions, "locations")
    flows, devices = _part(conditions, "authenticationFlows"), _part(conditions, "devices")
    for reason, include, exclude, own in (
        (
            AnalysisReason.DEVICE_PLATFORM,
            _listed(platforms.get("includePlatforms")),
            _listed(platforms.get("excludePlatforms")),
            _said(sign_in.platform),
        ),
        (
            AnalysisReason.LOCATION,
            _listed(locations.get("includeLocations")),
            _listed(locations.get("excludeLocations")),
            sign_in.places,
        ),
        (AnalysisReason.CLIENT_APPS, _listed(conditions.get("clientAppTypes")), [], _said(sign_in.client_app)),
        (AnalysisReason.SIGN_IN_RISK, _listed(conditions.get("signInRiskLevels")), [], _said(sign_in.sign_in_risk)),
        (AnalysisReason.USER_RISK, _listed(conditions.get("userRiskLevels")), [], _said(sign_in.user_risk)),
        (
            AnalysisReason.WORKLOAD_IDENTITIES,
            _listed(conditions.get("servicePrincipalRiskLevels")),
            [],
            _said(sign_in.workload_risk),
        ),
        (AnalysisReason.INSIDER_RISK, _listed(conditions.get("insiderRiskLevels")), [], _said(sign_in.insider_risk)),
        (
            AnalysisReason.AUTHENTICATION_FLOW,
            _listed(flows.get("transferMethods")),
            [],
            _said(sign_in.transfer_method),
        ),
    ):
        if include and own is not None and not _meets(include, exclude, own):
            yield reason
        if include and own is None and (exclude or not EVERYTHING & set(include)):
            yield AnalysisReason.NOT_ENOUGH_INFORMATION
    if devices.get("deviceFilter"):
        # Nobody here reads the rule of a filter.
        yield AnalysisReason.NOT_ENOUGH_INFORMATION


def _whom(conditions: Mapping[str, Any], sign_in: SignIn) -> Iterator[AnalysisReason]:
    if sign_in.workload:
        named, kinds, reason = "clientApplications", ["ServicePrincipals"], AnalysisReason.WORKLOAD_IDENTITIES
        own = frozenset({sign_in.workload, "ServicePrincipalsInMyTenant"})
    else:
        named, kinds, reason, own = "users", ["Users", "Groups"], AnalysisReason.USERS, sign_in.people
    whom = _part(conditions, named)
    include = [one for kind in kinds for one in _listed(whom.get(f"include{kind}"))]
    exclude = [one for kind in kinds for one in _listed(whom.get(f"exclude{kind}"))]
    if not _meets(include, exclude, own):
        yield reason


def _what(named: Mapping[str, Any], sign_in: SignIn) -> Iterator[AnalysisReason]:
    if sign_in.user_action:
        include, own = named.get("includeUserActions"), {USER_ACTIONS[sign_in.user_action]}
        reason = AnalysisReason.USER_ACTIONS
    elif sign_in.authentication_context:
        include, own = named.get("includeAuthenticationContextClassReferences"), {sign_in.authentication_context}
        reason = AnalysisReason.AUTHENTICATION_CONTEXT
    else:
        include, own = named.get("includeApplications"), set(sign_in.applications)
        own |= {"Office365"} if own & OFFICE_365 else set()
        reason = AnalysisReason.APPLICATION
    if not _meets(_listed(include), _listed(named.get("excludeApplications")), own):
        yield reason


def _meets(include: Collection[str], exclude: Collection[str], own: Collection[str]) -> bool:
    """Whether something is included, by itself or with everything, and not excluded."""
    return bool(EVERYTHING.union(own) & set(include)) and not EVERYTHING.union(own) & set(exclude)


def _part(conditions: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = conditions.get(name) or {}
    return found


def _listed(value: Any) -> list[str]:
    """The members of a condition: a list, or flags in one text."""
    return value.split(",") if isinstance(value, str) else list(value or ())


def _said(value: str | None) -> frozenset[str] | None:
    return None if value is None else frozenset({value})
