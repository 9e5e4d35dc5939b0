"""What are the words of app protection on iOS and Android? Each enum of Graph, in Graph's order, labelled as Intune does."""

from intune_sim.vocabulary import Word


class DataTransfer(Word):
    """`managedAppDataTransferLevel`: which apps data may come from or go to."""

    ALL_APPS = "allApps", "All Apps"
    MANAGED_APPS = "managedApps", "Policy managed apps"
    NONE = "none", "None"


class Clipboard(Word):
    """`managedAppClipboardSharingLevel`: where one may cut, copy and paste."""

    ALL_APPS = "allApps", "Any app"
    MANAGED_APPS_WITH_PASTE_IN = "managedAppsWithPasteIn", "Policy managed apps with paste in"
    MANAGED_APPS = "managedApps", "Policy managed apps"
    BLOCKED = "blocked", "Blocked"


class StorageLocation(Word):
    """`managedAppDataStorageLocation`: where a copy of org data may be saved."""

    ONE_DRIVE_FOR_BUSINESS = "oneDriveForBusiness", "OneDrive for Business"
    SHARE_POINT = "sharePoint", "SharePoint"
    BOX = "box", "Box"
    LOCAL_STORAGE = "localStorage", "Local Storage"
    PHOTO_LIBRARY = "photoLibrary", "Photo Library"
    I_MANAGE = "iManage", "iManage"
    EGNYTE = "egnyte", "Egnyte"


class IngestionLocation(Word):
    """`managedAppDataIngestionLocation`: where data may be opened from into org documents."""

    ONE_DRIVE_FOR_BUSINESS = "oneDriveForBusiness", "OneDrive for Business"
    SHARE_POINT = "sharePoint", "SharePoint"
    CAMERA = "camera", "Camera"
    PHOTO_LIBRARY = "photoLibrary", "Photo Library"


class PinCharacterSet(Word):
    """`managedAppPinCharacterSet`: what a PIN is made of."""

    NUMERIC = "numeric", "Numeric"
    ALPHANUMERIC_AND_SYMBOL = "alphanumericAndSymbol", "Passcode"


class ManagedBrowser(Word):
    """`managedBrowserType`: where web links open; flags."""

    NOT_CONFIGURED = "notConfigured", "Not configured"
    MICROSOFT_EDGE = "microsoftEdge", "Microsoft Edge"


class MobileAction(Word):
    """`managedAppRemediationAction`: what a failed condition leads to."""

    BLOCK = "block", "Block access"
    WIPE = "wipe", "Wipe data"
    WARN = "warn", "Warn"
    BLOCK_WHEN_SETTING_IS_SUPPORTED = "blockWhenSettingIsSupported", "Block access on supported devices"


class PartnerPriority(Word):
    """`mobileThreatDefensePartnerPriority`: which threat partner is heard where two report."""

    DEFENDER_OVER_THIRD_PARTY_PARTNER = "defenderOverThirdPartyPartner", "Microsoft Defender for Endpoint"
    THIRD_PARTY_PARTNER_OVER_DEFENDER = "thirdPartyPartnerOverDefender", "Mobile Threat Defense (Non-Microsoft)"


class NotificationRestriction(Word):
    """`managedAppNotificationRestriction`: what notifications may show."""

    ALLOW = "allow", "Allow"
    BLOCK_ORGANIZATIONAL_DATA = "blockOrganizationalData", "Block org data"
    BLOCK = "block", "Block"


class DialerRestriction(Word):
    """`managedAppPhoneNumberRedirectLevel`: which dialer opens a phone number."""

    ALL_APPS = "allApps", "Any dialer app"
    MANAGED_APPS = "managedApps", "Any policy-managed dialer app"
    CUSTOM_APP = "customApp", "A specific dialer app"
    BLOCKED = "blocked", "None, do not transfer this data between apps"


class MessagingRedirect(Word):
    """`messagingRedirectAppType`: which app opens a message."""

    ANY_APP = "anyApp", "Any messaging app"
    ANY_MANAGED_APP = "anyManagedApp", "Any policy-managed messaging app"
    SPECIFIC_APPS = "specificApps", "A specific messaging app"
    BLOCKED = "blocked", "None, do not transfer this data between apps"


class PurviewEvaluation(Word):
    """`managedAppPurviewEvaluationRequirement`: whether content is evaluated by Purview."""

    NOT_REQUIRED = "notRequired", "Not required"
    REQUIRED_WHEN_ONLINE = "requiredWhenOnline", "Require when online"
    REQUIRED = "required", "Require"


class AppGroupType(Word):
    """`targetedManagedAppGroupType`: which apps a policy is for."""

    SELECTED_PUBLIC_APPS = "selectedPublicApps", "Selected apps"
    ALL_CORE_MICROSOFT_APPS = "allCoreMicrosoftApps", "Core Microsoft Apps"
    ALL_MICROSOFT_APPS = "allMicrosoftApps", "All Microsoft Apps"
    ALL_APPS = "allApps", "All Apps"


class ManagementLevel(Word):
    """`appManagementLevel`: on which kinds of device; flags."""

    UNSPECIFIED = "unspecified", "All device types"
    UNMANAGED = "unmanaged", "Unmanaged"
    MDM = "mdm", "Managed"
    ANDROID_ENTERPRISE = "androidEnterprise", "Android Enterprise"
    ANDROID_ENTERPRISE_DEDICATED_DEVICES_WITH_AZURE_AD_SHARED_MODE = (
        "androidEnterpriseDedicatedDevicesWithAzureAdSharedMode",
        "Android Enterprise dedicated devices with Microsoft Entra shared mode",
    )
    ANDROID_OPEN_SOURCE_PROJECT_USER_ASSOCIATED = (
        "androidOpenSourceProjectUserAssociated",
        "Android Open Source Project, user-associated",
    )
    ANDROID_OPEN_SOURCE_PROJECT_USERLESS = "androidOpenSourceProjectUserless", "Android Open Source Project, userless"


class DataEncryption(Word):
    """`managedAppDataEncryptionType`: when iOS encrypts the data of an app."""

    USE_DEVICE_SETTINGS = "useDeviceSettings", "Not required"
    AFTER_DEVICE_RESTART = "afterDeviceRestart", "Require after device restart"
    WHEN_DEVICE_LOCKED_EXCEPT_OPEN_FILES = (
        "whenDeviceLockedExceptOpenFiles",
        "Require when device is locked, except open files",
    )
    WHEN_DEVICE_LOCKED = "whenDeviceLocked", "Require"


class ConfigurationState(Word):
    """How iOS features are configured: Genmoji, screen capture and writing tools have an enum of their own each, alike."""

    NOT_BLOCKED = "notBlocked", "Allow"
    BLOCKED = "blocked", "Block"


class AppsVerification(Word):
    """`androidManagedAppSafetyNetAppsVerificationType`: whether Google Play scans the apps of a device."""

    NONE = "none", "Not configured"
    ENABLED = "enabled", "Enabled"


class DeviceAttestation(Word):
    """`androidManagedAppSafetyNetDeviceAttestationType`: which integrity Google Play must attest."""

    NONE = "none", "Not configured"
    BASIC_INTEGRITY = "basicIntegrity", "Basic integrity"
    BASIC_INTEGRITY_AND_DEVICE_CERTIFICATION = (
        "basicIntegrityAndDeviceCertification",
        "Basic integrity and device integrity",
    )


class IntegrityEvaluation(Word):
    """`androidManagedAppSafetyNetEvaluationType`: how Google Play evaluates integrity."""

    BASIC = "basic", "Not configured"
    HARDWARE_BACKED = "hardwareBacked", "Check strong integrity"
