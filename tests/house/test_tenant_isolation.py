"""Does anything of another tenant exist? No: every address that names an object answers 404 to the neighbour's admin."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from connectors.partners import DEFENDER_FOR_ENDPOINT, WINDOWS_SECURITY_CENTER
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent, Category, Operation
from intune_sim.audit.services import record
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import AppRole
from tests.factories.connectors import ConnectorFactory
from tests.factories.devices import RegistrationFactory
from tests.factories.tenants import GroupFactory, GroupRoleAssignmentFactory

#: What an address may name, and which of these are a tenant's own.
OBJECTS = {
    "assignment_id": "assignment",
    "event_id": "event",
    "group_id": "group",
    "graph_id": "registration",
    "operation": "wipe",
    "partner": "partner",
    "partner_id": "partner",
    "policy_id": "policy",
    "registration": "registration",
    "role_id": "role",
    "user_id": "user",
    "wipe_id": "wipe",
}
#: Parts of an address that name nothing of anybody's; a draft lives in its author's session, a tag's number in each tenant.
PLAIN = {"draft_id": "7d0c5a52-3f0b-4c64-9b0e-1f1d8a3c1e11", "section": "basics", "slug": "basics", "tag": "0"}
#: Addresses in front of every tenant; Django admin, whose operators see all of them; files behind addresses that cannot be
#: guessed; Graph, whose tests ask it by resource.
ELSEWHERE = ("<str:tenant>/", "django-admin/", "exports/", "static/", "^(?P<version>")
#: What a call on a service surface needs before it looks for its object.
BODIES: dict[str, dict[str, Any]] = {
    "complete": {"state": "successful"},
    "healthStates": {"value": [{}]},
    "reauthenticate": {"succeeded": True},
}
SURFACES = {
    "partner/": AppRole.PARTNER_REPORT,
    "mam/": AppRole.MANAGED_APP_CLIENT,
    "_simulator/": AppRole.SIMULATOR_CONTROL,
}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address of the project that has a part to fill in."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if "<" in route and not route.startswith(ELSEWHERE):
                yield route
        else:
            yield from routes(pattern, route)


CASES = [
    pytest.param(route, foreign, id=f"{route} with another's {foreign}")
    for route in routes(get_resolver())
    for foreign in PARAMETER.findall(route)
    if foreign not in PLAIN
]


@dataclass(frozen=True)
class Belongings:
    """One of everything that a tenant may have, by the id that an address names it with."""

    registration: Any
    wipe: Any
    policy: Any
    event: Any
    partner: Any
    user: Any
    role: Any
    assignment: Any
    group: Any

    def named(self, part: str) -> str:
        """The id for a part of an address."""
        return str(getattr(self, OBJECTS[part]))


def belongings(tenant: Tenant, partner: Any) -> Belongings:
    """A tenant whose connector and policy have led to a wipe, with an audit event of that."""
    registration = RegistrationFactory(tenant=tenant, wipe_pending_by_threat=True)
    record(
        tenant_id=tenant.graph_id, by=SYSTEM, operation=Operation.ACTION, category=Category.OTHER, resource_type="test",
        resource_id="", resource_name="test", changes={}, now=tenant.now(),
    )  # fmt: skip
    assignment = GroupRoleAssignmentFactory(tenant=tenant)
    return Belongings(
        registration=registration.graph_id,
        wipe=registration.wipe_requests.get().graph_id,
        policy=tenant.windows_policies.get().graph_id,
        event=AuditEvent.objects.for_tenant(tenant.graph_id).latest("pk").graph_id,
        partner=partner,
        user=registration.user_graph_id,
        role=assignment.role_definition.graph_id,
        assignment=assignment.graph_id,
        group=GroupFactory(tenant=tenant).graph_id,
    )


@pytest.fixture
def contosos(contoso: Tenant) -> Belongings:
    """What Contoso has, Microsoft Defender for Endpoint among it."""
    ConnectorFactory(tenant=contoso, defender=True, toggle_off=True)
    return belongings(contoso, DEFENDER_FOR_ENDPOINT.id)


@pytest.fixture
def fabrikams(fabrikam: Tenant) -> Belongings:
    """What Fabrikam has."""
    return belongings(fabrikam, WINDOWS_SECURITY_CENTER.id)


@pytest.fixture
def neighbour(grady: User, sign_in: Callable[[User], Client], calls_as: Callable[..., Client]) -> Callable[..., Client]:
    """Grady, or an application of Fabrikam's with every right that the surface asks for."""

    def client(route: str) -> Client:
        role = next((role for prefix, role in SURFACES.items() if route.startswith(prefix)), None)
        if role is None:
            return sign_in(grady)
        return calls_as(role, tenant=grady.tenant, partner_id=DEFENDER_FOR_ENDPOINT.id)

    return client


def answers(client: Client, route: str, names: dict[str, str]) -> set[int]:
    """The status of GET and of POST."""
    path = "/" + PARAMETER.sub(lambda part: names[part[1]], route)
    body = BODIES.get(route.rsplit("/", 1)[-1], {})
    is_page = not route.startswith(tuple(SURFACES))
    posted: HttpResponse = client.post(path, body) if is_page else client.post(path, body, "application/json")
    return {client.get(path).status_code, posted.status_code}


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "foreign"), CASES)
def test_what_another_tenant_has_does_not_exist(
    route: str, foreign: str, contosos: Belongings, fabrikams: Belongings, neighbour: Callable[..., Client]
) -> None:
    own = {part: fabrikams.named(part) for part in OBJECTS} | PLAIN

    statuses = answers(neighbour(route), route, own | {foreign: contosos.named(foreign)})

    assert 404 in statuses
    assert statuses <= {404, 405}


def test_every_part_of_an_address_is_known_here() -> None:
    parts = {part for route in routes(get_resolver()) for part in PARAMETER.findall(route)}

    assert parts <= OBJECTS.keys() | PLAIN.keys()
