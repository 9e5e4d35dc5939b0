"""Who gets a token? The token endpoint, what it says when it refuses, and the keys behind it."""

import base64
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.test import Client

from intune_sim import clock
from intune_sim.tenants import signing_keys
from intune_sim.tenants.models import Application, Tenant
from intune_sim.tenants.roles import AppRole
from tests.factories.tenants import SECRET, ApplicationFactory

SCOPE = "https://graph.microsoft.com/.default"


@pytest.fixture
def application(contoso: Tenant) -> Application:
    """A program of Contoso that steers the simulation."""
    return ApplicationFactory(tenant=contoso, roles=[AppRole.SIMULATOR_CONTROL])


@pytest.fixture
def form(application: Application) -> dict[str, str]:
    """A request for a token that is granted."""
    return {
        "grant_type": "client_credentials",
        "client_id": str(application.client_id),
        "client_secret": SECRET,
        "scope": SCOPE,
    }


@pytest.mark.parametrize("spelling", ["{id}", "{ID}", "contoso.example", "CONTOSO.example"])
def test_an_application_gets_a_token_for_its_own_roles(
    contoso: Tenant, application: Application, form: dict[str, str], spelling: str
) -> None:
    tenant = spelling.format(id=contoso.graph_id, ID=str(contoso.graph_id).upper())

    answer = Client().post(f"/{tenant}/oauth2/v2.0/token", form)

    body = answer.json()
    claims = jwt.decode(body["access_token"], options={"verify_signature": False})
    assert answer["Cache-Control"] == "no-store"
    assert {name: body[name] for name in ("token_type", "expires_in", "ext_expires_in")} == {
        "token_type": "Bearer",
        "expires_in": 3599,
        "ext_expires_in": 3599,
    }
    assert claims["aud"] == "https://graph.microsoft.com"
    assert claims["tid"] == str(contoso.graph_id)
    assert claims["appid"] == claims["azp"] == str(application.client_id)
    assert claims["oid"] == claims["sub"] == str(application.object_id)
    assert claims["roles"] == ["Simulator.Control.All"]
    assert claims["app_displayname"] == application.display_name
    assert claims["exp"] - claims["iat"] == 3599
    assert claims["iss"] == f"http://testserver/{contoso.graph_id}/v2.0"


def test_the_published_keys_verify_a_token(contoso: Tenant, form: dict[str, str]) -> None:
    client = Client()
    configuration = client.get("/contoso.example/v2.0/.well-known/openid-configuration").json()
    [jwk] = client.get(configuration["jwks_uri"].removeprefix("http://testserver")).json()["keys"]
    token = client.post(configuration["token_endpoint"].removeprefix("http://testserver"), form).json()["access_token"]

    claims = jwt.decode(
        token,
        jwt.PyJWK(jwk),
        algorithms=["RS256"],
        audience="https://graph.microsoft.com",
        issuer=configuration["issuer"],
    )

    assert jwt.get_unverified_header(token)["kid"] == jwk["kid"]
    assert claims["tid"] == str(contoso.graph_id)
    assert set(jwk) == {"kty", "use", "alg", "kid", "n", "e"}


def test_the_audience_is_the_one_that_was_asked_for(form: dict[str, str]) -> None:
    form["scope"] = "00000003-0000-0000-c000-000000000000/.default"

    answer = Client().post("/contoso.example/oauth2/v2.0/token", form)

    claims = jwt.decode(answer.json()["access_token"], options={"verify_signature": False})
    assert claims["aud"] == "00000003-0000-0000-c000-000000000000"


