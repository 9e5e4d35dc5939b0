"""App protection policies in the admin center: the list, the properties, their edits, the deletion, and who may what."""

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from intune_sim.audit.models import AuditEvent, Operation
from intune_sim.tenants.models import Group, Tenant, User
from intune_sim.tenants.roles import Role
from intune_sim.wizard.pages import Difference
from protection.engine.facts import DeviceThreatLevel, RemediationAction
from protection.models import Intent, WindowsManagedAppProtection
from tests.factories.protection import EDGE, MobilePolicyFactory, PolicyFactory
from tests.factories.tenants import GroupFactory
from tests.protection.drafts import DATA, OFFLINE, ROOT, Draft, rows
from tests.walks import where

# The list


def test_the_list_says_who_gets_what(client: Client, contoso: Tenant, staff: Group) -> None:
    PolicyFactory(
        tenant=contoso,
        display_name="Level 2",
        groups=[staff],
        excluded=[GroupFactory(tenant=contoso, display_name="Kiosks")],
        maximum_allowed_device_threat_level=DeviceThreatLevel.LOW,
        mobile_threat_defense_remediation_action=RemediationAction.WIPE,
    )

    page = client.get(ROOT)

    assertContains(page, "Level 2")
    assertContains(page, "Microsoft Edge")
    assertContains(page, "Low (Wipe data)")
    assertContains(page, "Staff")
    assertContains(page, "except Kiosks")


def test_an_unassigned_policy_is_not_deployed(client: Client, contoso: Tenant) -> None:
    PolicyFactory(tenant=contoso)

    page = client.get(ROOT)

    assert [line.cells[0].row.is_deployed for line in page.context["list"].lines] == [False]


def test_the_list_finds_policies_by_a_part_of_the_name(client: Client, contoso: Tenant) -> None:
    PolicyFactory(tenant=contoso, display_name="Level 2")
    PolicyFactory(tenant=contoso, display_name="Kiosk")

    page = client.get(ROOT, {"q": "level"})

    assert [line.cells[0].row.name for line in page.context["list"].lines] == ["Level 2"]


def test_the_list_shows_no_other_tenants_policies(client: Client, fabrikam: Tenant) -> None:
    PolicyFactory(tenant=fabrikam, display_name="Secret")

    assertNotContains(client.get(ROOT), "Secret")


def test_the_list_costs_the_same_for_four_and_two_hundred_policies(
    client: Client, contoso: Tenant, staff: Group
) -> None:
    PolicyFactory.create_batch(2, tenant=contoso, groups=[staff])
    MobilePolicyFactory.create_batch(2, tenant=contoso, groups=[staff])
    with CaptureQueriesContext(connection) as few:
        client.get(ROOT)
    PolicyFactory.create_batch(98, tenant=contoso, groups=[staff])
    MobilePolicyFactory.create_batch(98, tenant=contoso, groups=[staff])

    with CaptureQueriesContext(connection) as many:
        client.get(ROOT)

    assert len(many) <= len(few)


@pytest.mark.parametrize("place", ["", "?q=%00", "?page=x", "?page=99"])
def test_the_list_bears_any_question(client: Client, place: str) -> None:
    assert client.get(f"{ROOT}{place}").status_code == 200


# Properties, edit, delete


@pytest.mark.parametrize(
    ("section", "posted", "field", "stored"),
    [
        ("basics", {"display_name": "New name", "description": "New"}, "display_name", "New name"),
        ("data-protection", {**DATA, "print_blocked": "true"}, "print_blocked", True),
        ("health-checks", rows(("min-os-version", "10.0", "warn")), "minimum_warning_os_version", "10.0"),
    ],
)
def test_a_section_is_edited_by_itself(  # noqa: PLR0917 - a row of the table
    client: Client, contoso: Tenant, section: str, posted: dict[str, object], field: str, stored: object
) -> None:
    policy = PolicyFactory(tenant=contoso, description="Old", minimum_required_app_version="1.0")
    edit = client.get(f"{ROOT}/{policy.graph_id}/edit/{section}").headers["Location"]

    review = client.post(edit, {"go": "next", **posted}, follow=True)
    assert where(review) == "review"
    assertContains(review, "What changes")
    saved = client.post(review.request["PATH_INFO"], {"go": "save"}, follow=True)

    assertRedirects(saved, f"{ROOT}/{policy.graph_id}/properties")
    assertContains(saved, "Changes saved.")
    policy.refresh_from_db()
    assert getattr(policy, field) == stored


def test_editing_the_assignments_replaces_them(client: Client, contoso: Tenant, staff: Group) -> None:
    kiosks = GroupFactory(tenant=contoso)
    policy = PolicyFactory(tenant=contoso, groups=[staff])
    edit = client.get(f"{ROOT}/{policy.graph_id}/edit/assignments").headers["Location"]

    client.post(edit, {"go": f"remove:included:{staff.graph_id}"})
    client.post(edit, {"go": "pick:excluded", "picked": str(kiosks.graph_id)})
    client.post(edit, {"go": "next"})
    client.post(edit.removesuffix("assignments") + "review", {"go": "save"})

    assert [(one.group, one.intent) for one in policy.assignments.all()] == [(kiosks, Intent.EXCLUDE)]
    assert AuditEvent.objects.get().activity_operation_type == Operation.ASSIGN


