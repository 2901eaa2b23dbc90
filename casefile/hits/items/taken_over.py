"""What was asked at a post becomes the unit's own once it is told of a hit: from then on it speaks of it as of any.

Before that nobody reads it, the unit that asked neither (`casefile.sightings`).
"""

from collections.abc import Mapping

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casefile import audit, outbox
from casefile.policy.retention import ASKED_AHEAD, review_of
from casefile.storage import tables
from casefile.storage.tables import Case, Hit, Record, Unit, Watch, Watchlist, new_id
from casefile.storage.versioned import RECORDS, WATCHES, Head, Versioned
from casefile.subjects import identity_rows
from casefile.vocabulary import Json, Topic

CASE = "FRONT-LINE-%d"
"""The unit's own file of it, one a year."""
LIST = "FRONT-LINE"
BASIS = "Control at a border post"


def take_over(session: Session, unit_id: str, hit_id: str) -> None:
    """Give the unit its own question of this hit, if it was one: a new version, which the index and the trail follow.

    Part of delivering a pointer. Twice is harmless.
    """
    asked = select(Unit.id).where(Unit.asks_for == unit_id)
    record = RECORDS.heads().join(Hit, Hit.record_id == Record.id).where(Record.owner_unit_id.in_(asked))
    if (row := session.connection().execute(record.where(Hit.id == hit_id)).first()) is not None:
        home = {"case_id": _case(session, unit_id)}
        _move(session, RECORDS, Head(*row), Topic.RECORD, unit_id, home)
    watch = WATCHES.heads().join(Hit, Hit.watch_id == Watch.id).where(Watch.owner_unit_id.in_(asked))
    if (row := session.connection().execute(watch.where(Hit.id == hit_id)).first()) is not None:
        home = {"watchlist_id": _list(session, unit_id)}
        _move(session, WATCHES, Head(*row), Topic.WATCH, unit_id, home)


def _move(session: Session, family: Versioned, head: Head, topic: Topic, unit_id: str, home: Mapping[str, str]) -> None:
    """Kept half a year, which its unit may extend as any of its own."""
    moment = tables.now()
    until = moment + ASKED_AHEAD
    ends = {"expires_at": until} if family is WATCHES else {}
    version = family.move(session, head, {"owner_unit_id": unit_id, **home, **ends})
    family.copy_version(session, head, {"review_at": review_of(until, moment), "retain_until": until})
    identity_rows.copy_identity(session, head.id, head.version, version)
    outbox.enqueue(session, topic, head.id, version)
    detail: dict[str, Json] = {"version": version, "state": head.state, "unit": unit_id}
    audit.write(session, None, audit.Action.ALTERATION, topic.value, head.id, detail=detail)


def _case(session: Session, unit_id: str) -> str:
    reference = CASE % tables.now().year
    known = session.scalar(select(Case.id).where(Case.unit_id == unit_id, Case.reference == reference))
    if known is not None:
        return known
    id = new_id()
    row = {"id": id, "unit_id": unit_id, "reference": reference, "legal_basis": BASIS, "opened_at": tables.now()}
    session.connection().execute(insert(Case), row)
    return id


def _list(session: Session, unit_id: str) -> str:
    known = session.scalar(select(Watchlist.id).where(Watchlist.unit_id == unit_id, Watchlist.name == LIST))
    if known is not None:
        return known
    id = new_id()
    row = {"id": id, "unit_id": unit_id, "name": LIST, "created_at": tables.now()}
    session.connection().execute(insert(Watchlist), row)
    return id
