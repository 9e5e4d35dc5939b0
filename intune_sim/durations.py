"""How is a duration written? ISO-8601 in and out, as Graph's Edm.Duration does."""

import re
from datetime import timedelta

import isodate

#: A T stands before an hour, a minute or a second, never alone; the ways to write a duration as a date are not taken.
DURATION = re.compile(r"[+-]?P(?=.)[0-9.,YMWD]*(T[0-9.,HMS]+)?")
#: Years and months, however few: an M after the T is a minute.
CALENDAR = re.compile(r"[^T]*[YM].*")


class InvalidDuration(ValueError):
    """The text is no ISO-8601 duration of days, hours, minutes and seconds."""


def parse_duration(text: str) -> timedelta:
    """`PT12H` and `PT720M` are the same twelve hours. Years and months have no fixed length: `InvalidDuration`."""
    if not DURATION.fullmatch(text):
        raise InvalidDuration(f"'{text}' is not an ISO-8601 duration.")
    if CALENDAR.fullmatch(text):
        raise InvalidDuration(f"'{text}' names years or months, which have no fixed length.")
    try:
        duration: timedelta = isodate.parse_duration(text)
    except (isodate.ISO8601Error, OverflowError, ValueError, TypeError, ArithmeticError) as error:
        raise InvalidDuration(f"'{text}' is not an ISO-8601 duration.") from error
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
