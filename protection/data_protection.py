"""What does the Data protection page call each setting and its values? One table for wizard, review and properties."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from protection.engine.facts import ClipboardSharingLevel, DataTransferLevel


@dataclass(frozen=True)
class DataSetting:
    """A setting of the page: its field, its label, and its values with their labels, the default first."""

    field: str
    label: str
    group: str
    values: Mapping[Any, str]
    hint: str

    @property
    def default(self) -> Any:
        """The value of a new policy."""
        return next(iter(self.values))

    @property
    def is_toggle(self) -> bool:
        """Allow or block: a two-way choice instead of a drop-down."""
        return set(self.values) == {True, False}

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Pairs of what a form posts and what it shows."""
        return [(self.text(value), label) for value, label in self.values.items()]

    def text(self, value: Any) -> str:
        """A value as a form posts it."""
        return str(value).lower() if isinstance(value, bool) else str(value)

    def read(self, text: str) -> Any:
        """What a form posted, as the setting stores it."""
        return next(value for value in self.values if self.text(value) == text)


DATA_SETTINGS: tuple[DataSetting, ...] = (
    DataSetting(
        "allowed_inbound_data_transfer_sources",
        "Receive data from",
        "Data Transfer",
        {DataTransferLevel.ALL_APPS: "All sources", DataTransferLevel.NONE: "No sources"},
        "No sources: nothing can be uploaded or dragged into the protected app, and local files do not open in it.",
    ),
    DataSetting(
        "allowed_outbound_data_transfer_destinations",
        "Send org data to",
        "Data Transfer",
        {DataTransferLevel.ALL_APPS: "All destinations", DataTransferLevel.NONE: "No destinations"},
        "No destinations: organization data cannot be downloaded from the protected app.",
    ),
    DataSetting(
        "allowed_outbound_clipboard_sharing_level",
        "Allow cut, copy, and paste for",
        "Data Transfer",
        {
            ClipboardSharingLevel.ANY_DESTINATION_ANY_SOURCE: "Any destination and any source",
            ClipboardSharingLevel.NONE: "No destination or source",
            ClipboardSharingLevel.ORG_DESTINATION_ANY_SOURCE: "Org data destinations and any source",
            ClipboardSharingLevel.ORG_DESTINATION_ORG_SOURCE: "Org data destinations and org data sources",
        },
        "Applies to web content in the protected app, not to its address bar.",
    ),
    DataSetting(
        "print_blocked",
        "Printing Org data",
        "Functionality",
        {False: "Allow", True: "Block"},
        "Block: organization data cannot be printed from the protected app.",
    ),
)


def labels_of(settings: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Per group the label of each setting with that of its value."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for setting in DATA_SETTINGS:
        groups.setdefault(setting.group, []).append((setting.label, setting.values[settings[setting.field]]))
    return groups
