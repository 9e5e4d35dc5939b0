"""Do Windows app protection policies live on Graph as the wizard writes them?"""

from collections.abc import Callable
from typing import Any

import pytest

from intune_sim.tenants.models import Group, Tenant
from intune_sim.tenants.roles import AppRole
from protection.models import WindowsManagedAppProtection
from tests.factories.protection import PolicyFactory
from tests.factories.tenants import GroupFactory
from tests.graph.conftest import GraphClient

SET = "/beta/deviceAppManagement/windowsManagedAppProtections"
ALL = "/deviceAppManagement/managedAppPolicies"
EDGE = {
    "mobileAppIdentifier": {
        "@odata.type": "#microsoft.graph.windowsAppIdentifier",
        "windowsAppId": "com.microsoft.edge",
    }
}
READ_BACK = {
    "printBlocked": True,
    "minimumRequiredOsVersion": "10.0.22631.0",
    "description": "",
    "allowedInboundDataTransferSourceApps": "oneDriveForBusiness",
}


def aimed(group: Group, kind: str = "group") -> dict[str, Any]:
    """An assignment to a group."""
    return {"target": {"@odata.type": f"#microsoft.graph.{kind}AssignmentTarget", "groupId": str(group.graph_id)}}


@pytest.fixture
def body(staff: Group) -> dict[str, Any]:
    """A policy with everything in one POST, and what scripts add for other platforms."""
    return {
        "@odata.type": "#microsoft.graph.windowsManagedAppProtection",
        "displayName": "Edge on personal PCs",
        "description": "",
        "roleScopeTagIds": ["0"],
        "printBlocked": True,
        "allowedOutboundDataTransferDestinations": "none",
        "allowedInboundDataTransferSourceApps": "oneDriveForBusiness",
        "maximumAllowedDeviceThreatLevel": "low",
        "mobileThreatDefenseRemediationAction": "block",
        "minimumRequiredOsVersion": "10.0.22631.0",
        "minimumRequiredAppVersion": None,
        "periodOfflineBeforeAccessCheck": "PT720M",
        "periodOfflineBeforeWipeIsEnforced": "P90D",
        "pinRequired": False,
        "enterpriseDomain": "contoso.example",
        "apps": [EDGE],
        "assignments": [aimed(staff)],
    }


def test_a_policy_is_posted_whole_and_read_back(graph: GraphClient, staff: Group, body: dict[str, Any]) -> None:
    posted = graph("post", SET, body)

    assert posted.status_code == 201, posted.content
    made = posted.json()
    assert made["id"].startswith("T_")
    assert posted["Location"] == f"http://testserver{SET}('{made['id']}')"
    assert (made["isAssigned"], made["deployedAppCount"]) == (True, 1)
    assert made["periodOfflineBeforeAccessCheck"] == "PT12H"
    assert {name: made[name] for name in body.keys() & READ_BACK.keys()} == READ_BACK
    read = graph.get(f"{SET}/{made['id']}?$expand=apps,assignments($select=id)")
    path = f"deviceAppManagement/windowsManagedAppProtections('{made['id']}')"
    assert read["apps@odata.context"] == f"http://testserver/beta/$metadata#{path}/apps"
    assert read["apps"][0]["id"] == "com.microsoft.edge.windows"
    assert read["apps"][0]["mobileAppIdentifier"] == EDGE["mobileAppIdentifier"]
    assert read["assignments"] == [{"id": f"{staff.graph_id}_incl"}]
    read = graph.get(f"{SET}/{made['id']}?$expand=apps,assignments")
    again = graph("post", SET, read)
    assert again.status_code == 201
    known = {
        "id",
        "version",
        "assignments",
        "apps",
        "@odata.context",
        "apps@odata.context",
        "assignments@odata.context",
    }
    assert {k: v for k, v in graph.get(f"{SET}/{again.json()['id']}").items() if k not in known} == {
        k: v for k, v in read.items() if k not in known
    }


