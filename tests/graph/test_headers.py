"""Does an answer carry the headers that clients of Graph rely on, and does a request's own header count?"""

import gzip
import json
from typing import Any

import pytest

from intune_sim.tenants.models import Tenant
from tests.factories.protection import PolicyFactory
from tests.graph.conftest import GraphClient

POLICIES = "/beta/deviceAppManagement/windowsManagedAppProtections"
BATCH = "/v1.0/$batch"


@pytest.fixture
def policy(contoso: Tenant) -> str:
    """The address of a policy."""
    return f"{POLICIES}/{PolicyFactory(tenant=contoso, display_name='Before').policy_id}"


def test_every_answer_has_graphs_headers(graph: GraphClient, policy: str) -> None:
    mine = {"client_request_id": "mine", "return_client_request_id": "true"}
    for answer in (
        graph("get", policy, **mine),
        graph("get", f"{POLICIES}?$filter=x", **mine),
        graph("delete", policy, **mine),
        graph("post", BATCH, {"requests": [{"id": "1", "method": "GET", "url": "/users"}]}, **mine),
    ):
        assert answer["client-request-id"] == "mine"
        assert len(answer["request-id"]) == 36
        assert "DataCenter" in answer["x-ms-ags-diagnostic"]
        assert answer["OData-Version"] == "4.0"
        assert "Accept-Encoding" in answer["Vary"]
        assert "Strict-Transport-Security" not in answer
        assert answer.content == b"" or answer["Content-Type"].startswith("application/json")
        assert answer.has_header("Content-Type") is (answer.status_code != 204)
    over_tls = graph.client.get(POLICIES, secure=True)
    assert over_tls["Strict-Transport-Security"].startswith("max-age=")
    assert over_tls.json()["@odata.context"].startswith("https://")


def test_a_refusal_of_intune_is_a_document_in_a_text(graph: GraphClient, policy: str) -> None:
    everybody = {"target": {"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}}

    refused = graph("post", f"{policy}/assign", {"assignments": [everybody]})

    inside = json.loads(refused.json()["error"]["message"])
    assert inside.keys() == {
        "_version", "Message", "CustomApiErrorPhrase", "RetryAfter", "ErrorSourceService", "HttpHeaders"
    }  # fmt: skip
    sentence, _, told = inside["Message"].partition(" - Operation ID ")
    assert sentence.endswith("classes other than GroupAssignmentTarget and ExclusionGroupTarget")
    assert refused["request-id"] in told
    assert told.endswith("/assign?api-version=beta")


def test_answers_are_packed_where_that_is_understood(graph: GraphClient, policy: str) -> None:
    packed = graph("get", POLICIES, Accept_Encoding="gzip, deflate")

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == graph("get", POLICIES).content
    head = graph("head", POLICIES)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == graph("get", POLICIES)["Content-Type"]


@pytest.mark.parametrize("wish", ["none", "minimal", "full"])
def test_metadata_comes_as_it_is_wished(graph: GraphClient, policy: str, wish: str) -> None:
    answer = graph("get", POLICIES, Accept=f"application/json; odata.metadata={wish}")
    [one] = answer.json()["value"]

    assert f"odata.metadata={wish}" in answer["Content-Type"]
    assert ("@odata.context" in answer.json()) == (wish != "none")
    assert ("@odata.id" in one, "@odata.editLink" in one) == (wish == "full", wish == "full")


def test_a_tag_tells_whether_an_entity_has_changed(graph: GraphClient, policy: str) -> None:
    first = graph("get", policy)
    tag = first["ETag"]

    assert graph("get", f"{policy}?$select=id")["ETag"] == tag
    assert graph("get", policy, Accept="application/json;odata.metadata=full")["ETag"] == tag
    same = graph("get", policy, If_None_Match=f'"x", {tag}')
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    assert graph("patch", policy, {"displayName": "Mine"}, If_Match=tag).status_code == 204
    assert graph("get", policy, If_None_Match=tag).json()["displayName"] == "Mine"
    for method, body in (("patch", {"displayName": "Theirs"}), ("delete", None)):
        refused = graph(method, policy, body, If_Match=tag)
        assert (refused.status_code, refused.json()["error"]["code"]) == (412, "PreconditionFailed")
    assert graph("get", policy).json()["displayName"] == "Mine"
    assert graph("patch", policy, {"displayName": "Any"}, If_Match="*").status_code == 204
    assert graph("delete", policy, If_Match=graph("get", policy)["ETag"]).status_code == 204
    assert graph("delete", policy, If_Match="*").status_code == 404


def test_a_preference_is_followed_and_told(graph: GraphClient, policy: str) -> None:
    shown = graph("patch", policy, {"displayName": "A"}, Prefer="return=representation")
    silent = graph("post", "/v1.0/groups", group("a"), Prefer="return=minimal")
    full = graph("post", "/v1.0/groups", group("b"), Prefer="return=representation; x=y, handling=strict")

    assert (shown.status_code, shown.json()["displayName"]) == (200, "A")
    assert shown["Preference-Applied"] == full["Preference-Applied"] == "return=representation"
    assert (silent.status_code, silent.content) == (204, b"")
    assert (silent["Preference-Applied"], silent["Location"][:30]) == (
        "return=minimal",
        "http://testserver/v1.0/groups(",
    )
    assert (full.status_code, full.json()["displayName"]) == (201, "b")
    assert "Preference-Applied" not in graph("patch", policy, {"x": 1}, Prefer="return=minimal")


def group(name: str) -> dict[str, Any]:
    """A body."""
    return {"displayName": name, "mailEnabled": False, "mailNickname": name, "securityEnabled": True}


def test_newer_members_of_an_enum_are_for_those_who_know(graph: GraphClient) -> None:
    path = "/v1.0/identity/conditionalAccess/policies"
    body = {
        "displayName": "P",
        "state": "disabled",
        "conditions": {
            "users": {"includeUsers": ["All"]},
            "applications": {"includeApplications": ["All"]},
            "platforms": {"includePlatforms": ["linux", "android"]},
        },
        "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
    }
    assert graph("post", path, body).status_code == 201

    def platforms(**headers: str) -> list[str]:
        [policy] = graph.get(path, **headers)["value"]
        found: list[str] = policy["conditions"]["platforms"]["includePlatforms"]
        return found

    assert platforms() == ["unknownFutureValue", "android"]
    assert platforms(Prefer="include-unknown-enum-members") == ["linux", "android"]
    answer = graph("get", path, Prefer="include-unknown-enum-members, return=minimal")
    assert answer["Preference-Applied"] == "include-unknown-enum-members"
