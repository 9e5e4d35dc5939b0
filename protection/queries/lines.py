"""What does a read-only page of a policy say, line by line? A label and what stands behind it."""

from collections.abc import Iterable

#: A label and what stands behind it.
Line = tuple[str, str]


def lines_of(pairs: Iterable[Line]) -> list[Line]:
    """The lines that say something."""
    return [(label, text) for label, text in pairs if text]
