"""What are the words of app protection on iOS and Android? Each enum of Graph, in Graph's order."""

from intune_sim.vocabulary import Word


class DataTransfer(Word):
    """`managedAppDataTransferLevel`: which apps data may come from or go to."""

    ALL_APPS = "allApps"
    MANAGED_APPS = "managedApps"
    NONE = "none"


class Clipboard(Word):
    """`managedAppClipboardSharingLevel`: where one may cut, copy and paste."""

    ALL_APPS = "allApps"
    MANAGED_APPS_WITH_PASTE_IN = "managedAppsWithPasteIn"
    MANAGED_APPS = "managedApps"
    BLOCKED = "blocked"


class StorageLocation(Word):
    """`managedAppDataStorageLocation`: where a copy of org data may be saved."""

    ONE_DRIVE_FOR_BUSINESS = "oneDriveForBusiness"
    SHARE_POINT = "sharePoint"
    BOX = "box"
    LOCAL_STORAGE = "localStorage"
    PHOTO_LIBRARY = "photoLibrary"
    I_MANAGE = "iManage"
    EGNYTE = "egnyte"


class IngestionLocation(Word):
    """`managedAppDataIngestionLocation`: where data may be opened from into org documents."""

    ONE_DRIVE_FOR_BUSINESS = "oneDriveForBusiness"
    SHARE_POINT = "sharePoint"
    CAMERA = "camera"
    PHOTO_LIBRARY = "photoLibrary"


class PinCharacterSet(Word):
    """`managedAppPinCharacterSet`: what a PIN is made of."""

    NUMERIC = "numeric"
    ALPHANUMERIC_AND_SYMBOL = "alphanumericAndSymbol"


class ManagedBrowser(Word):
    """`managedBrowserType`: where web links open; flags."""

    NOT_CONFIGURED = "notConfigured"
    MICROSOFT_EDGE = "microsoftEdge"


class MobileAction(Word):
    """`managedAppRemediationAction`: what a failed condition leads to."""

    BLOCK = "block"
    WIPE = "wipe"
    WARN = "warn"
    BLOCK_WHEN_SETTING_IS_SUPPORTED = "blockWhenSettingIsSupported"


class PartnerPriority(Word):
    """`mobileThreatDefensePartnerPriority`: which threat partner is heard where two report."""

    DEFENDER_OVER_THIRD_PARTY_PARTNER = "defenderOverThirdPartyPartner"
    THIRD_PARTY_PARTNER_OVER_DEFENDER = "thirdPartyPartnerOverDefender"


class NotificationRestriction(Word):
    """`managedAppNotificationRestriction`: what notifications may show."""

    ALLOW = "allow"
    BLOCK_ORGANIZATIONAL_DATA = "blockOrganizationalData"
    BLOCK = "block"


class DialerRestriction(Word):
    """`managedAppPhoneNumberRedirectLevel`: which dialer opens a phone number."""

    ALL_APPS = "allApps"
    MANAGED_APPS = "managedApps"
    CUSTOM_APP = "customApp"
    BLOCKED = "blocked"


class MessagingRedirect(Word):
    """`messagingRedirectAppType`: which app opens a message."""

    ANY_APP = "anyApp"
    ANY_MANAGED_APP = "anyManagedApp"
    SPECIFIC_APPS = "specificApps"
    BLOCKED = "blocked"


class PurviewEvaluation(Word):
    """`managedAppPurviewEvaluationRequirement`: whether content is evaluated by Purview."""

    NOT_REQUIRED = "notRequired"
    REQUIRED_WHEN_ONLINE = "requiredWhenOnline"
    REQUIRED = "required"


class AppGroupType(Word):
    """`targetedManagedAppGroupType`: which apps a policy is for."""

    SELECTED_PUBLIC_APPS = "selectedPublicApps"
    ALL_CORE_MICROSOFT_APPS = "allCoreMicrosoftApps"
    ALL_MICROSOFT_APPS = "allMicrosoftApps"
    ALL_APPS = "allApps"


class ManagementLevel(Word):
    """`appManagementLevel`: on which kinds of device; flags."""

    UNSPECIFIED = "unspecified"
    UNMANAGED = "unmanaged"
    MDM = "mdm"
    ANDROID_ENTERPRISE = "androidEnterprise"
    ANDROID_ENTERPRISE_DEDICATED_DEVICES_WITH_AZURE_AD_SHARED_MODE = (
        "androidEnterpriseDedicatedDevicesWithAzureAdSharedMode"
    )
    ANDROID_OPEN_SOURCE_PROJECT_USER_ASSOCIATED = "androidOpenSourceProjectUserAssociated"
    ANDROID_OPEN_SOURCE_PROJECT_USERLESS = "androidOpenSourceProjectUserless"


class DataEncryption(Word):
    """`managedAppDataEncryptionType`: when iOS encrypts the data of an app."""

    USE_DEVICE_SETTINGS = "useDeviceSettings"
    AFTER_DEVICE_RESTART = "afterDeviceRestart"
    WHEN_DEVICE_LOCKED_EXCEPT_OPEN_FILES = "whenDeviceLockedExceptOpenFiles"
    WHEN_DEVICE_LOCKED = "whenDeviceLocked"


class ConfigurationState(Word):
    """How iOS features are configured: Genmoji, screen capture and writing tools have an enum of their own each, alike."""

    NOT_BLOCKED = "notBlocked"
    BLOCKED = "blocked"


class AppsVerification(Word):
    """`androidManagedAppSafetyNetAppsVerificationType`: whether Google Play scans the apps of a device."""

    NONE = "none"
    ENABLED = "enabled"


class DeviceAttestation(Word):
    """`androidManagedAppSafetyNetDeviceAttestationType`: which integrity Google Play must attest."""

    NONE = "none"
    BASIC_INTEGRITY = "basicIntegrity"
    BASIC_INTEGRITY_AND_DEVICE_CERTIFICATION = "basicIntegrityAndDeviceCertification"


class IntegrityEvaluation(Word):
    """`androidManagedAppSafetyNetEvaluationType`: how Google Play evaluates integrity."""

    BASIC = "basic"
    HARDWARE_BACKED = "hardwareBacked"
