"""Makes `portal/show/drawn/coast.txt`, the outlines behind the map of a case, from Natural Earth's land.

    .venv/bin/python -m scripts.outlines land-10m.json

The file is the one of the npm package `world-atlas` (docs/sources/outlines.md says what it holds and whose it is). Land
is cut to the region, thinned, and written in hundredths of a degree: a ring a line, its first point whole and then the
steps from point to point.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from math import hypot
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from portal.show.drawn.coast import REGION, Ring, cut

OUT: Final = ROOT / "portal" / "show" / "drawn" / "coast.txt"
TOLERANCE: Final = 0.018
"""Degrees by which a line may differ from its source: two kilometres, as the coordinates of places do."""
SMALLEST: Final = 0.0006
"""Square degrees: smaller rings are rocks, of some 7 km². Lampedusa has 20."""
TRIANGLE: Final = 3
"""Points of the least ring that holds land."""
HEAD: Final = (
    "# Land of the region by Natural Earth (public domain): docs/sources/outlines.md; made by scripts/outlines.py.\n"
    "# A ring a line, in hundredths of a degree: longitude and latitude, then the step to each next point.\n"
)


def arcs(topology: dict[str, Any]) -> list[Ring]:
    """The arcs of a TopoJSON file, in degrees."""
    (wide, high), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    found: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * wide + left, y * high + bottom))
        found.append(points)
    return found


def rings(topology: dict[str, Any]) -> Iterator[Ring]:
    """Every ring of the land, outer ones and the lakes and seas in them."""
    lines = arcs(topology)
    for one in topology["objects"]["land"]["geometries"]:
        for polygon in one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]:
            for ring in polygon:
                parts = [lines[at] if at >= 0 else lines[~at][::-1] for at in ring]
                yield [point for part in parts for point in part[:-1]]


def thinned(line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Without the points that lie within TOLERANCE of the line between their neighbours (Douglas and Peucker, 1973)."""
    keep, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, at = max(((_off(line[n], line[first], line[last]), n) for n in range(first + 1, last)), default=(0.0, 0))
        if far > TOLERANCE:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    return [line[at] for at in sorted(keep)]


def _off(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    x, y = end[0] - start[0], end[1] - start[1]
    long = hypot(x, y)
    if not long:
        return hypot(point[0] - start[0], point[1] - start[1])
    return abs(x * (start[1] - point[1]) - (start[0] - point[0]) * y) / long


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def written(found: Iterable[Ring]) -> Iterator[str]:
    for ring in found:
        whole = [(round(x * 100), round(y * 100)) for x, y in ring]
        kept = [point for at, point in enumerate(whole) if point != whole[at - 1]]
        steps = [kept[0], *((b[0] - a[0], b[1] - a[1]) for a, b in zip(kept, kept[1:], strict=False))]
        yield " ".join(f"{x} {y}" for x, y in steps)


def main(source: str) -> None:
    """Write the file anew."""
    whole = [cut(ring, REGION) for ring in rings(json.loads(Path(source).read_text("utf-8")))]
    large = [ring for ring in whole if len(ring) > TRIANGLE and _area(ring) >= SMALLEST]
    lines = [
        line
        for line in written(thinned([*ring, ring[0]])[:-1] for ring in large)
        if line.count(" ") >= 2 * TRIANGLE - 1
    ]
    OUT.write_text(HEAD + "\n".join(sorted(lines, key=len, reverse=True)) + "\n", "ascii")
    print(f"{len(lines)} rings, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
