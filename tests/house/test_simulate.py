"""Does a simulated fleet reach a running instance?"""

import pytest
from pytest_django.live_server_helper import LiveServer

from intune_sim.tenants.models import Tenant
from tests.house.commands import Said, run


@pytest.mark.django_db(transaction=True)
def test_simulate_enrols_reports_and_checks_in_over_http(
    live_server: LiveServer, contoso: Tenant, capsys: Said
) -> None:
    summary = run(
        capsys, "simulate", "--url", live_server.url, "--tenant", contoso.domain, "--create", "--devices", "4",
        "--rounds", "1", "--workers", "1", "--rate", "1000", "--threats", "highSeverity=1",
    )  # fmt: skip

    assert summary["failures"] == {}
    assert summary["byKind"] == {"enrol": 4, "report": 1, "checkIn": 4}
    assert summary["reports"] == {"accepted": 4}
    assert summary["access"] == {"blocked": 4}
