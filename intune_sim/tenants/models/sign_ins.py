"""Who signed in, to what, from where, and how did it end?"""

import uuid

from django.db import models

from intune_sim.fields import WordField, words_only
from intune_sim.tenants.models.directory import OwnedQuerySet, Tenant
from intune_sim.vocabulary import Tone, Word


class ConditionalAccessStatus(Word):
    """`conditionalAccessStatus`: what Conditional Access said to a sign-in."""

    SUCCESS = "success", "Success", Tone.GOOD
    FAILURE = "failure", "Failure", Tone.BAD
    NOT_APPLIED = "notApplied", "Not applied"


class SignIn(models.Model):
    """A sign-in of a user (`signIn`). Text and ids only: it outlives the user."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="sign_ins")
    created_date_time = models.DateTimeField()
    user_id = models.UUIDField()
    user_display_name = models.CharField(max_length=256)
    user_principal_name = models.CharField(max_length=320)
    app_id = models.UUIDField()
    app_display_name = models.CharField(max_length=256)
    resource_id = models.UUIDField()
    resource_display_name = models.CharField(max_length=256)
    client_app_used = models.CharField(max_length=64)
    ip_address = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=512, blank=True)
    browser = models.CharField(max_length=64, blank=True)
    operating_system = models.CharField(max_length=64, blank=True)
    device_name = models.CharField(max_length=256, blank=True)
    correlation_id = models.UUIDField(default=uuid.uuid4)
    conditional_access_status = WordField(ConditionalAccessStatus, default=ConditionalAccessStatus.NOT_APPLIED)
    error_code = models.IntegerField(default=0)
    failure_reason = models.CharField(max_length=512, blank=True)

    objects = OwnedQuerySet["SignIn"].as_manager()

    class Meta:
        constraints = [
            words_only("sign_in_conditional_access_words", "conditional_access_status", ConditionalAccessStatus)
        ]
        indexes = [
            # The sign-in log of one tenant, newest first.
            models.Index(fields=["tenant", "-created_date_time", "-id"], name="sign_in_newest"),
            # tenants.services.sign_ins.forget: what is too old.
            models.Index(fields=["created_date_time"], name="sign_in_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.user_principal_name} to {self.app_display_name}"
