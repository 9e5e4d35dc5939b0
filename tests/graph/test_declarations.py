"""Is what a declaration says what its addresses do? Chains, single entities, computed rows, derived types, functions."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole
from tests.factories.tenants import GroupFactory, UserFactory
from tests.graph import samples
from tests.graph.conftest import GraphClient

pytestmark = pytest.mark.urls("tests.graph.samples")
FRUITS = "/beta/kitchen/fruits"


@pytest.fixture(autouse=True)
def _basket() -> None:
    samples.fill()


def message(answer: Any) -> str:
    text: str = answer.json()["error"]["message"]
    return text


def test_computed_rows_are_listed_paged_counted_and_found(graph: GraphClient) -> None:
    first = graph.get(f"{FRUITS}?$top=2&$count=true&$select=id,taste")
    second = graph.get(first["@odata.nextLink"].removeprefix("http://testserver"))
    third = graph.get(second["@odata.nextLink"].removeprefix("http://testserver"))

    assert first["@odata.count"] == 5
    assert [one["id"] for page in (first, second, third) for one in page["value"]] == list(samples.BASKET)
    assert first["value"][0] == {"id": "apple", "taste": "sweet"}
    assert "@odata.nextLink" not in third
    assert [one["id"] for one in graph.get(f"{FRUITS}?$skip=4")["value"]] == ["elderberry"]
    assert graph("get", f"{FRUITS}/$count").content == b"5"
    assert graph("get", f"{FRUITS}/$count?$filter=weight lt 3").content == b"2"
    assert graph.get(f"{FRUITS}('Cherry')") == {
        "@odata.context": "http://testserver/beta/$metadata#kitchen/fruits/$entity",
        "id": "cherry",
        "weight": 3,
        "taste": "sour",
        "peel": None,
    }
    assert graph("get", f"{FRUITS}/grape").status_code == 404
    assert graph.get(f"{FRUITS}?Ripe=no")["value"] == []
    assert graph("get", f"{FRUITS}?sweet=no").status_code == 400


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("$filter=weight gt 3", ["date", "elderberry"]),
        ("$filter=taste eq 'sour' or id eq 'APPLE'", ["apple", "cherry"]),
        ("$filter=not (weight in (1,2)) and taste ne 'sour'", ["date", "elderberry"]),
        ("$filter=contains(id,'an') or startswith(id,'E') or endswith(id,'y')", ["banana", "cherry", "elderberry"]),
        ("$filter=weight ne null&$orderby=weight desc&$top=2", ["elderberry", "date"]),
        ("$orderby=taste,id desc&$skip=4", ["apple"]),
        ("$filter=weight eq null", []),
    ],
)
def test_computed_rows_are_filtered_and_sorted(graph: GraphClient, query: str, found: list[str]) -> None:
    assert [one["id"] for one in graph.get(f"{FRUITS}?{query}")["value"]] == found


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("$filter=colour eq 'red'", "'colour'"),
        ("$filter=peel eq 'red'", "'peel'"),
        ("$filter=taste gt 'sour'", "'gt'"),
        ("$filter=taste eq 'salty'", "'salty'"),
        ("$filter=weight eq 'x'", "'weight'"),
        ("$filter=contains(taste,'s')", "'contains'"),
        ("$orderby=peel", "'peel'"),
        ("$filter=isof('microsoft.graph.fruit')", "computed"),
    ],
)
def test_what_computed_rows_cannot_be_asked_is_refused(graph: GraphClient, query: str, named: str) -> None:
    samples.BASKET.clear()

    answer = graph("get", f"{FRUITS}?{query}")

    assert answer.status_code == 400
    assert named in message(answer)


def test_computed_rows_are_written_by_their_services(graph: GraphClient) -> None:
    made = graph("post", FRUITS, {"id": "fig", "weight": 9})
    changed = graph("patch", f"{FRUITS}/fig", {"weight": 7})
    bitten = graph("post", f"{FRUITS}/fig/bite")

    assert (made.status_code, made["Location"]) == (200, "http://testserver/beta/kitchen/fruits('fig')")
    assert (changed.json()["weight"], bitten.json()["weight"]) == (7, 6)
    assert [graph("delete", f"{FRUITS}/fig").status_code for _ in range(2)] == [204, 404]


def test_a_folder_can_be_an_entity(graph: GraphClient, contoso: Tenant) -> None:
    assert graph.get("/v1.0/kitchen") == {
        "@odata.context": "http://testserver/v1.0/$metadata#kitchen/$entity",
        "owner": contoso.display_name,
        "shelves": ["upper", "lower"],
    }
    assert graph.get("/v1.0/kitchen/shelves") == {
        "@odata.context": "http://testserver/v1.0/$metadata#kitchen/shelves",
        "value": ["upper", "lower"],
    }
    assert graph.get("/v1.0/mine")["owner"] == contoso.display_name
    assert graph.get("/v1.0/kitchen/size()")["value"] == 12
    assert graph.get("/v1.0/kitchen?$select=owner")["@odata.context"].endswith("#kitchen(owner)/$entity")


@pytest.mark.parametrize(
    ("path", "context", "value"),
    [
        ("/heavier(than=3)", "Collection(Edm.String)", ["date", "elderberry"]),
        ("/microsoft.graph.heavier(than=2,taste='sour')", "Collection(Edm.String)", ["cherry"]),
        ("/graph.heavier( TASTE='sweet' , than=4)", "Collection(Edm.String)", ["elderberry"]),
        ("/names", "Collection(Edm.String)", ["apple", "banana", "cherry", "date", "elderberry"]),
        ("/NAMES()", "Collection(Edm.String)", ["apple", "banana", "cherry", "date", "elderberry"]),
        ("/spelt(text='it''s, (a)/b')", "Edm.String", "it's, (a)/b"),
        ("/spelt()", "Edm.String", "nothing"),
        ("/date/isHeavy()", "Edm.Boolean", True),
    ],
)
def test_a_function_answers_however_it_is_called(graph: GraphClient, path: str, context: str, value: Any) -> None:
    answer = graph.get(f"{FRUITS}{path}")

    assert answer["@odata.context"] == f"http://testserver/beta/$metadata#{context}"
    assert answer["value"] == value


def test_a_function_can_return_entities(graph: GraphClient) -> None:
    answer = graph.get(f"{FRUITS}/apple/neighbours()?$top=1&$select=id")

    assert answer["@odata.context"] == "http://testserver/beta/$metadata#Collection(microsoft.graph.fruit)(id)"
    assert answer["value"] == [{"id": "banana"}]


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/heavier()", "'heavier' needs the parameter 'than'"),
        ("/heavier(than=1,size=2)", "'size' does not exist on the function 'heavier'"),
        ("/heavier(than='1')", "than"),
        ("/heavier(than=1,taste='salty')", "taste"),
        ("/heavier(than=1,than=2)", "Syntax error"),
        ("/heavier(than=1,)", "Syntax error"),
        ("/heavier(than", "heavier(than"),
        ("/spelt(text=bare)", "text"),
        ("/apple/isHeavy(really=true)", "really"),
    ],
)
def test_parameters_that_do_not_fit_are_refused_by_name(graph: GraphClient, path: str, named: str) -> None:
    answer = graph("get", f"{FRUITS}{path}")

    assert answer.status_code == 400
    assert named in message(answer)


def test_a_function_of_one_version_is_nowhere_in_the_other(graph: GraphClient) -> None:
    assert "segment 'isHeavy()'" in message(graph("get", "/v1.0/kitchen/fruits/date/isHeavy()"))


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({"fruits": ["apple", "fig"], "@odata.type": "x", "HOW": "sour"}, 200, ""),
        ({}, 400, "fruits"),
        ({"fruits": "apple"}, 400, "fruits"),
        ({"fruits": [], "how": "salty"}, 400, "how"),
        ({"fruits": [], "why": 1}, 400, "'why' does not exist on the action 'mix'"),
    ],
)
def test_an_action_takes_what_is_declared(*, graph: GraphClient, body: Any, status: int, named: str) -> None:
    answer = graph("post", f"{FRUITS}/mix", body)

    assert answer.status_code == status
    if named:
        assert named in message(answer)
    else:
        assert answer.json() == {
            "@odata.context": "http://testserver/beta/$metadata#microsoft.graph.juice",
            "mixed": "apple,fig",
            "pulp": "none",
        }


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "/beta/kitchen", 405),
        ("patch", "/beta/kitchen", 405),
        ("delete", "/beta/kitchen", 405),
        ("get", f"{FRUITS}/mix", 405),
        ("post", f"{FRUITS}/names()", 405),
        ("patch", FRUITS, 405),
    ],
)
def test_an_address_takes_only_its_methods(graph: GraphClient, method: str, path: str, status: int) -> None:
    assert graph(method, path, {}).status_code == status


def test_an_action_may_need_a_permission_of_its_own(graph_as: Callable[..., GraphClient], contoso: Tenant) -> None:
    writer = graph_as(AppRole.USER_READ_WRITE)

    refused = writer("post", f"{FRUITS}/shake")

    assert refused.status_code == 403
    assert "Group.ReadWrite.All" in message(refused)
    assert writer("post", f"{FRUITS}/mix", {"fruits": []}).status_code == 200
    assert graph_as(AppRole.GROUP_READ_WRITE)("post", f"{FRUITS}/shake").status_code == 204


def test_a_chain_leads_through_contained_entities(graph: GraphClient, contoso: Tenant) -> None:
    club = GroupFactory(tenant=contoso, display_name="Chess")
    ada, bea = (UserFactory(tenant=contoso, display_name=name) for name in ("Ada", "Bea"))
    ada.member_of.add(club, through_defaults={})
    guests = f"/v1.0/clubs/{club.graph_id}/guests"

    made = graph("post", guests, {"displayName": "Cleo"})
    renamed = graph("patch", f"{guests}/{ada.graph_id}", {"displayName": "Adele"})

    assert made.status_code == 201
    assert made["Location"] == f"http://testserver/v1.0/clubs('{club.graph_id}')/guests('{bea.graph_id}')"
    assert made.json()["@odata.context"].endswith(f"#clubs('{club.graph_id}')/guests/$entity")
    assert renamed.json()["displayName"] == "Adele"
    deep = graph.get(f"{guests}('{bea.graph_id}')/memberOf/{club.graph_id}/displayName")
    assert deep["value"] == "Chess"
    assert deep["@odata.context"].endswith(
        f"#clubs('{club.graph_id}')/guests('{bea.graph_id}')/memberOf('{club.graph_id}')/displayName"
    )
    assert graph.get(f"{guests}/{bea.graph_id}/favourite")["id"] == "apple"
    assert graph("delete", f"{guests}/{bea.graph_id}").status_code == 204
    assert graph("get", f"{guests}/{bea.graph_id}/memberOf").status_code == 404
    assert graph("post", f"{guests}/{ada.graph_id}/memberOf", {}).status_code == 405


def test_references_are_listed_made_and_removed(graph: GraphClient, contoso: Tenant) -> None:
    friends = f"/v1.0/clubs/{GroupFactory(tenant=contoso).graph_id}/friends/$ref"
    address = f"http://testserver/v1.0/people/{UserFactory(tenant=contoso).graph_id}"

    assert graph("post", friends, {"@odata.id": address}).status_code == 204
    assert graph.get(f"{friends}?$count=true") == {
        "@odata.context": "http://testserver/v1.0/$metadata#Collection($ref)",
        "@odata.count": 1,
        "value": [{"@odata.id": address}],
    }
    assert graph("delete", friends).status_code == 400
    assert [graph("delete", f"{friends}?@id={address}").status_code for _ in range(2)] == [204, 404]
    assert graph("post", friends, {"@odata.id": "http://"}).status_code == 400


def test_what_has_no_relation_is_expanded_as_well(graph: GraphClient, contoso: Tenant) -> None:
    club = GroupFactory(tenant=contoso)
    ada = UserFactory(tenant=contoso)
    ada.member_of.add(club, through_defaults={})
    guests = f"/v1.0/clubs/{club.graph_id}/guests"

    one = graph.get(f"{guests}/{ada.graph_id}?$expand=favourite($select=id),fruits,memberOf($select=displayName)")
    listed = graph.get(f"{guests}?$expand=favourite($select=id),fruits($top=1;$select=id)&$select=id")["value"]

    assert (one["favourite"], one["fruits"][0]["id"]) == ({"id": "apple"}, "apple")
    assert [(item["favourite"], item["fruits"]) for item in listed] == [({"id": "apple"}, [{"id": "apple"}])]
    assert one["favourite@odata.context"].endswith(f"guests('{ada.graph_id}')/favourite(id)/$entity")
    assert one["memberOf"] == [{"displayName": club.display_name}]


def test_rows_of_several_models_are_one_list(graph: GraphClient, contoso: Tenant) -> None:
    for name in ("b", "d", "f"):
        UserFactory(tenant=contoso, display_name=name)
    for name in ("a", "C", "e", "g"):
        GroupFactory(tenant=contoso, display_name=name)
    url = "/beta/principals?$orderby=displayName desc&$top=3&$count=true&$filter=displayName ne 'e'&$select=displayName"

    pages = []
    while url:
        pages.append(graph.get(url))
        url = pages[-1].get("@odata.nextLink", "").removeprefix("http://testserver")

    assert pages[0]["@odata.count"] == 6
    assert [[one["displayName"] for one in page["value"]] for page in pages] == [["g", "f", "d"], ["C", "b", "a"]]
    assert pages[0]["value"][:2] == [
        {"@odata.type": "#microsoft.graph.group", "displayName": "g"},
        {"@odata.type": "#microsoft.graph.user", "displayName": "f"},
    ]
    assert [one["displayName"] for one in graph.get("/beta/principals?$skip=5")["value"]] == ["e", "g"]


def test_a_type_of_several_is_found_cast_and_left_out_of_a_version(graph: GraphClient, contoso: Tenant) -> None:
    user, group = UserFactory(tenant=contoso), GroupFactory(tenant=contoso)
    principals = "/beta/principals"

    assert graph.get(f"{principals}/{group.graph_id}")["@odata.type"] == "#microsoft.graph.group"
    assert graph.get(f"{principals}/{user.graph_id}/memberOf")["value"] == []
    cast = graph.get(f"{principals}/microsoft.graph.group")
    assert cast["@odata.context"].endswith("#principals/microsoft.graph.group")
    assert [one["id"] for one in cast["value"]] == [str(group.graph_id)]
    between = graph.get(f"{principals}/microsoft.graph.Somebody")
    assert between["@odata.context"].endswith("#principals/microsoft.graph.somebody")
    assert [one["@odata.type"] for one in between["value"]] == ["#microsoft.graph.user"]
    assert graph.get(f"{principals}/{user.graph_id}/graph.somebody/memberOf")["value"] == []
    assert graph("get", f"{principals}/{group.graph_id}/graph.somebody").status_code == 404
    assert graph.get(f"{principals}/{group.graph_id}/graph.group")["id"] == str(group.graph_id)
    assert graph("get", f"{principals}/{user.graph_id}/graph.group").status_code == 404
    assert graph("get", f"{principals}/$count").content == b"2"
    assert [one["id"] for one in graph.get("/v1.0/principals")["value"]] == [str(user.graph_id)]
    assert graph("get", "/v1.0/principals/microsoft.graph.group").status_code == 400
    assert graph("delete", f"{principals}/{group.graph_id}").status_code == 204


def test_a_body_says_which_type_it_means(graph: GraphClient, contoso: Tenant) -> None:
    body = {"displayName": "Chess", "mailEnabled": False, "mailNickname": "chess", "securityEnabled": True}

    vague = graph("post", "/beta/principals", body)
    wrong = graph("post", "/beta/principals", {**body, "@odata.type": "#microsoft.graph.fruit"})
    made = graph("post", "/beta/principals", {**body, "@odata.type": "#microsoft.graph.group"})
    other = graph("patch", f"/beta/principals/{UserFactory(tenant=contoso).graph_id}", {"@odata.type": "group"})

    assert (vague.status_code, wrong.status_code, other.status_code) == (400, 400, 400)
    assert "'@odata.type'" in message(vague)
    assert made.json()["@odata.type"] == "#microsoft.graph.group"


def test_the_metadata_describes_all_of_it(db: None) -> None:
    edm = "{http://docs.oasis-open.org/odata/ns/edm}"
    root = ElementTree.fromstring(Client().get("/beta/$metadata").content)  # noqa: S314 - our own document

    types = {one.attrib["Name"]: one for one in root.iter(f"{edm}EntityType")}
    functions = [one for one in root.iter(f"{edm}Function") if one.attrib["Name"] == "heavier"]
    container = next(root.iter(f"{edm}EntityContainer"))

    assert types["user"].attrib["BaseType"] == "microsoft.graph.directoryObject"
    assert types["directoryObject"].attrib["Abstract"] == "true"
    assert [one.attrib["Name"] for one in types["kitchen"].iter(f"{edm}NavigationProperty")] == ["fruits"]
    bound_to = next(one.attrib["Type"] for one in functions[0].iter(f"{edm}Parameter"))
    assert bound_to == "Collection(microsoft.graph.fruit)"
    assert {(one.tag.removeprefix(edm), one.attrib["Name"]) for one in container} == {
        ("Singleton", "kitchen"), ("Singleton", "mine"), ("EntitySet", "clubs"), ("EntitySet", "principals"),
    }  # fmt: skip
