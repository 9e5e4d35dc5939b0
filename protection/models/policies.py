"""What do all policies of Intune say of themselves, and which groups is an app protection policy for?"""

import uuid
from typing import Any

from django.db import models

from intune_sim.fields import WordField
from intune_sim.tenants.models import default_scope_tags
from intune_sim.vocabulary import Word


class Policy(models.Model):
    """What every policy has; each kind has settings of its own."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    display_name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    created_date_time = models.DateTimeField()
    last_modified_date_time = models.DateTimeField()
    role_scope_tag_ids = models.JSONField(default=default_scope_tags)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.display_name

    @property
    def graph_type(self) -> str:
        """The name of its Graph type, as the audit log tells it."""
        raise NotImplementedError

    @property
    def policy_id(self) -> str:
        """The wire id."""
        return str(self.graph_id)


class AppPolicy(Policy):
    """What every app protection policy has (`managedAppPolicy`)."""

    version = models.CharField(max_length=64)

    class Meta:
        abstract = True

    @property
    def policy_id(self) -> str:
        """The wire id: a targeted policy carries the prefix T_."""
        return f"T_{self.graph_id}"


class Intent(Word):
    """Whether an assignment brings a group in or keeps it out."""

    INCLUDE = "include", "Included"
    EXCLUDE = "exclude", "Excluded"


class GroupAssignment(models.Model):
    """A group of users that an app protection policy is assigned to, or is not."""

    group_id: int
    intent = WordField(Intent)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.intent} {self.group_id}"


def is_assigned(assignments: type[GroupAssignment]) -> models.Exists:
    """Whether a policy whose assignments are of this model includes any group: for an annotation or a filter."""
    rows: models.QuerySet[Any] = assignments._base_manager.all()
    return models.Exists(rows.filter(policy=models.OuterRef("pk"), intent=Intent.INCLUDE))
