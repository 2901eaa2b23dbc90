"""What was found, missed and leaked: the script's truth held against what the database holds. Pure.

One line for each expectation: done in time, late, done otherwise, missed, not yet due, or not possible because a line
it leans on is not there. Of what nobody may learn: kept, or leaked, with the way it went.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from casefile.training.facts import FINE, Line, alike, held_against, is_named
from casefile.training.simulation.held import Held, Judged, Subject, Version
from casefile.training.simulation.script import Expected, Script, What
from casefile.vocabulary import ContactAct, Sharing


class Mark(StrEnum):
    """What became of an expectation."""

    DONE = "done"
    LATE = "late"
    WRONG = "wrong"
    MISSED = "missed"
    OPEN = "open"
    BLOCKED = "blocked"
    KEPT = "kept"
    LEAKED = "leaked"


class Leak(StrEnum):
    """The way in which something got out."""

    SHARED = "shared"
    """The record itself is open to other units."""
    OPENED = "opened"
    RELEASED = "released"
    WRITTEN = "written"
    """In a message to the other desk."""
    HELD = "held"
    """Another unit has entered the name."""
    HANDED = "handed"


STANDS = frozenset({Mark.DONE, Mark.LATE})


@dataclass(frozen=True, slots=True)
class Marked:
    """An expectation and what became of it. `facts`: what was entered otherwise; `leaks`: by which ways it got out."""

    line: Expected
    mark: Mark
    at: datetime | None = None
    facts: tuple[Line, ...] = ()
    leaks: frozenset[Leak] = frozenset()


Due = Callable[[int], datetime | None]
"""The moment at which the clock came to a minute; None: it has not yet."""


def mark(script: Script, held: Held, due: Due) -> tuple[Marked, ...]:
    """Every expectation in the order of the script."""
    world = _World(script, held, due)
    done: dict[str, Marked] = {}
    for line in script.expected:
        blocked = world.lacks(line) or any(done[need].mark not in STANDS for need in line.needs)
        if blocked:
            done[line.id] = Marked(line, Mark.OPEN if due(line.due) is None else Mark.BLOCKED)
        else:
            done[line.id] = world.marked(line)
    return tuple(done.values())


@dataclass(frozen=True, slots=True)
class _World:
    script: Script
    held: Held
    due: Due

    def marked(self, line: Expected) -> Marked:
        return _BY_WHAT[line.what](self, line)

    def lacks(self, line: Expected) -> bool:
        """Whether the record or watch it is about is not there. One entered otherwise can still be judged, protected
        and corrected; and what was never entered cannot have got out of Griot."""
        about = [id for id in (line.record, line.watch) if id]
        return line.what is not What.KEPT and not all(self.meant(id) for id in about)

    def meant(self, id: str) -> list[Subject]:
        """The records or watches that were entered for that line, the first first."""
        line = self.script.line(id)
        unit = self.script.part_of(line).unit
        every = self.held.records if line.what is What.RECORD else self.held.watches
        return [
            one
            for one in every
            if one.unit == unit
            and one.kind is line.kind
            and any(alike(line.facts, version.facts, one.country) for version in one.versions)
        ]

    def timed(self, line: Expected, at: datetime) -> Marked:
        until = self.due(line.due)
        return Marked(line, Mark.LATE if until is not None and at > until else Mark.DONE, at)

    def nothing(self, line: Expected) -> Marked:
        return Marked(line, Mark.OPEN if self.due(line.due) is None else Mark.MISSED)

    # ---- what is expected, one by one

    def entered(self, line: Expected) -> Marked:
        """A record or a watch: right from the first version whose facts all agree."""
        found = self.meant(line.id)
        right = [at for one in found if (at := _right_from(line, one)) is not None]
        if right:
            return self.timed(line, min(right))
        if not found:
            return self.nothing(line)
        return self.otherwise(line, found[0])

    def otherwise(self, line: Expected, one: Subject) -> Marked:
        """What of it is wrong in the version that comes nearest."""
        tried = [(_wrong(line, version, one.country), version.at) for version in one.versions]
        wrong, at = min(tried, key=lambda each: len(each[0]))
        return Marked(line, Mark.WRONG, at, wrong)

    def judged(self, line: Expected) -> Marked:
        """The last judgement counts."""
        records, watches = ({one.id for one in self.meant(id)} for id in (line.record, line.watch))
        found: list[Judged] = [one for one in self.held.judged if one.record in records and one.watch in watches]
        if not found:
            return self.nothing(line)
        last = max(found, key=lambda one: one.at)
        return self.timed(line, last.at) if last.judgement is line.judgement else Marked(line, Mark.WRONG, last.at)

    def protected(self, line: Expected) -> Marked:
        wanted = {one.value for one in line.protection}
        found = [one for one in self.meant(line.record) if wanted <= one.protected]
        return self.timed(line, found[0].versions[0].at) if found else self.nothing(line)

    def answered(self, line: Expected) -> Marked:
        records, watches = ({one.id for one in self.meant(id)} for id in (line.record, line.watch))
        unit = self.script.part_of(line).unit
        found = [
            one.at
            for one in self.held.said
            if one.unit == unit
            and one.act is ContactAct.ACKNOWLEDGED
            and one.record in records
            and one.watch in watches
        ]
        return self.timed(line, min(found)) if found else self.nothing(line)

    def corrected(self, line: Expected) -> Marked:
        """A later version of the record that says so."""
        amended = [one for one in self.meant(line.record) if len(one.versions) > 1]
        right = [
            version.at for one in amended for version in one.versions[1:] if not _wrong(line, version, one.country)
        ]  # fmt: skip
        if right:
            return self.timed(line, min(right))
        return self.otherwise(line, amended[0]) if amended else self.nothing(line)

    def handed(self, line: Expected) -> Marked:
        return self._handed(line, self.script.part_of(line).unit, self.script.part(line.other).unit, accepted=False)

    def received(self, line: Expected) -> Marked:
        return self._handed(line, self.script.part(line.other).unit, self.script.part_of(line).unit, accepted=True)

    def _handed(self, line: Expected, giver: str, taker: str, *, accepted: bool) -> Marked:
        found = [one for one in self.held.handed if (one.from_unit, one.to_unit) == (giver, taker)]
        moments = [one.accepted_at if accepted else one.at for one in found]
        done = [at for at in moments if at is not None]
        return self.timed(line, min(done)) if done else self.nothing(line)

    def kept(self, line: Expected) -> Marked:
        """Leaked as soon as one way is open; until then it is kept."""
        known = {self.script.part(part).unit for part in line.may_hold}
        ways = {leak for leak, found in self._ways(line, known).items() if found}
        return Marked(line, Mark.LEAKED if ways else Mark.KEPT, leaks=frozenset(ways))

    def _ways(self, line: Expected, known: set[str]) -> Mapping[Leak, bool]:
        own = {one.id for one in self.meant(line.record)}
        about = [one for one in self.held.records if one.id in own]
        named = {one.id for one in (*self.held.records, *self.held.watches) if _names(line, one)}
        victim = any(_names_itself(line, one) for one in about)
        return {
            Leak.SHARED: any(one.versions[-1].sharing is Sharing.FULL for one in self.held.records if one.id in named),
            Leak.OPENED: any(one.record in named and one.unit not in known for one in self.held.opened),
            Leak.RELEASED: any(
                one.to not in known and ((one.subject in own and victim) or _in(line, one.value))
                for one in self.held.given
            ),
            Leak.WRITTEN: any(_in(line, one.text) for one in self.held.said),
            Leak.HELD: any(
                one.unit not in known and one.id in named for one in (*self.held.records, *self.held.watches)
            ),
            Leak.HANDED: any(one.to_unit not in known and one.records & named for one in self.held.handed),
        }


_BY_WHAT: Mapping[What, Callable[[_World, Expected], Marked]] = {
    What.RECORD: _World.entered,
    What.WATCH: _World.entered,
    What.JUDGED: _World.judged,
    What.PROTECTED: _World.protected,
    What.ANSWERED: _World.answered,
    What.CORRECTED: _World.corrected,
    What.HANDED: _World.handed,
    What.RECEIVED: _World.received,
    What.KEPT: _World.kept,
}


def _wrong(line: Expected, version: Version, country: str) -> tuple[Line, ...]:
    """The facts that differ from what is expected."""
    return tuple(one for one in held_against(line.facts, version.facts, country) if one.result not in FINE)


def _right_from(line: Expected, one: Subject) -> datetime | None:
    return next((version.at for version in one.versions if not _wrong(line, version, one.country)), None)


def _in(line: Expected, text: str) -> bool:
    return any(is_named(text, name) for name in line.names)


def _names(line: Expected, one: Subject) -> bool:
    """Whether it holds one of the names, as a name or in its text."""
    return any(_in(line, "\n".join((*version.facts.get("name", ()), version.text))) for version in one.versions)


def _names_itself(line: Expected, one: Subject) -> bool:
    """Whether the record is of the person who is kept: then any value of it tells of that person."""
    return any(_in(line, "\n".join(version.facts.get("name", ()))) for version in one.versions)
