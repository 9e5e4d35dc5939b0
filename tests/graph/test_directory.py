"""Do users, groups, licences and the organization live on Graph?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from intune_sim.audit.models import AuditEvent
from intune_sim.clock import now
from intune_sim.tenants.access_tokens import for_user
from intune_sim.tenants.models import INTUNE_A, Group, Membership, Tenant, User
from intune_sim.tenants.roles import AppRole
from intune_sim.tenants.scopes import AUDIENCES
from tests.factories.tenants import ApplicationFactory, UserFactory
from tests.graph.conftest import GraphClient
from tests.world import World

NEW_USER = {
    "accountEnabled": True,
    "displayName": "Megan Bowen",
    "mailNickname": "megan",
    "userPrincipalName": "megan@contoso.example",
    "passwordProfile": {"forceChangePasswordNextSignIn": True, "password": "xWwvJ]6NMw+bWH-d"},
    "usageLocation": "GB",
}
PROFILE = {
    "businessPhones": ["+44 20 7946 0000"],
    "mobilePhone": "+44 7700 900000",
    "officeLocation": "12/1110",
    "preferredLanguage": "en-GB",
    "department": "Sales",
    "usageLocation": "GB",
    "mailNickname": "megan",
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


def test_a_profile_is_kept_and_its_password_never_shown(graph: GraphClient, contoso: Tenant) -> None:
    here = f"/v1.0/users/{graph('post', '/v1.0/users', {**NEW_USER, **PROFILE}).json()['id']}"
    everything = f"{here}?$select={','.join(PROFILE)},passwordProfile,userType"

    assert graph.get(everything).items() >= {**PROFILE, "passwordProfile": None, "userType": "Member"}.items()
    assert User.objects.get(user_principal_name="megan@contoso.example").check_password("xWwvJ]6NMw+bWH-d")
    details = {"city": "London", "otherMails": ["meg@example.org"], "employeeHireDate": "2020-01-01T00:00:00Z"}
    assert graph("patch", here, {**details, "ageGroup": None, "country": "UK"}).status_code == 204
    assert graph("patch", here, {"country": "Britain"}).status_code == 204
    assert graph.get(f"{here}?$select={','.join(details)},country").items() >= {**details, "country": "Britain"}.items()
    changed = graph("patch", here, {"mobilePhone": None, "passwordProfile": {"password": "An0ther-one"}})
    assert changed.status_code == 204
    assert graph.get(here)["mobilePhone"] is None
    assert User.objects.get(user_principal_name="megan@contoso.example").check_password("An0ther-one")
    assert not any("An0ther" in str(one.modified_properties) for one in AuditEvent.objects.all())
    for name, value in (("usageLocation", "Britain"), ("passwordProfile", {"password": ""}), ("mailNickname", "a b")):
        refused = graph("patch", here, {name: value})
        assert (refused.status_code, name in refused.json()["error"]["message"]) == (400, True)


def test_a_renamed_users_apps_go_on_under_the_new_name(graph: GraphClient, world: World, alex: User) -> None:
    registration = world.enrol().registration
    here = f"/v1.0/users/{alex.graph_id}"

    assert graph("patch", here, {"userPrincipalName": "alexandra@contoso.example"}).status_code == 204

    assert graph.get("/v1.0/users/alexandra@contoso.example")["id"] == str(alex.graph_id)
    registration.refresh_from_db()
    assert registration.user_principal_name == "alexandra@contoso.example"
    assert world.check_in(registration).registration.ended_at is None
    alex.refresh_from_db()
    assert world.enrol(alex).registration == registration
    taken = graph("patch", here, {"userPrincipalName": world.adele.user_principal_name.upper()})
    assert (taken.status_code, "userPrincipalName" in taken.json()["error"]["message"]) == (400, True)


def test_licences_are_told_in_detail(graph: GraphClient, alex: User) -> None:
    [one] = graph.get(f"/v1.0/users/{alex.graph_id}/licenseDetails")["value"]

    assert (one["skuId"], one["skuPartNumber"]) == (str(INTUNE_A), "INTUNE_A")
    assert one["servicePlans"][0]["servicePlanName"] == "INTUNE_A"
    assert graph.get(f"/v1.0/users/{alex.graph_id}/licenseDetails/{one['id']}")["skuId"] == str(INTUNE_A)


def test_a_microsoft_365_group_has_mail_and_changes(graph: GraphClient, contoso: Tenant) -> None:
    team = {**NEW_GROUP, "groupTypes": ["Unified"], "mailEnabled": True, "securityEnabled": False}
    made = graph("post", "/v1.0/groups", team)
    here = f"/v1.0/groups/{made.json()['id']}"

    assert made.json().items() >= {**team, "mail": "pilots@contoso.example", "visibility": "Public"}.items()
    changes = {"displayName": "Crew", "description": "All", "mailNickname": "crew", "securityEnabled": True}
    assert graph("patch", here, {**changes, "groupTypes": ["Unified"]}).status_code == 204
    assert graph.get(here).items() >= {**changes, "mail": "crew@contoso.example"}.items()
    assert graph.get("/v1.0/groups?$filter=mailEnabled eq true and securityEnabled eq true")["value"][0]["id"]
    assert graph.get(f"{here}/transitiveMemberOf")["value"] == graph.get(f"{here}/memberOf")["value"] == []
    for change in ({"mailEnabled": False}, {"groupTypes": []}, {"displayName": " "}):
        assert graph("patch", here, change).status_code == 400


def test_members_and_owners_are_read_in_every_way(graph: GraphClient, staff: Group, alex: User, adele: User) -> None:
    group, user = f"/v1.0/groups/{staff.graph_id}", f"/v1.0/users/{alex.graph_id}"
    owner = {"@odata.id": f"https://graph.microsoft.com/v1.0/users/{adele.graph_id}"}

    assert graph("post", f"{group}/owners/$ref", owner).status_code == 204
    assert "'owners'" in graph("post", f"{group}/owners/$ref", owner).json()["error"]["message"]
    for path in (f"{group}/transitiveMembers", f"{group}/members/graph.user"):
        assert [one["id"] for one in graph.get(path)["value"]] == [str(alex.graph_id)]
    assert [one["id"] for one in graph.get(f"{group}/owners")["value"]] == [str(adele.graph_id)]
    for path in ("memberOf", "transitiveMemberOf", "memberOf/graph.group", "memberOf/microsoft.graph.group"):
        assert [one["id"] for one in graph.get(f"{user}/{path}")["value"]] == [str(staff.graph_id)]
    assert graph.get(f"{user}/memberOf/{staff.graph_id}")["displayName"] == staff.display_name
    assert [one["id"] for one in graph.get(f"/v1.0/users/{adele.graph_id}/ownedObjects")["value"]] == [
        str(staff.graph_id)
    ]
    address = f"directoryObjects/{alex.graph_id}"
    assert graph.get(f"{group}/members/$ref")["value"] == [{"@odata.id": f"http://testserver/v1.0/{address}"}]
    removed = graph("delete", f"{group}/members/$ref?@id=https://graph.microsoft.com/v1.0/{address}")
    assert (removed.status_code, graph.get(f"{group}/members")["value"]) == (204, [])
    assert graph("delete", f"{group}/owners/{adele.graph_id}/$ref").status_code == 204
    assert graph.get(f"{group}/owners")["value"] == []


def test_a_group_is_made_with_members_and_gets_more(
    graph: GraphClient, staff: Group, alex: User, adele: User, fabrikam: Tenant
) -> None:
    address = "https://graph.microsoft.com/v1.0/directoryObjects/{}"
    both = {name: [address.format(alex.graph_id)] for name in ("members@odata.bind", "owners@odata.bind")}
    here = f"/v1.0/groups/{graph('post', '/v1.0/groups', {**NEW_GROUP, **both}).json()['id']}"

    added = graph("patch", here, {"members@odata.bind": [address.format(adele.graph_id)]})

    assert added.status_code == 204, added.content
    assert {one["id"] for one in graph.get(f"{here}/members")["value"]} == {str(alex.graph_id), str(adele.graph_id)}
    assert [one["id"] for one in graph.get(f"{here}/owners")["value"]] == [str(alex.graph_id)]
    stranger = address.format(UserFactory(tenant=fabrikam).graph_id)
    assert graph("patch", here, {"members@odata.bind": [stranger]}).status_code == 400
    assert graph("patch", here, {"members@odata.bind": [address.format(alex.graph_id)] * 21}).status_code == 400


@pytest.mark.parametrize(
    ("action", "body", "is_found"),
    [
        ("checkMemberGroups", {"groupIds": ["{}", "00000000-0000-0000-0000-000000000001", "x"]}, True),
        ("checkMemberGroups", {"groupIds": []}, False),
        ("checkMemberObjects", {"ids": ["{}"]}, True),
        ("getMemberGroups", {"securityEnabledOnly": True}, True),
        ("getMemberObjects", {"securityEnabledOnly": False}, True),
    ],
)
def test_memberships_are_asked_for(
    *, graph: GraphClient, staff: Group, alex: User, action: str, body: dict[str, Any], is_found: bool
) -> None:
    asked = {
        name: [one.format(staff.graph_id) for one in value] if isinstance(value, list) else value
        for name, value in body.items()
    }

    answer = graph("post", f"/v1.0/users/{alex.graph_id}/{action}", asked)

    assert (answer.status_code, answer.json()["@odata.context"]) == (
        200,
        "http://testserver/v1.0/$metadata#Collection(Edm.String)",
    )
    assert answer.json()["value"] == ([str(staff.graph_id)] if is_found else [])
    assert graph("post", f"/v1.0/users/{alex.graph_id}/{action}", {}).status_code == 400


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


def test_a_user_finds_itself(graph: GraphClient, contoso: Tenant, alex: User, staff: Group) -> None:
    application = ApplicationFactory(tenant=contoso)
    token = for_user(
        alex, application, scopes=("User.Read", "GroupMember.Read.All"), audience=AUDIENCES[0], issuer="x", now=now()
    )
    me = GraphClient(Client(headers={"Authorization": f"Bearer {token}"}))

    assert me.get("/v1.0/me?$select=id,userPrincipalName")["id"] == str(alex.graph_id)
    assert [one["id"] for one in me.get("/v1.0/me/memberOf")["value"]] == [str(staff.graph_id)]
    assert me("get", "/beta/me/isManagedAppUserBlocked()").status_code == 403
    assert me("patch", "/v1.0/me", {"city": "London"}).status_code == 403
    itself = graph("get", "/v1.0/me")
    assert (itself.status_code, "delegated" in itself.json()["error"]["message"]) == (400, True)


def test_the_organization_is_one(graph: GraphClient, contoso: Tenant, fabrikam: Tenant) -> None:
    [one] = graph.get("/v1.0/organization")["value"]

    assert (one["id"], one["displayName"]) == (str(contoso.graph_id), "Contoso")
    assert one["verifiedDomains"][0]["name"] == "contoso.example"
    assert (one["mobileDeviceManagementAuthority"], one["city"], one["businessPhones"]) == ("intune", None, [])
    for action, body in (
        ("getMemberGroups", {"securityEnabledOnly": False}),
        ("getMemberObjects", {"securityEnabledOnly": True}),
        ("checkMemberGroups", {"groupIds": []}),
        ("checkMemberObjects", {"ids": []}),
    ):
        assert graph("post", f"/v1.0/organization/{contoso.graph_id}/{action}", body).json()["value"] == []
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
        ("/users/alex@contoso.example/assignLicense", {"addLicenses": [], "removeLicenses": [1]}, "skuId"),
        ("/users/alex@contoso.example/assignLicense", {"addLicenses": [{}], "removeLicenses": []}, "usage location"),
        ("/groups", {**NEW_GROUP, "mailEnabled": True}, "mailEnabled"),
        ("/groups", {"displayName": "x"}, "mailEnabled"),
        ("/groups", {**NEW_GROUP, "groupTypes": ["Unified"]}, "mailEnabled"),
        ("/groups", {**NEW_GROUP, "groupTypes": ["DynamicMembership"]}, "DynamicMembership"),
        ("/groups", {**NEW_GROUP, "groupTypes": ["Choir"]}, "groupTypes"),
        ("/groups", {**NEW_GROUP, "securityEnabled": False}, "securityEnabled"),
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


def test_a_missing_permission_is_named(graph_as: Callable[..., GraphClient], contoso: Tenant, alex: User) -> None:
    answer = graph_as(AppRole.USER_READ)("post", "/v1.0/users", NEW_USER)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "Authorization_RequestDenied")
    assert "User.ReadWrite.All" in answer.json()["error"]["message"]
    for role, path in (
        (AppRole.USER_READ_BASIC, "users"),
        (AppRole.GROUP_MEMBER_READ, "groups"),
        (AppRole.LICENSE_READ, "subscribedSkus"),
        (AppRole.DIRECTORY_READ_WRITE, "organization"),
    ):
        assert graph_as(role)("get", f"/v1.0/{path}").status_code == 200
    here = "/v1.0/users/alex@contoso.example/assignLicense"
    body = {"addLicenses": [], "removeLicenses": []}
    assert graph_as(AppRole.LICENSE_READ_WRITE)("post", here, body).status_code == 200
    assert graph_as(AppRole.GROUP_READ_WRITE)("post", here, body).status_code == 403
