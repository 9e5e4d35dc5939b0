"""Which settings has app protection on iOS and Android? Each with its kind, its version and what a new policy says.

Nullable and order are those of the public metadata and documentation; the defaults are the loosest that a policy may
say, with the grace periods of a new policy in the admin center.
"""

from typing import Any

from intune_sim.graph.resources import BETA, Kind, Property, Shape, Vocabulary, writable
from protection.engine.facts import DeviceThreatLevel
from protection.graph.settings import choice, number, setting, switch, text
from protection.models import mobile_vocabulary as words

NEVER, HALF_AN_HOUR, HALF_A_DAY, NINETY_DAYS = "PT0S", "PT30M", "PT12H", "P90D"

KEY_VALUE_PAIR = Shape(
    type="keyValuePair",
    properties=(
        writable("name", kind=Kind.STRING, required=True),
        writable("value", kind=Kind.STRING, nullable=True),
    ),
)


def _period(name: str, default: str | None, **options: Any) -> Property:
    return setting(name, Kind.DURATION, default, nullable=default is None, **options)


def _flags(name: str, kind: str, vocabulary: Vocabulary, default: str, **options: Any) -> Property:
    return setting(name, Kind.FLAGS, default, type=kind, words=vocabulary, **options)


def _places(name: str, kind: str, vocabulary: Vocabulary, **options: Any) -> Property:
    return setting(name, Kind.ENUMS, default=[], type=kind, words=vocabulary, **options)


def _texts(name: str) -> Property:
    return setting(name, Kind.STRINGS, default=[], nullable=True, only=BETA)


def _pairs(name: str) -> Property:
    return setting(
        name, Kind.COMPLEX, default=[], type="keyValuePair", shape=KEY_VALUE_PAIR, many=True, nullable=True, only=BETA
    )


def _action(name: str, default: str | None = None, **options: Any) -> Property:
    return choice(name, "managedAppRemediationAction", words.MobileAction, default, only=BETA, **options)


#: `managedAppProtection` and `targetedManagedAppProtection`.
BOTH = (
    _period("periodOfflineBeforeAccessCheck", HALF_A_DAY),
    _period("periodOnlineBeforeAccessCheck", HALF_AN_HOUR),
    choice("allowedInboundDataTransferSources", "managedAppDataTransferLevel", words.DataTransfer, "allApps"),
    choice("allowedOutboundDataTransferDestinations", "managedAppDataTransferLevel", words.DataTransfer, "allApps"),
    switch("organizationalCredentialsRequired"),
    choice("allowedOutboundClipboardSharingLevel", "managedAppClipboardSharingLevel", words.Clipboard, "allApps"),
    switch("dataBackupBlocked"),
    switch("deviceComplianceRequired"),
    switch("managedBrowserToOpenLinksRequired"),
    switch("saveAsBlocked"),
    _period("periodOfflineBeforeWipeIsEnforced", NINETY_DAYS),
    switch("pinRequired"),
    number("maximumPinRetries", 5),
    switch("simplePinBlocked"),
    number("minimumPinLength", 4),
    choice("pinCharacterSet", "managedAppPinCharacterSet", words.PinCharacterSet, "numeric"),
    _period("periodBeforePinReset", NEVER),
    _places("allowedDataStorageLocations", "managedAppDataStorageLocation", words.StorageLocation),
    switch("contactSyncBlocked"),
    switch("printBlocked"),
    switch("fingerprintBlocked"),
    switch("disableAppPinIfDevicePinIsSet"),
    text("maximumRequiredOsVersion", only=BETA),
    text("maximumWarningOsVersion", only=BETA),
    text("maximumWipeOsVersion", only=BETA),
    text("minimumRequiredOsVersion"),
    text("minimumWarningOsVersion"),
    text("minimumRequiredAppVersion"),
    text("minimumWarningAppVersion"),
    text("minimumWipeOsVersion", only=BETA),
    text("minimumWipeAppVersion", only=BETA),
    _action("appActionIfDeviceComplianceRequired", "block"),
    _action("appActionIfMaximumPinRetriesExceeded", "block"),
    _period("pinRequiredInsteadOfBiometricTimeout", None, only=BETA),
    number("allowedOutboundClipboardSharingExceptionLength", 0, only=BETA),
    choice(
        "notificationRestriction",
        "managedAppNotificationRestriction",
        words.NotificationRestriction,
        "allow",
        only=BETA,
    ),
    number("previousPinBlockCount", 0, only=BETA),
    _flags("managedBrowser", "managedBrowserType", words.ManagedBrowser, "notConfigured"),
    choice(
        "maximumAllowedDeviceThreatLevel",
        "managedAppDeviceThreatLevel",
        DeviceThreatLevel,
        "notConfigured",
        only=BETA,
    ),
    _action("mobileThreatDefenseRemediationAction", "block"),
    choice(
        "mobileThreatDefensePartnerPriority",
        "mobileThreatDefensePartnerPriority",
        words.PartnerPriority,
        None,
        only=BETA,
    ),
    switch("blockDataIngestionIntoOrganizationDocuments", only=BETA),
    _places("allowedDataIngestionLocations", "managedAppDataIngestionLocation", words.IngestionLocation, only=BETA),
    _action("appActionIfUnableToAuthenticateUser"),
    choice(
        "dialerRestrictionLevel", "managedAppPhoneNumberRedirectLevel", words.DialerRestriction, "allApps", only=BETA
    ),
    _period("gracePeriodToBlockAppsDuringOffClockHours", NEVER, only=BETA),
    choice(
        "protectedMessagingRedirectAppType", "messagingRedirectAppType", words.MessagingRedirect, "anyApp", only=BETA
    ),
    choice(
        "purviewContentEvaluationRequired",
        "managedAppPurviewEvaluationRequirement",
        words.PurviewEvaluation,
        "notRequired",
        only=BETA,
    ),
    _flags("targetedAppManagementLevels", "appManagementLevel", words.ManagementLevel, "unspecified", only=BETA),
    choice("appGroupType", "targetedManagedAppGroupType", words.AppGroupType, "selectedPublicApps", only=BETA),
)

