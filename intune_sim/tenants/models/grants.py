"""Which users let which applications act for them? Device codes that wait, and refresh tokens; secrets only as hashes."""

from django.db import models

from intune_sim.fields import WordField, words_only
from intune_sim.tenants.models.directory import Application, User
from intune_sim.vocabulary import Word


class DeviceCodeState(Word):
    """How far a sign-in on another device has come."""

    PENDING = "pending", "Pending"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    REDEEMED = "redeemed", "Redeemed"


class DeviceCode(models.Model):
    """An application that waits until somebody enters its user code in a browser."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="device_codes")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="device_codes", null=True)
    code_hash = models.CharField(max_length=64, unique=True)
    user_code = models.CharField(max_length=9, unique=True)
    scopes = models.JSONField(default=list)
    state = WordField(DeviceCodeState, default=DeviceCodeState.PENDING)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            words_only("device_code_words", "state", DeviceCodeState),
            models.CheckConstraint(
                name="device_code_decided_by_somebody",
                condition=models.Q(state=DeviceCodeState.PENDING, user__isnull=True)
                | (~models.Q(state=DeviceCodeState.PENDING) & models.Q(user__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.user_code


class RefreshToken(models.Model):
    """What an application may exchange, once, for a new access token of a user."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="refresh_tokens")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="refresh_tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.application_id} for {self.user_id}"
