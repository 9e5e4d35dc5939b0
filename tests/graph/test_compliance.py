"""Do compliance policies and the emails about them live on Graph as clients write and read them?"""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import Group, Tenant
from intune_sim.tenants.roles import AppRole
from protection.models import CompliancePolicyType, DeviceCompliancePolicy
from tests.factories.protection import CompliancePolicyFactory, NotificationTemplateFactory
from tests.factories.tenants import GroupFactory
from tests.graph.conftest import GraphClient

SET = "/deviceManagement/deviceCompliancePolicies"
TEMPLATES = "/beta/deviceManagement/notificationMessageTemplates"
ACTIONS = "scheduledActionsForRule($expand=scheduledActionConfigurations)"
PREFIX = "#microsoft.graph."


def aimed(group: Group, kind: str = "group") -> dict[str, Any]:
    """An assignment to a group."""
    return {"target": {"@odata.type": f"{PREFIX}{kind}AssignmentTarget", "groupId": str(group.graph_id)}}


def everybody(kind: str) -> dict[str, Any]:
    """An assignment to everybody."""
    return {"target": {"@odata.type": f"{PREFIX}{kind}AssignmentTarget"}}


def action(kind: str = "block", hours: int = 0) -> dict[str, Any]:
    """An action as the documented sample writes it."""
    return {
        "actionType": kind,
        "gracePeriodHours": hours,
        "notificationTemplateId": "",
        "notificationMessageCCList": [],
    }


def scheduled(*actions: dict[str, Any]) -> list[dict[str, Any]]:
    """The one rule."""
    return [{"ruleName": "PasswordRequired", "scheduledActionConfigurations": list(actions)}]


@pytest.fixture
def body(staff: Group) -> dict[str, Any]:
    """A policy with everything in one POST."""
    return {
        "@odata.type": f"{PREFIX}iosCompliancePolicy",
        "displayName": "iOS: threat level low",
        "deviceThreatProtectionEnabled": True,
        "deviceThreatProtectionRequiredSecurityLevel": "low",
        "passcodeMinimumLength": 6,
        "scheduledActionsForRule": scheduled(action(), action("notification", 24)),
        "assignments": [aimed(staff)],
    }


def test_a_policy_is_posted_whole_and_read_back(graph: GraphClient, staff: Group, body: dict[str, Any]) -> None:
    posted = graph("post", f"/v1.0{SET}", body)

    assert posted.status_code == 201, posted.content
    made = posted.json()
    assert posted["Location"] == f"http://testserver/v1.0{SET}('{made['id']}')"
    assert made["@odata.type"] == f"{PREFIX}iosCompliancePolicy"
    assert {name: made[name] for name in ("version", "description", "passcodeRequired", "passcodeRequiredType")} == {
        "version": 1,
        "description": None,
        "passcodeRequired": False,
        "passcodeRequiredType": "deviceDefault",
    }
    read = graph.get(f"/beta{SET}?$expand=assignments,{ACTIONS}")["value"]
    assert read == graph.get(f"/beta{SET}?expand=assignments,{ACTIONS}")["value"]
    [policy] = read
    path = f"http://testserver/beta/$metadata#{SET[1:]}('{made['id']}')"
    assert policy["assignments@odata.context"] == f"{path}/assignments"
    [assignment] = policy["assignments"]
    assert assignment["id"] == f"{made['id']}_{staff.graph_id}"
    assert assignment["target"]["groupId"] == str(staff.graph_id)
    [rule] = policy["scheduledActionsForRule"]
    assert rule["ruleName"] == "PasswordRequired"
    found = [(one["actionType"], one["gracePeriodHours"]) for one in rule["scheduledActionConfigurations"]]
    assert found == [("block", 0), ("notification", 24)]
    templates = {one["notificationTemplateId"] for one in rule["scheduledActionConfigurations"]}
    assert templates == {"00000000-0000-0000-0000-000000000000"}
    assert policy["advancedThreatProtectionRequiredSecurityLevel"] == "unavailable"
    [rule] = graph.get(f"/v1.0{SET}/{made['id']}/scheduledActionsForRule?$expand=scheduledActionConfigurations")[
        "value"
    ]
    inside = graph.get(f"/v1.0{SET}/{made['id']}/scheduledActionsForRule/{rule['id']}/scheduledActionConfigurations")[
        "value"
    ]
    assert inside == rule["scheduledActionConfigurations"]
    again = graph("post", f"/beta{SET}/?expand={ACTIONS}", policy)
    assert again.status_code == 201, again.content
    assert again.json()["scheduledActionsForRule"][0]["scheduledActionConfigurations"]
    assert again.json()["id"] != made["id"]


