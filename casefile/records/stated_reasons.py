"""Why an officer opened another unit's record: kept for each record and each sign-in, so that one text does not stand
for too many of them. It opens nothing: each look needs the errand that stands (`casefile.errands`).
"""

from sqlalchemy.orm import Session

from casefile.budgets import same_reason
from casefile.errors import MISSING, NotThere
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.records.read import lines
from casefile.sign_in.tokens import digest
from casefile.storage import tables
from casefile.storage.tables import StatedReason
from casefile.subjects import cleaning


def keep(session: Session, viewer: Viewer, token: str, record_id: str, reason: str, case_ref: str = "") -> None:
    """Keep the reason of this look; the newest one counts. Raises BadInput when it has served too many others."""
    require(viewer, Permission.READ_RECORD)
    if record_id not in lines(session, viewer, [record_id]):
        raise NotThere(MISSING)
    why = Reason.stated(reason)
    same_reason.check_read_reason(session, viewer, why, record_id)
    row = {"reason": why.text, "case_ref": cleaning.check_case_ref(case_ref), "stated_at": tables.now()}
    insert = tables.insert_for(session)(StatedReason.__table__).values(
        token_hash=digest(token), record_id=record_id, **row
    )
    session.connection().execute(insert.on_conflict_do_update(index_elements=["token_hash", "record_id"], set_=row))
