"""What does a `$skiptoken` hold? A few values that say where a page starts, in a form that asks nobody to read them."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from intune_sim.errors import Invalid


def closed(values: Sequence[Any]) -> str:
    """The token of values."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def opened(token: str, length: int) -> list[Any]:
    """The values of a token that holds so many. Raises `Invalid`."""
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except ValueError as error:
        raise not_ours() from error
    if not isinstance(values, list) or len(values) != length:
        raise not_ours()
    return values


def not_ours() -> Invalid:
    """The refusal of a token."""
    return Invalid("The value of '$skiptoken' is not one that this server gave out.")