def test_each_platform_has_its_type_and_its_versions(graph: GraphClient, contoso: Tenant) -> None:
    for kind in CompliancePolicyType:
        CompliancePolicyFactory(tenant=contoso, type=kind)
    windows = DeviceCompliancePolicy.objects.get(type=CompliancePolicyType.WINDOWS)

    on_v1, on_beta = (graph.get(f"/{version}{SET}")["value"] for version in ("v1.0", "beta"))

    assert [one["@odata.type"] for one in on_v1] == [f"{PREFIX}{kind}" for kind in CompliancePolicyType]
    only_beta = {"antivirusRequired", "activeFirewallRequired", "defenderEnabled", "rtpEnabled", "tpmRequired"}
    only_beta |= {"deviceThreatProtectionEnabled", "deviceThreatProtectionRequiredSecurityLevel", "roleScopeTagIds"}
    assert on_beta[-1].keys() >= only_beta
    assert not on_v1[-1].keys() & only_beta
    assert on_v1[0].keys() >= {"deviceThreatProtectionEnabled", "deviceThreatProtectionRequiredSecurityLevel"}
    filtered = graph.get(f"/v1.0{SET}?$filter=isof('microsoft.graph.windows10CompliancePolicy')")["value"]
    cast = graph.get(f"/v1.0{SET}/microsoft.graph.windows10CompliancePolicy")["value"]
    assert [one["id"] for one in filtered] == [one["id"] for one in cast] == [str(windows.graph_id)]
    address = f"{SET}/{windows.graph_id}"
    ranges = [{"description": "23H2", "lowestVersion": "10.0.22631.0", "highestVersion": "10.0.22631.9999"}]
    changes = {"@odata.type": f"{PREFIX}windows10CompliancePolicy", "validOperatingSystemBuildRanges": ranges}
    assert graph("patch", f"/beta{address}", {**changes, "tpmRequired": True}).status_code == 204
    assert graph.get(f"/beta{address}")["validOperatingSystemBuildRanges"] == ranges
    assert graph.get(f"/beta{address}")["tpmRequired"] is True
    assert graph("patch", f"/v1.0{address}", {"tpmRequired": True}).status_code == 400


def test_a_policy_is_changed_assigned_scheduled_and_deleted(graph: GraphClient, contoso: Tenant, staff: Group) -> None:
    policy = CompliancePolicyFactory(tenant=contoso, display_name="Old", groups=[staff])
    guests = GroupFactory(tenant=contoso)
    address = f"/beta{SET}/{policy.graph_id}"

    changed = graph("patch", f"{address}?expand={ACTIONS}", {**graph.get(address), "displayName": "New"})
    assert changed.status_code == 204, changed.content
    assert graph.get(address)["version"] == 2
    assigned = graph(
        "post", f"{address}/assign", {"assignments": [everybody("allDevices"), aimed(guests, "exclusionGroup")]}
    )
    assert assigned.status_code == 200, assigned.content
    kinds = [one["target"]["@odata.type"] for one in assigned.json()["value"]]
    assert kinds == [f"{PREFIX}allDevicesAssignmentTarget", f"{PREFIX}exclusionGroupAssignmentTarget"]
    assert graph.get(f"{address}/assignments")["value"] == assigned.json()["value"]
    added = graph("post", f"{address}/assignments", everybody("allLicensedUsers"))
    assert added.status_code == 201, added.content
    one = f"{address}/assignments/{added.json()['id']}"
    assert graph.get(one)["target"]["@odata.type"] == f"{PREFIX}allLicensedUsersAssignmentTarget"
    assert graph("delete", one).status_code == 204
    assert graph("get", one).status_code == 404
    rules = {"deviceComplianceScheduledActionForRules": scheduled(action(hours=48), action("retire", 96))}
    answer = graph("post", f"{address}/scheduleActionsForRules?expand={ACTIONS}", rules)
    assert answer.status_code == 200, answer.content
    expanded = graph.get(f"{address}?$expand={ACTIONS}")["scheduledActionsForRule"][0]
    assert [one["gracePeriodHours"] for one in expanded["scheduledActionConfigurations"]] == [48, 96]
    assert graph("delete", f"{address}?expand={ACTIONS}").status_code == 204
    assert graph("delete", address).status_code == 404
    kinds = list(AuditEvent.objects.order_by("pk").values_list("activity_operation_type", flat=True))
    assert kinds == ["Patch", "Assign", "Assign", "Assign", "Patch", "Delete"]


