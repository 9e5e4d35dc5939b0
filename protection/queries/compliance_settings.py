"""What does the admin center call the settings of a compliance policy, and under which heading do they stand?

Headings and labels are those of the documentation ("Device compliance settings for Windows 10/11", "... for Android
Enterprise", "... for Android device administrator", "... for iOS/iPadOS", "... for macOS").
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from intune_sim.vocabulary import Word
from protection.models import CompliancePolicyType
from protection.models import compliance_vocabulary as words
from protection.queries.lines import Line, lines_of

#: What a switch asks for when it is on.
REQUIRE, BLOCK, ENABLE, CHECK = "Require", "Block", "Enable", "Check"


@dataclass(frozen=True)
class Setting:
    """A setting by its Graph name; `on` is what a switch says, `words` are the words of a choice."""

    name: str
    label: str
    on: str = ""
    words: type[Word] | None = None
    #: The names of the parts that a line of a list is told by, in their order.
    parts: tuple[str, ...] = ()

    def told(self, value: Any) -> str:
        """What a value says; nothing where it asks for nothing."""
        if value is None or value is False or value == []:
            return ""
        if value is True:
            return self.on
        if isinstance(value, list):
            return ", ".join(self.told(one) for one in value)
        if isinstance(value, dict):
            return " - ".join(str(value[part]) for part in self.parts if value.get(part)) or self.on
        if self.words is None:
            return str(value)
        word = self.words(value)
        return "" if word.label == "Not configured" else word.label


@dataclass(frozen=True)
class Section:
    """A heading with its settings, in the order of the page."""

    heading: str
    settings: tuple[Setting, ...]


def _password_type(kind: type[Word], label: str = "Required password type") -> Setting:
    return Setting("passwordRequiredType", label, words=kind)


_THREAT_LEVEL = Setting(
    "deviceThreatProtectionRequiredSecurityLevel",
    "Require the device to be at or under the Device Threat Level",
    words=words.DeviceThreatProtectionLevel,
)
_RISK_SCORE = Section(
    "Microsoft Defender for Endpoint",
    (
        Setting(
            "advancedThreatProtectionRequiredSecurityLevel",
            "Require the device to be at or under the machine risk score",
            words=words.DeviceThreatProtectionLevel,
        ),
    ),
)
_CUSTOM = Section("Custom Compliance", (Setting("deviceCompliancePolicyScript", "Custom compliance", on=REQUIRE),))
_OS_VERSIONS = (Setting("osMinimumVersion", "Minimum OS version"), Setting("osMaximumVersion", "Maximum OS version"))
_APPLE_PROPERTIES = Section(
    "Device Properties",
    (
        *_OS_VERSIONS,
        Setting("osMinimumBuildVersion", "Minimum OS build version"),
        Setting("osMaximumBuildVersion", "Maximum OS build version"),
    ),
)
_MINIMUM_LENGTH = Setting("passwordMinimumLength", "Minimum password length")
_IDLE = Setting("passwordMinutesOfInactivityBeforeLock", "Maximum minutes of inactivity before password is required")
_REUSE = Setting("passwordPreviousPasswordBlockCount", "Number of previous passwords to prevent reuse")
_ENCRYPTION = Setting("storageRequireEncryption", "Encryption of data storage on device", on=REQUIRE)
_PASSWORD = (
    Setting("passwordRequired", "Require a password to unlock mobile devices", on=REQUIRE),
    Setting("passwordBlockSimple", "Simple passwords", on=BLOCK),
    _password_type(words.RequiredPasswordType, "Password type"),
    _MINIMUM_LENGTH,
    Setting("passwordMinimumCharacterSetCount", "Number of non-alphanumeric characters in password"),
    _IDLE,
    Setting("passwordExpirationDays", "Password expiration (days)"),
    _REUSE,
)
_RESTRICTED_APPS = Setting("restrictedApps", "Restricted apps", parts=("name", "appId"))
_GOOGLE_PLAY_PROTECT = (
    Setting("securityRequireGooglePlayServices", "Google Play Services is configured", on=REQUIRE),
    Setting("securityRequireUpToDateSecurityProviders", "Up-to-date security provider", on=REQUIRE),
    Setting("securityRequireVerifyApps", "Threat scan on apps", on=REQUIRE),
    Setting("securityRequireSafetyNetAttestationBasicIntegrity", "Play Integrity: basic integrity", on=CHECK),
    Setting("securityRequireSafetyNetAttestationCertifiedDevice", "Play Integrity: device integrity", on=CHECK),
)
_ROOTED = Setting("securityBlockJailbrokenDevices", "Rooted devices", on=BLOCK)
_ANDROID_PASSWORD = (
    Setting("passwordRequired", "Require a password to unlock mobile devices", on=REQUIRE),
    Setting("requiredPasswordComplexity", "Password complexity", words=words.AndroidRequiredPasswordComplexity),
    _password_type(words.AndroidRequiredPasswordType),
    _MINIMUM_LENGTH,
    _IDLE,
    Setting("passwordExpirationDays", "Number of days until password expires"),
    _REUSE,
    Setting("passwordSignInFailureCountBeforeFactoryReset", "Number of sign-in failures before wiping device"),
    _ENCRYPTION,
)
_ANDROID_SECURITY = (
    Setting("securityPreventInstallAppsFromUnknownSources", "Block apps from unknown sources", on=BLOCK),
    Setting("securityRequireCompanyPortalAppIntegrity", "Company Portal app runtime integrity", on=REQUIRE),
    Setting("securityDisableUsbDebugging", "Block USB debugging on device", on=BLOCK),
    Setting("minAndroidSecurityPatchLevel", "Minimum security patch level"),
)

SECTIONS: Mapping[CompliancePolicyType, tuple[Section, ...]] = {
    CompliancePolicyType.ANDROID: (
        _RISK_SCORE,
        Section(
            "Device Health",
            (
                Setting(
                    "securityBlockDeviceAdministratorManagedDevices",
                    "Devices managed with device administrator",
                    on=BLOCK,
                ),
                _ROOTED,
                _THREAT_LEVEL,
                *_GOOGLE_PLAY_PROTECT,
            ),
        ),
        Section("Device Properties", _OS_VERSIONS),
        Section("System Security", (*_ANDROID_PASSWORD, *_ANDROID_SECURITY, _RESTRICTED_APPS)),
    ),
    CompliancePolicyType.ANDROID_WORK_PROFILE: (
        _RISK_SCORE,
        Section(
            "Device Health",
            (
                _ROOTED,
                _THREAT_LEVEL,
                *_GOOGLE_PLAY_PROTECT,
                Setting(
                    "securityRequiredAndroidSafetyNetEvaluationType",
                    "Check strong integrity using hardware-backed security features",
                    words=words.AndroidSafetyNetEvaluationType,
                ),
            ),
        ),
        Section("Device Properties", _OS_VERSIONS),
        Section("System Security", (*_ANDROID_PASSWORD, *_ANDROID_SECURITY)),
        Section(
            "Work Profile Security",
            (
                Setting("workProfileRequirePassword", "Require a password to unlock work profile", on=REQUIRE),
                Setting(
                    "workProfileRequiredPasswordComplexity",
                    "Password complexity",
                    words=words.AndroidRequiredPasswordComplexity,
                ),
                Setting(
                    "workProfilePasswordRequiredType",
                    "Required password type",
                    words=words.AndroidWorkProfileRequiredPasswordType,
                ),
                Setting("workProfilePasswordMinimumLength", "Minimum password length"),
                Setting(
                    "workProfileInactiveBeforeScreenLockInMinutes",
                    "Maximum minutes of inactivity before password is required",
                ),
                Setting("workProfilePasswordExpirationInDays", "Number of days until password expires"),
                Setting("workProfilePreviousPasswordBlockCount", "Number of previous passwords to prevent reuse"),
            ),
        ),
    ),
    CompliancePolicyType.IOS: (
        Section("Email", (Setting("managedEmailProfileRequired", "Unable to set up email on the device", on=REQUIRE),)),
        Section(
            "Device Health",
            (Setting("securityBlockJailbrokenDevices", "Jailbroken devices", on=BLOCK), _THREAT_LEVEL),
        ),
        _APPLE_PROPERTIES,
        _RISK_SCORE,
        Section(
            "System Security",
            (
                Setting("passcodeRequired", "Require a password to unlock mobile devices", on=REQUIRE),
                Setting("passcodeBlockSimple", "Simple passwords", on=BLOCK),
                Setting("passcodeMinimumLength", "Minimum password length"),
                Setting("passcodeRequiredType", "Required password type", words=words.RequiredPasswordType),
                Setting("passcodeMinimumCharacterSetCount", "Number of non-alphanumeric characters in password"),
                Setting(
                    "passcodeMinutesOfInactivityBeforeLock",
                    "Maximum minutes after screen lock before password is required",
                ),
                Setting(
                    "passcodeMinutesOfInactivityBeforeScreenTimeout",
                    "Maximum minutes of inactivity until screen locks",
                ),
                Setting("passcodeExpirationDays", "Password expiration (days)"),
                Setting("passcodePreviousPasscodeBlockCount", "Number of previous passwords to prevent reuse"),
                _RESTRICTED_APPS,
            ),
        ),
    ),
    CompliancePolicyType.MACOS: (
        _CUSTOM,
        Section(
            "Device Health",
            (
                Setting("systemIntegrityProtectionEnabled", "Require system integrity protection", on=REQUIRE),
                _THREAT_LEVEL,
            ),
        ),
        _APPLE_PROPERTIES,
        _RISK_SCORE,
        Section(
            "System Security",
            (
                *_PASSWORD,
                _ENCRYPTION,
                Setting("firewallEnabled", "Firewall", on=ENABLE),
                Setting("firewallBlockAllIncoming", "Incoming connections", on=BLOCK),
                Setting("firewallEnableStealthMode", "Stealth Mode", on=ENABLE),
                Setting(
                    "gatekeeperAllowedAppSource",
                    "Allow apps downloaded from these locations",
                    words=words.MacOSGatekeeperAppSources,
                ),
            ),
        ),
    ),
    CompliancePolicyType.WINDOWS: (
        _CUSTOM,
        Section(
            "Device Health",
            (
                Setting("bitLockerEnabled", "BitLocker", on=REQUIRE),
                Setting("secureBootEnabled", "Secure Boot", on=REQUIRE),
                Setting("codeIntegrityEnabled", "Code integrity", on=REQUIRE),
                Setting("earlyLaunchAntiMalwareDriverEnabled", "Early-launch antimalware", on=REQUIRE),
                Setting("requireHealthyDeviceReport", "Devices reported as healthy", on=REQUIRE),
                Setting("firmwareProtectionEnabled", "Firmware protection", on=REQUIRE),
                Setting("kernelDmaProtectionEnabled", "Kernel DMA Protection", on=REQUIRE),
                Setting("memoryIntegrityEnabled", "Memory integrity", on=REQUIRE),
                Setting("virtualizationBasedSecurityEnabled", "Virtualization-based security", on=REQUIRE),
            ),
        ),
        Section(
            "Device Properties",
            (
                *_OS_VERSIONS,
                Setting("mobileOsMinimumVersion", "Minimum OS version for mobile devices"),
                Setting("mobileOsMaximumVersion", "Maximum OS version for mobile devices"),
                Setting(
                    "validOperatingSystemBuildRanges",
                    "Valid operating system builds",
                    parts=("description", "lowestVersion", "highestVersion"),
                ),
                Setting(
                    "wslDistributions",
                    "Windows Subsystem for Linux: allowed distributions",
                    parts=("distribution", "minimumOSVersion", "maximumOSVersion"),
                ),
            ),
        ),
        Section(
            "Configuration Manager Compliance",
            (
                Setting(
                    "configurationManagerComplianceRequired",
                    "Require device compliance from Configuration Manager",
                    on=REQUIRE,
                ),
            ),
        ),
        Section(
            "System Security",
            (
                *_PASSWORD,
                Setting(
                    "passwordRequiredToUnlockFromIdle",
                    "Require password when device returns from idle state (Mobile and Holographic)",
                    on=REQUIRE,
                ),
                _ENCRYPTION,
                Setting("activeFirewallRequired", "Firewall", on=REQUIRE),
                Setting("tpmRequired", "Trusted Platform Module (TPM)", on=REQUIRE),
                Setting("antivirusRequired", "Antivirus", on=REQUIRE),
                Setting("antiSpywareRequired", "Antispyware", on=REQUIRE),
                Setting("defenderEnabled", "Microsoft Defender Antimalware", on=REQUIRE),
                Setting("defenderVersion", "Microsoft Defender Antimalware minimum version"),
                Setting(
                    "signatureOutOfDate",
                    "Microsoft Defender Antimalware security intelligence up-to-date",
                    on=REQUIRE,
                ),
                Setting("rtpEnabled", "Real-time protection", on=REQUIRE),
            ),
        ),
        Section(
            "Microsoft Defender for Endpoint",
            (
                Setting(
                    "deviceThreatProtectionRequiredSecurityLevel",
                    "Require the device to be at or under the machine risk score",
                    words=words.DeviceThreatProtectionLevel,
                ),
            ),
        ),
    ),
}

#: What follows from another setting, or has no control in the admin center.
WITHOUT_CONTROL = frozenset({"conditionStatementId", "deviceThreatProtectionEnabled"})


def told(kind: CompliancePolicyType, settings: Mapping[str, Any]) -> Iterator[tuple[str, list[Line]]]:
    """What the settings of a policy ask for: each heading that has something to say, with its lines."""
    for section in SECTIONS[kind]:
        if lines := lines_of((one.label, one.told(settings.get(one.name))) for one in section.settings):
            yield section.heading, lines
