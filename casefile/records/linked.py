"""Records linked to one that changed are matched once more: what it holds weighs in their matches."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import outbox
from casefile.policy.states import READABLE
from casefile.records import protection_links
from casefile.storage.in_list import among
from casefile.storage.tables import Record
from casefile.vocabulary import Topic


def enqueue(session: Session, ids: Collection[str]) -> None:
    """Put these records, in the version they stand in, into the outbox."""
    if not ids:
        return
    standing = Record.state.in_([state.value for state in READABLE])
    rows = session.connection().execute(
        select(Record.id, Record.version).where(among(Record.id, sorted(ids)), standing).order_by(Record.id)
    )
    outbox.enqueue_many(session, [(Topic.RECORD, id, version) for id, version in rows])


def enqueue_linked(session: Session, ids: Collection[str]) -> None:
    """The same for the records at the other ends of these ones' links; they themselves are in the outbox already."""
    enqueue(session, protection_links.linked_to(session, ids) - set(ids) if ids else ())
