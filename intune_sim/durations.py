"""How is a duration written? ISO-8601 in and out, as Graph's Edm.Duration does."""

from datetime import timedelta

import isodate


class InvalidDuration(ValueError):
    """The text is no ISO-8601 duration of days, hours, minutes and seconds."""


def parse_duration(text: str) -> timedelta:
    """`PT12H` and `PT720M` are the same twelve hours. Years and months have no fixed length: `InvalidDuration`."""
    try:
        duration = isodate.parse_duration(text)
    except (isodate.ISO8601Error, OverflowError, ValueError, TypeError, ArithmeticError) as error:
        raise InvalidDuration(f"'{text}' is not an ISO-8601 duration.") from error
    if not isinstance(duration, timedelta):
        raise InvalidDuration(f"'{text}' names years or months, which have no fixed length.")
    return duration


def format_duration(duration: timedelta) -> str:
    """Normalised: `P90D`, `PT12H`, `PT0S`."""
    return str(isodate.duration_isoformat(duration)) if duration else "PT0S"


def in_words(duration: timedelta) -> str:
    """For a person: `90 days`, `12 hours`, `1 hour 30 minutes`."""
    hours, seconds = divmod(duration.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    parts = ((duration.days, "day"), (hours, "hour"), (minutes, "minute"), (seconds, "second"))
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count) or "0 minutes"
