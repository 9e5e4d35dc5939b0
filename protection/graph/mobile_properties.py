"""Which settings has app protection on iOS and Android? Each with its kind, its version and what a new policy says.

Nullable and order are those of the public metadata and documentation; the defaults are the loosest that a policy may
say, with the grace periods of a new policy in the admin center.
"""

from typing import Any

from intune_sim.graph.resources import BETA, Kind, Property, Shape, Vocabulary, writable
from protection.engine.facts import DeviceThreatLevel
from protection.models import mobile_vocabulary as words

NEVER, HALF_AN_HOUR, HALF_A_DAY, NINETY_DAYS = "PT0S", "PT30M", "PT12H", "P90D"

KEY_VALUE_PAIR = Shape(
    type="keyValuePair",
    properties=(
        writable("name", kind=Kind.STRING, required=True),
        writable("value", kind=Kind.STRING, nullable=True),
    ),
)


def _setting(name: str, kind: Kind, default: Any, **options: Any) -> Property:
    return writable(name, kind=kind, within="settings", default=default, **options)


def _switch(name: str, **options: Any) -> Property:
    return _setting(name, Kind.BOOLEAN, default=False, **options)


def _number(name: str, default: int | None, **options: Any) -> Property:
    return _setting(name, Kind.INT32, default, nullable=default is None, **options)


def _text(name: str, **options: Any) -> Property:
    return _setting(name, Kind.STRING, default=None, nullable=True, **options)


def _period(name: str, default: str | None, **options: Any) -> Property:
    return _setting(name, Kind.DURATION, default, nullable=default is None, **options)


def _choice(name: str, kind: str, vocabulary: Vocabulary, default: str | None, **options: Any) -> Property:
    options.setdefault("nullable", default is None)
    return _setting(name, Kind.ENUM, default, type=kind, words=vocabulary, **options)


def _flags(name: str, kind: str, vocabulary: Vocabulary, default: str, **options: Any) -> Property:
    return _setting(name, Kind.FLAGS, default, type=kind, words=vocabulary, **options)


def _places(name: str, kind: str, vocabulary: Vocabulary, **options: Any) -> Property:
    return _setting(name, Kind.ENUMS, default=[], type=kind, words=vocabulary, **options)


def _texts(name: str) -> Property:
    return _setting(name, Kind.STRINGS, default=[], nullable=True, only=BETA)


def _pairs(name: str) -> Property:
    return _setting(
        name, Kind.COMPLEX, default=[], type="keyValuePair", shape=KEY_VALUE_PAIR, many=True, nullable=True, only=BETA
    )


def _action(name: str, default: str | None = None, **options: Any) -> Property:
    return _choice(name, "managedAppRemediationAction", words.MobileAction, default, only=BETA, **options)


