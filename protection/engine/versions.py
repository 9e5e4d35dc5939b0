"""Which of two versions is older? Two to four numeric parts; missing parts count as zero."""

import re

PARTS = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,5}){1,3}")
LARGEST_PART = 65_535
#: Windows' `winver` shows 22631.3155 for 10.0.22631.3155; such a first part is never a real major version.
LIKELY_WINVER = 10_000

Version = tuple[int, int, int, int]


class InvalidVersion(ValueError):
    """The text is no version of two to four numeric parts."""


def parse_version(text: str, *, is_os_setting: bool = False) -> Version:
    """`10.0.22631` is `(10, 0, 22631, 0)`. Raises `InvalidVersion` with a sentence that says what is wrong."""
    if not PARTS.fullmatch(text):
        raise InvalidVersion(f"'{text}' is not a version of two to four numbers with dots between them.")
    parts = [int(part) for part in text.split(".")]
    if max(parts) > LARGEST_PART:
        raise InvalidVersion(f"'{text}' has a part over {LARGEST_PART}.")
    if is_os_setting and len(parts) == 2 and parts[0] >= LIKELY_WINVER:  # noqa: PLR2004 - two parts
        raise InvalidVersion(f"'{text}' looks like winver's short form. Write 10.0.{text} instead.")
    padded = parts + [0] * (4 - len(parts))
    return padded[0], padded[1], padded[2], padded[3]
