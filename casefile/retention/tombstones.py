"""Content destroyed for good: of a record or watch whose time is over a tombstone is left, and nothing else.

Every version loses what it said, its identities, links, signs and the source's copy are deleted, and so is what its
hits held of it. The head moves on by one version, so that the index drops its copy in the usual way.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from casefile import audit, hits, outbox
from casefile.exhibits import destroy as exhibits
from casefile.policy.retention import EXPIRED_KEPT, WITHDRAWN_KEPT
from casefile.policy.states import RECORD, WATCH, RecordMove, WatchMove, after
from casefile.records import lifecycle, protection_links
from casefile.retention import hit_content
from casefile.storage.in_list import among
from casefile.storage.tables import (
    DateRow,
    FactRow,
    IdentifierRow,
    IdentityRow,
    Interview,
    Listing,
    NameRow,
    Outbox,
    PlaceRow,
    ProtectionReview,
    ProtectionSign,
    Record,
    RecordLink,
    RecordOffence,
    RecordVersion,
    SourceCopy,
    StatedReason,
    TableRow,
    Tombstone,
    VictimReferral,
    Watch,
    WatchVersion,
)
from casefile.storage.versioned import RECORDS, WATCHES, Head, Versioned
from casefile.subjects import identity_rows
from casefile.vocabulary import RecordKind, RecordState, Sharing, SubjectCategory, Topic, WatchState

BLANK_RULES: dict[str, object] = {
    "legal_basis": "",
    "handling_text": "",
    "subject_category": SubjectCategory.NONE.value,
    "sharing": Sharing.NONE.value,
    "sharing_units": [],
    "protection": [],
    "content_hash": "",
}
"""Of a version's rules, what says anything of the subject; the hash because a guess could be tested against it."""
BLANK_RECORD = BLANK_RULES | {"suspicion_note": "", "change_note": "", "fact_or_opinion": "fact"}
BLANK_WATCH = BLANK_RULES | {"ground": ""}
KEY_BYTES = 32

CHILDREN_OF_IDENTITY = (NameRow, IdentifierRow, DateRow, PlaceRow, FactRow)


def bury_records(session: Session, moment: datetime, limit: int) -> int:
    """Destroy the content of records that expired or were withdrawn long enough ago. Returns how many."""
    order = (RecordVersion.entered_at, Record.id)
    few = RECORDS.heads().where(record_is_due(moment)).order_by(*order).limit(limit)
    return _bury(session, RECORDS, few, _bury_record, moment)


def record_is_due(moment: datetime) -> ColumnElement[bool]:
    """`policy.retention.destroyed_at` has come, said in SQL; a test holds the two together."""
    since, date = RecordVersion.entered_at, RecordVersion.retain_until
    soon, late = moment - EXPIRED_KEPT, moment - WITHDRAWN_KEPT
    expired = and_(Record.state == RecordState.EXPIRED.value, since <= soon)
    withdrawn = and_(Record.state == RecordState.WITHDRAWN.value, or_(since <= late, and_(since <= soon, date <= soon)))
    return or_(expired, withdrawn)


def bury_watches(session: Session, moment: datetime, limit: int) -> int:
    """Destroy the content of watches that ended or expired and whose date is over. Returns how many."""
    order = (WatchVersion.retain_until, Watch.id)
    few = WATCHES.heads().where(watch_is_due(moment)).order_by(*order).limit(limit)
    return _bury(session, WATCHES, few, _bury_watch, moment)


def watch_is_due(moment: datetime) -> ColumnElement[bool]:
    """It has ended or expired, and is kept no longer."""
    ends = [state.value for state, move in WATCH if move is WatchMove.TOMBSTONE]
    return and_(Watch.state.in_(ends), WatchVersion.retain_until <= moment)


def source_ids_due(moment: datetime) -> Select[str]:
    """Tombstones of what was taken back, whose id at the source is kept no longer."""
    return select(Tombstone.subject_id).where(Tombstone.source_id_until <= moment)


def forget_source_ids(session: Session, moment: datetime, limit: int) -> int:
    """Of what was taken back the id at the source stays until its date, then goes as well. Returns how many."""
    ids = session.connection().execute(source_ids_due(moment).limit(limit)).scalars().all()
    session.connection().execute(update(Record).where(among(Record.id, ids)).values(origin_ref=None))
    done = update(Tombstone).where(among(Tombstone.subject_id, ids)).values(source_id_until=None)
    return int(session.connection().execute(done).rowcount)


def _bury(
    session: Session,
    of: Versioned,
    few: Select[*tuple[Any, ...]],
    destroy: Callable[[Session, Head, datetime], None],
    moment: datetime,
) -> int:
    """Of each of the few a tombstone is left, of the versions as they stood before. Returns how many."""
    rows = session.connection().execute(few.add_columns(of.head.owner_unit_id, of.head.created_at)).all()
    for *columns, unit_id, created_at in rows:
        head = Head(*columns)
        versions = _versions(session, of, head.id)
        destroy(session, head, moment)
        _leave_stone(session, of.head.__tablename__, head, versions, (unit_id, created_at), moment)
    return len(rows)


