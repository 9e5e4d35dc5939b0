"""What does an admin enter about roles, their assignments and scope tags? The services decide whether it can be."""

from typing import Any

from django import forms

from intune_sim.tenants.models import RoleScopeTag
from intune_sim.tenants.roles import Permission, ScopeType
from intune_sim.tenants.services.scope_tags import LONGEST_NAME


class _NamedForm(forms.Form):
    display_name = forms.CharField(label="Name", max_length=LONGEST_NAME, error_messages={"required": "Enter a name."})
    description = forms.CharField(label="Description", required=False, widget=forms.Textarea(attrs={"rows": 2}))


def _tags(tags: list[RoleScopeTag]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Scope tags",
        required=False,
        choices=[(tag.tag_id, tag.display_name) for tag in tags],
        widget=forms.CheckboxSelectMultiple,
        initial=["0"],
    )


class RoleForm(_NamedForm):
    """A custom role: what it is called and what it allows."""

    actions = forms.MultipleChoiceField(
        label="Permissions",
        choices=Permission.choices(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one permission."},
    )

    def __init__(
        self, *arguments: Any, tags: list[RoleScopeTag], kept: list[str] | None = None, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        #: Actions on objects that do not exist here: the page does not offer them, and an edit keeps them.
        self._kept = kept or []
        # A tenant that has only the Default tag is not asked.
        if len(tags) > 1:
            self.fields["tags"] = _tags(tags)

    def objects(self) -> list[tuple[str, list[tuple[Any, str]]]]:
        """The check boxes of each kind of object, with what each allows there."""
        table: dict[str, list[tuple[Any, str]]] = {}
        for check in self["actions"]:
            object_, _, action = str(check.choice_label).partition("/")
            table.setdefault(object_, []).append((check, action))
        return list(table.items())

    def values(self) -> dict[str, Any]:
        """What was entered, by field name."""
        given = self.cleaned_data
        values = {
            "display_name": given["display_name"],
            "description": given["description"],
            "allowed_resource_actions": [*given["actions"], *self._kept],
        }
        return values | ({"role_scope_tag_ids": given["tags"]} if "tags" in given else {})


class AssignmentForm(_NamedForm):
    """Who gets a role, and over whom."""

    members = forms.MultipleChoiceField(
        label="Admin groups",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one group."},
    )
    scope_type = forms.ChoiceField(label="Scope (Groups)", choices=ScopeType.choices())
    resource_scopes = forms.MultipleChoiceField(
        label="Groups in scope", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *arguments: Any, groups: list[tuple[str, str]], tags: list[RoleScopeTag], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        for name in ("members", "resource_scopes"):
            field: Any = self.fields[name]
            field.choices = groups
        if len(tags) > 1:
            self.fields["tags"] = _tags(tags)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("scope_type") == ScopeType.RESOURCE_SCOPE and not given.get("resource_scopes"):
            self.add_error("resource_scopes", "Choose the groups in scope, or another scope.")
        return given

    def values(self) -> dict[str, Any]:
        """What was entered beside the members, by field name."""
        given = self.cleaned_data
        is_by_group = given["scope_type"] == ScopeType.RESOURCE_SCOPE
        values = {
            "display_name": given["display_name"],
            "description": given["description"],
            "scope_type": ScopeType(given["scope_type"]),
            "resource_scopes": given["resource_scopes"] if is_by_group else [],
        }
        return values | ({"role_scope_tag_ids": given["tags"]} if "tags" in given else {})


class ScopeTagForm(_NamedForm):
    """A scope tag."""
