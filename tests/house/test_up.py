"""Does `manage.py up` start everything in one process, and stop it again?"""

import json
import signal
import socket
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.house.instances import command, world

# Its instances have a database of their own.
pytestmark = pytest.mark.once


def wait_for(question: Any, seconds: float = 180) -> Any:
    """Ask until the answer is true, as another process needs its time."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)
    return answer


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_up_serves_and_stops_with_exit_code_0(tmp_path: Path, number: signal.Signals) -> None:
    with world(tmp_path / "data", "--empty") as (process, url, _):
        answer = httpx.get(f"{url}healthz", timeout=60)
        process.send_signal(number)
        process.wait(60)

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert process.returncode == 0
    assert (tmp_path / "errors.txt").read_text() == ""
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_up_runs_the_periodic_tasks_in_its_one_process(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with world(data, "--empty"):
        tenant = json.loads(command(data, "create_tenant", "--name", "Fabrikam", "--json").stdout)["tenantId"]
        asked = command(data, "shell", "-c", ASK_FOR_A_REEVALUATION.format(tenant=tenant))
        assert asked.returncode == 0, asked.stderr

        # Nobody nudges the worker of another process: only its own schedule can find the row.
        left = wait_for(lambda: command(data, "shell", "-c", COUNT_REQUESTS).stdout.endswith("left: 0\n"))

    assert left


ASK_FOR_A_REEVALUATION = """
from devices.models import Cause, Scope
from devices.services.requests import request_reevaluation
from intune_sim.tenants.models import Tenant
tenant = Tenant.objects.get(graph_id="{tenant}")
request_reevaluation(tenant=tenant, cause=Cause.POLICY_CHANGE, scope=Scope.TENANT, now=tenant.now())
"""

COUNT_REQUESTS = """
from devices.models import ReevaluationRequest
print("left:", ReevaluationRequest.objects.count())
"""


def test_up_refuses_a_port_that_is_taken_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        answer = command(tmp_path / "data", "up", "--empty", "--port", str(taken.getsockname()[1]))

    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "in use" in answer.stderr


def test_up_serves_https_with_an_authority_of_its_own(tmp_path: Path) -> None:
    import ssl

    data = tmp_path / "data"
    with world(data, "--empty", "--tls") as (_, url, said):
        authority = next(line for line in said if line.endswith("ca.pem")).split(": ")[1]
        answer = httpx.get(f"{url}healthz", verify=ssl.create_default_context(cafile=authority), timeout=60)

    assert url.startswith("https://")
    assert answer.status_code == 200
    assert {path.stat().st_mode & 0o777 for path in (data / "tls").iterdir()} == {0o600}


def test_up_serves_static_files_without_collecting_them(tmp_path: Path) -> None:
    with world(tmp_path / "data", "--empty") as (_, url, _):
        answer = httpx.get(f"{url}static/admin/css/base.css", timeout=60)

    assert answer.status_code == 200
