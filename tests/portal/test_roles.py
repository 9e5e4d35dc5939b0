"""Roles: what the pages say of them, and that who holds one changes as the pages say."""

import re
import uuid
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import Group, GroupRoleAssignment, RoleDefinition, RoleScopeTag, Tenant, User
from intune_sim.tenants.queries import permissions_of_user
from intune_sim.tenants.roles import BUILT_IN_ROLES, DIRECTORY_ROLES, Permission, Role
from tests.factories.tenants import GroupRoleAssignmentFactory, RoleDefinitionFactory, RoleScopeTagFactory, UserFactory

ROOT = "/tenant-admin/roles"
ALL = f"{ROOT}/all"
HELP_DESK = BUILT_IN_ROLES[Role.HELP_DESK_OPERATOR]
INTUNE_ADMINISTRATOR = DIRECTORY_ROLES[Role.INTUNE_ADMINISTRATOR]


@pytest.fixture
def admin(sign_in: Callable[[User], Client], adele: User) -> Client:
    """Adele's session."""
    return sign_in(adele)


def text_of(response: HttpResponse) -> str:
    """What a page says, without its markup, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_all_roles_tell_whose_they_are_and_how_many_hold_them(
    admin: Client, contoso: Tenant, fabrikam: Tenant, staff: Group
) -> None:
    RoleDefinitionFactory(tenant=contoso, display_name="Wipers")
    RoleDefinitionFactory(tenant=fabrikam, display_name="Somebody else's")
    GroupRoleAssignmentFactory(
        tenant=contoso, role_definition=RoleDefinition.objects.get(graph_id=HELP_DESK), members=[staff]
    )

    page = text_of(admin.get(ALL))

    assert "Intune Administrator Microsoft Entra role 0 1" in page
    assert "Help Desk Operator Built-in Intune role 1 0" in page
    assert "Wipers Custom Intune role 0 0" in page
    assert "Somebody else" not in page


def test_a_custom_role_is_made_assigned_and_taken_away(
    admin: Client, contoso: Tenant, staff: Group, alex: User
) -> None:
    admin.post(
        f"{ALL}/create",
        {"display_name": "Wipers", "actions": [Permission.APPS_READ.value, Permission.APPS_WIPE.value]},
    )
    role = RoleDefinition.objects.get(tenant=contoso)
    page = f"{ALL}/{role.graph_id}"
    assert "Managed apps Read Create : no" in text_of(admin.get(page))
    refused = admin.post(f"{page}/assignments/assign", {"display_name": "Us", "members": [staff.graph_id]})
    assert "This field is required." in text_of(refused)

    given = {"display_name": "Us", "members": [staff.graph_id], "scope_type": "allLicensedUsers"}
    assigned = admin.post(f"{page}/assignments/assign", given, follow=True)
    assert "Us Staff All users" in text_of(assigned)
    assert permissions_of_user(alex) == {Permission.APPS_READ, Permission.APPS_WIPE}
    assert "delete them first" in text_of(admin.post(f"{page}/delete", follow=True))

    admin.post(f"{page}/edit", {"display_name": "Readers", "actions": [Permission.APPS_READ.value]})
    assert permissions_of_user(alex) == {Permission.APPS_READ}
    assignment = GroupRoleAssignment.objects.get()
    assert "Delete the assignment?" in text_of(admin.get(f"{page}/assignments/{assignment.graph_id}/delete"))
    admin.post(f"{page}/assignments/{assignment.graph_id}/delete")
    assert "Readers was deleted." in text_of(admin.post(f"{page}/delete", follow=True))

    assert not permissions_of_user(alex)
    assert not RoleDefinition.objects.filter(tenant=contoso).exists()
    assert {event.activity_operation_type for event in AuditEvent.objects.all()} == {"Create", "Patch", "Delete"}


def test_a_user_holds_a_role_until_it_is_removed_and_somebody_stays_in_charge(
    admin: Client, adele: User, alex: User
) -> None:
    desk = f"{ALL}/{HELP_DESK}"
    found = admin.get(f"{desk}/admins/add?find=alex")
    assert alex.user_principal_name in text_of(found)
    assert "Select a user." in text_of(admin.post(f"{desk}/admins/add", {"user": "x"}))
    added = admin.post(f"{desk}/admins/add", {"user": alex.graph_id}, follow=True)
    assert "holds the role Help Desk Operator now." in text_of(added)
    assert Permission.APPS_WIPE in permissions_of_user(alex)
    assert "Remove" in text_of(admin.get(f"{desk}/admins/{alex.graph_id}/remove"))
    admin.post(f"{desk}/admins/{alex.graph_id}/remove")
    assert not alex.role_assignments.exists()

    last = admin.post(f"{ALL}/{INTUNE_ADMINISTRATOR}/admins/{adele.graph_id}/remove", follow=True)

    assert "is the last one who may do everything in this tenant." in text_of(last)
    assert adele.role_assignments.exists()


def test_nobody_raises_somebody_above_themselves(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User], alex: User
) -> None:
    client = sign_in(admin_with(Role.INTUNE_ROLE_ADMINISTRATOR))

    shown = client.get(f"{ALL}/{INTUNE_ADMINISTRATOR}/assignments")
    refused = client.post(f"{ALL}/{INTUNE_ADMINISTRATOR}/admins/add", {"user": alex.graph_id})

    assert b"Add user" not in shown.content
    assert refused.status_code == 403
    assert not alex.role_assignments.exists()


def test_who_may_only_read_roles_sees_no_command_and_changes_nothing(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User], contoso: Tenant
) -> None:
    client = sign_in(admin_with(Role.READ_ONLY_OPERATOR))
    role = RoleDefinitionFactory(tenant=contoso)
    page = f"{ALL}/{role.graph_id}"

    shown = client.get(ALL).content + client.get(page).content + client.get(f"{page}/assignments").content

    assert not re.search(rb'href="[^"]*/(create|edit|delete|assign|add)[">?]', shown)
    paths = (
        f"{ALL}/create",
        f"{page}/edit",
        f"{page}/delete",
        f"{page}/assignments/assign",
        f"{ROOT}/scope-tags/create",
    )
    assert {client.post(path).status_code for path in paths} == {403}


def test_my_permissions_name_the_role_that_gives_each(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User], contoso: Tenant, staff: Group
) -> None:
    desk = admin_with(Role.ENDPOINT_PRIVILEGE_READER)
    staff.memberships.create(user=desk)
    role = RoleDefinitionFactory(
        tenant=contoso, display_name="Wipers", allowed_resource_actions=[Permission.APPS_WIPE.value]
    )
    GroupRoleAssignmentFactory(tenant=contoso, role_definition=role, display_name="Us", members=[staff])

    page = text_of(sign_in(desk).get(f"{ROOT}/my-permissions"))

    assert "Managed apps Wipe Wipers (Us)" in page
    assert "Organization Read Endpoint Privilege Reader" in page
    assert "3 items" in page


def test_scope_tags_are_made_named_and_deleted_in_the_own_tenant_alone(
    admin: Client, contoso: Tenant, fabrikam: Tenant
) -> None:
    theirs = RoleScopeTagFactory(tenant=fabrikam, tag_id="7", display_name="Theirs")
    made = admin.post(f"{ROOT}/scope-tags/create", {"display_name": "Berlin"}, follow=True)
    assert "Berlin was created." in text_of(made)
    assert "A scope tag named 'Berlin' exists already." in text_of(
        admin.post(f"{ROOT}/scope-tags/create", {"display_name": "Berlin"})
    )
    tag = RoleScopeTag.objects.get(tenant=contoso)
    admin.post(f"{ROOT}/scope-tags/{tag.tag_id}", {"display_name": "Bonn"})
    assert "Bonn" in text_of(admin.get(f"{ROOT}/scope-tags"))
    assert "Delete the scope tag?" in text_of(admin.get(f"{ROOT}/scope-tags/{tag.tag_id}/delete"))

    admin.post(f"{ROOT}/scope-tags/{tag.tag_id}/delete")

    assert not RoleScopeTag.objects.filter(tenant=contoso).exists()
    assert admin.get(f"{ROOT}/scope-tags/{theirs.tag_id}").status_code == 404
    assert "Theirs" not in text_of(admin.get(f"{ROOT}/scope-tags"))


def test_what_is_not_there_is_not_found(admin: Client, contoso: Tenant) -> None:
    nobody, stranger = uuid.uuid4(), UserFactory(tenant=contoso)
    paths = (
        f"{ALL}/{nobody}",
        f"{ALL}/{HELP_DESK}/assignments/{nobody}/delete",
        f"{ALL}/{HELP_DESK}/admins/{stranger.graph_id}/remove",
        f"{ROOT}/scope-tags/99",
    )

    assert [admin.get(path).status_code for path in paths] == [404] * 4
