"""How long a question at a post is compared: 30 days from when it was last asked, longer while a hit of it is open."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, update
from sqlalchemy.orm import Session

from casefile import audit, outbox
from casefile.policy.states import JUDGED_SAME, OPEN, READABLE
from casefile.sightings.keep import KEPT
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Record, RecordVersion, Sighting, Unit
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
    wanted = select(Sighting.record_id, Sighting.watch_id, Sighting.last_at, _has_hit().label("open"))
    rows = session.connection().execute(wanted.where(among(Sighting.record_id, ids))).all()
    ends = {id: (moment if row.open else row.last_at) + KEPT for row in rows for id in (row.record_id, row.watch_id)}
    for family, topic in ((RECORDS, Topic.RECORD), (WATCHES, Topic.WATCH)):
        held = select(Unit.id).where(Unit.asks_for.is_not(None))
        heads = family.heads().where(among(family.head.id, list(ends)), family.head.owner_unit_id.in_(held))
        for found in session.connection().execute(heads.order_by(family.head.id)).all():
            head = Head(*found)
            _put_off(session, family, head, topic, ends[head.id])
    spoken_of = among(Sighting.record_id, [row.record_id for row in rows if row.open])
    session.connection().execute(update(Sighting).where(spoken_of).values(last_at=moment))
    return len(ids)


def _put_off(session: Session, family: Versioned, head: Head, topic: Topic, until: datetime) -> None:
    ends = {"expires_at": until} if family is WATCHES else {}
    version = family.move(session, head, ends)
    family.copy_version(session, head, {"review_at": until, "retain_until": until})
    identity_rows.copy_identity(session, head.id, head.version, version)
    outbox.enqueue(session, topic, head.id, version)
    detail: dict[str, Json] = {"version": version, "state": head.state}
    audit.write(session, None, audit.Action.ALTERATION, topic.value, head.id, detail=detail)
