"""App protection policies in the admin center: the list, the wizard, the properties, the deletion."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from intune_sim.audit.models import AuditEvent, Operation
from intune_sim.tenants.models import Group, Tenant, User
from intune_sim.tenants.roles import Role
from protection.engine.facts import ClipboardSharingLevel, DataTransferLevel, DeviceThreatLevel, RemediationAction
from protection.models import Intent, WindowsManagedAppProtection
from protection.queries.app_protection import Difference
from tests.factories.protection import EDGE, PolicyFactory
from tests.factories.tenants import GroupFactory, RoleScopeTagFactory

ROOT = "/apps/app-protection-policies"

OFFLINE = [("offline-grace-period", "720", "block"), ("offline-grace-period", "90", "wipe")]
DATA = {
    "allowed_inbound_data_transfer_sources": "allApps",
    "allowed_outbound_data_transfer_destinations": "allApps",
    "allowed_outbound_clipboard_sharing_level": "anyDestinationAnySource",
    "print_blocked": "false",
}


def rows(*checks: tuple[str, str, str]) -> dict[str, list[str]]:
    """Rows of the Health checks page as its form posts them."""
    return {
        "setting": [setting for setting, _, _ in checks],
        "value": [value for _, value, _ in checks],
        "action": [action for _, _, action in checks],
    }


class Draft:
    """The create wizard in one admin's hands."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.root = client.get(f"{ROOT}/create/windows").headers["Location"].removesuffix("/basics")

    def post(self, step: str, go: str = "next", **data: object):
        """Press a button of a step and see where that leads."""
        return self.client.post(f"{self.root}/{step}", {"go": go, **data}, follow=True)

    def get(self, step: str):
        """A step as it stands."""
        return self.client.get(f"{self.root}/{step}", follow=True)

    def fill(self, *checks: tuple[str, str, str], name: str = "Level 1", included: list[Group] | None = None):
        """Everything up to the review."""
        self.post("basics", display_name=name, description="For everybody")
        self.post("apps", "pick:apps", picked=EDGE)
        self.post("apps")
        self.post("data-protection", **DATA)
        self.post("health-checks", **rows(*OFFLINE, *checks))
        if included:
            self.post("assignments", "pick:included", picked=[str(group.graph_id) for group in included])
        return self.post("assignments")


@pytest.fixture
def client(sign_in: Callable[[User], Client], adele: User) -> Client:
    return sign_in(adele)


@pytest.fixture
def draft(client: Client) -> Draft:
    return Draft(client)


def where(response: object) -> str:
    """The last part of the address that an answer came from."""
    return str(response.request["PATH_INFO"]).rsplit("/", 1)[1]  # type: ignore[attr-defined]


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


def test_the_list_costs_the_same_for_two_and_two_hundred_policies(
    client: Client, contoso: Tenant, staff: Group
) -> None:
    PolicyFactory.create_batch(2, tenant=contoso, groups=[staff])
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(ROOT)
    PolicyFactory.create_batch(198, tenant=contoso, groups=[staff])

    with CaptureQueriesContext(connection) as many:
        client.get(ROOT)

    assert len(many) == len(few)


# The wizard


def test_the_whole_wizard_creates_the_policy(draft: Draft, contoso: Tenant, staff: Group) -> None:
    review = draft.fill(("max-threat-level", "low", "block"), included=[staff])
    assert where(review) == "review"

    created = draft.post("review", "save")

    assertRedirects(created, ROOT)
    assertContains(created, "Level 1 was created.")
    policy = WindowsManagedAppProtection.objects.get()
    assert policy.tenant == contoso
    assert (policy.display_name, policy.description) == ("Level 1", "For everybody")
    assert [app.windows_app_id for app in policy.apps.all()] == [EDGE]
    assert policy.maximum_allowed_device_threat_level == DeviceThreatLevel.LOW
    assert policy.mobile_threat_defense_remediation_action == RemediationAction.BLOCK
    assert policy.period_offline_before_access_check == timedelta(hours=12)
    assert policy.period_offline_before_wipe_is_enforced == timedelta(days=90)
    assert [(one.group, one.intent) for one in policy.assignments.all()] == [(staff, Intent.INCLUDE)]
    assert AuditEvent.objects.get().activity_operation_type == Operation.CREATE


def test_a_new_policy_starts_with_the_offline_grace_periods(draft: Draft) -> None:
    page = draft.get("health-checks")

    assert [(row.value, row.action) for row in page.context["form"].rows] == [("720", "block"), ("90", "wipe")]


