"""What did an admin enter on a step of the policy wizard, and does it make sense? Words in, typed values out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from intune_sim.wizard.forms import GroupsForm, Raw, ScopeTagsForm, StepForm
from protection.data_protection import DATA_SETTINGS
from protection.engine.facts import RemediationAction
from protection.health_checks import (
    BY_KEY,
    CONDITIONS,
    PREFILLED,
    Check,
    Condition,
    ConditionGroup,
    InvalidValue,
    checks_of,
    read_value,
    settings_of,
)
from protection.models import KNOWN_APPS, Intent, WindowsManagedAppProtection


class PolicyStepForm(StepForm):
    """A step of the policy wizard."""

    @classmethod
    def of_policy(cls, policy: WindowsManagedAppProtection) -> Raw:
        """What an existing policy has here."""
        raise NotImplementedError


class BasicsForm(PolicyStepForm):
    """Name and description; the platform is Windows."""

    posted = ("display_name", "description")

    display_name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter a name for the policy."}
    )
    description = forms.CharField(
        label="Description", required=False, max_length=10_000, widget=forms.Textarea({"rows": 4})
    )

    @classmethod
    def of_policy(cls, policy: WindowsManagedAppProtection) -> Raw:
        return {"display_name": [policy.display_name], "description": [policy.description]}

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AppsForm(PolicyStepForm):
    """The apps that the policy protects."""

    @classmethod
    def of_policy(cls, policy: WindowsManagedAppProtection) -> Raw:
        return {"apps": [app.windows_app_id for app in policy.apps.all()]}

    @classmethod
    def with_picked(cls, raw: Raw, name: str, values: Iterable[str]) -> Raw:
        """Only an app that the pane offers can be picked."""
        return super().with_picked(raw, name, [value for value in values if value in KNOWN_APPS])

    def clean(self) -> dict[str, Any]:
        """At least one app is needed."""
        if not self.raw.get("apps"):
            raise ValidationError("Select at least one app.")
        return {}

    def given(self) -> dict[str, Any]:
        return {"apps": self.raw["apps"]}


class DataProtectionForm(PolicyStepForm):
    """What may be done with the organization's data inside the app."""

    posted = tuple(setting.field for setting in DATA_SETTINGS)

    def __init__(self, raw: Raw, *, judged: bool) -> None:
        super().__init__(raw, judged=judged)
        for setting in DATA_SETTINGS:
            self.fields[setting.field] = forms.ChoiceField(
                label=setting.label,
                choices=setting.choices,
                help_text=setting.hint,
                widget=forms.RadioSelect if setting.is_toggle else forms.Select,
            )

    @classmethod
    def start(cls) -> Raw:
        return {setting.field: [setting.text(setting.default)] for setting in DATA_SETTINGS}

    @classmethod
    def of_policy(cls, policy: WindowsManagedAppProtection) -> Raw:
        return {setting.field: [setting.text(getattr(policy, setting.field))] for setting in DATA_SETTINGS}

    @property
    def groups(self) -> dict[str, list[forms.BoundField]]:
        """The fields under their headings."""
        groups: dict[str, list[forms.BoundField]] = {}
        for setting in DATA_SETTINGS:
            groups.setdefault(setting.group, []).append(self[setting.field])
        return groups

    def given(self) -> dict[str, Any]:
        return {
            "settings": {setting.field: setting.read(self.cleaned_data[setting.field]) for setting in DATA_SETTINGS}
        }


@dataclass
class CheckRow:
    """A row of the Health checks tables as it stands, with what is wrong with it."""

    index: int
    condition: Condition
    value: str
    action: str
    #: The first row of its setting carries the hint for all of them.
    is_first: bool = True
    is_last: bool = False
    problems: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """It was added just now: the cursor belongs here."""
        return self.is_last and self.condition.takes_value and not self.value and not self.problems

    @property
    def actions(self) -> list[tuple[RemediationAction, str]]:
        """The drop-down of legal actions."""
        return [(action, self.condition.action_label(action)) for action in self.condition.actions]


