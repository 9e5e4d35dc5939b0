"""How does a lower app tell a higher one that something changed? It publishes after it writes, in the same transaction."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

E = TypeVar("E", bound="Event")


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened. Subclasses live in the app that publishes them."""


_subscribers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(kind: type[E], handler: Callable[[E], None]) -> None:
    """Call `handler` with every event of this kind. Subscribing twice is the same as once."""
    if handler not in _subscribers[kind]:
        _subscribers[kind].append(handler)


def publish(event: Event) -> None:
    """Tell every subscriber, at once and in the publisher's transaction."""
    for handler in _subscribers[type(event)]:
        handler(event)
