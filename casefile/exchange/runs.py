"""One import as a run of short transactions: how far it has come is written in the transaction of each part.

So nobody waits for an import, and a killed one goes on where it stopped: the same command again, or `--continue`. Until
then it is *partly* in, and `griot status` says how far (docs/decisions/2026-11-26-an-import-in-parts.md).
"""

import hashlib
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from casefile import audit, fault_points
from casefile.errors import MISSING, BadInput, CasefileError, Conflict, Figure, NotThere
from casefile.exchange.incoming import ImportReport
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.portions import Portion
from casefile.storage.store import Store, held_s
from casefile.storage.tables import ImportRun, Unit, new_id
from casefile.vocabulary import Json

LEAST_IN_FILE, LEAST, MOST = 50, 200, 400
"""Entries in one transaction: the bounds between which their number follows the time they take, from the lower one on.

In a SQLite file 20 cost 10 ms of processor time, 50 cost 12 and 200 cost 31: fewer than 50 would keep others waiting as
long, and more often. On PostgreSQL 400 take 6 ms to be numbered; below that the ways to the server and back count.
"""
HELD_S = 0.04
"""So long a part may keep others from writing, its commit included: an officer who saves waits for one at most. On
SQLite that is the whole part, on PostgreSQL the numbering of what it wrote (`store.held_s`)."""
TRIES = 5
"""Of one part, when somebody else was in the way: each waits longer, 3 s in all."""

COUNTED = frozenset({
    "created", "updated", "unchanged", "rejected", "kept", "wide", "links", "withdrawn", "relisted", "withdrawn_ids",
    "kept_ids", "problems",
})  # fmt: skip
"""What a report counts while writing; the rest comes from reading the file, each time again."""


