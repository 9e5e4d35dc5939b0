"""Do filters reach into lists, related rows, types and structured values, and searches into words?"""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from intune_sim.tenants.models import INTUNE_A, Group, Tenant
from tests.factories.devices import ManagedDeviceFactory, RegistrationFactory
from tests.factories.protection import MobilePolicyFactory, PolicyFactory
from tests.factories.tenants import GroupFactory, GroupRoleAssignmentFactory, RoleDefinitionFactory, UserFactory
from tests.graph.conftest import GraphClient

WINDOWS = "/beta/deviceAppManagement/windowsManagedAppProtections"
ALL = "/beta/deviceAppManagement/managedAppPolicies"
REGISTRATIONS = "/deviceAppManagement/managedAppRegistrations"


@pytest.fixture
def named(graph: GraphClient) -> Callable[[str, str], str]:
    """`named(path, filter)` is the names of what is found, in one word."""

    def found(path: str, text: str) -> str:
        rows = graph.get(f"{path}?$select=displayName&$filter={quote(text)}")["value"]
        return "".join(sorted(row["displayName"] for row in rows))

    return found


def test_lambdas_ask_every_element_of_a_list(contoso: Tenant, named: Callable[[str, str], str]) -> None:
    lists = {"A": [], "B": ["0"], "C": ["0", 'Ünder "it\'s"'], "D": ["x\\", "0, x"]}
    for name, tags in lists.items():
        PolicyFactory(tenant=contoso, display_name=name, role_scope_tag_ids=tags)
    GroupFactory(tenant=contoso, display_name="U", group_types=["Unified"])
    GroupFactory(tenant=contoso, display_name="V")

    for text, names in {
        "roleScopeTagIds/any(t:t eq '0')": "BC",
        "roleScopeTagIds/any()": "BCD",
        "not roleScopeTagIds/any()": "A",
        "roleScopeTagIds/all(t:t eq '0')": "AB",
        "roleScopeTagIds/any(t:t ne '0')": "CD",
        "roleScopeTagIds/any(t:t eq 'Ünder \"it''s\"')": "C",
        "roleScopeTagIds/any(t:t eq 'X\\')": "D",
        "roleScopeTagIds/any(t:t eq 'x')": "",
        "roleScopeTagIds/any(t:t in ('0','1') and not (t eq '1')) and displayName ne 'B'": "C",
        "roleScopeTagIds/any(t:startswith(t,'Ü') or endswith(t,', x'))": "CD",
        "roleScopeTagIds/any(t:contains(t,''))": "BCD",
        "roleScopeTagIds/all(t:contains(t,'') and t ne null)": "ABCD",
        "not roleScopeTagIds/any(tag:tag eq '0' or tag eq null)": "AD",
    }.items():
        assert named(WINDOWS, text) == names, text
    assert named("/v1.0/groups", "groupTypes/any(g:g eq 'Unified')") == "U"
    assert "V" in named("/v1.0/groups", "not groupTypes/any(g:g eq 'unified')")


def test_lambdas_ask_no_rows_of_another_tenant(
    contoso: Tenant, fabrikam: Tenant, named: Callable[[str, str], str]
) -> None:
    role = RoleDefinitionFactory(tenant=None, is_built_in=True, display_name="R")
    GroupRoleAssignmentFactory(tenant=fabrikam, role_definition=role, display_name="theirs")
    GroupRoleAssignmentFactory(tenant=contoso, role_definition=role, display_name="ours")

    roles = "/beta/deviceManagement/roleDefinitions"
    assert named(roles, "roleAssignments/any(a:a/displayName eq 'ours')") == "R"
    assert named(roles, "roleAssignments/any(a:a/displayName eq 'theirs')") == ""


def test_lambdas_ask_related_rows(contoso: Tenant, staff: Group, named: Callable[[str, str], str]) -> None:
    PolicyFactory(tenant=contoso, display_name="A", groups=[staff], apps=["com.microsoft.edge"])
    PolicyFactory(tenant=contoso, display_name="B", apps=[])
    with_edge = "apps/any(a:a/id eq 'com.microsoft.edge.windows')"

    for text, names in {
        f"assignments/any(a:a/id eq '{staff.graph_id}_incl')": "A",
        f"assignments/any(x:x/id ne '{staff.graph_id}_incl')": "",
        "assignments/any()": "A",
        "not assignments/any()": "B",
        with_edge: "A",
        f"not {with_edge}": "B",
        "apps/all(a:a/id in ('com.microsoft.edge.windows'))": "AB",
        f"{with_edge} and roleScopeTagIds/any(a:a eq '0')": "A",
    }.items():
        assert named(WINDOWS, text) == names, text