@pytest.mark.parametrize(
    ("check", "field", "stored"),
    [
        (("offline-grace-period", "60", "block"), "period_offline_before_access_check", timedelta(hours=1)),
        (("offline-grace-period", "30", "wipe"), "period_offline_before_wipe_is_enforced", timedelta(days=30)),
        (("min-app-version", "120.0", "warn"), "minimum_warning_app_version", "120.0"),
        (("min-app-version", "120.0", "block"), "minimum_required_app_version", "120.0"),
        (("min-app-version", "120.0", "wipe"), "minimum_wipe_app_version", "120.0"),
        (("min-sdk-version", "1.2.3", "block"), "minimum_required_sdk_version", "1.2.3"),
        (("min-sdk-version", "1.2.3", "wipe"), "minimum_wipe_sdk_version", "1.2.3"),
        (("disabled-account", "", "block"), "app_action_if_unable_to_authenticate_user", "block"),
        (("disabled-account", "", "wipe"), "app_action_if_unable_to_authenticate_user", "wipe"),
        (("min-os-version", "10.0.22631.3155", "warn"), "minimum_warning_os_version", "10.0.22631.3155"),
        (("min-os-version", "10.0.22631", "block"), "minimum_required_os_version", "10.0.22631"),
        (("min-os-version", "10.0", "wipe"), "minimum_wipe_os_version", "10.0"),
        (("max-os-version", "10.0.22641", "warn"), "maximum_warning_os_version", "10.0.22641"),
        (("max-os-version", "10.0.22641", "block"), "maximum_required_os_version", "10.0.22641"),
        (("max-os-version", "10.0.22641", "wipe"), "maximum_wipe_os_version", "10.0.22641"),
        (("max-threat-level", "secured", "wipe"), "mobile_threat_defense_remediation_action", "wipe"),
        (("max-threat-level", "secured", "wipe"), "maximum_allowed_device_threat_level", "secured"),
        (("max-threat-level", "medium", "block"), "maximum_allowed_device_threat_level", "medium"),
        (("max-threat-level", "high", "block"), "maximum_allowed_device_threat_level", "high"),
    ],
)
def test_each_health_check_fills_its_setting(
    client: Client, contoso: Tenant, check: tuple[str, str, str], field: str, stored: object
) -> None:
    policy = PolicyFactory(tenant=contoso)
    edit = client.get(f"{ROOT}/{policy.graph_id}/edit/health-checks").headers["Location"]

    client.post(edit, {"go": "next", **rows(check)})
    client.post(edit.removesuffix("health-checks") + "review", {"go": "save"})

    policy.refresh_from_db()
    assert getattr(policy, field) == stored


def test_a_setting_without_a_row_is_not_configured(client: Client, contoso: Tenant) -> None:
    policy = PolicyFactory(
        tenant=contoso,
        maximum_allowed_device_threat_level=DeviceThreatLevel.LOW,
        minimum_required_os_version="10.0",
        app_action_if_unable_to_authenticate_user=RemediationAction.WIPE,
    )
    edit = client.get(f"{ROOT}/{policy.graph_id}/edit/health-checks").headers["Location"]

    client.post(edit, {"go": "next"} | rows(("max-os-version", "11.0", "warn")))
    client.post(edit.removesuffix("health-checks") + "review", {"go": "save"})

    policy.refresh_from_db()
    assert policy.maximum_allowed_device_threat_level == DeviceThreatLevel.NOT_CONFIGURED
    assert policy.minimum_required_os_version is None
    assert policy.app_action_if_unable_to_authenticate_user is None
    assert policy.period_offline_before_access_check is None
    assert policy.maximum_warning_os_version == "11.0"


@pytest.mark.parametrize(
    ("field", "posted", "stored"),
    [
        ("allowed_inbound_data_transfer_sources", "none", DataTransferLevel.NONE),
        ("allowed_outbound_data_transfer_destinations", "none", DataTransferLevel.NONE),
        ("allowed_outbound_clipboard_sharing_level", "none", ClipboardSharingLevel.NONE),
        (
            "allowed_outbound_clipboard_sharing_level",
            "orgDestinationAnySource",
            ClipboardSharingLevel.ORG_DESTINATION_ANY_SOURCE,
        ),
        (
            "allowed_outbound_clipboard_sharing_level",
            "orgDestinationOrgSource",
            ClipboardSharingLevel.ORG_DESTINATION_ORG_SOURCE,
        ),
        ("print_blocked", "true", True),
    ],
)
def test_each_data_protection_setting_is_stored(
    client: Client, contoso: Tenant, field: str, posted: str, stored: object
) -> None:
    policy = PolicyFactory(tenant=contoso)
    edit = client.get(f"{ROOT}/{policy.graph_id}/edit/data-protection").headers["Location"]

    client.post(edit, {"go": "next", **DATA, field: posted})
    client.post(edit.removesuffix("data-protection") + "review", {"go": "save"})

    policy.refresh_from_db()
    assert getattr(policy, field) == stored


