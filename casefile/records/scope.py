"""Which records a viewer may read, as a condition of SQL."""

from sqlalchemy import ColumnElement, Text, and_, cast, false, or_

from casefile.policy.sharing import EVERY_UNIT, scope
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer
from casefile.storage.tables import Record, RecordVersion
from casefile.vocabulary import RecordState, Sharing, SubjectCategory

RELEASED = (Sharing.FULL, Sharing.CORE)
"""Sharing that lets another unit read, in full or the core."""


def in_scope(viewer: Viewer) -> ColumnElement[bool]:
    """`sharing.access` as a condition of SQL over `Record` joined with its current `RecordVersion`."""
    seen = scope(viewer)
    if seen.empty:
        return false()
    units = cast(RecordVersion.sharing_units, Text)
    released = and_(
        Record.state.in_([s.value for s in READABLE]),
        RecordVersion.sharing.in_([s.value for s in RELEASED]),
        unprotected(),
        RecordVersion.subject_category != SubjectCategory.VICTIM.value,
        or_(units.contains(f'"{EVERY_UNIT}"', autoescape=True), units.contains(f'"{seen.unit_id}"', autoescape=True)),
    )
    own = and_(Record.owner_unit_id == seen.unit_id, Record.state != RecordState.TOMBSTONED.value)
    return or_(own, released)


def unprotected() -> ColumnElement[bool]:
    """By what was worked out for the head the law protects nobody in it; never so before it was worked out.

    Never NULL, so that its contrary may be asked too.
    """
    return and_(
        Record.protection.is_not(None),
        cast(Record.protection, Text) == "[]",
        Record.names_protected.is_(False),
    )
