"""What time is it? The only door to the system clock, and the arithmetic of a tenant's own, movable clock."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

#: No tenant's clock goes further, so that a deadline reckoned from it always fits a date.
END_OF_TIME = datetime(9000, 1, 1, tzinfo=UTC)


class ClockRunsBackwards(ValueError):
    """A tenant's clock was asked to show an earlier time than it does, or one past `END_OF_TIME`."""


def now() -> datetime:
    """The real time, in UTC. Tokens, sessions and logs live by it; everything else by a tenant's clock."""
    return datetime.now(UTC)  # noqa: TID251 - this is the door


@dataclass(frozen=True)
class Clock:
    """A tenant's clock: the real time plus an offset, or one frozen instant."""

    offset: timedelta = timedelta(0)
    frozen_at: datetime | None = None

    def at(self, real: datetime) -> datetime:
        """What this clock shows at a real instant."""
        return self.frozen_at or real + self.offset

    def offset_at(self, real: datetime) -> timedelta:
        """How far this clock is ahead of the real time; a running one's exactly as it is kept."""
        return self.frozen_at - real if self.frozen_at else self.offset

    def advanced(self, by: timedelta, *, real: datetime) -> "Clock":
        """This clock, moved forward; a frozen one stays frozen. Raises `ClockRunsBackwards`."""
        if by < timedelta(0) or by > END_OF_TIME - self.at(real):
            raise ClockRunsBackwards("The clock moves forward only, and not past the year 9000.")
        if self.frozen_at:
            return replace(self, frozen_at=self.frozen_at + by)
        return replace(self, offset=self.offset + by)

    def frozen(self, instant: datetime, *, real: datetime) -> "Clock":
        """This clock, standing still at an instant that is not in its past. Raises `ClockRunsBackwards`."""
        if instant < self.at(real) or instant > END_OF_TIME:
            raise ClockRunsBackwards("The clock cannot be frozen at a time that it has passed, nor past the year 9000.")
        return replace(self, frozen_at=instant)

    def resumed(self, *, real: datetime) -> "Clock":
        """This clock, running on from where it stands."""
        return Clock(offset=self.at(real) - real) if self.frozen_at else self
