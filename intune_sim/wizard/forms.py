"""What was entered on a step of a wizard, and does it make sense? Words in, typed values out."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from intune_sim.tenants.models import default_scope_tags

#: What a step holds as it was typed: lists of texts by name, fit for a session.
Raw = dict[str, list[str]]


class StepForm(forms.Form):
    """A step of a wizard, filled with what was typed so far; `judged` says whether to check it."""

    #: What the step's own form posts; everything else of the step changes through commands only.
    posted: ClassVar[tuple[str, ...]] = ()

    def __init__(self, raw: Raw, *, judged: bool) -> None:
        self.raw = raw
        data = MultiValueDict(raw)
        super().__init__(data if judged else None, initial=data.dict(), label_suffix="")

    @classmethod
    def start(cls) -> Raw:
        """What something new starts with."""
        return {}

    @classmethod
    def kept(cls, raw: Raw, posted: "MultiValueDict[str, str]") -> Raw:
        """What the step holds after its form was posted."""
        return {**raw, **{name: list(posted.getlist(name)) for name in cls.posted if name in posted}}

    @classmethod
    def with_added(cls, raw: Raw, key: str) -> Raw:
        """What the step holds after a command added an entry; most steps have no such command."""
        return raw

    @classmethod
    def without(cls, raw: Raw, name: str, value: str) -> Raw:
        """What the step holds after one entry was removed."""
        return {**raw, name: [entry for entry in raw.get(name, []) if entry != value]}

    @classmethod
    def with_picked(cls, raw: Raw, name: str, values: Iterable[str]) -> Raw:
        """What the step holds after entries were picked in a pane."""
        return {**raw, name: list(dict.fromkeys([*raw.get(name, []), *values]))}

    def given(self) -> dict[str, Any]:
        """What a valid step hands to the services, by their argument names."""
        raise NotImplementedError


class GroupsForm(StepForm):
    """A step that lists groups by their ids."""

    #: The names of its lists.
    lists: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def with_picked(cls, raw: Raw, name: str, values: Iterable[str]) -> Raw:
        """Anything but an id of a group is left out."""
        return super().with_picked(raw, name, [value for value in values if _is_guid(value)])

    def guids(self, name: str) -> list[uuid.UUID]:
        """The groups of one list."""
        return [uuid.UUID(text) for text in self.raw.get(name, [])]

    @property
    def all_guids(self) -> list[uuid.UUID]:
        """The groups of all its lists."""
        return [guid for name in self.lists for guid in self.guids(name)]


class ScopeTagsForm(StepForm):
    """The scope tags that something carries; Default stands until another is chosen."""

    @classmethod
    def start(cls) -> Raw:
        return cls.of(default_scope_tags())

    @classmethod
    def of(cls, tags: Iterable[str]) -> Raw:
        """What stands here for something that carries these tags."""
        return {"scope_tags": list(tags)}

    def clean(self) -> dict[str, Any]:
        """At least one tag is needed."""
        if not self.raw.get("scope_tags"):
            raise ValidationError("Select at least one scope tag.")
        return {}

    def given(self) -> dict[str, Any]:
        return {"role_scope_tag_ids": self.raw["scope_tags"]}


def _is_guid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
