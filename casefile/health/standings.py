"""How signals stand for the alarms, kept in the database: a restart neither forgets an alarm nor sends it twice."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile.health import heartbeats
from casefile.health.heartbeats import Beat
from casefile.policy.oversight.health import Level, Signal, Standing
from casefile.storage.tables import HealthStanding, Heartbeat, insert_for

WAYS = {"mail": "mailed", "post": "posted"}
"""Way of notifying: the column of the level that was last sent by it."""


@dataclass(frozen=True, slots=True)
class Notified:
    """A signal's standing, and by each way the level that was last sent."""

    standing: Standing = field(default_factory=Standing)
    by: Mapping[str, Level] = field(default_factory=dict)

    def level_by(self, way: str) -> Level:
        return self.by.get(way, Level.FINE)

    def sent(self, way: str, level: Level) -> "Notified":
        return replace(self, by={**self.by, way: level})


def read(session: Session) -> dict[Signal, Notified]:
    """Every signal that was ever looked at."""
    found: dict[Signal, Notified] = {}
    known = set(Signal)
    for row in session.connection().execute(select(HealthStanding.__table__)):
        if row.signal in known:
            standing = Standing(Level(row.level), row.since, row.bad_since, Level(row.announced))
            levels = {way: Level(getattr(row, column)) for way, column in WAYS.items()}
            found[Signal(row.signal)] = Notified(standing, levels)
    return found


def keep(session: Session, standings: Mapping[Signal, Notified]) -> None:
    """Write how they stand now."""
    for signal, one in sorted(standings.items()):
        standing = one.standing
        values = {
            "level": int(standing.level), "since": standing.since or heartbeats.moment(session),
            "bad_since": standing.bad_since, "announced": int(standing.announced),
            **{column: int(one.level_by(way)) for way, column in WAYS.items()},
        }  # fmt: skip
        session.connection().execute(
            insert_for(session)(HealthStanding)
            .values(signal=signal.value, **values)
            .on_conflict_do_update(index_elements=["signal"], set_=values)
        )


def take_turn(session: Session, pause: timedelta) -> datetime | None:
    """Whether it is this process's turn to look, and the moment; None when another one has just looked."""
    now = heartbeats.moment(session)
    taken = session.connection().execute(
        update(Heartbeat)
        .where(Heartbeat.kind == Beat.ALARMS.value, (Heartbeat.at <= now - pause) | (Heartbeat.at > now + pause))
        .values(at=now)
    )
    if taken.rowcount:
        return now
    if Beat.ALARMS in heartbeats.last(session):
        return None
    heartbeats.beat(session, Beat.ALARMS)
    return now
