"""An officer's own lines: what the trail holds of him, as far as he did it himself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.policy.viewer import Viewer
from casefile.storage.tables import Audit


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line without its number, which would tell how much others do, and without ids and counts."""

    at: datetime
    action: str
    subject_kind: str
    reason: str
    case_ref: str
    purpose: str
    address: str
    command: str


def own_lines(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[OwnLine]:
    """The viewer's own, newest first; what was done in his name on the command line too."""
    statement = (
        select(Audit.at, Audit.action, Audit.subject_kind, Audit.reason, Audit.case_ref, Audit.purpose, Audit.detail)
        .where(Audit.officer_id == viewer.officer_id)
        .order_by(Audit.seq.desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        OwnLine(
            row.at, row.action, row.subject_kind, row.reason, row.case_ref, row.purpose,
            str(row.detail.get("address") or ""), str(row.detail.get("command") or ""),
        )
        for row in session.connection().execute(statement)
    ]  # fmt: skip
