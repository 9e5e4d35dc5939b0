"""Is a body that breaks the rules refused everywhere alike, and is nothing stored by it?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from connectors.partners import WINDOWS_SECURITY_CENTER
from intune_sim.tenants.roles import AppRole
from tests.contract.conftest import Send, Stored
from tests.world import World

PARTNER = f"/partner/v1.0/mobileThreatDefenseConnectors/{WINDOWS_SECURITY_CENTER.id}"
ADDRESSES = {
    "/mam/v1.0/registrations": AppRole.MANAGED_APP_CLIENT,
    "/mam/v1.0/registrations/{id}/checkIn": AppRole.MANAGED_APP_CLIENT,
    "/mam/v1.0/registrations/{id}/reauthenticate": AppRole.MANAGED_APP_CLIENT,
    "/mam/v1.0/registrations/{id}/signOut": AppRole.MANAGED_APP_CLIENT,
    f"{PARTNER}/heartbeat": AppRole.PARTNER_REPORT,
    f"{PARTNER}/deprovision": AppRole.PARTNER_REPORT,
    f"{PARTNER}/healthStates": AppRole.PARTNER_REPORT,
    "/_simulator/v1/clock": AppRole.SIMULATOR_CONTROL,
    "/_simulator/v1/reevaluate": AppRole.SIMULATOR_CONTROL,
}
BROKEN = {
    "no JSON": b"{",
    "text": b"hello",
    "an array": b"[]",
    "a string": b'"x"',
    "a number": b"1",
    "null": b"null",
    "duplicate keys": b'{"a": 1, "a": 2}',
    "duplicate keys further in": b'{"value": [{"a": {"b": 1, "b": 1}}]}',
    "NaN": b'{"errorCode": NaN}',
    "Infinity": b'{"errorCode": -Infinity}',
    "a number beyond all": b'{"errorCode": 1e999}',
    "a number of 5,000 digits": b'{"errorCode": ' + b"1" * 5000 + b"}",
    "invalid UTF-8": b'{"a": "\xff"}',
    "half a surrogate pair": b'{"\\ud800": "x"}',
    "a NUL character": b'{"a\\u0000": "x"}',
    "bottomless nesting": b'{"a":' * 100_000,
    "bottomless arrays": b"[" * 100_000 + b"]" * 100_000,
    "an unknown property": b'{"unheardOf": 1}',
    "two values": b"{} {}",
    "a byte order mark": b"\xef\xbb\xbf{}",
}


@pytest.fixture
def client_of(world: World, calls_as: Callable[..., Client]) -> Callable[[str], tuple[Client, str]]:
    """`client_of(address)` is a client with the right role, and the address of a registration that exists."""
    world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    return lambda address: (calls_as(ADDRESSES[address]), address.format(id=registration.graph_id))


#: One address of each surface meets everything that can be broken, the others the commonest.
CASES = [
    (address, name)
    for address in ADDRESSES
    for name in BROKEN
    if address.endswith(("/checkIn", "/healthStates", "/clock"))
    or name in {"no JSON", "duplicate keys", "a NUL character", "an unknown property"}
]


@pytest.mark.parametrize(("address", "name"), CASES)
def test_a_broken_body_is_refused_and_stores_nothing(
    *,
    client_of: Callable[[str], tuple[Client, str]],
    send: Send,
    stored: Callable[[], Stored],
    address: str,
    name: str,
) -> None:
    client, path = client_of(address)
    before = stored()

    answer = send(client, path, BROKEN[name])

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "BadRequest"
    assert stored() == before


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=utf-16", ""],
)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_body_of_another_type_is_refused(
    *,
    client_of: Callable[[str], tuple[Client, str]],
    send: Send,
    stored: Callable[[], Stored],
    address: str,
    content_type: str,
) -> None:
    client, path = client_of(address)
    before = stored()

    answer = send(client, path, b"{}", content_type=content_type)

    assert answer.status_code == 415
    assert answer.json()["error"]["code"] == "UnsupportedMediaType"
    assert stored() == before


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_body_over_four_megabytes_is_refused(
    client_of: Callable[[str], tuple[Client, str]], send: Send, stored: Callable[[], Stored], address: str
) -> None:
    client, path = client_of(address)
    before = stored()

    answer = send(client, path, b" " * (4 * 1024 * 1024) + b"{}")

    assert answer.status_code == 413
    assert stored() == before


def test_the_message_names_the_property_that_is_wrong(
    calls_as: Callable[..., Client], send: Send, enrolment: dict[str, Any]
) -> None:
    client = calls_as(AppRole.MANAGED_APP_CLIENT)
    enrolment["device"]["mdmEnrolled"] = "no"

    answer = send(client, "/mam/v1.0/registrations", enrolment)

    assert "'device.mdmEnrolled'" in answer.json()["error"]["message"]


def test_json_with_a_charset_and_an_odata_parameter_is_json(calls_as: Callable[..., Client], send: Send) -> None:
    client = calls_as(AppRole.SIMULATOR_CONTROL)

    answer = send(
        client, "/_simulator/v1/reevaluate", b"{}", content_type='application/json;odata.metadata=full;charset="UTF-8"'
    )

    assert answer.status_code == 200
