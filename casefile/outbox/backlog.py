"""What is still to be done, for whoever asks: counted, by subject, and what waits for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.outbox.queue import SLACK_S, changed
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.in_list import among_given
from casefile.storage.tables import Outbox
from casefile.vocabulary import Json, Stage, Topic

STUCK_S = 120.0
"""A row is worked on within seconds; the longest wait between two tries is half a minute."""
STUCK_TRIES = 8
"""Waits doubled from half a second to half a minute: so many tries take a minute and a half at least, on any clock."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much is pending, dead-lettered rows apart.

    `oldest` is when the oldest row was written, by a clock that was not ahead: rows that are dated later than now
    count as written when the next one after them was, and are counted in `ahead`.
    """

    to_index: int
    to_match: int
    to_send: int
    dead_lettered: int
    oldest: datetime | None
    tries: int = 0
    """How often the row that failed most has been tried."""
    ahead: int = 0

    def waiting_s(self, now: datetime) -> float:
        """How long the oldest row has waited at least, in seconds; never less than none."""
        return max(0.0, (now - self.oldest).total_seconds()) if self.oldest else 0.0

    def is_stuck(self, now: datetime) -> bool:
        """Whether something waits longer than a worker needs that does its work: by the clock, or by its tries."""
        return self.waiting_s(now) > STUCK_S or self.tries >= STUCK_TRIES

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
            "ahead": self.ahead,
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
    here = Outbox.dead_lettered_at.is_(None)
    ahead = and_(here, Outbox.created_at > tables.now() + timedelta(seconds=SLACK_S))

    def waiting(stage: Stage) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((and_(Outbox.stage == stage.value, here), 1), else_=0)), 0)

    row = (
        session.connection()
        .execute(
            select(
                waiting(Stage.INDEX),
                waiting(Stage.MATCH),
                waiting(Stage.SEND),
                func.count(Outbox.dead_lettered_at),
                func.min(case((and_(here, ~ahead), Outbox.created_at)), type_=tables.Moment()),
                func.coalesce(func.max(case((here, Outbox.attempts), else_=0)), 0),
                func.coalesce(func.sum(case((ahead, 1), else_=0)), 0),
            )
        )
        .one()
    )
    return Backlog(int(row[0]), int(row[1]), int(row[2]), int(row[3]), row[4], int(row[5]), int(row[6]))


def requests_of(session: Session, ids: Iterable[int]) -> list[str]:
    """The ids of the requests that made these rows necessary, as the logs call them."""
    asked = select(Outbox.request_id).where(Outbox.id.in_(list(ids)), Outbox.request_id != "").distinct()
    return sorted(session.connection().execute(asked).scalars())


_OF_SUBJECTS = select(Outbox.subject_id, Outbox.stage).where(among_given(Outbox.subject_id, "subjects"))


def pending_subjects(session: Session, subject_ids: Iterable[str]) -> dict[str, Stage]:
    """Which of these subjects still have rows pending, and how far the furthest-behind one has come."""
    order = list(Stage)
    found: dict[str, Stage] = {}
    for subject_id, stage in session.connection().execute(_OF_SUBJECTS, {"subjects": list(subject_ids)}):
        found[subject_id] = min(found.get(subject_id, Stage(stage)), Stage(stage), key=order.index)
    return found


def to_be_written(session: Session, subject_ids: Iterable[str]) -> set[str]:
    """Which of these subjects are still to be written into the index, so that what stands there now does not count."""
    waiting = _OF_SUBJECTS.where(Outbox.stage == Stage.INDEX.value, Outbox.dead_lettered_at.is_(None))
    return set(session.scalars(waiting, {"subjects": list(subject_ids)}))


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
