"""Which members has an enum got since `unknownFutureValue`? Only a caller that says so is sent them.

As Graph's metadata orders them; "Best practices for working with Microsoft Graph", section on evolvable enumerations.
"""

from typing import Any

UNKNOWN = "unknownFutureValue"
#: The header of a caller that knows how to take them.
PREFERENCE = "include-unknown-enum-members"

NEWER: dict[str, frozenset[str]] = {
    "appliedConditionalAccessPolicyResult": frozenset(
        {"reportOnlySuccess", "reportOnlyFailure", "reportOnlyNotApplied", "reportOnlyInterrupted"}
    ),
    "conditionalAccessDevicePlatform": frozenset({"linux"}),
    "conditionalAccessGrantControl": frozenset({"riskRemediation"}),
    "devicePlatformType": frozenset({"windowsMobileApplicationManagement"}),
    "managedDeviceRemoteAction": frozenset({"initiateDeviceAttestation"}),
}


def masked(value: Any, enum: str) -> Any:
    """A member, a list of members or members with commas between them, as an older caller reads them."""
    newer = NEWER.get(enum)
    if newer is None or value is None:
        return value
    if isinstance(value, list):
        return [UNKNOWN if one in newer else one for one in value]
    return ",".join(dict.fromkeys(UNKNOWN if one in newer else one for one in str(value).split(",")))
