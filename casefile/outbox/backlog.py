"""What is still to be done, for whoever asks: counted, by subject, and what waits for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.outbox.queue import changed
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.in_list import among_given
from casefile.storage.tables import Outbox
from casefile.vocabulary import Json, Stage, Topic


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much is pending. `oldest` is when the oldest row that is not dead-lettered was written."""

    to_index: int
    to_match: int
    to_send: int
    dead_lettered: int
    oldest: datetime | None

    @property
    def total(self) -> int:
        """All that will still be done by itself; dead-lettered rows wait for a person."""
        return self.to_index + self.to_match + self.to_send

    def as_json(self) -> dict[str, Json]:
        """As the commands give it."""
        return {
            "pending": self.total,
            "to_index": self.to_index,
            "to_match": self.to_match,
            "to_send": self.to_send,
            "dead_lettered": self.dead_lettered,
            "oldest": self.oldest.isoformat() if self.oldest else None,
        }


@dataclass(frozen=True, slots=True)
class DeadLetter:
    id: int
    topic: Topic
    subject_id: str
    version: int
    reason: str
    dead_lettered_at: datetime


def read_backlog(session: Session) -> Backlog:
    """What is pending right now, in one query."""

    def waiting(stage: Stage) -> ColumnElement[int]:
        return func.coalesce(
            func.sum(case((and_(Outbox.stage == stage.value, Outbox.dead_lettered_at.is_(None)), 1), else_=0)), 0
        )

    row = (
        session.connection()
        .execute(
            select(
                waiting(Stage.INDEX),
                waiting(Stage.MATCH),
                waiting(Stage.SEND),
                func.count(Outbox.dead_lettered_at),
                func.min(case((Outbox.dead_lettered_at.is_(None), Outbox.created_at)), type_=tables.Moment()),
            )
        )
        .one()
    )
    return Backlog(int(row[0]), int(row[1]), int(row[2]), int(row[3]), row[4])


_OF_SUBJECTS = select(Outbox.subject_id, Outbox.stage).where(among_given(Outbox.subject_id, "subjects"))


def pending_subjects(session: Session, subject_ids: Iterable[str]) -> dict[str, Stage]:
    """Which of these subjects still have rows pending, and how far the furthest-behind one has come."""
    order = list(Stage)
    found: dict[str, Stage] = {}
    for subject_id, stage in session.connection().execute(_OF_SUBJECTS, {"subjects": list(subject_ids)}):
        found[subject_id] = min(found.get(subject_id, Stage(stage)), Stage(stage), key=order.index)
    return found


def dead_letters(session: Session, viewer: Viewer) -> list[DeadLetter]:
    """The rows that wait for a person, oldest first."""
    require(viewer, Permission.READ_BACKLOG)
    rows = session.connection().execute(
        select(Outbox.id, Outbox.topic, Outbox.subject_id, Outbox.version, Outbox.reason, Outbox.dead_lettered_at)
        .where(Outbox.dead_lettered_at.is_not(None))
        .order_by(Outbox.id)
    )
    return [DeadLetter(r.id, Topic(r.topic), r.subject_id, r.version, r.reason, r.dead_lettered_at) for r in rows]


def retry_dead_letters(session: Session, viewer: Viewer, ids: Iterable[int] | None = None) -> int:
    """Try dead-lettered rows again (all of them when `ids` is None)."""
    require(viewer, Permission.RETRY_DEAD_LETTERS)
    wanted = update(Outbox).where(Outbox.dead_lettered_at.is_not(None))
    if ids is not None:
        wanted = wanted.where(Outbox.id.in_(list(ids)))
    freed = changed(session, wanted.values(dead_lettered_at=None, refusals=0, attempts=0, available_at=tables.now()))
    audit.write(session, viewer, audit.Action.PIPELINE, "outbox", "", detail={"retried": freed})
    return freed
