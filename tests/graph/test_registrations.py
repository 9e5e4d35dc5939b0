"""Do registrations show on Graph? Read only, on beta, and by what tools filter them with."""

from collections.abc import Callable
from typing import Any

import pytest

from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import AppRole
from tests.graph.conftest import GraphClient
from tests.world import World

SET = "/deviceAppManagement/managedAppRegistrations"


@pytest.fixture
def registration(world: World) -> Any:
    """Alex's Edge on a PC."""
    world.add_connector()
    world.write_policy()
    return world.enrol().registration


def test_a_registration_shows_with_its_type(graph: GraphClient, registration: Any, alex: User) -> None:
    [one] = graph.get(f"/beta{SET}")["value"]

    assert one["@odata.type"] == "#microsoft.graph.windowsManagedAppRegistration"
    assert (one["id"], one["userId"]) == (str(registration.graph_id), str(alex.graph_id))
    assert one["appIdentifier"] == {
        "@odata.type": "#microsoft.graph.windowsAppIdentifier",
        "windowsAppId": registration.app_identifier,
    }
    assert one["deviceTag"] == registration.device_tag
    assert graph.get(f"/beta{SET}/{one['id']}") | {"@odata.context": ""} == one | {"@odata.context": ""}
    assert graph.get(f"/beta/users/{alex.user_principal_name}/managedAppRegistrations")["value"] == [one]


def test_tools_find_it_by_user_device_and_app(graph: GraphClient, registration: Any, alex: User) -> None:
    for wanted, other in (
        (f"userId eq '{alex.graph_id}'", "userId eq 'somebody'"),
        (f"deviceTag eq '{registration.device_tag}'", "deviceTag eq 'none'"),
        ("appIdentifier eq 'com.microsoft.edge'", "appIdentifier eq 'x'"),
        ("appIdentifier/windowsAppId eq 'com.microsoft.edge'", "appIdentifier/windowsAppId eq 'x'"),
        (
            "appIdentifier/microsoft.graph.windowsAppIdentifier/windowsAppId eq 'com.microsoft.edge'",
            f"userId ne {alex.graph_id}",
        ),
    ):
        assert len(graph.get(f"/beta{SET}?$filter={wanted}")["value"]) == 1
        assert graph.get(f"/beta{SET}?$filter={other}")["value"] == []
    assert graph("get", f"/beta{SET}?$select=appIdentifier/windowsAppId").status_code == 400
    policies = f"/beta{SET}/{registration.graph_id}/appliedPolicies"
    assert graph.get(f"{policies}/microsoft.graph.iosManagedAppProtection")["value"] == []


def test_v1_knows_the_base_type_alone(graph: GraphClient, registration: Any, alex: User) -> None:
    [one] = graph.get(f"/v1.0{SET}?$filter=userId eq '{alex.graph_id}'")["value"]

    assert (one["@odata.type"], one["deviceTag"]) == (
        "#microsoft.graph.managedAppRegistration",
        registration.device_tag,
    )
    assert one["appIdentifier"] == {"@odata.type": "#microsoft.graph.mobileAppIdentifier"}
    assert not {"azureADDeviceId", "managedDeviceId", "deviceModel", "deviceManufacturer"} & one.keys()
    here = f"/v1.0{SET}/{registration.graph_id}"
    assert graph.get(here)["id"] == one["id"]
    assert graph.get(f"{here}/appliedPolicies")["value"] == graph.get(f"{here}/operations")["value"] == []
    assert graph.get(f"/v1.0/users/{alex.graph_id}/managedAppRegistrations/{one['id']}")["id"] == one["id"]
    assert graph("get", f"/v1.0{SET}/microsoft.graph.windowsManagedAppRegistration").status_code == 400


def test_nobody_has_asked_for_its_logs(graph: GraphClient, registration: Any, alex: User) -> None:
    for path in (f"{SET}/{registration.graph_id}", f"/users/{alex.graph_id}"):
        assert graph.get(f"/beta{path}/managedAppLogCollectionRequests")["value"] == []
        assert graph("get", f"/beta{path}/managedAppLogCollectionRequests/x").status_code == 404


def test_nobody_writes_it(graph: GraphClient, registration: Any, alex: User) -> None:
    for path in (SET, f"/users/{alex.graph_id}/managedAppRegistrations"):
        assert graph("post", f"/beta{path}", {}).status_code == 405
        for method in ("patch", "delete"):
            assert graph(method, f"/beta{path}/{registration.graph_id}").status_code == 405


def test_another_tenants_registration_does_not_exist(
    stranger: GraphClient, registration: Any, alex: User, contoso: Tenant
) -> None:
    assert stranger.get(f"/beta{SET}")["value"] == []
    assert stranger("get", f"/beta{SET}/{registration.graph_id}").status_code == 404
    assert stranger("get", f"/beta/users/{alex.graph_id}/managedAppRegistrations").status_code == 404


def test_a_missing_permission_is_named(graph_as: Callable[..., GraphClient], registration: Any, alex: User) -> None:
    for path in (SET, f"/users/{alex.graph_id}/managedAppRegistrations"):
        answer = graph_as(AppRole.USER_READ)("get", f"/beta{path}")
        assert answer.status_code == 403
        assert "DeviceManagementApps.Read.All" in answer.json()["error"]["message"]