def test_lambdas_ask_for_licences(contoso: Tenant, named: Callable[[str, str], str]) -> None:
    UserFactory(tenant=contoso, display_name="A", licensed=True)
    UserFactory(tenant=contoso, display_name="B")

    for text, names in {
        f"assignedLicenses/any(l:l/skuId eq {INTUNE_A})": "A",
        f"not assignedLicenses/any(l:l/skuId eq {INTUNE_A})": "B",
        "assignedLicenses/any()": "A",
    }.items():
        assert named("/v1.0/users", text) == names, text


def test_types_narrow_a_collection_of_several(contoso: Tenant, named: Callable[[str, str], str]) -> None:
    PolicyFactory(tenant=contoso, display_name="W", print_blocked=True)
    MobilePolicyFactory(tenant=contoso, display_name="I")
    MobilePolicyFactory(tenant=contoso, display_name="A", android=True)

    for text, names in {
        "isof('microsoft.graph.iosManagedAppProtection')": "I",
        "isof(microsoft.graph.windowsManagedAppProtection)": "W",
        "not isof('microsoft.graph.windowsManagedAppProtection')": "AI",
        "isof('microsoft.graph.managedAppPolicy')": "AIW",
        "isof('microsoft.graph.androidManagedAppProtection') or displayName eq 'W'": "AW",
        "microsoft.graph.windowsManagedAppProtection/printBlocked eq true": "W",
        "not (microsoft.graph.windowsManagedAppProtection/printBlocked eq true)": "AI",
        "microsoft.graph.windowsManagedAppProtection/roleScopeTagIds/any(t:t eq '0')": "W",
    }.items():
        assert named(ALL, text) == names, text


def test_an_app_identifier_is_compared_by_its_one_text(contoso: Tenant, graph: GraphClient) -> None:
    RegistrationFactory(tenant=contoso, app_identifier="com.microsoft.edge")

    for version in ("v1.0", "beta"):
        for text, count in (("appIdentifier eq 'com.microsoft.EDGE'", 1), ("appIdentifier eq 'com.microsoft'", 0)):
            assert len(graph.get(f"/{version}{REGISTRATIONS}?$filter={text}")["value"]) == count


def test_what_is_not_supported_is_refused_by_its_name(graph: GraphClient) -> None:
    for text, named_part in (
        ("isof('microsoft.graph.printer')", "microsoft.graph.printer"),
        ("isof(1)", "isof"),
        ("microsoft.graph.printer/id eq 'x'", "microsoft.graph.printer"),
        ("displayName/any(d:d eq 'x')", "displayName"),
        ("nothing/any(d:d eq 'x')", "nothing"),
        ("roleScopeTagIds/any(t:u eq 'x')", "'u'"),
        ("roleScopeTagIds/any(t:t/id eq 'x')", "t/id"),
        ("roleScopeTagIds/any(t:t gt '0')", "eq, ne, in"),
        ("roleScopeTagIds/any(t:t eq 5)", "5"),
        ("roleScopeTagIds/all()", "position"),
        ("roleScopeTagIds/any(t)", "position"),
        ("roleScopeTagIds/any(t/u:t eq 'x')", "position"),
        ("assignments/any(a:a/target/groupId eq 'x')", "target/groupId"),
        ("assignments/any(a:displayName eq 'x')", "displayName"),
        ("assignments/any(a:a/id gt 'x')", "gt"),
        ("deploymentSummary/any()", "deploymentSummary"),
        ("concat(displayName,'x') eq 'x'", "concat"),
        ("displayName has 'x'", "has"),
        ("roleScopeTagIds/any(" * 40 + "t" + ")" * 40, "position"),
        ("roleScopeTagIds/any(t:" + "(" * 40 + "t eq '0'" + ")" * 41, "nested deeper"),
    ):
        answer = graph("get", f"{WINDOWS}?$filter={quote(text)}")
        assert answer.status_code == 400, text
        assert named_part in answer.json()["error"]["message"], text


SIGN_INS, AUDIT = "/beta/auditLogs/signIns", "/beta/deviceManagement/auditEvents"
CONDITIONAL_ACCESS = "/beta/identity/conditionalAccess/policies"


