"""What do the roots of Intune say of the tenant, and is a connector's state the one of this instant?"""

from datetime import timedelta

import pytest

from connectors.lifecycle import PartnerState
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import Tenant
from tests.factories.connectors import ConnectorFactory
from tests.graph.conftest import GraphClient
from tests.instants import MONDAY


def test_the_root_tells_subscription_and_connector_status(graph: GraphClient, contoso: Tenant) -> None:
    connector = ConnectorFactory(tenant=contoso, last_heartbeat_date_time=MONDAY - timedelta(days=2))

    root = graph.get("/beta/deviceManagement")
    status = graph.get("/beta/deviceManagement/connectorStatus")
    chosen = graph.get("/beta/deviceManagement?$select=connectorStatus")

    assert root["@odata.context"] == "http://testserver/beta/$metadata#deviceManagement/$entity"
    assert (root["subscriptionState"], root["settings"]["secureByDefault"]) == ("active", False)
    assert "connectorStatus" not in root
    assert status == {
        "@odata.context": "http://testserver/beta/$metadata#deviceManagement/connectorStatus",
        "value": [
            {
                "connectorInstanceId": str(connector.graph_id),
                "connectorName": "mobileThreatDefenceConnectorLastHeartbeatDateTime",
                "eventDateTime": connector.last_heartbeat_date_time.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "status": "warning",
            }
        ],
    }
    assert chosen["connectorStatus"] == status["value"]
    assert graph("get", "/v1.0/deviceManagement/connectorStatus").status_code == 400
    assert graph.get("/v1.0/deviceAppManagement")["isEnabledForMicrosoftStoreForBusiness"] is False


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_the_settings_are_changed_one_by_one(graph: GraphClient, contoso: Tenant, version: str) -> None:
    root = f"/{version}/deviceManagement"
    read = graph.get(root)

    changed = graph("patch", root, {**read, "settings": {"secureByDefault": True}})
    again = graph("patch", root, {"settings": {"deviceComplianceCheckinThresholdDays": 7}})
    refused = graph("patch", root, {"settings": {"deviceComplianceCheckinThresholdDays": 121}})

    assert changed.status_code == 200
    assert again.json()["settings"] == {
        "deviceComplianceCheckinThresholdDays": 7,
        "isScheduledActionEnabled": True,
        "secureByDefault": True,
    }
    assert (refused.status_code, graph.get(root)["settings"]) == (400, again.json()["settings"])
    assert graph("patch", root, {"settings": None}).status_code == 200
    assert [one.resource_name for one in AuditEvent.objects.filter(category="Compliance")] == [
        "Device management settings",
        "Device management settings",
    ]


def test_silence_shows_before_any_sweep(graph: GraphClient, contoso: Tenant) -> None:
    connector = ConnectorFactory(
        tenant=contoso, partner_state=PartnerState.ENABLED, provisioned_at=MONDAY, unresponsive_at=MONDAY
    )
    connectors = "/beta/deviceManagement/mobileThreatDefenseConnectors"

    assert graph.get(f"{connectors}/{connector.graph_id}")["partnerState"] == "unresponsive"
    assert graph.get(f"{connectors}?$filter=partnerState eq 'enabled'")["value"] == []
    assert len(graph.get(f"{connectors}?$filter=partnerState eq 'unresponsive'&$orderby=partnerState")["value"]) == 1


def test_beta_tells_what_a_partner_can_do(graph: GraphClient, contoso: Tenant) -> None:
    connector = ConnectorFactory(tenant=contoso)
    connectors = "deviceManagement/mobileThreatDefenseConnectors"

    told = graph.get(f"/beta/{connectors}/{connector.graph_id}")

    assert told["partnerDisplayName"] == "Windows Security Center"
    assert (told["partnerSupportsWindowsMam"], told["partnerSupportsIosMam"]) == (True, False)
    assert "partnerDisplayName" not in graph.get(f"/v1.0/{connectors}/{connector.graph_id}")
    assert graph("patch", f"/beta/{connectors}/{connector.graph_id}", {"partnerDisplayName": "x"}).status_code == 200
