"""Is a body JSON, word for word? What another reader could understand otherwise is refused."""

import json
import math
import re
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

#: Characters that a database or another program cannot take: NUL, and halves of surrogate pairs.
UNFIT = re.compile("[\x00\ud800-\udfff]")


class StrictJSONParser(BaseParser):
    """Reads `application/json` in UTF-8; refuses duplicate keys, NaN, infinities and nesting without end."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The body's value; an empty body is an empty object."""
        raw = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(raw) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        return parse_json(raw)


def parse_json(raw: bytes) -> Any:
    """Strict JSON. Raises `ParseError` with a sentence that says what is wrong."""
    if not raw.strip():
        return {}
    try:
        return json.loads(raw.decode(), object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise ParseError("The body is not UTF-8.") from error
    except RecursionError as error:
        raise ParseError("The body is nested too deeply.") from error
    except ValueError as error:
        raise ParseError(f"The body is not JSON: {error}.") from error


def unfit_text(value: Any, path: str = "") -> str | None:
    """Where a parsed value holds a character that cannot be stored; None where all is well."""
    waiting = [(path, value)]
    while waiting:
        place, current = waiting.pop()
        if isinstance(current, str) and UNFIT.search(current):
            return place
        if isinstance(current, dict):
            unfit = next((key for key in current if UNFIT.search(key)), None)
            if unfit is not None:
                return f"{place}.{unfit!a}".lstrip(".")
            waiting.extend((f"{place}.{key}".lstrip("."), item) for key, item in current.items())
        elif isinstance(current, list):
            waiting.extend((f"{place}[{index}]", item) for index, item in enumerate(current))
    return None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the property {twice!a} occurs twice")
    return found


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number in JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large a number")
    return number
