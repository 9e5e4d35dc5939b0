"""Does Graph wipe, block and tell about a user's apps as the admin center does?"""

from collections.abc import Callable
from typing import Any

import pytest

from devices.models import UserLevelWipe, WipeRequest
from devices.wipe_lifecycle import WipeState
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import AppRole
from protection.engine.facts import Access
from tests.factories.protection import MobilePolicyFactory
from tests.graph.conftest import GraphClient
from tests.world import World

SET = "/deviceAppManagement/managedAppRegistrations"


@pytest.fixture
def registration(world: World) -> Any:
    """Alex's Edge on a PC, with a policy in force."""
    world.add_connector()
    world.write_policy()
    return world.enrol().registration


@pytest.mark.parametrize(
    "path", ["v1.0/{}/wipeManagedAppRegistrationsByDeviceTag", "beta/{}/wipeManagedAppRegistrationByDeviceTag"]
)
def test_a_device_is_wiped_by_its_tag(graph: GraphClient, registration: Any, alex: User, path: str) -> None:
    wipe = f"/{path}".format(f"users/{alex.graph_id}")

    answers = [graph("post", wipe, {"deviceTag": registration.device_tag}) for _ in range(2)]

    assert [(one.status_code, one.content) for one in answers] == [(204, b"")] * 2
    registration.refresh_from_db()
    assert registration.access is Access.WIPE_PENDING
    request = WipeRequest.objects.get()
    here = f"/beta{SET}/{registration.graph_id}/operations"
    [one] = graph.get(here)["value"]
    assert (one["id"], one["state"], one["displayName"]) == (str(request.graph_id), "pending", "Wipe")
    assert graph("delete", f"{here}/{one['id']}").status_code == 204
    request.refresh_from_db()
    assert request.state is WipeState.CANCELLED
    assert graph("post", wipe, {"deviceTag": "nobody's"}).status_code == 204
    assert WipeRequest.objects.count() == 1
    assert "deviceTag" in graph("post", wipe, {}).json()["error"]["message"]


def test_a_user_is_blocked_and_unblocked(graph: GraphClient, registration: Any, alex: User) -> None:
    here = f"/beta/users/{alex.user_principal_name}"
    is_blocked = f"{here}/isManagedAppUserBlocked()"

    before = graph.get(is_blocked)
    for _ in range(2):
        assert graph("post", f"{here}/wipeAndBlockManagedApps").status_code == 204
    during = graph.get(f"{here}/microsoft.graph.isManagedAppUserBlocked()")["value"]
    wiped = WipeRequest.objects.count()
    assert graph.get("/beta/users/getManagedAppBlockedUsers")["value"] == [str(alex.graph_id)]
    for _ in range(2):
        assert graph("post", f"{here}/unblockManagedApps").status_code == 204

    assert before == {"@odata.context": "http://testserver/beta/$metadata#Edm.Boolean", "value": False}
    assert during is True
    assert wiped == 1
    assert graph.get(is_blocked)["value"] is False
    assert not UserLevelWipe.objects.exists()
    registration.refresh_from_db()
    assert registration.access is not Access.WIPE_PENDING
    assert graph("get", is_blocked.replace("beta", "v1.0")).status_code == 400


def test_a_device_that_entra_does_not_know_is_not_wiped(graph: GraphClient, registration: Any, alex: User) -> None:
    wipe = f"/beta/users/{alex.graph_id}/wipeManagedAppRegistrationsByAzureAdDeviceId"

    assert graph("post", wipe, {"azureAdDeviceId": "5f6b2c1e-0000-4000-8000-000000000000"}).status_code == 204
    assert graph("post", wipe, {}).status_code == 400
    assert not WipeRequest.objects.exists()


