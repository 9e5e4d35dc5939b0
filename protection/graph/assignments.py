"""How does Graph see for whom a policy is? Targets of every kind, and `targetedManagedAppPolicyAssignment`."""

import uuid
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet

from intune_sim.errors import Invalid
from intune_sim.graph.documents import unfit
from intune_sim.graph.resources import (
    BETA,
    Action,
    Call,
    Kind,
    ModelClass,
    Parameter,
    Resource,
    Shape,
    Write,
    as_guid,
    key,
    read_only,
    writable,
)
from intune_sim.tenants.models import Group
from intune_sim.tenants.roles import AppRole
from intune_sim.vocabulary import Word
from protection.models import Intent
from protection.services import items
from protection.services.targets import Assignment

NOBODY = "00000000-0000-0000-0000-000000000000"
TARGETS = {Intent.INCLUDE: "groupAssignmentTarget", Intent.EXCLUDE: "exclusionGroupAssignmentTarget"}
ENDINGS = {Intent.INCLUDE: "incl", Intent.EXCLUDE: "excl"}

T = TypeVar("T")


class AssignmentSource(Word):
    """`deviceAndAppManagementAssignmentSource`."""

    DIRECT = "direct", "Direct"
    POLICY_SETS = "policySets", "Policy sets"


class FilterType(Word):
    """`deviceAndAppManagementAssignmentFilterType`."""

    NONE = "none", "None"
    INCLUDE = "include", "Include"
    EXCLUDE = "exclude", "Exclude"


#: An assignment filter is never there; where a body brings one, it is refused.
FILTER = (
    writable("deviceAndAppManagementAssignmentFilterId", kind=Kind.STRING, nullable=True, only=BETA),
    writable(
        "deviceAndAppManagementAssignmentFilterType",
        kind=Kind.ENUM,
        type="deviceAndAppManagementAssignmentFilterType",
        words=FilterType,
        only=BETA,
    ),
)
NO_FILTER = {
    "deviceAndAppManagementAssignmentFilterId": None,
    "deviceAndAppManagementAssignmentFilterType": FilterType.NONE.value,
}
GROUP = writable("groupId", kind=Kind.STRING, nullable=True)
TARGET = Shape(
    type="deviceAndAppManagementAssignmentTarget",
    is_abstract=True,
    derived=tuple(Shape(type=name, properties=(*FILTER, GROUP)) for name in TARGETS.values()),
)


#: Where an assignment comes from: an admin wrote it.
SOURCE = (
    read_only(
        "source",
        only=BETA,
        type="deviceAndAppManagementAssignmentSource",
        words=AssignmentSource,
        value=lambda row: AssignmentSource.DIRECT.value,
    ),
    read_only("sourceId", only=BETA, value=lambda row: NOBODY),
)


def assignments_resource(model: ModelClass) -> Resource:
    """The assignments of one kind of policies, whose rows are of this model."""

    def assign(call: Call, write: Write) -> Any:
        group, intent = write.values["target"]
        items.change_assignments(policy=write.parent, add=[(group, intent)], by=call.by, now=call.now)
        return model._base_manager.select_related("group").get(
            policy=write.parent, group__graph_id=group, intent=intent
        )

    def reassign(call: Call, row: Any, write: Write) -> None:
        if "target" in write.values:
            items.change_assignments(
                policy=row.policy, add=[write.values["target"]], remove=[_meant(row)], by=call.by, now=call.now
            )

    def unassign(call: Call, row: Any) -> None:
        items.change_assignments(policy=row.policy, remove=[_meant(row)], by=call.by, now=call.now)

    return Resource(
        type="targetedManagedAppPolicyAssignment",
        model=model,
        rows=lambda tenant: model._base_manager.filter(policy__tenant=tenant).select_related("group"),
        find=_find,
        properties=(
            key("id", value=lambda row: f"{row.group.graph_id}_{ENDINGS[Intent(row.intent)]}"),
            *SOURCE,
            writable(
                "target",
                type="deviceAndAppManagementAssignmentTarget",
                shape=TARGET,
                required=True,
                value=_target,
                decode=_read_target,
            ),
        ),
        create=assign,
        update=reassign,
        # Its key is what it says: another target has another one.
        updates_silently=True,
        delete=unassign,
    )


def has_payload_links(*assignments: ModelClass) -> Action:
    """`hasPayloadLinks` behind a set of policies, whose assignments are rows of these models: which are assigned?"""

    def ask(call: Call, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        assigned = {
            f"T_{guid}"
            for model in assignments
            for guid in model._base_manager.filter(policy__tenant=call.tenant).values_list(
                "policy__graph_id", flat=True
            )
        }
        return [
            {
                "error": None,
                "hasLink": one in assigned,
                "payloadId": one,
                "sources": [AssignmentSource.DIRECT.value] if one in assigned else [],
            }
            for one in body["payloadIds"]
        ]

    return Action(
        name="hasPayloadLinks",
        run=ask,
        status=200,
        only=BETA,
        returns="microsoft.graph.hasPayloadLinkResultItem",
        many=True,
        parameters=(Parameter(name="payloadIds", kind=Kind.STRINGS),),
        permissions=(AppRole.APPS_READ.value, AppRole.APPS_READ_WRITE.value),
    )


def _meant(row: Any) -> Assignment:
    return row.group.graph_id, Intent(row.intent)


def _read_target(value: Any) -> Assignment:
    """The group and the intent of a target. Raises `Invalid`."""
    intent = type_of(value, {name: intent for intent, name in TARGETS.items()})
    if intent is None:
        raise Invalid(
            "Unsupported AssignmentTarget. Group assignments contain classes other than GroupAssignmentTarget and "
            "ExclusionGroupTarget"
        )
    refuse_filter(value)
    return read_group(value), intent


def type_of(target: Any, known: Mapping[str, T]) -> T | None:
    """What the type of a target means, of those `known` by their Graph names; None for another. Raises `Invalid`."""
    if not isinstance(target, dict):
        raise unfit("target")
    return {f"#microsoft.graph.{name}": meant for name, meant in known.items()}.get(str(target.get("@odata.type")))


def target_of(type: str, group: Group | None) -> dict[str, Any]:
    """A target as the wire shows it, with the group where it means one."""
    whom = {"groupId": str(group.graph_id)} if group else {}
    return {"@odata.type": f"#microsoft.graph.{type}", **NO_FILTER, **whom}


def refuse_filter(target: Mapping[str, Any]) -> None:
    """Raise `Invalid` for a target that an assignment filter narrows."""
    if target.get("deviceAndAppManagementAssignmentFilterType") not in {None, "none"}:
        raise Invalid("Assignment filters are not supported here.")


def read_group(target: Mapping[str, Any]) -> uuid.UUID:
    """The group that a target names. Raises `Invalid`."""
    group = target.get("groupId")
    if not isinstance(group, str) or not as_guid(group):
        raise unfit("groupId")
    return uuid.UUID(group)


def _target(row: Any) -> dict[str, Any]:
    return target_of(TARGETS[Intent(row.intent)], row.group)


def _find(rows: "QuerySet[Any]", wanted: str) -> "QuerySet[Any]":
    group, _, ending = wanted.partition("_")
    intent = next((intent for intent, name in ENDINGS.items() if name == ending), None)
    return rows.filter(group__graph_id=group, intent=intent) if as_guid(group) and intent else rows.none()
