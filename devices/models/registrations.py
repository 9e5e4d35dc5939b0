"""One user, one app, one device: what is known about it, what it may do, and when that may change by itself."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F

from connectors.models import MobileThreatDefenseConnector
from devices.wipe_lifecycle import WipeOrigin, WipeState
from intune_sim.fields import WordField, words_only
from intune_sim.prefix import Folded, OrElse
from intune_sim.tenants.models import OwnedQuerySet, Tenant, User
from intune_sim.vocabulary import Tone, Word
from protection.engine.facts import Access, HealthState, Reason


class Ending(Word):
    """How a registration ended."""

    SIGNED_OUT = "signedOut", "Signed out", Tone.NEUTRAL
    WIPED = "wiped", "Wiped", Tone.NEUTRAL
    DEREGISTERED = "deregistered", "Deregistered", Tone.NEUTRAL


class AccountState(Word):
    """What the managed app last said about the user's account."""

    ENABLED = "enabled", "Enabled"
    DISABLED = "disabled", "Disabled"
    UNKNOWN = "unknown", "Unknown"


class Cause(Word):
    """What made an access state change."""

    ENROLMENT = "enrolment", "The user enrolled"
    CHECK_IN = "checkIn", "The app checked in"
    HEALTH_REPORT = "healthReport", "The threat partner reported"
    REAUTHENTICATION = "reauthentication", "The user signed in again"
    POLICY_CHANGE = "policyChange", "A policy or its assignment changed"
    MEMBERSHIP_CHANGE = "membershipChange", "A group's members changed"
    USER_CHANGE = "userChange", "The user's account or licence changed"
    CONNECTOR_CHANGE = "connectorChange", "A connector changed"
    SETTINGS_CHANGE = "settingsChange", "The tenant's settings changed"
    TIME = "time", "Time passed"
    WIPE_REQUEST = "wipeRequest", "An admin asked for a wipe"
    WIPE_CANCELLED = "wipeCancelled", "A wipe was taken back"
    WIPE_COMPLETED = "wipeCompleted", "The app answered a wipe"
    SIGN_OUT = "signOut", "The user signed out"
    USER_DELETED = "userDeleted", "The user was deleted"


def device_of(registration: str = "") -> OrElse:
    """What pages call a registration's device: its name, or the tag where it has none. It takes the way to the row."""
    return OrElse(f"{registration}device_name", f"{registration}device_tag")


class RegistrationQuerySet(OwnedQuerySet["WindowsManagedAppRegistration"]):
    """Questions about registrations."""

    def live(self) -> "RegistrationQuerySet":
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def due(self, now: datetime) -> "RegistrationQuerySet":
        """Those past a deadline."""
        return self.filter(next_evaluation_at__lte=now)


