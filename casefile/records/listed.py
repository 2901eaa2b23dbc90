"""Records that come from a list others publish: withdrawn when they leave it, back when they stand on it again."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from casefile.policy.permissions import Permission
from casefile.policy.retention import RETENTION, review_of
from casefile.policy.states import RECORD, RecordMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.records import lifecycle
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Record
from casefile.storage.versioned import RECORDS, Head
from casefile.vocabulary import RecordState


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


def _heads(session: Session, viewer: Viewer, record_ids: Sequence[str]) -> list[Head]:
    mine = RECORDS.heads().where(among(Record.id, record_ids), Record.owner_unit_id == viewer.unit_id)
    return [Head(*row) for row in session.connection().execute(mine.order_by(Record.id))]
