"""What are the words of managed devices, beside those that a column holds? Each enum of Graph, in Graph's order."""

from intune_sim.vocabulary import Word


class DeviceRegistrationState(Word):
    """`deviceRegistrationState`."""

    NOT_REGISTERED = "notRegistered", "Not registered"
    REGISTERED = "registered", "Registered"
    REVOKED = "revoked", "Revoked"
    KEY_CONFLICT = "keyConflict", "Key conflict"
    APPROVAL_PENDING = "approvalPending", "Approval pending"
    CERTIFICATE_RESET = "certificateReset", "Certificate reset"
    NOT_REGISTERED_PENDING_ENROLLMENT = "notRegisteredPendingEnrollment", "Pending enrollment"
    UNKNOWN = "unknown", "Unknown"


class ManagementState(Word):
    """`managementState`."""

    MANAGED = "managed", "Managed"
    RETIRE_PENDING = "retirePending", "Retire pending"
    RETIRE_FAILED = "retireFailed", "Retire failed"
    WIPE_PENDING = "wipePending", "Wipe pending"
    WIPE_FAILED = "wipeFailed", "Wipe failed"
    UNHEALTHY = "unhealthy", "Unhealthy"
    DELETE_PENDING = "deletePending", "Delete pending"
    RETIRE_ISSUED = "retireIssued", "Retire issued"
    WIPE_ISSUED = "wipeIssued", "Wipe issued"
    WIPE_CANCELED = "wipeCanceled", "Wipe canceled"
    RETIRE_CANCELED = "retireCanceled", "Retire canceled"
    DISCOVERED = "discovered", "Discovered"
    UNKNOWN_FUTURE_VALUE = "unknownFutureValue", "Unknown"


class ExchangeAccessState(Word):
    """`deviceManagementExchangeAccessState`: whether Exchange lets a device in."""

    NONE = "none"
    UNKNOWN = "unknown"
    ALLOWED = "allowed"
    BLOCKED = "blocked"
    QUARANTINED = "quarantined"


class ExchangeAccessStateReason(Word):
    """`deviceManagementExchangeAccessStateReason`: why."""

    NONE = "none"
    UNKNOWN = "unknown"
    EXCHANGE_GLOBAL_RULE = "exchangeGlobalRule"
    EXCHANGE_INDIVIDUAL_RULE = "exchangeIndividualRule"
    EXCHANGE_DEVICE_RULE = "exchangeDeviceRule"
    EXCHANGE_UPGRADE = "exchangeUpgrade"
    EXCHANGE_MAILBOX_POLICY = "exchangeMailboxPolicy"
    OTHER = "other"
    COMPLIANT = "compliant"
    NOT_COMPLIANT = "notCompliant"
    NOT_ENROLLED = "notEnrolled"
    UNKNOWN_LOCATION = "unknownLocation"
    MFA_REQUIRED = "mfaRequired"
    AZURE_AD_BLOCK_DUE_TO_ACCESS_POLICY = "azureADBlockDueToAccessPolicy"
    COMPROMISED_PASSWORD = "compromisedPassword"  # noqa: S105 - a reason, not a password
    DEVICE_NOT_KNOWN_WITH_MANAGED_APP = "deviceNotKnownWithManagedApp"


class ChassisType(Word):
    """`chassisType`."""

    UNKNOWN = "unknown"
    DESKTOP = "desktop"
    LAPTOP = "laptop"
    WORKS_WORKSTATION = "worksWorkstation"
    ENTERPRISE_SERVER = "enterpriseServer"
    PHONE = "phone"
    TABLET = "tablet"
    MOBILE_OTHER = "mobileOther"
    MOBILE_UNKNOWN = "mobileUnknown"


class DeviceType(Word):
    """`deviceType`."""

    DESKTOP = "desktop"
    WINDOWS_RT = "windowsRT"
    WIN_MO_6 = "winMO6"
    NOKIA = "nokia"
    WINDOWS_PHONE = "windowsPhone"
    MAC = "mac"
    WIN_CE = "winCE"
    WIN_EMBEDDED = "winEmbedded"
    IPHONE = "iPhone"
    IPAD = "iPad"
    IPOD = "iPod"
    ANDROID = "android"
    I_SOC_CONSUMER = "iSocConsumer"
    UNIX = "unix"
    MAC_MDM = "macMDM"
    HOLO_LENS = "holoLens"
    SURFACE_HUB = "surfaceHub"
    ANDROID_FOR_WORK = "androidForWork"
    ANDROID_ENTERPRISE = "androidEnterprise"
    WINDOWS_10X = "windows10x"
    ANDROID_N_GMS = "androidnGMS"
    CHROME_OS = "chromeOS"
    LINUX = "linux"
    VISION_OS = "visionOS"
    TV_OS = "tvOS"
    BLACKBERRY = "blackberry"
    PALM = "palm"
    UNKNOWN = "unknown"
    CLOUD_PC = "cloudPC"


class JoinType(Word):
    """`joinType`: how the directory knows a device."""

    UNKNOWN = "unknown"
    AZURE_AD_JOINED = "azureADJoined"
    AZURE_AD_REGISTERED = "azureADRegistered"
    HYBRID_AZURE_AD_JOINED = "hybridAzureADJoined"


class LostModeState(Word):
    """`lostModeState`."""

    DISABLED = "disabled"
    ENABLED = "enabled"


class ManagementFeatures(Word):
    """`managedDeviceManagementFeatures`."""

    NONE = "none"
    MICROSOFT_MANAGED_DESKTOP = "microsoftManagedDesktop"


class OwnedBy(Word):
    """`ownerType`: whose a device is, as beta says it besides `managedDeviceOwnerType`."""

    UNKNOWN = "unknown"
    COMPANY = "company"
    PERSONAL = "personal"


class ProcessorArchitecture(Word):
    """`managedDeviceArchitecture`."""

    UNKNOWN = "unknown"
    X86 = "x86"
    X64 = "x64"
    ARM = "arm"
    AR_M64 = "arM64"