class WindowsManagedAppRegistration(models.Model):
    """A user's app on a device, enrolled in app protection (`windowsManagedAppRegistration` of Graph beta)."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    #: Without an index of its own: every index below that begins with the tenant serves as well.
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="registrations", db_index=False)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="registrations")
    #: The user's id and name as text: the row outlives the user.
    user_graph_id = models.UUIDField()
    user_principal_name = models.CharField(max_length=320)
    app_identifier = models.CharField("windowsAppId", max_length=200)
    device_tag = models.CharField(max_length=128)
    device_name = models.CharField(max_length=256, blank=True)
    device_manufacturer = models.CharField(max_length=256, blank=True)
    device_model = models.CharField(max_length=256, blank=True)
    created_date_time = models.DateTimeField()
    last_sync_date_time = models.DateTimeField()
    application_version = models.CharField(max_length=23)
    management_sdk_version = models.CharField(max_length=23)
    platform_version = models.CharField(max_length=23)

    is_mdm_enrolled = models.BooleanField(default=False)
    is_entra_joined = models.BooleanField(default=False)
    account_state = WordField(AccountState, default=AccountState.UNKNOWN)
    has_failed_reauthentication = models.BooleanField(default=False)
    #: After a failed wipe nothing new is asked of the app until it checks in.
    is_wipe_held = models.BooleanField(default=False)

    access = WordField(Access)
    access_at = models.DateTimeField()
    #: The failed conditions as of the last evaluation: what `decide` found, with the instant since when it fails.
    findings = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = WordField(Ending, null=True, blank=True)

    #: The earliest instant at which time alone may change the decision; NULL once the registration has ended.
    next_evaluation_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "user_graph_id", "app_identifier", "device_tag"],
                name="registration_live_once",
                condition=models.Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="registration_end_has_ending",
                condition=models.Q(ended_at__isnull=True, ending__isnull=True)
                | models.Q(ended_at__isnull=False, ending__isnull=False, next_evaluation_at__isnull=True),
            ),
            models.CheckConstraint(
                name="registration_live_has_user",
                condition=models.Q(ended_at__isnull=False) | models.Q(user__isnull=False),
            ),
            words_only("registration_access_words", "access", Access),
            words_only("registration_ending_words", "ending", Ending),
            words_only("registration_account_words", "account_state", AccountState),
        ]
        indexes = [
            # devices.services.sweep: rows past their deadline.
            models.Index(
                fields=["tenant", "next_evaluation_at"],
                name="registration_due",
                condition=models.Q(next_evaluation_at__isnull=False),
            ),
            # The registration list of one tenant, and every keyset page of it.
            models.Index(fields=["tenant", "id"], name="registration_tenant"),
            # The list filtered by access, and the tiles that count those that go on.
            models.Index(fields=["tenant", "access", "id", "ended_at"], name="registration_access"),
            # The list of those that ended.
            models.Index(
                fields=["tenant", "id"], name="registration_ended", condition=models.Q(ended_at__isnull=False)
            ),
            # The list sorted, and narrowed to a span of time.
            models.Index(fields=["tenant", "last_sync_date_time", "id"], name="registration_seen"),
            models.Index(fields=["tenant", "created_date_time", "id"], name="registration_enrolled"),
            # The list searched, filtered by version and sorted by user, and the search over everything.
            models.Index(F("tenant"), Folded("user_principal_name"), F("id"), name="registration_user_found"),
            models.Index(F("tenant"), Folded(device_of()), F("id"), name="registration_device"),
            models.Index(F("tenant"), Folded("device_tag"), F("id"), name="registration_tag"),
            models.Index(F("tenant"), Folded("platform_version"), F("id"), name="registration_platform"),
            models.Index(F("tenant"), Folded("application_version"), F("id"), name="registration_application"),
            # Health reports and enrolment: the latest registration of a user, app and device.
            models.Index(fields=["user_graph_id", "app_identifier", "device_tag", "-id"], name="registration_triple"),
        ]

    def __str__(self) -> str:
        return f"{self.user_principal_name} on {self.device_name or self.device_tag}"


class CurrentHealthState(models.Model):
    """The newest state that one connector has reported about a registration."""

    registration = models.ForeignKey(
        WindowsManagedAppRegistration, on_delete=models.CASCADE, related_name="health_states"
    )
    connector = models.ForeignKey(MobileThreatDefenseConnector, on_delete=models.CASCADE, related_name="health_states")
    health_state = WordField(HealthState)
    last_update_date_time = models.DateTimeField()
    threats = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "connector"], name="health_once_per_connector"),
            words_only("health_state_words", "health_state", HealthState),
        ]

    def __str__(self) -> str:
        return str(self.health_state.label)


class HealthStateReport(models.Model):
    """A report that was taken, stale ones included. Append-only; a removed connector's reports are archived."""

    #: Without an index of its own, as is the connector: the indexes below begin with them.
    registration = models.ForeignKey(
        WindowsManagedAppRegistration, on_delete=models.CASCADE, related_name="reports", db_index=False
    )
    #: NULL once the connector has been removed: archived, and its reportIds forgotten.
    connector = models.ForeignKey(
        MobileThreatDefenseConnector, on_delete=models.SET_NULL, null=True, related_name="reports", db_index=False
    )
    partner_id = models.UUIDField()
    report_id = models.CharField(max_length=64)
    health_state = WordField(HealthState)
    last_update_date_time = models.DateTimeField()
    threats = models.JSONField(default=list)
    is_stale = models.BooleanField(default=False)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connector", "report_id"], name="report_once_per_connector"),
            words_only("report_health_words", "health_state", HealthState),
        ]
        indexes = [
            # A registration's history, newest first.
            models.Index(fields=["registration", "-id"], name="report_newest"),
            # A connector's reports over time, and how many of each level there are day by day.
            models.Index(fields=["connector", "received_at", "health_state"], name="report_day_by_day"),
            # Those of one level, and those that came too late.
            models.Index(fields=["connector", "health_state", "received_at"], name="report_of_level"),
            models.Index(fields=["connector", "received_at"], name="report_stale", condition=models.Q(is_stale=True)),
        ]

    def __str__(self) -> str:
        return f"{self.health_state.label} at {self.last_update_date_time:%Y-%m-%d %H:%M}"


