"""Which devices does the organization manage, whose are they, and how do they stand?"""

import uuid

from django.db import models
from django.db.models import F, Q

from intune_sim.fields import WordField, words_only
from intune_sim.prefix import Folded
from intune_sim.tenants.models import OwnedQuerySet, Tenant, User, default_scope_tags
from intune_sim.vocabulary import Tone, Word
from protection.engine.facts import HealthState


class ComplianceState(Word):
    """Whether a device is what its policies ask for (`complianceState`)."""

    UNKNOWN = "unknown", "Not evaluated", Tone.NEUTRAL
    COMPLIANT = "compliant", "Compliant", Tone.GOOD
    NONCOMPLIANT = "noncompliant", "Noncompliant", Tone.BAD
    CONFLICT = "conflict", "Conflict", Tone.WARNING
    ERROR = "error", "Error", Tone.BAD
    IN_GRACE_PERIOD = "inGracePeriod", "In grace period", Tone.WARNING
    CONFIG_MANAGER = "configManager", "See ConfigMgr", Tone.NEUTRAL


class OwnerType(Word):
    """Whose a device is (`managedDeviceOwnerType`)."""

    UNKNOWN = "unknown", "Unknown"
    COMPANY = "company", "Corporate"
    PERSONAL = "personal", "Personal"
    UNKNOWN_FUTURE_VALUE = "unknownFutureValue", "Unknown"


class ManagementAgent(Word):
    """By what a device is managed (`managementAgentType`)."""

    EAS = "eas", "EAS"
    MDM = "mdm", "Intune"
    EAS_MDM = "easMdm", "EAS and Intune"
    INTUNE_CLIENT = "intuneClient", "Intune client"
    EAS_INTUNE_CLIENT = "easIntuneClient", "EAS and Intune client"
    CONFIGURATION_MANAGER_CLIENT = "configurationManagerClient", "ConfigMgr"
    CONFIGURATION_MANAGER_CLIENT_MDM = "configurationManagerClientMdm", "Co-managed"
    CONFIGURATION_MANAGER_CLIENT_MDM_EAS = "configurationManagerClientMdmEas", "Co-managed and EAS"
    UNKNOWN = "unknown", "Unknown"
    JAMF = "jamf", "Jamf"
    GOOGLE = "googleCloudDevicePolicyController", "Google"
    MICROSOFT_365_MANAGED_MDM = "microsoft365ManagedMdm", "Microsoft 365"
    MS_SENSE = "msSense", "MDE"


class EnrollmentType(Word):
    """How a device came under management (`deviceEnrollmentType`): the ways that both versions know."""

    UNKNOWN = "unknown", "Unknown"
    USER_ENROLLMENT = "userEnrollment", "User enrollment"
    DEVICE_ENROLLMENT_MANAGER = "deviceEnrollmentManager", "Device enrollment manager"
    APPLE_BULK_WITH_USER = "appleBulkWithUser", "Apple bulk with user"
    APPLE_BULK_WITHOUT_USER = "appleBulkWithoutUser", "Apple bulk without user"
    WINDOWS_AZURE_AD_JOIN = "windowsAzureADJoin", "Windows Entra join"
    WINDOWS_BULK_USERLESS = "windowsBulkUserless", "Windows bulk"
    WINDOWS_AUTO_ENROLLMENT = "windowsAutoEnrollment", "Windows auto-enrollment"
    WINDOWS_BULK_AZURE_DOMAIN_JOIN = "windowsBulkAzureDomainJoin", "Windows bulk Entra join"
    WINDOWS_CO_MANAGEMENT = "windowsCoManagement", "Windows co-management"
    WINDOWS_AZURE_AD_JOIN_USING_DEVICE_AUTH = "windowsAzureADJoinUsingDeviceAuth", "Windows Entra join by device"
    APPLE_USER_ENROLLMENT = "appleUserEnrollment", "Apple user enrollment"
    APPLE_USER_ENROLLMENT_WITH_SERVICE_ACCOUNT = (
        "appleUserEnrollmentWithServiceAccount",
        "Apple user enrollment with service account",
    )


