"""Who exists, and who may: tenants, users, groups, licences, applications and role assignments."""

import uuid
from datetime import datetime
from typing import Any, Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower

from intune_sim.clock import Clock
from intune_sim.clock import now as real_now
from intune_sim.fields import WordField, words_only
from intune_sim.prefix import Folded
from intune_sim.tenants.roles import AppRole, Role
from intune_sim.vocabulary import Tone, Word

#: The Intune Plan 1 service plan (INTUNE_A): the licence that counts for app protection.
INTUNE_A = uuid.UUID("061f9ace-7d42-4136-88ac-31dc755f143f")


class MissingHealthState(Word):
    """What a device that a live threat source knows nothing about means for access."""

    BLOCK = "block", "Block access", Tone.BAD
    ALLOW = "allow", "Allow access", Tone.GOOD


class Tenant(models.Model):
    """One organisation, with its own directory, clock and settings."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    display_name = models.CharField(max_length=256)
    domain = models.CharField(max_length=253)
    created_date_time = models.DateTimeField()
    health_state_validity_days = models.PositiveSmallIntegerField(default=30)
    missing_health_state = WordField(MissingHealthState, default=MissingHealthState.BLOCK)
    #: `deviceManagementSettings`, by Graph name; what is not there is as in a new tenant.
    device_management_settings = models.JSONField(default=dict, blank=True)
    clock_offset = models.DurationField(default=Clock().offset)
    clock_frozen_at = models.DateTimeField(null=True, blank=True)
    #: Microsoft Graph answers no more than its published limits allow.
    is_throttled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("domain"), name="tenant_domain_unique"),
            models.CheckConstraint(
                name="tenant_validity_range", condition=models.Q(health_state_validity_days__range=(1, 120))
            ),
            words_only("tenant_missing_health_words", "missing_health_state", MissingHealthState),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def clock(self) -> Clock:
        """This tenant's own clock."""
        return Clock(offset=self.clock_offset, frozen_at=self.clock_frozen_at)

    def now(self) -> datetime:
        """What this tenant's clock shows."""
        return self.clock.at(real_now())


class UserManager(BaseUserManager["User"]):
    """Finds a user by the name it signs in with."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(user_principal_name__iexact=username)


Row = TypeVar("Row", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Row]):
    """Questions about rows that belong to a tenant."""

    def for_tenant(self, tenant: Tenant) -> Self:
        """Only this tenant's rows."""
        return self.filter(tenant=tenant)


def is_licensed(user: str = "pk") -> models.Exists:
    """Whether the user that a column names holds an Intune licence: for an annotation or a filter."""
    return models.Exists(AssignedLicense.objects.filter(user=models.OuterRef(user), sku_id=INTUNE_A))


class UserQuerySet(OwnedQuerySet["User"]):
    """Questions about users."""

    def licensed(self) -> "UserQuerySet":
        """Users who hold an Intune licence."""
        return self.filter(is_licensed())


