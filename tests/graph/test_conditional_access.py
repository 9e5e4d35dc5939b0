"""Does Conditional Access live on Graph as in Entra: policies and named locations, whole or in part?"""

from collections.abc import Callable
from typing import Any

import pytest

from intune_sim.tenants.models import Group, Tenant, User
from intune_sim.tenants.roles import AppRole
from protection.engine.conditional_access import LocationType
from protection.models import ConditionalAccessPolicy
from tests.factories.conditional_access import ConditionalAccessPolicyFactory, NamedLocationFactory
from tests.graph.conftest import GraphClient

POLICIES = "/identity/conditionalAccess/policies"
LOCATIONS = "/identity/conditionalAccess/namedLocations"


@pytest.fixture
def body(staff: Group) -> dict[str, Any]:
    """What scripts send: app protection for Office 365 in a browser on Windows, for a group."""
    return {
        "displayName": "Edge for Business on Windows",
        "state": "enabledForReportingButNotEnforced",
        "conditions": {
            "clientAppTypes": ["browser"],
            "applications": {"includeApplications": ["Office365"]},
            "users": {"includeGroups": [str(staff.graph_id)]},
            "platforms": {"includePlatforms": ["windows"]},
            "authenticationFlows": {"transferMethods": "deviceCodeFlow,authenticationTransfer"},
        },
        "grantControls": {"operator": "OR", "builtInControls": ["compliantApplication", "compliantDevice"]},
    }


def test_a_policy_is_written_read_changed_and_deleted(graph: GraphClient, body: dict[str, Any]) -> None:
    made = graph("post", f"/v1.0{POLICIES}", body)

    assert made.status_code == 201
    policy = made.json()
    where = f"{POLICIES}/{policy['id']}"
    assert policy["@odata.context"] == f"http://testserver/v1.0/$metadata#{POLICIES[1:]}/$entity"
    assert policy["conditions"]["users"]["includeGroups"] == body["conditions"]["users"]["includeGroups"]
    assert policy["conditions"]["users"]["excludeUsers"] == []
    assert policy["conditions"]["authenticationFlows"] == body["conditions"]["authenticationFlows"]
    assert policy["conditions"]["locations"] is None
    assert policy["grantControls"]["authenticationStrength"] is None
    assert policy["sessionControls"] is None
    assert policy["modifiedDateTime"] is None
    assert "agents" not in policy["conditions"]

    changed = graph(
        "patch",
        f"/beta{where}",
        {
            "state": "enabled",
            "conditions": {"signInRiskLevels": ["high"]},
            "sessionControls": {
                "signInFrequency": {"isEnabled": True, "value": 4, "type": "hours", "frequencyInterval": "timeBased"},
            },
        },
    )
    assert (changed.status_code, changed.content) == (204, b"")
    again = graph.get(f"/beta{where}")
    assert again["state"] == "enabled"
    assert again["conditions"]["signInRiskLevels"] == ["high"]
    assert again["conditions"]["platforms"] == {"includePlatforms": ["windows"], "excludePlatforms": []}
    assert again["conditions"]["agents"] is None
    assert again["sessionControls"]["signInFrequency"]["value"] == 4

    assert graph("delete", f"/v1.0{where}").status_code == 204
    assert graph("get", f"/v1.0{where}").status_code == 404
    assert graph("delete", f"/v1.0{where}").status_code == 404


