"""What do the commands that look at registrations say about the demo tenant?"""

import re

import pytest
from django.core.management import call_command

from devices.models import WindowsManagedAppRegistration
from intune_sim.tenants.models import Tenant
from tests.house.commands import Said, run

pytestmark = pytest.mark.django_db


def test_reevaluate_finds_nothing_to_do_twice(seeded: Tenant, capsys: Said) -> None:
    assert set(run(capsys, "reevaluate", "--tenant", seeded.domain).values()) == {0}
    assert set(run(capsys, "reevaluate").values()) == {0}


@pytest.mark.parametrize("duration", ["P7D", "7d", "168h", "1w"])
def test_shift_clock_lets_the_connector_fall_silent(seeded: Tenant, capsys: Said, duration: str) -> None:
    moved = run(capsys, "shift_clock", "--tenant", seeded.domain, duration)

    assert moved["now"].startswith("2026-01-22T09:00")
    assert moved["connectors"] == 1
    assert moved["registrations"] > 0


def test_explain_tells_findings_rules_facts_and_changes(seeded: Tenant, capsys: Said) -> None:
    registration = WindowsManagedAppRegistration.objects.get(device_name="GLORIA-HOME")

    call_command("explain", str(registration.graph_id))

    said = capsys.readouterr().out
    assert "The device's threat level is High; the policy allows at most Low." in said
    assert re.search(r"Failed +maximumAllowedDeviceThreatLevel: Low, found High", said)
    assert "threat source: Windows Security Center" in said
    assert "Blocked: The threat partner reported" in said


def test_explain_tells_how_a_registration_ended(seeded: Tenant, capsys: Said) -> None:
    registration = WindowsManagedAppRegistration.objects.get(device_name="TARA-HOME")

    call_command("explain", str(registration.graph_id))

    assert "Ended: Signed out" in capsys.readouterr().out
