"""Does `manage.py up` start everything in one process, and stop it again?"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return {**kept, "INTUNE_SIM_DATA": str(data), "PYTHONUNBUFFERED": "1", **more}


def command(data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*MANAGE, *arguments], env=environment(data), capture_output=True, text=True, timeout=60, check=False
    )


@contextmanager
def world(data: Path, *options: str) -> Iterator[tuple["subprocess.Popen[str]", str, list[str]]]:
    """A running instance: its process, its address and what it printed until it was ready."""
    process = subprocess.Popen(
        [*MANAGE, "up", "--port", "0", *options],
        env=environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line.strip())
            if said[-1].startswith("Ready: "):
                break
        assert said and said[-1].startswith("Ready: "), process.communicate()
        yield process, said[-1].removeprefix("Ready: "), said
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for(question: Any, seconds: float = 20) -> Any:
    """Ask until the answer is true, as another process needs its time."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)
    return answer


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_up_serves_and_stops_with_exit_code_0(tmp_path: Path, number: signal.Signals) -> None:
    with world(tmp_path / "data", "--empty") as (process, url, _):
        answer = httpx.get(f"{url}healthz")
        began = time.monotonic()
        process.send_signal(number)
        _, errors = process.communicate(timeout=15)

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert process.returncode == 0
    assert errors == ""
    assert time.monotonic() - began < 10
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
        answer = httpx.get(f"{url}healthz", verify=ssl.create_default_context(cafile=authority))

    assert url.startswith("https://")
    assert answer.status_code == 200
    assert {path.stat().st_mode & 0o777 for path in (data / "tls").iterdir()} == {0o600}


def test_up_serves_static_files_without_collecting_them(tmp_path: Path) -> None:
    with world(tmp_path / "data", "--empty") as (_, url, _):
        answer = httpx.get(f"{url}static/admin/css/base.css")

    assert answer.status_code == 200
