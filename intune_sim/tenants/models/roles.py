"""What may a role do, who holds it by a group, and which tags tell objects apart?"""

import uuid

from django.db import models
from django.db.models.functions import Lower

from intune_sim.fields import WordField, words_only
from intune_sim.tenants.models.directory import Group, Tenant
from intune_sim.tenants.roles import ScopeType

BUILT_IN_HAS_NO_TENANT = models.Q(is_built_in=True, tenant__isnull=True) | models.Q(
    is_built_in=False, tenant__isnull=False
)


def default_scope_tags() -> list[str]:
    """The Default scope tag."""
    return ["0"]


class RoleDefinitionQuerySet(models.QuerySet["RoleDefinition"]):
    """Questions about roles."""

    def for_tenant(self, tenant: Tenant) -> "RoleDefinitionQuerySet":
        """The built-in roles and this tenant's own ones."""
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

    objects = RoleDefinitionQuerySet.as_manager()

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


class GroupRoleAssignmentQuerySet(models.QuerySet["GroupRoleAssignment"]):
    """Questions about role assignments."""

    def for_tenant(self, tenant: Tenant) -> "GroupRoleAssignmentQuerySet":
        """Only this tenant's assignments."""
        return self.filter(tenant=tenant)


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

    objects = GroupRoleAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [words_only("group_role_scope_type_words", "scope_type", ScopeType)]
        indexes = [
            # The assignment list of one tenant.
            models.Index(fields=["tenant", "id"], name="group_role_assignment_tenant"),
        ]

    def __str__(self) -> str:
        return self.display_name


class RoleScopeTagQuerySet(models.QuerySet["RoleScopeTag"]):
    """Questions about scope tags."""

    def for_tenant(self, tenant: Tenant) -> "RoleScopeTagQuerySet":
        """The Default tag and this tenant's own ones."""
        return self.filter(models.Q(tenant=tenant) | models.Q(tenant=None))


class RoleScopeTag(models.Model):
    """A tag that objects and role assignments carry (`roleScopeTag` of beta); Default belongs to every tenant."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="role_scope_tags", null=True, blank=True)
    #: A small number as text, counted up in each tenant.
    tag_id = models.CharField(max_length=10)
    display_name = models.CharField(max_length=128)
    description = models.TextField(blank=True)
    is_built_in = models.BooleanField(default=False)

    objects = RoleScopeTagQuerySet.as_manager()

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
