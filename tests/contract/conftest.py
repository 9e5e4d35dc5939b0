"""What do the contract's tests share? Bodies that are right, and the count of everything that is stored."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client

from devices.models import WindowsManagedAppRegistration
from intune_sim.tenants.roles import AppRole
from protection.engine.facts import HealthState
from tests.world import World

REGISTRATIONS = "/mam/v1.0/registrations"

Stored = dict[str, int]
Send = Callable[..., HttpResponse]


@pytest.fixture
def stored() -> Callable[[], Stored]:
    """`stored()` counts every row that a call might leave behind."""
    labels = ("tenants", "audit", "connectors", "protection", "devices")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return lambda: {model._meta.label: model._default_manager.count() for model in models}


@pytest.fixture
def send() -> Send:
    """`send(client, path, body)` posts JSON, or raw bytes as they are."""

    def sent(client: Client, path: str, body: Any = None, *, method: str = "post", **options: Any) -> HttpResponse:
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return client.generic(
            method.upper(), path, raw, content_type=options.pop("content_type", "application/json"), **options
        )

    return sent


@pytest.fixture
def enrolment() -> dict[str, Any]:
    """Edge of Alex on the PC at home."""
    return {
        "userPrincipalName": "alex@contoso.example",
        "device": {"deviceTag": "alex-home", "deviceName": "ALEX-HOME", "osVersion": "10.0.22631.3155"},
        "app": {"windowsAppId": "com.microsoft.edge", "version": "131.0.2903.51", "sdkVersion": "1.2.0"},
    }


@pytest.fixture
def app(calls_as: Callable[..., Client]) -> Client:
    """Edge."""
    return calls_as(AppRole.MANAGED_APP_CLIENT)


@pytest.fixture
def edge(world: World) -> WindowsManagedAppRegistration:
    """Edge of Alex, enrolled and known to be healthy."""
    world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    world.report(registration, HealthState.SECURED)
    return registration


@pytest.fixture
def path(edge: WindowsManagedAppRegistration) -> str:
    """Where Edge's registration is."""
    return f"{REGISTRATIONS}/{edge.graph_id}"
