"""How does a report become a file? Asked for as a row, written by whichever worker claims it, removed when it is old."""

import csv
import json
import logging
import os
import secrets
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from devices.models import ExportJob, ReportFormat, ReportStatus
from devices.queries.app_instances import AppInstance
from devices.queries.reports import APP_PROTECTION_STATUS, COLUMNS, report_lines
from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, record
from intune_sim.errors import Invalid, NotFound
from intune_sim.holding import held
from intune_sim.nudge import nudge
from intune_sim.tenants.models import Tenant

logger = logging.getLogger(__name__)

#: How long a file can be had, by the tenant's clock.
LIFE = timedelta(hours=6)
#: After so long a worker that has not finished is believed to be gone.
LEASE = timedelta(minutes=10)

Writer = Callable[[Any, list[str], Iterable[AppInstance]], None]


@transaction.atomic
def request_export(*, tenant: Tenant, values: Mapping[str, Any], by: Actor, now: datetime) -> ExportJob:
    """Ask for a report. `values` maps field names to values. Raises `Invalid`."""
    job = ExportJob(tenant=tenant, request_date_time=now, **values)
    _check(job)
    job.save()
    _audit(job, Operation.CREATE, {"format": (None, job.format), "select": (None, job.select)}, by=by, now=now)
    nudge("devices.tasks.write_exports")
    return job


@transaction.atomic
def delete_export(*, job: ExportJob, by: Actor, now: datetime) -> None:
    """Remove a job and its file. Raises `NotFound`."""
    job = held(job)
    _audit(job, Operation.DELETE, {}, by=by, now=now)
    job.delete()
    transaction.on_commit(lambda: file_of(job).unlink(missing_ok=True))


def write_waiting(*, real: datetime) -> int:
    """Write the files of all jobs that wait; `real` is the real time. Returns how many were written."""
    written = 0
    while job := _claim(real):
        written += _write(job)
    return written


def remove_expired(*, tenant: Tenant, now: datetime) -> int:
    """Remove the jobs of a tenant whose time is over, with their files; returns how many."""
    expired = list(ExportJob.objects.for_tenant(tenant).filter(expiration_date_time__lte=now))
    for job in expired:
        file_of(job).unlink(missing_ok=True)
        job.delete()
    return len(expired)


def remove_orphans() -> int:
    """Remove the files whose job is gone, as when a tenant is deleted; returns how many."""
    files = {path.stem: path for path in _folder().iterdir()}
    known = {str(one) for one in ExportJob.objects.values_list("graph_id", flat=True)}
    orphans = [path for name, path in files.items() if name not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def exported_file(token: str) -> tuple[ExportJob, Path]:
    """The job and the file behind an address. Raises `NotFound`, also when its time is over."""
    job = ExportJob.objects.select_related("tenant").filter(download_token=token).first() if token else None
    if job is None or job.expiration_date_time is None or job.expiration_date_time <= job.tenant.now():
        raise NotFound("There is no such file, or not any more.")
    return job, file_of(job)


def file_of(job: ExportJob) -> Path:
    """Where a job's file lies."""
    return _folder() / f"{job.graph_id}.zip"


def _folder() -> Path:
    path = Path(settings.DATA_DIR) / "exports"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def _audit(job: ExportJob, operation: Operation, changes: Mapping[str, Change], *, by: Actor, now: datetime) -> None:
    record(
        tenant_id=job.tenant.graph_id,
        by=by,
        operation=operation,
        category=Category.OTHER,
        resource_type="deviceManagementExportJob",
        resource_id=job.job_id,
        resource_name=job.report_name,
        changes=changes,
        now=now,
    )


def _check(job: ExportJob) -> None:
    """Refuse what is no report: names match exactly."""
    if job.report_name != APP_PROTECTION_STATUS:
        raise Invalid(f"Invalid report name '{job.report_name}'. Only {APP_PROTECTION_STATUS} can be exported here.")
    if job.format == ReportFormat.PDF:
        raise Invalid("The format 'pdf' is not supported for this report.")
    if job.filter.strip():
        raise Invalid(f"The report {job.report_name} has no filters.")
    for name in job.select:
        if name not in COLUMNS:
            raise Invalid(f"The report {job.report_name} has no column '{name}'.")


@transaction.atomic
def _claim(real: datetime) -> ExportJob | None:
    """The oldest job that waits, or that its worker has left, now ours."""
    waits = Q(status=ReportStatus.NOT_STARTED) | Q(status=ReportStatus.IN_PROGRESS, claimed_until__lt=real)
    jobs = ExportJob.objects.select_related("tenant").select_for_update(skip_locked=True, of=("self",))
    job = jobs.filter(waits).order_by("pk").first()
    if job:
        job.status, job.claimed_until = ReportStatus.IN_PROGRESS, real + LEASE
        job.save(update_fields=["status", "claimed_until"])
    return job


def _write(job: ExportJob) -> bool:
    """Write a job's file; whether it was done. What goes wrong is logged and told by the job's status."""
    job.status, job.claimed_until = ReportStatus.FAILED, None
    unfinished = file_of(job).with_suffix(".part")
    try:
        _pack(job, unfinished)
        os.replace(unfinished, file_of(job))
        job.status, job.download_token = ReportStatus.COMPLETED, secrets.token_urlsafe(32)
    except Exception:
        logger.exception("The report %s could not be written.", job)
        unfinished.unlink(missing_ok=True)
    job.expiration_date_time = job.tenant.now() + LIFE
    job.save(update_fields=["status", "claimed_until", "download_token", "expiration_date_time"])
    return bool(job.status == ReportStatus.COMPLETED)


def _pack(job: ExportJob, path: Path) -> None:
    """A zip with one file, named after the job; written as it is read."""
    lines = report_lines(tenant=job.tenant, search=job.search)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with (
        os.fdopen(descriptor, "wb") as raw,
        zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open(f"{job.job_id}.{job.format}", "w", force_zip64=True) as inside,
    ):
        WRITERS[ReportFormat(job.format)](inside, job.select or list(COLUMNS), lines)


def _write_csv(inside: Any, columns: list[str], lines: Iterable[AppInstance]) -> None:
    """Comma-separated values behind a byte order mark, as Intune writes them."""
    with TextIOWrapper(inside, encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows([COLUMNS[name](line) for name in columns] for line in lines)


def _write_json(inside: Any, columns: list[str], lines: Iterable[AppInstance]) -> None:
    """An object whose `values` are the rows."""
    with TextIOWrapper(inside, encoding="utf-8") as text:
        text.write('{"values":[')
        text.writelines(_separated({name: COLUMNS[name](line) for name in columns} for line in lines))
        text.write("]}")


def _separated(rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    for at, row in enumerate(rows):
        yield ("," if at else "") + json.dumps(row, ensure_ascii=False)


WRITERS: dict[ReportFormat, Writer] = {ReportFormat.CSV: _write_csv, ReportFormat.JSON: _write_json}
