"""Where the things of a network stand: each cluster laid by springs, then moved to a grid, the clusters side by side.

The same network always gives the same picture: every start is fixed, nothing is drawn by lot. Springs after Fruchterman
and Reingold, *Graph Drawing by Force-directed Placement*, 1991. On a grid no label covers another; places of odd
columns stand half a row lower, so that fewer lines run through a thing between their ends.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, hypot, pi, sin, sqrt
from typing import Final

COLUMN: Final = 160
ROW: Final = 132
"""Pixels from one place to the next: a label of 17 letters and a gap; a shape with two lines under it, and a gap."""
MIDDLE: Final = 38
"""Pixels from the top of a place to the middle of its shape: the label stands below."""
MAX_COLUMNS: Final = 7
"""As many as a desk shows without scrolling."""
SPARE: Final = 1.4
"""Places of a cluster's grid per thing: with fewer it is packed as a table, with more the lines get long."""
ROUNDS: Final = 100
SWAPS: Final = 3
"""Rounds in which places are exchanged; later ones hardly shorten a line (networks of 10 to 60 things)."""
MOST_LINES: Final = 300
"""Past so many lines no exchange is tried: it would take seconds, and nobody follows one line any more."""
NEAREST: Final = 0.01
"""Two things nearer than this (of a square of 1) push each other as if they were this far."""

