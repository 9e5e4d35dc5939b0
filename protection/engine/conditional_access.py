"""Which words does a Conditional Access policy use? Those of its conditions, controls and locations, in Graph's order."""

from intune_sim.vocabulary import Tone, Word


class PolicyState(Word):
    """`conditionalAccessPolicyState`: whether a policy decides, is off, or only says what it would decide."""

    ENABLED = "enabled", "On", Tone.GOOD
    DISABLED = "disabled", "Off"
    REPORT_ONLY = "enabledForReportingButNotEnforced", "Report-only", Tone.NOTICE


class GrantControl(Word):
    """`conditionalAccessGrantControl`: what a sign-in must show."""

    BLOCK = "block", "Block access"
    MFA = "mfa", "Require multifactor authentication"
    COMPLIANT_DEVICE = "compliantDevice", "Require device to be marked as compliant"
    DOMAIN_JOINED_DEVICE = "domainJoinedDevice", "Require Microsoft Entra hybrid joined device"
    APPROVED_APPLICATION = "approvedApplication", "Require approved client app"
    COMPLIANT_APPLICATION = "compliantApplication", "Require app protection policy"
    PASSWORD_CHANGE = "passwordChange", "Require password change"
    RISK_REMEDIATION = "riskRemediation", "Require risk remediation"


class ClientApp(Word):
    """`conditionalAccessClientApp`: what somebody signs in with."""

    ALL = "all", "All client apps"
    BROWSER = "browser", "Browser"
    MOBILE_AND_DESKTOP = "mobileAppsAndDesktopClients", "Mobile apps and desktop clients"
    EXCHANGE_ACTIVE_SYNC = "exchangeActiveSync", "Exchange ActiveSync clients"
    EAS_SUPPORTED = "easSupported", "Supported Exchange ActiveSync clients"
    OTHER = "other", "Other clients"


class DevicePlatform(Word):
    """`conditionalAccessDevicePlatform`."""

    ANDROID = "android", "Android"
    IOS = "iOS", "iOS"
    WINDOWS = "windows", "Windows"
    WINDOWS_PHONE = "windowsPhone", "Windows Phone"
    MAC_OS = "macOS", "macOS"
    ALL = "all", "Any device"
    LINUX = "linux", "Linux"


class InsiderRiskLevel(Word):
    """`conditionalAccessInsiderRiskLevels`, a flags enum."""

    MINOR = "minor", "Minor"
    MODERATE = "moderate", "Moderate"
    ELEVATED = "elevated", "Elevated"


