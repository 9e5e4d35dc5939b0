"""What may be done with company data on phones? App protection policies for iOS and Android: kept, not judged."""

import uuid

from django.db import models

from intune_sim.fields import WordField, words_only
from intune_sim.tenants.models import Group, OwnedQuerySet, Tenant, default_scope_tags
from intune_sim.vocabulary import Word
from protection.models.app_protection import Intent


class MobilePolicyType(Word):
    """Which platform a policy is for, by the name of its Graph type."""

    IOS = "iosManagedAppProtection", "iOS/iPadOS"
    ANDROID = "androidManagedAppProtection", "Android"


class MobileAppProtection(models.Model):
    """An app protection policy for iOS or Android (`iosManagedAppProtection`, `androidManagedAppProtection`)."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="mobile_policies")
    type = WordField(MobilePolicyType)
    display_name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    created_date_time = models.DateTimeField()
    last_modified_date_time = models.DateTimeField()
    role_scope_tag_ids = models.JSONField(default=default_scope_tags)
    version = models.CharField(max_length=64)
    #: What the admin set, by Graph name and in wire form.
    settings = models.JSONField(default=dict)

    objects = OwnedQuerySet["MobileAppProtection"].as_manager()

    class Meta:
        constraints = [words_only("mobile_policy_type_words", "type", MobilePolicyType)]
        indexes = [
            # The policy list of one tenant and platform.
            models.Index(fields=["tenant", "type", "id"], name="mobile_policy_tenant"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def graph_type(self) -> str:
        """The name of its Graph type."""
        return str(self.type)

    @property
    def policy_id(self) -> str:
        """The wire id: a targeted policy carries the prefix T_."""
        return f"T_{self.graph_id}"


class MobilePolicyAssignment(models.Model):
    """A group of users that a policy for phones is assigned to, or is not."""

    policy = models.ForeignKey(MobileAppProtection, on_delete=models.CASCADE, related_name="assignments")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="mobile_policy_assignments")
    intent = WordField(Intent)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "group", "intent"], name="mobile_assignment_once"),
            words_only("mobile_assignment_intent_words", "intent", Intent),
        ]

    def __str__(self) -> str:
        return f"{self.intent} {self.group_id}"


class MobilePolicyApp(models.Model):
    """An app that a policy for phones protects, by its bundleId (iOS) or packageId (Android)."""

    policy = models.ForeignKey(MobileAppProtection, on_delete=models.CASCADE, related_name="apps")
    app_id = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "app_id"], name="mobile_app_once_per_policy")]

    def __str__(self) -> str:
        return self.app_id
