"""A line of time: to scale, in order, each thing as long as it may have been, and its words beside it."""

from datetime import date, timedelta

import pytest

from portal.show.drawn.timeline import FAR, ROW, TEXT, WIDE, timeline_of

MAY = date(2026, 5, 1)


def day(after, last=None):
    return MAY + timedelta(after), MAY + timedelta(after if last is None else last)


LINES = {
    "one day": [day(0)],
    "a month alone": [day(0, 30)],
    "days of a week": [day(at) for at in range(7)],
    "all on one day": [day(3)] * 12,
    "years between": [day(0), day(4000), day(4001)],
    "bars over bars": [day(0, 364), *(day(at, at + 30) for at in range(0, 300, 20)), day(365)],
    "fifty": [day(at * 3, at * 3 + at % 4 * 10) for at in range(50)],
}
each = pytest.mark.parametrize("spans", LINES.values(), ids=LINES)


@each
def test_all_stands_in_the_picture_in_order_and_no_words_cover_others(spans):
    line = timeline_of(spans)
    levels = [row.y for row in line.rows]
    assert all(after - before >= ROW for before, after in zip(levels, levels[1:], strict=False))
    assert [row.top for row in line.rows] == sorted(row.top for row in line.rows)
    for row, (first, last) in zip(line.rows, spans, strict=True):
        assert 0 < row.x < TEXT and 0 < row.top <= row.bottom < line.height and 0 < row.y < line.height - 16
        assert row.point is (first == last) and row.y >= row.top
    assert line.height <= 100 + 2 * ROW * len(spans)


@each
def test_in_arabic_it_changes_sides_and_nothing_else(spans):
    line, other = timeline_of(spans), timeline_of(spans, mirrored=True)
    assert [(WIDE - row.x, row.top, row.bottom, row.y) for row in other.rows] == [
        (row.x, row.top, row.bottom, row.y) for row in line.rows
    ]
    assert (other.height, WIDE - other.axis, WIDE - other.text) == (line.height, line.axis, line.text)


def test_it_is_to_scale_but_for_what_is_dashed():
    week = timeline_of([day(0), day(1), day(3), day(7)])
    tops = [row.top for row in week.rows]
    gaps = [after - before for before, after in zip(tops, tops[1:], strict=False)]
    assert gaps[1] == pytest.approx(2 * gaps[0], abs=2) and gaps[2] == pytest.approx(4 * gaps[0], abs=3)
    assert week.dashed == ""
    years = timeline_of(LINES["years between"])
    assert years.rows[1].top - years.rows[0].top == FAR and years.dashed.count("M") == 1 == years.whole.count("M")


def test_bars_that_share_days_stand_side_by_side_and_a_day_that_several_share_has_one_line_to_its_words():
    line = timeline_of([day(0, 30), day(0, 30), day(10, 40), day(50, 80), day(90), day(90)])
    assert len({row.x for row in line.rows[:3]}) == 3 and line.rows[3].x == line.rows[0].x
    assert [row.leads for row in line.rows] == [True, True, True, True, True, False]
    assert line.rows[4].x == line.rows[5].x == line.axis


def test_a_bar_and_a_day_that_begin_together_have_each_their_line():
    assert [row.leads for row in timeline_of([day(0), day(0, 30), day(0)]).rows] == [True, True, True]
