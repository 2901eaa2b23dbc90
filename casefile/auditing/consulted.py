"""What the unit sees that released a record: which other unit read it, when, for which case and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.audit import Action
from casefile.policy.oversight.auditing import CONSULTED_SHOWN, shown_to_owner
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import Audit, Record, Unit


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of an own record by an officer of another unit, who stays unnamed."""

    at: datetime
    record_id: str
    unit_name: str
    unit_country: str
    reason: str
    case_ref: str
    purpose: str


def readings(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[Reading]:
    """Of the last `CONSULTED_SHOWN`, newest first. A search that found a record and did not open it is no reading."""
    require(viewer, Permission.READ_CONSULTED)
    statement = (
        select(
            Audit.at, Audit.subject_id, Audit.unit_id, Audit.reason, Audit.case_ref, Audit.purpose,
            Record.owner_unit_id, Unit.name, Unit.country,
        )
        .join(Record, Record.id == Audit.subject_id)
        .join(Unit, Unit.id == Audit.unit_id)
        .where(
            Audit.at >= tables.now() - CONSULTED_SHOWN,
            Audit.action == Action.CONSULTATION.value,
            Audit.subject_kind == "record",
            Audit.detail["owner"].as_string() == viewer.unit_id,  # a line that opened it; a desk's look has no owner
            Record.owner_unit_id == viewer.unit_id,
            Audit.unit_id != viewer.unit_id,
        )
        .order_by(Audit.seq.desc())
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    return [
        Reading(row.at, row.subject_id, row.name, row.country, row.reason, row.case_ref, row.purpose)
        for row in session.connection().execute(statement)
        if shown_to_owner(row.owner_unit_id, row.unit_id, viewer.unit_id)
    ]
