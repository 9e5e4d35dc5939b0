"""What may a role do, who holds it by a group, and which tags tell objects apart?"""

import uuid
from typing import Self

from django.db import models
from django.db.models.functions import Lower

from intune_sim.fields import WordField, words_only
from intune_sim.tenants.models.directory import Group, OwnedQuerySet, Row, Tenant
from intune_sim.tenants.roles import ScopeType

BUILT_IN_HAS_NO_TENANT = models.Q(is_built_in=True, tenant__isnull=True) | models.Q(
    is_built_in=False, tenant__isnull=False
)


def default_scope_tags() -> list[str]:
    """The Default scope tag."""
    return ["0"]


class BuiltInOrOwnedQuerySet(models.QuerySet[Row]):
    """Questions about rows of which some are built in and belong to every tenant."""

    def for_tenant(self, tenant: Tenant) -> Self:
        """What is built in, and this tenant's own rows."""
        return self.filter(models.Q(tenant=tenant) | models.Q(tenant=None))


class RoleDefinition(models.Model):
    """A role of Intune (`deviceAndAppManagementRoleDefinition`); a built-in one belongs to every tenant and has none."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="role_definitions", null=True, blank=True)
    display_name = models.CharField(max_length=128)
    description = models.TextField(blank=True)
    is_built_in = models.BooleanField(default=False)
    #: Names as Intune spells them; those of objects that do not exist here are kept and give no right.
    allowed_resource_actions = models.JSONField(default=list, blank=True)
    role_scope_tag_ids = models.JSONField(default=default_scope_tags)

    objects = BuiltInOrOwnedQuerySet["RoleDefinition"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="role_definition_built_in", condition=BUILT_IN_HAS_NO_TENANT),
        ]
        indexes = [
            # The role list of one tenant.
            models.Index(fields=["tenant", "id"], name="role_definition_tenant"),
        ]

    def __str__(self) -> str:
        return self.display_name


class GroupRoleAssignment(models.Model):
    """A role that the members of groups hold (`deviceAndAppManagementRoleAssignment`)."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="role_assignments")
    role_definition = models.ForeignKey(RoleDefinition, on_delete=models.CASCADE, related_name="role_assignments")
    display_name = models.CharField(max_length=128)
    description = models.TextField(blank=True)
    members: "models.ManyToManyField[Group, models.Model]" = models.ManyToManyField(
        Group, related_name="role_assignments"
    )
    scope_type = WordField(ScopeType, default=ScopeType.RESOURCE_SCOPE)
    resource_scopes = models.JSONField(default=list, blank=True)
    role_scope_tag_ids = models.JSONField(default=default_scope_tags)

    objects = OwnedQuerySet["GroupRoleAssignment"].as_manager()

    class Meta:
        constraints = [words_only("group_role_scope_type_words", "scope_type", ScopeType)]
        indexes = [
            # The assignment list of one tenant.
            models.Index(fields=["tenant", "id"], name="group_role_assignment_tenant"),
        ]

    def __str__(self) -> str:
        return self.display_name


class RoleScopeTag(models.Model):
    """A tag that objects and role assignments carry (`roleScopeTag` of beta); Default belongs to every tenant."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="role_scope_tags", null=True, blank=True)
    #: A small number as text, counted up in each tenant.
    tag_id = models.CharField(max_length=10)
    display_name = models.CharField(max_length=128)
    description = models.TextField(blank=True)
    is_built_in = models.BooleanField(default=False)

    objects = BuiltInOrOwnedQuerySet["RoleScopeTag"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="role_scope_tag_built_in", condition=BUILT_IN_HAS_NO_TENANT),
            models.UniqueConstraint(fields=["tenant", "tag_id"], name="role_scope_tag_id_unique"),
            models.UniqueConstraint("tenant", Lower("display_name"), name="role_scope_tag_name_unique"),
        ]

    def __str__(self) -> str:
        return self.display_name


class RoleScopeTagAssignment(models.Model):
    """A group whose devices get a tag (`roleScopeTagAutoAssignment` of beta)."""

    tag = models.ForeignKey(RoleScopeTag, on_delete=models.CASCADE, related_name="assignments")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="scope_tag_assignments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "group"], name="scope_tag_once_per_group")]

    def __str__(self) -> str:
        return f"{self.tag_id} {self.group_id}"