def test_what_was_read_can_be_written_back_and_copied(graph: GraphClient, body: dict[str, Any]) -> None:
    """As backup tools do: nothing is lost, and authentication strengths are named by their ids."""
    grant = {"operator": "AND", "authenticationStrength": {"id": "00000000-0000-0000-0000-000000000004"}}
    where = f"{POLICIES}/{graph('post', f'/beta{POLICIES}', {**body, 'grantControls': grant}).json()['id']}"
    read = graph.get(f"/beta{where}")
    read["grantControls"]["authenticationStrength@odata.context"] = "https://graph.microsoft.com/beta/$metadata#x"

    assert graph("patch", f"/beta{where}", read).status_code == 204
    copied = graph("post", f"/beta{POLICIES}/", {**read, "displayName": "Copy"}).json()

    kept = ("state", "conditions", "sessionControls")
    assert {name: copied[name] for name in kept} == {name: read[name] for name in kept}
    assert copied["grantControls"] == {name: value for name, value in read["grantControls"].items() if "@" not in name}
    assert copied["grantControls"]["authenticationStrength"]["displayName"] == "Phishing-resistant MFA"
    assert copied["id"] != read["id"]


def test_policies_are_found_by_name_and_state(graph: GraphClient, contoso: Tenant) -> None:
    ConditionalAccessPolicyFactory(tenant=contoso, display_name="Block legacy", state="disabled")
    ConditionalAccessPolicyFactory(tenant=contoso, display_name="Edge", state="enabled")

    found = graph.get(f"/v1.0{POLICIES}?$filter=state eq 'enabled' and startswith(displayName,'E')&$select=displayName")

    assert [one["displayName"] for one in found["value"]] == ["Edge"]


UNFIT_POLICIES: list[tuple[dict[str, Any], str]] = [
    ({"colour": "red"}, "colour"),
    ({"state": "on"}, "state"),
    ({"conditions": None}, "conditions"),
    ({"conditions": {"clientAppTypes": ["telnet"]}}, "clientAppTypes"),
    ({"conditions": {"colour": "red"}}, "colour"),
    ({"conditions": {"users": {"includeUsers": "All"}}}, "includeUsers"),
    ({"conditions": {"agents": {}}}, "agents"),
    ({"grantControls": {"operator": "OR", "builtInControls": ["hope"]}}, "builtInControls"),
    ({"grantControls": None}, "1007"),
]


def test_what_cannot_be_meant_is_refused_in_plain_words(graph: GraphClient, body: dict[str, Any]) -> None:
    for change, words in UNFIT_POLICIES:
        answer = graph("post", f"/v1.0{POLICIES}", {**body, **change})

        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (400, "BadRequest")
        assert words in error["message"]
        assert "_version" not in error["message"]
        assert not ConditionalAccessPolicy.objects.exists()


def test_a_write_needs_both_permissions(graph_as: Callable[..., GraphClient], body: dict[str, Any]) -> None:
    reader = graph_as(AppRole.POLICY_READ)
    writer = graph_as(AppRole.POLICY_READ_WRITE_CONDITIONAL_ACCESS)

    for client, missing in (
        (reader, "Policy.ReadWrite.ConditionalAccess"),
        (writer, "Policy.Read.All"),
        (graph_as(AppRole.APPS_READ_WRITE), "Policy.Read.All"),
    ):
        answer = client("post", f"/v1.0{POLICIES}", body)
        assert answer.status_code == 403
        assert missing in answer.json()["error"]["message"]
    assert reader.get(f"/v1.0{POLICIES}")["value"] == []
    refused = graph_as(AppRole.APPS_READ_WRITE)("get", f"/v1.0{POLICIES}").json()["error"]["message"]
    assert refused.count("Policy.Read.All") == 1


def test_another_tenants_policies_and_locations_do_not_exist(stranger: GraphClient, contoso: Tenant) -> None:
    policy = ConditionalAccessPolicyFactory(tenant=contoso)
    location = NamedLocationFactory(tenant=contoso)

    for where in (f"{POLICIES}/{policy.graph_id}", f"{LOCATIONS}/{location.graph_id}"):
        for method, change in (("get", None), ("patch", {"displayName": "Mine"}), ("delete", None)):
            assert stranger(method, f"/v1.0{where}", change).status_code == 404
    assert stranger.get(f"/v1.0{POLICIES}")["value"] == stranger.get(f"/v1.0{LOCATIONS}")["value"] == []


