"""What does a Conditional Access policy ask, and what does it grant? Conditions and controls, property by property."""

from typing import Any

from intune_sim.graph.resources import BETA, Kind, Property, Shape, Vocabulary, read_only, writable
from intune_sim.tenants.risk import RiskLevel
from protection.engine.conditional_access import (
    AgentRiskLevel,
    ClientApp,
    CloudAppSecurityType,
    ContinuousAccessMode,
    DevicePlatform,
    FilterMode,
    FrequencyAuthenticationType,
    GrantControl,
    GuestType,
    InsiderRiskLevel,
    MembershipKind,
    PersistentBrowserMode,
    SignInFrequencyInterval,
    SignInFrequencyType,
    StrengthRequirement,
    StrengthType,
    TransferMethod,
)


def _names(name: str, **options: Any) -> Property:
    return writable(name, kind=Kind.STRINGS, default=[], **options)


def _words(name: str, type: str, words: Vocabulary, **options: Any) -> Property:
    return writable(name, kind=Kind.ENUMS, type=type, words=words, default=[], **options)


def _word(name: str, type: str, words: Vocabulary, **options: Any) -> Property:
    return writable(name, kind=Kind.ENUM, type=type, words=words, nullable=True, **options)


def _flags(name: str, type: str, words: Vocabulary, **options: Any) -> Property:
    return writable(name, kind=Kind.FLAGS, type=type, words=words, nullable=True, **options)


def _complex(name: str, shape: Shape, **options: Any) -> Property:
    return writable(name, shape=shape, nullable=True, **options)


RISK = "riskLevel"
IS_ENABLED = writable("isEnabled", kind=Kind.BOOLEAN, nullable=True)

