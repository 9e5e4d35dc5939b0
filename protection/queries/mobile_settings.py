"""What does the admin center call the settings of app protection on phones, and under which heading do they stand?

Headings and labels are those of the documentation ("iOS/iPadOS app protection policy settings", "Android app protection
policy settings"). What it does not name (widgets, Microsoft Purview, developer options) is told in words alike.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from intune_sim.durations import parse_duration
from intune_sim.vocabulary import Word
from protection.engine.facts import DeviceThreatLevel
from protection.models import MobilePolicyType
from protection.models import mobile_vocabulary as words
from protection.models.mobile_vocabulary import MobileAction
from protection.queries.lines import Line, lines_of

#: Setting, value and action of a line under Conditional launch.
Launch = tuple[str, str, str]

BLOCK, ALLOW, REQUIRE, NOT_REQUIRED, YES, NO = "Block", "Allow", "Require", "Not required", "Yes", "No"
#: What stands for nothing: no list, no text, and no number of days.
NOTHING: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class Setting:
    """A line of the page: the settings by Graph name that it is told from, and what their values say together."""

    label: str
    names: tuple[str, ...]
    tell: Callable[..., str]

    def told(self, settings: Mapping[str, Any]) -> str:
        """What it says; nothing where nothing is set."""
        values = [settings.get(name) for name in self.names]
        return self.tell(*values) if any(value not in NOTHING for value in values) else ""


@dataclass(frozen=True)
class Condition:
    """A line under Conditional launch; `tell` says value and action, or None where nothing is asked for."""

    label: str
    names: tuple[str, ...]
    tell: Callable[..., tuple[str, str] | None]

    def told(self, settings: Mapping[str, Any]) -> tuple[str, str] | None:
        """Its value and its action; None where nothing is asked for."""
        return self.tell(*(settings.get(name) for name in self.names))


# How values are told


def _switch(name: str, label: str, *, on: str, off: str) -> Setting:
    return Setting(label, (name,), lambda value: on if value else off)


def _blocked(name: str, label: str) -> Setting:
    return _switch(name, label, on=BLOCK, off=ALLOW)


def _required(name: str, label: str) -> Setting:
    return _switch(name, label, on=REQUIRE, off=NOT_REQUIRED)


def _word(name: str, label: str, vocabulary: type[Word]) -> Setting:
    return Setting(label, (name,), lambda value: vocabulary(value).label)


def _flags(name: str, label: str, vocabulary: type[Word]) -> Setting:
    return Setting(label, (name,), lambda value: ", ".join(vocabulary(one).label for one in value.split(",")))


def _words(name: str, label: str, vocabulary: type[Word]) -> Setting:
    return Setting(label, (name,), lambda value: ", ".join(vocabulary(one).label for one in value))


def _plain(name: str, label: str) -> Setting:
    return Setting(label, (name,), str)


def _texts(name: str, label: str) -> Setting:
    return Setting(label, (name,), ", ".join)


def _pairs(name: str, label: str) -> Setting:
    """`keyValuePair`: a name for people, and what it stands for."""
    return Setting(
        label, (name,), lambda pairs: ", ".join(f"{one['name']} ({one['value'] or 'no value'})" for one in pairs)
    )


def _minutes(period: str) -> str:
    return f"{parse_duration(period) / timedelta(minutes=1):g}"


def _days(period: str) -> str:
    return f"{parse_duration(period) / timedelta(days=1):g}"


def _destinations(level: str | None, filters: bool | None = None, shares: bool | None = None) -> str:
    """Two more switches make four choices of three on iOS."""
    word = words.DataTransfer(level or words.DataTransfer.ALL_APPS)
    if word is words.DataTransfer.MANAGED_APPS and shares:
        return f"{word.label} with OS sharing"
    if word is words.DataTransfer.MANAGED_APPS and filters:
        return f"{word.label} with Open-In/Share filtering"
    return word.label


def _sources(level: str | None, is_org_data: bool | None) -> str:
    word = words.DataTransfer(level or words.DataTransfer.ALL_APPS)
    return "All apps with incoming Org data" if word is words.DataTransfer.ALL_APPS and is_org_data else word.label


def _web_links(is_required: bool | None, managed: str | None, custom: str | None) -> str:
    """Edge, an unmanaged browser, or any that is managed; any app unless one is required."""
    if not is_required:
        return "Any app"
    if custom:
        return "Unmanaged browser"
    if managed and managed != words.ManagedBrowser.NOT_CONFIGURED:
        return words.ManagedBrowser(managed).label
    return "Policy managed browsers"


def _pin_reset(period: str) -> str:
    return NO if parse_duration(period) == timedelta() else f"After {_days(period)} days"


# How conditions are told


def _action(
    action: str | None, default: MobileAction | None = None, labels: Mapping[MobileAction, str] | None = None
) -> str:
    chosen = action or default
    if not chosen:
        return ""
    word = MobileAction(chosen)
    return (labels or {}).get(word, word.label)


def _reached(name: str, label: str, action: str, *, told: Callable[[Any], str] = str) -> Condition:
    """A value with an action of its own; 0 days are no limit, and a value that is told by no word is none."""

    def tell(value: Any) -> tuple[str, str] | None:
        text = "" if value in (*NOTHING, 0) else told(value)
        return (text, action) if text else None

    return Condition(label, (name,), tell)


def _versions(name: str, label: str, *, limit: str = "minimum") -> tuple[Condition, ...]:
    """A version may warn, block and wipe, each below another one."""
    return tuple(
        _reached(f"{limit}{verb}{name}", label, action.label)
        for verb, action in (
            ("Warning", MobileAction.WARN),
            ("Required", MobileAction.BLOCK),
            ("Wipe", MobileAction.WIPE),
        )
    )


def _valued(
    name: str,
    action_name: str,
    label: str,
    *,
    told: Callable[[Any], str] = str,
    default: MobileAction | None = None,
    actions: Mapping[MobileAction, str] | None = None,
) -> Condition:
    """A value, and the setting that says what follows; nothing where the value is told by no word."""

    def tell(value: Any, action: str | None) -> tuple[str, str] | None:
        text = "" if value in NOTHING else told(value)
        return (text, _action(action, default, actions)) if text else None

    return Condition(label, (name, action_name), tell)


def _configured(vocabulary: type[Word]) -> Callable[[str], str]:
    """The label of a word; nothing for the one that is not configured."""

    def told(value: str) -> str:
        label = vocabulary(value).label
        return "" if label == "Not configured" else label

    return told


def _acted(name: str, label: str, value: str = "") -> Condition:
    """An action that is the setting itself."""
    return Condition(label, (name,), lambda action: (value, _action(action)) if action else None)


def _switched(name: str, action_name: str, label: str, default: MobileAction | None = None) -> Condition:
    """A switch, and the setting that says what follows."""
    return Condition(label, (name, action_name), lambda on, action: ("", _action(action, default)) if on else None)


def _off_hours(action: str | None, grace: str | None) -> tuple[str, str] | None:
    minutes = _minutes(grace) if grace else "0"
    return (f"Grace period {minutes} minutes" if minutes != "0" else "", _action(action)) if action else None


_ONLY_THESE = {
    MobileAction.BLOCK: "Allow specified (Block non-specified)",
    MobileAction.WIPE: "Allow specified (Wipe non-specified)",
}

# What both platforms have

APPS = (
    _word("appGroupType", "Target policy to", words.AppGroupType),
    _flags("targetedAppManagementLevels", "Device types", words.ManagementLevel),
)
_SAVED_COPIES = (
    _blocked("saveAsBlocked", "Save copies of org data"),
    _words("allowedDataStorageLocations", "Allow user to save copies to selected services", words.StorageLocation),
)
_RECEIVED = (
    _blocked("blockDataIngestionIntoOrganizationDocuments", "Open data into Org documents"),
    _words("allowedDataIngestionLocations", "Allow users to open data from selected services", words.IngestionLocation),
    _word(
        "allowedOutboundClipboardSharingLevel",
        "Restrict cut, copy, and paste between other apps",
        words.Clipboard,
    ),
    _plain("allowedOutboundClipboardSharingExceptionLength", "Cut and copy character limit for any app"),
)
_MESSAGING = _word("protectedMessagingRedirectAppType", "Transfer messaging data to", words.MessagingRedirect)
_SYNCED = _blocked("contactSyncBlocked", "Sync policy managed app data with native apps or add-ins")
_PRINTED = _blocked("printBlocked", "Printing org data")
_NOTIFIED = _word("notificationRestriction", "Org data notifications", words.NotificationRestriction)
_EVALUATED = _word(
    "purviewContentEvaluationRequired", "Content evaluation by Microsoft Purview", words.PurviewEvaluation
)
_PIN = (
    _required("pinRequired", "PIN for access"),
    _word("pinCharacterSet", "PIN type", words.PinCharacterSet),
    _blocked("simplePinBlocked", "Simple PIN"),
    _plain("minimumPinLength", "Select minimum PIN length"),
)
_TIMEOUT = "pinRequiredInsteadOfBiometricTimeout"
_PIN_RESET = (
    Setting("PIN reset after number of days", ("periodBeforePinReset",), _pin_reset),
    _plain("previousPinBlockCount", "Select number of previous PIN values to maintain"),
)
_CREDENTIALS = (
    _required("organizationalCredentialsRequired", "Work or school account credentials for access"),
    Setting(
        "Recheck the access requirements after (minutes of inactivity)", ("periodOnlineBeforeAccessCheck",), _minutes
    ),
)
_APP_CONDITIONS = (
    _valued(
        "maximumPinRetries",
        "appActionIfMaximumPinRetriesExceeded",
        "Max PIN attempts",
        default=MobileAction.BLOCK,
        actions={MobileAction.BLOCK: "Reset PIN"},
    ),
    _reached("periodOfflineBeforeAccessCheck", "Offline grace period", "Block access (minutes)", told=_minutes),
    _reached("periodOfflineBeforeWipeIsEnforced", "Offline grace period", "Wipe data (days)", told=_days),
    *_versions("AppVersion", "Min app version"),
)
_ACCOUNT = (
    _acted("appActionIfUnableToAuthenticateUser", "Disabled account"),
    Condition(
        "Non-working time", ("appActionIfAccountIsClockedOut", "gracePeriodToBlockAppsDuringOffClockHours"), _off_hours
    ),
)
_DEVICE_CONDITIONS = (
    _switched(
        "deviceComplianceRequired",
        "appActionIfDeviceComplianceRequired",
        "Jailbroken/rooted devices",
        MobileAction.BLOCK,
    ),
    *_versions("OsVersion", "Min OS version"),
    *_versions("OsVersion", "Max OS version", limit="maximum"),
)
_THREATS = (
    _valued(
        "maximumAllowedDeviceThreatLevel",
        "mobileThreatDefenseRemediationAction",
        "Max allowed device threat level",
        told=_configured(DeviceThreatLevel),
        default=MobileAction.BLOCK,
    ),
    _reached(
        "mobileThreatDefensePartnerPriority",
        "Primary MTD service",
        "",
        told=_configured(words.PartnerPriority),
    ),
)

# What each platform has

DATA_PROTECTION: Mapping[MobilePolicyType, Mapping[str, tuple[Setting, ...]]] = {
    MobilePolicyType.IOS: {
        "Data Transfer": (
            _blocked("dataBackupBlocked", "Backup org data to iTunes and iCloud backups"),
            Setting(
                "Send org data to other apps",
                (
                    "allowedOutboundDataTransferDestinations",
                    "filterOpenInToOnlyManagedApps",
                    "disableProtectionOfManagedOutboundOpenInData",
                ),
                _destinations,
            ),
            _pairs("exemptedAppProtocols", "Select apps to exempt"),
            _texts("exemptedUniversalLinks", "Select universal links to exempt"),
            _texts("managedUniversalLinks", "Select managed universal links"),
            *_SAVED_COPIES,
            _word("dialerRestrictionLevel", "Transfer telecommunication data to", words.DialerRestriction),
            _plain("customDialerAppProtocol", "Dialer App URL Scheme"),
            _MESSAGING,
            _plain("messagingRedirectAppUrlScheme", "Messaging App URL Scheme"),
            Setting(
                "Receive data from other apps",
                ("allowedInboundDataTransferSources", "protectInboundDataFromUnknownSources"),
                _sources,
            ),
            *_RECEIVED,
            _blocked("thirdPartyKeyboardsBlocked", "Third party keyboards"),
        ),
        "Encryption": (_word("appDataEncryptionType", "Encrypt org data", words.DataEncryption),),
        "Functionality": (
            _SYNCED,
            _switch("allowWidgetContentSync", "Sync policy managed app data with app widgets", on=ALLOW, off=BLOCK),
            _PRINTED,
            Setting(
                "Restrict web content transfer with other apps",
                ("managedBrowserToOpenLinksRequired", "managedBrowser", "customBrowserProtocol"),
                _web_links,
            ),
            _plain("customBrowserProtocol", "Unmanaged Browser Protocol"),
            _NOTIFIED,
            _word("genmojiConfigurationState", "Genmoji", words.ConfigurationState),
            _word("screenCaptureConfigurationState", "Screen capture", words.ConfigurationState),
            _word("writingToolsConfigurationState", "Writing Tools", words.ConfigurationState),
            _EVALUATED,
        ),
    },
    MobilePolicyType.ANDROID: {
        "Data Transfer": (
            _blocked("dataBackupBlocked", "Backup org data to Android backup services"),
            Setting("Send org data to other apps", ("allowedOutboundDataTransferDestinations",), _destinations),
            _pairs("exemptedAppPackages", "Select apps to exempt"),
            *_SAVED_COPIES,
            _word("dialerRestrictionLevel", "Transfer telecommunications data to", words.DialerRestriction),
            _plain("customDialerAppPackageId", "Dialer App Package ID"),
            _plain("customDialerAppDisplayName", "Dialer App Name"),
            _MESSAGING,
            _plain("messagingRedirectAppPackageId", "Messaging App Package ID"),
            _plain("messagingRedirectAppDisplayName", "Messaging App Name"),
            _word("allowedInboundDataTransferSources", "Receive data from other apps", words.DataTransfer),
            *_RECEIVED,
            _blocked("screenCaptureBlocked", "Screen capture and Google Assistant"),
            _required("keyboardsRestricted", "Approved keyboards"),
            _pairs("approvedKeyboards", "Select keyboards to approve"),
        ),
        "Encryption": (
            _required("encryptAppData", "Encrypt org data"),
            _switch(
                "disableAppEncryptionIfDeviceEncryptionIsEnabled",
                "Encrypt org data on enrolled devices",
                on=NOT_REQUIRED,
                off=REQUIRE,
            ),
        ),
        "Functionality": (
            _SYNCED,
            _PRINTED,
            Setting(
                "Restrict web content transfer with other apps",
                ("managedBrowserToOpenLinksRequired", "managedBrowser", "customBrowserPackageId"),
                _web_links,
            ),
            _plain("customBrowserPackageId", "Unmanaged Browser ID"),
            _plain("customBrowserDisplayName", "Unmanaged Browser Name"),
            _NOTIFIED,
            _switch("connectToVpnOnLaunch", "Start Microsoft Tunnel connection on app-launch", on=YES, off=NO),
            _EVALUATED,
        ),
    },
}

ACCESS_REQUIREMENTS: Mapping[MobilePolicyType, tuple[Setting, ...]] = {
    MobilePolicyType.IOS: (
        *_PIN,
        _blocked("fingerprintBlocked", "Touch ID instead of PIN for access (iOS 8+/iPadOS)"),
        Setting("Override biometrics with PIN after timeout (minutes of inactivity)", (_TIMEOUT,), _minutes),
        _blocked("faceIdBlocked", "Face ID instead of PIN for access (iOS 11+/iPadOS)"),
        *_PIN_RESET,
        _switch("disableAppPinIfDevicePinIsSet", "App PIN when device PIN is set", on=NOT_REQUIRED, off=REQUIRE),
        *_CREDENTIALS,
    ),
    MobilePolicyType.ANDROID: (
        *_PIN,
        _blocked("fingerprintBlocked", "Fingerprint instead of PIN for access (Android 6.0+)"),
        _switch(
            "fingerprintAndBiometricEnabled",
            "Fingerprint and biometrics instead of PIN for access",
            on=ALLOW,
            off=BLOCK,
        ),
        _blocked("biometricAuthenticationBlocked", "Biometrics instead of PIN for access"),
        Setting("Override biometrics with PIN after timeout (minutes of inactivity)", (_TIMEOUT,), _minutes),
        _required("requireClass3Biometrics", "Class 3 biometrics (Android 9.0+)"),
        _required("requirePinAfterBiometricChange", "Override biometrics with PIN after biometric updates"),
        *_PIN_RESET,
        _switch("disableAppPinIfDevicePinIsSet", "App PIN when device PIN is set", on=NOT_REQUIRED, off=REQUIRE),
        *_CREDENTIALS,
    ),
}

CONDITIONAL_LAUNCH: Mapping[MobilePolicyType, Mapping[str, tuple[Condition, ...]]] = {
    MobilePolicyType.IOS: {
        "App conditions": (*_APP_CONDITIONS, *_versions("SdkVersion", "Min SDK version"), *_ACCOUNT),
        "Device conditions": (
            *_DEVICE_CONDITIONS,
            _valued(
                "allowedIosDeviceModels",
                "appActionIfIosDeviceModelNotAllowed",
                "Device model(s)",
                actions=_ONLY_THESE,
            ),
            *_THREATS,
        ),
    },
    MobilePolicyType.ANDROID: {
        "App conditions": (*_APP_CONDITIONS, *_ACCOUNT),
        "Device conditions": (
            *_DEVICE_CONDITIONS,
            *_versions("PatchVersion", "Min patch version"),
            _valued(
                "allowedAndroidDeviceManufacturers",
                "appActionIfAndroidDeviceManufacturerNotAllowed",
                "Device manufacturer(s)",
                actions=_ONLY_THESE,
            ),
            _valued(
                "allowedAndroidDeviceModels",
                "appActionIfAndroidDeviceModelNotAllowed",
                "Device model(s)",
                told=", ".join,
                actions=_ONLY_THESE,
            ),
            _valued(
                "requiredAndroidSafetyNetDeviceAttestationType",
                "appActionIfAndroidSafetyNetDeviceAttestationFailed",
                "Play integrity verdict",
                told=_configured(words.DeviceAttestation),
            ),
            _reached(
                "requiredAndroidSafetyNetEvaluationType",
                "Play integrity verdict evaluation type",
                "",
                told=_configured(words.IntegrityEvaluation),
            ),
            _valued(
                "requiredAndroidSafetyNetAppsVerificationType",
                "appActionIfAndroidSafetyNetAppsVerificationFailed",
                "Require threat scan on apps",
                told=_configured(words.AppsVerification),
            ),
            _switched("deviceLockRequired", "appActionIfDeviceLockNotSet", "Require device lock"),
            *(
                _acted(
                    f"appActionIfDevicePasscodeComplexityLessThan{level}",
                    "Require device lock",
                    f"{level} Complexity",
                )
                for level in ("Low", "Medium", "High")
            ),
            *_versions("CompanyPortalVersion", "Min Company Portal version"),
            *(
                _reached(
                    f"{action.value}AfterCompanyPortalUpdateDeferralInDays",
                    "Max Company Portal version age (days)",
                    action.label,
                )
                for action in (MobileAction.WARN, MobileAction.BLOCK, MobileAction.WIPE)
            ),
            _acted("appActionIfDeveloperOptionsEnabled", "Developer options"),
            _acted("appActionIfSamsungKnoxAttestationRequired", "Samsung Knox device attestation"),
            *_THREATS,
        ),
    },
}


def setting_lines(declared: tuple[Setting, ...], settings: Mapping[str, Any]) -> list[Line]:
    """A line for each setting that says something."""
    return lines_of((one.label, one.told(settings)) for one in declared)


def data_protection(kind: MobilePolicyType, settings: Mapping[str, Any]) -> Iterator[tuple[str, list[Line]]]:
    """Each heading of Data protection that has something to say, with its lines."""
    for heading, declared in DATA_PROTECTION[kind].items():
        if lines := setting_lines(declared, settings):
            yield heading, lines


def conditional_launch(kind: MobilePolicyType, settings: Mapping[str, Any]) -> Iterator[tuple[str, list[Launch]]]:
    """Each heading of Conditional launch that has something to say, with its lines."""
    for heading, declared in CONDITIONAL_LAUNCH[kind].items():
        told = ((one.label, one.told(settings)) for one in declared)
        if lines := [(label, *answer) for label, answer in told if answer]:
            yield heading, lines
