"""What do the Graph tests share? A client that speaks JSON, and the applications that may do everything."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole

EVERYTHING = tuple(role for role in AppRole if role is not AppRole.PARTNER_REPORT)


class GraphClient:
    """Sends JSON to Graph's addresses."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        raw = b"" if body is None else json.dumps(body).encode()
        wired = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = "application/json" if raw else ""
        return self.client.generic(method.upper(), path, raw, content_type=kind, headers=wired)

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