IOS = (
    *BOTH,
    choice("appDataEncryptionType", "managedAppDataEncryptionType", words.DataEncryption, "useDeviceSettings"),
    text("minimumRequiredSdkVersion"),
    switch("faceIdBlocked"),
    text("customBrowserProtocol"),
    text("minimumWarningSdkVersion", only=BETA),
    text("minimumWipeSdkVersion", only=BETA),
    text("allowedIosDeviceModels", only=BETA),
    _action("appActionIfIosDeviceModelNotAllowed"),
    _action("appActionIfAccountIsClockedOut"),
    switch("allowWidgetContentSync", nullable=True, only=BETA),
    text("customDialerAppProtocol", only=BETA),
    text("messagingRedirectAppUrlScheme", only=BETA),
    switch("disableProtectionOfManagedOutboundOpenInData", nullable=True, only=BETA),
    _pairs("exemptedAppProtocols"),
    _texts("exemptedUniversalLinks"),
    switch("filterOpenInToOnlyManagedApps", nullable=True, only=BETA),
    _texts("managedUniversalLinks"),
    switch("protectInboundDataFromUnknownSources", nullable=True, only=BETA),
    switch("thirdPartyKeyboardsBlocked", nullable=True, only=BETA),
    *(
        choice(
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
    switch("screenCaptureBlocked"),
    switch("disableAppEncryptionIfDeviceEncryptionIsEnabled"),
    switch("encryptAppData"),
    text("minimumRequiredPatchVersion"),
    text("minimumWarningPatchVersion"),
    text("customBrowserPackageId"),
    text("customBrowserDisplayName"),
    text("minimumWipePatchVersion", only=BETA),
    _pairs("exemptedAppPackages"),
    text("allowedAndroidDeviceManufacturers", only=BETA),
    _texts("allowedAndroidDeviceModels"),
    _action("appActionIfAndroidDeviceManufacturerNotAllowed"),
    _action("appActionIfAndroidDeviceModelNotAllowed"),
    _action("appActionIfAccountIsClockedOut"),
    choice(
        "requiredAndroidSafetyNetDeviceAttestationType",
        "androidManagedAppSafetyNetDeviceAttestationType",
        words.DeviceAttestation,
        "none",
        nullable=True,
        only=BETA,
    ),
    _action("appActionIfAndroidSafetyNetDeviceAttestationFailed"),
    choice(
        "requiredAndroidSafetyNetAppsVerificationType",
        "androidManagedAppSafetyNetAppsVerificationType",
        words.AppsVerification,
        "none",
        nullable=True,
        only=BETA,
    ),
    _action("appActionIfAndroidSafetyNetAppsVerificationFailed"),
    choice(
        "requiredAndroidSafetyNetEvaluationType",
        "androidManagedAppSafetyNetEvaluationType",
        words.IntegrityEvaluation,
        "basic",
        nullable=True,
        only=BETA,
    ),
    switch("keyboardsRestricted", nullable=True, only=BETA),
    _pairs("approvedKeyboards"),
    switch("connectToVpnOnLaunch", nullable=True, only=BETA),
    text("customDialerAppPackageId", only=BETA),
    text("customDialerAppDisplayName", only=BETA),
    text("messagingRedirectAppPackageId", only=BETA),
    text("messagingRedirectAppDisplayName", only=BETA),
    switch("biometricAuthenticationBlocked", nullable=True, only=BETA),
    switch("fingerprintAndBiometricEnabled", nullable=True, only=BETA),
    switch("requireClass3Biometrics", nullable=True, only=BETA),
    switch("requirePinAfterBiometricChange", nullable=True, only=BETA),
    number("blockAfterCompanyPortalUpdateDeferralInDays", 0, only=BETA),
    number("warnAfterCompanyPortalUpdateDeferralInDays", 0, only=BETA),
    number("wipeAfterCompanyPortalUpdateDeferralInDays", 0, only=BETA),
    text("minimumRequiredCompanyPortalVersion", only=BETA),
    text("minimumWarningCompanyPortalVersion", only=BETA),
    text("minimumWipeCompanyPortalVersion", only=BETA),
    switch("deviceLockRequired", nullable=True, only=BETA),
    _action("appActionIfDeviceLockNotSet"),
    _action("appActionIfDevicePasscodeComplexityLessThanLow"),
    _action("appActionIfDevicePasscodeComplexityLessThanMedium"),
    _action("appActionIfDevicePasscodeComplexityLessThanHigh"),
    _action("appActionIfDeveloperOptionsEnabled"),
    _action("appActionIfSamsungKnoxAttestationRequired"),
)
