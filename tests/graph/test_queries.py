"""Do pages hold every row once, in the order that was asked for, while rows come and go?"""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from devices.models import WindowsManagedAppRegistration
from intune_sim.tenants.models import Tenant, User
from protection.models import MobileAppProtection, WindowsManagedAppProtection
from tests.factories.devices import RegistrationFactory
from tests.factories.protection import MobilePolicyFactory, PolicyFactory
from tests.factories.tenants import UserFactory
from tests.graph.conftest import GraphClient
from tests.instants import MONDAY


def everything(graph: GraphClient, url: str, between: Callable[[], None] = lambda: None) -> list[Any]:
    """All rows, page by page."""
    rows = []
    while url:
        body = graph.get(url)
        rows += body["value"]
        url = body.get("@odata.nextLink", "").removeprefix("http://testserver")
        between()
    return rows


@pytest.mark.parametrize(
    "order", ["", "&$orderby=displayName", "&$orderby=givenName desc,displayName", "&$orderby=createdDateTime desc"]
)
def test_pages_hold_every_row_once(graph: GraphClient, contoso: Tenant, order: str) -> None:
    for n in range(23):
        given_name, day = ("", "b", "A")[n % 3], contoso.now() - timedelta(days=n % 4)
        UserFactory(tenant=contoso, given_name=given_name, display_name=f"N{n % 5}", created_date_time=day)

    rows = everything(graph, f"/v1.0/users?$top=4{order}&$select=id,givenName,displayName")
    whole = graph.get(f"/v1.0/users?$top=900{order}&$select=id,givenName,displayName")["value"]

    assert rows == whole
    assert len({row["id"] for row in rows}) == len(rows) == 23


def make_user(tenant: Tenant, chance: random.Random) -> Any:
    """A user whose columns have few values, null among them."""
    day = MONDAY - timedelta(days=chance.randrange(3))
    return UserFactory(
        tenant=tenant, display_name=f"N{chance.randrange(4)}", mail=chance.choice(["", "B", "a"]), created_date_time=day
    )


def make_policy(tenant: Tenant, chance: random.Random) -> Any:
    """A policy of some platform."""
    day = MONDAY - timedelta(days=chance.randrange(3))
    shared = {"tenant": tenant, "display_name": f"N{chance.randrange(4)}", "created_date_time": day}
    platform = chance.randrange(3)
    return MobilePolicyFactory(**shared, android=platform == 1) if platform else PolicyFactory(**shared, apps=[])


def make_registration(tenant: Tenant, chance: random.Random) -> Any:
    """A registration."""
    day = MONDAY - timedelta(days=chance.randrange(3))
    return RegistrationFactory(tenant=tenant, device_name=chance.choice(["", "PC", "pc2"]), created_date_time=day)


WALKS: list[tuple[str, Callable[..., Any], tuple[Any, ...], list[str]]] = [
    ("/v1.0/users", make_user, (User,), ["displayName", "mail", "createdDateTime", "accountEnabled", "id"]),
    (
        "/beta/deviceAppManagement/managedAppPolicies",
        make_policy,
        (WindowsManagedAppProtection, MobileAppProtection),
        ["displayName", "createdDateTime", "version"],
    ),
    (
        "/beta/deviceAppManagement/managedAppRegistrations",
        make_registration,
        (WindowsManagedAppRegistration,),
        ["deviceName", "createdDateTime", "userId", "appIdentifier"],
    ),
]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("path", "make", "models", "names"), WALKS, ids=["users", "policies", "registrations"])
def test_rows_that_come_and_go_disturb_no_page(
    graph: GraphClient,
    contoso: Tenant,
    *,
    path: str,
    make: Callable[..., Any],
    models: tuple[Any, ...],
    names: list[str],
    seed: int,
) -> None:
    chance = random.Random(seed)
    for order in (None, *(chance.sample(names, chance.randrange(1, 4)) for _ in range(3))):
        steady = {key_of(make(contoso, chance)) for _ in range(12)}
        passing = [make(contoso, chance) for _ in range(8)]

        def disturb(passing: list[Any] = passing) -> None:
            chance.shuffle(passing)
            for row in (passing.pop() for _ in range(min(2, len(passing)))):
                type(row)._base_manager.filter(pk=row.pk).delete()
            if sum(model._base_manager.count() for model in models) < 40:
                passing.append(make(contoso, chance))

        asked = ",".join(f"{name} {chance.choice(['asc', 'desc'])}" for name in order or ())
        url = f"{path}?$top={chance.randrange(2, 6)}" + (f"&$orderby={asked}" if asked else "")
        seen = [row["id"] for row in everything(graph, url, disturb)]

        assert len(seen) == len(set(seen)), url
        assert steady <= set(seen), url
        for model in models:
            model._base_manager.filter(tenant=contoso).delete()


def key_of(row: Any) -> str:
    """The key on the wire."""
    return str(getattr(row, "policy_id", None) or row.graph_id)


def test_a_count_is_of_what_the_filter_matches(graph: GraphClient, contoso: Tenant) -> None:
    for _ in range(5):
        UserFactory(tenant=contoso)

    body = graph.get("/v1.0/users?$count=true&$top=2&$skip=1&$filter=startswith(displayName,'User')")
    assert body["@odata.count"] == 5
    assert len(body["value"]) == 2
    assert "skip=1" not in body["@odata.nextLink"]
    assert len(everything(graph, body["@odata.nextLink"].removeprefix("http://testserver"))) == 2
