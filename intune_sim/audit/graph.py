"""How does Graph see who did what? `auditEvent`, on v1.0 and beta, to be read only."""

from typing import Any

from django.db.models import Case, CharField, Q, Value, When
from django.db.models.functions import Coalesce, NullIf

from intune_sim.actors import ActorType
from intune_sim.audit import queries
from intune_sim.audit.models import AuditEvent
from intune_sim.graph.resources import (
    BETA,
    Call,
    Function,
    Kind,
    Parameter,
    Property,
    Resource,
    Shape,
    key,
    read_only,
)

#: `auditActorType`: tools tell people from programs by it.
ACTOR_TYPES = {ActorType.ADMIN: "ItPro", ActorType.USER: "ItPro", ActorType.SYSTEM: "System"}


def _actor(event: AuditEvent) -> dict[str, Any]:
    is_person = event.actor_type in {ActorType.ADMIN, ActorType.USER}
    kind = ACTOR_TYPES.get(ActorType(event.actor_type), "Application")
    return {
        "auditActorType": kind,
        "type": kind,
        "userPermissions": [],
        "applicationId": event.application_id or (None if is_person else event.actor_id or None),
        "applicationDisplayName": event.application_name or (None if is_person else event.actor_name),
        "userPrincipalName": event.actor_name if is_person else None,
        "servicePrincipalName": None if is_person else event.actor_name,
        "ipAddress": event.ip_address or None,
        "userId": (event.actor_id or None) if is_person else None,
        "remoteTenantId": None,
        "remoteUserId": None,
        "userRoleScopeTags": [],
    }


def _resources(event: AuditEvent) -> list[dict[str, Any]]:
    kind = event.resource_type[:1].upper() + event.resource_type[1:]
    return [
        {
            "displayName": event.resource_name,
            "type": kind,
            "auditResourceType": kind,
            "resourceId": event.resource_id,
            "modifiedProperties": event.modified_properties,
        }
    ]


def categories(call: Call) -> list[str]:
    """The categories that events may have."""
    return queries.audit_categories()


def activity_types(call: Call, *, category: str) -> list[str]:
    """The activity types among a category's events."""
    return queries.audit_activity_types(tenant_id=call.tenant.graph_id, category=category)


#: As `_actor` tells people from programs.
IS_PERSON = Q(actor_type__in=[ActorType.ADMIN, ActorType.USER])


def _path(name: str, expression: Any) -> Property:
    """A path into the actor, in SQL."""
    return Property(name=f"actor/{name}", is_path=True, kind=Kind.STRING, nullable=True, expression=expression)


def _only(condition: Q, field: str) -> Case:
    return Case(When(condition, then=NullIf(field, Value(""))), output_field=CharField())


def _text(name: str, **options: Any) -> Any:
    return read_only(name, kind=Kind.STRING, nullable=True, **options)


ACTOR = Shape(
    type="auditActor",
    properties=(
        _text("auditActorType"),
        _text("type", only=BETA),
        read_only("userPermissions", kind=Kind.STRINGS),
        _text("applicationId"),
        _text("applicationDisplayName"),
        _text("userPrincipalName"),
        _text("servicePrincipalName"),
        _text("ipAddress"),
        _text("userId"),
        _text("remoteTenantId", only=BETA),
        _text("remoteUserId", only=BETA),
        read_only(
            "userRoleScopeTags",
            shape=Shape(type="roleScopeTagInfo", properties=(_text("displayName"), _text("roleScopeTagId"))),
            many=True,
            only=BETA,
        ),
    ),
)
PROPERTY = Shape(type="auditProperty", properties=(_text("displayName"), _text("oldValue"), _text("newValue")))
RESOURCE = Shape(
    type="auditResource",
    properties=(
        _text("displayName"),
        _text("auditResourceType"),
        _text("type", only=BETA),
        _text("resourceId"),
        read_only("modifiedProperties", shape=PROPERTY, many=True),
    ),
)

AUDIT_EVENTS = Resource(
    type="auditEvent",
    path="deviceManagement/auditEvents",
    model=AuditEvent,
    rows=lambda tenant: queries.shown_events(tenant.graph_id),
    properties=(
        key("id"),
        read_only("displayName"),
        read_only("componentName"),
        read_only("actor", shape=ACTOR, value=_actor),
        read_only("activity"),
        read_only("activityDateTime"),
        read_only("activityType"),
        read_only("activityOperationType", kind=Kind.STRING),
        read_only("activityResult"),
        read_only("correlationId", type="Edm.Guid"),
        read_only("resources", shape=RESOURCE, many=True, value=_resources),
        read_only("category", kind=Kind.STRING),
        _path("userPrincipalName", _only(IS_PERSON, "actor_name")),
        _path("userId", _only(IS_PERSON, "actor_id")),
        _path("servicePrincipalName", _only(~IS_PERSON, "actor_name")),
        _path("ipAddress", NullIf("ip_address", Value(""), output_field=CharField())),
        _path("applicationId", Coalesce(NullIf("application_id", Value("")), _only(~IS_PERSON, "actor_id"))),
        _path(
            "applicationDisplayName", Coalesce(NullIf("application_name", Value("")), _only(~IS_PERSON, "actor_name"))
        ),
    ),
    read=("DeviceManagementApps.Read.All", "DeviceManagementApps.ReadWrite.All"),
    order=(("activityDateTime", True),),
    set_functions=(
        Function(name="getAuditCategories", run=categories, returns="Edm.String", many=True),
        Function(
            name="getAuditActivityTypes",
            run=activity_types,
            returns="Edm.String",
            many=True,
            parameters=(Parameter(name="category", kind=Kind.STRING),),
        ),
    ),
)

RESOURCES = (AUDIT_EVENTS,)
