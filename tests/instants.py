"""When does a test happen? At an instant that it names."""

from datetime import UTC, datetime


def at(text: str) -> datetime:
    """`at("2026-01-05 09:00")` is that minute in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


#: A Monday morning: what a tenant's clock shows in a test that says nothing else.
MONDAY = at("2026-01-05 09:00")