class AccessChange(models.Model):
    """A change of a registration's access, with its reason and its cause. Append-only."""

    registration = models.ForeignKey(
        WindowsManagedAppRegistration, on_delete=models.CASCADE, related_name="access_changes"
    )
    from_access = WordField(Access, null=True, blank=True)
    to_access = WordField(Access)
    reason = WordField(Reason, null=True, blank=True)
    cause = WordField(Cause)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # A registration's history, newest first.
            models.Index(fields=["registration", "-id"], name="access_change_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.from_access} -> {self.to_access}"


class WipeRequest(models.Model):
    """A selective wipe that a registration's app is to carry out (`managedAppOperation` of Graph)."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    registration = models.ForeignKey(
        WindowsManagedAppRegistration, on_delete=models.CASCADE, related_name="wipe_requests"
    )
    origin = WordField(WipeOrigin)
    state = WordField(WipeState, default=WipeState.PENDING)
    created_at = models.DateTimeField()
    last_modified_date_time = models.DateTimeField()
    detail = models.CharField(max_length=1024, blank=True)
    #: When a pending request is given up.
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration"], name="wipe_open_once", condition=models.Q(state=WipeState.PENDING.value)
            ),
            words_only("wipe_state_words", "state", WipeState),
            words_only("wipe_origin_words", "origin", WipeOrigin),
        ]
        indexes = [
            # devices.services.wipes.expire: pending requests past their deadline.
            models.Index(fields=["expires_at"], name="wipe_expires", condition=models.Q(state=WipeState.PENDING.value)),
        ]

    def __str__(self) -> str:
        return f"Wipe ({self.state.label})"


class UserLevelWipe(models.Model):
    """A user whose apps are wiped at every check-in until an admin takes the user off this list."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="user_level_wipe")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user)


class Scope(Word):
    """Whose registrations a request concerns."""

    TENANT = "tenant", "Every registration"
    GROUPS = "groups", "Members of groups"
    USERS = "users", "Users"


class ReevaluationRequest(models.Model):
    """Registrations that must be judged anew because a rule or a fact beside them changed: work as a row."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="reevaluation_requests")
    cause = WordField(Cause)
    scope = WordField(Scope)
    #: Primary keys of groups or users; empty for the whole tenant.
    keys = models.JSONField(default=list)
    created_at = models.DateTimeField()
    #: The last registration (primary key) that is done: where a worker that takes over goes on.
    done_up_to = models.BigIntegerField(default=0)

    class Meta:
        constraints = [words_only("reevaluation_scope_words", "scope", Scope)]
        indexes = [
            # devices.services.sweep: a tenant's open requests, oldest first.
            models.Index(fields=["tenant", "id"], name="reevaluation_open"),
        ]

    def __str__(self) -> str:
        return f"{self.cause.label}: {self.scope.label}"
