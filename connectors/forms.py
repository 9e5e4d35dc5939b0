"""What does an admin enter about a connector?"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from connectors.models import MobileThreatDefenseConnector
from connectors.partners import CATALOGUE, THRESHOLD_DAYS, TOGGLES, Partner, Toggle, ToggleCategory, toggles_of

THRESHOLD = "partner_unresponsiveness_threshold_in_days"
ON, OFF = "on", "off"


class AddConnectorForm(forms.Form):
    """Which partner to connect. The list offers those that are still missing; the service refuses the others."""

    partner = forms.TypedChoiceField(
        label="Select the Mobile Threat Defense connector to setup",
        coerce=uuid.UUID,
        error_messages={"required": "Select a connector.", "invalid_choice": "There is no such connector."},
    )

    def __init__(self, *arguments: Any, offered: list[Partner], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field: Any = self.fields["partner"]
        field.choices = _choices(CATALOGUE)
        field.widget.attrs["autofocus"] = True
        field.widget.choices = [("", "Select a connector"), *_choices(offered)]


def _choices(partners: list[Partner] | tuple[Partner, ...]) -> list[tuple[str, str]]:
    return [(str(partner.id), partner.name) for partner in partners]


@dataclass(frozen=True)
class ToggleRow:
    """A toggle's place on the page."""

    field: forms.BoundField
    #: How many toggles must be on before this one has an effect.
    depth: int
    parent: str


class ConnectorForm(forms.Form):
    """The toggles that a partner's connector offers, and its number of silent days."""

    def __init__(self, data: Any = None, *, connector: MobileThreatDefenseConnector, may_edit: bool) -> None:
        values = connector.settings()
        self.toggles = toggles_of(connector.partner)
        initial = {toggle.name: ON if values[toggle.name] else OFF for toggle in self.toggles}
        super().__init__(data, initial={**initial, THRESHOLD: values[THRESHOLD]})
        for toggle in self.toggles:
            self.fields[toggle.name] = field = _toggle_field(toggle, connector.partner)
            # What cannot have an effect stays as it is.
            field.disabled = not may_edit or not self._is_on(toggle.parent)
        self.fields[THRESHOLD] = _days_field()
        self.fields[THRESHOLD].disabled = not may_edit

    def groups(self) -> Iterator[tuple[str, list[ToggleRow]]]:
        """The rows of each category that the partner supports."""
        for category in ToggleCategory:
            rows = [
                ToggleRow(self[toggle.name], self._depth(toggle), toggle.parent)
                for toggle in self.toggles
                if toggle.category is category
            ]
            if rows:
                yield category.value, rows

    def changes(self) -> dict[str, Any]:
        """What was really changed, so that two admins who save at once do not undo each other."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def _is_on(self, name: str) -> bool:
        """Whether a toggle, and every one above it, is on in what was entered or, before that, in what is saved."""
        if not name:
            return True
        value = self.data.get(name) if self.is_bound else self.initial[name]
        return value == ON and not self.fields[name].disabled

    def _depth(self, toggle: Toggle) -> int:
        parent = next((one for one in self.toggles if one.name == toggle.parent), None)
        return 1 + self._depth(parent) if parent else 0

    @property
    def days(self) -> forms.BoundField:
        """The field of shared settings."""
        return self[THRESHOLD]


def _toggle_field(toggle: Toggle, partner: Partner) -> forms.Field:
    parent = next((other for other in TOGGLES if other.name == toggle.parent), None)
    needs = f"Has an effect only while “{parent.label.format(partner=partner.name)}” is on." if parent else ""
    return forms.TypedChoiceField(
        label=toggle.label.format(partner=partner.name),
        help_text=" ".join(filter(None, [toggle.meaning.format(partner=partner.name), needs])),
        choices=[(OFF, "Off"), (ON, "On")],
        coerce=lambda text: text == ON,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose Off or On.", "invalid_choice": "Choose Off or On."},
    )


def _days_field() -> forms.IntegerField:
    message = f"Enter a whole number from {THRESHOLD_DAYS[0]} to {THRESHOLD_DAYS[-1]}."
    return forms.IntegerField(
        label="Number of days until partner is unresponsive",
        min_value=THRESHOLD_DAYS[0],
        max_value=THRESHOLD_DAYS[-1],
        help_text=(
            f"{THRESHOLD_DAYS[0]} to {THRESHOLD_DAYS[-1]}. Microsoft publishes no range: this one is an assumption. "
            "A new number is judged at once."
        ),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), message),
    )