def test_an_app_that_the_page_does_not_know_survives_an_edit(client: Client, contoso: Tenant) -> None:
    policy = PolicyFactory(tenant=contoso, apps=["com.example.app"])
    edit = client.get(f"{ROOT}/{policy.graph_id}/edit/apps").headers["Location"]

    client.post(edit, {"go": "pick:apps", "picked": EDGE})
    client.post(edit, {"go": "next"})
    client.post(edit.removesuffix("apps") + "review", {"go": "save"})

    assert {app.windows_app_id for app in policy.apps.all()} == {EDGE, "com.example.app"}


def test_the_review_of_an_edit_shows_old_and_new_values(client: Client, contoso: Tenant) -> None:
    policy = PolicyFactory(
        tenant=contoso, maximum_allowed_device_threat_level=DeviceThreatLevel.LOW, minimum_required_os_version="10.0"
    )
    edit = client.get(f"{ROOT}/{policy.graph_id}/edit/health-checks").headers["Location"]

    review = client.post(edit, {"go": "next", **rows(*OFFLINE, ("max-threat-level", "medium", "block"))}, follow=True)

    assert review.context["differences"] == [
        Difference("Min OS version (Block access)", "10.0", None),
        Difference("Max allowed device threat level", "Low, Block access", "Medium, Block access"),
    ]
    unchanged = client.get(f"{ROOT}/{policy.graph_id}/edit/basics").headers["Location"]
    review = client.post(unchanged, {"go": "next", "display_name": policy.display_name, "description": ""}, follow=True)
    assertContains(review, "Nothing differs")


def test_a_duplicate_has_apps_and_settings_and_no_assignment(client: Client, contoso: Tenant, staff: Group) -> None:
    policy = PolicyFactory(
        tenant=contoso, groups=[staff], maximum_allowed_device_threat_level=DeviceThreatLevel.LOW, print_blocked=True
    )
    place = f"{ROOT}/{policy.graph_id}/duplicate"

    assertContains(client.get(place), f'value="{policy.display_name} - Copy"')
    assertContains(client.post(place, {"display_name": " ", "description": ""}), "Enter a name for the policy.")
    done = client.post(place, {"display_name": "Second", "description": "As the first"}, follow=True)

    copy = WindowsManagedAppProtection.objects.get(display_name="Second")
    assertRedirects(done, f"{ROOT}/{copy.graph_id}/properties")
    assert copy.settings.values == policy.settings.values
    assert [app.windows_app_id for app in copy.apps.all()] == [EDGE]
    assert not copy.assignments.exists()


def test_an_edit_leaves_old_and_new_values_in_the_audit_log(client: Client, contoso: Tenant) -> None:
    policy = PolicyFactory(tenant=contoso, maximum_allowed_device_threat_level=DeviceThreatLevel.LOW)
    edit = client.get(f"{ROOT}/{policy.graph_id}/edit/health-checks").headers["Location"]

    client.post(edit, {"go": "next", **rows(*OFFLINE, ("max-threat-level", "medium", "block"))})
    client.post(edit.removesuffix("health-checks") + "review", {"go": "save"})

    assert AuditEvent.objects.get().modified_properties == [
        {"displayName": "maximumAllowedDeviceThreatLevel", "oldValue": "low", "newValue": "medium"}
    ]


def test_the_properties_say_everything(client: Client, contoso: Tenant, staff: Group) -> None:
    policy = PolicyFactory(
        tenant=contoso,
        display_name="Level 2",
        groups=[staff],
        print_blocked=True,
        maximum_allowed_device_threat_level=DeviceThreatLevel.MEDIUM,
        app_action_if_unable_to_authenticate_user=RemediationAction.BLOCK,
    )

    page = client.get(f"{ROOT}/{policy.graph_id}/properties")

    assertContains(page, "Level 2")
    assertContains(page, "Printing Org data")
    assertContains(page, "Block access (minutes)")
    assertContains(page, "Disabled account")
    assertContains(page, "Medium")
    assertContains(page, "Staff")


def test_the_properties_cost_the_same_for_any_number_of_groups(client: Client, contoso: Tenant, staff: Group) -> None:
    few = PolicyFactory(tenant=contoso, groups=[staff])
    many = PolicyFactory(tenant=contoso, groups=GroupFactory.create_batch(20, tenant=contoso))
    with CaptureQueriesContext(connection) as for_few:
        client.get(f"{ROOT}/{few.graph_id}/properties")

    with CaptureQueriesContext(connection) as for_many:
        client.get(f"{ROOT}/{many.graph_id}/properties")

    assert len(for_many) == len(for_few)


