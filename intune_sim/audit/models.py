"""Who did what, when, to what, and what it was before."""

import uuid

from django.db import models
from django.db.models import F

from intune_sim.actors import ActorType
from intune_sim.fields import WordField
from intune_sim.prefix import Folded
from intune_sim.vocabulary import Word


class Category(Word):
    """The area of the product that an activity belongs to."""

    APPLICATION = "Application", "Application"
    COMPLIANCE = "Compliance", "Compliance"
    DEVICE = "Device", "Device"
    DEVICE_CONFIGURATION = "DeviceConfiguration", "Device configuration"
    DIRECTORY = "Directory", "Directory"
    ENROLLMENT = "Enrollment", "Enrollment"
    ROLE = "Role", "Role"
    SIMULATION = "Simulation", "Simulation"
    TELEMETRY = "Telemetry", "Telemetry"
    OTHER = "Other", "Other"


class Operation(Word):
    """The kind of write."""

    CREATE = "Create", "Create"
    PATCH = "Patch", "Patch"
    DELETE = "Delete", "Delete"
    ASSIGN = "Assign", "Assign"
    ACTION = "Action", "Action"


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Questions about audit events."""

    def for_tenant(self, tenant_id: uuid.UUID) -> "AuditEventQuerySet":
        """Only this tenant's events, by the tenant's GUID."""
        return self.filter(tenant_id=tenant_id)


class AuditEvent(models.Model):
    """One write by somebody. Text and ids only: the event outlives whatever it describes."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant_id = models.UUIDField()
    display_name = models.CharField(max_length=200)
    component_name = models.CharField(max_length=80)
    activity = models.CharField(max_length=200)
    activity_date_time = models.DateTimeField()
    activity_type = models.CharField(max_length=200)
    activity_operation_type = WordField(Operation)
    activity_result = models.CharField(max_length=20, default="Success")
    correlation_id = models.UUIDField()
    category = WordField(Category)
    actor_type = WordField(ActorType)
    actor_id = models.CharField(max_length=100, blank=True)
    actor_name = models.CharField(max_length=320)
    application_id = models.CharField(max_length=100, blank=True)
    application_name = models.CharField(max_length=200, blank=True)
    ip_address = models.CharField(max_length=45, blank=True)
    resource_type = models.CharField(max_length=100)
    resource_id = models.CharField(max_length=200, blank=True)
    resource_name = models.CharField(max_length=320, blank=True)
    modified_properties = models.JSONField(default=list)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = [
            # The audit log page: newest first, one tenant.
            models.Index(fields=["tenant_id", "-activity_date_time", "-id"], name="audit_event_newest"),
            # What was done to one thing: a registration's timeline.
            models.Index(fields=["tenant_id", "resource_id", "-activity_date_time"], name="audit_event_resource"),
            # The same without telemetry, which may be most of it, and of one category.
            models.Index(
                fields=["tenant_id", "-activity_date_time", "-id"],
                name="audit_event_told",
                condition=~models.Q(category=Category.TELEMETRY.value),
            ),
            models.Index(fields=["tenant_id", "category", "-activity_date_time", "-id"], name="audit_event_category"),
            models.Index(
                fields=["tenant_id", "activity_operation_type", "-activity_date_time", "-id"],
                name="audit_event_operation",
                condition=~models.Q(category=Category.TELEMETRY.value),
            ),
            # The log sorted and searched by who and by what.
            models.Index(F("tenant_id"), Folded("actor_name"), F("id"), name="audit_event_actor_found"),
            models.Index(F("tenant_id"), Folded("application_name"), F("id"), name="audit_event_application"),
            models.Index(F("tenant_id"), Folded("activity"), F("id"), name="audit_event_activity_found"),
            models.Index(F("tenant_id"), Folded("resource_name"), F("id"), name="audit_event_target"),
            # An admin's own notifications.
            models.Index(
                fields=["tenant_id", "actor_id", "-id"],
                name="audit_event_of_admin",
                condition=models.Q(actor_type=ActorType.ADMIN.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} {self.resource_name}"
