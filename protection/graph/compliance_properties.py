"""Which settings has a compliance policy on each platform? Each with its kind, its version and what a new policy says.

Names, versions and order are those of the public metadata; by default nothing is asked of a device.
"""

from typing import Any

from intune_sim.graph.resources import BETA, Kind, Property, Shape, Vocabulary, writable
from protection.graph.settings import choice, number, setting, switch, text
from protection.models import compliance_vocabulary as words


def _switch(name: str, only: str = "") -> Property:
    return switch(name, only=only, nullable=bool(only))


def _choice(name: str, kind: str, vocabulary: Vocabulary, only: str = "") -> Property:
    first = next(iter(vocabulary)).value
    return choice(name, kind, vocabulary, first, only=only, nullable=bool(only))


def _level(name: str, **options: Any) -> Property:
    return _choice(name, "deviceThreatProtectionLevel", words.DeviceThreatProtectionLevel, **options)


def _complexity(name: str) -> Property:
    return _choice(name, "androidRequiredPasswordComplexity", words.AndroidRequiredPasswordComplexity, only=BETA)


def _list(name: str, shape: Shape) -> Property:
    return setting(name, Kind.COMPLEX, default=[], type=shape.type, shape=shape, many=True, nullable=True, only=BETA)


def _part(name: str, kind: Kind = Kind.STRING, **options: Any) -> Property:
    options.setdefault("nullable", not options.get("required"))
    return writable(name, kind=kind, **options)


APP = Shape(
    type="appListItem",
    only=BETA,
    properties=(_part("appId"), _part("appStoreUrl"), _part("name", required=True), _part("publisher")),
)
BUILD_RANGE = Shape(
    type="operatingSystemVersionRange",
    only=BETA,
    properties=(_part("description"), _part("highestVersion"), _part("lowestVersion")),
)
WSL_DISTRIBUTION = Shape(
    type="wslDistributionConfiguration",
    only=BETA,
    properties=(_part("distribution"), _part("maximumOSVersion"), _part("minimumOSVersion")),
)
SCRIPT = Shape(
    type="deviceCompliancePolicyScript",
    only=BETA,
    properties=(
        _part("deviceComplianceScriptId"),
        _part("rulesContent", type="Edm.Binary"),
        _part("runIntervalInMinutes", Kind.INT32),
    ),
)
_SCRIPT = setting(
    "deviceCompliancePolicyScript", Kind.COMPLEX, default=None, type=SCRIPT.type, shape=SCRIPT, nullable=True, only=BETA
)
_ADVANCED_LEVEL = _level("advancedThreatProtectionRequiredSecurityLevel", only=BETA)

_PASSWORD = (
    number("passwordExpirationDays"),
    number("passwordMinimumLength"),
    number("passwordMinutesOfInactivityBeforeLock"),
    number("passwordPreviousPasswordBlockCount"),
    _switch("passwordRequired"),
)
_PASSWORD_TYPE = _choice("passwordRequiredType", "requiredPasswordType", words.RequiredPasswordType)
_VERSIONS = (text("osMaximumVersion"), text("osMinimumVersion"))
_BUILDS = (text("osMaximumBuildVersion", only=BETA), text("osMinimumBuildVersion", only=BETA))
_THREATS = (_switch("deviceThreatProtectionEnabled"), _level("deviceThreatProtectionRequiredSecurityLevel"))

#: What a device with and one without a work profile share.
_ANDROID = (
    _ADVANCED_LEVEL,
    *_THREATS,
    text("minAndroidSecurityPatchLevel"),
    *_VERSIONS,
    *_PASSWORD,
    _choice("passwordRequiredType", "androidRequiredPasswordType", words.AndroidRequiredPasswordType),
    number("passwordSignInFailureCountBeforeFactoryReset", only=BETA),
    _complexity("requiredPasswordComplexity"),
    _switch("securityBlockJailbrokenDevices"),
    _switch("securityDisableUsbDebugging"),
    _switch("securityPreventInstallAppsFromUnknownSources"),
    _switch("securityRequireCompanyPortalAppIntegrity"),
    _switch("securityRequireGooglePlayServices"),
    _switch("securityRequireSafetyNetAttestationBasicIntegrity"),
    _switch("securityRequireSafetyNetAttestationCertifiedDevice"),
    _switch("securityRequireUpToDateSecurityProviders"),
    _switch("securityRequireVerifyApps"),
    _switch("storageRequireEncryption"),
)

