"""How does a model store a vocabulary word? As its wire value, checked by the database, read back as the word."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from intune_sim.vocabulary import Word


class WordField(models.CharField):  # type: ignore[type-arg]
    """A column of one vocabulary. In a migration it is a plain CharField, so words may move without one."""

    def __init__(self, words: type[Word], **options: Any) -> None:
        self.words = words
        self._by_wire = {word.value: word for word in words}
        options.setdefault("max_length", 40)
        super().__init__(choices=words.choices(), **options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, arguments, options = super().deconstruct()
        options.pop("choices", None)
        if isinstance(options.get("default"), Word):
            options["default"] = options["default"].value
        return name, "django.db.models.CharField", arguments, options

    def clone(self) -> "WordField":
        _, _, _, options = self.deconstruct()
        return type(self)(self.words, **options)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Word | None:
        return None if value is None else self.words(value)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return self._by_wire.get(text, text)


def words_only(name: str, field: str, words: Iterable[Word]) -> models.CheckConstraint:
    """The database refuses any value but these words (and NULL where the column allows it)."""
    return models.CheckConstraint(name=name, condition=models.Q(**{f"{field}__in": [word.value for word in words]}))
