"""What does a tenant know about a threat partner? One connector per partner, and the history of its state."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models

from connectors.lifecycle import ConnectorFacts, PartnerState, StateCause, partner_state
from connectors.partners import (
    CONNECTING,
    DEFAULT_THRESHOLD_DAYS,
    THRESHOLD_DAYS,
    TOGGLES,
    Partner,
    partner_of,
)
from intune_sim.fields import WordField, words_only
from intune_sim.tenants.models import OwnedQuerySet, Tenant


class MobileThreatDefenseConnector(models.Model):
    """The channel between a tenant and one threat partner (`mobileThreatDefenseConnector` of Graph)."""

    graph_id = models.UUIDField("partner id", default=uuid.uuid4)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="connectors")
    last_heartbeat_date_time = models.DateTimeField(null=True, blank=True)
    partner_state = WordField(PartnerState)
    android_mobile_application_management_enabled = models.BooleanField(default=False)
    ios_mobile_application_management_enabled = models.BooleanField(default=False)
    windows_mobile_application_management_enabled = models.BooleanField(default=False)
    android_enabled = models.BooleanField(default=False)
    ios_enabled = models.BooleanField(default=False)
    windows_enabled = models.BooleanField(default=False)
    mac_enabled = models.BooleanField(default=False)
    android_device_blocked_on_missing_partner_data = models.BooleanField(default=False)
    ios_device_blocked_on_missing_partner_data = models.BooleanField(default=False)
    windows_device_blocked_on_missing_partner_data = models.BooleanField(default=False)
    mac_device_blocked_on_missing_partner_data = models.BooleanField(default=False)
    partner_unsupported_os_version_blocked = models.BooleanField(default=False)
    partner_unresponsiveness_threshold_in_days = models.PositiveSmallIntegerField(default=DEFAULT_THRESHOLD_DAYS)
    allow_partner_to_collect_ios_application_metadata = models.BooleanField(default=False)
    allow_partner_to_collect_ios_personal_application_metadata = models.BooleanField(default=False)
    allow_partner_to_collect_ios_certificate_metadata = models.BooleanField(default=False)
    allow_partner_to_collect_ios_personal_certificate_metadata = models.BooleanField(default=False)
    microsoft_defender_for_endpoint_attach_enabled = models.BooleanField(default=False)
    grant_mobile_threat_defense_partner_role = models.BooleanField(default=False)
    launch_mobile_threat_defense_partner_on_setup_enabled = models.BooleanField(default=False)

    created_at = models.DateTimeField()
    provisioned_at = models.DateTimeField(null=True, blank=True)
    deprovisioned_at = models.DateTimeField(null=True, blank=True)
    error_code = models.PositiveBigIntegerField(null=True, blank=True)
    dropped_report_count = models.PositiveBigIntegerField(default=0)
    partner_state_at = models.DateTimeField()
    partner_state_cause = WordField(StateCause)
    #: The deadline of silence; NULL while nobody waits for a heartbeat.
    unresponsive_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet["MobileThreatDefenseConnector"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "graph_id"], name="connector_once_per_partner"),
            models.CheckConstraint(
                name="connector_threshold_range",
                condition=models.Q(
                    partner_unresponsiveness_threshold_in_days__range=(THRESHOLD_DAYS[0], THRESHOLD_DAYS[-1])
                ),
            ),
            words_only("connector_partner_state_words", "partner_state", PartnerState),
        ]
        indexes = [
            # connectors.services.mark_unresponsive: deadlines that have passed.
            models.Index(
                fields=["unresponsive_at"],
                name="connector_unresponsive_at",
                condition=models.Q(unresponsive_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.partner.name

    @property
    def partner(self) -> Partner:
        """What the catalogue says about this connector's partner."""
        return partner_of(self.graph_id)

    def is_unresponsive(self, now: datetime) -> bool:
        """Whether the day threshold has passed without a sign of life."""
        return self.unresponsive_at is not None and self.unresponsive_at <= now

    def facts(self, now: datetime) -> ConnectorFacts:
        """What its state depends on, at an instant."""
        return ConnectorFacts(
            is_provisioned=self.provisioned_at is not None,
            awaits_partner=self.deprovisioned_at is None and not self.partner.is_provisioned_by_app_activity,
            is_unresponsive=self.is_unresponsive(now),
            has_error=self.error_code is not None,
            is_connected=any(getattr(self, name) for name in CONNECTING),
        )

    def state(self, now: datetime) -> PartnerState:
        """Its state as of an instant, whatever the last sweep has written."""
        return partner_state(self.facts(now))

    def feeds_windows_apps(self, now: datetime) -> bool:
        """Whether app protection on Windows may use its data: provisioned, toggle on, not unresponsive."""
        return (
            self.provisioned_at is not None
            and self.windows_mobile_application_management_enabled
            and not self.is_unresponsive(now)
        )

    def settings(self) -> dict[str, Any]:
        """What an admin can set, by field name."""
        values: dict[str, Any] = {toggle.name: getattr(self, toggle.name) for toggle in TOGGLES}
        values["partner_unresponsiveness_threshold_in_days"] = self.partner_unresponsiveness_threshold_in_days
        return values


class ConnectorStateChange(models.Model):
    """A dated change of a connector's state, with its cause. Append-only."""

    connector = models.ForeignKey(MobileThreatDefenseConnector, on_delete=models.CASCADE, related_name="state_changes")
    from_state = WordField(PartnerState, null=True, blank=True)
    to_state = WordField(PartnerState)
    cause = WordField(StateCause)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # The connector's page: its history, newest first.
            models.Index(fields=["connector", "-at", "-id"], name="connector_change_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} -> {self.to_state}"
