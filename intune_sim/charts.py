"""How do facts become a picture? Shares of a whole, columns over time, a timeline: laid out for an SVG, in percent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Series:
    """What a colour stands for. `colour` is a class of charts.css: good, notice, warning, bad, worst, neutral, faint."""

    label: str
    colour: str


@dataclass(frozen=True)
class Share:
    """A part of a whole, and the address of a list of what it counts; the count is None until somebody has counted."""

    series: Series
    count: int | None
    url: str = ""


@dataclass(frozen=True)
class Arc:
    """A share as a part of a circle whose circumference is 100."""

    share: Share
    offset: float
    length: float

    @property
    def percent(self) -> str:
        """The share in words; a share that is there is never 0 %."""
        return "<1 %" if 0 < self.length < 1 else f"{self.length:.0f} %"

    @property
    def dashes(self) -> str:
        """`stroke-dasharray` of its circle."""
        return f"{self.length:.3f} {100 - self.length:.3f}"


@dataclass(frozen=True)
class Donut:
    """Shares of a whole, with the total in the middle."""

    title: str
    shares: Sequence[Share]

    @property
    def total(self) -> int | None:
        """What all shares come to; None while one is not counted."""
        counts = [share.count for share in self.shares if share.count is not None]
        return sum(counts) if len(counts) == len(self.shares) else None

    @property
    def arcs(self) -> list[Arc]:
        """The shares one after the other, from the top clockwise."""
        arcs, start, total = [], 0.0, self.total
        for share in self.shares:
            length = 100 * (share.count or 0) / total if total else 0.0
            arcs.append(Arc(share, offset=-start, length=length))
            start += length
        return arcs


@dataclass(frozen=True)
class Block:
    """A part of a column: its upper edge and height, of 100."""

    series: Series
    count: int
    top: float
    height: float


@dataclass(frozen=True)
class Column:
    """A day: the left edge of its column, of 100, and the blocks in it, the first at the bottom."""

    day: date
    left: float
    width: float
    blocks: Sequence[Block]
    counts: Sequence[int]


@dataclass(frozen=True)
class Columns:
    """Counts of several series, day by day."""

    title: str
    series: Sequence[Series]
    days: Mapping[date, Mapping[Series, int]]
    #: False while the days stand there without their numbers.
    is_counted: bool = True

    @property
    def highest(self) -> int:
        """The number at the top of the axis: round, and not below any day's total."""
        most = max((sum(counts.values()) for counts in self.days.values()), default=0)
        return _rounded_up(most)

    @property
    def is_empty(self) -> bool:
        """Nothing was counted on any day."""
        return self.is_counted and not any(sum(counts.values()) for counts in self.days.values())

    @property
    def columns(self) -> list[Column]:
        """The days from left to right."""
        width = 100 / max(len(self.days), 1)
        return [self._column(day, at * width, width) for at, day in enumerate(self.days)]

    def _column(self, day: date, left: float, width: float) -> Column:
        counts = [self.days[day].get(series, 0) for series in self.series]
        blocks, floor = [], 100.0
        for series, count in zip(self.series, counts, strict=True):
            height = 100 * count / self.highest
            floor -= height
            if count:
                blocks.append(Block(series, count, top=floor, height=height))
        return Column(day, left + width * 0.15, width * 0.7, blocks, counts)


@dataclass(frozen=True)
class Moment:
    """Something that happened at an instant or, where it has an end, lasted until then."""

    at: datetime
    label: str
    colour: str
    end: datetime | None = None


@dataclass(frozen=True)
class Placed:
    """A moment on its lane: where it begins and how wide it is, in percent."""

    moment: Moment
    left: float
    width: float


@dataclass(frozen=True)
class Lane:
    """Moments of one kind."""

    title: str
    moments: Sequence[Moment]


@dataclass(frozen=True)
class Timeline:
    """Lanes below each other, from one instant to another; what lies before the start is left out or cut off."""

    title: str
    start: datetime
    end: datetime
    lanes: Sequence[Lane]

    @property
    def rows(self) -> list[tuple[str, list[Placed]]]:
        """Each lane with its moments in their places."""
        return [(lane.title, [self._placed(one) for one in lane.moments if self._is_seen(one)]) for lane in self.lanes]

    def _is_seen(self, moment: Moment) -> bool:
        return moment.at <= self.end and (moment.end or moment.at) >= self.start

    def _placed(self, moment: Moment) -> Placed:
        left = self._share(max(moment.at, self.start))
        right = self._share(min(moment.end, self.end)) if moment.end else left
        return Placed(moment, left, right - left)

    def _share(self, at: datetime) -> float:
        length = (self.end - self.start).total_seconds()
        return 100 * (at - self.start).total_seconds() / length if length else 100.0


def _rounded_up(number: int) -> int:
    """The next of 1, 2, 5, 10, 20, 50 and so on."""
    scale = 1
    while True:
        for step in (1, 2, 5):
            if number <= step * scale:
                return step * scale
        scale *= 10
