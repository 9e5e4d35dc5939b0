"""What is a word called on the wire, on a page, and in which colour? Every enum of the project is made of Words."""

from enum import Enum, StrEnum
from typing import Self


class Tone(Enum):
    """The colour family in which a page shows a word."""

    NEUTRAL = "neutral"
    GOOD = "good"
    NOTICE = "notice"
    WARNING = "warning"
    BAD = "bad"


class Word(StrEnum):
    """An enum member whose value is the wire value, with the label and the tone that a page gives it.

    A member is written `(wire, label)` or `(wire, label, tone)`. Members stand in Graph's order.
    """

    label: str
    tone: Tone

    def __new__(cls, wire: str, label: str = "", tone: Tone = Tone.NEUTRAL) -> Self:
        word = str.__new__(cls, wire)
        word._value_ = wire
        word.label = label or wire
        word.tone = tone
        return word

    @property
    def rank(self) -> int:
        """The member's place in its own enum, counted from 0."""
        return list(type(self)).index(self)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of wire value and label, for a form or a model field."""
        return [(word.value, word.label) for word in cls]

    @classmethod
    def wires(cls) -> list[str]:
        """Every wire value, for a database constraint."""
        return [word.value for word in cls]