#: `managedAppProtection` and `targetedManagedAppProtection`.
BOTH = (
    _period("periodOfflineBeforeAccessCheck", HALF_A_DAY),
    _period("periodOnlineBeforeAccessCheck", HALF_AN_HOUR),
    _choice("allowedInboundDataTransferSources", "managedAppDataTransferLevel", words.DataTransfer, "allApps"),
    _choice("allowedOutboundDataTransferDestinations", "managedAppDataTransferLevel", words.DataTransfer, "allApps"),
    _switch("organizationalCredentialsRequired"),
    _choice("allowedOutboundClipboardSharingLevel", "managedAppClipboardSharingLevel", words.Clipboard, "allApps"),
    _switch("dataBackupBlocked"),
    _switch("deviceComplianceRequired"),
    _switch("managedBrowserToOpenLinksRequired"),
    _switch("saveAsBlocked"),
    _period("periodOfflineBeforeWipeIsEnforced", NINETY_DAYS),
    _switch("pinRequired"),
    _number("maximumPinRetries", 5),
    _switch("simplePinBlocked"),
    _number("minimumPinLength", 4),
    _choice("pinCharacterSet", "managedAppPinCharacterSet", words.PinCharacterSet, "numeric"),
    _period("periodBeforePinReset", NEVER),
    _places("allowedDataStorageLocations", "managedAppDataStorageLocation", words.StorageLocation),
    _switch("contactSyncBlocked"),
    _switch("printBlocked"),
    _switch("fingerprintBlocked"),
    _switch("disableAppPinIfDevicePinIsSet"),
    _text("maximumRequiredOsVersion", only=BETA),
    _text("maximumWarningOsVersion", only=BETA),
    _text("maximumWipeOsVersion", only=BETA),
    _text("minimumRequiredOsVersion"),
    _text("minimumWarningOsVersion"),
    _text("minimumRequiredAppVersion"),
    _text("minimumWarningAppVersion"),
    _text("minimumWipeOsVersion", only=BETA),
    _text("minimumWipeAppVersion", only=BETA),
    _action("appActionIfDeviceComplianceRequired", "block"),
    _action("appActionIfMaximumPinRetriesExceeded", "block"),
    _period("pinRequiredInsteadOfBiometricTimeout", None, only=BETA),
    _number("allowedOutboundClipboardSharingExceptionLength", 0, only=BETA),
    _choice(
        "notificationRestriction",
        "managedAppNotificationRestriction",
        words.NotificationRestriction,
        "allow",
        only=BETA,
    ),
    _number("previousPinBlockCount", 0, only=BETA),
    _flags("managedBrowser", "managedBrowserType", words.ManagedBrowser, "notConfigured"),
    _choice(
        "maximumAllowedDeviceThreatLevel",
        "managedAppDeviceThreatLevel",
        DeviceThreatLevel,
        "notConfigured",
        only=BETA,
    ),
    _action("mobileThreatDefenseRemediationAction", "block"),
    _choice(
        "mobileThreatDefensePartnerPriority",
        "mobileThreatDefensePartnerPriority",
        words.PartnerPriority,
        None,
        only=BETA,
    ),
    _switch("blockDataIngestionIntoOrganizationDocuments", only=BETA),
    _places("allowedDataIngestionLocations", "managedAppDataIngestionLocation", words.IngestionLocation, only=BETA),
    _action("appActionIfUnableToAuthenticateUser"),
    _choice(
        "dialerRestrictionLevel", "managedAppPhoneNumberRedirectLevel", words.DialerRestriction, "allApps", only=BETA
    ),
    _period("gracePeriodToBlockAppsDuringOffClockHours", NEVER, only=BETA),
    _choice(
        "protectedMessagingRedirectAppType", "messagingRedirectAppType", words.MessagingRedirect, "anyApp", only=BETA
    ),
    _choice(
        "purviewContentEvaluationRequired",
        "managedAppPurviewEvaluationRequirement",
        words.PurviewEvaluation,
        "notRequired",
        only=BETA,
    ),
    _flags("targetedAppManagementLevels", "appManagementLevel", words.ManagementLevel, "unspecified", only=BETA),
    _choice("appGroupType", "targetedManagedAppGroupType", words.AppGroupType, "selectedPublicApps", only=BETA),
)

IOS = (
    *BOTH,
    _choice("appDataEncryptionType", "managedAppDataEncryptionType", words.DataEncryption, "useDeviceSettings"),
    _text("minimumRequiredSdkVersion"),
    _switch("faceIdBlocked"),
    _text("customBrowserProtocol"),
    _text("minimumWarningSdkVersion", only=BETA),
    _text("minimumWipeSdkVersion", only=BETA),
    _text("allowedIosDeviceModels", only=BETA),
    _action("appActionIfIosDeviceModelNotAllowed"),
    _action("appActionIfAccountIsClockedOut"),
    _switch("allowWidgetContentSync", nullable=True, only=BETA),
    _text("customDialerAppProtocol", only=BETA),
    _text("messagingRedirectAppUrlScheme", only=BETA),
    _switch("disableProtectionOfManagedOutboundOpenInData", nullable=True, only=BETA),
    _pairs("exemptedAppProtocols"),
    _texts("exemptedUniversalLinks"),
    _switch("filterOpenInToOnlyManagedApps", nullable=True, only=BETA),
    _texts("managedUniversalLinks"),
    _switch("protectInboundDataFromUnknownSources", nullable=True, only=BETA),
    _switch("thirdPartyKeyboardsBlocked", nullable=True, only=BETA),
    *(
        _choice(
            f"{feature}ConfigurationState",
            f"{feature}IosManagedAppConfigurationState",
            words.ConfigurationState,
            "notBlocked",
            nullable=True,
            only=BETA,
        )
        for feature in ("genmoji", "screenCapture", "writingTools")
    ),
)