@pytest.mark.parametrize(
    ("check", "complaint"),
    [
        (
            ("min-os-version", "22631.3155", "block"),
            "looks like winver&#x27;s short form. Write 10.0.22631.3155 instead.",
        ),
        (("min-os-version", "", "block"), "Enter a version."),
        (("min-os-version", "ten", "block"), "&#x27;ten&#x27; is not a version"),
        (("max-os-version", "10.0.70000", "warn"), "has a part over 65535"),
        (("min-app-version", "1.2.3.4.5", "warn"), "is not a version"),
        (("offline-grace-period", "0", "block"), "Enter a whole number of minutes from 1"),
        (("offline-grace-period", "1.5", "wipe"), "Enter a whole number of days from 1 to 36500."),
        (("offline-grace-period", "99999999999999999999", "wipe"), "Enter a whole number of days"),
        (("max-threat-level", "", "block"), "Select a threat level."),
        (("max-threat-level", "notConfigured", "block"), "Select a threat level."),
        (("max-threat-level", "low", "warn"), "Select an action."),
        (("min-sdk-version", "1.0", "warn"), "Select an action."),
        (("disabled-account", "", "warn"), "Select an action."),
    ],
)
def test_a_bad_row_is_explained_and_kept(draft: Draft, check: tuple[str, str, str], complaint: str) -> None:
    draft.post("basics", display_name="Level 1")
    draft.post("apps", "pick:apps", picked=EDGE)
    page = draft.post("health-checks", **rows(check))

    assert where(page) == "health-checks"
    assertContains(page, complaint)
    assert page.context["form"].rows[0].value == check[1]


@pytest.mark.parametrize(
    ("first", "second", "complaint"),
    [
        (("min-os-version", "10.0", "block"), ("min-os-version", "11.0", "block"), "There is already a row for Min OS"),
        (("max-threat-level", "low", "block"), ("max-threat-level", "high", "wipe"), "can be set only once"),
        (("disabled-account", "", "block"), ("disabled-account", "", "wipe"), "can be set only once"),
    ],
)
def test_a_second_row_of_the_same_setting_and_action_is_refused(
    draft: Draft, first: tuple[str, str, str], second: tuple[str, str, str], complaint: str
) -> None:
    draft.post("basics", display_name="Level 1")
    draft.post("apps", "pick:apps", picked=EDGE)
    page = draft.post("health-checks", **rows(first, second))

    assertContains(page, complaint)
    assert [row.value for row in page.context["form"].rows] == [first[1], second[1]]


def test_one_setting_may_have_a_row_for_each_action(draft: Draft) -> None:
    checks = [("min-os-version", f"10.{part}", action) for part, action in enumerate(("wipe", "block", "warn"))]

    review = draft.fill(*checks)

    assert where(review) == "review"
    assertContains(review, "Min OS version", count=3)


def test_choosing_a_setting_adds_its_row_with_the_next_legal_action(draft: Draft) -> None:
    page = draft.post("health-checks", "add:min-os-version", **rows(*OFFLINE, ("min-os-version", "10", "warn")))

    assert [(row.value, row.action) for row in page.context["form"].rows[2:]] == [("10", "warn"), ("", "block")]
    assertNotContains(page, "Enter a version.")


def test_a_setting_that_is_used_up_leaves_the_drop_down(draft: Draft) -> None:
    page = draft.post("health-checks", "add:max-threat-level", **rows(*OFFLINE))

    offered = [condition.key for _, _, free in page.context["form"].groups for condition in free]
    assert "max-threat-level" not in offered
    assert "offline-grace-period" not in offered
    assert "min-os-version" in offered


def test_a_row_is_removed_and_the_others_stay(draft: Draft) -> None:
    page = draft.post("health-checks", "remove:row:0", **rows(*OFFLINE))

    assert [row.value for row in page.context["form"].rows] == ["90"]


def test_the_page_says_how_a_maximum_reads_missing_parts(draft: Draft) -> None:
    page = draft.post("health-checks", "add:max-os-version", **rows(*OFFLINE))

    assertContains(page, "10.0.22631.3155 exceeds a maximum of 10.0.22631")


def test_a_policy_needs_a_name(draft: Draft) -> None:
    page = draft.post("basics", display_name="  ", description="Kept")

    assert where(page) == "basics"
    assertContains(page, "Enter a name for the policy.")
    assertContains(page, "Kept")


def test_a_policy_needs_an_app(draft: Draft) -> None:
    draft.post("basics", display_name="Level 1")

    page = draft.post("apps")

    assert where(page) == "apps"
    assertContains(page, "Select at least one app.")


def test_going_back_and_forth_keeps_everything(draft: Draft) -> None:
    draft.fill(("max-threat-level", "low", "wipe"))

    back = draft.post("review", "previous")
    back = draft.post("assignments", "previous")
    assert where(back) == "health-checks"
    back = draft.post("health-checks", "step:basics", **rows(*OFFLINE, ("max-os-version", "oops", "warn")))
    assertContains(back, "Level 1")

    assert [row.value for row in draft.get("health-checks").context["form"].rows] == ["720", "90", "oops"]


