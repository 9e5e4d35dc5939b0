"""What are the words of device compliance? Each enum of Graph that a setting takes, in Graph's order."""

from intune_sim.vocabulary import Word


class DeviceThreatProtectionLevel(Word):
    """`deviceThreatProtectionLevel`: the highest threat level that a threat partner may report.

    Compliance calls the strictest one Clear where app protection says Secured ("Create Mobile Threat Defense (MTD)
    device compliance policy").
    """

    UNAVAILABLE = "unavailable", "Not configured"
    SECURED = "secured", "Clear"
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    NOT_SET = "notSet", "Not configured"


class RequiredPasswordType(Word):
    """`requiredPasswordType`: what a password or passcode is made of (iOS, macOS, Windows)."""

    DEVICE_DEFAULT = "deviceDefault", "Device default"
    ALPHANUMERIC = "alphanumeric", "Alphanumeric"
    NUMERIC = "numeric", "Numeric"


class AndroidRequiredPasswordType(Word):
    """`androidRequiredPasswordType`: what a password is made of on Android."""

    DEVICE_DEFAULT = "deviceDefault", "Device default"
    ALPHABETIC = "alphabetic", "At least alphabetic"
    ALPHANUMERIC = "alphanumeric", "At least alphanumeric"
    ALPHANUMERIC_WITH_SYMBOLS = "alphanumericWithSymbols", "At least alphanumeric with symbols"
    LOW_SECURITY_BIOMETRIC = "lowSecurityBiometric", "Weak biometric"
    NUMERIC = "numeric", "At least numeric"
    NUMERIC_COMPLEX = "numericComplex", "Numeric complex"
    ANY = "any", "Any"


class AndroidRequiredPasswordComplexity(Word):
    """`androidRequiredPasswordComplexity`: how hard a password is to guess, from Android 12 on."""

    NONE = "none", "None"
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class AndroidWorkProfileRequiredPasswordType(Word):
    """`androidWorkProfileRequiredPasswordType`: what a work profile's password is made of."""

    DEVICE_DEFAULT = "deviceDefault", "Device default"
    LOW_SECURITY_BIOMETRIC = "lowSecurityBiometric", "Weak biometric"
    REQUIRED = "required", "Required"
    AT_LEAST_NUMERIC = "atLeastNumeric", "At least numeric"
    NUMERIC_COMPLEX = "numericComplex", "Numeric complex"
    AT_LEAST_ALPHABETIC = "atLeastAlphabetic", "At least alphabetic"
    AT_LEAST_ALPHANUMERIC = "atLeastAlphanumeric", "At least alphanumeric"
    ALPHANUMERIC_WITH_SYMBOLS = "alphanumericWithSymbols", "At least alphanumeric with symbols"


class AndroidSafetyNetEvaluationType(Word):
    """`androidSafetyNetEvaluationType`: by what a device's integrity is judged."""

    BASIC = "basic", "Basic"
    HARDWARE_BACKED = "hardwareBacked", "Hardware-backed key"


class MacOSGatekeeperAppSources(Word):
    """`macOSGatekeeperAppSources`: from where apps may come."""

    NOT_CONFIGURED = "notConfigured", "Not configured"
    MAC_APP_STORE = "macAppStore", "Mac App Store"
    MAC_APP_STORE_AND_IDENTIFIED_DEVELOPERS = (
        "macAppStoreAndIdentifiedDevelopers",
        "Mac App Store and identified developers",
    )
    ANYWHERE = "anywhere", "Anywhere"
