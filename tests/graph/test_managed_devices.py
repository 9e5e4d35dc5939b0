"""Do managed devices, and what they add up to, show on Graph?"""

from collections.abc import Callable

from devices.models import ComplianceState, ManagedDevice
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import AppRole
from protection.engine.facts import HealthState
from tests.factories.devices import ManagedDeviceFactory
from tests.graph.conftest import GraphClient

SET = "/v1.0/deviceManagement/managedDevices"


def test_devices_are_listed_filtered_read_changed_and_removed(graph: GraphClient, contoso: Tenant, alex: User) -> None:
    device = ManagedDeviceFactory(
        tenant=contoso,
        user=alex,
        compliance_state=ComplianceState.NONCOMPLIANT,
        partner_reported_threat_state=HealthState.HIGH_SEVERITY,
        total_storage_space_in_bytes=512_000_000_000,
    )
    ManagedDeviceFactory(tenant=contoso, operating_system="iOS", compliance_state=ComplianceState.COMPLIANT)
    address = f"{SET}/{device.graph_id}"

    [listed] = graph.get(f"{SET}?$filter=complianceState eq 'noncompliant' and userPrincipalName eq '{alex}'")["value"]
    assert listed["id"] == str(device.graph_id)
    assert {name: listed[name] for name in ("deviceName", "partnerReportedThreatState", "userId", "emailAddress")} == {
        "deviceName": device.device_name,
        "partnerReportedThreatState": "highSeverity",
        "userId": str(alex.graph_id),
        "emailAddress": alex.mail,
    }
    assert listed["totalStorageSpaceInBytes"] == 512_000_000_000
    assert graph.get(f"{SET}?$filter=totalStorageSpaceInBytes gt 500000000000&$count=true")["@odata.count"] == 1
    assert "notes" not in listed
    large = graph.get(
        f"{SET}?$filter=totalStorageSpaceInBytes gt 500000000000&$orderby=totalStorageSpaceInBytes&$top=1"
    )
    assert [one["id"] for one in large["value"]] == [listed["id"]]
    changed = graph("patch", address, {"notes": "Lent out", "managedDeviceOwnerType": "personal", "model": "Fake"})
    assert (changed.status_code, changed.json()["managedDeviceOwnerType"]) == (200, "personal")
    assert graph.get(f"{address}?$select=id,notes,model") == {
        "@odata.context": "http://testserver/v1.0/$metadata#deviceManagement/managedDevices(id,notes,model)/$entity",
        "id": str(device.graph_id),
        "notes": "Lent out",
        "model": None,
    }
    assert graph.get(f"{address}/deviceCompliancePolicyStates")["value"] == []
    assert [one["id"] for one in graph.get(f"{address}/users")["value"]] == [str(alex.graph_id)]
    on_beta = graph.get(address.replace("v1.0", "beta"))
    assert {name: on_beta[name] for name in ("deviceType", "joinType", "ownerType")} == {
        "deviceType": "windowsRT",
        "joinType": "azureADRegistered",
        "ownerType": "personal",
    }
    assert "hardwareInformation" not in on_beta
    hardware = graph.get(f"{address.replace('v1.0', 'beta')}?$select=hardwareInformation")["hardwareInformation"]
    assert hardware["serialNumber"] == device.serial_number
    theirs = graph.get(f"/v1.0/users/{alex.user_principal_name}/managedDevices?$select=id")["value"]
    assert theirs == [{"id": str(device.graph_id)}]
    assert graph("patch", address, {"managedDeviceOwnerType": "nobody"}).status_code == 400
    assert graph("post", SET, {"deviceName": "NEW"}).status_code == 405
    refused = graph("get", f"{SET}/$count")
    assert refused.status_code == 400
    assert "No OData route exists" in refused.json()["error"]["message"]
    assert graph("delete", address).status_code == 204
    assert graph("get", address).status_code == 404
    kinds = list(AuditEvent.objects.order_by("pk").values_list("activity", flat=True))
    assert kinds == ["Patch ManagedDevice", "Delete ManagedDevice"]


def test_what_devices_add_up_to_is_counted(graph: GraphClient, contoso: Tenant, fabrikam: Tenant) -> None:
    for system, state in (
        ("Windows", ComplianceState.COMPLIANT),
        ("Windows", ComplianceState.IN_GRACE_PERIOD),
        ("iOS", ComplianceState.COMPLIANT),
        ("Linux", ComplianceState.UNKNOWN),
    ):
        ManagedDeviceFactory(tenant=contoso, operating_system=system, compliance_state=state, manufacturer="Contoso")
    ManagedDeviceFactory(tenant=fabrikam)

    overview = graph.get("/v1.0/deviceManagement/managedDeviceOverview")
    summary = graph.get("/beta/deviceManagement/deviceCompliancePolicyDeviceStateSummary")

    assert overview["enrolledDeviceCount"] == overview["mdmEnrolledCount"] == 4
    systems = overview["deviceOperatingSystemSummary"]
    assert {name: count for name, count in systems.items() if count} == {
        "iosCount": 1,
        "windowsCount": 2,
        "unknownCount": 1,
    }
    assert "linuxCount" not in systems
    makes = graph.get("/beta/deviceManagement/managedDeviceOverview")["managedDeviceModelsAndManufacturers"]
    assert makes == {"deviceManufacturers": ["Contoso"], "deviceModels": []}
    assert {name: count for name, count in summary.items() if isinstance(count, int) and count} == {
        "compliantDeviceCount": 2,
        "inGracePeriodCount": 1,
        "unknownDeviceCount": 1,
    }


def test_another_tenants_device_is_not_there_and_rights_are_asked_for(
    stranger: GraphClient, graph_as: Callable[..., GraphClient], contoso: Tenant
) -> None:
    address = f"{SET}/{ManagedDeviceFactory(tenant=contoso).graph_id}"
    reader = graph_as(AppRole.MANAGED_DEVICES_READ)

    assert stranger("get", address).status_code == stranger("delete", address).status_code == 404
    assert stranger.get(SET)["value"] == []
    assert reader("get", address).status_code == 200
    refused = reader("delete", address)
    assert refused.status_code == 403
    assert AppRole.MANAGED_DEVICES_READ_WRITE.value in refused.json()["error"]["message"]
    assert ManagedDevice.objects.exists()
