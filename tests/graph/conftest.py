"""What do the Graph tests share? A client that speaks JSON, and the applications that may do everything."""

import json
import os
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from intune_sim.graph.coverage import WITNESSES
from intune_sim.graph.known import template_of
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole

EVERYTHING = tuple(role for role in AppRole if role is not AppRole.PARTNER_REPORT)


#: The tests that asked for each known path and got it, each with its methods.
SEEN: dict[str, dict[str, set[str]]] = {}
#: Files that ask for anything, for reasons of their own: they witness what no other does.
GENERAL = ("test_addresses", "test_contract", "test_crawl", "test_fuzz", "test_queries")


def witness(method: str, address: str) -> None:
    """Remember who asked, where it is the product that answers."""
    version, _, path = unquote(urlsplit(address).path).strip("/").partition("/")
    if settings.ROOT_URLCONF == "intune_sim.urls" and (known := template_of(path, version.lower())):
        test = re.split(r"\[| \(", os.environ["PYTEST_CURRENT_TEST"])[0]
        SEEN.setdefault(known, {}).setdefault(test, set()).add(method.upper())


def pytest_sessionfinish() -> None:
    """Write down the witnesses where `INTUNE_SIM_WITNESSES` asks for it: `docs/coverage.md` names them."""
    if SEEN and os.environ.get("INTUNE_SIM_WITNESSES"):
        lines = [f"{path} {_best(SEEN[path])}" for path in sorted(SEEN)]
        WITNESSES.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _best(tests: dict[str, set[str]]) -> str:
    """The test that asks for the most, of those that are about it."""
    return min(tests, key=lambda test: (any(one in test for one in GENERAL), -len(tests[test]), test))


class GraphClient:
    """Sends JSON to Graph's addresses."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        raw = b"" if body is None else json.dumps(body).encode()
        wired = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = "application/json" if raw else ""
        answer = self.client.generic(method.upper(), path, raw, content_type=kind, headers=wired)
        if answer.status_code < 400:
            witness(method, path)
        return answer

    def get(self, path: str, **headers: str) -> Any:
        """The answer's body, which is expected to be good."""
        answer = self("get", path, **headers)
        assert answer.status_code == 200, answer.content
        return answer.json()


@pytest.fixture
def graph(calls_as: Callable[..., Client]) -> GraphClient:
    """A client of Contoso with every permission."""
    return GraphClient(calls_as(*EVERYTHING))


@pytest.fixture
def graph_as(calls_as: Callable[..., Client]) -> Callable[..., GraphClient]:
    """`graph_as(AppRole.USER_READ)` is a client with these permissions alone."""
    return lambda *roles, **options: GraphClient(calls_as(*roles, **options))


@pytest.fixture
def stranger(calls_as: Callable[..., Client], fabrikam: Tenant) -> GraphClient:
    """A client of another tenant with every permission."""
    return GraphClient(calls_as(*EVERYTHING, tenant=fabrikam))
