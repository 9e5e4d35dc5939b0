"""How are instants written and read? As Edm.DateTimeOffset: seven digits of fraction, or none."""

import re
from datetime import UTC, datetime

INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,12}))?(Z|[+-]\d\d:\d\d)?)?",
    re.IGNORECASE,
)


def parse_instant(text: str) -> datetime | None:
    """An instant in UTC; None where the text is none. Without an offset it is UTC; finer than microseconds is cut off."""
    match = INSTANT.fullmatch(text)
    if match is None:
        return None
    day, time, fraction, offset = match.groups()
    zone = "+00:00" if not offset or offset in "zZ" else offset
    try:
        moment = datetime.fromisoformat(f"{day}T{time or '00:00'}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.replace(microsecond=int((fraction or "0").ljust(6, "0")[:6]))


def format_instant(moment: datetime) -> str:
    """`2026-11-02T08:14:09.1234560Z`; no fraction where it is zero."""
    utc = moment.astimezone(UTC)
    text = utc.replace(tzinfo=None, microsecond=0).isoformat()
    return f"{text}.{utc.microsecond:06d}0Z" if utc.microsecond else f"{text}Z"