def test_policies_stand_behind_a_registration_and_a_user(
    graph: GraphClient, registration: Any, world: World, alex: User
) -> None:
    on_phones = MobilePolicyFactory(tenant=world.tenant, groups=[world.staff])
    MobilePolicyFactory(tenant=world.tenant)
    here = f"{SET}/{registration.graph_id}"

    for navigation in ("appliedPolicies", "intendedPolicies"):
        [one] = graph.get(f"/beta{here}/{navigation}")["value"]
        assert one["@odata.type"] == "#microsoft.graph.windowsManagedAppProtection"
        assert graph.get(f"/beta{here}/{navigation}/{one['id']}")["displayName"] == "Edge on personal PCs"
    policies = graph.get(f"/beta/users/{alex.graph_id}/getManagedAppPolicies()")["value"]
    assert {one["@odata.type"].rpartition(".")[2] for one in policies} == {
        "iosManagedAppProtection",
        "windowsManagedAppProtection",
    }
    [phone] = graph.get(f"/v1.0/users/{alex.graph_id}/getManagedAppPolicies()")["value"]
    assert phone["id"] == on_phones.policy_id
    registration.is_mdm_enrolled = True
    registration.save()
    world.check_in(registration)
    assert graph.get(f"/beta{here}/appliedPolicies")["value"] == []
    assert len(graph.get(f"/beta{here}/intendedPolicies")["value"]) == 1
    assert graph.get(f"/beta{SET}/getUserIdsWithFlaggedAppRegistration()")["value"] == []
    assert graph.get(f"/v1.0{SET}/getUserIdsWithFlaggedAppRegistration")["value"] == []


def test_a_summary_counts_whom_a_policy_has_reached(graph: GraphClient, registration: Any, world: World) -> None:
    policy = world.tenant.windows_policies.get()

    summary = graph.get(f"/beta/deviceAppManagement/windowsManagedAppProtections/{policy.policy_id}/deploymentSummary")

    assert summary.items() >= {"displayName": policy.display_name, "configurationDeployedUserCount": 1}.items()
    assert summary["configurationDeploymentSummaryPerApp"] == [
        {
            "configurationAppliedUserCount": 1,
            "mobileAppIdentifier": {
                "@odata.type": "#microsoft.graph.windowsAppIdentifier",
                "windowsAppId": "com.microsoft.edge",
            },
        }
    ]
    phones = MobilePolicyFactory(tenant=world.tenant)
    path = f"/v1.0/deviceAppManagement/iosManagedAppProtections/{phones.policy_id}/deploymentSummary"
    assert graph.get(path)["configurationDeployedUserCount"] == 0


def test_diagnostics_say_what_is_missing(graph: GraphClient, contoso: Tenant, alex: User) -> None:
    alex.assigned_licenses.all().delete()

    found = graph.get(f"/v1.0/users/{alex.graph_id}/getManagedAppDiagnosticStatuses()")["value"]

    states = {one["validationName"]: one["state"] for one in found}
    assert states["Intune License"] == "Fail"
    assert next(one["mitigationInstruction"] for one in found if one["validationName"] == "Intune License")


def test_a_missing_permission_is_named_and_another_tenant_finds_nobody(
    graph_as: Callable[..., GraphClient], stranger: GraphClient, registration: Any, alex: User
) -> None:
    here = f"/beta/users/{alex.graph_id}"
    body = {"deviceTag": registration.device_tag}

    for roles in ((AppRole.USER_READ_WRITE,), (AppRole.APPS_READ,)):
        refused = graph_as(*roles)("post", f"{here}/wipeManagedAppRegistrationsByDeviceTag", body)
        assert refused.status_code == 403
        assert "DeviceManagementApps.ReadWrite.All" in refused.json()["error"]["message"]
    assert graph_as(AppRole.APPS_READ)("get", f"{here}/isManagedAppUserBlocked()").status_code == 200
    for path in ("wipeManagedAppRegistrationsByDeviceTag", "wipeAndBlockManagedApps", "unblockManagedApps"):
        assert stranger("post", f"{here}/{path}", body if "Tag" in path else None).status_code == 404
    assert stranger("get", f"{here}/getManagedAppPolicies()").status_code == 404
    assert not WipeRequest.objects.exists()
