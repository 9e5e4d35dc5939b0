"""How does Graph see reports? `deviceManagementExportJob`, on v1.0 and beta: asked for, polled, then downloaded."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from devices.models import ExportJob, LocalizationType, ReportFormat
from devices.services import reports as services
from intune_sim.graph.documents import UNFIT, unfit
from intune_sim.graph.resources import BETA, Call, Kind, Resource, Vocabulary, Write, as_guid, key, read_only, writable
from intune_sim.tenants.roles import AppRole
from intune_sim.vocabulary import Word

#: What the wire shows for a job that has no file yet.
NEVER = datetime(1, 1, 1, tzinfo=UTC)


def create(call: Call, write: Write) -> ExportJob:
    """Ask for a report."""
    values = {name: "" if value is None else value for name, value in write.values.items() if name != "snapshot_id"}
    values["select"] = values.get("select") or []
    return services.request_export(tenant=call.tenant, values=values, by=call.by, now=call.now)


def delete(call: Call, job: ExportJob) -> None:
    """Remove the job and its file."""
    services.delete_export(job=job, by=call.by, now=call.now)


def _word(name: str, words: Vocabulary) -> Callable[[Any], Word]:
    """Reads a word however it is capitalised: the documented examples write `LocalizedValuesAsAdditionalColumn`."""

    def read(value: Any) -> Word:
        found = next((word for word in words if isinstance(value, str) and word.value.lower() == value.lower()), None)
        if found is None:
            raise unfit(name)
        return found

    return read


def _find(rows: "QuerySet[ExportJob]", wanted: str) -> "QuerySet[ExportJob]":
    name, _, guid = wanted.rpartition("_")
    return rows.filter(graph_id=guid, report_name=name) if as_guid(guid) and not UNFIT.search(name) else rows.none()


def _path(job: ExportJob) -> str | None:
    return f"/exports/{job.download_token}" if job.download_token else None


READERS = (
    AppRole.APPS_READ.value,
    AppRole.CONFIGURATION_READ.value,
    AppRole.MANAGED_DEVICES_READ.value,
)
WRITERS = (
    AppRole.APPS_READ_WRITE.value,
    AppRole.CONFIGURATION_READ_WRITE.value,
    AppRole.MANAGED_DEVICES_READ_WRITE.value,
)

EXPORT_JOBS = Resource(
    type="deviceManagementExportJob",
    path="deviceManagement/reports/exportJobs",
    model=ExportJob,
    rows=ExportJob.objects.for_tenant,
    find=_find,
    properties=(
        key("id", value=lambda job: job.job_id),
        writable("reportName", required=True),
        writable("filter", nullable=True),
        writable("search", only=BETA, nullable=True),
        writable("select", nullable=True),
        writable("format", type="deviceManagementReportFileFormat", decode=_word("format", ReportFormat)),
        writable("snapshotId", kind=Kind.STRING, nullable=True, shape_only=True, value=lambda job: None),
        writable(
            "localizationType",
            type="deviceManagementExportJobLocalizationType",
            decode=_word("localizationType", LocalizationType),
        ),
        read_only("status", type="deviceManagementReportStatus"),
        read_only("url", nullable=True, value=_path, is_address=True),
        read_only("requestDateTime"),
        read_only("expirationDateTime", absent=NEVER),
    ),
    read=(*READERS, *WRITERS),
    write=WRITERS,
    create=create,
    delete=delete,
)

RESOURCES = (EXPORT_JOBS,)