def test_actions_are_added_changed_and_removed_one_by_one(graph: GraphClient, contoso: Tenant) -> None:
    policy = CompliancePolicyFactory(tenant=contoso)
    rule = policy.scheduled_actions_for_rule.get()
    block = rule.scheduled_action_configurations.get()
    address = f"/v1.0{SET}/{policy.graph_id}/scheduledActionsForRule/{rule.graph_id}/scheduledActionConfigurations"

    added = graph("post", address, {**action("retire", 72), "notificationMessageCCList": None})
    assert added.status_code == 201, added.content
    one = f"{address}/{added.json()['id']}"
    changed = graph("patch", one, {"gracePeriodHours": 96})
    assert (changed.status_code, changed.json()["gracePeriodHours"]) == (200, 96)
    assert graph("patch", one, {"gracePeriodHours": -1}).status_code == 400
    assert graph("patch", one, {"actionType": "block"}).status_code == 400
    assert graph("post", address, action("block")).status_code == 400
    assert graph("delete", f"{address}/{block.graph_id}").status_code == 400
    assert graph("delete", one).status_code == 204
    assert [one["id"] for one in graph.get(address)["value"]] == [str(block.graph_id)]
    assert graph.get(f"/v1.0{SET}/{policy.graph_id}")["version"] == 4


ABSENT = object()
REFUSED = [
    ("without a type", {"@odata.type": ABSENT}),
    ("of the abstract type", {"@odata.type": f"{PREFIX}deviceCompliancePolicy"}),
    ("of another type", {"@odata.type": f"{PREFIX}windowsManagedAppProtection"}),
    ("without a name", {"displayName": ABSENT}),
    ("without actions", {"scheduledActionsForRule": ABSENT}),
    ("with no rule", {"scheduledActionsForRule": []}),
    ("with two rules", {"scheduledActionsForRule": scheduled(action()) * 2}),
    ("with a rule that does not block", {"scheduledActionsForRule": scheduled(action("notification"))}),
    ("with two blocks", {"scheduledActionsForRule": scheduled(action(), action(hours=1))}),
    ("with an unknown action", {"scheduledActionsForRule": scheduled(action("scold"))}),
    ("with a template's name for its id", {"scheduledActionsForRule": scheduled({**action(), "notificationTemplateId": "x"})}),
    ("with a long wait", {"scheduledActionsForRule": scheduled(action(hours=9000))}),
    ("with an unknown level", {"deviceThreatProtectionRequiredSecurityLevel": "severe"}),
    ("with a length that is no number", {"passcodeMinimumLength": "6"}),
    ("with a length out of range", {"passcodeMinimumLength": 40}),
    ("with a switch that is null", {"passcodeRequired": None}),
    ("with another platform's setting", {"bitLockerEnabled": True}),
    ("with an unknown group", {"assignments": [everybody("group")]}),
    ("with an unknown target", {"assignments": [everybody("everything")]}),
]  # fmt: skip


@pytest.mark.parametrize("changes", [one for _, one in REFUSED], ids=[name for name, _ in REFUSED])
def test_a_policy_that_makes_no_sense_is_refused(
    graph: GraphClient, body: dict[str, Any], changes: dict[str, Any]
) -> None:
    posted = {name: value for name, value in {**body, **changes}.items() if value is not ABSENT}

    answer = graph("post", f"/v1.0{SET}", posted)

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "BadRequest"
    assert not DeviceCompliancePolicy.objects.exists()