def test_the_secret_may_come_by_http_basic(form: dict[str, str]) -> None:
    pair = base64.b64encode(f"{form.pop('client_id')}:{form.pop('client_secret')}".encode()).decode()

    answer = Client().post("/contoso.example/oauth2/v2.0/token", form, headers={"Authorization": f"Basic {pair}"})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "error", "number"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client", 7000215),
        ({"client_secret": ""}, 401, "invalid_client", 7000216),
        ({"client_secret": "", "client_assertion": "x.y.z"}, 401, "invalid_client", 7000216),
        ({"client_id": "11111111-2222-4333-8444-555555555555"}, 400, "unauthorized_client", 700016),
        ({"client_id": "me"}, 400, "unauthorized_client", 700016),
        ({"client_id": ""}, 400, "invalid_request", 900144),
        ({"grant_type": ""}, 400, "invalid_request", 900144),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", 70003),
        ({"scope": ""}, 400, "invalid_request", 900144),
        ({"scope": "User.Read"}, 400, "invalid_scope", 70011),
        ({"scope": "https://management.azure.com/.default"}, 400, "invalid_scope", 70011),
    ],
)
def test_a_request_is_refused_as_entra_refuses_it(
    form: dict[str, str], change: dict[str, str], status: int, error: str, number: int
) -> None:
    answer = Client().post("/contoso.example/oauth2/v2.0/token", {**form, **change})

    body = answer.json()
    assert (answer.status_code, body["error"], body["error_codes"]) == (status, error, [number])
    assert body["error_description"].startswith(f"AADSTS{number}: ")
    assert {"timestamp", "trace_id", "correlation_id"} < set(body)


@pytest.mark.parametrize("tenant", ["nowhere.example", "11111111-2222-4333-8444-555555555555", "x%00"])
@pytest.mark.parametrize("path", ["oauth2/v2.0/token", "v2.0/.well-known/openid-configuration", "discovery/v2.0/keys"])
def test_a_tenant_that_does_not_exist_is_unknown(form: dict[str, str], tenant: str, path: str) -> None:
    client = Client()

    answer = client.post(f"/{tenant}/{path}", form) if path.endswith("token") else client.get(f"/{tenant}/{path}")

    assert (answer.status_code, answer.json()["error_codes"]) == (400, [90002])


def test_an_application_of_another_tenant_is_unknown(fabrikam: Tenant, form: dict[str, str]) -> None:
    answer = Client().post("/fabrikam.example/oauth2/v2.0/token", form)

    assert answer.json()["error_codes"] == [700016]


def test_only_post_gets_a_token(contoso: Tenant) -> None:
    answer = Client().get("/contoso.example/oauth2/v2.0/token")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_body_that_is_no_form_is_refused(form: dict[str, str]) -> None:
    answer = Client().post("/contoso.example/oauth2/v2.0/token", form, content_type="application/json")

    assert answer.json()["error_codes"] == [900144]


def test_a_client_library_finds_its_authority(contoso: Tenant) -> None:
    answer = Client().get(
        "/common/discovery/instance?api-version=1.1&authorization_endpoint=https://testserver/x/oauth2"
    )

    assert answer.json()["tenant_discovery_endpoint"] == "http://testserver/x/v2.0/.well-known/openid-configuration"
    assert answer.json()["metadata"] == [
        {"preferred_network": "testserver", "preferred_cache": "testserver", "aliases": ["testserver"]}
    ]


# The keys


@pytest.fixture
def empty_world(tmp_path: Path, settings: Any) -> Path:
    """A data directory in which nothing was ever signed."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "signing-keys"


def test_a_key_is_made_once_and_readable_by_its_owner_alone(empty_world: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        keys = list(threads.map(lambda _: signing_keys.current().kid, range(4)))

    [file] = empty_world.iterdir()
    assert len(set(keys)) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(empty_world.stat().st_mode) == 0o700


def test_a_rotated_key_is_valid_until_its_tokens_have_expired(empty_world: Path) -> None:
    now = clock.now()
    old = signing_keys.current()

    new = signing_keys.rotate(now)

    assert signing_keys.current() == new
    assert [key.kid for key in signing_keys.valid(now)] == [old.kid, new.kid]
    assert [key.kid for key in signing_keys.valid(now + timedelta(hours=1, seconds=1))] == [new.kid]


def test_rotating_removes_keys_that_count_no_longer(empty_world: Path) -> None:
    signing_keys.current()
    signing_keys.rotate(clock.now())
    long_ago = (clock.now() - timedelta(days=1)).timestamp()
    os.utime(empty_world / "000002.pem", (long_ago, long_ago))

    signing_keys.rotate(clock.now())

    assert sorted(path.name for path in empty_world.iterdir()) == ["000002.pem", "000003.pem"]


def test_a_token_survives_the_rotation_of_its_key(empty_world: Path, calls_as: Callable[..., Client]) -> None:
    client = calls_as(AppRole.SIMULATOR_CONTROL)
    signing_keys.rotate(clock.now())

    answer = client.get("/_simulator/v1/clock")

    assert answer.status_code == 200
