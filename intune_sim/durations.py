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