def test_nobody_is_judged_so_reports_are_empty(graph: GraphClient, contoso: Tenant) -> None:
    policy = CompliancePolicyFactory(tenant=contoso)
    address = f"/beta{SET}/{policy.graph_id}"

    for name in ("deviceStatuses", "userStatuses", "deviceSettingStateSummaries"):
        assert graph.get(f"{address}/{name}")["value"] == []
    for name in ("deviceStatusOverview", "userStatusOverview"):
        overview = graph.get(f"{address}/{name}")
        assert (overview["configurationVersion"], overview["successCount"], overview["failedCount"]) == (1, 0, 0)
    assert graph.get("/v1.0/deviceManagement/deviceCompliancePolicySettingStateSummaries")["value"] == []
    assert graph.get("/beta/deviceManagement/assignmentFilters")["value"] == []
    assert graph("post", f"/beta{SET}/refreshDeviceComplianceReportSummarization", {}).status_code == 204


def test_who_may_not_is_told_so_and_a_stranger_finds_nothing(
    graph_as: Callable[..., GraphClient], stranger: GraphClient, contoso: Tenant
) -> None:
    policy = CompliancePolicyFactory(tenant=contoso)
    template = NotificationTemplateFactory(tenant=contoso)
    address = f"/v1.0{SET}/{policy.graph_id}"
    reader = graph_as(AppRole.CONFIGURATION_READ)

    assert reader("get", address).status_code == 200
    refused = reader("delete", address)
    assert refused.status_code == 403
    assert AppRole.CONFIGURATION_READ_WRITE.value in refused.json()["error"]["message"]
    assert graph_as(AppRole.APPS_READ)("get", address).status_code == 403
    for method, path in (
        ("get", address),
        ("delete", address),
        ("get", f"{address}/assignments"),
        ("get", f"{TEMPLATES}/{template.graph_id}"),
        ("get", f"{TEMPLATES}/{template.graph_id}/localizedNotificationMessages"),
    ):
        assert stranger(method, path).status_code == 404
    assert stranger.get(f"/v1.0{SET}")["value"] == stranger.get(TEMPLATES)["value"] == []


def test_a_template_and_its_messages_are_written_read_and_deleted(graph: GraphClient) -> None:
    posted = graph(
        "post",
        TEMPLATES,
        {
            "@odata.type": f"{PREFIX}notificationMessageTemplate",
            "displayName": "Mark's devices",
            "description": "",
            "defaultLocale": "en-US",
            "brandingOptions": "includeCompanyLogo,includeCompanyName",
            "roleScopeTagIds": ["0"],
        },
    )

    assert posted.status_code == 200, posted.content
    address = f"{TEMPLATES}/{posted.json()['id']}"
    assert posted.json()["brandingOptions"] == "includeCompanyLogo,includeCompanyName"
    [found] = graph.get(f"{TEMPLATES}?$filter=displayName eq 'Mark''s devices'")["value"]
    assert f"{TEMPLATES}/{found['id']}" == address
    text = {"locale": "en-US", "subject": "Your device", "messageTemplate": "{{DeviceName}}", "isDefault": True}
    message = graph("post", f"{address}/localizedNotificationMessages", text)
    assert message.status_code == 200, message.content
    assert message.json()["id"] == f"{found['id']}_en-us"
    one = f"{address}/localizedNotificationMessages/{message.json()['id']}"
    changed = graph("patch", one.replace("Templates/", "Templates//"), {"subject": "Please look at your device"})
    assert (changed.status_code, changed.json()["subject"]) == (200, "Please look at your device")
    expanded = graph.get(f"{address}??$expand=localizedNotificationMessages")
    assert [one["locale"] for one in expanded["localizedNotificationMessages"]] == ["en-us"]
    assert expanded["defaultLocale"] == "en-us"
    assert graph("post", f"{address}/localizedNotificationMessages", text).status_code == 409
    assert graph("patch", address, {"brandingOptions": "none", "description": None}).json()["brandingOptions"] == "none"
    assert graph("patch", address, {"brandingOptions": "gold"}).status_code == 400
    assert graph("post", f"{address}/sendTestMessage").status_code == 204
    assert graph("delete", one).status_code == 204
    assert graph("post", f"{address}/sendTestMessage").status_code == 400
    assert graph("delete", address).status_code == 204
    assert graph("get", f"{TEMPLATES}/{uuid.uuid4()}").status_code == 404
