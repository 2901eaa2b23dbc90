"""How long a question at a post is compared: 30 days from when it was last asked, and as long as a hit of it is open."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, update
from sqlalchemy.orm import Session

from casefile import audit, outbox
from casefile.policy.states import JUDGED_SAME, OPEN, READABLE
from casefile.sightings.keep import KEPT
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Record, RecordVersion, Sighting, Unit, Watch
from casefile.storage.versioned import RECORDS, WATCHES, Head, Versioned
from casefile.subjects import identity_rows
from casefile.vocabulary import HitState, Json, Topic

AHEAD = timedelta(days=7)
"""So long before its end a question is looked at: an upkeep that was off for some days loses none."""
MOST = timedelta(days=365)
"""However often it is asked, and whatever stands open: then it is begun anew."""
_STANDS = sorted(state.value for state in (OPEN | JUDGED_SAME) - {HitState.CLOSED})
"""Hits that keep a question: nobody has judged yet, or they are spoken of."""


def due(moment: datetime) -> Select[str]:
    """Questions that end soon and are to be kept on: asked again since, or with a hit that is open."""
    current = and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version)
    asked_since = Sighting.last_at > moment + AHEAD - KEPT + timedelta(days=1)
    return (
        select(Sighting.record_id)
        .join(Record, Record.id == Sighting.record_id)
        .join(RecordVersion, current)
        .join(Unit, Unit.id == Record.owner_unit_id)
        .where(Unit.asks_for == Sighting.unit_id, Record.state.in_(sorted(state.value for state in READABLE)))
        .where(RecordVersion.retain_until <= moment + AHEAD, Sighting.first_at > moment - MOST)
        .where(or_(asked_since, _has_hit()))
    )


def _has_hit() -> ColumnElement[bool]:
    of_either = or_(Hit.record_id == Sighting.record_id, Hit.watch_id == Sighting.watch_id)
    return exists().where(of_either, Hit.state.in_(_STANDS))


def keep_on(session: Session, moment: datetime, limit: int) -> int:
    """Keep those on, each as a new version of what stands for it; returns how many. For the schedule."""
    ids = list(session.connection().execute(due(moment).limit(limit)).scalars())
    mine = among(Sighting.record_id, ids)
    rows = session.connection().execute(select(Sighting.record_id, Sighting.watch_id, Sighting.last_at).where(mine)).all()
    asked = {row.record_id: row.last_at for row in rows} | {row.watch_id: row.last_at for row in rows}
    for family, topic in ((RECORDS, Topic.RECORD), (WATCHES, Topic.WATCH)):
        held = select(Unit.id).where(Unit.asks_for.is_not(None))
        wanted = family.heads().where(among(family.head.id, list(asked)), family.head.owner_unit_id.in_(held))
        for row in session.connection().execute(wanted.order_by(family.head.id)).all():
            head = Head(*row)
            _put_off(session, family, head, topic, max(asked[head.id], moment) + KEPT)
    session.connection().execute(update(Sighting).where(mine).values(last_at=moment))
    return len(ids)


def _put_off(session: Session, family: Versioned, head: Head, topic: Topic, until: datetime) -> None:
    ends = {"expires_at": until} if family is WATCHES else {}
    version = family.move(session, head, ends)
    family.copy_version(session, head, {"review_at": until, "retain_until": until})
    identity_rows.copy_identity(session, head.id, head.version, version)
    outbox.enqueue(session, topic, head.id, version)
    detail: dict[str, Json] = {"version": version, "state": head.state}
    audit.write(session, None, audit.Action.ALTERATION, topic.value, head.id, detail=detail)