class User(AbstractBaseUser):
    """Somebody in a tenant's directory; with a role assignment, an admin."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="users")
    user_principal_name = models.CharField(max_length=320)
    display_name = models.CharField(max_length=256)
    given_name = models.CharField(max_length=64, blank=True)
    surname = models.CharField(max_length=64, blank=True)
    mail = models.CharField(max_length=320, blank=True)
    job_title = models.CharField(max_length=128, blank=True)
    department = models.CharField(max_length=64, blank=True)
    mail_nickname = models.CharField(max_length=64, blank=True)
    business_phones = models.JSONField(default=list, blank=True)
    mobile_phone = models.CharField(max_length=64, blank=True)
    office_location = models.CharField(max_length=128, blank=True)
    preferred_language = models.CharField(max_length=20, blank=True)
    #: Two letters of ISO 3166.
    usage_location = models.CharField(max_length=2, blank=True)
    #: The rest of the profile, by Graph name: what nothing here asks for.
    details = models.JSONField(default=dict, blank=True)
    account_enabled = models.BooleanField(default=True)
    created_date_time = models.DateTimeField()
    is_staff = models.BooleanField("may use Django admin", default=False)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "user_principal_name"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("user_principal_name"), name="user_upn_unique")]
        indexes = [
            # The user list of one tenant.
            models.Index(fields=["tenant", "id"], name="user_tenant"),
            # Those who may not sign in.
            models.Index(
                F("tenant"),
                Folded("display_name"),
                F("id"),
                name="user_disabled",
                condition=models.Q(account_enabled=False),
            ),
            # The search over everything.
            models.Index(F("tenant"), Folded("user_principal_name"), F("id"), name="user_found_by_name"),
            models.Index(F("tenant"), Folded("display_name"), F("id"), name="user_found_by_display_name"),
        ]

    def __str__(self) -> str:
        return self.user_principal_name

    @property
    def nickname(self) -> str:
        """What stands before the @ of its address: the name's own part unless it is said."""
        return self.mail_nickname or self.user_principal_name.partition("@")[0]

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Django's word for an account that may sign in."""
        return self.account_enabled

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django admin's question: staff may look at everything there, or at nothing."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """Django admin's question about a whole app."""
        return self.is_active and self.is_staff


class AssignedLicense(models.Model):
    """A service plan that a user holds."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assigned_licenses")
    sku_id = models.UUIDField(default=INTUNE_A)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "sku_id"], name="license_once_per_user")]

    def __str__(self) -> str:
        return "INTUNE_A" if self.sku_id == INTUNE_A else str(self.sku_id)


class GroupType(Word):
    """What a group is beside a security group (`groupTypes` of Graph)."""

    UNIFIED = "Unified", "Microsoft 365"
    DYNAMIC_MEMBERSHIP = "DynamicMembership", "Dynamic membership"


class Group(models.Model):
    """A group with direct members: a security group, or a Microsoft 365 group."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="groups")
    display_name = models.CharField(max_length=256)
    description = models.CharField(max_length=1024, blank=True)
    created_date_time = models.DateTimeField()
    members: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(
        User, through="Membership", related_name="member_of"
    )
    owners: "models.ManyToManyField[User, Any]" = models.ManyToManyField(User, related_name="owned_groups")
    mail_nickname = models.CharField(max_length=64, blank=True)
    #: Words of `GroupType`; none is a security group.
    group_types = models.JSONField(default=list, blank=True)
    mail_enabled = models.BooleanField(default=False)
    security_enabled = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="group_is_for_something", condition=models.Q(mail_enabled=True) | models.Q(security_enabled=True)
            )
        ]
        indexes = [
            # The group list of one tenant.
            models.Index(fields=["tenant", "id"], name="group_tenant"),
            # The search over everything.
            models.Index(F("tenant"), Folded("display_name"), F("id"), name="group_found"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def nickname(self) -> str:
        """What stands before the @ of its address; every group has one."""
        return self.mail_nickname or self.graph_id.hex[:10]

    @property
    def mail(self) -> str | None:
        """The address of a Microsoft 365 group; a security group has none."""
        return f"{self.nickname}@{self.tenant.domain}" if self.mail_enabled else None


class Membership(models.Model):
    """A user's direct membership in a group."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.group_id}"


class RoleAssignment(models.Model):
    """An Intune role that a user holds: it makes the user an admin."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = WordField(Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="role_once_per_user"),
            words_only("role_assignment_words", "role", Role),
        ]

    def __str__(self) -> str:
        return str(self.role.label)


class Application(models.Model):
    """A program that may ask for a token; its secret is kept as a hash."""

    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    object_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="applications")
    display_name = models.CharField(max_length=120)
    secret_hash = models.CharField(max_length=200, editable=False)
    partner_id = models.UUIDField(
        null=True, blank=True, help_text="The threat partner that this application speaks for."
    )
    created_date_time = models.DateTimeField()
    is_fallback_public_client = models.BooleanField(
        default=False, help_text="It keeps no secret and acts for users who enter its code."
    )

    def __str__(self) -> str:
        return self.display_name


class AppRoleAssignment(models.Model):
    """A permission that an application holds in its own right."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="app_role_assignments")
    role = WordField(AppRole, max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "role"], name="app_role_once"),
            words_only("app_role_words", "role", AppRole),
        ]

    def __str__(self) -> str:
        return str(self.role.value)
