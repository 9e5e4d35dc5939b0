"""Does every declared resource keep Graph's manners? Whatever the router serves is asked, in both versions, over the demo."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse

from intune_sim.errors import Invalid
from intune_sim.graph.decoding import decode
from intune_sim.graph.resources import BETA, V1, Kind, Navigation, Property, Resource
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole
from intune_sim.urls import GRAPH
from tests.graph.conftest import GraphClient

#: All but what only a user has, who is asked for elsewhere.
SERVED: tuple[Resource, ...] = tuple(one for one in GRAPH.view_initkwargs["router"].resources if one.of_caller is None)
#: Every address of a collection or a single entity, with its declaration.
CASES = [
    (resource, version, f"/{version}/{resource.path}")
    for version in (V1, BETA)
    for resource in SERVED
    if resource.path and resource.is_in(version)
]
#: What changes with every write.
MOVING = {"version", "lastModifiedDateTime", "modifiedDateTime", "@odata.etag"}
#: What no property of a kind can mean.
UNMEANT: dict[Kind, tuple[Any, ...]] = {
    Kind.BOOLEAN: ("true", 1),
    Kind.INT32: ("1", 1.5, True, 2**31),
    Kind.INT64: ("x", 1.5, True),
    Kind.DOUBLE: ("1.5", True),
    Kind.STRING: (5, ["x"]),
    Kind.GUID: (5, "x"),
    Kind.INSTANT: ("yesterday", 5),
    Kind.DURATION: ("soon", 5),
    Kind.ENUM: ("noSuchMember", 5),
    Kind.FLAGS: ("noSuchMember", 5),
    Kind.ENUMS: (["noSuchMember"], "none"),
    Kind.STRINGS: ("x", [5]),
    Kind.COMPLEX: ("x", 5),
}

Speak = Callable[..., GraphClient]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Tenant]:
    """Contoso as `seed_demo` makes it, once for all of these tests; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo", verbosity=0)
        yield Tenant.objects.get()
        transaction.set_rollback(True)


@pytest.fixture
def contoso(demo: Tenant, db: None) -> Tenant:
    """The tenant of these tests has something of everything."""
    return demo


def told(answer: HttpResponse) -> str:
    """The status and the sentence of an answer."""
    sentence = answer.json()["error"]["message"] if answer.status_code >= 400 else ""
    return f"{answer.status_code} {sentence}"


def items(graph: GraphClient, resource: Resource, path: str) -> list[dict[str, Any]]:
    """A few of the entities at an address; one is made where there is none and a name makes one."""
    if resource.is_single:
        return [graph.get(path)]
    found = list(graph.get(f"{path}?$top=5")["value"])
    if found or resource.create is None:
        return found
    made = graph("post", path, {"displayName": "Made for the contract"})
    return [made.json()] if made.status_code in {200, 201} else []


def forms(version: str) -> Iterator[Resource]:
    """Every declaration that a body may be for: a resource's own, or those that derive from it."""
    return (
        form
        for resource, at, _ in CASES
        if at == version
        for form in (resource.derived_in(version) or (resource,))
        if form.create or form.update
    )


def writable(form: Resource, version: str) -> Iterator[Property]:
    """The properties that a write may set."""
    return (one for one in form.fields_in(version) if not one.is_read_only and not (one.value and not one.decode))


def test_without_a_token_nothing_is_told(graph: GraphClient, client: Any) -> None:
    answers = {path: client.get(path) for _, _, path in CASES}

    assert {path for path, answer in answers.items() if answer.status_code != 401} == set()
    assert all(answer["WWW-Authenticate"].startswith("Bearer") for answer in answers.values())


def test_a_missing_permission_is_named(graph_as: Speak) -> None:
    graph = graph_as(AppRole.SIMULATOR_CONTROL)

    wrong = {path: told(graph("get", path)) for resource, _, path in CASES}

    for resource, _, path in CASES:
        if wrong[path].startswith("403 ") and resource.read[0] in wrong[path]:
            del wrong[path]
    assert wrong == {}


def test_reading_gives_no_right_to_write(graph_as: Speak) -> None:
    wrong = {}
    graph = graph_as(*{AppRole(role) for resource, _, _ in CASES for role in resource.read if "Write" not in role})
    for resource, version, path in CASES:
        creates = resource.create or any(form.create for form in resource.derived_in(version))
        if creates and resource.write:
            answer = told(graph("post", path, {}))
            if not answer.startswith("403 ") or resource.write[-1] not in answer:
                wrong[path] = answer

    assert wrong == {}


def test_what_is_sent_is_declared(graph: GraphClient) -> None:
    wrong = {}
    for resource, version, path in CASES:
        known = {one.name for form in (resource, *resource.derived_in(version)) for one in form.fields_in(version)}
        for item in items(graph, resource, path):
            if beyond := {name for name in item if "@odata." not in name} - known:
                wrong[path] = beyond

    assert wrong == {}


def test_another_tenant_has_none_of_it(graph: GraphClient, stranger: GraphClient) -> None:
    wrong = {}
    for resource, _, path in CASES:
        if resource.is_single:
            continue
        # What every tenant has (built-in roles, products) is the stranger's too.
        theirs = {item.get("id") for item in items(stranger, resource, path)}
        for item in items(graph, resource, path)[:1]:
            if item["id"] not in theirs:
                calls = ["get", *(["patch"] if resource.update else []), *(["delete"] if resource.delete else [])]
                for method in calls:
                    answer = told(stranger(method, f"{path}/{item['id']}", {} if method == "patch" else None))
                    if not answer.startswith("404 "):
                        wrong[f"{method} {path}"] = answer

    assert wrong == {}


