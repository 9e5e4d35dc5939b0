"""What does a body say? Turns parsed JSON into a struct of the contract, or says which property is wrong."""

import re
import uuid
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from intune_sim.errors import Invalid, NotFound
from intune_sim.service_api.parsing import unfit_text

S = TypeVar("S", bound=msgspec.Struct)

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*?)`(?: - at `\$\.?(?P<place>.*)`)?", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(?P<name>[^`]*)`(?: - at `\$\.?(?P<place>.*)`)?")
_WRONG = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<place>.*)`)?", re.DOTALL)


class Body(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What a caller sends: camelCase on the wire, nothing beside what is named."""


class NoBody(Body):
    """A call that has nothing to say."""


class Answer(msgspec.Struct, rename="camel"):
    """What a caller gets."""


class InvalidTime(ValueError):
    """The text is no instant: a date, a time and an offset."""


def decode(data: Any, kind: type[S]) -> S:
    """The struct that parsed JSON stands for. Raises `Invalid`, naming the property that is wrong."""
    place = unfit_text(data)
    if place is not None:
        raise Invalid(f"The property '{place}' holds a character that is not allowed.")
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise Invalid(_told(str(error))) from error


def guid(text: str) -> uuid.UUID:
    """An id from a path. Raises `NotFound`: nothing has an id that is no GUID."""
    if not GUID.fullmatch(text):
        raise NotFound(f"There is nothing with the id '{text}'.")
    return uuid.UUID(text)


def parse_time(text: str) -> datetime:
    """An ISO-8601 instant, in UTC. Raises `InvalidTime`."""
    if not INSTANT.fullmatch(text):
        raise InvalidTime(f"'{text}' is not a date and time with an offset, such as 2026-11-23T09:00:00Z.")
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidTime(f"'{text}' is not a date and time that exists.") from error


def _told(complaint: str) -> str:
    """msgspec's complaint, in the words of the contract."""
    if found := _UNKNOWN.fullmatch(complaint):
        return f"The property '{_path(found)}' is not known here."
    if found := _MISSING.fullmatch(complaint):
        return f"The property '{_path(found)}' is missing."
    found = _WRONG.fullmatch(complaint)
    place = found["place"] if found else None
    what = found["what"] if found else complaint
    return f"The property '{place}' is wrong: {what}." if place else f"The body is wrong: {what}."


def _path(found: re.Match[str]) -> str:
    return f"{found['place']}.{found['name']}" if found["place"] else found["name"]
