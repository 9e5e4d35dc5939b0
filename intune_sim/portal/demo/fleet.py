"""Which personal PCs do Contoso's people use, and what has each been through? Plain data."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto

from intune_sim.portal.demo.people import DOMAIN
from protection.engine.facts import HealthState

EDGE = "com.microsoft.edge"
WINDOWS_10 = "10.0.19045.5131"
WINDOWS_11_23H2 = "10.0.22631.4460"
WINDOWS_11_24H2 = "10.0.26100.2314"


class Happening(Enum):
    """What can happen to a PC, beside its enrolment."""

    CHECK_IN = auto()
    REPORT = auto()
    DISABLE_ACCOUNT = auto()
    MANAGE = auto()
    SIGN_OUT = auto()
    REQUEST_WIPE = auto()
    WIPE_USER = auto()
    COMPLETE_WIPE = auto()


@dataclass(frozen=True)
class Step:
    """Something that happened so long ago."""

    ago: timedelta
    happening: Happening
    state: HealthState | None = None


@dataclass(frozen=True)
class PersonalPC:
    """A PC, its user (by given name), and its story since the enrolment."""

    user: str
    enrolled: timedelta
    steps: tuple[Step, ...]
    os_version: str = WINDOWS_11_23H2
    label: str = "HOME"
    make: tuple[str, str] = field(default=("Microsoft Corporation", "Surface Laptop 6"))

    @property
    def name(self) -> str:
        """What Windows calls it."""
        return f"{self.user.upper()}-{self.label}"[:15]

    @property
    def tag(self) -> str:
        """The registration's deviceTag: always the same for the same PC."""
        return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{self.name.lower()}.{DOMAIN}"))


def days(count: float) -> timedelta:
    """So many days ago."""
    return timedelta(days=count)


def minutes(count: float) -> timedelta:
    """So many minutes ago."""
    return timedelta(minutes=count)


def check_in(*ago: timedelta) -> tuple[Step, ...]:
    """The app was in touch."""
    return tuple(Step(at, Happening.CHECK_IN) for at in ago)


def report(state: HealthState, ago: timedelta) -> tuple[Step, ...]:
    """Windows Security Center said how the PC is."""
    return (Step(ago, Happening.REPORT, state),)


def once(happening: Happening, ago: timedelta) -> tuple[Step, ...]:
    """Something else happened."""
    return (Step(ago, happening),)


H = HealthState
_DELL, _LENOVO, _HP = ("Dell Inc.", "XPS 13 9340"), ("LENOVO", "Yoga Slim 7 14"), ("HP", "Spectre x360 14")
_ASUS, _ACER = ("ASUSTeK COMPUTER INC.", "Zenbook 14"), ("Acer", "Swift Go 14")

_ALLOWED = (
    PersonalPC("Alex", days(24), (*check_in(days(18), days(11), days(5), minutes(24)), *report(H.SECURED, days(24)))),
    PersonalPC("Bianca", days(9), (*report(H.SECURED, days(9)), *check_in(minutes(95))), label="XPS", make=_DELL),
    PersonalPC(
        "Carlos",
        days(12),
        (
            *report(H.SECURED, days(12)),
            *check_in(days(7), days(3)),
            *report(H.HIGH_SEVERITY, days(3) - minutes(20)),
            *report(H.SECURED, days(2)),
            *check_in(days(2) - minutes(5), minutes(40)),
        ),
        make=_LENOVO,
    ),
    PersonalPC("Dana", days(3), (*report(H.LOW_SEVERITY, days(3)), *check_in(minutes(12))), make=_HP),
    PersonalPC("Felix", days(5), (*report(H.SECURED, days(5)),), make=_ASUS),
    PersonalPC("Maya", days(6), (*report(H.SECURED, days(6)),), WINDOWS_11_24H2, "PC", _ACER),
    PersonalPC("Noah", days(2), (*report(H.LOW_SEVERITY, days(1)),), make=_DELL),
    PersonalPC("Olivia", days(4), (*report(H.SECURED, days(4)), *check_in(minutes(8))), make=_LENOVO),
    PersonalPC("Uma", minutes(900), (*report(H.MEDIUM_SEVERITY, minutes(890)),)),
    PersonalPC(
        "Viktor", minutes(700), (*report(H.SECURED, minutes(690)), *check_in(minutes(55))), label="PC", make=_HP
    ),
    PersonalPC("Esther", minutes(600), (*report(H.SECURED, minutes(598)),), WINDOWS_11_24H2),
    PersonalPC("Greta", minutes(420), (*report(H.LOW_SEVERITY, minutes(410)),), make=_LENOVO),
    PersonalPC("Patricia", minutes(510), (*report(H.SECURED, minutes(500)),), label="SURFACE"),
    PersonalPC("Adele", minutes(200), (*report(H.SECURED, minutes(199)),), label="LAPTOP", make=_ASUS),
)

