"""Do the service surfaces keep to their OpenAPI document, whatever Schemathesis makes of it?"""

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from connectors.partners import WINDOWS_SECURITY_CENTER
from intune_sim.service_api.docs import document
from intune_sim.tenants.roles import AppRole
from tests.world import World

ROLES = (AppRole.MANAGED_APP_CLIENT, AppRole.PARTNER_REPORT, AppRole.SIMULATOR_CONTROL)
OPERATIONS = [found.ok() for found in schemathesis.openapi.from_dict(document()).get_all_operations()]
CASES: st.SearchStrategy[Case] = st.one_of(
    operation.as_strategy(generation_mode=mode) for operation in OPERATIONS for mode in GenerationMode
)


@pytest.fixture
def real(world: World) -> dict[str, str]:
    """Path parameters that lead somewhere."""
    world.add_connector()
    world.write_policy()
    registration = world.enrol().registration
    return {"partner": str(WINDOWS_SECURITY_CENTER.id), "registration": str(registration.graph_id)}


@pytest.fixture
def client(calls_as: Callable[..., Client]) -> Client:
    """Somebody who may call all three surfaces."""
    return calls_as(*ROLES)


def asked(case: Case, client: Client) -> Any:
    """The answer to a case."""
    sent = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    headers = {name: value for name, value in sent.headers.items() if name.lower() not in {"authorization", "host"}}
    kind = headers.pop("Content-Type", "")
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    return client.generic(str(sent.method), sent.path_url, body, content_type=kind, headers=headers)


@pytest.mark.once
@given(case=CASES, is_known=st.booleans())
@settings(
    max_examples=400,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_the_document_promises(
    client: Client, real: dict[str, str], case: Case, is_known: bool
) -> None:
    if is_known:
        case.path_parameters |= {name: real[name] for name in case.path_parameters if name in real}

    answer = asked(case, client)

    shown = (case.method, case.formatted_path, case.body, answer.status_code, answer.content)
    assert answer.status_code < 500, shown
    if answer.content:
        assert answer["Content-Type"].startswith("application/json"), shown
        body = json.loads(answer.content)
        if answer.status_code >= 400:
            assert body["error"].keys() == {"code", "message", "innerError"}, shown
    promised = {*case.operation.definition.raw["responses"], "404", "405"}
    assert str(answer.status_code) in promised, shown
