"""Do users, groups, licences and the organization live on Graph?"""

from collections.abc import Callable
from typing import Any

import pytest

from intune_sim.tenants.models import INTUNE_A, Group, Membership, Tenant, User
from intune_sim.tenants.roles import AppRole
from tests.factories.tenants import UserFactory
from tests.graph.conftest import GraphClient

NEW_USER = {
    "accountEnabled": True,
    "displayName": "Megan Bowen",
    "mailNickname": "megan",
    "userPrincipalName": "megan@contoso.example",
    "passwordProfile": {"forceChangePasswordNextSignIn": True, "password": "xWwvJ]6NMw+bWH-d"},
    "usageLocation": "GB",
}
NEW_GROUP = {"displayName": "Pilots", "mailEnabled": False, "mailNickname": "pilots", "securityEnabled": True}


def test_a_user_is_made_found_licensed_changed_and_deleted(graph: GraphClient, contoso: Tenant) -> None:
    made = graph("post", "/v1.0/users", NEW_USER)

    assert made.status_code == 201, made.content
    assert "accountEnabled" not in made.json()
    here = f"/v1.0/users/{made.json()['id']}"
    assert graph.get("/v1.0/users/megan@contoso.example")["id"] == made.json()["id"]
    assert graph.get("/v1.0/users('MEGAN@contoso.example')")["givenName"] is None
    licensed = graph("post", f"{here}/assignLicense", {"addLicenses": [{"skuId": str(INTUNE_A)}], "removeLicenses": []})
    assert licensed.status_code == 200
    assert graph.get(f"{here}?$select=assignedLicenses,accountEnabled")["assignedLicenses"] == [
        {"disabledPlans": [], "skuId": str(INTUNE_A)}
    ]
    [sku] = graph.get("/v1.0/subscribedSkus")["value"]
    assert (sku["skuId"], sku["consumedUnits"]) == (str(INTUNE_A), 1)
    assert graph.get(f"/v1.0/subscribedSkus/{sku['id']}") | {"@odata.context": 0} == sku | {"@odata.context": 0}
    changed = graph("patch", here, {"givenName": "Megan", "accountEnabled": False, "jobTitle": None})
    assert (changed.status_code, changed.content) == (204, b"")
    assert graph.get(f"{here}?$select=givenName,accountEnabled,jobTitle") | {"@odata.context": ""} == {
        "@odata.context": "",
        "givenName": "Megan",
        "accountEnabled": False,
        "jobTitle": None,
    }
    assert graph("delete", here).status_code == 204
    gone = graph("get", here)
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "Request_ResourceNotFound")


def test_a_group_is_made_filled_emptied_and_deleted(graph: GraphClient, contoso: Tenant, alex: User) -> None:
    made = graph("post", "/v1.0/groups", NEW_GROUP)
    here = f"/v1.0/groups/{made.json()['id']}"
    reference = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{alex.graph_id}"}

    assert made.status_code == 201
    assert graph("post", f"{here}/members/$ref", reference).status_code == 204
    twice = graph("post", f"{here}/members/$ref", reference)
    assert twice.status_code == 400
    assert "already exist" in twice.json()["error"]["message"]
    listed = graph.get(f"{here}/members")
    assert listed["@odata.context"].endswith("$metadata#directoryObjects")
    assert [(one["@odata.type"], one["id"]) for one in listed["value"]] == [
        ("#microsoft.graph.user", str(alex.graph_id))
    ]
    assert graph.get(f"{here}/members/microsoft.graph.user?$select=id")["value"][0]["id"] == str(alex.graph_id)
    assert [one["displayName"] for one in graph.get(f"/v1.0/users/{alex.graph_id}/memberOf")["value"]] == ["Pilots"]
    assert graph("delete", f"{here}/members/{alex.graph_id}").status_code == 405
    assert graph("delete", f"{here}/members/{alex.graph_id}/$ref").status_code == 204
    assert graph("delete", f"{here}/members/{alex.graph_id}/$ref").status_code == 404
    assert graph("delete", here).status_code == 204
    assert User.objects.filter(pk=alex.pk).exists()


def test_the_organization_is_one(graph: GraphClient, contoso: Tenant, fabrikam: Tenant) -> None:
    [one] = graph.get("/v1.0/organization")["value"]

    assert (one["id"], one["displayName"]) == (str(contoso.graph_id), "Contoso")
    assert one["verifiedDomains"][0]["name"] == "contoso.example"
    assert graph("get", f"/v1.0/organization/{fabrikam.graph_id}").status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/users", {**NEW_USER, "colour": 1}, "colour"),
        ("/users", {**NEW_USER, "displayName": ""}, "displayName"),
        ("/users", {**NEW_USER, "userPrincipalName": "megan"}, "userPrincipalName"),
        ("/users", {**NEW_USER, "userPrincipalName": "ALEX@contoso.example"}, "userPrincipalName"),
        ("/users", {k: v for k, v in NEW_USER.items() if k != "passwordProfile"}, "passwordProfile"),
        ("/users", {**NEW_USER, "givenName": "x" * 65}, "givenName"),
        ("/users/alex@contoso.example/assignLicense", {"addLicenses": []}, "removeLicenses"),
        ("/users/alex@contoso.example/assignLicense", {"addLicenses": [1], "removeLicenses": []}, "skuId"),
        ("/groups", {**NEW_GROUP, "mailEnabled": True}, "mailEnabled"),
        ("/groups", {"displayName": "x"}, "mailEnabled"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(
    *, graph: GraphClient, alex: User, path: str, body: dict[str, Any], words: str
) -> None:
    answer = graph("post", f"/v1.0{path}", body)

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "Request_BadRequest"
    assert words in answer.json()["error"]["message"]


def test_another_tenants_people_do_not_exist(stranger: GraphClient, alex: User, staff: Group, fabrikam: Tenant) -> None:
    theirs = UserFactory(tenant=fabrikam)
    assert [one["id"] for one in stranger.get("/v1.0/users")["value"]] == [str(theirs.graph_id)]
    assert stranger.get("/v1.0/groups")["value"] == []
    for path in (f"users/{alex.graph_id}", f"users/{alex.user_principal_name}", f"groups/{staff.graph_id}"):
        assert stranger("get", f"/v1.0/{path}").status_code == 404
        assert stranger("delete", f"/v1.0/{path}").status_code == 404
    reference = {"@odata.id": f"https://graph.microsoft.com/v1.0/users/{theirs.graph_id}"}
    assert stranger("post", f"/v1.0/groups/{staff.graph_id}/members/$ref", reference).status_code == 404
    assert stranger("get", f"/v1.0/groups/{staff.graph_id}/members").status_code == 404
    assert Membership.objects.filter(group=staff).count() == 1


def test_a_group_takes_nobody_from_elsewhere(graph: GraphClient, staff: Group, fabrikam: Tenant) -> None:
    theirs = UserFactory(tenant=fabrikam)

    answer = graph("post", f"/v1.0/groups/{staff.graph_id}/members/$ref", {"@odata.id": f"x/{theirs.graph_id}"})

    assert answer.status_code == 404


def test_a_missing_permission_is_named(graph_as: Callable[..., GraphClient], contoso: Tenant) -> None:
    answer = graph_as(AppRole.USER_READ)("post", "/v1.0/users", NEW_USER)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "Authorization_RequestDenied")
    assert "User.ReadWrite.All" in answer.json()["error"]["message"]