FILTER = Shape(
    type="conditionalAccessFilter",
    properties=(
        writable("mode", kind=Kind.ENUM, type="filterMode", words=FilterMode, required=True),
        writable("rule", kind=Kind.STRING, required=True),
    ),
)
EXTERNAL_TENANTS = Shape(
    type="conditionalAccessExternalTenants",
    is_abstract=True,
    properties=(_word("membershipKind", "conditionalAccessExternalTenantsMembershipKind", MembershipKind),),
    derived=(
        Shape(type="conditionalAccessAllExternalTenants"),
        Shape(type="conditionalAccessEnumeratedExternalTenants", properties=(_names("members"),)),
    ),
)
GUESTS = Shape(
    type="conditionalAccessGuestsOrExternalUsers",
    properties=(
        _flags("guestOrExternalUserTypes", "conditionalAccessGuestOrExternalUserTypes", GuestType),
        _complex("externalTenants", EXTERNAL_TENANTS),
    ),
)
USERS = Shape(
    type="conditionalAccessUsers",
    properties=(
        _names("includeUsers"),
        _names("excludeUsers"),
        _names("includeGroups"),
        _names("excludeGroups"),
        _names("includeRoles"),
        _names("excludeRoles"),
        _complex("includeGuestsOrExternalUsers", GUESTS),
        _complex("excludeGuestsOrExternalUsers", GUESTS),
    ),
)
APPLICATIONS = Shape(
    type="conditionalAccessApplications",
    properties=(
        _names("includeApplications"),
        _names("excludeApplications"),
        _names("includeUserActions"),
        _names("includeAuthenticationContextClassReferences"),
        _complex("applicationFilter", FILTER),
        _complex("globalSecureAccess", Shape(type="conditionalAccessGlobalSecureAccess"), only=BETA),
        _complex("networkAccess", Shape(type="conditionalAccessNetworkAccess"), only=BETA),
    ),
)
CLIENT_APPLICATIONS = Shape(
    type="conditionalAccessClientApplications",
    properties=(
        _names("includeServicePrincipals"),
        _names("excludeServicePrincipals"),
        _complex("servicePrincipalFilter", FILTER),
        _names("includeAgentIdServicePrincipals", only=BETA),
        _names("excludeAgentIdServicePrincipals", only=BETA),
        _complex("agentIdServicePrincipalFilter", FILTER, only=BETA),
    ),
)
DEVICES = Shape(
    type="conditionalAccessDevices",
    properties=(
        _names("includeDeviceStates", only=BETA),
        _names("excludeDeviceStates", only=BETA),
        _names("includeDevices", only=BETA),
        _names("excludeDevices", only=BETA),
        _complex("deviceFilter", FILTER),
    ),
)
PLATFORMS = Shape(
    type="conditionalAccessPlatforms",
    properties=(
        _words("includePlatforms", "conditionalAccessDevicePlatform", DevicePlatform),
        _words("excludePlatforms", "conditionalAccessDevicePlatform", DevicePlatform),
    ),
)
LOCATIONS = Shape(
    type="conditionalAccessLocations", properties=(_names("includeLocations"), _names("excludeLocations"))
)
FLOWS = Shape(
    type="conditionalAccessAuthenticationFlows",
    properties=(_flags("transferMethods", "conditionalAccessTransferMethods", TransferMethod),),
)
AGENTS = Shape(
    type="conditionalAccessAgents",
    properties=(_names("includeAgentUsers"), _names("excludeAgentUsers"), _complex("agentFilter", FILTER)),
)
AGENT_CONTEXT = Shape(
    type="conditionalAccessAgentContext", properties=(_names("includeAgentContexts"), _names("excludeAgentContexts"))
)
DEVICE_STATES = Shape(
    type="conditionalAccessDeviceStates", properties=(_names("includeStates"), _names("excludeStates"))
)
CONDITIONS = Shape(
    type="conditionalAccessConditionSet",
    properties=(
        _words("userRiskLevels", RISK, RiskLevel),
        _words("signInRiskLevels", RISK, RiskLevel),
        _words("clientAppTypes", "conditionalAccessClientApp", ClientApp),
        _words("servicePrincipalRiskLevels", RISK, RiskLevel),
        _flags("insiderRiskLevels", "conditionalAccessInsiderRiskLevels", InsiderRiskLevel),
        _flags("agentIdRiskLevels", "conditionalAccessAgentIdRiskLevels", AgentRiskLevel, only=BETA),
        _complex("clientApplications", CLIENT_APPLICATIONS),
        _complex("platforms", PLATFORMS),
        _complex("locations", LOCATIONS),
        _complex("deviceStates", DEVICE_STATES, only=BETA),
        _complex("devices", DEVICES),
        _complex("authenticationFlows", FLOWS),
        _complex("agents", AGENTS, only=BETA),
        _complex("agentContext", AGENT_CONTEXT, only=BETA),
        _complex("applications", APPLICATIONS),
        _complex("users", USERS),
    ),
)
STRENGTH = Shape(
    type="authenticationStrengthPolicy",
    properties=(
        writable("id", kind=Kind.STRING, required=True),
        read_only("displayName", kind=Kind.STRING),
        read_only("policyType", kind=Kind.ENUM, type="authenticationStrengthPolicyType", words=StrengthType),
        read_only(
            "requirementsSatisfied",
            kind=Kind.FLAGS,
            type="authenticationStrengthRequirements",
            words=StrengthRequirement,
        ),
    ),
)
GRANT_CONTROLS = Shape(
    type="conditionalAccessGrantControls",
    properties=(
        writable("operator", kind=Kind.STRING, nullable=True),
        _words("builtInControls", "conditionalAccessGrantControl", GrantControl),
        _names("customAuthenticationFactors"),
        _names("termsOfUse"),
        _complex("authenticationStrength", STRENGTH),
    ),
)
SESSION_CONTROLS = Shape(
    type="conditionalAccessSessionControls",
    properties=(
        writable("disableResilienceDefaults", kind=Kind.BOOLEAN, nullable=True),
        _complex(
            "applicationEnforcedRestrictions",
            Shape(type="applicationEnforcedRestrictionsSessionControl", properties=(IS_ENABLED,)),
        ),
        _complex(
            "cloudAppSecurity",
            Shape(
                type="cloudAppSecuritySessionControl",
                properties=(
                    IS_ENABLED,
                    _word("cloudAppSecurityType", "cloudAppSecuritySessionControlType", CloudAppSecurityType),
                ),
            ),
        ),
        _complex(
            "signInFrequency",
            Shape(
                type="signInFrequencySessionControl",
                properties=(
                    IS_ENABLED,
                    writable("value", kind=Kind.INT32, nullable=True),
                    _word("type", "signinFrequencyType", SignInFrequencyType),
                    _word("authenticationType", "signInFrequencyAuthenticationType", FrequencyAuthenticationType),
                    _word("frequencyInterval", "signInFrequencyInterval", SignInFrequencyInterval),
                ),
            ),
        ),
        _complex(
            "persistentBrowser",
            Shape(
                type="persistentBrowserSessionControl",
                properties=(IS_ENABLED, _word("mode", "persistentBrowserSessionMode", PersistentBrowserMode)),
            ),
        ),
        _complex(
            "continuousAccessEvaluation",
            Shape(
                type="continuousAccessEvaluationSessionControl",
                properties=(_word("mode", "continuousAccessEvaluationMode", ContinuousAccessMode),),
            ),
            only=BETA,
        ),
        _complex("secureSignInSession", Shape(type="secureSignInSessionControl", properties=(IS_ENABLED,))),
        _complex(
            "globalSecureAccessFilteringProfile",
            Shape(
                type="globalSecureAccessFilteringProfileSessionControl",
                properties=(IS_ENABLED, writable("profileId", kind=Kind.STRING, nullable=True)),
            ),
            only=BETA,
        ),
    ),
)