def test_a_policy_is_changed_assigned_and_deleted(graph: GraphClient, contoso: Tenant, staff: Group) -> None:
    policy = PolicyFactory(tenant=contoso, apps=[])
    guests = GroupFactory(tenant=contoso)
    here = f"{SET}/{policy.policy_id}"
    before = graph.get(here)

    changed = graph("patch", here, {"displayName": "New", "maximumAllowedDeviceThreatLevel": "medium", "id": "x"})
    assigned = graph("post", f"{here}/assign", {"assignments": [aimed(staff), aimed(guests, "exclusionGroup")]})
    targeted = graph("post", f"{ALL.replace('/', '/beta/', 1)}/{policy.policy_id}/targetApps", {"apps": [EDGE]})

    assert [one.status_code for one in (changed, assigned, targeted)] == [204, 204, 204]
    assert [one.content for one in (changed, assigned, targeted)] == [b"", b"", b""]
    after = graph.get(here)
    assert (after["displayName"], after["maximumAllowedDeviceThreatLevel"]) == ("New", "medium")
    assert (after["isAssigned"], after["deployedAppCount"]) == (True, 1)
    assert after["version"] != before["version"]
    listed = graph.get(f"{here}/assignments")
    assert f"windowsManagedAppProtections('{policy.policy_id}')/assignments" in listed["@odata.context"]
    assert {one["id"] for one in listed["value"]} == {f"{staff.graph_id}_incl", f"{guests.graph_id}_excl"}
    one = graph.get(f"{here}/assignments/{guests.graph_id}_excl")
    assert one["target"]["@odata.type"] == "#microsoft.graph.exclusionGroupAssignmentTarget"
    assert graph.get(f"{here}/apps/com.microsoft.edge.windows")["mobileAppIdentifier"]["windowsAppId"]
    assert graph("post", f"{here}/assign", {"assignments": []}).status_code == 204
    assert graph.get(here)["isAssigned"] is False
    assert graph("delete", here).status_code == 204
    assert graph("get", here).status_code == 404


def test_v1_has_no_such_set(graph: GraphClient, contoso: Tenant) -> None:
    assert graph("get", SET.replace("beta", "v1.0")).status_code == 400


def test_a_list_with_everything_expanded_costs_the_same_for_many(
    graph: GraphClient, contoso: Tenant, staff: Group, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _ in range(12):
        PolicyFactory(tenant=contoso, groups=[staff])

    with django_assert_max_num_queries(8):
        assert len(graph.get(f"{SET}?$expand=apps,assignments")["value"]) == 12


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"displayName": None}, "displayName"),
        ({"displayName": " "}, "displayName"),
        ({"displayName": "x" * 201}, "displayName"),
        ({"displayName": "\x00"}, "displayName"),
        ({"colour": 1}, "colour"),
        ({"printBlocked": 1}, "printBlocked"),
        ({"maximumAllowedDeviceThreatLevel": "purple"}, "maximumAllowedDeviceThreatLevel"),
        ({"mobileThreatDefenseRemediationAction": "warn"}, "mobileThreatDefenseRemediationAction"),
        ({"minimumRequiredOsVersion": "ten"}, "minimumRequiredOsVersion"),
        ({"periodOfflineBeforeAccessCheck": "soon"}, "periodOfflineBeforeAccessCheck"),
        ({"periodOfflineBeforeAccessCheck": "-PT1H"}, "periodOfflineBeforeAccessCheck"),
        ({"roleScopeTagIds": [1]}, "roleScopeTagIds"),
        ({"apps": {}}, "apps"),
        ({"apps": [{"mobileAppIdentifier": {"windowsAppId": "x"}}]}, "mobileAppIdentifier"),
        ({"apps": [{}]}, "mobileAppIdentifier"),
        ({"assignments": [{"target": {"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget"}}]}, "Unsupported"),
        ({"assignments": [{"target": "all"}]}, "target"),
        ({"@odata.type": "#microsoft.graph.iosManagedAppProtection"}, "iosManagedAppProtection"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(
    graph: GraphClient, body: dict[str, Any], change: dict[str, Any], words: str
) -> None:
    answer = graph("post", SET, {**body, **change})

    assert answer.status_code == 400
    assert words in answer.json()["error"]["message"]
    assert not WindowsManagedAppProtection.objects.exists()


def test_another_tenants_policy_and_group_do_not_exist(
    stranger: GraphClient, contoso: Tenant, staff: Group, body: dict[str, Any]
) -> None:
    policy = PolicyFactory(tenant=contoso, groups=[staff])
    for path in (SET, f"/beta{ALL}"):
        assert stranger.get(path)["value"] == []
        for tail in ("", "/apps", "/assignments", f"/assignments/{staff.graph_id}_incl", "/displayName"):
            assert stranger("get", f"{path}/{policy.policy_id}{tail}").status_code == 404
        assert stranger("delete", f"{path}/{policy.policy_id}").status_code == 404
        assert stranger("patch", f"{path}/{policy.policy_id}", {}).status_code == 404
        assert stranger("post", f"{path}/{policy.policy_id}/assign", {"assignments": []}).status_code == 404
        assert stranger("post", f"{path}/{policy.policy_id}/targetApps", {"apps": []}).status_code == 404
    assert stranger("post", SET, body).status_code == 400


def test_a_missing_permission_is_named(graph_as: Callable[..., GraphClient], body: dict[str, Any]) -> None:
    assert graph_as(AppRole.APPS_READ)("post", SET, body).status_code == 403
    refused = graph_as(AppRole.SERVICE_CONFIG_READ)("get", SET)
    assert refused.status_code == 403
    assert "DeviceManagementApps.Read.All" in refused.json()["error"]["message"]
    assert graph_as(AppRole.CONFIGURATION_READ_WRITE)("post", SET, body).status_code == 201