class ManagedDevice(models.Model):
    """A device that is enrolled in device management (`managedDevice`)."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="managed_devices")
    #: The primary user; a device may have none.
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="managed_devices")
    #: The user's id and name as text: the row outlives the user.
    user_graph_id = models.UUIDField(null=True, blank=True)
    user_principal_name = models.CharField(max_length=320, blank=True)
    android_security_patch_level = models.CharField(max_length=20, blank=True)
    #: The id of its object in the directory.
    azure_ad_device_id = models.UUIDField(default=uuid.uuid4)
    compliance_state = WordField(ComplianceState, default=ComplianceState.UNKNOWN)
    device_enrollment_type = WordField(EnrollmentType, default=EnrollmentType.USER_ENROLLMENT)
    device_name = models.CharField(max_length=256)
    enrolled_date_time = models.DateTimeField()
    free_storage_space_in_bytes = models.BigIntegerField(default=0)
    is_encrypted = models.BooleanField(default=False)
    is_supervised = models.BooleanField(default=False)
    last_sync_date_time = models.DateTimeField()
    managed_device_name = models.CharField(max_length=256, blank=True)
    managed_device_owner_type = WordField(OwnerType, default=OwnerType.COMPANY)
    management_agent = WordField(ManagementAgent, default=ManagementAgent.MDM)
    manufacturer = models.CharField(max_length=256, blank=True)
    model = models.CharField(max_length=256, blank=True)
    notes = models.TextField(blank=True)
    #: As Intune writes it: Windows, iOS, Android, macOS.
    operating_system = models.CharField(max_length=40)
    os_version = models.CharField(max_length=40, blank=True)
    partner_reported_threat_state = WordField(HealthState, default=HealthState.UNKNOWN)
    physical_memory_in_bytes = models.BigIntegerField(default=0)
    role_scope_tag_ids = models.JSONField(default=default_scope_tags)
    serial_number = models.CharField(max_length=64, blank=True)
    total_storage_space_in_bytes = models.BigIntegerField(default=0)

    objects = OwnedQuerySet["ManagedDevice"].as_manager()

    class Meta:
        constraints = [
            words_only("managed_device_compliance_words", "compliance_state", ComplianceState),
            words_only("managed_device_enrollment_words", "device_enrollment_type", EnrollmentType),
            words_only("managed_device_owner_words", "managed_device_owner_type", OwnerType),
            words_only("managed_device_agent_words", "management_agent", ManagementAgent),
            words_only("managed_device_threat_words", "partner_reported_threat_state", HealthState),
            models.UniqueConstraint(fields=["tenant", "azure_ad_device_id"], name="managed_device_directory_id"),
            models.CheckConstraint(
                name="managed_device_storage",
                condition=Q(free_storage_space_in_bytes__gte=0)
                & Q(total_storage_space_in_bytes__gte=F("free_storage_space_in_bytes"))
                & Q(physical_memory_in_bytes__gte=0),
            ),
        ]
        indexes = [
            # The device list of one tenant.
            models.Index(fields=["tenant", "id"], name="managed_device_tenant"),
            # What the devices of a tenant add up to, and the list filtered.
            models.Index(fields=["tenant", "compliance_state"], name="managed_device_compliance"),
            models.Index(fields=["tenant", "managed_device_owner_type"], name="managed_device_owner"),
            models.Index(fields=["tenant", "partner_reported_threat_state"], name="managed_device_threat"),
            models.Index(F("tenant"), Folded("operating_system"), name="managed_device_system"),
            # The list sorted and searched.
            models.Index(fields=["tenant", "last_sync_date_time", "id"], name="managed_device_seen"),
            models.Index(F("tenant"), Folded("device_name"), F("id"), name="managed_device_name"),
            models.Index(F("tenant"), Folded("user_principal_name"), F("id"), name="managed_device_user"),
            models.Index(F("tenant"), Folded("serial_number"), F("id"), name="managed_device_serial"),
        ]

    def __str__(self) -> str:
        return self.device_name