class HealthChecksForm(PolicyStepForm):
    """Conditions with what happens when they fail, in two tables."""

    posted = ("setting", "value", "action")

    def __init__(self, raw: Raw, *, judged: bool) -> None:
        super().__init__(raw, judged=judged)
        texts = zip_longest(*(raw.get(name, []) for name in self.posted), fillvalue="")
        self.rows = [
            CheckRow(index, BY_KEY[setting], value.strip(), action)
            for index, (setting, value, action) in enumerate(texts)
            if setting in BY_KEY
        ]
        for row in self.rows:
            row.is_first = row is next(other for other in self.rows if other.condition is row.condition)
            row.is_last = row is self.rows[-1]
        self.checks: list[Check] = []

    @classmethod
    def start(cls) -> Raw:
        return cls._raw(PREFILLED)

    @classmethod
    def of_policy(cls, policy: WindowsManagedAppProtection) -> Raw:
        return cls._raw(checks_of(policy.settings.values))

    @classmethod
    def _raw(cls, checks: Iterable[Check]) -> Raw:
        rows = list(checks)
        return {
            "setting": [check.condition.key for check in rows],
            "value": [check.value_text for check in rows],
            "action": [check.action.value for check in rows],
        }

    @classmethod
    def kept(cls, raw: Raw, posted: "MultiValueDict[str, str]") -> Raw:
        """The posted rows."""
        return {name: list(posted.getlist(name)) for name in cls.posted}

    @classmethod
    def with_added(cls, raw: Raw, key: str) -> Raw:
        """The rows and one more for a setting, with an action that it has no row for yet."""
        if key not in BY_KEY:
            return raw
        actions = BY_KEY[key].actions
        used = [action for setting, action in zip(raw["setting"], raw["action"], strict=False) if setting == key]
        action = next((action for action in actions if action not in used), actions[0])
        added = {"setting": key, "value": "", "action": action.value}
        return {name: [*raw[name], added[name]] for name in cls.posted}

    @classmethod
    def without(cls, raw: Raw, name: str, value: str) -> Raw:
        """`name` is `row`, `value` its index."""
        return {
            name: [entry for index, entry in enumerate(raw.get(name, [])) if str(index) != value] for name in cls.posted
        }

    @property
    def groups(self) -> list[tuple[ConditionGroup, list[CheckRow], list[Condition]]]:
        """For each table its rows in the page's order, and the settings that may still be added."""
        return [
            (
                group,
                sorted(
                    (row for row in self.rows if row.condition.group is group),
                    key=lambda row: CONDITIONS.index(row.condition),
                ),
                [condition for condition in CONDITIONS if condition.group is group and self._is_free(condition)],
            )
            for group in ConditionGroup
        ]

    def _is_free(self, condition: Condition) -> bool:
        rows = sum(row.condition is condition for row in self.rows)
        return rows < (1 if condition.is_single else len(condition.actions))

    def clean(self) -> dict[str, Any]:
        """Each row must have a legal action and a fitting value, and be the only one of its setting and action."""
        taken: set[tuple[str, str]] = set()
        for row in self.rows:
            identity = (row.condition.key, "" if row.condition.is_single else row.action)
            if identity in taken:
                row.problems.append(self._duplicate(row))
            taken.add(identity)
            self._check(row)
        if any(row.problems for row in self.rows):
            raise ValidationError("Correct the marked rows.")
        return {}

    def _check(self, row: CheckRow) -> None:
        if row.action not in row.condition.actions:
            row.problems.append("Select an action.")
            return
        action = RemediationAction(row.action)
        try:
            value = read_value(row.condition, action, row.value)
        except InvalidValue as error:
            row.problems.append(str(error))
        else:
            self.checks.append(Check(row.condition, action, value))

    @staticmethod
    def _duplicate(row: CheckRow) -> str:
        if row.condition.is_single:
            return f"{row.condition.label} can be set only once."
        action = RemediationAction(row.action).label if row.action in RemediationAction.wires() else row.action
        return f"There is already a row for {row.condition.label} with the action {action}."

    def given(self) -> dict[str, Any]:
        return {"settings": settings_of(self.checks)}


class PolicyScopeTagsForm(ScopeTagsForm, PolicyStepForm):
    """The scope tags of the policy."""

    @classmethod
    def of_policy(cls, policy: WindowsManagedAppProtection) -> Raw:
        return cls.of(policy.role_scope_tag_ids)

    def given(self) -> dict[str, Any]:
        return {"settings": super().given()}


class AssignmentsForm(GroupsForm, PolicyStepForm):
    """The groups that the policy is assigned to, and those kept out."""

    INTENTS: ClassVar[Mapping[str, Intent]] = {"included": Intent.INCLUDE, "excluded": Intent.EXCLUDE}
    lists = tuple(INTENTS)

    @classmethod
    def of_policy(cls, policy: WindowsManagedAppProtection) -> Raw:
        raw: Raw = {name: [] for name in cls.lists}
        for assignment in policy.assignments.all():
            raw["included" if assignment.intent == Intent.INCLUDE else "excluded"].append(
                str(assignment.group.graph_id)
            )
        return raw

    def given(self) -> dict[str, Any]:
        return {"assignments": [(guid, intent) for name, intent in self.INTENTS.items() for guid in self.guids(name)]}