def test_a_step_ahead_cannot_be_reached_over_an_unfinished_one(draft: Draft) -> None:
    draft.post("basics", display_name="Level 1")

    page = draft.get("review")

    assert where(page) == "apps"
    assertContains(page, "Select at least one app.")


def test_an_unfinished_draft_creates_nothing(draft: Draft) -> None:
    draft.post("review", "save")

    assert not WindowsManagedAppProtection.objects.exists()


def test_two_drafts_do_not_mix(client: Client) -> None:
    one, other = Draft(client), Draft(client)
    one.post("basics", display_name="One")
    other.post("basics", display_name="Other")

    assertContains(one.get("basics"), "One")
    assertNotContains(one.get("basics"), "Other")


def test_groups_are_added_and_removed_with_their_members_counted(draft: Draft, staff: Group) -> None:
    page = draft.post("assignments", "pick:included", picked=str(staff.graph_id))
    assertContains(page, "1 user")

    page = draft.post("assignments", f"remove:included:{staff.graph_id}")

    assertContains(page, "No groups selected", count=2)


def test_the_group_pane_offers_the_tenants_own_groups_that_are_not_chosen(
    draft: Draft, contoso: Tenant, staff: Group, fabrikam: Tenant
) -> None:
    GroupFactory(tenant=contoso, display_name="Kiosks")
    GroupFactory(tenant=fabrikam, display_name="Foreign")
    draft.post("assignments", "pick:excluded", picked=str(staff.graph_id))

    page = draft.client.get(f"{draft.root}/assignments", {"select": "included"})

    assert [group.name for group in page.context["choices"]] == ["Kiosks"]


def test_another_tenants_group_is_refused_at_the_end(draft: Draft, fabrikam: Tenant) -> None:
    draft.fill(included=[GroupFactory(tenant=fabrikam)])

    page = draft.post("review", "save")

    assertContains(page, "There is no group with id")
    assert not WindowsManagedAppProtection.objects.exists()


def test_a_group_that_was_deleted_meanwhile_can_be_taken_out(draft: Draft, staff: Group) -> None:
    review = draft.fill(included=[staff])
    staff.delete()

    assertContains(draft.get("assignments"), "Deleted group")
    assertContains(draft.post("review", "save"), "There is no group with id")
    draft.post("assignments", f"remove:included:{staff.graph_id}")
    draft.post("review", "save")

    assert where(review) == "review"
    assert WindowsManagedAppProtection.objects.exists()


def test_nonsense_in_place_of_a_group_is_left_out(draft: Draft) -> None:
    page = draft.post("assignments", "pick:included", picked=["nonsense", str(uuid.uuid4())[:-1]])

    assertContains(page, "No groups selected", count=2)


def test_only_an_app_that_is_offered_can_be_picked(draft: Draft) -> None:
    page = draft.post("apps", "pick:apps", picked=["com.example.app", "x" * 500])

    assertContains(page, "No apps selected")


def test_scope_tags_are_chosen_where_there_are_more_than_default(draft: Draft, contoso: Tenant) -> None:
    assert b"Scope tags" not in draft.get("basics").content
    assert draft.get("scope-tags").status_code == 404

    tag = RoleScopeTagFactory(tenant=contoso, display_name="Zurich")
    draft.fill()
    assert b"Default" in draft.get("scope-tags").content
    draft.post("scope-tags", "remove:scope_tags:0")
    assertContains(draft.post("scope-tags"), "Select at least one scope tag.")
    assertContains(draft.client.get(f"{draft.root}/scope-tags?select=scope_tags"), "Zurich")
    draft.post("scope-tags", "pick:scope_tags", picked=tag.tag_id)
    draft.post("review", "save")

    policy = WindowsManagedAppProtection.objects.get()
    assert policy.role_scope_tag_ids == [tag.tag_id]
    shown = draft.client.get(f"{ROOT}/{policy.graph_id}/properties")
    assert shown.context["sheet"].scope_tags == ["Zurich"]
    assertContains(shown, f"{ROOT}/{policy.graph_id}/edit/scope-tags")


def test_pressing_create_twice_creates_one_policy(draft: Draft) -> None:
    draft.fill()
    draft.post("review", "save")

    again = draft.post("review", "save")

    assertRedirects(again, ROOT)
    assert WindowsManagedAppProtection.objects.count() == 1


def test_a_long_list_of_groups_asks_for_a_search(draft: Draft, contoso: Tenant) -> None:
    GroupFactory.create_batch(101, tenant=contoso)

    page = draft.client.get(f"{draft.root}/assignments", {"select": "included"})

    assert len(page.context["choices"]) == 100
    assertContains(page, "There are more groups.")


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