Pair = tuple[str, str]
Cell = tuple[int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Laid:
    """The size of the picture and the middle of each shape in it, in pixels."""

    width: int
    height: int
    places: Mapping[str, tuple[int, int]]


def lay_out(nodes: Iterable[str], links: Iterable[Pair], *, columns: int = MAX_COLUMNS, stretch: float = 1) -> Laid:
    """A place for each node. A link that leads to none of them, or from one to itself, counts for nothing. `columns`:
    the most; `stretch`: of columns to rows, for a sheet that is wider than high."""
    near = _neighbours(nodes, links)
    places: dict[str, tuple[int, int]] = {}
    left = top = width = deepest = 0
    for cluster in _clusters(near):
        cells = _cells(cluster, near, columns, stretch)
        across, down = _size(cells.values())
        if left and left + across > columns:
            left, top, deepest = 0, top + deepest, 0
        for id, (column, row) in cells.items():
            places[id] = (left + column) * COLUMN + COLUMN // 2, top + row * ROW + (column % 2) * ROW // 2 + MIDDLE
        left += across
        width, deepest = max(width, left), max(deepest, down)
    return Laid(max(width, 1) * COLUMN, max(top + deepest, ROW), places)


def _neighbours(nodes: Iterable[str], links: Iterable[Pair]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {id: set() for id in sorted(nodes)}
    for start, end in links:
        if start in found and end in found and start != end:
            found[start].add(end)
            found[end].add(start)
    return {id: sorted(others) for id, others in found.items()}


def _clusters(near: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """What hangs together, the largest first."""
    found: list[list[str]] = []
    seen: set[str] = set()
    for first in near:
        if first in seen:
            continue
        cluster, waiting = [], [first]
        seen.add(first)
        while waiting:
            cluster.append(id := waiting.pop())
            fresh = [other for other in near[id] if other not in seen]
            seen.update(fresh)
            waiting += fresh
        found.append(sorted(cluster))
    return sorted(found, key=lambda cluster: (-len(cluster), cluster[0]))


def _size(cells: Collection[Cell]) -> tuple[int, int]:
    """Columns, and pixels down: a lower half row only where something stands in it."""
    down = max(row * ROW + (column % 2) * ROW // 2 + ROW for column, row in cells)
    return max(column for column, _ in cells) + 1, down


def _cells(cluster: Sequence[str], near: Mapping[str, Sequence[str]], most: int, stretch: float) -> dict[str, Cell]:
    """A place on the grid for each, none twice, no first row or column empty."""
    columns = min(most, ceil(sqrt(len(cluster) * SPARE * stretch)))
    grid = [(column, row) for row in range(ceil(len(cluster) * SPARE / columns)) for column in range(columns)]
    at = _nearest_cells(_springs(cluster, near), grid, near)
    if sum(len(near[id]) for id in cluster) <= 2 * MOST_LINES:
        at = _shortened(at, grid, near)
    left, top = min(column for column, _ in at.values()), min(row for _, row in at.values())
    left -= left % 2  # an odd column stays odd, and lower
    return {id: (column - left, row - top) for id, (column, row) in at.items()}


def _springs(cluster: Sequence[str], near: Mapping[str, Sequence[str]]) -> dict[str, Point]:
    """Places in a square of 1, from a circle on: all push one another, links pull, and each round moves less."""
    many = len(cluster)
    at = {id: (0.5 + 0.5 * cos(2 * pi * n / many), 0.5 + 0.5 * sin(2 * pi * n / many)) for n, id in enumerate(cluster)}
    rest = sqrt(1 / many)
    joined = {id: frozenset(near[id]) for id in cluster}
    for done in range(ROUNDS):
        force = dict.fromkeys(cluster, (0.0, 0.0))
        for n, one in enumerate(cluster):
            for other in cluster[n + 1 :]:
                x, y, far = _apart(at[one], at[other])
                push = rest * rest / far - (far * far / rest if other in joined[one] else 0)
                force[one] = force[one][0] + x / far * push, force[one][1] + y / far * push
                force[other] = force[other][0] - x / far * push, force[other][1] - y / far * push
        most = 0.1 * (1 - done / ROUNDS)
        for id, (x, y) in force.items():
            step = min(1.0, most / max(hypot(x, y), NEAREST * most))
            at[id] = _held(at[id][0] + x * step), _held(at[id][1] + y * step)
    return at


def _apart(one: Point, other: Point) -> tuple[float, float, float]:
    x, y = one[0] - other[0], one[1] - other[1]
    return x, y, max(hypot(x, y), NEAREST)


def _held(value: float) -> float:
    return min(1.0, max(0.0, value))


def _pixel(cell: Cell) -> Point:
    column, row = cell
    return column * COLUMN, row * ROW + (column % 2) * ROW / 2


def _nearest_cells(
    springs: Mapping[str, Point], grid: Sequence[Cell], near: Mapping[str, Sequence[str]]
) -> dict[str, Cell]:
    """The nearest free place for each, first for what has most links."""
    xs, ys = [x for x, _ in springs.values()], [y for _, y in springs.values()]
    wide = max(column for column, _ in grid) * COLUMN / max(max(xs) - min(xs), NEAREST)
    high = max(row for _, row in grid) * ROW / max(max(ys) - min(ys), NEAREST)
    free, at = list(grid), dict[str, Cell]()
    for id in sorted(springs, key=lambda id: (-len(near[id]), id)):
        wanted = (springs[id][0] - min(xs)) * wide, (springs[id][1] - min(ys)) * high
        at[id] = min(free, key=lambda cell: (round(_far(_pixel(cell), wanted), 3), cell))
        free.remove(at[id])
    return at


def _far(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _shortened(at: dict[str, Cell], grid: Sequence[Cell], near: Mapping[str, Sequence[str]]) -> dict[str, Cell]:
    """Each moved to a free place, or exchanged with what stands there, as long as the lines get shorter."""
    holder = {cell: id for id, cell in at.items()}

    def length(*ids: str) -> float:
        return sum(_far(_pixel(at[id]), _pixel(at[other])) for id in ids for other in near[id])

    for _ in range(SWAPS):
        moved = False
        for id in sorted(at):
            for cell in grid:
                here, other = at[id], holder.get(cell)
                pair = (id,) if other is None else (id, other)
                if cell == here:
                    continue
                before = length(*pair)
                _exchange(at, holder, id, here, cell, other)
                if length(*pair) < before - 1:
                    moved = True
                else:
                    _exchange(at, holder, id, cell, here, other)
        if not moved:
            break
    return at


def _exchange(
    at: dict[str, Cell], holder: dict[Cell, str], id: str, here: Cell, there: Cell, other: str | None
) -> None:
    """`id` from here to there, and what stands or stood there to here."""
    holder.pop(here, None)
    at[id], holder[there] = there, id
    if other is not None:
        at[other], holder[here] = here, other
