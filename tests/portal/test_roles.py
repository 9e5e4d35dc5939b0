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
from intune_sim.tenants.roles import BUILT_IN_ROLES, DIRECTORY_ROLES, Permission, Role, ScopeType
from tests.factories.tenants import GroupRoleAssignmentFactory, RoleDefinitionFactory, RoleScopeTagFactory, UserFactory
from tests.walks import Walk, where

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


def allowed(*permissions: Permission) -> dict[str, str]:
    """What the step Permissions posts."""
    return {one.value: "yes" if one in permissions else "no" for one in Permission}


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


def test_a_custom_role_is_made_step_by_step_and_edited_section_by_section(admin: Client, contoso: Tenant) -> None:
    draft = Walk(admin, f"{ALL}/create")
    assert "Enter a name." in text_of(draft.post("basics", description="Kept"))
    assert "Kept" in text_of(draft.get("basics"))
    assert where(draft.post("basics", display_name="Wipers")) == "permissions"
    assert "Allow at least one action." in text_of(draft.get("review"))
    review = draft.post("permissions", **allowed(Permission.APPS_READ, Permission.APPS_WIPE))
    assert where(review) == "review"
    assert "Managed apps Read Create : no" in text_of(review)
    assert not RoleDefinition.objects.filter(tenant=contoso).exists()

    assert "Wipers was created." in text_of(draft.post("review", "save"))
    assert where(draft.post("review", "save")) == "all"
    role = RoleDefinition.objects.get(tenant=contoso)
    assert role.allowed_resource_actions == [Permission.APPS_READ.value, Permission.APPS_WIPE.value]

    page = f"{ALL}/{role.graph_id}"
    edit = Walk(admin, f"{page}/edit/permissions")
    review = edit.post("permissions", **allowed(Permission.APPS_READ))
    assert "Managed apps Read, Wipe Read" in text_of(review)
    assert "Name" not in text_of(review).partition("Old value")[2]
    assert "Changes saved." in text_of(edit.post("review", "save"))
    assert f'href="{page}"' in admin.get("/?pane=notifications").content.decode()
    role.refresh_from_db()
    assert (role.display_name, role.allowed_resource_actions) == ("Wipers", [Permission.APPS_READ.value])
    assert admin.get(f"{page}/edit/nothing/{uuid.uuid4()}/nothing").status_code == 404


def test_a_role_carries_scope_tags_where_there_are_more_than_default(admin: Client, contoso: Tenant) -> None:
    draft = Walk(admin, f"{ALL}/create")
    assert draft.get("scope-tags").status_code == 404
    tag = RoleScopeTagFactory(tenant=contoso, display_name="Zurich")
    draft.post("basics", display_name="Wipers")
    draft.post("permissions", **allowed(Permission.APPS_WIPE))

    assert "Zurich" in text_of(draft.get("scope-tags?select=scope_tags"))
    draft.post("scope-tags", "pick:scope_tags", picked=tag.tag_id)
    draft.post("scope-tags", "remove:scope_tags:0")
    draft.post("scope-tags")
    draft.post("review", "save")

    role = RoleDefinition.objects.get(tenant=contoso)
    assert role.role_scope_tag_ids == [tag.tag_id]
    assert "Scope tags Zurich" in text_of(admin.get(f"{ALL}/{role.graph_id}"))


def test_a_copy_and_an_edit_keep_what_the_pages_do_not_know(admin: Client, contoso: Tenant) -> None:
    elsewhere = "Microsoft.Intune_Filter_Read"
    role = RoleDefinitionFactory(
        tenant=contoso, display_name="Wipers", allowed_resource_actions=[Permission.APPS_WIPE.value, elsewhere]
    )
    page = f"{ALL}/{role.graph_id}"

    copy = Walk(admin, f"{page}/duplicate")
    assert "Wipers - Copy" in copy.get("basics").content.decode()
    copy.post("basics", display_name="Readers")
    copy.post("permissions", **allowed(Permission.APPS_READ))
    copy.post("review", "save")
    made = RoleDefinition.objects.get(tenant=contoso, display_name="Readers")
    assert made.allowed_resource_actions == [Permission.APPS_READ.value, elsewhere]

    role.refresh_from_db()
    assert role.allowed_resource_actions == [Permission.APPS_WIPE.value, elsewhere]
    built_in = admin.get(f"{ALL}/{HELP_DESK}/edit/basics", follow=True)
    assert "Duplicate it instead." in text_of(built_in)


