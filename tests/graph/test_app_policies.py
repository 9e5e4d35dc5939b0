"""Do app policies of all platforms stand in one list, each with its own type, settings and services?"""

from typing import Any

import pytest

from intune_sim.tenants.models import Group, Tenant
from protection.models import MobileAppProtection, WindowsManagedAppProtection
from tests.factories.protection import MobilePolicyFactory, PolicyFactory
from tests.graph.conftest import GraphClient
from tests.graph.test_app_protection import EDGE, SET, aimed
from tests.graph.test_mobile_app_protection import EDGE as IOS_EDGE
from tests.graph.test_mobile_app_protection import IOS

ALL = "/deviceAppManagement/managedAppPolicies"
WINDOWS_TYPE = "#microsoft.graph.windowsManagedAppProtection"
IOS_TYPE = "#microsoft.graph.iosManagedAppProtection"
ANDROID_TYPE = "#microsoft.graph.androidManagedAppProtection"


@pytest.fixture
def policies(contoso: Tenant, staff: Group) -> list[Any]:
    """One for each platform: C on Windows, B on iOS, A on Android."""
    return [
        PolicyFactory(tenant=contoso, display_name="C", groups=[staff], print_blocked=True),
        MobilePolicyFactory(tenant=contoso, display_name="B", groups=[staff], settings={"pinRequired": True}),
        MobilePolicyFactory(tenant=contoso, display_name="A", android=True),
    ]


def test_a_list_holds_every_type_that_the_version_knows(graph: GraphClient, policies: list[Any]) -> None:
    everything = graph.get(f"/beta{ALL}?$orderby=displayName&$count=true")
    first = graph.get(f"/beta{ALL}?$orderby=displayName&$top=2")
    [last] = graph.get(first["@odata.nextLink"].removeprefix("http://testserver"))["value"]

    assert [(one["displayName"], one["@odata.type"]) for one in everything["value"]] == [
        ("A", ANDROID_TYPE),
        ("B", IOS_TYPE),
        ("C", WINDOWS_TYPE),
    ]
    assert everything["@odata.count"] == 3
    assert [*first["value"], last] == everything["value"]
    assert (last["printBlocked"], everything["value"][1]["pinRequired"]) == (True, True)
    assert {one["@odata.type"] for one in graph.get(f"/v1.0{ALL}")["value"]} == {IOS_TYPE, ANDROID_TYPE}
    assert [one["displayName"] for one in graph.get(f"/beta{ALL}?$filter=displayName eq 'B'")["value"]] == ["B"]
    for version, kind, names in (
        ("beta", "windowsManagedAppProtection", ["C"]),
        ("beta", "iosManagedAppProtection", ["B"]),
        ("v1.0", "androidManagedAppProtection", ["A"]),
    ):
        listed = graph.get(f"/{version}{ALL}/microsoft.graph.{kind}?$select=displayName")["value"]
        assert [one["displayName"] for one in listed] == names
    assert graph("get", f"/v1.0{ALL}/microsoft.graph.windowsManagedAppProtection").status_code == 400


def test_each_is_read_changed_and_deleted_as_what_it_is(
    graph: GraphClient, contoso: Tenant, staff: Group, policies: list[Any]
) -> None:
    on_windows, on_ios, _ = (f"/beta{ALL}/{one.policy_id}" for one in policies)

    assert graph.get(on_windows)["@odata.type"] == WINDOWS_TYPE
    assert graph("get", on_windows.replace("beta", "v1.0")).status_code == 404
    for path, change in ((on_windows, {"printBlocked": False}), (on_ios, {"pinRequired": False})):
        assert graph("patch", path, {"@odata.type": graph.get(path)["@odata.type"], **change}).status_code == 204
        assert graph.get(path).items() >= change.items()
    assert graph("patch", on_ios, {"@odata.type": WINDOWS_TYPE}).status_code == 400
    for path, app in ((on_windows, EDGE), (on_ios, {"mobileAppIdentifier": IOS_EDGE})):
        body = {"apps": [app, app], "appGroupType": "selectedPublicApps"}
        assert graph("post", f"{path}/targetApps", body).status_code == 204
        assert graph("post", f"{path}/assign", {"assignments": []}).status_code == 204
        assert graph.get(f"{path}/assignments")["value"] == []
        kind = graph.get(path)["@odata.type"].removeprefix("#")
        [one] = graph.get(f"{path}/{kind}/apps")["value"]
        assert one["mobileAppIdentifier"] == app["mobileAppIdentifier"]
    wrong = graph("post", f"{on_ios}/targetApps", {"apps": [EDGE]})
    assert (wrong.status_code, "mobileAppIdentifier" in wrong.content.decode()) == (400, True)
    assert graph("delete", on_windows).status_code == graph("delete", on_ios).status_code == 204
    assert not WindowsManagedAppProtection.objects.exists()
    assert MobileAppProtection.objects.get().display_name == "A"


