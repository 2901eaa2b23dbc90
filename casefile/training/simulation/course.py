"""A simulation under way: the instructor's steps, what has arrived for whom, and the marking.

Everything here exists in a training space alone: elsewhere it is not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, Conflict, NotThere
from casefile.policy.permissions import Permission
from casefile.policy.simulation import clock
from casefile.policy.simulation.clock import ClockAt, ClockMove, Step
from casefile.policy.viewer import Viewer, require
from casefile.stamp.arriving import is_training
from casefile.storage import tables
from casefile.storage.tables import Simulation
from casefile.training.simulation import people
from casefile.training.simulation.held import gather
from casefile.training.simulation.marking import Marked, mark
from casefile.training.simulation.script import Inject, Part, Script, script

ID = "simulation"
MOVED = "The clock of the simulation has moved in the meantime. Look at it again."


@dataclass(frozen=True, slots=True)
class Course:
    """How the simulation stands."""

    stands: ClockAt
    minute: int
    minutes: int
    moves: frozenset[ClockMove]
    steps: int
    """How many were taken."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """An inject that has come in, and for whom."""

    inject: Inject
    part: Part
    at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """What a player sees: the parts played, how the clock stands, what has come in, the newest first."""

    course: Course
    parts: tuple[Part, ...]
    arrived: tuple[Arrived, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the instructor sees: every inject with the moment it came in, and every expectation with its mark."""

    course: Course
    script: Script
    came: Mapping[str, datetime | None]
    marked: tuple[Marked, ...]


def move(session: Session, viewer: Viewer, step: ClockMove, seen: int | None = None) -> Course:
    """Start, pause, go on, or skip to the next inject. Starting opens the units' cases.

    `seen`: how many steps the instructor's page showed. Raises Conflict where there are more, or where the clock does
    not allow it.
    """
    require(viewer, Permission.ADMINISTER)
    _in_training(session)
    row = session.execute(select(Simulation.steps, Simulation.version).where(Simulation.id == ID)).first()
    moment, known = tables.now(), script()
    before = _steps(row.steps) if row else ()
    taken = clock.after(before, step, moment, known.seconds, known.moments)
    if seen is not None and seen != len(before):
        raise Conflict(MOVED)
    stored: list[dict[str, object]] = [
        {"move": one.move.value, "at": one.at.isoformat(), "second": one.second} for one in taken
    ]
    if row is None:
        _begin(session, viewer, stored, moment)
        people.open_cases(session, known)
    else:
        moved = session.connection().execute(
            update(Simulation)
            .where(Simulation.id == ID, Simulation.version == row.version)
            .values(steps=stored, version=row.version + 1)
        )
        if not moved.rowcount:
            raise Conflict(MOVED)
    audit.write(session, viewer, audit.Action.ADMINISTRATION, ID, ID, detail={"clock": step.value})
    return _course(taken, moment)


def desk(session: Session, viewer: Viewer) -> Desk:
    """What has come in for the parts that the viewer plays; nothing of any other part."""
    _in_training(session)
    steps, moment, known = _now(session)
    parts = tuple(part for part in known.parts if people.plays(viewer, part))
    mine = {part.id: part for part in parts}
    came = ((inject, clock.reached(steps, inject.minute * 60, moment)) for inject in known.injects)
    arrived = [Arrived(one, mine[one.role], at) for one, at in came if at is not None and one.role in mine]
    arrived.sort(key=lambda one: one.inject.minute, reverse=True)
    return Desk(_course(steps, moment), parts, tuple(arrived))


def overview(session: Session, viewer: Viewer) -> Overview:
    """All of it, marked as the database stands now."""
    require(viewer, Permission.ADMINISTER)
    _in_training(session)
    steps, moment, known = _now(session)

    def due(minute: int) -> datetime | None:
        return clock.reached(steps, minute * 60, moment)

    marked: tuple[Marked, ...] = ()
    if steps:
        held = gather(session, steps[0].at, [part.unit for part in known.parts])
        marked = mark(known, held, due)
    return Overview(_course(steps, moment), known, {one.id: due(one.minute) for one in known.injects}, marked)


def require_training(session: Session, viewer: Viewer) -> None:
    """For the sheets, which show the script alone. Raises NotThere outside a training space."""
    require(viewer, Permission.ADMINISTER)
    _in_training(session)


def _in_training(session: Session) -> None:
    if not is_training(session):
        raise NotThere(MISSING)


def _begin(session: Session, viewer: Viewer, steps: list[dict[str, object]], moment: datetime) -> None:
    row = {"id": ID, "steps": steps, "version": 1, "started_at": moment, "started_by": viewer.officer_id}
    try:
        session.connection().execute(insert(Simulation), row)
    except IntegrityError as error:
        raise Conflict(MOVED) from error


def _now(session: Session) -> tuple[tuple[Step, ...], datetime, Script]:
    stored = session.scalar(select(Simulation.steps).where(Simulation.id == ID))
    return _steps(stored or ()), tables.now(), script()


def _steps(stored: Sequence[Mapping[str, object]]) -> tuple[Step, ...]:
    return tuple(
        Step(ClockMove(str(one["move"])), datetime.fromisoformat(str(one["at"])), int(str(one["second"])))
        for one in stored
    )


def _course(steps: tuple[Step, ...], moment: datetime) -> Course:
    known = script()
    stands = clock.stands(steps, moment, known.seconds)
    minute = clock.second(steps, moment, known.seconds) // 60
    return Course(stands, minute, known.minutes, clock.MOVES[stands], len(steps))
