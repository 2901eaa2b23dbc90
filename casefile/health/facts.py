"""What the database alone can say of the installation's health, read in one transaction and a few small queries."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session, aliased

from casefile import installation, machine
from casefile.health import heartbeats
from casefile.health.heartbeats import Beat, Last
from casefile.outbox.backlog import STUCK_S, STUCK_TRIES, Backlog, read_backlog
from casefile.outbox.queue import PEOPLE, SLACK_S
from casefile.policy.oversight.health import Signal
from casefile.policy.retention import LEAP
from casefile.storage import clock, marks, tables
from casefile.storage.tables import Alarm, Hit, Outbox, SignInCount, Unit, Webhook, WebhookCall
from casefile.vocabulary import AlarmKind

SIGN_INS_OVER = timedelta(hours=1)
ALTERED_OVER = timedelta(days=30)
PEOPLES, BULKS = "people", "bulk"
"""The lanes as they are shown: what people enter one by one, and all that comes by the thousand."""

CHORES = {
    Signal.COPY: Beat.COPY, Signal.SWEEP: Beat.SWEEP, Signal.CHECKPOINT: Beat.CHECKPOINT, Signal.BACKUP: Beat.BACKUP,
}  # fmt: skip
"""Chores that must not stop: before the first of each, their age counts from the worker's first beat."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane of the queue: how much is pending, and for how long the oldest of it has waited."""

    pending: int
    oldest_s: float


@dataclass(frozen=True, slots=True)
class Facts:
    """Figures of one moment; nothing about a case, a unit or a person."""

    at: datetime
    backlog: Backlog
    lanes: Mapping[str, Lane]
    beats: Mapping[Beat, Last]
    counters: Mapping[str, float]
    sign_ins_refused: int
    altered: int
    webhooks: int = 0
    clock_ahead_s: float = 0.0
    """How far the clock is ahead of the last moment that was believed; infinite where it was never set."""
    in_doubt: bool = False
    """The index is not the one that was made from this database (`casefile.installation.Doubt`)."""

    def age_s(self, kind: Beat) -> float | None:
        """Seconds since the last beat of the kind; None when there never was one."""
        found = self.beats.get(kind)
        return None if found is None else self.since_s(found.at)

    def since_s(self, moment: datetime) -> float:
        """Seconds since then. A moment ahead of us is as far off: of two clocks that differ one is wrong."""
        return abs((self.at - moment).total_seconds())

    def _pending_s(self) -> float:
        """How long the oldest entry of a person has waited; by its tries too, whatever a clock says."""
        tried = STUCK_S if self.backlog.tries >= STUCK_TRIES else 0.0
        return max(self.lanes[PEOPLES].oldest_s, tried)

    def values(self) -> dict[Signal, float]:
        """The signals that these figures give."""
        found: dict[Signal, float] = {
            Signal.PENDING: self._pending_s(),
            Signal.BULK: self.lanes[BULKS].oldest_s,
            Signal.DEAD_LETTERS: self.backlog.dead_lettered,
            Signal.SIGN_INS: self.sign_ins_refused,
            Signal.TRAIL: self.altered,
            Signal.WEBHOOKS: self.webhooks,
            Signal.WORKER: _or_never(self.age_s(Beat.WORKER)),
            Signal.DATE: self.clock_ahead_s,
            Signal.CLOCK: _or_never(self.age_s(Beat.CLOCK)),
        }
        if (archive := self.beats.get(Beat.ARCHIVE)) is not None:
            found[Signal.ARCHIVE] = max(0.0, self.since_s(archive.at) - float(str(archive.detail.get("every_s", 0))))
        worker = self.beats.get(Beat.WORKER)
        for signal, kind in CHORES.items():
            age = self.age_s(kind)
            if age is None and worker is not None:
                age = self.since_s(worker.first_at)
            if age is not None:
                found[signal] = age
        return found


def read(session: Session) -> Facts:
    """The figures as they are now."""
    at = heartbeats.moment(session)
    backlog = read_backlog(session)
    return Facts(
        at=at,
        backlog=backlog,
        lanes=_lanes(session, at),
        beats=heartbeats.last(session),
        counters=heartbeats.counters(session),
        sign_ins_refused=_sign_ins(session, at),
        altered=_altered(session, at),
        webhooks=_webhooks(session),
        clock_ahead_s=_clock_ahead_s(session, at),
        in_doubt=installation.doubt(session) is not None,
    )


def _lanes(session: Session, at: datetime) -> dict[str, Lane]:
    """The queue's two lanes: what people enter one by one, and all bulks together. What is dated ahead of the clock is
    due all the same, and has not waited."""
    of_people = case((Outbox.lane == PEOPLE, PEOPLES), else_=BULKS)
    ahead = at + timedelta(seconds=SLACK_S)
    dated = func.min(case((Outbox.created_at <= ahead, Outbox.created_at)), type_=tables.Moment())
    rows = session.connection().execute(
        select(of_people.label("lane"), func.count().label("pending"), dated.label("oldest"))
        .where(Outbox.dead_lettered_at.is_(None))
        .group_by(of_people)
    )
    found = {PEOPLES: Lane(0, 0.0), BULKS: Lane(0, 0.0)}
    for row in rows:
        found[row.lane] = Lane(row.pending, max(0.0, (at - row.oldest).total_seconds()) if row.oldest else 0.0)
    return found


def _clock_ahead_s(session: Session, at: datetime) -> float:
    """Beyond `LEAP` nothing ends by itself (casefile.retention.belief). A clock that was never set is not followed at
    all, and so never ahead."""
    if datetime.fromtimestamp(machine.seconds(), UTC) < clock.NEVER_BEFORE:
        return math.inf
    believed = marks.last_believed(session, LEAP)
    return max(0.0, (at - believed).total_seconds()) if believed else 0.0


def _or_never(age: float | None) -> float:
    return math.inf if age is None else age


def hits_by_state(session: Session) -> dict[str, int]:
    """How many hits stand in each state. Counts them all: some 10 ms for 75,000."""
    rows = session.connection().execute(select(Hit.state, func.count()).group_by(Hit.state))
    return {row[0]: int(row[1]) for row in rows}


def _sign_ins(session: Session, at: datetime) -> int:
    """Wrong tries; a password typed at a stranger's machine is counted for the login as well, and only once here."""
    counted = select(func.coalesce(func.sum(SignInCount.failed), 0)).where(
        SignInCount.last_at > at - SIGN_INS_OVER, SignInCount.kind != "account"
    )
    return int(session.connection().execute(counted).scalar_one())


def _altered(session: Session, at: datetime) -> int:
    unseen = select(func.count()).where(
        Alarm.kind == AlarmKind.ALTERED.value, Alarm.seen_at.is_(None), Alarm.last_at > at - ALTERED_OVER
    )
    return int(session.connection().execute(unseen).scalar_one())


def _webhooks(session: Session) -> int:
    """Those in force with a call that was given up since one was last taken."""
    taken = aliased(WebhookCall)
    mended = exists().where(taken.webhook_id == Webhook.id, taken.sent_at > WebhookCall.dead_at)
    counted = (
        select(func.count(Webhook.id.distinct()))
        .join(WebhookCall, WebhookCall.webhook_id == Webhook.id)
        .join(Unit, Unit.id == Webhook.unit_id)
        .where(Webhook.removed_at.is_(None), Unit.closed_at.is_(None), WebhookCall.dead_at.is_not(None), ~mended)
    )
    return int(session.connection().execute(counted).scalar_one())
