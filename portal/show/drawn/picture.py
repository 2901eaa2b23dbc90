"""A network as a page draws it: shapes, lines and short labels, in pixels; the reader's words are added there.

Every kind of thing has a shape of its own, so that colour alone tells nothing. For a script that is written from right
to left the places are mirrored, not the letters.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Final, NamedTuple

from casefile.exchange.networks.graph import Network, Node
from casefile.vocabulary import RecordKind
from portal.show.drawn.layout import Laid, lay_out

MOST: Final = 60
"""Things in a picture: more are in the table."""
MOST_WORDS, MOST_TITLES = 24, 150
"""Lines that have their role written on them, and lines that say it when pointed at: past that they cover each other,
and the page would outgrow 200 KB."""
LETTERS: Final = 17
"""Of a label: as many as its column is wide."""
CLEAR: Final = 30
"""Pixels by which a line passes a thing that is none of its ends; else it is bent."""
BENDS: Final = (0, 48, -48, 88, -88)
SPOTS: Final = (0.5, 0.58, 0.42, 0.66, 0.34)
"""Parts of a line at which its word may stand."""
STEPS: Final = 12
"""Points of a line that are looked at for that."""
PAPER: Final[Mapping[str, int]] = {"columns": 13, "stretch": 2}
"""With 60 things the drawing is twice as wide as high, and a name is read at 7 points on A3."""
SHAPES: Final[Mapping[str, str]] = {
    RecordKind.PERSON: "M-18 0a18 18 0 1 0 36 0a18 18 0 1 0-36 0z",  # circle
    RecordKind.ORGANISATION: "M-16-16H16V16H-16z",  # square
    RecordKind.VEHICLE: "M-22 10V-1L-12-13H12L22-1V10z",  # body and roof
    RecordKind.VESSEL: "M-22 2H22L13 15H-13zM-2-1V-18L13-1z",  # hull and sail
    RecordKind.PHONE: "M-8-18H8a3 3 0 0 1 3 3V15a3 3 0 0 1-3 3H-8a3 3 0 0 1-3-3V-15a3 3 0 0 1 3-3zM-4 13H4",  # upright
    RecordKind.ACCOUNT: "M-20-13H20V13H-20zM-20-5H20",  # card
    RecordKind.TRAVEL_DOCUMENT: "M-13-18H13V18H-13zM-7 9H7M-7-2a7 7 0 1 0 14 0a7 7 0 1 0-14 0",  # booklet
    RecordKind.PLACE: "M0-19L19 0 0 19-19 0z",  # diamond
    RecordKind.EVENT: "M0-19L19-4 12 17H-12L-19-4z",  # pentagon
    RecordKind.REPORT: "M-14-18H6L14-10V18H-14zM-8-2H8M-8 6H8",  # sheet with a folded corner
}
NUMBER_SHAPE: Final = "M-19 0L-10-15H10L19 0 10 15H-10z"
"""A number that several have and that is no record: a hexagon."""


Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Thing:
    node: Node
    x: int
    y: int
    shape: str
    label: str
    """Cut to its column; empty for what has no name but its kind."""

    @property
    def who(self) -> bool:
        return self.node.said["kind"] in (RecordKind.PERSON, RecordKind.ORGANISATION)

    @property
    def where(self) -> bool:
        """Whether it is a place, an event, or what was written of one."""
        return self.node.said["kind"] in (RecordKind.PLACE, RecordKind.EVENT, RecordKind.REPORT)


@dataclass(frozen=True, slots=True)
class Line:
    """All that one thing is to another, as one line. `spots`: where a word may stand on it, the best first."""

    path: str
    source: Node
    target: Node
    roles: tuple[str, ...]
    spots: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    things: tuple[Thing, ...]
    lines: tuple[Line, ...]
    others: int
    """Linked things that are not drawn, because there are more than MOST."""
    alone: int
    """Records that nothing is linked to: they are not drawn."""

    @property
    def all_lines(self) -> str:
        """Every line in one path, for a picture of too many."""
        return "".join(line.path for line in self.lines)


def picture_of(network: Network, *, mirrored: bool = False, centre: str = "", wide: bool = False) -> Picture:
    """The things with the most links, at most MOST, and the lines between them; `centre` in any case. Of equal ones the
    first by id. `wide`: for paper, as a sheet of A3 lies."""
    degree = Counter(end for edge in network.edges for end in (edge.source, edge.target))
    ranked = sorted(degree, key=lambda id: (id != centre, -degree[id], id))
    nodes = {node.id: node for node in network.nodes}
    drawn = {id: nodes[id] for id in sorted(ranked[:MOST])}
    roles: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for edge in network.edges:
        if edge.source in drawn and edge.target in drawn:
            roles[edge.source, edge.target][edge.said["role"]] = None
    laid = lay_out(drawn, roles, **(PAPER if wide else {}))
    if mirrored:
        laid = Laid(laid.width, laid.height, {id: (laid.width - x, y) for id, (x, y) in laid.places.items()})
    things = tuple(
        Thing(node, *laid.places[id], SHAPES.get(node.said["kind"], NUMBER_SHAPE) if not node.is_number
              else NUMBER_SHAPE, short(node.label) if node.label != id else "")
        for id, node in drawn.items()
    )  # fmt: skip
    bend = len(roles) <= MOST_TITLES
    lines = tuple(
        _line(drawn[source], drawn[target], tuple(said), laid, bend=bend) for (source, target), said in roles.items()
    )
    return Picture(laid.width, laid.height, things, lines, len(ranked) - len(drawn), len(nodes) - len(ranked))


def short(label: str, letters: int = LETTERS) -> str:
    """What of a label its column holds."""
    return label if len(label) <= letters else label[: letters - 1].rstrip() + "…"


def _line(source: Node, target: Node, roles: tuple[str, ...], laid: Laid, *, bend: bool) -> Line:
    start, end = laid.places[source.id], laid.places[target.id]
    others = [place for id, place in laid.places.items() if id not in (source.id, target.id)]
    control = _control(start, end, others, laid) if bend else None
    through = control or ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
    curve = f"L{end[0]} {end[1]}" if control is None else f"Q{control[0]} {control[1]} {end[0]} {end[1]}"
    points = [_point(start, through, end, at) for at in SPOTS]
    spots = tuple((round(x), round(y)) for x, y in points)
    return Line(f"M{start[0]} {start[1]}{curve}", source, target, roles, spots)


def _control(start: Place, end: Place, others: Sequence[Place], laid: Laid) -> Place | None:
    """The point by which the line is bent so that it clears all others; None where it is straight, or nothing helps."""
    x, y = end[0] - start[0], end[1] - start[1]
    far = hypot(x, y)
    for by in BENDS:
        control = (
            min(laid.width, max(0, round((start[0] + end[0]) / 2 - y / far * by))),
            min(laid.height, max(0, round((start[1] + end[1]) / 2 + x / far * by))),
        )
        if all(hypot(px - ox, py - oy) >= CLEAR for px, py in _points(start, control, end) for ox, oy in others):
            return control if by else None
    return None


def _points(start: Place, control: Place, end: Place) -> Iterator[tuple[float, float]]:
    for step in range(1, STEPS):
        yield _point(start, control, end, step / STEPS)


def _point(start: Place, control: Place, end: Place, at: float) -> tuple[float, float]:
    """A point of the quadratic curve."""
    x, y = ((1 - at) ** 2 * start[n] + 2 * at * (1 - at) * control[n] + at**2 * end[n] for n in (0, 1))
    return x, y


WIDE, HIGH, BASE = 8, 15, 4
"""Pixels of a letter, of a line of letters, and from its middle down to its base."""
UNDER: Final = (34, 49)
"""Pixels from the middle of a shape down to the base of its label, and of the line under that."""


class Word(NamedTuple):
    """A word on a line, by its middle and its base; `line`: which one, by its place among the lines."""

    x: int
    y: int
    text: str
    line: int


def words_on(picture: Picture, words: Sequence[str], under: Sequence[str] = ()) -> list[Word]:
    """Where the word of each line stands: on the line, near its middle, on no shape, label or other word. `under`: what
    stands below each thing's label. One that fits nowhere is left out, and said when the line is pointed at."""
    below = under or [""] * len(picture.things)
    taken = [
        box for thing, kind in zip(picture.things, below, strict=True)
        for box in (
            _box(thing.x, thing.y, 40, 40),
            _box(thing.x, thing.y + UNDER[0] + 2, max(len(thing.label), len(kind)) * WIDE, 2 * HIGH + 4),
        )
    ]  # fmt: skip
    placed: list[Word] = []
    for at, (line, word) in enumerate(zip(picture.lines, words, strict=True)):
        for x, y in line.spots if word else ():
            box = _box(x, y, len(word) * WIDE, HIGH)
            if box[0] >= 0 and box[2] <= picture.width and not any(_meet(box, other) for other in taken):
                taken.append(box)
                placed.append(Word(x, y + BASE, word, at))
                break
    return placed


Box = tuple[float, float, float, float]


def _box(x: float, y: float, wide: float, high: float) -> Box:
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
