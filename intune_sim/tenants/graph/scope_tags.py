"""How does Graph see scope tags? `roleScopeTags` of beta, and the groups whose devices get one."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from intune_sim.graph.decoding import items_of
from intune_sim.graph.documents import UNFIT, unfit
from intune_sim.graph.resources import (
    BETA,
    Action,
    Call,
    Function,
    Kind,
    Navigation,
    Parameter,
    Resource,
    Write,
    as_guid,
    key,
    read_only,
    writable,
)
from intune_sim.tenants.models import RoleScopeTag, RoleScopeTagAssignment, Tenant
from intune_sim.tenants.roles import AppRole
from intune_sim.tenants.services import scope_tags as services

GROUP_TARGET = "#microsoft.graph.groupAssignmentTarget"


def create_tag(call: Call, write: Write) -> RoleScopeTag:
    """Write a scope tag."""
    return services.create_scope_tag(tenant=call.tenant, by=call.by, now=call.now, **write.values)


def edit_tag(call: Call, tag: RoleScopeTag, write: Write) -> None:
    """Change what the body brings."""
    services.edit_scope_tag(tag=tag, values=write.values, by=call.by, now=call.now)


def delete_tag(call: Call, tag: RoleScopeTag) -> None:
    """Delete the tag."""
    services.delete_scope_tag(tenant=call.tenant, tag=tag, by=call.by, now=call.now)


def assign_tag(call: Call, tag: RoleScopeTag, body: Mapping[str, Any]) -> "QuerySet[RoleScopeTagAssignment]":
    """Give the tag to the devices of groups."""
    items = items_of(body.get("assignments"), TAG_ASSIGNMENTS, call.version, name="assignments")
    services.assign_scope_tag(
        tenant=call.tenant, tag=tag, groups=[item["target"] for item in items], by=call.by, now=call.now
    )
    return _assigned(tag)


def tags_by_id(call: Call, body: Mapping[str, Any]) -> "QuerySet[RoleScopeTag]":
    """The tags with these ids."""
    return tags_of(call.tenant).filter(tag_id__in=body["roleScopeTagIds"])


def has_custom_tag(call: Call) -> bool:
    """Whether there is any tag beside Default."""
    return tags_of(call.tenant).filter(is_built_in=False).exists()


def tags_of(tenant: Tenant) -> "QuerySet[RoleScopeTag]":
    """The tags that a tenant has."""
    return RoleScopeTag.objects.for_tenant(tenant)


def _find_tag(rows: "QuerySet[RoleScopeTag]", wanted: str) -> "QuerySet[RoleScopeTag]":
    return rows.none() if UNFIT.search(wanted) else rows.filter(tag_id=wanted)


def _assigned(tag: RoleScopeTag) -> "QuerySet[RoleScopeTagAssignment]":
    return tag.assignments.select_related("group", "tag")


def _find_assigned(rows: "QuerySet[RoleScopeTagAssignment]", wanted: str) -> "QuerySet[RoleScopeTagAssignment]":
    tag, _, group = wanted.partition("_")
    return rows.filter(tag__tag_id=tag, group__graph_id=group) if as_guid(group) else rows.none()


def _read_target(value: Any) -> str:
    """The group of a target. Raises `Invalid`."""
    group = value.get("groupId") if isinstance(value, dict) and value.get("@odata.type") == GROUP_TARGET else None
    if not isinstance(group, str) or not as_guid(group):
        raise unfit("target")
    return group


def _target(row: RoleScopeTagAssignment) -> dict[str, Any]:
    return {"@odata.type": GROUP_TARGET, "groupId": str(row.group.graph_id)}


READ = (AppRole.RBAC_READ.value, AppRole.RBAC_READ_WRITE.value)
WRITE = (AppRole.RBAC_READ_WRITE.value,)

TAG_PROPERTIES = (
    key("id", field="tag_id", kind=Kind.STRING),
    writable("displayName", required=True),
    writable("description", nullable=True, blank_is_null=True),
    read_only("isBuiltIn"),
)

#: What stands behind a role assignment: a plain entity, without collections of its own.
TAG = Resource(
    type="roleScopeTag", only=BETA, model=RoleScopeTag, rows=tags_of, find=_find_tag, properties=TAG_PROPERTIES
)

TAG_ASSIGNMENTS = Resource(
    type="roleScopeTagAutoAssignment",
    only=BETA,
    model=RoleScopeTagAssignment,
    rows=lambda tenant: RoleScopeTagAssignment.objects.filter(tag__tenant=tenant).select_related("group", "tag"),
    find=_find_assigned,
    properties=(
        key("id", value=lambda row: f"{row.tag.tag_id}_{row.group.graph_id}"),
        writable(
            "target",
            type="deviceAndAppManagementAssignmentTarget",
            required=True,
            value=_target,
            decode=_read_target,
        ),
    ),
)

SCOPE_TAGS = Resource(
    type="roleScopeTag",
    path="deviceManagement/roleScopeTags",
    only=BETA,
    model=RoleScopeTag,
    rows=tags_of,
    find=_find_tag,
    properties=TAG_PROPERTIES,
    read=READ,
    write=WRITE,
    created=200,
    create=create_tag,
    update=edit_tag,
    delete=delete_tag,
    navigations=(
        Navigation(name="assignments", resource=TAG_ASSIGNMENTS, relation="assignments", only=BETA, rows=_assigned),
    ),
    actions=(
        Action(
            name="assign",
            run=assign_tag,
            status=200,
            returns=TAG_ASSIGNMENTS,
            many=True,
            parameters=(
                Parameter(name="assignments", kind=Kind.COMPLEX, type="roleScopeTagAutoAssignment", many=True),
            ),
        ),
    ),
    set_actions=(
        Action(
            name="getRoleScopeTagsById",
            run=tags_by_id,
            status=200,
            returns=TAG,
            many=True,
            permissions=READ,
            parameters=(Parameter(name="roleScopeTagIds", kind=Kind.STRINGS),),
        ),
    ),
    set_functions=(Function(name="hasCustomRoleScopeTag", run=has_custom_tag, returns="Edm.Boolean"),),
)

RESOURCES = (SCOPE_TAGS,)
