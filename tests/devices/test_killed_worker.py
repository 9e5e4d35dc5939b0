"""What if a worker dies in the middle of a sweep? Nothing: another goes on where it stood, on real processes."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from devices.models import (
    AccessChange,
    Cause,
    CurrentHealthState,
    ReevaluationRequest,
    Scope,
    WindowsManagedAppRegistration,
    WipeRequest,
)
from devices.services.evaluation import judge
from devices.services.requests import request_reevaluation
from devices.situations import Surroundings
from intune_sim.celery import app as celery_app
from intune_sim.tenants.models import AssignedLicense, Tenant, User
from protection.engine.facts import Access, DeviceThreatLevel, HealthState, RemediationAction
from tests.factories.connectors import ConnectorFactory
from tests.factories.protection import PolicyFactory
from tests.factories.tenants import GroupFactory, TenantFactory, UserFactory

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

REGISTRATIONS = 20_000
PATIENCE = 300.0
ROOT = Path(__file__).resolve().parents[2]

Row = tuple[Access, Any, Any]


def a_large_tenant() -> Tenant:
    """Two hundred users with a hundred registrations each, in two groups under policies that block and wipe."""
    tenant = TenantFactory()
    users = User.objects.bulk_create(UserFactory.build(tenant=tenant, name=f"user-{n}") for n in range(200))
    AssignedLicense.objects.bulk_create(AssignedLicense(user=user) for user in users)
    blocked, wiped = GroupFactory(tenant=tenant, members=users[:150]), GroupFactory(tenant=tenant, members=users[100:])
    no_threat = {"maximum_allowed_device_threat_level": DeviceThreatLevel.SECURED}
    PolicyFactory(tenant=tenant, groups=[blocked], **no_threat)
    PolicyFactory(
        tenant=tenant, groups=[wiped], mobile_threat_defense_remediation_action=RemediationAction.WIPE,
        maximum_allowed_device_threat_level=DeviceThreatLevel.MEDIUM,
    )  # fmt: skip
    connector = ConnectorFactory(tenant=tenant)
    registrations = WindowsManagedAppRegistration.objects.bulk_create(
        (never_judged(tenant, users[n % len(users)], n) for n in range(REGISTRATIONS)), batch_size=2_000
    )
    chance = random.Random(4)
    CurrentHealthState.objects.bulk_create(
        (
            CurrentHealthState(
                registration=registration,
                connector=connector,
                health_state=chance.choice(list(HealthState)),
                last_update_date_time=tenant.now(),
            )
            for registration in registrations
        ),
        batch_size=2_000,
    )
    return tenant


def never_judged(tenant: Tenant, user: User, number: int) -> WindowsManagedAppRegistration:
    """A registration as it stands before any policy was thought of."""
    now = tenant.now()
    return WindowsManagedAppRegistration(
        tenant=tenant, user=user, user_graph_id=user.graph_id, user_principal_name=user.user_principal_name,
        app_identifier="com.microsoft.edge", device_tag=f"device-{number}", created_date_time=now,
        last_sync_date_time=now, application_version="131.0.2903.51", management_sdk_version="1.2.0",
        platform_version="10.0.22631.3155", access=Access.INACTIVE, access_at=now,
    )  # fmt: skip


def undisturbed(tenant: Tenant) -> dict[int, Row]:
    """What every row comes to when nothing goes wrong, judged here and written nowhere."""
    everyone = list(WindowsManagedAppRegistration.objects.values_list("pk", flat=True))
    return {
        verdict.facts.pk: (verdict.access, verdict.findings, verdict.next_evaluation_at)
        for verdict in judge(Surroundings(tenant, tenant.now()), everyone)
    }


def stored() -> dict[int, Row]:
    """What every row holds."""
    columns = ("access", "findings", "next_evaluation_at")
    return {pk: tuple(row) for pk, *row in WindowsManagedAppRegistration.objects.values_list("pk", *columns)}


@contextmanager
def worker(redis_url: str, place: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery worker on the test's database, killed at the end if it still lives."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "REDIS_URL": redis_url,
        "DJANGO_SETTINGS_MODULE": "intune_sim.settings",
    }
    command = [sys.executable, "-m", "celery", "-A", "intune_sim", "worker", "--concurrency", "1", *options]
    with (place / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL for the worker and the children that do its work."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(holds: Callable[[], bool], process: subprocess.Popen[bytes], place: Path) -> None:
    """Return once it holds; the worker must live so long."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert process.poll() is None and time.monotonic() < deadline, (place / "worker.log").read_text()
        time.sleep(0.01)


def test_a_sweep_whose_worker_is_killed_ends_as_if_nothing_had_happened(redis_url: str, tmp_path: Path) -> None:
    tenant = a_large_tenant()
    expected = undisturbed(tenant)
    request = request_reevaluation(tenant=tenant, cause=Cause.POLICY_CHANGE, scope=Scope.TENANT, now=tenant.now())
    in_the_middle = ReevaluationRequest.objects.filter(pk=request.pk, done_up_to__gt=0)
    with celery_app.connection_for_write(redis_url) as broker:
        celery_app.send_task("devices.tasks.reevaluate", kwargs={"tenant_id": tenant.pk}, connection=broker)

    with worker(redis_url, tmp_path) as first:
        until(in_the_middle.exists, first, tmp_path)
        kill(first)
    left_undone = in_the_middle.exists() and stored() != expected
    with worker(redis_url, tmp_path, "--beat", "--schedule", str(tmp_path / "beat")) as second:
        until(lambda: not ReevaluationRequest.objects.exists(), second, tmp_path)

    assert left_undone
    assert stored() == expected
    changes = AccessChange.objects.values_list("registration_id", "to_access")
    assert sorted(changes) == sorted((pk, row[0]) for pk, row in expected.items() if row[0] != Access.INACTIVE)
    wipes = WipeRequest.objects.values_list("registration_id", flat=True)
    assert sorted(wipes) == sorted(pk for pk, row in expected.items() if row[0] == Access.WIPE_PENDING)
