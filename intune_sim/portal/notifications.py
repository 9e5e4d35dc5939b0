"""What has this admin done of late? The notifications are the admin's own audit events, in words, with links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse

from intune_sim.audit.models import AuditEvent, Operation
from intune_sim.audit.queries import events_by
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import Permission
from intune_sim.vocabulary import Tone

#: The pane shows so many; the number at the bell stops one below it.
SHOWN = 20
#: Graph writes it before the GUID of an app policy.
POLICY_PREFIX = "T_"
#: Under this name the session keeps the key of the newest event that the admin has seen.
SEEN = "seen_notification"

#: What a thing is called, and the page that shows it; other things are called by their type.
_THINGS = {
    "mobileThreatDefenseConnector": ("Threat connector", "connector"),
    "windowsManagedAppProtection": ("App protection policy", "policy"),
    "managedAppRegistration": ("MAM registration", "registration"),
    "userLevelWipe": ("User-level wipe", "user"),
    "deviceCompliancePolicy": ("Device compliance policy", "compliance-policy"),
    "conditionalAccessPolicy": ("Conditional access policy", "conditional-access-policy"),
    "managedDevice": ("Managed device", "managed-device"),
    "roleAssignment": ("Role assignment", ""),
    "roleDefinition": ("Role", "role"),
    "ipNamedLocation": ("Named location", ""),
    "countryNamedLocation": ("Named location", ""),
    "iosManagedAppProtection": ("App protection policy for iOS/iPadOS", "mobile-policy"),
    "androidManagedAppProtection": ("App protection policy for Android", "mobile-policy"),
    "notificationMessageTemplate": ("Notification template", ""),
    "deviceManagementExportJob": ("Export", ""),
    "user": ("User", "user"),
    "group": ("Group", "group"),
    "organization": ("Tenant settings", ""),
    "settings": ("Tenant settings", ""),
    "application": ("Application", ""),
    "roleScopeTag": ("Scope tag", ""),
}
#: What is said of the writes that are more than one of `_ENDINGS`, by the name of the activity.
_ACTIVITIES = {
    "Action Clock": "Clock moved",
    "CheckIn ManagedAppRegistration": "App checked in",
    "CompleteWipe ManagedAppRegistration": "Wipe answered by the app",
    "DeleteWipeRequest ManagedAppRegistration": "Wipe request deleted",
    "Deprovision MobileThreatDefenseConnector": "Threat connector deprovisioned",
    "Enrol ManagedAppRegistration": "App enrolled",
    "Heartbeat MobileThreatDefenseConnector": "Heartbeat of a threat connector",
    "Reauthenticate ManagedAppRegistration": "User signed in again",
    "Report HealthStates": "Health states reported",
    "Send test message NotificationMessageTemplate": "Test message sent",
    "SignOut ManagedAppRegistration": "User signed out of the app",
    "Wipe ManagedAppRegistration": "Wipe request created",
}
_ENDINGS = {
    Operation.CREATE: "created",
    Operation.PATCH: "saved",
    Operation.DELETE: "deleted",
    Operation.ASSIGN: "assigned",
    Operation.ACTION: "changed",
}


@dataclass(frozen=True)
class Notification:
    """One write of the admin."""

    title: str
    text: str
    at: datetime
    url: str
    tone: Tone
    is_new: bool


def unread_count(request: PortalRequest) -> int:
    """How many writes of the admin the pane has not shown yet, at most `SHOWN`. One query."""
    newer = events_by(tenant_id=request.tenant.graph_id, actor_id=str(request.user.graph_id)).filter(
        pk__gt=_seen(request.session)
    )
    return len(newer.values_list("pk", flat=True)[:SHOWN])


def notifications(request: PortalRequest) -> list[Notification]:
    """The latest writes of the admin, newest first; from now on they count as seen. One query."""
    events = list(events_by(tenant_id=request.tenant.graph_id, actor_id=str(request.user.graph_id))[:SHOWN])
    seen = _seen(request.session)
    if events and events[0].pk > seen:
        request.session[SEEN] = events[0].pk
    may_read_audit = Permission.AUDIT_READ in request.permissions
    deleted = {event.resource_id for event in events if event.activity_operation_type == Operation.DELETE}
    return [_notification(event, seen, deleted, may_read_audit) for event in events]


def start_counting(*, session: SessionBase, tenant: Tenant, user: User) -> None:
    """Let a new session count from here: what the admin did before is no news."""
    newest = events_by(tenant_id=tenant.graph_id, actor_id=str(user.graph_id)).values_list("pk", flat=True).first()
    session[SEEN] = newest or 0


def _seen(session: SessionBase) -> int:
    return int(session.get(SEEN, 0))


def _notification(event: AuditEvent, seen: int, deleted: Iterable[str], may_read_audit: bool) -> Notification:
    name, page = _THINGS.get(event.resource_type, (event.resource_type, ""))
    url = ""
    if page and event.resource_id and event.resource_id not in deleted:
        url = reverse(page, args=[event.resource_id.removeprefix(POLICY_PREFIX)])
    elif may_read_audit:
        url = reverse("audit-event", args=[event.graph_id])
    return Notification(
        title=_ACTIVITIES.get(event.activity) or f"{name} {_ENDINGS[Operation(event.activity_operation_type)]}",
        text=event.resource_name,
        at=event.activity_date_time,
        url=url,
        tone=Tone.GOOD if event.activity_result == "Success" else Tone.BAD,
        is_new=event.pk > seen,
    )