def test_what_was_read_can_be_written_back_and_changes_nothing(graph: GraphClient) -> None:
    wrong, tried = {}, set()
    for resource, _, path in CASES:
        if resource.update is None or resource.is_single:
            continue
        for item in items(graph, resource, path)[:2]:
            address = f"{path}/{item['id']}"
            before = graph.get(address)
            answer = graph("patch", address, before)
            if answer.status_code not in {200, 204}:
                if not before.get("isBuiltIn"):
                    wrong[address] = told(answer)
                continue
            tried.add(resource.type)
            after = graph.get(address)
            if changed := {name for name in before if name not in MOVING and before[name] != after[name]}:
                wrong[address] = {name: (before[name], after[name]) for name in changed}

    assert wrong == {}
    assert {"windowsManagedAppProtection", "iosManagedAppProtection", "mobileThreatDefenseConnector", "user"} <= tried


def behind(version: str) -> Iterator[tuple[str, Navigation]]:
    """Every navigation of a version's collections that `$expand` may name there, with the collection's address."""
    for resource, at, path in CASES:
        for navigation in resource.navigations if at == version and not resource.is_single else ():
            if navigation.is_in(version):
                yield path, navigation


@pytest.mark.parametrize("version", [V1, BETA])
def test_a_list_brings_along_what_each_of_its_items_leads_to(graph: GraphClient, version: str) -> None:
    wrong, seen = {}, set()
    for path, navigation in behind(version):
        for item in graph.get(f"{path}?$top=3&$expand={navigation.name}")["value"]:
            there = graph.get(f"{path}/{item['id']}/{navigation.name}")
            brought = item[navigation.name]
            if brought:
                seen.add(navigation.name)
            if navigation.is_single:
                brought, there = brought["id"], there["id"]
            else:
                brought = [one["id"] for one in brought]
                there = [one["id"] for one in there["value"]][: navigation.most_expanded]
            if brought != there:
                wrong[f"{path}?$expand={navigation.name}"] = brought, there

    assert wrong == {}
    assert seen >= {"members", "memberOf", "assignments", "managedAppRegistrations", "managedDevices"}
    assert version == V1 or seen >= {"appliedPolicies", "intendedPolicies", "deploymentSummary"}


def test_what_a_list_brings_along_costs_no_more_for_many(
    graph: GraphClient, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for path, navigation in behind(BETA):
        with django_assert_max_num_queries(1_000) as few:
            graph.get(f"{path}?$top=2&$expand={navigation.name}")
        # Two more where a page has something that brings along what is inside of it.
        with django_assert_max_num_queries(len(few) + 2, info=f"{path}?$expand={navigation.name}"):
            graph.get(f"{path}?$top=100&$expand={navigation.name}")


def test_an_expansion_needs_the_permission_to_read_it(graph_as: Speak) -> None:
    read = {path: resource.read for resource, _, path in CASES}
    wrong = {}
    for path, navigation in behind(BETA):
        if navigation.read and not set(navigation.read) & set(read[path]):
            answer = told(graph_as(AppRole(read[path][0]))("get", f"{path}?$top=1&$expand={navigation.name}"))
            if not answer.startswith("403 ") or navigation.read[0] not in answer:
                wrong[f"{path}?$expand={navigation.name}"] = answer

    assert wrong == {}


def test_a_property_that_does_not_exist_is_named(graph: GraphClient) -> None:
    wrong = {}
    for resource, _, path in CASES:
        for item in items(graph, resource, path)[:1] if resource.update and not resource.is_single else ():
            answer = told(graph("patch", f"{path}/{item['id']}", {"@odata.type": item.get("@odata.type"), "taste": 1}))
            if not answer.startswith("400 ") or "taste" not in answer:
                wrong[path] = answer

    assert wrong == {}


@pytest.mark.parametrize("version", [V1, BETA])
def test_a_value_of_another_kind_is_refused_by_its_property_s_name(version: str) -> None:
    wrong = {}
    for form in forms(version):
        for one in writable(form, version):
            for value in UNMEANT[form.kind(one)]:
                try:
                    decode({one.name: value}, form, version, is_new=False)
                except Invalid as refused:
                    if one.name.lower() in refused.message.lower():
                        continue
                wrong[f"{form.type}.{one.name}"] = value

    assert wrong == {}


@pytest.mark.parametrize("version", [V1, BETA])
def test_what_is_read_only_is_ignored(version: str) -> None:
    wrong = {}
    for form in forms(version):
        names = {one.name for one in form.fields_in(version)} - {one.name for one in writable(form, version)}
        write = decode(dict.fromkeys(names, "whatever"), form, version, is_new=False)
        if write.values:
            wrong[form.type] = json.dumps(write.values, default=str)

    assert wrong == {}


def test_every_permission_can_be_given_to_an_application() -> None:
    named = {
        permission
        for resource in SERVED
        for permission in (
            *resource.read, *resource.write, *resource.also,
            *(one for bound in (*resource.actions, *resource.functions) for one in bound.permissions),
            *(one for navigation in resource.navigations for one in navigation.read),
        )
    }  # fmt: skip

    assert named - set(AppRole.wires()) == set()
