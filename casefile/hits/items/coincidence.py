"""Which hits speak of the same two subjects, so that a person judges them once. Pure.

Only hits between the same two units can be one: each unit is notified for itself. Two of them are one coincidence when
their records are one subject and so are their watches, or there is a way from hit to hit by such steps:

- *persons, organisations, vessels* are one when their unit wrote them down twice: the same personal number, or the same
  name with the same day of birth. A telephone makes no two of them one: families share it;
- *what belongs to somebody* (a telephone, an account, a paper, a vehicle, a report, an event, a place) goes with the
  one that it is linked to or shares a number with; a report also with the only person of its unit in question, when it
  is a hit by itself. What belongs to two stays a line of its own: which of them it speaks for is the question;
- *what a unit asked at a post* in several forms (the lines, then the name, then the number) goes together where each
  form is a hit by itself: persons of one day of birth who bear no two different numbers, and the numbers asked, unless
  two persons were asked who may be its bearer.
"""

import hashlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from casefile.matching import Evidence, Prepared
from casefile.matching import weights as w
from casefile.matching.departures import evidence as departures
from casefile.matching.name_kinds import NAMED_AS
from casefile.vocabulary import IdentifierKind, RecordKind

ANCHORS = frozenset({RecordKind.PERSON, RecordKind.ORGANISATION, RecordKind.VESSEL})
"""Subjects by themselves; all other kinds belong to one."""

PERSONAL = frozenset(
    kind.value
    for kind in (
        IdentifierKind.PASSPORT, IdentifierKind.NATIONAL_ID, IdentifierKind.IMO, IdentifierKind.MMSI,
        IdentifierKind.REGISTRATION, IdentifierKind.LIST_REFERENCE,
    )
)  # fmt: skip
"""Numbers that one person, company or ship has alone."""

DAY = 10
"""Characters of a date that knows its day. 1 January stands for *only the year is known*, as in matching."""


@dataclass(frozen=True)
class Subject:
    """A record or a watch, as far as it tells whether two are one."""

    id: str
    kind: RecordKind
    marks: frozenset[str] = frozenset()
    """What two entries of one subject have in common."""
    numbers: frozenset[str] = frozenset()
    """Every number it holds, those of its text included."""
    linked: frozenset[str] = frozenset()
    """Records it is linked to."""
    days: frozenset[str] = frozenset()
    """Days of birth that are known to the day."""
    asked: bool = False
    """It was asked at a post: nobody has entered it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A hit, as far as grouping needs it. `sure`: matching grades it a hit."""

    id: str
    record_id: str
    watch_id: str
    sure: bool


def subject(id: str, prepared: Prepared, linked: Collection[str] = (), *, asked: bool = False) -> Subject:
    """A prepared identity as a subject of hits."""
    one = prepared.identity
    groups = {number.key: {n.written.kind.value for n in many} for key, many in prepared.identifiers.items()
              for number in many[:1]}  # fmt: skip
    marks = {key for key, kinds in groups.items() if kinds & PERSONAL}
    days = [
        date.value for date in one.birth() if len(date.value) >= DAY and not date.circa and date.value[5:] != "01-01"
    ]
    marks.update(f"{name}|{day}" for name in {_same_name(n.text) for n in one.names} for day in days)
    numbers = frozenset(prepared.identifiers)
    return Subject(id, one.kind, frozenset(marks), numbers, frozenset(linked), frozenset(days), asked)


def value_key(evidence: Iterable[Evidence]) -> str | None:
    """A digest of the one number by which two sides meet; None when names, dates or a second number agree as well."""
    agreeing = [e for e in evidence if e.bits > 0 and (e.what in w.IDENTIFIERS or e.what in _TELLING)]
    if len(agreeing) != 1 or agreeing[0].what not in w.IDENTIFIERS:
        return None
    (one,) = agreeing
    return hashlib.blake2b(f"{one.what}:{one.fact[0]}".encode(), digest_size=16).hexdigest()


_TELLING = frozenset({"name", "birth", "founded", *departures.FACTS, *NAMED_AS})


