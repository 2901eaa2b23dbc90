"""A form is saved once, however often it is sent: its key is unique in SQL, within the record's own transaction."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import records
from casefile.drafts.keep import discard
from casefile.errors import Conflict
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.records import RecordDraft
from casefile.storage import tables
from casefile.storage.tables import FormKey


@dataclass(frozen=True, slots=True)
class Saved:
    """What a form was saved as."""

    record_id: str
    version: int


class SavedBefore(Conflict):
    """The same form was saved already, as this record in this version; nothing was written again."""

    def __init__(self, saved: Saved) -> None:
        super().__init__("This form was saved already.")
        self.saved = saved


def enter_once(session: Session, viewer: Viewer, key: str, draft: RecordDraft) -> str:
    """Enter a record from the form of this key and return its id; the draft of the form goes.

    Raises SavedBefore when the form was saved already, also by a request that runs at the same time: then the caller's
    transaction must not be committed.
    """
    require(viewer, Permission.ENTER_RECORD)
    _check(session, viewer, key)
    record_id = records.enter(session, viewer, draft)
    _claim(session, viewer, key, Saved(record_id, 1))
    return record_id


def amend_once(
    session: Session,
    viewer: Viewer,
    key: str,
    record_id: str,
    draft: RecordDraft,
    *,
    expected_version: int,
    change_note: str = "",
) -> int:
    """The same for a new version of an own record; returns its number. Raises Conflict as `records.amend` does."""
    require(viewer, Permission.ENTER_RECORD)
    _check(session, viewer, key)
    version = records.amend(
        session, viewer, record_id, draft, expected_version=expected_version, change_note=change_note
    )
    _claim(session, viewer, key, Saved(record_id, version))
    return version


def saved_as(session: Session, viewer: Viewer, key: str) -> Saved | None:
    """What the viewer's own form of this key was saved as; None when it was not."""
    require(viewer, Permission.ENTER_RECORD)
    row = (
        session.connection()
        .execute(
            select(FormKey.record_id, FormKey.version).where(
                FormKey.key == key, FormKey.officer_id == viewer.officer_id
            )
        )
        .first()
    )
    return Saved(row.record_id, row.version) if row else None


def _check(session: Session, viewer: Viewer, key: str) -> None:
    if (saved := saved_as(session, viewer, key)) is not None:
        raise SavedBefore(saved)


def _claim(session: Session, viewer: Viewer, key: str, saved: Saved) -> None:
    """On PostgreSQL the insert waits for a transaction that is saving the same form, and then finds its row."""
    row = tables.insert_for(session)(FormKey.__table__).values(
        key=key, officer_id=viewer.officer_id, record_id=saved.record_id, version=saved.version, made_at=tables.now()
    )
    own = row.on_conflict_do_nothing(index_elements=["key"]).returning(FormKey.key)
    if session.connection().execute(own).first() is None:  # no count of rows: of an insert PostgreSQL's driver has none
        raise SavedBefore(saved_as(session, viewer, key) or saved)
    discard(session, viewer, key)