ANDROID = (
    *BOTH,
    _switch("screenCaptureBlocked"),
    _switch("disableAppEncryptionIfDeviceEncryptionIsEnabled"),
    _switch("encryptAppData"),
    _text("minimumRequiredPatchVersion"),
    _text("minimumWarningPatchVersion"),
    _text("customBrowserPackageId"),
    _text("customBrowserDisplayName"),
    _text("minimumWipePatchVersion", only=BETA),
    _pairs("exemptedAppPackages"),
    _text("allowedAndroidDeviceManufacturers", only=BETA),
    _texts("allowedAndroidDeviceModels"),
    _action("appActionIfAndroidDeviceManufacturerNotAllowed"),
    _action("appActionIfAndroidDeviceModelNotAllowed"),
    _action("appActionIfAccountIsClockedOut"),
    _choice(
        "requiredAndroidSafetyNetDeviceAttestationType",
        "androidManagedAppSafetyNetDeviceAttestationType",
        words.DeviceAttestation,
        "none",
        nullable=True,
        only=BETA,
    ),
    _action("appActionIfAndroidSafetyNetDeviceAttestationFailed"),
    _choice(
        "requiredAndroidSafetyNetAppsVerificationType",
        "androidManagedAppSafetyNetAppsVerificationType",
        words.AppsVerification,
        "none",
        nullable=True,
        only=BETA,
    ),
    _action("appActionIfAndroidSafetyNetAppsVerificationFailed"),
    _choice(
        "requiredAndroidSafetyNetEvaluationType",
        "androidManagedAppSafetyNetEvaluationType",
        words.IntegrityEvaluation,
        "basic",
        nullable=True,
        only=BETA,
    ),
    _switch("keyboardsRestricted", nullable=True, only=BETA),
    _pairs("approvedKeyboards"),
    _switch("connectToVpnOnLaunch", nullable=True, only=BETA),
    _text("customDialerAppPackageId", only=BETA),
    _text("customDialerAppDisplayName", only=BETA),
    _text("messagingRedirectAppPackageId", only=BETA),
    _text("messagingRedirectAppDisplayName", only=BETA),
    _switch("biometricAuthenticationBlocked", nullable=True, only=BETA),
    _switch("fingerprintAndBiometricEnabled", nullable=True, only=BETA),
    _switch("requireClass3Biometrics", nullable=True, only=BETA),
    _switch("requirePinAfterBiometricChange", nullable=True, only=BETA),
    _number("blockAfterCompanyPortalUpdateDeferralInDays", 0, only=BETA),
    _number("warnAfterCompanyPortalUpdateDeferralInDays", 0, only=BETA),
    _number("wipeAfterCompanyPortalUpdateDeferralInDays", 0, only=BETA),
    _text("minimumRequiredCompanyPortalVersion", only=BETA),
    _text("minimumWarningCompanyPortalVersion", only=BETA),
    _text("minimumWipeCompanyPortalVersion", only=BETA),
    _switch("deviceLockRequired", nullable=True, only=BETA),
    _action("appActionIfDeviceLockNotSet"),
    _action("appActionIfDevicePasscodeComplexityLessThanLow"),
    _action("appActionIfDevicePasscodeComplexityLessThanMedium"),
    _action("appActionIfDevicePasscodeComplexityLessThanHigh"),
    _action("appActionIfDeveloperOptionsEnabled"),
    _action("appActionIfSamsungKnoxAttestationRequired"),
)
