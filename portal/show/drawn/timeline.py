"""Where the dated facts of a case stand on a line of time that runs down the page.

Down, not across: it is read on a phone as at a desk, and in Arabic only its line changes sides. A day is a point; a
month, a year and any longer date is a bar from its first day to its last, for that is all that is known. Time is drawn
to scale, but no empty stretch longer than FAR: past it the line is dashed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

WIDE: Final = 356
"""Pixels: what a phone shows without scrolling."""
AXIS: Final = 14
LANE: Final = 8
LANES: Final = 6
"""Bars side by side; more share the last lane, a step apart."""
TEXT: Final = 84
"""Where the words begin."""
ROW: Final = 44
"""Two lines of words and a gap."""
TOP: Final = 20
FAR: Final = 2 * ROW
MOST_A_DAY: Final = 20.0
"""Pixels of a day at most."""
SHORTEST: Final = 6
"""Pixels of a bar at least."""
ROUNDS: Final = 40

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: from `top` to `bottom` on the line of time at `x`, its words at `text`, on the level of `y`."""

    x: int
    top: int
    bottom: int
    y: int
    leads: bool
    """Whether a line goes from it to its words: of several on one day the first."""

    @property
    def point(self) -> bool:
        """Whether its day is known."""
        return self.top == self.bottom


@dataclass(frozen=True, slots=True)
class Timeline:
    """`text`: where words begin, by the side on which the line stands; `whole` and `dashed`: its parts as one path."""

    height: int
    axis: int
    text: int
    rows: tuple[Row, ...]
    whole: str
    dashed: str


def timeline_of(spans: Sequence[Span], *, mirrored: bool = False) -> Timeline:
    """Rows in the order given, which is by first day."""

    def side(x: int) -> int:
        return WIDE - x if mirrored else x

    days = sorted({day for first, last in spans for day in _ends(first, last)})
    scale = _scale(days, (len(spans) + 1) * ROW)
    heights = _heights(days, scale)
    rows: list[Row] = []
    taken: list[int] = []
    level = TOP - ROW
    before: Span | None = None
    for first, last in spans:
        top = bottom = heights[first.toordinal()]
        x = AXIS
        if first != last:
            bottom = max(heights[last.toordinal() + 1], top + SHORTEST)
            x = _lane(taken, top, bottom)
        level = max(level + ROW, top)
        rows.append(Row(side(x), top, bottom, level, first != last or (first, last) != before))
        before = first, last
    parts: tuple[list[str], list[str]] = ([], [])
    for one, other in pairwise(days):
        parts[(other - one) * scale > FAR].append(f"M{side(AXIS)} {heights[one]}V{heights[other]}")
    height = max([level, *heights.values()], default=TOP) + ROW
    return Timeline(height, side(AXIS), side(TEXT), tuple(rows), "".join(parts[0]), "".join(parts[1]))


def _ends(first: date, last: date) -> tuple[int, ...]:
    """A day is one moment of the line; anything longer ends where its last day does."""
    return (first.toordinal(),) if first == last else (first.toordinal(), last.toordinal() + 1)


def _scale(days: Sequence[int], height: int) -> float:
    """Pixels of a day: as many as fit, where no gap is drawn longer than FAR."""
    gaps = [other - one for one, other in pairwise(days)]
    least, most = 0.0, MOST_A_DAY
    for _ in range(ROUNDS):
        middle = (least + most) / 2
        least, most = (middle, most) if sum(min(gap * middle, FAR) for gap in gaps) <= height else (least, middle)
    return least


def _heights(days: Sequence[int], scale: float) -> dict[int, int]:
    """Each day's pixel."""
    at, found = float(TOP), {}
    for day, after in zip(days, [*days[1:], *days[-1:]], strict=True):
        found[day] = round(at)
        at += min((after - day) * scale, FAR)
    return found


def _lane(taken: list[int], top: int, bottom: int) -> int:
    """The x of the first lane that is free from `top` on; `taken` holds where each lane's last bar ends."""
    lane = next((lane for lane, end in enumerate(taken) if end < top), len(taken))
    taken[lane : lane + 1] = [bottom]
    return AXIS + LANE * (lane + 1) if lane < LANES else AXIS + LANE * LANES + (lane - LANES) % LANE + 1
