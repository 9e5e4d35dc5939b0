"""Do charts lay out exactly the numbers that they are given?"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from intune_sim.charts import Columns, Donut, Lane, Moment, Placed, Series, Share, Timeline

SERIES = [Series(name, "good") for name in "abc"]


@given(st.lists(st.integers(0, 10**6), max_size=6))
def test_a_donut_is_closed_and_its_arcs_follow_each_other(counts: list[int]) -> None:
    chart = Donut("Title", [Share(SERIES[0], count) for count in counts])

    arcs = chart.arcs

    assert chart.total == sum(counts)
    assert abs(sum(arc.length for arc in arcs) - (100 if sum(counts) else 0)) < 1e-6
    assert all(abs(-later.offset - (earlier.length - earlier.offset)) < 1e-6 for earlier, later in pairwise(arcs))


def test_a_small_share_is_not_told_as_none() -> None:
    chart = Donut("Title", [Share(SERIES[0], 999), Share(SERIES[1], 1), Share(SERIES[2], 0)])

    assert [arc.percent for arc in chart.arcs] == ["100 %", "<1 %", "0 %"]


@given(st.lists(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), min_size=1, max_size=31))
def test_columns_stand_on_the_ground_and_below_the_top(counts: list[list[int]]) -> None:
    start = date(2026, 1, 1)
    days = {start + timedelta(days=at): dict(zip(SERIES, day, strict=True)) for at, day in enumerate(counts)}
    chart = Columns("Title", SERIES, days)

    columns = chart.columns

    assert chart.highest >= max(map(sum, counts))
    assert [list(column.counts) for column in columns] == counts
    assert all(column.left >= 0 and column.left + column.width <= 100.0001 for column in columns)
    for column, day in zip(columns, counts, strict=True):
        assert all(block.top >= -1e-6 for block in column.blocks)
        assert abs(sum(block.height for block in column.blocks) - 100 * sum(day) / chart.highest) < 1e-6
    assert chart.is_empty == (not any(map(sum, counts)))


def test_the_axis_ends_at_a_round_number() -> None:
    tops = {most: Columns("Title", SERIES, {date(2026, 1, 1): {SERIES[0]: most}}).highest for most in (0, 3, 50, 51)}

    assert tops == {0: 1, 3: 5, 50: 50, 51: 100}


def test_a_timeline_places_what_it_shows_and_cuts_what_began_before() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    hours = lambda number: start + timedelta(hours=number)  # noqa: E731
    gone, cut, seen, late = (
        Moment(hours(-4), "Gone", "good", end=hours(-1)),
        Moment(hours(-2), "Cut", "good", end=hours(1)),
        Moment(hours(4), "Seen", "bad"),
        Moment(hours(11), "Late", "bad"),
    )
    chart = Timeline("Title", start, hours(10), [Lane("Access", [gone, cut, seen, late])])

    assert chart.rows == [("Access", [Placed(cut, 0.0, 10.0), Placed(seen, 40.0, 0.0)])]


def test_a_timeline_of_no_length_shows_its_one_instant() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    moment = Moment(start, "Enrolled", "good", end=start)

    assert Timeline("Title", start, start, [Lane("Access", [moment])]).rows == [
        ("Access", [Placed(moment, 100.0, 0.0)])
    ]
