"""Does app protection reach a user? `managedAppDiagnosticStatus`: what must hold, whether it does, and what to do else."""

from datetime import datetime

from devices.services.troubleshooting import Reach, standing_of
from intune_sim.graph.resources import Kind, Shape, read_only
from intune_sim.tenants.models import User
from protection.engine.facts import Access

DIAGNOSTIC_STATUS = Shape(
    type="managedAppDiagnosticStatus",
    properties=tuple(
        read_only(name, kind=Kind.STRING, nullable=True)
        for name in ("mitigationInstruction", "state", "validationName")
    ),
)
HAS_ACCESS = (Access.ALLOWED, Access.WARNED)


def statuses_of(user: User, now: datetime) -> list[dict[str, str]]:
    """What must hold for app protection to reach the user, and what to do where it does not."""
    standing = standing_of(user=user, now=now)
    is_meant = any(one.reach is Reach.APPLIES for one in standing.policies)
    return [
        _status("Intune License", holds=standing.is_licensed, remedy="Assign an Intune license to the user."),
        _status("Account enabled", holds=user.account_enabled, remedy="Enable the user's account."),
        _status(
            "App protection policy",
            holds=is_meant,
            remedy="Assign an app protection policy that names an app to a group of the user's.",
        ),
        _status("Not blocked", holds=not standing.is_wiped_at_check_in, remedy="Unblock the user's managed apps."),
        _status("Registration", holds=bool(standing.registrations), remedy="Have the user sign in to a protected app."),
        *(
            _status(f"Access ({one.registration})", holds=one.access in HAS_ACCESS, remedy=one.message.body)
            for one in standing.registrations
        ),
    ]


def _status(name: str, *, holds: bool, remedy: str) -> dict[str, str]:
    return {
        "mitigationInstruction": "" if holds else remedy,
        "state": "Pass" if holds else "Fail",
        "validationName": name,
    }
