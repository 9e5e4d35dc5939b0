"""What may be done with company data, for whom, and in which app? Windows app protection policies."""

from datetime import timedelta

from django.db import models

from intune_sim.fields import WordField, words_only
from intune_sim.tenants.models import Group, OwnedQuerySet, Tenant
from intune_sim.vocabulary import Word
from protection.engine.facts import (
    ClipboardSharingLevel,
    DataTransferLevel,
    DeviceThreatLevel,
    PolicyRef,
    PolicySettings,
    RemediationAction,
)
from protection.models.policies import AppPolicy, GroupAssignment, Intent

#: Warn exists for versions only; these two settings know block and wipe.
BLOCK_OR_WIPE = (RemediationAction.BLOCK, RemediationAction.WIPE)

#: The apps that Windows app protection is documented for, by windowsAppId.
KNOWN_APPS = {"com.microsoft.edge": "Microsoft Edge"}


def _version() -> "models.CharField[str | None, str | None]":
    return models.CharField(max_length=23, null=True, blank=True)


class TransferLocation(Word):
    """`windowsManagedAppDataTransferLocations`, flags: kept for Graph, where data may go besides; nothing is judged by it."""

    NONE = "none", "None"
    ONE_DRIVE_FOR_BUSINESS = "oneDriveForBusiness", "OneDrive for Business"


class WindowsManagedAppProtection(AppPolicy):
    """An app protection policy for Windows (`windowsManagedAppProtection` of Graph beta)."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="windows_policies")
    print_blocked = models.BooleanField(default=False)
    allowed_inbound_data_transfer_sources = WordField(DataTransferLevel, default=DataTransferLevel.ALL_APPS)
    allowed_outbound_clipboard_sharing_level = WordField(
        ClipboardSharingLevel, default=ClipboardSharingLevel.ANY_DESTINATION_ANY_SOURCE
    )
    allowed_outbound_data_transfer_destinations = WordField(DataTransferLevel, default=DataTransferLevel.ALL_APPS)
    allowed_inbound_data_transfer_source_apps = WordField(TransferLocation, default=TransferLocation.NONE)
    allowed_outbound_data_transfer_destination_apps = WordField(TransferLocation, default=TransferLocation.NONE)
    app_action_if_unable_to_authenticate_user = WordField(RemediationAction, null=True, blank=True)
    maximum_allowed_device_threat_level = WordField(DeviceThreatLevel, default=DeviceThreatLevel.NOT_CONFIGURED)
    mobile_threat_defense_remediation_action = WordField(RemediationAction, default=RemediationAction.BLOCK)
    minimum_required_sdk_version = _version()
    minimum_wipe_sdk_version = _version()
    minimum_required_os_version = _version()
    minimum_warning_os_version = _version()
    minimum_wipe_os_version = _version()
    minimum_required_app_version = _version()
    minimum_warning_app_version = _version()
    minimum_wipe_app_version = _version()
    maximum_required_os_version = _version()
    maximum_warning_os_version = _version()
    maximum_wipe_os_version = _version()
    period_offline_before_wipe_is_enforced = models.DurationField(null=True, blank=True, default=timedelta(days=90))
    period_offline_before_access_check = models.DurationField(null=True, blank=True, default=timedelta(hours=12))

    objects = OwnedQuerySet["WindowsManagedAppProtection"].as_manager()

    class Meta:
        constraints = [
            words_only("policy_inbound_words", "allowed_inbound_data_transfer_sources", DataTransferLevel),
            words_only("policy_outbound_words", "allowed_outbound_data_transfer_destinations", DataTransferLevel),
            words_only("policy_clipboard_words", "allowed_outbound_clipboard_sharing_level", ClipboardSharingLevel),
            words_only("policy_source_app_words", "allowed_inbound_data_transfer_source_apps", TransferLocation),
            words_only(
                "policy_destination_app_words", "allowed_outbound_data_transfer_destination_apps", TransferLocation
            ),
            words_only("policy_threat_level_words", "maximum_allowed_device_threat_level", DeviceThreatLevel),
            words_only("policy_threat_action", "mobile_threat_defense_remediation_action", BLOCK_OR_WIPE),
            words_only("policy_account_action", "app_action_if_unable_to_authenticate_user", BLOCK_OR_WIPE),
        ]
        indexes = [
            # The policy list of one tenant.
            models.Index(fields=["tenant", "id"], name="policy_tenant"),
        ]

    @property
    def graph_type(self) -> str:
        """The name of its Graph type."""
        return "windowsManagedAppProtection"

    @property
    def ref(self) -> PolicyRef:
        """How findings name this policy."""
        return PolicyRef(name=self.display_name, id=self.policy_id)

    @property
    def settings(self) -> PolicySettings:
        """What the engine reads of this policy."""
        return PolicySettings(self.ref, {name: getattr(self, name) for name in SETTINGS})


#: What Graph alone sets and shows.
LOCATION_SETTINGS = ("allowed_inbound_data_transfer_source_apps", "allowed_outbound_data_transfer_destination_apps")

#: The policy's settings by field name, in Graph's order: what an admin sets beside name, apps and assignments.
SETTINGS: tuple[str, ...] = tuple(
    field.name
    for field in WindowsManagedAppProtection._meta.concrete_fields
    if field.name.startswith(("print_", "allowed_", "app_action_", "maximum_", "mobile_", "minimum_", "period_"))
    and field.name not in LOCATION_SETTINGS
)

VERSION_SETTINGS = tuple(name for name in SETTINGS if name.endswith("_version"))


class PolicyAssignment(GroupAssignment):
    """A group that a policy for Windows is assigned to, or is not."""

    policy = models.ForeignKey(WindowsManagedAppProtection, on_delete=models.CASCADE, related_name="assignments")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="policy_assignments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "group", "intent"], name="assignment_once"),
            words_only("assignment_intent_words", "intent", Intent),
        ]


class ManagedMobileApp(models.Model):
    """An app that a policy protects (`windowsAppIdentifier` of Graph). Ids compare exactly."""

    #: The column of the app's own id.
    IDENTIFIER = "windows_app_id"

    policy = models.ForeignKey(WindowsManagedAppProtection, on_delete=models.CASCADE, related_name="apps")
    windows_app_id = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "windows_app_id"], name="app_once_per_policy")]

    def __str__(self) -> str:
        return KNOWN_APPS.get(self.windows_app_id, self.windows_app_id)
