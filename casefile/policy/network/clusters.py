"""Networks that several units hold a part of, without knowing it: what may be counted in them, what is said of them.

Only the coordination office is told, in figures. A record or hit is counted where each of the two units might learn of
the other by a pointer and nobody protected is touched: what is counted tells the office nothing of a victim, nor of
what a unit keeps to itself, whatever it counts from one night to the next.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from casefile.policy.disclosure import HitFacts, shows_itself
from casefile.policy.sharing import DisclosureFacts
from casefile.policy.states import JUDGED_SAME
from casefile.vocabulary import HitState

GROWN_WITHIN: Final = timedelta(days=30)
"""Growth is said since so long ago."""
NEWS_FOR: Final = timedelta(days=7)
"""So long a network that grew stands on the desk."""
MOST_HOLDERS: Final = 20
"""A number of more records than this joins nobody: a switchboard, an agency, a ship's whole list."""
MOST_HITS: Final = 20
"""Hits of a network that are named, the newest: those that its office judged."""
COUNTED_STATES: Final = JUDGED_SAME - {HitState.SEALED}


def may_be_counted(one: DisclosureFacts, other: DisclosureFacts) -> bool:
    """Whether two records of two units may stand in one network."""
    hidden = any(side.protected or side.names_protected for side in (one, other))
    apart = one.owner_unit_id != other.owner_unit_id
    return apart and not hidden and shows_itself(one, other) and shows_itself(other, one)


def counts(state: HitState, hit: HitFacts) -> bool:
    """Whether a hit joins its two sides."""
    return state in COUNTED_STATES and may_be_counted(hit.record, hit.watch)


def stood_since(number: str, versions: Sequence[tuple[datetime, Collection[str]]]) -> datetime:
    """Since when a record has the number, unbroken up to now: by its versions, oldest first, each with its numbers, of
    which the last has this one. So a number added to an old record joins from that day; taken away and put back, from
    the day it was put back."""
    since = versions[-1][0]
    for at, numbers in reversed(versions):
        if number not in numbers:
            break
        since = at
    return since


@dataclass(frozen=True, slots=True)
class Node:
    """A record or a watch. `person`: whether it is one; then records and watches judged the same are one person."""

    id: str
    unit_id: str
    person: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """What joins two of them since `at`: a judged hit, or a number that both records have since then (`hit` empty)."""

    one: str
    other: str
    at: datetime
    hit: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A network: of so many units, persons and entries; `before`: of how many persons at `since`; None where it is new.
    `grown_at`: when it was last joined by anything."""

    units: int
    persons: int
    entries: int
    before: int | None
    since: datetime
    grown_at: datetime
    hits: tuple[str, ...]


class Joined:
    """What belongs together, by pairs."""

    def __init__(self) -> None:
        self._up: dict[Hashable, Hashable] = {}

    def join(self, one: Hashable, other: Hashable) -> None:
        self._up[self.head(one)] = self.head(other)

    def head(self, one: Hashable) -> Hashable:
        """The one by which all that belongs to it is known."""
        while (up := self._up.setdefault(one, one)) != one:
            self._up[one] = self._up[up]
            one = up
        return one


def clusters(nodes: Iterable[Node], ties: Iterable[Tie], now: datetime) -> list[Cluster]:
    """The networks of two units or more, what grew last first."""
    known, every = {node.id: node for node in nodes}, sorted(ties, key=lambda tie: (tie.at, tie.one, tie.other))
    since = now - GROWN_WITHIN
    then = enumerate(_groups(known, [tie for tie in every if tie.at <= since]))
    former = {id: (at, group.persons) for at, group in then for id in group.members}
    found: list[Cluster] = []
    for group in _groups(known, every):
        parts = dict(former[id] for id in group.members if id in former)
        before = sum(parts.values()) if parts else None
        hits = tuple(tie.hit for tie in reversed(group.ties) if tie.hit)[:MOST_HITS]
        units = len({known[id].unit_id for id in group.members})
        size = len(group.members)
        found.append(Cluster(units, group.persons, size, before, since, group.ties[-1].at, hits))
    return sorted(found, key=lambda one: (-one.grown_at.timestamp(), -one.persons, -one.entries))


@dataclass(frozen=True, slots=True)
class _Group:
    """What belongs together: the entries, the persons, counted once however many units hold them, and what joins it."""

    members: frozenset[str]
    persons: int
    ties: tuple[Tie, ...]


def _groups(known: dict[str, Node], ties: Sequence[Tie]) -> list[_Group]:
    """Those of two units or more, each with its ties in the order given."""
    whole, same = Joined(), Joined()
    for tie in ties:
        whole.join(tie.one, tie.other)
        if tie.hit:
            same.join(tie.one, tie.other)
    held: dict[Hashable, list[Tie]] = {}
    for tie in ties:
        held.setdefault(whole.head(tie.one), []).append(tie)
    found = []
    for own in held.values():
        members = frozenset(id for tie in own for id in (tie.one, tie.other))
        if len({known[id].unit_id for id in members}) > 1:
            persons = {same.head(id) for id in members if known[id].person}
            found.append(_Group(members, len(persons), tuple(own)))
    return found
