"""What does Graph answer at addresses, to methods and to bodies that are not what they should be? Always the envelope."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.test import Client

from intune_sim.tenants.models import Tenant
from tests.factories.connectors import ConnectorFactory
from tests.graph.conftest import GraphClient

SET = "/deviceManagement/mobileThreatDefenseConnectors"


@pytest.mark.parametrize(
    ("path", "segment"),
    [
        ("/v1.0/undefined", "undefined"),
        ("/beta/deviceManagement/toasters", "toasters"),
        (f"/v1.0{SET}/x/y", "y"),
        (f"/v1.0{SET}/x/id/more", "more"),
        (f"/v1.0{SET}/$links", "$links"),
        (f"/v1.0{SET}/$count/more", "more"),
        ("/v1.0/a(b", "a(b"),
    ],
)
def test_a_segment_that_leads_nowhere_is_named(graph: GraphClient, path: str, segment: str) -> None:
    answer = graph("get", path)

    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == f"Resource not found for the segment '{segment}'."


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1.0/deviceManagement/exchangeConnectors", 501),
        ("/v1.0/deviceManagement/exchangeConnectors/x/microsoft.graph.sync", 501),
        ("/beta/deviceManagement/ExchangeConnectors('x')/", 501),
        ("/v1.0/deviceManagement/exchangeConnectors/$count", 501),
        ("/v1.0/deviceManagement/exchangeConnectors/x/toasters", 400),
        ("/beta/deviceManagement/deviceConfigurations/x/anything/below", 501),
        ("/beta/deviceManagement/ndesConnectors", 501),
        ("/v1.0/deviceManagement/ndesConnectors", 400),
        ("/v1.0/me/messages", 501),
        ("/v1.0/users/x/exportDeviceAndAppManagementData()", 501),
        ("/v1.0/users/delta()", 501),
        ("/v1.0/users/delta", 501),
        ("/beta/deviceManagement/deviceCompliancePolicies/hasPayloadLinks", 501),
        ("/v1.0/users/undefined()", 400),
    ],
)
def test_what_graph_has_and_we_lack_is_not_supported(graph: GraphClient, path: str, status: int) -> None:
    answer = graph("get", path)

    assert answer.status_code == status
    error = answer.json()["error"]
    assert (error["code"], "http://testserver/coverage" in error["message"]) == (
        ("NotSupported", True) if status == 501 else ("BadRequest", False)
    )


def test_paths_are_found_however_they_are_written(graph: GraphClient, contoso: Tenant) -> None:
    connector = ConnectorFactory(tenant=contoso)
    for path in (
        f"/beta{SET.lower()}/{connector.graph_id}",
        f"/beta{SET}('{connector.graph_id}')",
        f"/beta{SET}({connector.graph_id})/",
        f"/beta{SET}/{connector.graph_id}/microsoft.graph.mobileThreatDefenseConnector",
    ):
        assert graph.get(path)["id"] == str(connector.graph_id)


@pytest.mark.parametrize(
    "query",
    [
        "$filter=colour eq 'red'",
        "$filter=partnerState eq 'purple'",
        "$filter=partnerState gt 'enabled'",
        "$filter=androidEnabled eq 'true'",
        "$filter=partnerUnresponsivenessThresholdInDays has 1",
        "$filter=startswith(id,'a')",
        "$filter=isof('microsoft.graph.user')",
        "$filter=androidEnabled eq",
        "$filter=androidEnabled eq true)",
        "$filter=((androidEnabled eq true)",
        "$filter=" + "(" * 40 + "androidEnabled" + ")" * 40,
        "$filter=" + " or ".join(["androidEnabled"] * 300),
        "$filter=id eq '%00'",
        "$filter=*",
        "$select=colour",
        "$orderby=id sideways",
        "$orderby=colour",
        "$top=0",
        "$top=1001",
        "$top=ten",
        "$skip=-1",
        "$count=maybe",
        "$expand=apps",
        "$search=x",
        "$apply=x",
        "colour=red",
        "$top=1&top=2",
        "$skiptoken=x",
        "$skiptoken=WzFd",
        "$filter=%ff",
    ],
)
def test_an_option_that_cannot_be_meant_is_refused(graph: GraphClient, contoso: Tenant, query: str) -> None:
    ConnectorFactory(tenant=contoso)

    answer = graph("get", f"/beta{SET}?{query}")

    if query == "$skiptoken=WzFd":  # a token of the right shape, though of no row
        assert answer.status_code == 200
        return
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/json")
    assert answer.json()["error"]["code"] == "BadRequest"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("put", f"/beta{SET}", 405),
        ("patch", f"/beta{SET}", 405),
        ("delete", f"/beta{SET}", 405),
        ("post", f"/beta{SET}/x", 405),
        ("get", f"/beta{SET}/%00", 400),
        ("options", f"/beta{SET}", 405),
        ("put", "/beta/undefined", 400),
        ("get", "/beta/$batch", 405),
        ("post", "/beta/", 405),
        ("delete", "/beta/$metadata", 405),
        ("get", "/v1.0/users('a", 400),
        ("get", "/v2.0/users", 400),
        ("get", "/v1.0/users/%0A", 404),
    ],
)
def test_a_method_that_an_address_does_not_take_is_refused(
    graph: GraphClient, method: str, path: str, status: int
) -> None:
    answer = graph(method, path)

    assert answer.status_code == status
    assert answer.has_header("Allow") is (status == 405)
    assert answer.json()["error"]["innerError"]["request-id"] == answer["request-id"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b'{"id": "\xff"}', "application/json", 400),
        (b'"text"', "application/json", 400),
        (b'{"id": 1e999}', "application/json", 400),
        (b"<x/>", "application/xml", 415),
    ],
)
def test_a_broken_body_is_refused(
    *, graph: GraphClient, contoso: Tenant, body: bytes, content_type: str, status: int
) -> None:
    answer = graph.client.generic("POST", f"/beta{SET}", body, content_type=content_type)

    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_whoever_is_refused_a_method_is_told_the_others(graph: GraphClient, contoso: Tenant) -> None:
    item = f"/beta{SET}/{ConnectorFactory(tenant=contoso).graph_id}"
    for path, methods in (
        (f"/beta{SET}", "GET, HEAD, POST"),
        (item, "DELETE, GET, HEAD, PATCH"),
        ("/v1.0/deviceManagement/auditEvents", "GET, HEAD"),
        ("/v1.0/$batch", "POST"),
    ):
        assert graph("put", path)["Allow"] == methods
    assert not graph("get", item).has_header("Allow")


def test_a_version_is_known_however_it_is_capitalised(graph: GraphClient, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso)
    [one] = graph.get(f"/Beta{SET}")["value"]
    assert graph.get(f"/BETA{SET}/{one['id']}")["@odata.context"].startswith("http://testserver/beta/$metadata#")


def test_every_answer_carries_its_ids(graph: GraphClient, contoso: Tenant) -> None:
    answer = graph("get", f"/v1.0{SET}", client_request_id="mine")

    assert answer["client-request-id"] == "mine"
    assert answer["request-id"]
    assert answer["OData-Version"] == "4.0"
    assert graph("head", f"/v1.0{SET}").status_code == 200


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_the_metadata_is_csdl_and_needs_no_token(db: None, version: str) -> None:
    answer = Client().get(f"/{version}/$metadata")

    root = ElementTree.fromstring(answer.content)  # noqa: S314 - it is ours
    assert answer["Content-Type"].startswith("application/xml")
    assert root.attrib["Version"] == "4.0"
    edm = "{http://docs.oasis-open.org/odata/ns/edm}"
    kinds = ("EntityType", "EnumType", "ComplexType")
    defined = [one.attrib["Name"] for kind in kinds for one in root.iter(edm + kind)]
    assert sorted(defined) == sorted(set(defined))
    mentioned = [
        one.attrib[name] for one in root.iter() for name in ("Type", "BaseType", "EntityType") if name in one.attrib
    ]
    bare = {one.removeprefix("Collection(").removesuffix(")") for one in mentioned}
    assert {one.removeprefix("microsoft.graph.") for one in bare if not one.startswith("Edm.")} <= set(defined)
    names = {one.attrib["Name"] for one in root.iter(edm + "Property")}
    assert ("macEnabled" in names) == (version == "beta")


def test_the_root_lists_what_is_served(graph: GraphClient, contoso: Tenant) -> None:
    listed = {one["name"]: one["kind"] for one in graph.get("/v1.0/")["value"]}
    assert (listed["users"], listed["deviceManagement"]) == ("EntitySet", "Singleton")


def test_a_batch_answers_each_request_as_if_it_came_alone(graph: GraphClient, contoso: Tenant) -> None:
    ConnectorFactory(tenant=contoso)
    answer = graph(
        "post",
        "/v1.0/$batch",
        {
            "requests": [
                {"id": 1, "method": "GET", "url": f"{SET}?$select=id"},
                {"id": "2", "method": "GET", "url": f"http://testserver/v1.0{SET}/none"},
                {"id": "3", "method": "GET", "url": f"v1.0{SET}", "dependsOn": ["2"]},
                {
                    "id": "4",
                    "method": "POST",
                    "url": SET[1:],
                    "headers": {"Content-Type": "application/json"},
                    "body": {"iosEnabled": True},
                },
            ]
        },
    )

    parts = {one["id"]: one for one in answer.json()["responses"]}
    assert [parts[one]["status"] for one in ("1", "2", "3", "4")] == [200, 404, 424, 201]
    assert parts["1"]["body"]["value"] == [{"id": parts["1"]["body"]["value"][0]["id"]}]
    assert parts["2"]["body"]["error"]["code"] == "ResourceNotFound"
    assert parts["4"]["headers"]["Location"]


@pytest.mark.parametrize(
    "requests",
    [
        [],
        "none",
        [{"id": "1", "method": "GET", "url": "/users"}] * 2,
        [{"id": str(n), "method": "GET", "url": "/users"} for n in range(21)],
        [{"id": "1", "method": "GET", "url": "/users", "dependsOn": ["9"]}],
        [{"id": "1", "method": "POST", "url": "/users", "body": {}}],
        [{"id": "1", "method": "POST", "url": "/$batch"}],
        [{"method": "GET", "url": "/users"}],
        [{"id": "1", "method": "TRACE", "url": "/users"}],
        [7],
    ],
)
def test_a_batch_that_cannot_be_meant_is_refused_whole(graph: GraphClient, requests: object) -> None:
    answer = graph("post", "/v1.0/$batch", {"requests": requests})

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "BadRequest"


def test_nothing_below_a_version_is_served_without_a_token(db: None, calls_as: Callable[..., Client]) -> None:
    for path in ("/v1.0", "/v1.0/", "/beta/anything", f"/beta{SET}"):
        answer = Client().get(path)
        assert answer.status_code == 401
        assert answer["Content-Type"].startswith("application/json")
