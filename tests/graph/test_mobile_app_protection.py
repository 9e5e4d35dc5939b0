"""Do app protection policies for iOS and Android live on Graph, with every setting of theirs?"""

from collections.abc import Callable
from typing import Any

import pytest

from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import Group, Tenant
from intune_sim.tenants.roles import AppRole
from protection.models import MobileAppProtection
from tests.factories.protection import MobilePolicyFactory, PolicyFactory
from tests.factories.tenants import GroupFactory
from tests.graph.conftest import GraphClient
from tests.graph.test_app_protection import aimed

IOS = "/deviceAppManagement/iosManagedAppProtections"
ANDROID = "/deviceAppManagement/androidManagedAppProtections"
EDGE = {"@odata.type": "#microsoft.graph.iosMobileAppIdentifier", "bundleId": "com.microsoft.msedge"}
EDGE_ON_ANDROID = {"@odata.type": "#microsoft.graph.androidMobileAppIdentifier", "packageId": "com.microsoft.emmx"}
#: One setting of each kind, with what Windows alone knows.
SETTINGS = {
    "pinRequired": True,
    "minimumPinLength": 6,
    "pinCharacterSet": "alphanumericAndSymbol",
    "allowedDataStorageLocations": ["oneDriveForBusiness", "sharePoint"],
    "managedBrowser": "microsoftEdge",
    "periodOnlineBeforeAccessCheck": "PT1H",
    "minimumRequiredOsVersion": "17.0",
    "minimumWarningOsVersion": None,
}
BETA_SETTINGS = {
    **SETTINGS,
    "roleScopeTagIds": ["0"],
    "maximumAllowedDeviceThreatLevel": "low",
    "targetedAppManagementLevels": "unmanaged,mdm",
    "appActionIfUnableToAuthenticateUser": "wipe",
    "pinRequiredInsteadOfBiometricTimeout": "PT30M",
}
IOS_SETTINGS = {
    "exemptedAppProtocols": [{"name": "Default", "value": "tel;telprompt"}],
    "exemptedUniversalLinks": ["http://maps.apple.com"],
    "screenCaptureConfigurationState": "blocked",
}


def body(group: Group, settings: dict[str, Any], app: dict[str, str]) -> dict[str, Any]:
    """A policy with everything in one POST."""
    return {
        "displayName": "Edge on phones",
        "description": None,
        **settings,
        "apps": [{"mobileAppIdentifier": app}],
        "assignments": [aimed(group)],
    }


@pytest.mark.parametrize(
    ("path", "settings", "app"),
    [
        (f"/v1.0{IOS}", SETTINGS, EDGE),
        (f"/beta{IOS}", {**BETA_SETTINGS, **IOS_SETTINGS}, EDGE),
        (f"/v1.0{ANDROID}", {**SETTINGS, "screenCaptureBlocked": True}, EDGE_ON_ANDROID),
        (
            f"/beta{ANDROID}",
            {**BETA_SETTINGS, "allowedAndroidDeviceModels": ["Pixel"], "appActionIfDeviceLockNotSet": "warn"},
            EDGE_ON_ANDROID,
        ),
    ],
)
def test_a_policy_is_posted_whole_and_read_back(
    graph: GraphClient, staff: Group, path: str, settings: dict[str, Any], app: dict[str, str]
) -> None:
    posted = graph("post", path, {**body(staff, settings, app), "allowedInboundDataTransferSourceApps": "none"})

    assert posted.status_code == 201, posted.content
    made = posted.json()
    assert made["id"].startswith("T_")
    assert (made["isAssigned"], made["deployedAppCount"], made["description"]) == (True, 1, "")
    assert made.items() >= settings.items()
    read = graph.get(f"{path}/{made['id']}?$expand=apps,assignments")
    assert read["apps"][0]["mobileAppIdentifier"] == app
    assert read["apps"][0]["id"] == f"{next(reversed(app.values()))}.{'ios' if IOS in path else 'android'}"
    assert read["assignments"][0]["id"] == f"{staff.graph_id}_incl"
    assert f"('{made['id']}')/assignments" in read["assignments@odata.context"]
    copy = graph("post", path, read)
    assert copy.status_code == 201, copy.content
    ids = {"id", "version", "@odata.context"}
    assert {k: v for k, v in copy.json().items() if k not in ids} == {k: v for k, v in made.items() if k not in ids}


