"""The wizard that creates a policy: every step, every mistake, and nothing lost on the way."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from intune_sim.audit.models import AuditEvent, Operation
from intune_sim.tenants.models import Group, Tenant
from protection.engine.facts import ClipboardSharingLevel, DataTransferLevel, DeviceThreatLevel, RemediationAction
from protection.models import Intent, WindowsManagedAppProtection
from tests.factories.protection import EDGE, PolicyFactory
from tests.factories.tenants import GroupFactory, RoleScopeTagFactory
from tests.protection.drafts import DATA, OFFLINE, ROOT, Draft, rows
from tests.walks import where


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

    assert [group.label for group in page.context["picking"].choices] == ["Kiosks"]


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

    assert len(page.context["picking"].choices) == 100
    assertContains(page, "There are more.")
