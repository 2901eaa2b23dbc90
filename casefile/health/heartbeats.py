"""Signs of life: each kind of process, and each chore that must not stop, writes when it last was well.

One row a kind, however many such processes run: that none of them runs any more is what has to be seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casefile.storage import tables
from casefile.storage.tables import Counter, Heartbeat, insert_for
from casefile.vocabulary import Json


class Beat(StrEnum):
    """Who, or what, says that it was well."""

    WORKER = "worker"
    CLOCK = "clock"
    COPY = "copy"
    SWEEP = "sweep"
    CHECKPOINT = "checkpoint"
    BACKUP = "backup"
    ARCHIVE = "archive"
    ALARMS = "alarms"


@dataclass(frozen=True, slots=True)
class Last:
    """A kind's row. `first_at`: when it was written for the first time."""

    first_at: datetime
    at: datetime
    detail: Mapping[str, object]


def moment(session: Session) -> datetime:
    """Now, by the database's clock (`casefile.storage.clock`), which the session's begin has asked."""
    session.connection()
    return tables.now()


def beat(session: Session, kind: Beat, detail: Mapping[str, Json] | None = None) -> None:
    """Write that it is well now. `detail`: counts."""
    at = moment(session)
    fresh = {"at": at, "detail": dict(detail or {})}
    session.connection().execute(
        insert_for(session)(Heartbeat)
        .values(kind=kind.value, first_at=at, **fresh)
        .on_conflict_do_update(index_elements=["kind"], set_=fresh)
    )


def forget(session: Session, kind: Beat) -> None:
    """It is ended on purpose: nobody waits for it any more."""
    session.connection().execute(delete(Heartbeat).where(Heartbeat.kind == kind.value))


def last(session: Session) -> dict[Beat, Last]:
    """Every kind that ever wrote."""
    rows = session.connection().execute(select(Heartbeat.kind, Heartbeat.first_at, Heartbeat.at, Heartbeat.detail))
    known = set(Beat)
    return {Beat(row.kind): Last(row.first_at, row.at, row.detail) for row in rows if row.kind in known}


def add(session: Session, amounts: Mapping[str, float]) -> None:
    """Add to counters, each in one statement, so that processes that add at the same time lose nothing."""
    for name, amount in sorted(amounts.items()):
        session.connection().execute(
            insert_for(session)(Counter)
            .values(name=name, value=amount)
            .on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + amount})
        )


def counters(session: Session) -> dict[str, float]:
    """Every counter."""
    rows = session.connection().execute(select(Counter.name, Counter.value))
    return {row.name: float(row.value) for row in rows}