def test_a_new_policy_says_what_nobody_set(graph: GraphClient) -> None:
    made = graph("post", f"/beta{IOS}", {"displayName": "Plain"}).json()

    assert made.items() >= {
        "periodOfflineBeforeAccessCheck": "PT12H",
        "periodOnlineBeforeAccessCheck": "PT30M",
        "periodOfflineBeforeWipeIsEnforced": "P90D",
        "pinRequired": False,
        "minimumPinLength": 4,
        "allowedDataStorageLocations": [],
        "targetedAppManagementLevels": "unspecified",
        "appGroupType": "selectedPublicApps",
        "maximumAllowedDeviceThreatLevel": "notConfigured",
        "minimumRequiredSdkVersion": None,
        "isAssigned": False,
        "roleScopeTagIds": ["0"],
    }.items()  # fmt: skip


def test_a_version_and_a_platform_show_their_own(graph: GraphClient, contoso: Tenant) -> None:
    iphones, androids = MobilePolicyFactory(tenant=contoso), MobilePolicyFactory(tenant=contoso, android=True)
    beta_only = {"maximumAllowedDeviceThreatLevel", "roleScopeTagIds", "appGroupType", "allowWidgetContentSync"}

    old, new = graph.get(f"/v1.0{IOS}/{iphones.policy_id}"), graph.get(f"/beta{IOS}/{iphones.policy_id}")

    assert not beta_only & old.keys()
    assert beta_only <= new.keys()
    assert "encryptAppData" not in new
    assert [one["id"] for one in graph.get(f"/v1.0{ANDROID}")["value"]] == [androids.policy_id]
    assert "encryptAppData" in graph.get(f"/v1.0{ANDROID}/{androids.policy_id}")
    assert graph("get", f"/v1.0{IOS}/{androids.policy_id}").status_code == 404