def _bury_record(session: Session, head: Head, moment: datetime) -> None:
    state = after(RECORD, RecordState(head.state), RecordMove.TOMBSTONE)
    hits.withdraw_all(session, record_id=head.id)
    empty: dict[str, object] = {"protection": [], "names_protected": False, "protected_values": [], "hold": None}
    version = RECORDS.move(session, head, {"state": state.value, **empty})
    RECORDS.copy_version(session, head, {"state": state.value, "supersedes": head.version, "entered_at": moment})
    connection = session.connection()
    connection.execute(update(RecordVersion).where(RecordVersion.record_id == head.id).values(**BLANK_RECORD))
    protection_links.match_linked_again(session, [head.id])
    ends = or_(RecordLink.from_record_id == head.id, RecordLink.to_record_id == head.id)
    connection.execute(delete(RecordLink).where(ends))
    connection.execute(delete(StatedReason).where(StatedReason.record_id == head.id))
    connection.execute(delete(Listing).where(Listing.record_id == head.id))
    for with_it in (Interview, ProtectionReview, VictimReferral):
        connection.execute(delete(with_it).where(with_it.record_id == head.id))
    connection.execute(delete(RecordOffence).where(RecordOffence.record_id == head.id))
    hit_content.erase(session, record_id=head.id)
    exhibits.of_record(session, head.id)
    _destroy_shared(session, head)
    outbox.enqueue(session, Topic.RECORD, head.id, version)
    if head.kind == RecordKind.EVENT.value:
        lifecycle.compare_events(session, [(head.id, version)])


def _bury_watch(session: Session, head: Head, moment: datetime) -> None:
    state = after(WATCH, WatchState(head.state), WatchMove.TOMBSTONE)
    hits.withdraw_open(session, watch_id=head.id)
    empty: dict[str, object] = {"state_reason": "", "protection": [], "origin_ref": None}
    version = WATCHES.move(session, head, {"state": state.value, **empty})
    WATCHES.copy_version(session, head, {"entered_at": moment})
    session.connection().execute(update(WatchVersion).where(WatchVersion.watch_id == head.id).values(**BLANK_WATCH))
    hit_content.erase(session, watch_id=head.id)
    _destroy_shared(session, head)
    outbox.enqueue(session, Topic.WATCH, head.id, version)


def _destroy_shared(session: Session, head: Head) -> None:
    """What records and watches have alike: identities, signs of protection, the source's copy, work set aside."""
    connection, keys = session.connection(), _identity_keys(head)
    for table in CHILDREN_OF_IDENTITY:
        connection.execute(delete(table).where(among(table.identity_id, keys)))
    connection.execute(delete(IdentityRow).where(among(IdentityRow.id, keys)))
    connection.execute(delete(ProtectionSign).where(ProtectionSign.subject_id == head.id))
    connection.execute(delete(SourceCopy).where(SourceCopy.subject_id == head.id))
    connection.execute(update(TableRow).where(TableRow.subject_id == head.id).values(before=None))
    dead = and_(Outbox.subject_id == head.id, Outbox.dead_lettered_at.is_not(None))
    connection.execute(delete(Outbox).where(dead))


def _identity_keys(head: Head) -> list[str]:
    return [identity_rows.identity_id(head.id, number) for number in range(1, head.version + 1)]


def _versions(session: Session, of: Versioned, subject_id: str) -> Sequence[Row[Any]]:
    table = of.version.__table__
    return session.connection().execute(
        select(table).where(of.version_of == subject_id).order_by(table.c.version)
    ).all()  # fmt: skip


def _leave_stone(
    session: Session,
    kind: str,
    head: Head,
    versions: Sequence[Row[Any]],
    of: tuple[str, datetime],
    moment: datetime,
) -> None:
    """The tombstone, of the versions as they stood before, and its line in the trail."""
    unit_id, created_at = of
    last = versions[-1]
    kept = head.state == RecordState.WITHDRAWN.value and head.origin_ref is not None and last.retain_until > moment
    if kind == "record" and not kept:
        session.connection().execute(update(Record).where(Record.id == head.id).values(origin_ref=None))
    session.add(
        Tombstone(
            subject_id=head.id,
            subject_kind=kind,
            owner_unit_id=unit_id,
            entered_at=created_at,
            retain_until=last.retain_until,
            destroyed_at=moment,
            policy_id=last.policy_id,
            after_state=head.state,
            approvers=sorted({v.entered_by for v in versions if v.entered_by}),
            content_hash=_keyed_hash(versions),
            source_id_until=last.retain_until if kept else None,
        )
    )
    session.flush()
    detail = {"policy": last.policy_id, "after": head.state}
    audit.write(session, None, audit.Action.ERASURE, kind, head.id, detail=detail)


def _keyed_hash(versions: Sequence[Row[Any]]) -> str:
    """Of all that was ever stated, under a key that nobody keeps: two tombstones of the same content differ.

    A version's own hash is over its whole content; that one is open to guesses, this one is not.
    """
    stated = "".join(version.content_hash for version in versions)
    return hmac.new(secrets.token_bytes(KEY_BYTES), stated.encode(), hashlib.sha256).hexdigest()