def test_a_role_is_assigned_step_by_step_and_taken_away(
    admin: Client, contoso: Tenant, staff: Group, alex: User
) -> None:
    role = RoleDefinitionFactory(
        tenant=contoso, display_name="Wipers", allowed_resource_actions=[Permission.APPS_WIPE.value]
    )
    page = f"{ALL}/{role.graph_id}"
    draft = Walk(admin, f"{page}/assignments/assign")
    draft.post("basics", display_name="Us")
    assert "Add at least one group." in text_of(draft.post("admin-groups"))
    assert "Staff 1 user" in text_of(draft.get("admin-groups?select=members"))
    draft.post("admin-groups", "pick:members", picked=str(staff.graph_id))
    draft.post("admin-groups")
    assert "Add groups, all users or all devices." in text_of(draft.post("scope-groups"))
    draft.post("scope-groups", "add:allLicensedUsers")
    draft.post("scope-groups", "add:allDevices")
    assert "Scope All users and all devices" in text_of(draft.post("scope-groups"))
    assert "Wipers was assigned." in text_of(draft.post("review", "save"))
    assert permissions_of_user(alex) == {Permission.APPS_WIPE}
    own = f"{page}/assignments/{GroupRoleAssignment.objects.get().graph_id}"
    assert f'href="{own}"' in admin.get(f"/users/{alex.graph_id}").content.decode()
    assert "delete them first" in text_of(admin.post(f"{page}/delete", follow=True))

    assignment = GroupRoleAssignment.objects.get()
    edit = Walk(admin, f"{own}/edit/scope-groups")
    edit.post("scope-groups", "pick:groups", picked=str(staff.graph_id))
    assert "Groups do not stand beside all users" in text_of(edit.post("scope-groups"))
    edit.post("scope-groups", "remove:wholes:allLicensedUsers")
    edit.post("scope-groups", "remove:wholes:allDevices")
    assert "Scope (Groups) All users and all devices Staff" in text_of(edit.post("scope-groups"))
    edit.post("review", "save")
    assert "Scope Staff (1 user)" in text_of(admin.get(own)).replace("( ", "(")
    assignment.refresh_from_db()
    assert assignment.scope_type == ScopeType.RESOURCE_SCOPE

    assert "Delete the assignment?" in text_of(admin.get(f"{own}/delete"))
    admin.post(f"{own}/delete")
    assert "Wipers was deleted." in text_of(admin.post(f"{page}/delete", follow=True))
    assert not permissions_of_user(alex)
    assert {event.activity_operation_type for event in AuditEvent.objects.all()} == {"Create", "Patch", "Delete"}


def test_a_permission_lost_on_the_way_stops_the_wizard(admin: Client, adele: User, contoso: Tenant) -> None:
    draft = Walk(admin, f"{ALL}/create")
    draft.post("basics", display_name="Wipers")
    draft.post("permissions", **allowed(Permission.APPS_WIPE))
    adele.role_assignments.update(role=Role.READ_ONLY_OPERATOR)

    answers = [draft.get("permissions"), draft.post("permissions"), draft.get("review"), draft.post("review", "save")]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert not RoleDefinition.objects.filter(tenant=contoso).exists()


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
    assignment = GroupRoleAssignmentFactory(tenant=contoso, role_definition=role)
    page = f"{ALL}/{role.graph_id}"
    own = f"{page}/assignments/{assignment.graph_id}"

    shown = b"".join(client.get(path).content for path in (ALL, page, f"{page}/assignments", own))

    assert not re.search(rb'href="[^"]*/(create|duplicate|edit|delete|assign|add)[">/?]', shown)
    draft = uuid.uuid4()
    paths = (
        f"{ALL}/create/{draft}/basics",
        f"{page}/duplicate/{draft}/basics",
        f"{page}/edit/basics/{draft}/basics",
        f"{page}/delete",
        f"{page}/assignments/assign/{draft}/basics",
        f"{own}/edit/basics/{draft}/basics",
        f"{own}/delete",
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