def coincidences(
    hits: Sequence[Found], records: Mapping[str, Subject], watches: Mapping[str, Subject]
) -> list[list[Found]]:
    """The hits between two units, those of one coincidence together; each list in the order given."""
    joined = _Joined(hit.id for hit in hits)
    for side, other, subjects in (("record_id", "watch_id", records), ("watch_id", "record_id", watches)):
        for of_one in _by(hits, other).values():
            if len(of_one) > 1:
                at = {id: hit for hit in of_one if (id := getattr(hit, side)) in subjects}  # content may be erased
                for a, b in _one_subject([subjects[id] for id in at], {id for id, hit in at.items() if hit.sure}):
                    joined.join(at[a].id, at[b].id)
    groups: dict[str, list[Found]] = defaultdict(list)
    for hit in hits:
        groups[joined.root(hit.id)].append(hit)
    return list(groups.values())


def next_to_sure_ones(pairs: Sequence[tuple[str, str, bool]]) -> list[bool]:
    """Of (record, watch, sure) between two units: whether it shares a side with another one, and one of these is sure.

    The rest is not looked at: possible matches are most of all, and are questions only one by one.
    """
    many, sure = Counter[str](), Counter[str]()
    for record, watch, certain in pairs:
        for side in (f"r{record}", f"w{watch}"):
            many[side] += 1
            sure[side] += certain
    return [any(many[side] > 1 and sure[side] for side in (f"r{record}", f"w{watch}")) for record, watch, _ in pairs]


def _by(hits: Iterable[Found], side: str) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = defaultdict(list)
    for hit in hits:
        found[getattr(hit, side)].append(hit)
    return found


def _one_subject(subjects: Sequence[Subject], sure: Collection[str]) -> Iterable[tuple[str, str]]:
    """Pairs of these subjects of one unit that are one: all of them are in question for the same other side."""
    anchors = [one for one in subjects if one.kind in ANCHORS]
    others = [one for one in subjects if one.kind not in ANCHORS]
    joined = _Joined(one.id for one in subjects)
    asked = {one.id for one in subjects if one.asked and one.id in sure}
    for a, b in combinations(anchors, 2):
        if a.kind is b.kind and (a.marks & b.marks or (asked >= {a.id, b.id} and _asked_again(a, b))):
            joined.join(a.id, b.id)
            yield a.id, b.id
    free = []
    for other in others:
        near = {joined.root(one.id) for one in anchors if _belongs(other, one)}
        if not near and other.kind is RecordKind.REPORT and other.id in sure:
            near = {joined.root(one.id) for one in anchors}
        if not near and other.id in asked:
            near = {joined.root(one.id) for one in anchors if one.id in asked}
        if len(near) == 1:
            yield near.pop(), other.id
        elif not near:
            free.append(other)
    for a, b in combinations(free, 2):
        if _belongs(a, b) or asked >= {a.id, b.id}:
            yield a.id, b.id


def _asked_again(one: Subject, other: Subject) -> bool:
    """Whether two persons asked at a post may be one: the name may have been typed otherwise than it is printed."""
    contradict = one.numbers and other.numbers and not one.numbers & other.numbers
    return bool(one.days & other.days) and not contradict


def _belongs(one: Subject, other: Subject) -> bool:
    return other.id in one.linked or one.id in other.linked or bool(one.numbers & other.numbers)


def _same_name(text: str) -> str:
    """A name as two entries of one clerk have it in common: in any order, case and accents aside."""
    parts = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(c if c.isalnum() else " " for c in parts if not unicodedata.combining(c))
    return " ".join(sorted(bare.split()))


@dataclass
class _Joined:
    """Sets that grow together: each id, and by which other one it is found."""

    ids: Iterable[str]
    above: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.above = {id: id for id in self.ids}

    def root(self, id: str) -> str:
        while self.above[id] != id:
            self.above[id] = self.above[self.above[id]]
            id = self.above[id]
        return id

    def join(self, one: str, other: str) -> None:
        self.above[self.root(other)] = self.root(one)
