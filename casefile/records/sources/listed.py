"""Records that come from a list others publish: withdrawn when they leave it, back when they stand on it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import outbox
from casefile.policy.network.sources import OWN_LIST
from casefile.policy.permissions import Permission
from casefile.policy.retention import RETENTION, review_of
from casefile.policy.states import RECORD, RecordMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.records import lifecycle
from casefile.records.views import RecordView
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Listing, Record, Source
from casefile.storage.versioned import RECORDS, Head
from casefile.vocabulary import RecordState, Topic


@dataclass(frozen=True, slots=True)
class ListedView:
    """That the record stood on a list, since when, and until when; `topics` are what the list names it for."""

    name: str
    publisher: str
    topics: tuple[str, ...]
    from_at: datetime
    until_at: datetime | None


def listed_view(session: Session, viewer: Viewer, view: RecordView) -> tuple[ListedView, ...]:
    """On which lists a record stands and stood, newest first, for whoever has all of it before them; not for a core.
    Another unit is not told of a list of the unit's own."""
    require(viewer, Permission.READ_RECORD)
    if view.line.core:
        return ()
    rows = session.execute(
        select(Source.name, Source.publisher, Listing.topics, Listing.from_at, Listing.until_at)
        .join(Source, Source.id == Listing.source_id)
        .where(Listing.record_id == view.id, *([] if view.own else [Source.kind != OWN_LIST]))
        .order_by(Listing.from_at.desc(), Source.name)
    )
    return tuple(ListedView(r.name, r.publisher, tuple(r.topics), r.from_at, r.until_at) for r in rows)


def withdraw_delisted(
    session: Session, viewer: Viewer, record_ids: Sequence[str], note: str
) -> tuple[set[str], set[str]]:
    """Withdraw own records that stand on no list any more, with their hits. Returns their ids, and the ids of those
    that a hold keeps: they stay on their list until it ends. What is withdrawn or gone already stays as it is."""
    require(viewer, Permission.ENTER_RECORD)
    withdrawn, held = set(), set()
    for head in _heads(session, viewer, record_ids):
        if allows(RECORD, RecordState(head.state), RecordMove.WITHDRAW):
            lifecycle.step(session, viewer, head, RecordMove.WITHDRAW, note)
            withdrawn.add(head.id)
        elif head.state == RecordState.HOLD.value:
            held.add(head.id)
    return withdrawn, held


def relist(session: Session, viewer: Viewer, record_ids: Sequence[str], note: str) -> int:
    """Bring back own records that their list alone had withdrawn and names again. Returns how many."""
    require(viewer, Permission.ENTER_RECORD)
    moment, done = tables.now(), 0
    until = moment + RETENTION
    dates = {"retain_until": until, "review_at": review_of(until, moment)}
    for head in _heads(session, viewer, record_ids):
        if allows(RECORD, RecordState(head.state), RecordMove.RELIST):
            lifecycle.step(session, viewer, head, RecordMove.RELIST, note, dates=dates)
            done += 1
    return done


def find_by_topics(session: Session, viewer: Viewer, record_ids: Sequence[str]) -> None:
    """Have own records of which a list says something else now, and nothing else changed, found by that."""
    require(viewer, Permission.ENTER_RECORD)
    heads = _heads(session, viewer, record_ids)
    outbox.enqueue_many(session, [(Topic.RECORD, head.id, head.version) for head in heads])


def _heads(session: Session, viewer: Viewer, record_ids: Sequence[str]) -> list[Head]:
    mine = RECORDS.heads().where(among(Record.id, record_ids), Record.owner_unit_id == viewer.unit_id)
    return [Head(*row) for row in session.connection().execute(mine.order_by(Record.id))]
