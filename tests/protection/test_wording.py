"""Is every finding told in words, and is the user told what to do?"""

import pytest

from protection.engine.facts import Access, Decision, Finding, Reason, RemediationAction
from protection.engine.wording import remedy, sentence, user_message

ACTUAL = {
    Reason.DEVICE_THREAT_LEVEL_EXCEEDED: ("low", "highSeverity"),
    Reason.NO_HEALTH_STATE: ("low", "activated"),
    Reason.OS_VERSION_TOO_LOW: ("10.0.22631", "10.0.19045"),
    Reason.OFFLINE_GRACE_PERIOD_EXPIRED: ("PT12H", None),
    Reason.REAUTHENTICATION_REQUIRED: ("P90D", None),
    Reason.REAUTHENTICATION_FAILED: ("PT1H30M", None),
}
SAID = {
    Reason.DEVICE_THREAT_LEVEL_EXCEEDED: "The device's threat level is High; the policy allows at most Low.",
    Reason.NO_HEALTH_STATE: "The last health state (Activated) says nothing current about the device.",
    Reason.SDK_VERSION_TOO_LOW: "The app's SDK version 1.0 is below the minimum 2.0.",
    Reason.APP_VERSION_TOO_LOW: "The app version 1.0 is below the minimum 2.0.",
    Reason.OS_VERSION_TOO_LOW: "The OS version 10.0.19045 is below the minimum 10.0.22631.",
    Reason.OS_VERSION_TOO_HIGH: "The OS version 1.0 is above the maximum 2.0.",
    Reason.ACCOUNT_DISABLED: "The user's account is disabled.",
    Reason.OFFLINE_GRACE_PERIOD_EXPIRED: "The app has not checked in for longer than the offline grace period (12 hours).",
    Reason.REAUTHENTICATION_REQUIRED: "The app was offline for longer than 90 days; the user must sign in again.",
    Reason.REAUTHENTICATION_FAILED: "The app was offline for longer than 1 hour 30 minutes, and signing in again failed.",
    Reason.WIPE_REQUESTED: "A wipe of the organization's data on this device has been requested.",
}

LIFTED = {
    Reason.DEVICE_THREAT_LEVEL_EXCEEDED: "The threat partner reports that the device's threat level is Low or better.",
    Reason.NO_HEALTH_STATE: "The threat partner reports that the device's threat level is Low or better.",
    Reason.SDK_VERSION_TOO_LOW: "The app is updated to one with SDK version 2.0 or later.",
    Reason.APP_VERSION_TOO_LOW: "The app is updated to version 2.0 or later.",
    Reason.OS_VERSION_TOO_LOW: "Windows is updated to version 10.0.22631 or later.",
    Reason.OS_VERSION_TOO_HIGH: "The policy allows versions of Windows above 2.0.",
    Reason.ACCOUNT_DISABLED: "The user's account is enabled.",
    Reason.OFFLINE_GRACE_PERIOD_EXPIRED: "The app checks in: the device is online and the user opens the app.",
    Reason.REAUTHENTICATION_REQUIRED: "The user signs in to the app again.",
    Reason.REAUTHENTICATION_FAILED: "The data is removed first; then the user signs in again.",
    Reason.WIPE_REQUESTED: "The wipe request is deleted, or the user is taken off the user-level wipe list.",
}


def finding(reason: Reason) -> Finding:
    """A finding of this reason with values that it may have."""
    expected, actual = ACTUAL.get(reason, ("2.0", "1.0"))
    return Finding(reason, "setting", RemediationAction.BLOCK, expected=expected, actual=actual)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_sentence(reason: Reason) -> None:
    assert sentence(finding(reason)) == SAID[reason]


def test_a_device_that_never_reported_is_told_as_such() -> None:
    never = Finding(Reason.NO_HEALTH_STATE, "setting", RemediationAction.BLOCK, expected="low")

    assert sentence(never) == "The threat partner has not reported a health state for this device."


@pytest.mark.parametrize(
    ("access", "title"),
    [
        (Access.ALLOWED, "You have access"),
        (Access.INACTIVE, "No policy applies"),
        (Access.UNPROTECTED, "This device is managed"),
        (Access.WIPED, "Data removed"),
        (Access.WIPE_PENDING, "Your organization's data will be removed"),
    ],
)
def test_every_access_without_a_block_has_its_message(access: Access, title: str) -> None:
    assert user_message(Decision(access, ())).title == title


def test_a_warning_tells_the_user_what_is_wrong() -> None:
    message = user_message(Decision(Access.WARNED, (finding(Reason.OS_VERSION_TOO_LOW),)))

    assert message.body == SAID[Reason.OS_VERSION_TOO_LOW]


#: A failed sign-in and a requested wipe never block: they wipe.
BLOCKING = [reason for reason in Reason if reason not in {Reason.REAUTHENTICATION_FAILED, Reason.WIPE_REQUESTED}]
TITLES = {
    Reason.OFFLINE_GRACE_PERIOD_EXPIRED: "Offline Grace Period Expired",
    Reason.REAUTHENTICATION_REQUIRED: "Sign in again",
}


@pytest.mark.parametrize("reason", BLOCKING)
def test_every_block_tells_the_user_what_to_do(reason: Reason) -> None:
    message = user_message(Decision(Access.BLOCKED, (finding(reason),)))

    assert message.title == TITLES.get(reason, "App access blocked")
    assert message.body


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_what_would_lift_it(reason: Reason) -> None:
    assert remedy(finding(reason)) == LIFTED[reason]