_WARNED = (
    PersonalPC("Mei", minutes(800), (*report(H.SECURED, minutes(799)), *check_in(minutes(45))), WINDOWS_11_24H2),
    PersonalPC("Ingrid", minutes(330), (*report(H.SECURED, minutes(320)),), WINDOWS_11_24H2, "HOME", _HP),
)

_BLOCKED_BY_A_THREAT = (
    PersonalPC(
        "Gloria", days(8), (*report(H.SECURED, days(8)), *check_in(days(3)), *report(H.HIGH_SEVERITY, minutes(75)))
    ),
    PersonalPC("Hugo", days(5), (*report(H.MEDIUM_SEVERITY, days(1)), *check_in(minutes(20))), make=_DELL),
    PersonalPC("Xavier", minutes(1100), (*report(H.HIGH_SEVERITY, minutes(130)), *check_in(minutes(28))), make=_ACER),
    PersonalPC("Hassan", minutes(300), (*report(H.COMPROMISED, minutes(190)),), label="DEV", make=_LENOVO),
    PersonalPC("Henrik", minutes(1000), (*report(H.SECURED, minutes(990)), *report(H.LOW_SEVERITY, minutes(65)))),
)

_BLOCKED_OTHERWISE = (
    # Never reported.
    PersonalPC("Imani", days(1), (), make=_HP),
    PersonalPC("Kavya", minutes(180), (), label="PC"),
    # The last report is older than a health state counts.
    PersonalPC(
        "Pedro",
        days(45),
        (
            *report(H.SECURED, days(40)),
            *check_in(days(34), days(28), days(22), days(16), days(9), days(3)),
        ),
        make=_ACER,
    ),
    # Windows 10: too old for the policy, and Windows Security Center does not report from it.
    PersonalPC("Farid", minutes(360), check_in(minutes(18)), WINDOWS_10, "OLDPC", _DELL),
    PersonalPC("Samuel", minutes(260), (), WINDOWS_10, "DEN", _HP),
    PersonalPC(
        "Bruno", minutes(1000), (*report(H.SECURED, minutes(999)), *once(Happening.DISABLE_ACCOUNT, minutes(85)))
    ),
    # Out of touch for longer than the offline grace period.
    PersonalPC("Jonas", days(16), (*report(H.SECURED, days(16)), *check_in(days(11))), make=_LENOVO),
    PersonalPC("Amara", days(4), report(H.SECURED, days(4))),
    PersonalPC("Leon", days(6), (*report(H.LOW_SEVERITY, days(6)), *check_in(days(5))), make=_ASUS),
    # Edge has not been opened for so long that the user must sign in again, though the PC itself still reports.
    PersonalPC("Yara", days(41), (*report(H.SECURED, days(41)), *report(H.SECURED, days(2))), make=_DELL),
    PersonalPC("Irene", days(36), (*check_in(days(35)), *report(H.LOW_SEVERITY, days(5))), label="PC"),
)

_WIPES = (
    PersonalPC(
        "Liam", days(6), (*report(H.SECURED, days(6)), *check_in(days(2)), *once(Happening.REQUEST_WIPE, minutes(150)))
    ),
    PersonalPC("Quinn", days(5), (*report(H.SECURED, days(5)), *once(Happening.WIPE_USER, minutes(240))), make=_HP),
    PersonalPC(
        "Stefan",
        days(30),
        (
            *report(H.HIGH_SEVERITY, days(28)),
            *once(Happening.REQUEST_WIPE, days(27)),
            *check_in(days(26)),
            *once(Happening.COMPLETE_WIPE, days(26) - minutes(1)),
        ),
        label="OLDPC",
        make=_ACER,
    ),
)

_OTHERS = (
    # No policy reaches these two.
    PersonalPC("Rafael", days(2), (), make=_DELL),
    PersonalPC("Sofia", minutes(600), ()),
    PersonalPC("Rosa", days(10), (*report(H.SECURED, days(10)), *once(Happening.MANAGE, days(4))), label="STUDIO"),
    PersonalPC("Tara", days(20), (*report(H.SECURED, days(20)), *once(Happening.SIGN_OUT, days(15))), make=_LENOVO),
    # Not seen for ninety days.
    PersonalPC("Katya", days(120), report(H.SECURED, days(120)), label="OLDPC", make=_HP),
)

PCS: tuple[PersonalPC, ...] = (
    *_ALLOWED,
    *_WARNED,
    *_BLOCKED_BY_A_THREAT,
    *_BLOCKED_OTHERWISE,
    *_WIPES,
    *_OTHERS,
)

#: What Windows Security Center names as the reason of a state.
THREATS: dict[HealthState, str] = {
    H.LOW_SEVERITY: "Security intelligence is out of date",
    H.MEDIUM_SEVERITY: "Firewall is off",
    H.HIGH_SEVERITY: "Antivirus is off",
    H.COMPROMISED: "Malware was found and not removed",
}
