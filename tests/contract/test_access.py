"""Who may call what? Tokens, roles, tenants and addresses of the three service surfaces."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.test import Client

from connectors.partners import DEFENDER_FOR_ENDPOINT, WINDOWS_SECURITY_CENTER
from intune_sim import clock
from intune_sim.tenants import signing_keys
from intune_sim.tenants.models import Application, Tenant
from intune_sim.tenants.roles import AppRole
from tests.contract.conftest import Send, Stored
from tests.world import World

WSC = WINDOWS_SECURITY_CENTER.id
PARTNER, CLIENT, SIMULATOR = AppRole.PARTNER_REPORT, AppRole.MANAGED_APP_CLIENT, AppRole.SIMULATOR_CONTROL
CALLS = [
    ("get", f"/partner/v1.0/mobileThreatDefenseConnectors/{WSC}", {PARTNER}),
    ("post", f"/partner/v1.0/mobileThreatDefenseConnectors/{WSC}/heartbeat", {PARTNER}),
    ("post", f"/partner/v1.0/mobileThreatDefenseConnectors/{WSC}/deprovision", {PARTNER}),
    ("post", f"/partner/v1.0/mobileThreatDefenseConnectors/{WSC}/healthStates", {PARTNER}),
    ("post", "/mam/v1.0/registrations", {CLIENT}),
    ("get", "/mam/v1.0/registrations/{id}", {CLIENT, SIMULATOR}),
    ("post", "/mam/v1.0/registrations/{id}/checkIn", {CLIENT}),
    ("post", "/mam/v1.0/registrations/{id}/operations/{id}/complete", {CLIENT}),
    ("post", "/mam/v1.0/registrations/{id}/reauthenticate", {CLIENT}),
    ("post", "/mam/v1.0/registrations/{id}/signOut", {CLIENT}),
    ("get", "/_simulator/v1/clock", {SIMULATOR}),
    ("post", "/_simulator/v1/clock", {SIMULATOR}),
    ("get", "/_simulator/v1/settings", {SIMULATOR}),
    ("patch", "/_simulator/v1/settings", {SIMULATOR}),
    ("post", "/_simulator/v1/reevaluate", {SIMULATOR}),
    ("get", "/_simulator/v1/registrations/{id}/explanation", {SIMULATOR}),
]
EVERY_CALL = pytest.mark.parametrize(
    ("method", "path", "roles"), CALLS, ids=[f"{method} {path.split('/', 3)[-1]}" for method, path, _ in CALLS]
)


@pytest.fixture
def registration_id(world: World) -> uuid.UUID:
    """The id of a registration of Contoso."""
    world.add_connector()
    world.write_policy()
    return world.enrol().registration.graph_id


@EVERY_CALL
def test_without_a_token_nobody_gets_in(
    *, registration_id: uuid.UUID, send: Send, stored: Callable[[], Stored], method: str, path: str, roles: set[AppRole]
) -> None:
    before = stored()

    answer = send(Client(), path.format(id=registration_id), method=method)

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "InvalidAuthenticationToken"
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert stored() == before


@EVERY_CALL
def test_the_roles_of_other_surfaces_do_not_count(
    *,
    registration_id: uuid.UUID,
    calls_as: Callable[..., Client],
    send: Send,
    stored: Callable[[], Stored],
    method: str,
    path: str,
    roles: set[AppRole],
) -> None:
    client = calls_as(*(role for role in AppRole if role not in roles))
    before = stored()

    answer = send(client, path.format(id=registration_id), method=method)

    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "Forbidden"
    assert all(role.value in answer.json()["error"]["message"] for role in roles)
    assert stored() == before


@EVERY_CALL
def test_another_tenants_objects_do_not_exist(
    *,
    registration_id: uuid.UUID,
    fabrikam: Tenant,
    calls_as: Callable[..., Client],
    send: Send,
    stored: Callable[[], Stored],
    method: str,
    path: str,
    roles: set[AppRole],
) -> None:
    client = calls_as(*roles, tenant=fabrikam)
    before = stored()
    is_own = "{id}" not in path and "Connectors" not in path

    answer = send(client, path.format(id=registration_id), {} if not is_own else b"[", method=method)

    assert answer.status_code == (404 if not is_own else 200 if method == "get" else 400)
    assert stored() == before


def test_a_partner_speaks_for_itself_alone(
    world: World, calls_as: Callable[..., Client], send: Send, stored: Callable[[], Stored]
) -> None:
    world.add_connector()
    client = calls_as(PARTNER, partner_id=DEFENDER_FOR_ENDPOINT.id)
    before = stored()

    foreign = send(client, f"/partner/v1.0/mobileThreatDefenseConnectors/{WSC}/heartbeat")
    absent = send(client, f"/partner/v1.0/mobileThreatDefenseConnectors/{DEFENDER_FOR_ENDPOINT.id}/heartbeat")
    unheard_of = send(client, f"/partner/v1.0/mobileThreatDefenseConnectors/{uuid.uuid4()}/healthStates", {"value": []})

    assert [foreign.status_code, absent.status_code, unheard_of.status_code] == [403, 404, 403]
    assert stored() == before


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"exp": -1}, "it has expired"),
        ({"nbf": 60}, "it is not valid yet"),
        ({"aud": "https://management.azure.com"}, "it is meant for somebody else"),
        ({"appid": str(uuid.uuid4())}, "its application is gone"),
        ({"tid": str(uuid.uuid4())}, "its tenant is gone"),
        ({"exp": None}, "it never ends"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_token_is_refused_because(calls_as: Callable[..., Client], claims: dict[str, Any], why: str) -> None:
    good = _token(calls_as(SIMULATOR))
    real = int(clock.now().timestamp())
    said = jwt.decode(good, options={"verify_signature": False})
    said |= {name: real + value if isinstance(value, int) else value for name, value in claims.items()}
    said = {name: value for name, value in said.items() if value is not None}
    key = signing_keys.current()
    forged = jwt.encode(said, key.private, algorithm="RS256", headers={"kid": key.kid})

    answer = Client(headers={"Authorization": f"Bearer {forged}"}).get("/_simulator/v1/clock")

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "InvalidAuthenticationToken"


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer x.y.z", "Basic eDp5", "Bearer \x7f", "bearer e30.e30."]
)
def test_what_is_no_token_is_refused(db: None, header: str) -> None:
    answer = Client(headers={"Authorization": header}).get("/_simulator/v1/clock")

    assert answer.status_code == 401


def test_a_token_that_nobody_signed_is_refused(calls_as: Callable[..., Client]) -> None:
    said = jwt.decode(_token(calls_as(SIMULATOR)), options={"verify_signature": False})
    unsigned = jwt.encode(said, "", algorithm="none", headers={"kid": signing_keys.current().kid})
    by_secret = jwt.encode(said, "x" * 32, algorithm="HS256", headers={"kid": signing_keys.current().kid})

    answers = [
        Client(headers={"Authorization": f"Bearer {token}"}).get("/_simulator/v1/clock").status_code
        for token in (unsigned, by_secret)
    ]

    assert answers == [401, 401]


def test_a_token_dies_with_its_application(calls_as: Callable[..., Client]) -> None:
    client = calls_as(SIMULATOR)
    Application.objects.all().delete()

    answer = client.get("/_simulator/v1/clock")

    assert answer.status_code == 401


@pytest.mark.parametrize(
    "path",
    ["/partner", "/partner/v1.0/", "/partner/v2.0/x", "/mam/v1.0/registrations/", "/mam/v1.0/signIns",
     "/_simulator/v1/whatIf", "/_simulator/v1/snapshots", "/_simulator/v1/faults", "/_simulator/v1/import",
     "/mam/v1.0/x%0Ay%00"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_an_address_that_nobody_serves_answers_in_the_envelope(send: Send, path: str, method: str) -> None:
    answer = send(Client(), path, method=method)

    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "ResourceNotFound"
    assert answer["Content-Type"].startswith("application/json")


@EVERY_CALL
def test_another_method_is_not_allowed(
    *,
    registration_id: uuid.UUID,
    calls_as: Callable[..., Client],
    send: Send,
    method: str,
    path: str,
    roles: set[AppRole],
) -> None:
    client = calls_as(*AppRole)

    answers = [send(client, path.format(id=registration_id), method=other) for other in ("delete", "put", "options")]

    assert {answer.status_code for answer in answers} == {405}
    assert {answer.json()["error"]["code"] for answer in answers} == {"MethodNotAllowed"}


NO_GUIDS = (
    "1",
    "not-a-guid",
    "T_" + "0" * 32,
    "{7d0c5a52-3f0b-4c64-9b0e-1f1d8a3c1e11}",
    "7d0c5a523f0b4c649b0e1f1d8a3c1e11",
    "é",
    "x" * 3000,
)


@pytest.mark.parametrize("id", NO_GUIDS)
def test_an_id_that_is_no_guid_names_nothing(calls_as: Callable[..., Client], send: Send, id: str) -> None:
    client = calls_as(CLIENT, PARTNER, SIMULATOR)

    answers = [
        send(client, f"/mam/v1.0/registrations/{id}", method="get"),
        send(client, f"/mam/v1.0/registrations/{id}/signOut"),
        send(client, f"/_simulator/v1/registrations/{id}/explanation", method="get"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["error"]["code"] for answer in answers} == {"ResourceNotFound"}


@pytest.mark.parametrize("id", NO_GUIDS)
def test_an_id_that_is_no_guid_is_another_partners(calls_as: Callable[..., Client], send: Send, id: str) -> None:
    address = f"/partner/v1.0/mobileThreatDefenseConnectors/{id}"
    client = calls_as(PARTNER)

    answers = [send(client, address, method="get"), send(client, f"{address}/heartbeat")]

    assert {answer.status_code for answer in answers} == {403}
    assert {answer.json()["error"]["code"] for answer in answers} == {"Forbidden"}


def test_ids_compare_without_case(registration_id: uuid.UUID, calls_as: Callable[..., Client]) -> None:
    client = calls_as(CLIENT, PARTNER)

    registration = client.get(f"/mam/v1.0/registrations/{str(registration_id).upper()}")
    connector = client.get(f"/partner/v1.0/mobileThreatDefenseConnectors/{str(WSC).upper()}")

    assert [registration.status_code, connector.status_code] == [200, 200]


def test_every_answer_carries_its_ids(calls_as: Callable[..., Client]) -> None:
    sent = str(uuid.uuid4())

    answer = calls_as(SIMULATOR).get("/_simulator/v1/nowhere", headers={"client-request-id": sent})

    error = answer.json()["error"]["innerError"]
    assert answer["client-request-id"] == error["client-request-id"] == sent
    assert answer["request-id"] == error["request-id"]


def test_html_is_never_the_answer(calls_as: Callable[..., Client]) -> None:
    answer = calls_as(SIMULATOR).get("/_simulator/v1/clock", headers={"Accept": "text/html"})

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json; charset=utf-8"


def test_what_nobody_foresaw_is_answered_in_the_envelope(
    calls_as: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = calls_as(SIMULATOR)

    def fails(*_: object) -> timedelta:
        raise ZeroDivisionError

    monkeypatch.setattr("devices.simulator_api.steering._settings", fails)

    answer = client.get("/_simulator/v1/settings")

    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "InternalServerError"


def _token(client: Client) -> str:
    return str(client.defaults["HTTP_AUTHORIZATION"]).removeprefix("Bearer ")
