"""How is a setting declared that a policy keeps in its document? By its kind, and what a policy says that keeps none."""

from typing import Any

from intune_sim.graph.resources import Kind, Property, Vocabulary, writable


def setting(name: str, kind: Kind, default: Any, **options: Any) -> Property:
    """A setting of any kind."""
    return writable(name, kind=kind, within="settings", default=default, **options)


def switch(name: str, **options: Any) -> Property:
    """On or off; off where nothing is kept."""
    return setting(name, Kind.BOOLEAN, default=False, **options)


def number(name: str, default: int | None = None, **options: Any) -> Property:
    """A whole number."""
    return setting(name, Kind.INT32, default, nullable=default is None, **options)


def text(name: str, **options: Any) -> Property:
    """A text, or none."""
    return setting(name, Kind.STRING, default=None, nullable=True, **options)


def choice(name: str, kind: str, vocabulary: Vocabulary, default: str | None, **options: Any) -> Property:
    """A member of an enum, which `kind` names."""
    options.setdefault("nullable", default is None)
    return setting(name, Kind.ENUM, default, type=kind, words=vocabulary, **options)