def test_a_policy_is_changed_assigned_and_deleted(graph: GraphClient, contoso: Tenant, staff: Group) -> None:
    policy = MobilePolicyFactory(tenant=contoso, settings={"pinRequired": True})
    guests = GroupFactory(tenant=contoso)
    here = f"/beta{IOS}/{policy.policy_id}"
    before = graph.get(here)
    apps = [{"mobileAppIdentifier": {**EDGE, "bundleId": name}} for name in ("com.microsoft.a", "com.microsoft.b")]

    answers = [
        graph("patch", here, {"displayName": "New", "minimumPinLength": 8}),
        graph("post", f"{here}/assign", {"assignments": [aimed(staff), aimed(guests, "exclusionGroup")]}),
        graph("post", f"{here}/targetApps", {"apps": apps, "appGroupType": "allCoreMicrosoftApps"}),
    ]

    assert [(one.status_code, one.content) for one in answers] == [(204, b"")] * 3
    after = graph.get(here)
    assert after.items() >= {
        "displayName": "New",
        "minimumPinLength": 8,
        "pinRequired": True,
        "appGroupType": "allCoreMicrosoftApps",
        "isAssigned": True,
        "deployedAppCount": 2,
    }.items()  # fmt: skip
    assert after["version"] != before["version"]
    listed = {one["id"]: one["target"] for one in graph.get(f"{here}/assignments")["value"]}
    assert listed[f"{guests.graph_id}_excl"] == {
        "@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget",
        "deviceAndAppManagementAssignmentFilterId": None,
        "deviceAndAppManagementAssignmentFilterType": "none",
        "groupId": str(guests.graph_id),
    }
    assert [one.activity for one in AuditEvent.objects.order_by("pk")] == [
        "Patch IosManagedAppProtection",
        "Assign IosManagedAppProtection",
        "Patch IosManagedAppProtection",
    ]
    assert graph("delete", here).status_code == 204
    assert graph("get", here).status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"displayName": " "}, "displayName"),
        ({"colour": 1}, "colour"),
        ({"pinRequired": 1}, "pinRequired"),
        ({"minimumPinLength": "4"}, "minimumPinLength"),
        ({"minimumPinLength": None}, "minimumPinLength"),
        ({"pinCharacterSet": "runes"}, "pinCharacterSet"),
        ({"managedBrowser": "netscape"}, "managedBrowser"),
        ({"allowedDataStorageLocations": ["attic"]}, "allowedDataStorageLocations"),
        ({"exemptedUniversalLinks": [1]}, "exemptedUniversalLinks"),
        ({"exemptedAppProtocols": [{"name": 1}]}, "name"),
        ({"periodBeforePinReset": "soon"}, "periodBeforePinReset"),
        ({"periodBeforePinReset": "-PT1H"}, "periodBeforePinReset"),
        ({"mobileThreatDefenseRemediationAction": "warn"}, "mobileThreatDefenseRemediationAction"),
        ({"apps": [{"mobileAppIdentifier": EDGE_ON_ANDROID}]}, "mobileAppIdentifier"),
        ({"assignments": [{"target": {"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget"}}]}, "Unsupported"),
        ({"@odata.type": "#microsoft.graph.androidManagedAppProtection"}, "androidManagedAppProtection"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(
    graph: GraphClient, staff: Group, change: dict[str, Any], words: str
) -> None:
    answer = graph("post", f"/beta{IOS}", {**body(staff, BETA_SETTINGS, EDGE), **change})

    assert answer.status_code == 400
    assert words in answer.json()["error"]["message"]
    assert not MobileAppProtection.objects.exists()


def test_v1_refuses_what_beta_alone_has(graph: GraphClient) -> None:
    refused = graph("post", f"/v1.0{IOS}", {"displayName": "x", "maximumAllowedDeviceThreatLevel": "low"})

    assert refused.status_code == 400
    assert "maximumAllowedDeviceThreatLevel" in refused.json()["error"]["message"]
    assert graph("post", f"/beta{IOS}/T_x/targetApps", {"apps": [], "appGroupType": "some"}).status_code == 404


def test_another_tenants_policy_does_not_exist(stranger: GraphClient, contoso: Tenant, staff: Group) -> None:
    policy = MobilePolicyFactory(tenant=contoso, groups=[staff])
    here = f"/beta{IOS}/{policy.policy_id}"

    assert stranger.get(f"/beta{IOS}")["value"] == []
    for tail in ("", "/apps", "/assignments", f"/assignments/{staff.graph_id}_incl"):
        assert stranger("get", f"{here}{tail}").status_code == 404
    for tail in ("assign", "targetApps"):
        assert stranger("post", f"{here}/{tail}", {"assignments": [], "apps": []}).status_code == 404
    assert stranger("patch", here, {}).status_code == stranger("delete", here).status_code == 404
    assert stranger("post", f"/beta{IOS}", body(staff, {}, EDGE)).status_code == 400


def test_a_missing_permission_is_named(graph_as: Callable[..., GraphClient]) -> None:
    refused = graph_as(AppRole.APPS_READ)("post", f"/beta{IOS}", {"displayName": "x"})

    assert refused.status_code == 403
    assert "DeviceManagementApps.ReadWrite.All" in refused.json()["error"]["message"]
    assert graph_as(AppRole.CONFIGURATION_READ)("get", f"/beta{IOS}").status_code == 403


def test_the_settings_cost_no_query_of_their_own(
    graph: GraphClient, contoso: Tenant, staff: Group, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _ in range(5):
        MobilePolicyFactory(tenant=contoso, groups=[staff])
    PolicyFactory(tenant=contoso)

    with django_assert_max_num_queries(8):
        assert len(graph.get(f"/beta{IOS}?$expand=apps,assignments")["value"]) == 5
