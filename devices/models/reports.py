"""Which reports were asked for, and where is each one's file?"""

import uuid

from django.db import models

from intune_sim.fields import WordField, words_only
from intune_sim.tenants.models import OwnedQuerySet, Tenant
from intune_sim.vocabulary import Tone, Word


class ReportFormat(Word):
    """`deviceManagementReportFileFormat`."""

    CSV = "csv", "CSV"
    PDF = "pdf", "PDF"
    JSON = "json", "JSON"


class LocalizationType(Word):
    """`deviceManagementExportJobLocalizationType`."""

    ADDITIONAL_COLUMN = "localizedValuesAsAdditionalColumn", "Localized values as additional column"
    REPLACE = "replaceLocalizableValues", "Replace localizable values"


class ReportStatus(Word):
    """`deviceManagementReportStatus`."""

    UNKNOWN = "unknown", "Unknown"
    NOT_STARTED = "notStarted", "Not started"
    IN_PROGRESS = "inProgress", "In progress", Tone.NOTICE
    COMPLETED = "completed", "Completed", Tone.GOOD
    FAILED = "failed", "Failed", Tone.BAD


class ExportJob(models.Model):
    """A report to be written to a file (`deviceManagementExportJob`): work as a row, then the way to the file."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="export_jobs")
    report_name = models.CharField(max_length=100)
    filter = models.TextField(blank=True)
    search = models.CharField(max_length=200, blank=True)
    select = models.JSONField(default=list, blank=True)
    format = WordField(ReportFormat, default=ReportFormat.CSV)
    localization_type = WordField(LocalizationType, default=LocalizationType.ADDITIONAL_COLUMN)
    status = WordField(ReportStatus, default=ReportStatus.NOT_STARTED)
    request_date_time = models.DateTimeField()
    expiration_date_time = models.DateTimeField(null=True, blank=True)
    #: What the file's address ends with: whoever knows it may read the file, as behind a shared access signature.
    download_token = models.CharField(max_length=64, blank=True)
    #: Until when a worker is believed to be at it; real time, since a tenant's clock may stand still.
    claimed_until = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet["ExportJob"].as_manager()

    class Meta:
        constraints = [
            words_only("export_job_format_words", "format", ReportFormat),
            words_only("export_job_localization_words", "localization_type", LocalizationType),
            words_only("export_job_status_words", "status", ReportStatus),
            models.UniqueConstraint(
                fields=["download_token"], name="export_job_token_unique", condition=~models.Q(download_token="")
            ),
        ]
        indexes = [
            # devices.services.reports: jobs that wait, oldest first.
            models.Index(
                fields=["id"],
                name="export_job_waiting",
                condition=models.Q(status__in=[ReportStatus.NOT_STARTED.value, ReportStatus.IN_PROGRESS.value]),
            ),
        ]

    def __str__(self) -> str:
        return self.job_id

    @property
    def job_id(self) -> str:
        """The wire id: the report's name stands before it."""
        return f"{self.report_name}_{self.graph_id}"
