"""Does a report that a script asks for become a file that it can download, and go away again?"""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from devices import tasks
from devices.models import ExportJob
from devices.services import reports
from intune_sim.clock import now
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole
from protection.models import WindowsManagedAppProtection
from tests.factories.devices import RegistrationFactory
from tests.factories.tenants import UserFactory
from tests.graph.conftest import GraphClient

JOBS = "/deviceManagement/reports/exportJobs"
NAME = "MAMAppProtectionStatus"


def asked(graph: GraphClient, **body: Any) -> dict[str, Any]:
    """A job as it is answered."""
    answer = graph("post", f"/beta{JOBS}", {"reportName": NAME, **body})
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def finished(graph: GraphClient, job: dict[str, Any]) -> dict[str, Any]:
    """The job once the worker has been at it."""
    tasks.write_exports()
    found: dict[str, Any] = graph.get(f"/beta{JOBS}('{job['id']}')")
    assert found["status"] == "completed"
    return found


def unpacked(url: str) -> tuple[str, str]:
    """The name and the text of the one file behind a job's address."""
    answer = Client().get(urlsplit(url).path)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:  # type: ignore[arg-type]
        (name,) = packed.namelist()
        return name, packed.read(name).decode()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where files lie: in a directory of this test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "exports"


@pytest.fixture
def fleet(contoso: Tenant) -> None:
    """Three PCs: allowed, blocked, and one that no policy reaches; and one of an ended registration."""
    RegistrationFactory(tenant=contoso, allowed=True, user=UserFactory(tenant=contoso, licensed=True, name="alex"))
    RegistrationFactory(tenant=contoso, blocked_by_threat=True, device_name='PC "at home"')
    RegistrationFactory(tenant=contoso)
    RegistrationFactory(tenant=contoso, signed_out=True)


def test_a_report_is_asked_for_written_and_downloaded(graph: GraphClient, fleet: None) -> None:
    job = asked(graph, format="Csv", localizationType="LocalizedValuesAsAdditionalColumn", filter="")

    assert job["id"].startswith(f"{NAME}_")
    assert (job["status"], job["url"], job["format"]) == ("notStarted", None, "csv")
    assert job["expirationDateTime"] == "0001-01-01T00:00:00Z"
    done = finished(graph, job)
    assert done["url"].startswith("http://testserver/exports/")
    assert done["expirationDateTime"] == "2026-01-05T15:00:00Z"
    name, text = unpacked(done["url"])
    assert name == f"{job['id']}.csv"
    assert text.startswith("\ufeffUser,Email,App,AppVersion,SdkVersion,AppInstanceId,DeviceName,")
    alex, blocked, unreached = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (alex["User"], alex["Email"], alex["App"]) == ("Alex", "alex@contoso.example", "Microsoft Edge")
    policies = list(WindowsManagedAppProtection.objects.order_by("pk").values_list("display_name", flat=True))
    assert [line["Policy"] for line in (alex, blocked, unreached)] == [*policies, ""]
    assert [line["AppProtectionStatus"] for line in (alex, unreached)] == ["Protected", "Unprotected"]
    assert [line["ComplianceState"] for line in (alex, blocked, unreached)] == [
        "Compliant",
        "Noncompliant",
        "Not evaluated",
    ]
    assert blocked["DeviceName"] == 'PC "at home"'


def test_columns_search_and_format_are_chosen(graph: GraphClient, fleet: None) -> None:
    job = asked(
        graph, format="json", select=["Email", "Platform"], search="ALEX", localizationType="replaceLocalizableValues"
    )

    name, text = unpacked(finished(graph, job)["url"])

    assert name == f"{job['id']}.json"
    assert json.loads(text) == {"values": [{"Email": "alex@contoso.example", "Platform": "Windows"}]}


def test_a_large_report_is_read_in_slices(contoso: Tenant, django_assert_num_queries: Any) -> None:
    RegistrationFactory.create_batch(3, tenant=contoso, policy={})

    with django_assert_num_queries(3 + 2 * 2 + 1):
        lines = list(reports.report_lines(tenant=contoso, size=2))

    assert len(lines) == 3


UNKNOWN_REPORTS: list[tuple[dict[str, Any], str]] = [
    ({"reportName": "mamappprotectionstatus"}, "mamappprotectionstatus"),
    ({"reportName": "Devices"}, "Devices"),
    ({}, "reportName"),
    ({"reportName": NAME, "select": ["user"]}, "user"),
    ({"reportName": NAME, "filter": "Platform eq 'Windows'"}, "filter"),
    ({"reportName": NAME, "format": "pdf"}, "pdf"),
    ({"reportName": NAME, "format": "xlsx"}, "format"),
    ({"reportName": NAME, "localizationType": "none"}, "localizationType"),
]


def test_a_report_that_there_is_not_is_refused(graph: GraphClient, contoso: Tenant) -> None:
    for body, words in UNKNOWN_REPORTS:
        answer = graph("post", f"/v1.0{JOBS}", body)

        assert answer.status_code == 400
        assert words in answer.json()["error"]["message"]
        assert not ExportJob.objects.exists()


def test_files_go_when_their_time_is_over_or_their_job_is_deleted(
    graph: GraphClient, contoso: Tenant, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    old, given_up, kept = (finished(graph, asked(graph)) for _ in range(3))
    ExportJob.objects.filter(download_token=old["url"].rpartition("/")[2]).update(expiration_date_time=contoso.now())
    stray = reports.file_of(ExportJob()).with_suffix(".part")
    stray.touch()

    assert Client().get(urlsplit(old["url"]).path).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert graph("delete", f"/beta{JOBS}('{given_up['id']}')").status_code == 204
    assert tasks.remove_exports() == 2
    assert [path.name for path in folder.iterdir()] == [f"{kept['id'].rpartition('_')[2]}.zip"]
    assert unpacked(kept["url"])
    assert Client().get("/exports/guessed").status_code == 404


def test_a_job_that_its_worker_left_is_taken_over_and_one_that_fails_says_so(
    graph: GraphClient, contoso: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(graph)
    ExportJob.objects.update(status="inProgress", claimed_until=now() + timedelta(minutes=1))
    assert tasks.write_exports() == 0

    ExportJob.objects.update(claimed_until=now() - timedelta(minutes=1))
    monkeypatch.setattr(reports, "report_lines", lambda **_: 1 / 0)
    assert tasks.write_exports() == 0

    failed = graph.get(f"/v1.0{JOBS}('{job['id']}')")
    assert (failed["status"], failed["url"]) == ("failed", None)
    assert "search" not in failed


def test_asking_needs_to_write_and_jobs_are_a_tenants_own(
    graph_as: Callable[..., GraphClient], stranger: GraphClient, contoso: Tenant
) -> None:
    writer, reader = graph_as(AppRole.APPS_READ_WRITE), graph_as(AppRole.APPS_READ)
    job = asked(writer)

    assert reader("post", f"/v1.0{JOBS}", {"reportName": NAME}).status_code == 403
    assert reader("get", f"/v1.0{JOBS}('{job['id']}')").status_code == 200
    assert stranger("get", f"/v1.0{JOBS}('{job['id']}')").status_code == 404
    assert stranger.get(f"/v1.0{JOBS}")["value"] == []