class PartlyImported(Conflict):
    """An import was stopped by something in its way. What came in before stays, is searched, and is not repeated."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which file is brought in for whom, and what is said of all of it (`terms`, any text that tells two apart)."""

    kind: str
    path: Path
    terms: object

    def digests(self) -> tuple[str, str]:
        """Of the file, and of what is said of it."""
        with self.path.open("rb") as handle:
            content = hashlib.file_digest(handle, "sha256").hexdigest()
        return content, hashlib.sha256(repr(self.terms).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """The same of a file that the database keeps: `id` is its own, so no other file is taken for it."""

    kind: str
    id: str

    def digests(self) -> tuple[str, str]:
        return hashlib.sha256(self.id.encode()).hexdigest(), ""


class Ordered(Protocol):
    """What `Run.begun` asks of an order."""

    @property
    def kind(self) -> str: ...

    def digests(self) -> tuple[str, str]: ...


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A run that goes on at this moment, or was interrupted; `moved_at` is when its last part came in."""

    id: str
    unit: str
    kind: str
    done: int
    total: int
    started_at: datetime
    moved_at: datetime

    def as_json(self) -> dict[str, Json]:
        """As `griot status` gives it."""
        return {
            "run": self.id,
            "unit": self.unit,
            "kind": self.kind,
            "done": self.done,
            "total": self.total,
            "started_at": self.started_at.isoformat(),
            "moved_at": self.moved_at.isoformat(),
        }


Write = Callable[[Session, ImportReport, int, int], None]
"""Writes the entries from one position to another, counting into the report; part of a transaction."""


class Run:
    """One import under way. Use: `begun`, then `write` for entries and for what follows them, then `finish`."""

    def __init__(self, store: Store, viewer: Viewer, run_id: str, total: int, state: dict[str, object]) -> None:
        self.id, self.total = run_id, total
        self._store, self._viewer, self._state = store, viewer, state
        least = LEAST_IN_FILE if store.sqlite else LEAST
        self._portion = Portion(least, least=least, most=MOST, held_s=HELD_S)

    @staticmethod
    def begun(store: Store, viewer: Viewer, order: Ordered, report: ImportReport, total: int) -> "Run":
        """A new run, or the unfinished one of the same file and unit, whose figures are put in the report.

        Raises Conflict when that one was begun with other terms: half of a file would say one thing, half another.
        """
        content, terms = order.digests()
        with store.reading() as session:
            found = _unfinished_of(session, viewer.unit_id, order.kind, content)
        if found is not None:
            run_id, state = found
            if state["terms"] != terms:
                raise Conflict(
                    "Part of this file was imported with other options. Repeat it with those, or end that run: "
                    "griot import end %(run)s --reason TEXT",
                    run=run_id,
                )
            return Run(store, viewer, run_id, total, _taken_up(state, report))
        run_id, moment = new_id(), tables.now()
        state = {"terms": terms, "total": total, "done": {}, "moved_at": moment.isoformat(), "report": {}}
        row = {"id": run_id, "unit_id": viewer.unit_id, "kind": order.kind, "file_hash": content, "report": state}
        with store.writing() as session:
            session.connection().execute(insert(ImportRun), row | {"started_at": moment, "finished_at": None})
        return Run(store, viewer, run_id, total, state)

    def write(
        self, step: str, total: int, report: ImportReport, write: Write, tell: Callable[[int], None]
    ) -> ImportReport:
        """Do what is left of a step, in parts, each with how far it has come. Returns the report, counted on."""
        done: dict[str, int] = self._state["done"]  # type: ignore[assignment]
        while (at := done.get(step, 0)) < total:
            until = min(at + self._portion.size, total)
            counted = self._part(step, at, until, report, write)
            done[step] = until
            report = counted
            tell(until)
            fault_points.point("import.part")
        return report

    def _part(self, step: str, at: int, until: int, report: ImportReport, write: Write) -> ImportReport:
        for attempt in range(1, TRIES + 1):
            counted = copy(report)
            counted.kept_ids, counted.problems = list(report.kept_ids), list(report.problems)
            counted.withdrawn_ids = list(report.withdrawn_ids)
            try:
                with self._store.writing(bulk=self._viewer.unit_id) as session:
                    write(session, counted, at, until)
                    self._note(session, step, until, counted)
                self._portion.follow(until - at, held_s(session))
                return counted
            except (Conflict, OperationalError) as error:
                if attempt == TRIES:
                    raise self._stopped(report, error) from error
                time.sleep(0.1 * 2**attempt)
            except CasefileError as error:
                raise self._stopped(report, error) from error
        raise AssertionError("unreachable")

    def _note(self, session: Session, step: str, until: int, report: ImportReport) -> None:
        done: dict[str, int] = self._state["done"]  # type: ignore[assignment]
        held = {f.name: getattr(report, f.name) for f in fields(report) if f.name in COUNTED}
        state = self._state | {
            "done": {**done, step: until}, "moved_at": tables.now().isoformat(), "report": held
        }  # fmt: skip
        session.connection().execute(update(ImportRun).where(ImportRun.id == self.id).values(report=state))

    def _stopped(self, report: ImportReport, error: Exception) -> PartlyImported:
        why = str(error) if isinstance(error, CasefileError) else "the database was busy or away"
        return PartlyImported(
            "Partly imported: %(done)s of %(total)s (%(why)s). What is in stays in; the same command again continues.",
            done=Figure(_entries(self._state)),
            total=Figure(self.total),
            why=why.rstrip("."),
        )

    def finish(self, report: ImportReport, then: Callable[[Session], None] | None = None) -> None:
        """All of it is in: kept by the file's hash; the trail gets the figures. `then` is part of the same step."""
        with self._store.writing() as session:
            if then is not None:
                then(session)
            _close(session, self._viewer, self.id, report.as_json())


def _entries(state: dict[str, object]) -> int:
    done: dict[str, int] = state["done"]  # type: ignore[assignment]
    return done.get("entries", 0)


def _close(session: Session, viewer: Viewer, run_id: str, report: dict[str, Json], reason: str = "") -> None:
    session.connection().execute(
        update(ImportRun).where(ImportRun.id == run_id).values(finished_at=tables.now(), report=report)
    )
    figures = {key: value for key, value in report.items() if isinstance(value, int)}
    audit.write(session, viewer, audit.Action.COLLECTION, "import", run_id, reason=reason, detail=figures)


def _taken_up(state: dict[str, object], report: ImportReport) -> dict[str, object]:
    """Where a run is taken up. Links are stated from the first again: twice is no error, and all are counted."""
    held: dict[str, object] = dict(state["report"])  # type: ignore[call-overload]
    for name in (COUNTED - {"links"}) & held.keys():
        setattr(report, name, held[name])
    return state | {"done": {"entries": _entries(state)}}


def _unfinished_of(session: Session, unit_id: str, kind: str, content: str) -> tuple[str, dict[str, object]] | None:
    same = (ImportRun.unit_id == unit_id, ImportRun.kind == kind, ImportRun.file_hash == content)
    row = session.execute(select(ImportRun.id, ImportRun.report).where(ImportRun.finished_at.is_(None), *same)).first()
    return (row.id, dict(row.report)) if row else None


def check_unfinished(store: Store, unit: str, kind: str, path: Path) -> None:
    """Raises BadInput unless an import of this file for the unit was interrupted."""
    content, _ = Order(kind, path, None).digests()
    with store.reading() as session:
        unit_id = session.scalar(select(Unit.id).where(Unit.code == unit))
        if unit_id is None or _unfinished_of(session, unit_id, kind, content) is None:
            raise BadInput("There is no unfinished import of this file. Leave --continue out.", field="file")


def unfinished(session: Session) -> list[Unfinished]:
    """The runs that are under way or were interrupted, oldest first."""
    return _unfinished(session)


def running_of(session: Session, viewer: Viewer) -> list[Unfinished]:
    """The same of the own unit."""
    require(viewer, Permission.ENTER_RECORD)
    return _unfinished(session, ImportRun.unit_id == viewer.unit_id)


def _unfinished(session: Session, *conditions: ColumnElement[bool]) -> list[Unfinished]:
    rows = session.execute(
        select(ImportRun.id, Unit.code, ImportRun.kind, ImportRun.started_at, ImportRun.report)
        .join(Unit, Unit.id == ImportRun.unit_id)
        .where(ImportRun.finished_at.is_(None), *conditions)
        .order_by(ImportRun.started_at, ImportRun.id)
    )
    return [
        Unfinished(
            id=row.id,
            unit=row.code,
            kind=row.kind,
            done=_entries(row.report),
            total=int(str(row.report["total"])),
            started_at=row.started_at,
            moved_at=datetime.fromisoformat(str(row.report["moved_at"])),
        )
        for row in rows
    ]


def end_unfinished(session: Session, viewer: Viewer, run_id: str, reason: str) -> int:
    """The rest of an interrupted import is not to come: what is in stays in. Returns how many entries that are.

    Raises NotThere when there is no such run, or it is finished.
    """
    require(viewer, Permission.ADMINISTER)
    why = Reason.stated(reason)
    wanted = select(ImportRun.report).where(ImportRun.id == run_id, ImportRun.finished_at.is_(None)).with_for_update()
    row = session.connection().execute(wanted).first()
    if row is None:
        raise NotThere(MISSING)
    done = _entries(row.report)
    report: dict[str, Json] = {**row.report["report"], "done": done, "total": row.report["total"], "ended": 1}
    _close(session, viewer, run_id, report, why.text)
    return done


def end_quietly(session: Session, viewer: Viewer, order: Ordered, reason: str) -> None:
    """The rest of a table that is taken back is not to come; nothing where all of it is in."""
    require(viewer, Permission.BRING_TABLE)
    found = _unfinished_of(session, viewer.unit_id, order.kind, order.digests()[0])
    if found is not None:
        run_id, state = found
        held: dict[str, Json] = dict(state["report"])  # type: ignore[call-overload]
        _close(session, viewer, run_id, {**held, "ended": 1}, reason)