ANDROID = (
    *_ANDROID,
    text("conditionStatementId", only=BETA),
    _list("restrictedApps", APP),
    _switch("securityBlockDeviceAdministratorManagedDevices", only=BETA),
)

ANDROID_WORK_PROFILE = (
    *_ANDROID,
    _choice(
        "securityRequiredAndroidSafetyNetEvaluationType",
        "androidSafetyNetEvaluationType",
        words.AndroidSafetyNetEvaluationType,
        only=BETA,
    ),
    number("workProfileInactiveBeforeScreenLockInMinutes", only=BETA),
    number("workProfilePasswordExpirationInDays", only=BETA),
    number("workProfilePasswordMinimumLength", only=BETA),
    _choice(
        "workProfilePasswordRequiredType",
        "androidWorkProfileRequiredPasswordType",
        words.AndroidWorkProfileRequiredPasswordType,
        only=BETA,
    ),
    number("workProfilePreviousPasswordBlockCount", only=BETA),
    _switch("workProfileRequirePassword", only=BETA),
    _complexity("workProfileRequiredPasswordComplexity"),
)

IOS = (
    _ADVANCED_LEVEL,
    *_THREATS,
    _switch("managedEmailProfileRequired"),
    *_BUILDS,
    *_VERSIONS,
    _switch("passcodeBlockSimple"),
    number("passcodeExpirationDays"),
    number("passcodeMinimumCharacterSetCount"),
    number("passcodeMinimumLength"),
    number("passcodeMinutesOfInactivityBeforeLock"),
    number("passcodeMinutesOfInactivityBeforeScreenTimeout", only=BETA),
    number("passcodePreviousPasscodeBlockCount"),
    _switch("passcodeRequired"),
    _choice("passcodeRequiredType", "requiredPasswordType", words.RequiredPasswordType),
    _list("restrictedApps", APP),
    _switch("securityBlockJailbrokenDevices"),
)

MACOS = (
    _ADVANCED_LEVEL,
    _SCRIPT,
    *_THREATS,
    _switch("firewallBlockAllIncoming"),
    _switch("firewallEnableStealthMode"),
    _switch("firewallEnabled"),
    _choice("gatekeeperAllowedAppSource", "macOSGatekeeperAppSources", words.MacOSGatekeeperAppSources, only=BETA),
    *_BUILDS,
    *_VERSIONS,
    _switch("passwordBlockSimple"),
    number("passwordMinimumCharacterSetCount"),
    *_PASSWORD,
    _PASSWORD_TYPE,
    _switch("storageRequireEncryption"),
    _switch("systemIntegrityProtectionEnabled"),
)

WINDOWS = (
    _switch("activeFirewallRequired", only=BETA),
    _switch("antiSpywareRequired", only=BETA),
    _switch("antivirusRequired", only=BETA),
    _switch("bitLockerEnabled"),
    _switch("codeIntegrityEnabled"),
    _switch("configurationManagerComplianceRequired", only=BETA),
    _switch("defenderEnabled", only=BETA),
    text("defenderVersion", only=BETA),
    _SCRIPT,
    _switch("deviceThreatProtectionEnabled", only=BETA),
    _level("deviceThreatProtectionRequiredSecurityLevel", only=BETA),
    _switch("earlyLaunchAntiMalwareDriverEnabled"),
    _switch("firmwareProtectionEnabled", only=BETA),
    _switch("kernelDmaProtectionEnabled", only=BETA),
    _switch("memoryIntegrityEnabled", only=BETA),
    text("mobileOsMaximumVersion"),
    text("mobileOsMinimumVersion"),
    *_VERSIONS,
    _switch("passwordBlockSimple"),
    number("passwordMinimumCharacterSetCount"),
    *_PASSWORD,
    _switch("passwordRequiredToUnlockFromIdle"),
    _PASSWORD_TYPE,
    _switch("requireHealthyDeviceReport"),
    _switch("rtpEnabled", only=BETA),
    _switch("secureBootEnabled"),
    _switch("signatureOutOfDate", only=BETA),
    _switch("storageRequireEncryption"),
    _switch("tpmRequired", only=BETA),
    _list("validOperatingSystemBuildRanges", BUILD_RANGE),
    _switch("virtualizationBasedSecurityEnabled", only=BETA),
    _list("wslDistributions", WSL_DISTRIBUTION),
)
