"""What one of the own records is linked to: its links, and theirs."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.errors import MISSING, NotThere
from casefile.policy.permissions import Permission
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer, require
from casefile.records.protection_links import linked_to
from casefile.storage.in_list import among
from casefile.storage.tables import Record
from casefile.vocabulary import RecordState

STEPS: Final = 2
"""A person, the telephone, its other users: further away nearly everything of a unit hangs together."""


def around_record(session: Session, viewer: Viewer, record_id: str) -> set[str]:
    """The record and what it is linked to in so many steps, all of the viewer's unit, as links are; what is disputed,
    expired or withdrawn is reached, and nothing by it. Another unit's record is not there."""
    require(viewer, Permission.READ_RECORD)
    mine = (Record.owner_unit_id == viewer.unit_id, Record.state != RecordState.TOMBSTONED.value)
    if session.scalar(select(Record.id).where(Record.id == record_id, *mine)) is None:
        raise NotThere(MISSING)
    standing = Record.state.in_([state.value for state in READABLE])
    found = newest = {record_id}
    for _ in range(STEPS):
        through = session.scalars(select(Record.id).where(among(Record.id, newest), *mine, standing)).all()
        newest = linked_to(session, through) - found if through else set()
        found = found | newest
    return found