def test_deleting_asks_first(client: Client, contoso: Tenant) -> None:
    policy = PolicyFactory(tenant=contoso, display_name="Level 2")

    page = client.get(f"{ROOT}/{policy.graph_id}/delete")

    assertContains(page, "Delete Level 2")
    assert WindowsManagedAppProtection.objects.exists()


def test_a_confirmed_deletion_deletes(client: Client, contoso: Tenant) -> None:
    policy = PolicyFactory(tenant=contoso, display_name="Level 2")

    page = client.post(f"{ROOT}/{policy.graph_id}/delete", follow=True)

    assertContains(page, "Level 2 was deleted.")
    assert not WindowsManagedAppProtection.objects.exists()
    assert AuditEvent.objects.get().activity_operation_type == Operation.DELETE


def test_a_policy_that_was_deleted_meanwhile_is_not_found(client: Client, contoso: Tenant) -> None:
    policy = PolicyFactory(tenant=contoso)
    edit = client.get(f"{ROOT}/{policy.graph_id}/edit/basics").headers["Location"]
    policy.delete()

    assert client.post(edit, {"go": "next", "display_name": "New"}).status_code == 404
    assert client.post(f"{ROOT}/{policy.graph_id}/delete").status_code == 404


@pytest.mark.parametrize(
    "place", ["properties", "delete", "duplicate", "edit/basics/{}/basics", "edit/assignments/{}/assignments"]
)
def test_another_tenants_policy_is_not_found(client: Client, fabrikam: Tenant, place: str) -> None:
    policy = PolicyFactory(tenant=fabrikam)

    assert client.get(f"{ROOT}/{policy.graph_id}/{place.format(uuid.uuid4())}").status_code == 404


# Permissions


@pytest.mark.parametrize(
    ("role", "may_create", "may_update", "may_assign", "may_delete"),
    [
        (Role.INTUNE_ADMINISTRATOR, True, True, True, True),
        (Role.APPLICATION_MANAGER, True, True, True, True),
        (Role.POLICY_AND_PROFILE_MANAGER, True, True, True, True),
        (Role.SCHOOL_ADMINISTRATOR, True, True, False, True),
        (Role.HELP_DESK_OPERATOR, False, False, True, False),
        (Role.ENDPOINT_SECURITY_MANAGER, False, False, False, False),
        (Role.READ_ONLY_OPERATOR, False, False, False, False),
    ],
)
def test_a_button_is_there_exactly_when_its_page_opens(  # noqa: PLR0917 - a row of the table
    admin_with: Callable[[Role], User],
    sign_in: Callable[[User], Client],
    contoso: Tenant,
    role: Role,
    may_create: bool,
    may_update: bool,
    may_assign: bool,
    may_delete: bool,
) -> None:
    policy = PolicyFactory(tenant=contoso)
    client = sign_in(admin_with(role))
    own = f"{ROOT}/{policy.graph_id}"

    listed, shown = client.get(ROOT).content.decode(), client.get(f"{own}/properties").content.decode()

    assert (f"{ROOT}/create/windows" in listed) == may_create
    assert (f"{own}/edit/basics" in shown) == may_update
    assert (f"{own}/edit/assignments" in shown) == may_assign
    assert (f"{own}/delete" in shown) == may_delete
    assert (f"{own}/duplicate" in shown) == may_create
    draft = uuid.uuid4()
    answers = {
        f"{ROOT}/create/{draft}/basics": may_create,
        f"{own}/edit/basics/{draft}/basics": may_update,
        f"{own}/edit/assignments/{draft}/assignments": may_assign,
        f"{own}/delete": may_delete,
        f"{own}/duplicate": may_create,
    }
    assert {place: client.post(place).status_code != 403 for place in answers} == answers


def test_nobody_without_the_right_to_read_sees_the_list(
    admin_with: Callable[[Role], User], sign_in: Callable[[User], Client]
) -> None:
    assert sign_in(admin_with(Role.INTUNE_ROLE_ADMINISTRATOR)).get(ROOT).status_code == 403


def test_a_role_that_may_not_assign_creates_but_chooses_no_groups(
    admin_with: Callable[[Role], User], sign_in: Callable[[User], Client], staff: Group
) -> None:
    draft = Draft(sign_in(admin_with(Role.SCHOOL_ADMINISTRATOR)))

    assertContains(draft.get("assignments"), "does not include Managed apps/Assign")
    assert draft.post("assignments", "pick:included", picked=str(staff.graph_id)).status_code == 403
    draft.fill()
    draft.post("review", "save")

    assert not WindowsManagedAppProtection.objects.get().assignments.exists()


def test_a_role_that_lost_the_right_to_assign_cannot_finish_its_draft(draft: Draft, adele: User, staff: Group) -> None:
    draft.fill(included=[staff])
    adele.role_assignments.update(role=Role.SCHOOL_ADMINISTRATOR)

    assert draft.post("review", "save").status_code == 403
    assert not WindowsManagedAppProtection.objects.exists()