def test_a_post_says_which_type_it_means(graph: GraphClient, staff: Group) -> None:
    made = graph("post", f"/beta{ALL}", {"@odata.type": IOS_TYPE, "displayName": "New", "pinRequired": True})

    assert made.status_code == 201, made.content
    assert made.json()["@odata.type"] == IOS_TYPE
    assert graph.get(f"/beta{IOS}/{made.json()['id']}")["pinRequired"] is True
    assert graph("post", f"/beta{ALL}", {"displayName": "New"}).status_code == 400
    assert graph("post", f"/v1.0{ALL}", {"@odata.type": WINDOWS_TYPE, "displayName": "New"}).status_code == 400


def test_policies_say_whether_anybody_is_assigned(graph: GraphClient, policies: list[Any]) -> None:
    ids = [one.policy_id for one in policies]
    for path, answers in ((ALL, [True, True, False]), (IOS, [False, True, False])):
        asked = graph("post", f"/beta{path}/hasPayloadLinks", {"payloadIds": ids})
        assert [one["hasLink"] for one in asked.json()["value"]] == answers, asked.content


def test_apps_and_assignments_come_and_go_one_by_one(graph: GraphClient, staff: Group, policies: list[Any]) -> None:
    on_windows, on_ios, _ = policies
    word = {"mobileAppIdentifier": {**EDGE["mobileAppIdentifier"], "windowsAppId": "com.microsoft.word"}}
    outlook = {"mobileAppIdentifier": {**IOS_EDGE, "bundleId": "com.microsoft.Office.Outlook"}}
    for policy, path, app, key in (
        (on_windows, SET, word, "com.microsoft.word.windows"),
        (on_ios, f"/beta{IOS}", outlook, "com.microsoft.Office.Outlook.ios"),
    ):
        here = f"{path}/{policy.policy_id}"
        added = graph("post", f"{here}/apps", app)
        assert (added.status_code, added.json().get("id")) == (201, key), added.content
        assert len(graph.get(f"{here}/apps")["value"]) == 2
        assert graph("patch", f"{here}/apps/{key}", app).status_code == 204
        assert graph("delete", f"{here}/apps/{key}").status_code == 204
        assert graph("delete", f"{here}/apps/{key}").status_code == 404
        moved = graph("patch", f"{here}/assignments/{staff.graph_id}_incl", aimed(staff, "exclusionGroup"))
        assert moved.status_code == 204, moved.content
        assert [one["id"] for one in graph.get(f"{here}/assignments")["value"]] == [f"{staff.graph_id}_excl"]
        assert graph.get(here)["isAssigned"] is False
        assert graph("delete", f"{here}/assignments/{staff.graph_id}_excl").status_code == 204
        again = graph("post", f"{here}/assignments", aimed(staff))
        assert (again.status_code, again.json()["id"]) == (201, f"{staff.graph_id}_incl"), again.content
    target = graph.get(f"/v1.0{IOS}/{on_ios.policy_id}/assignments")["value"][0]["target"]
    assert target.keys() == {"@odata.type", "groupId"}


@pytest.mark.parametrize("base", ["managedAppProtection", "targetedManagedAppProtection"])
def test_a_cast_to_a_type_between_shows_what_derives_from_it(
    graph: GraphClient, policies: list[Any], base: str
) -> None:
    on_ios = policies[1]
    shown = graph.get(f"/beta{ALL}/microsoft.graph.{base}")

    assert shown["@odata.context"].endswith(f"managedAppPolicies/microsoft.graph.{base}")
    assert {one["@odata.type"] for one in shown["value"]} == {
        "#microsoft.graph.iosManagedAppProtection",
        "#microsoft.graph.androidManagedAppProtection",
    }
    here = f"/v1.0{ALL}/{on_ios.policy_id}/microsoft.graph.{base}"
    assert graph("post", f"{here}/assign", {"assignments": []}).status_code == 204


def test_another_tenants_policies_do_not_exist(stranger: GraphClient, policies: list[Any]) -> None:
    assert stranger.get(f"/beta{ALL}")["value"] == []
    for one in policies:
        here = f"/beta{ALL}/{one.policy_id}"
        assert {stranger(method, here, {}).status_code for method in ("get", "patch", "delete")} == {404}
        assert stranger("post", f"{here}/targetApps", {"apps": []}).status_code == 404