@pytest.mark.parametrize(
    ("path", "asked", "message"),
    [
        (SIGN_INS, "location/geoCoordinates/latitude", "The property 'location/geoCoordinates/latitude' cannot be"),
        (SIGN_INS, "location/planet", "named 'planet' on type 'microsoft.graph.signInLocation'"),
        (SIGN_INS, "userDisplayName/first", "'userDisplayName/first' cannot be"),
        (AUDIT, "actor/userPermissions", "'actor/userPermissions' cannot be"),
        (AUDIT, "initiatedBy/user/id", "named 'initiatedBy' on type 'microsoft.graph.auditEvent'"),
        (CONDITIONAL_ACCESS, "conditions/users/includeUsers", "'conditions/users/includeUsers' cannot be"),
        (
            CONDITIONAL_ACCESS,
            "conditions/devices/deviceFilter/rules",
            "'rules' on type 'microsoft.graph.conditionalAcc",
        ),
        ("/beta/deviceManagement/managedDevices", "hardwareInformation/model", "'hardwareInformation/model' cannot be"),
        ("/beta/deviceManagement", "settings/secureByDefault", "'$filter' is not supported"),
    ],
)
def test_a_path_that_no_condition_takes_is_told_from_one_that_is_not_there(
    graph: GraphClient, path: str, asked: str, message: str
) -> None:
    for query in (f"$filter={asked} eq 'x'", f"$filter={asked}/any(x:x eq 'x')", f"$orderby={asked}"):
        answer = graph("get", f"{path}?{query}")
        assert answer.status_code == 400
        assert message in answer.json()["error"]["message"].replace("$orderby", "$filter"), query


def test_what_is_the_same_for_every_row_is_filtered_and_sorted_by(graph: GraphClient, contoso: Tenant) -> None:
    RegistrationFactory(tenant=contoso)
    for path, text, count in (
        ("/v1.0/users", "userType eq 'Guest'", 0),
        ("/v1.0/users", "userType eq 'Member' and onPremisesSyncEnabled ne true", 1),
        ("/v1.0/users", "deletedDateTime eq null", 1),
        (f"/beta{REGISTRATIONS}", "flaggedReasons/any(r:r ne 'none')", 0),
        (f"/beta{REGISTRATIONS}", "deviceType eq 'windows'", 1),
    ):
        assert len(graph.get(f"{path}?$filter={text}")["value"]) == count, text
    assert len(graph.get("/v1.0/users?$orderby=userType desc,deletedDateTime")["value"]) == 1


def test_numbers_compare_whatever_their_size(graph: GraphClient, contoso: Tenant) -> None:
    ManagedDeviceFactory(tenant=contoso, total_storage_space_in_bytes=600_000_000_000)
    for text, count in (
        ("gt 500000000000", 1),
        ("eq 600000000000", 1),
        ("lt 6e11", 0),
        ("le 6e11", 1),
        ("lt 9223372036854775807", 1),
        ("ne null", 1),
        ("in (1,600000000000)", 1),
    ):
        url = f"/beta/deviceManagement/managedDevices?$filter=totalStorageSpaceInBytes {text}"
        assert len(graph.get(url)["value"]) == count, text


def test_a_search_is_for_words(graph: GraphClient, contoso: Tenant) -> None:
    eventual = {"ConsistencyLevel": "eventual"}
    UserFactory(tenant=contoso, name="adele", display_name="Adele Vance", mail="adele.v@contoso.example")
    UserFactory(tenant=contoso, name="alex", display_name="Alex de Vance-Miller", mail="")

    def found(text: str) -> Any:
        rows = graph.get(f"/v1.0/users?$search={quote(text)}&$count=true", **eventual)
        assert rows["@odata.count"] == len(rows["value"])
        return "".join(sorted(row["displayName"][:2] for row in rows["value"]))

    for text, names in {
        '"displayName:vance"': "AdAl",
        '"displayName:ance"': "",
        '"displayName:ALEX mill"': "Al",
        '"displayName:adele" OR "mail:nobody"': "Ad",
        '"displayName:vance" AND "mail:adele"': "Ad",
        '("displayName:adele" OR "displayName:alex") AND "displayName:de"': "Al",
        '"userPrincipalName:alex@"': "Al",
        '"mail:contoso"': "Ad",
    }.items():
        assert found(text) == names, text
    bad = [
        "displayName:x",
        '"displayName"',
        '"id:x"',
        '"nothing:x"',
        '"displayName:x" "mail:x"',
        "",
        '"displayName:x',
        "(",
    ]
    for text in bad:
        answer = graph("get", f"/v1.0/users?$search={quote(text)}", **eventual)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "Request_BadRequest"), text
    assert "ConsistencyLevel" in graph("get", "/v1.0/users?$search=%22displayName:x%22").json()["error"]["message"]
    assert graph("get", f'{WINDOWS}?$search="displayName:x"', **eventual).status_code == 400
