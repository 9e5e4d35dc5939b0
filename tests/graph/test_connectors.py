"""Do connectors live on Graph as they do in the admin center?"""

from collections.abc import Callable

import pytest
from django.test import Client

from connectors.models import MobileThreatDefenseConnector
from connectors.partners import DEFENDER_FOR_ENDPOINT, WINDOWS_SECURITY_CENTER
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole
from tests.factories.connectors import ConnectorFactory
from tests.graph.conftest import GraphClient

SET = "/deviceManagement/mobileThreatDefenseConnectors"
WSC = str(WINDOWS_SECURITY_CENTER.id)
DEFENDER = str(DEFENDER_FOR_ENDPOINT.id)


def test_a_connector_is_added_read_changed_and_removed(graph: GraphClient, contoso: Tenant) -> None:
    added = graph("post", f"/beta{SET}", {"@odata.type": "#microsoft.graph.mobileThreatDefenseConnector", "id": WSC})

    assert added.status_code == 201
    assert added["Location"] == f"http://testserver/beta{SET}('{WSC}')"
    body = added.json()
    assert body["@odata.context"] == f"http://testserver/beta/$metadata#{SET[1:]}/$entity"
    assert body["id"] == WSC
    assert body["partnerState"] == "unavailable"
    assert body["lastHeartbeatDateTime"] == "0001-01-01T00:00:00Z"
    assert body["windowsMobileApplicationManagementEnabled"] is True

    changed = graph("patch", f"/beta{SET}/{WSC}", {**body, "partnerUnresponsivenessThresholdInDays": 3})
    assert changed.status_code == 200
    assert changed.json()["partnerUnresponsivenessThresholdInDays"] == 3
    assert graph.get(f"/v1.0{SET}('{WSC}')")["partnerUnresponsivenessThresholdInDays"] == 3
    assert AuditEvent.objects.filter(tenant_id=contoso.graph_id, actor_type="application").count() == 2

    assert graph("delete", f"/beta{SET}/{WSC}").status_code == 204
    assert graph("delete", f"/beta{SET}/{WSC}").status_code == 404
    assert graph.get(f"/beta{SET}")["value"] == []


def test_a_body_without_an_id_means_windows_security_center_once(graph: GraphClient, contoso: Tenant) -> None:
    first = graph("post", f"/beta{SET}", {"windowsMobileApplicationManagementEnabled": True})
    second = graph("post", f"/v1.0{SET}", {"androidEnabled": True})

    assert first.json()["id"] == WSC
    assert second.status_code == 201
    assert second.json()["id"] != WSC
    assert MobileThreatDefenseConnector.objects.get(graph_id=second.json()["id"]).partner.name == "Custom partner"
    assert "windowsMobileApplicationManagementEnabled" not in second.json()


def test_a_partner_has_one_connector(graph: GraphClient, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso)

    answer = graph("post", f"/beta{SET}", {"id": WSC})

    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "Conflict"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"colour": "red"}, "colour"),
        ({"androidEnabled": "yes"}, "androidEnabled"),
        ({"androidEnabled": None}, "androidEnabled"),
        ({"partnerUnresponsivenessThresholdInDays": True}, "partnerUnresponsivenessThresholdInDays"),
        ({"partnerUnresponsivenessThresholdInDays": 400}, "partnerUnresponsivenessThresholdInDays"),
        ({"id": "not-a-guid"}, "id"),
        ({"id": 7}, "id"),
        ({"@odata.type": "#microsoft.graph.user"}, "microsoft.graph.user"),
        ([], "object"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(graph: GraphClient, contoso: Tenant, body: object, words: str) -> None:
    answer = graph("post", f"/beta{SET}", body)

    assert answer.status_code == 400
    assert words in answer.json()["error"]["message"]
    assert not MobileThreatDefenseConnector.objects.exists()


def test_a_property_of_beta_does_not_exist_on_v1(graph: GraphClient, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso)

    assert graph("patch", f"/v1.0{SET}/{WSC}", {"macEnabled": True}).status_code == 400
    assert graph("get", f"/v1.0{SET}?$select=macEnabled").status_code == 400
    assert "macEnabled" not in graph.get(f"/v1.0{SET}")["value"][0]
    assert "macEnabled" in graph.get(f"/beta{SET}")["value"][0]


def test_options_choose_filter_sort_and_count(graph: GraphClient, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso)
    ConnectorFactory(tenant=contoso, defender=True, awaiting_activity=True)

    body = graph.get(f"/beta{SET}?$filter=partnerState eq 'enabled'&$select=id,partnerState&$count=true")

    assert body["@odata.count"] == 1
    assert body["@odata.context"].endswith(f"#{SET[1:]}(id,partnerState)")
    assert body["value"] == [{"id": WSC, "partnerState": "enabled"}]
    assert [one["id"] for one in graph.get(f"/beta{SET}?$orderby=id desc&select=id")["value"]] == [DEFENDER, WSC]
    assert graph.get(f"/beta{SET}?$filter=id eq {DEFENDER}")["value"][0]["id"] == DEFENDER
    never = graph.get(f"/beta{SET}?$filter=lastHeartbeatDateTime lt 1900-01-01T00:00:00Z&$select=id")
    assert never["value"] == [{"id": DEFENDER}]
    assert graph("get", f"/beta{SET}/$count").content == b"2"
    assert graph.get(f"/beta{SET}/{WSC}/partnerState")["value"] == "enabled"


def test_the_annotations_are_as_many_as_were_asked_for(graph: GraphClient, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso)

    none = graph.get(f"/beta{SET}", Accept="application/json;odata.metadata=none")
    full = graph.get(f"/beta{SET}/{WSC}", Accept="application/json; odata.metadata=full")

    assert not [name for name in (*none, *none["value"][0]) if "@odata" in name]
    assert full["@odata.type"] == "#microsoft.graph.mobileThreatDefenseConnector"
    assert full["@odata.id"].endswith(f"{SET}('{WSC}')")


def test_a_preference_is_honoured(graph: GraphClient, contoso: Tenant) -> None:
    added = graph("post", f"/beta{SET}", {"id": WSC}, Prefer="return=minimal")

    assert (added.status_code, added.content, added["Preference-Applied"]) == (204, b"", "return=minimal")


def test_another_tenants_connector_does_not_exist(stranger: GraphClient, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso)

    assert stranger.get(f"/beta{SET}")["value"] == []
    for method in ("get", "patch", "delete"):
        answer = stranger(method, f"/beta{SET}/{WSC}", {} if method == "patch" else None)
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "ResourceNotFound"
    assert MobileThreatDefenseConnector.objects.count() == 1


def test_a_missing_permission_is_named(graph_as: Callable[..., GraphClient], contoso: Tenant) -> None:
    reader = graph_as(AppRole.SERVICE_CONFIG_READ)

    assert reader("get", f"/beta{SET}").status_code == 200
    answer = reader("post", f"/beta{SET}", {"id": WSC})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "Forbidden"
    assert "DeviceManagementServiceConfig.ReadWrite.All" in answer.json()["error"]["message"]


def test_without_a_token_nobody_gets_in(contoso: Tenant) -> None:
    answer = GraphClient(Client())("get", f"/v1.0{SET}")

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "InvalidAuthenticationToken"
    assert answer["WWW-Authenticate"].startswith("Bearer")
