"""What does an admin enter about roles, their assignments and scope tags? The services decide whether it can be."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from intune_sim.tenants.models import GroupRoleAssignment
from intune_sim.tenants.roles import Permission, ScopeType
from intune_sim.tenants.services.scope_tags import LONGEST_NAME
from intune_sim.wizard.forms import GroupsForm, Raw, StepForm

YES, NO = "yes", "no"


class _NamedForm(forms.Form):
    display_name = forms.CharField(label="Name", max_length=LONGEST_NAME, error_messages={"required": "Enter a name."})
    description = forms.CharField(label="Description", required=False, widget=forms.Textarea(attrs={"rows": 4}))


class ScopeTagForm(_NamedForm):
    """A scope tag."""


class BasicsForm(StepForm, _NamedForm):
    """What a role or an assignment is called."""

    posted = ("display_name", "description")

    @classmethod
    def of(cls, name: str, description: str) -> Raw:
        """What stands here for something that is called so."""
        return {"display_name": [name], "description": [description]}

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PermissionsForm(StepForm):
    """What a role allows: yes or no to each action on each kind of object."""

    posted = tuple(Permission.wires())

    def __init__(self, raw: Raw, *, judged: bool) -> None:
        super().__init__(raw, judged=judged)
        for permission in Permission:
            self.fields[permission.value] = forms.ChoiceField(
                label=permission.label.partition("/")[2],
                choices=((YES, "Yes"), (NO, "No")),
                widget=forms.RadioSelect,
            )

    @classmethod
    def start(cls) -> Raw:
        return cls.of(())

    @classmethod
    def of(cls, actions: Iterable[str]) -> Raw:
        """What stands here for a role that allows these actions."""
        allowed, known = list(actions), set(Permission.wires())
        answers = {wire: [YES if wire in allowed else NO] for wire in known}
        return {**answers, "elsewhere": [action for action in allowed if action not in known]}

    @property
    def elsewhere(self) -> list[str]:
        """Actions on objects that do not exist here: the page does not offer them, and an edit keeps them."""
        return self.raw["elsewhere"]

    @property
    def objects(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """Each kind of object with its questions, and whether anything is allowed there."""
        table: dict[str, list[Permission]] = {}
        for permission in Permission:
            table.setdefault(permission.label.partition("/")[0], []).append(permission)
        return [
            (name, [self[one.value] for one in permissions], any(self._allows(one) for one in permissions))
            for name, permissions in table.items()
        ]

    @property
    def allows_nothing(self) -> bool:
        """Whether every answer is no."""
        return not any(self._allows(permission) for permission in Permission)

    def _allows(self, permission: Permission) -> bool:
        return self.raw.get(permission.value) == [YES]

    def clean(self) -> dict[str, Any]:
        """A role that allows nothing is none."""
        if self.allows_nothing and not self.elsewhere:
            raise ValidationError("Allow at least one action.")
        return {}

    def given(self) -> dict[str, Any]:
        allowed = [permission.value for permission in Permission if self._allows(permission)]
        return {"allowed_resource_actions": [*allowed, *self.elsewhere]}


class AdminGroupsForm(GroupsForm):
    """The groups whose members get the role."""

    lists = ("members",)

    @classmethod
    def of_assignment(cls, assignment: GroupRoleAssignment) -> Raw:
        """What stands here for an existing assignment."""
        return {"members": [str(group.graph_id) for group in assignment.members.all()]}

    def clean(self) -> dict[str, Any]:
        """At least one group is needed."""
        if not self.raw.get("members"):
            raise ValidationError("Add at least one group.")
        return {}

    def given(self) -> dict[str, Any]:
        return {"members": self.raw["members"]}


class ScopeGroupsForm(GroupsForm):
    """Over whom the role may be used: groups, or all users, all devices or both."""

    lists = ("groups",)
    #: What stands for everybody and everything, and how the two are called together.
    WHOLES: ClassVar[tuple[ScopeType, ...]] = (ScopeType.ALL_LICENSED_USERS, ScopeType.ALL_DEVICES)
    BOTH: ClassVar[ScopeType] = ScopeType.ALL_DEVICES_AND_LICENSED_USERS

    @classmethod
    def of_assignment(cls, assignment: GroupRoleAssignment) -> Raw:
        """What stands here for an existing assignment."""
        scope = ScopeType(assignment.scope_type)
        wholes = [whole.value for whole in cls.WHOLES if scope in {whole, cls.BOTH}]
        return {"wholes": wholes, "groups": list(assignment.resource_scopes)}

    @classmethod
    def with_added(cls, raw: Raw, key: str) -> Raw:
        """All users or all devices."""
        if key not in {whole.value for whole in cls.WHOLES}:
            return raw
        return {**raw, "wholes": list(dict.fromkeys([*raw.get("wholes", []), key]))}

    @property
    def wholes(self) -> list[ScopeType]:
        """Which of all users and all devices are in scope."""
        return [whole for whole in self.WHOLES if whole.value in self.raw.get("wholes", [])]

    @property
    def addable(self) -> list[ScopeType]:
        """Which of them a command may add: they do not stand beside groups."""
        return [] if self.raw.get("groups") else [whole for whole in self.WHOLES if whole not in self.wholes]

    def clean(self) -> dict[str, Any]:
        """Groups or wholes, and not both: Graph's `scopeType` has one value."""
        if not (self.wholes or self.raw.get("groups")):
            raise ValidationError("Add groups, all users or all devices.")
        if self.wholes and self.raw.get("groups"):
            raise ValidationError("Groups do not stand beside all users or all devices: remove either.")
        return {}

    def given(self) -> dict[str, Any]:
        wholes = self.wholes
        scope = self.BOTH if len(wholes) > 1 else wholes[0] if wholes else ScopeType.RESOURCE_SCOPE
        return {"scope_type": scope, "resource_scopes": self.raw.get("groups", [])}
