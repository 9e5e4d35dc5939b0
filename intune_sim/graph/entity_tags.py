"""Is an entity still what the caller knows? A tag of everything that it shows, whatever was selected."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson


def tag_of(wire: Mapping[str, Any]) -> str:
    """The weak tag of an entity with all of its properties."""
    return f'W/"{hashlib.blake2b(orjson.dumps(wire), digest_size=12).hexdigest()}"'


def names(header: str, tag: str) -> bool:
    """Whether an `If-Match` or `If-None-Match` names the tag; `*` names any."""
    given = {one.strip().removeprefix("W/") for one in header.split(",")}
    return "*" in given or tag.removeprefix("W/") in given