def test_a_named_location_is_of_the_type_that_the_body_says(graph: GraphClient, contoso: Tenant) -> None:
    office = graph(
        "post",
        f"/v1.0{LOCATIONS}",
        {
            "@odata.type": "#microsoft.graph.ipNamedLocation",
            "displayName": "Office",
            "isTrusted": True,
            "ipRanges": [
                {"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "203.0.113.0/24"},
                {
                    "@odata.type": "#microsoft.graph.iPv6Range",
                    "lowerAddress": "2001:db8::1",
                    "upperAddress": "2001:db8::9",
                },
            ],
        },
    )
    home = graph(
        "post",
        f"/v1.0{LOCATIONS}",
        {
            "@odata.type": "#microsoft.graph.countryNamedLocation",
            "displayName": "Home",
            "countriesAndRegions": ["DE", "FR"],
            "includeUnknownCountriesAndRegions": False,
        },
    )

    assert (office.status_code, home.status_code) == (201, 201)
    listed = graph.get(f"/v1.0{LOCATIONS}?$orderby=displayName")["value"]
    assert [one["@odata.type"].rpartition(".")[2] for one in listed] == ["countryNamedLocation", "ipNamedLocation"]
    assert listed[0]["countryLookupMethod"] == "clientIpAddress"
    assert "ipRanges" not in listed[0]
    assert listed[1]["ipRanges"] == office.json()["ipRanges"]
    cast = graph.get(f"/v1.0{LOCATIONS}/microsoft.graph.ipNamedLocation")["value"]
    assert [one["displayName"] for one in cast] == ["Office"]

    where = f"/beta{LOCATIONS}/{office.json()['id']}"
    change = {"@odata.type": "#microsoft.graph.ipNamedLocation", "isTrusted": False}
    assert graph("delete", where).status_code == 400
    assert graph("patch", where, change).status_code == 204
    assert graph("delete", where).status_code == 204


UNFIT_LOCATIONS: list[tuple[dict[str, Any], str]] = [
    ({"displayName": "Nowhere"}, "@odata.type"),
    ({"@odata.type": "#microsoft.graph.namedLocation", "displayName": "Nowhere"}, "namedLocation"),
    ({"@odata.type": "#microsoft.graph.ipNamedLocation", "displayName": "Office"}, "ipRanges"),
    (
        {
            "@odata.type": "#microsoft.graph.ipNamedLocation",
            "displayName": "Office",
            "ipRanges": [{"cidrAddress": "203.0.113.0/24"}],
        },
        "ipRanges",
    ),
    (
        {
            "@odata.type": "#microsoft.graph.countryNamedLocation",
            "displayName": "Home",
            "countriesAndRegions": ["DE"],
            "isTrusted": True,
        },
        "isTrusted",
    ),
]


def test_a_location_that_is_none_is_refused(graph: GraphClient, contoso: Tenant) -> None:
    for body, words in UNFIT_LOCATIONS:
        answer = graph("post", f"/v1.0{LOCATIONS}", body)

        assert answer.status_code == 400
        assert words in answer.json()["error"]["message"]


EVALUATE = "/identity/conditionalAccess/evaluate"


@pytest.fixture
def sign_in(alex: User) -> dict[str, Any]:
    """Alex opens SharePoint in a browser on Windows, at an office's address."""
    return {
        "signInIdentity": {"@odata.type": "#microsoft.graph.userSignIn", "userId": str(alex.graph_id)},
        "signInContext": {
            "@odata.type": "#microsoft.graph.applicationContext",
            "includeApplications": ["00000003-0000-0ff1-ce00-000000000000"],
        },
        "signInConditions": {
            "devicePlatform": "windows",
            "clientAppType": "browser",
            "country": "DE",
            "ipAddress": "203.0.113.9",
            "deviceInfo": {"isCompliant": False},
        },
    }


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_what_if_tells_which_policies_apply_and_why_others_do_not(
    *, graph: GraphClient, contoso: Tenant, staff: Group, sign_in: dict[str, Any], version: str
) -> None:
    office = NamedLocationFactory(tenant=contoso, is_trusted=True)
    users = {"includeGroups": [str(staff.graph_id)]}
    ConditionalAccessPolicyFactory(tenant=contoso, display_name="applies", users=users)
    ConditionalAccessPolicyFactory(tenant=contoso, display_name="off", state="disabled")
    elsewhere = ConditionalAccessPolicyFactory(tenant=contoso, display_name="elsewhere")
    elsewhere.conditions["locations"] = {"includeLocations": ["All"], "excludeLocations": [str(office.graph_id)]}
    elsewhere.save()

    answer = graph("post", f"/{version}{EVALUATE}", sign_in)
    applied = graph("post", f"/{version}{EVALUATE}", {**sign_in, "appliedPoliciesOnly": True}).json()["value"]

    assert answer.status_code == 200
    body = answer.json()
    assert body["@odata.context"].endswith("$metadata#Collection(microsoft.graph.whatIfAnalysisResult)")
    found = {one["displayName"]: (one["policyApplies"], one["analysisReasons"]) for one in body["value"]}
    assert found == {
        "applies": (True, "notSet"),
        "off": (False, "policyNotEnabled"),
        "elsewhere": (False, "location"),
    }
    assert [one["displayName"] for one in applied] == ["applies"]
    assert applied[0]["conditions"]["users"]["excludeUsers"] == []
    assert graph.get(f"/{version}/identity/conditionalAccess")["id"] == "conditionalAccess"


def test_what_if_knows_where_an_address_is(graph: GraphClient, contoso: Tenant, sign_in: dict[str, Any]) -> None:
    home = NamedLocationFactory(tenant=contoso, type=LocationType.COUNTRY)
    bounds = {"lowerAddress": "198.51.100.0", "upperAddress": "198.51.100.9"}
    branch = NamedLocationFactory(tenant=contoso, ip_ranges=[bounds])
    for place in (home, branch):
        policy = ConditionalAccessPolicyFactory(tenant=contoso, display_name=str(place.type))
        policy.conditions["locations"] = {"includeLocations": [str(place.graph_id)]}
        policy.save()

    for said, names in (
        ({"country": "de"}, {"countryNamedLocation"}),
        ({"ipAddress": "198.51.100.9"}, {"ipNamedLocation"}),
        ({"ipAddress": "198.51.101.0", "country": "FR"}, set()),
        ({"ipAddress": "::1"}, set()),
        ({}, set()),
    ):
        given = {**said, "devicePlatform": "windows", "clientAppType": "browser"}
        found = graph("post", f"/v1.0{EVALUATE}", {**sign_in, "signInConditions": given, "appliedPoliciesOnly": True})
        assert {one["displayName"] for one in found.json()["value"]} == names, said


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"signInIdentity": {"@odata.type": "#microsoft.graph.userSignIn", "userId": "nobody"}}, "nobody"),
        ({"signInIdentity": {"userId": "x"}}, "signInIdentity"),
        ({"signInContext": None}, "signInContext"),
        ({"signInConditions": {"ipAddress": "here"}}, "'here'"),
        ({"signInConditions": {"devicePlatform": "toaster"}}, "devicePlatform"),
        ({"weather": "fine"}, "weather"),
    ],
)
def test_a_sign_in_that_cannot_be_is_refused(
    *, graph: GraphClient, contoso: Tenant, sign_in: dict[str, Any], change: dict[str, Any], named: str
) -> None:
    NamedLocationFactory(tenant=contoso)

    refused = graph("post", f"/v1.0{EVALUATE}", {**sign_in, **change})

    assert refused.status_code == 400
    assert named in refused.json()["error"]["message"]
