"""Do custom roles and the groups that hold them decide what somebody may do, and do built-in ones stay as they are?"""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.errors import Conflict, Invalid
from intune_sim.tenants.models import Group, RoleDefinition, RoleScopeTag, Tenant, User
from intune_sim.tenants.queries import permissions_of_user
from intune_sim.tenants.roles import BUILT_IN_ROLES, PERMISSIONS, Permission, Role
from intune_sim.tenants.services import roles as services
from intune_sim.tenants.services import scope_tags
from tests.factories.tenants import (
    GroupFactory,
    GroupRoleAssignmentFactory,
    RoleDefinitionFactory,
    RoleScopeTagFactory,
)
from tests.instants import MONDAY

pytestmark = pytest.mark.django_db
DONE: dict[str, Any] = {"by": SYSTEM, "now": MONDAY}


def test_every_database_has_the_built_in_roles_and_the_default_tag(contoso: Tenant) -> None:
    roles = {role.graph_id: role for role in RoleDefinition.objects.for_tenant(contoso)}

    assert roles.keys() == set(BUILT_IN_ROLES.values())
    desk = roles[BUILT_IN_ROLES[Role.HELP_DESK_OPERATOR]]
    assert desk.display_name == "Help Desk Operator"
    assert set(desk.allowed_resource_actions) == {one.value for one in PERMISSIONS[Role.HELP_DESK_OPERATOR]}
    assert [(tag.tag_id, tag.display_name) for tag in RoleScopeTag.objects.for_tenant(contoso)] == [("0", "Default")]


def test_a_role_given_to_a_group_opens_pages_to_its_members(
    contoso: Tenant, alex: User, staff: Group, sign_in: Callable[[User], Client]
) -> None:
    browser = sign_in(alex)
    assert browser.get(reverse("audit-logs")).status_code == 403
    role = services.create_role_definition(
        tenant=contoso,
        values={"display_name": "Auditor", "allowed_resource_actions": ["Microsoft.Intune_Audit_Read"]},
        **DONE,
    )
    assignment = services.create_role_assignment(
        tenant=contoso, role=role, members=[str(staff.graph_id)], values={"display_name": "Auditors"}, **DONE
    )

    assert browser.get(reverse("audit-logs")).status_code == 200
    services.delete_role_assignment(assignment=assignment, **DONE)
    assert browser.get(reverse("audit-logs")).status_code == 403
    activities = AuditEvent.objects.filter(category="Role").order_by("pk").values_list("activity", flat=True)
    assert list(activities) == ["Create RoleDefinition", "Create RoleAssignment", "Delete RoleAssignment"]


def test_rights_add_up_and_unknown_actions_give_none(contoso: Tenant, adele: User, alex: User, staff: Group) -> None:
    actions = ["Microsoft.Intune_Roles_Read", "Microsoft.Intune_Endpoint_Fly"]
    custom = RoleDefinitionFactory(tenant=contoso, allowed_resource_actions=actions)
    built_in = RoleDefinition.objects.get(graph_id=BUILT_IN_ROLES[Role.ENDPOINT_PRIVILEGE_READER])
    for role in (custom, built_in):
        GroupRoleAssignmentFactory(tenant=contoso, role_definition=role, members=[staff])

    assert permissions_of_user(alex) == {
        Permission.ROLES_READ,
        Permission.DEVICES_READ,
        Permission.ORGANIZATION_READ,
    }
    assert permissions_of_user(adele) == set(Permission)


def test_a_built_in_role_and_the_default_tag_cannot_be_changed(contoso: Tenant) -> None:
    role = RoleDefinition.objects.get(graph_id=BUILT_IN_ROLES[Role.READ_ONLY_OPERATOR])
    tag = RoleScopeTag.objects.get(tag_id="0")

    for attempt in (
        lambda: services.edit_role_definition(tenant=contoso, role=role, values={"display_name": "Mine"}, **DONE),
        lambda: services.delete_role_definition(role=role, **DONE),
        lambda: scope_tags.edit_scope_tag(tag=tag, values={"display_name": "Mine"}, **DONE),
        lambda: scope_tags.delete_scope_tag(tenant=contoso, tag=tag, **DONE),
        lambda: scope_tags.assign_scope_tag(tenant=contoso, tag=tag, groups=[], **DONE),
    ):
        with pytest.raises(Invalid, match="built in"):
            attempt()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"display_name": " "}, "displayName"),
        ({"display_name": "A" * 129}, "displayName"),
        ({"allowed_resource_actions": ["Everything"]}, "Everything"),
        ({"role_scope_tag_ids": ["7"]}, "7"),
        ({"role_scope_tag_ids": ["0"] * 101}, "100"),
    ],
)
def test_a_role_that_makes_no_sense_is_refused(contoso: Tenant, values: dict[str, Any], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        services.create_role_definition(tenant=contoso, values={"display_name": "Role", **values}, **DONE)


def test_only_groups_of_the_tenant_hold_a_role(contoso: Tenant, fabrikam: Tenant) -> None:
    role = RoleDefinitionFactory(tenant=contoso)

    for members in ([], ["everybody"], [str(uuid.UUID(int=1))], [str(GroupFactory(tenant=fabrikam).graph_id)]):
        with pytest.raises(Invalid):
            services.create_role_assignment(
                tenant=contoso, role=role, members=members, values={"display_name": "Some"}, **DONE
            )


def test_what_is_in_use_is_not_deleted(contoso: Tenant, staff: Group) -> None:
    tag = scope_tags.create_scope_tag(tenant=contoso, display_name="Berlin", **DONE)
    role = RoleDefinitionFactory(tenant=contoso, role_scope_tag_ids=["0", tag.tag_id])
    assignment = GroupRoleAssignmentFactory(tenant=contoso, role_definition=role, members=[staff])

    with pytest.raises(Invalid, match="assignments"):
        services.delete_role_definition(role=role, **DONE)
    with pytest.raises(Invalid, match=role.display_name):
        scope_tags.delete_scope_tag(tenant=contoso, tag=tag, **DONE)
    services.delete_role_assignment(assignment=assignment, **DONE)
    services.delete_role_definition(role=role, **DONE)
    scope_tags.delete_scope_tag(tenant=contoso, tag=tag, **DONE)


def test_scope_tags_count_up_in_each_tenant_and_have_names_of_their_own(contoso: Tenant, fabrikam: Tenant) -> None:
    RoleScopeTagFactory(tenant=fabrikam, tag_id="9", display_name="Berlin")

    first = scope_tags.create_scope_tag(tenant=contoso, display_name="Berlin", **DONE)
    second = scope_tags.create_scope_tag(tenant=contoso, display_name="Paris", **DONE)

    assert (first.tag_id, second.tag_id) == ("1", "2")
    with pytest.raises(Conflict, match="berlin"):
        scope_tags.create_scope_tag(tenant=contoso, display_name="berlin", **DONE)
