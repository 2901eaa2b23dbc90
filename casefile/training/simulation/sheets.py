"""The sheets of the simulation taken out on paper: by the instructor, for a reason, noted as all that leaves."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, NotThere
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import new_id
from casefile.training.simulation import course
from casefile.training.simulation.script import FILES, script

WHOLE = "instructor"
"""The sheet with everything and what is expected; the others are the cards of one part, by its id."""


@dataclass(frozen=True, slots=True)
class SheetTaken:
    """A sheet as it leaves. `digest`: of the story and its truth, so that a paper is known for the edition it shows."""

    reference: str
    at: datetime
    reason: str
    digest: str


def check_sheet(session: Session, viewer: Viewer, sheet: str) -> None:
    """For the page that shows it. Raises NotThere outside a training space, and for a part that nobody plays."""
    require(viewer, Permission.ADMINISTER)
    course.require_training(session, viewer)
    if sheet != WHOLE and sheet not in {part.id for part in script().parts}:
        raise NotThere(MISSING)


def take_sheet(session: Session, viewer: Viewer, sheet: str, reason: str, *, written_as: str = "pdf") -> SheetTaken:
    """The same, taken out. Needs a writing session; raises BadInput without a reason."""
    require(viewer, Permission.ADMINISTER)
    check_sheet(session, viewer, sheet)
    why, reference = Reason.stated(reason), new_id()
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in FILES)).hexdigest()
    detail = {"sheet": sheet, "format": written_as, "reference": reference, "digest": digest}
    audit.write(session, viewer, audit.Action.EXPORT, course.ID, course.ID, reason=why.text, detail=detail)
    return SheetTaken(reference, tables.now(), why.text, digest)
