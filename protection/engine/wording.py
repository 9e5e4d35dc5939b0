"""How is a decision told to a person? One sentence per finding, and the message that Edge shows."""

from dataclasses import dataclass

from intune_sim.durations import in_words, parse_duration
from protection.engine.facts import Access, Decision, DeviceThreatLevel, Finding, HealthState, Reason


@dataclass(frozen=True)
class UserMessage:
    """What the managed app shows its user."""

    title: str
    body: str


def sentence(finding: Finding) -> str:
    """Why this condition failed, for an admin."""
    expected, actual = finding.expected, finding.actual
    match finding.reason:
        case Reason.DEVICE_THREAT_LEVEL_EXCEEDED:
            return (
                f"The device's threat level is {HealthState(actual or 'unknown').label}; "
                f"the policy allows at most {DeviceThreatLevel(expected or 'secured').label}."
            )
        case Reason.NO_HEALTH_STATE if actual is None:
            return "The threat partner has not reported a health state for this device."
        case Reason.NO_HEALTH_STATE:
            return f"The last health state ({HealthState(actual or 'unknown').label}) says nothing current about the device."
        case Reason.SDK_VERSION_TOO_LOW:
            return f"The app's SDK version {actual} is below the minimum {expected}."
        case Reason.APP_VERSION_TOO_LOW:
            return f"The app version {actual} is below the minimum {expected}."
        case Reason.OS_VERSION_TOO_LOW:
            return f"The OS version {actual} is below the minimum {expected}."
        case Reason.OS_VERSION_TOO_HIGH:
            return f"The OS version {actual} is above the maximum {expected}."
        case Reason.ACCOUNT_DISABLED:
            return "The user's account is disabled."
        case Reason.OFFLINE_GRACE_PERIOD_EXPIRED:
            return f"The app has not checked in for longer than the offline grace period ({_period(expected)})."
        case Reason.REAUTHENTICATION_REQUIRED:
            return f"The app was offline for longer than {_period(expected)}; the user must sign in again."
        case Reason.REAUTHENTICATION_FAILED:
            return f"The app was offline for longer than {_period(expected)}, and signing in again failed."
        case _:
            return "A wipe of the organization's data on this device has been requested."


def remedy(finding: Finding) -> str:
    """What would make this condition hold again, for an admin."""
    expected = finding.expected
    match finding.reason:
        case Reason.DEVICE_THREAT_LEVEL_EXCEEDED | Reason.NO_HEALTH_STATE:
            level = DeviceThreatLevel(expected or "secured").label
            return f"The threat partner reports that the device's threat level is {level} or better."
        case Reason.SDK_VERSION_TOO_LOW:
            return f"The app is updated to one with SDK version {expected} or later."
        case Reason.APP_VERSION_TOO_LOW:
            return f"The app is updated to version {expected} or later."
        case Reason.OS_VERSION_TOO_LOW:
            return f"Windows is updated to version {expected} or later."
        case Reason.OS_VERSION_TOO_HIGH:
            return f"The policy allows versions of Windows above {expected}."
        case Reason.ACCOUNT_DISABLED:
            return "The user's account is enabled."
        case Reason.OFFLINE_GRACE_PERIOD_EXPIRED:
            return "The app checks in: the device is online and the user opens the app."
        case Reason.REAUTHENTICATION_REQUIRED:
            return "The user signs in to the app again."
        case Reason.REAUTHENTICATION_FAILED:
            return "The data is removed first; then the user signs in again."
        case _:
            return "The wipe request is deleted, or the user is taken off the user-level wipe list."


def _period(expected: str | None) -> str:
    return in_words(parse_duration(expected or "PT0S"))


_BLOCKED_BODY = {
    Reason.DEVICE_THREAT_LEVEL_EXCEEDED: (
        "Your organization does not allow access from a device with this threat level. "
        "Resolve the threats that Windows Security shows, then try again."
    ),
    Reason.NO_HEALTH_STATE: (
        "Your organization needs to know that your device is healthy, and Windows Security has not said so yet."
    ),
    Reason.SDK_VERSION_TOO_LOW: "Update this app to use your organization's data.",
    Reason.APP_VERSION_TOO_LOW: "Update this app to use your organization's data.",
    Reason.OS_VERSION_TOO_LOW: "Update Windows to use your organization's data.",
    Reason.OS_VERSION_TOO_HIGH: "Your organization does not support this version of Windows yet.",
    Reason.ACCOUNT_DISABLED: "Your account is disabled. Contact your organization's support.",
}


def user_message(decision: Decision) -> UserMessage:
    """What the managed app shows: the first finding decides ("What users experience", Edge for Business)."""
    match decision.access:
        case Access.ALLOWED:
            return UserMessage("You have access", "Your organization's data is available in this app.")
        case Access.INACTIVE:
            return UserMessage("No policy applies", "Your organization does not protect its data in this app.")
        case Access.UNPROTECTED:
            return UserMessage(
                "This device is managed", "App protection does not apply to a device that an organization manages."
            )
        case Access.WIPED:
            return UserMessage("Data removed", "Your organization's data was removed from this app. Sign in again.")
        case Access.WIPE_PENDING:
            return UserMessage(
                "Your organization's data will be removed",
                "Your organization is removing its data from this app. Personal data stays.",
            )
        case Access.WARNED:
            return UserMessage("Your device needs attention", sentence(decision.findings[0]))
        case _:
            return _blocked(decision.findings[0])


def _blocked(finding: Finding) -> UserMessage:
    if finding.reason is Reason.OFFLINE_GRACE_PERIOD_EXPIRED:
        return UserMessage("Offline Grace Period Expired", "Connect to the internet to use your organization's data.")
    if finding.reason is Reason.REAUTHENTICATION_REQUIRED:
        return UserMessage(
            "Sign in again", "You have been offline for too long. Sign in to use your organization's data."
        )
    return UserMessage("App access blocked", _BLOCKED_BODY[finding.reason])