class AgentRiskLevel(Word):
    """`conditionalAccessAgentIdRiskLevels`, a flags enum."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class TransferMethod(Word):
    """`conditionalAccessTransferMethods`, a flags enum."""

    NONE = "none", "None"
    DEVICE_CODE_FLOW = "deviceCodeFlow", "Device code flow"
    AUTHENTICATION_TRANSFER = "authenticationTransfer", "Authentication transfer"


class GuestType(Word):
    """`conditionalAccessGuestOrExternalUserTypes`, a flags enum."""

    NONE = "none", "None"
    INTERNAL_GUEST = "internalGuest", "Local guest users"
    COLLABORATION_GUEST = "b2bCollaborationGuest", "B2B collaboration guest users"
    COLLABORATION_MEMBER = "b2bCollaborationMember", "B2B collaboration member users"
    DIRECT_CONNECT_USER = "b2bDirectConnectUser", "B2B direct connect users"
    OTHER_EXTERNAL_USER = "otherExternalUser", "Other external users"
    SERVICE_PROVIDER = "serviceProvider", "Service provider users"


class MembershipKind(Word):
    """`conditionalAccessExternalTenantsMembershipKind`."""

    ALL = "all", "All"
    ENUMERATED = "enumerated", "Select"


class FilterMode(Word):
    """`filterMode`."""

    INCLUDE = "include", "Include"
    EXCLUDE = "exclude", "Exclude"


class CloudAppSecurityType(Word):
    """`cloudAppSecuritySessionControlType`."""

    MCAS_CONFIGURED = "mcasConfigured", "Use custom policy"
    MONITOR_ONLY = "monitorOnly", "Monitor only"
    BLOCK_DOWNLOADS = "blockDownloads", "Block downloads"


class PersistentBrowserMode(Word):
    """`persistentBrowserSessionMode`."""

    ALWAYS = "always", "Always persistent"
    NEVER = "never", "Never persistent"


class SignInFrequencyType(Word):
    """`signinFrequencyType`."""

    DAYS = "days", "Days"
    HOURS = "hours", "Hours"


class SignInFrequencyInterval(Word):
    """`signInFrequencyInterval`."""

    TIME_BASED = "timeBased", "Periodic reauthentication"
    EVERY_TIME = "everyTime", "Every time"


class FrequencyAuthenticationType(Word):
    """`signInFrequencyAuthenticationType`."""

    PRIMARY_AND_SECONDARY = "primaryAndSecondaryAuthentication", "Primary and secondary authentication"
    SECONDARY = "secondaryAuthentication", "Secondary authentication"


class ContinuousAccessMode(Word):
    """`continuousAccessEvaluationMode`."""

    STRICT_ENFORCEMENT = "strictEnforcement", "Strictly enforce"
    DISABLED = "disabled", "Disable"
    STRICT_LOCATION = "strictLocation", "Strictly enforce location policies"


class StrengthType(Word):
    """`authenticationStrengthPolicyType`."""

    BUILT_IN = "builtIn", "Built-in"
    CUSTOM = "custom", "Custom"


class StrengthRequirement(Word):
    """`authenticationStrengthRequirements`, a flags enum."""

    NONE = "none", "None"
    MFA = "mfa", "Multifactor authentication"


class LocationType(Word):
    """The types that derive from `namedLocation`."""

    IP = "ipNamedLocation", "IP ranges"
    COUNTRY = "countryNamedLocation", "Countries"


class CountryLookupMethod(Word):
    """`countryLookupMethodType`: how a country is found."""

    CLIENT_IP_ADDRESS = "clientIpAddress", "Determine location by IP address"
    AUTHENTICATOR_APP_GPS = "authenticatorAppGps", "Determine location by GPS coordinates"


class UserAction(Word):
    """`userAction`: what somebody does instead of opening an application."""

    REGISTER_SECURITY_INFORMATION = "registerSecurityInformation", "Register security information"
    REGISTER_DEVICES = "registerOrJoinDevices", "Register or join devices"


class InsiderRisk(Word):
    """`insiderRiskLevel`: what is said of one sign-in."""

    NONE = "none", "None"
    MINOR = "minor", "Minor"
    MODERATE = "moderate", "Moderate"
    ELEVATED = "elevated", "Elevated"


class AnalysisReason(Word):
    """`whatIfAnalysisReasons`: why a policy does not apply to a sign-in."""

    NOT_SET = "notSet", "It applies"
    NOT_ENOUGH_INFORMATION = "notEnoughInformation", "Not enough information"
    INVALID_CONDITION = "invalidCondition", "Invalid condition"
    USERS = "users", "Users"
    WORKLOAD_IDENTITIES = "workloadIdentities", "Workload identities"
    APPLICATION = "application", "Application"
    USER_ACTIONS = "userActions", "User actions"
    AUTHENTICATION_CONTEXT = "authenticationContext", "Authentication context"
    DEVICE_PLATFORM = "devicePlatform", "Device platform"
    DEVICES = "devices", "Devices"
    CLIENT_APPS = "clientApps", "Client apps"
    LOCATION = "location", "Location"
    SIGN_IN_RISK = "signInRisk", "Sign-in risk"
    EMPTY_POLICY = "emptyPolicy", "Empty policy"
    INVALID_POLICY = "invalidPolicy", "Invalid policy"
    POLICY_NOT_ENABLED = "policyNotEnabled", "Policy not enabled"
    USER_RISK = "userRisk", "User risk"
    TIME = "time", "Time"
    INSIDER_RISK = "insiderRisk", "Insider risk"
    AUTHENTICATION_FLOW = "authenticationFlow", "Authentication flow"
