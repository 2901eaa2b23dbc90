"""Lines drawn at random each month, and what the auditor found of each."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from casefile import audit
from casefile.audit import Action
from casefile.auditing.listing import AuditLine, line_of, lines_select
from casefile.errors import MISSING, N_, Conflict, NotThere
from casefile.policy.oversight import auditing
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import Audit, AuditSample, Officer, new_id
from casefile.vocabulary import Finding, Json

WORTH = (Action.SEARCH, Action.CONSULTATION, Action.DISCLOSURE, Action.EXPORT)
"""Actions of officers that a sample is drawn from: by these somebody learned something. Searches and readings with
their reason: what has none is an officer's own record, or the answer to a search that is drawn by itself."""
DRAWN = N_("The samples of this month are drawn already.")
NOTHING = N_("Nobody searched, read or exported anything in this month.")
CHECKED = N_("This line was checked already.")


@dataclass(frozen=True, slots=True)
class Sample:
    """A drawn line and what was found of it; `finding` None while nobody has checked it."""

    id: str
    line: AuditLine
    finding: Finding | None
    remark: str
    checked_by: str
    checked_at: datetime | None


def draw_samples(session: Session, viewer: Viewer, month: str) -> int:
    """Draw those of a month, once; seed and numbers stand in the trail. Returns how many."""
    require(viewer, Permission.READ_AUDIT)
    first, after = auditing.check_month(month, tables.now())
    connection = session.connection()
    audit.one_at_a_time(session)
    if connection.execute(select(AuditSample.id).where(AuditSample.month == month).limit(1)).first():
        raise Conflict(DRAWN)
    stated = or_(Audit.reason != "", Audit.action.in_((Action.DISCLOSURE.value, Action.EXPORT.value)))
    of_month = select(Audit.seq).where(
        stated,
        Audit.at >= first,
        Audit.at < after,
        Audit.action.in_(one.value for one in WORTH),
        Audit.officer_id.is_not(None),
    )
    seed = secrets.token_hex(8)
    drawn = auditing.draw(seed, connection.execute(of_month).scalars())
    if not drawn:
        raise Conflict(NOTHING)
    row = {"month": month, "seed": seed, "drawn_by": viewer.officer_id, "drawn_at": tables.now()}
    connection.execute(
        insert(AuditSample), [{**row, "id": new_id(), "seq": seq, "finding": "", "remark": ""} for seq in drawn]
    )
    detail: dict[str, Json] = {"month": month, "seed": seed, "drawn": drawn}
    audit.write(session, viewer, Action.CONSULTATION, "sample", month, detail=detail)
    return len(drawn)


def samples(session: Session, viewer: Viewer, month: str) -> list[Sample]:
    """The lines drawn for a month, in their order."""
    require(viewer, Permission.READ_AUDIT)
    saw = aliased(Officer)
    statement = (
        lines_select()
        .add_columns(
            AuditSample.id,
            AuditSample.finding,
            AuditSample.remark,
            AuditSample.checked_at,
            saw.login.label("checked_login"),
        )
        .join(AuditSample, AuditSample.seq == Audit.seq)
        .outerjoin(saw, saw.id == AuditSample.checked_by)
        .where(AuditSample.month == month)
        .order_by(Audit.seq)
    )
    found = []
    for row in session.connection().execute(statement):
        held = row._mapping
        finding = Finding(held["finding"]) if held["finding"] else None
        login = held["checked_login"] or ""
        found.append(Sample(held["id"], line_of(row), finding, held["remark"], login, held["checked_at"]))
    return found


def months(session: Session, viewer: Viewer) -> list[str]:
    """Months whose samples are drawn, newest first."""
    require(viewer, Permission.READ_AUDIT)
    statement = select(AuditSample.month).distinct().order_by(AuditSample.month.desc()).limit(24)
    return list(session.connection().execute(statement).scalars())


def how_many_unchecked(session: Session, viewer: Viewer) -> int:
    """Lines that were drawn and that nobody has checked."""
    require(viewer, Permission.READ_AUDIT)
    return session.scalars(select(func.count()).select_from(AuditSample).where(AuditSample.finding == "")).one()


def check_sample(session: Session, viewer: Viewer, sample_id: str, finding: Finding, remark: str) -> str:
    """Note what was found, once, with a remark. Returns the month."""
    require(viewer, Permission.READ_AUDIT)
    why = Reason.stated(remark, "remark")
    row = session.execute(select(AuditSample.month, AuditSample.seq).where(AuditSample.id == sample_id)).first()
    if row is None:
        raise NotThere(MISSING)
    values = {"finding": finding.value, "remark": why.text, "checked_by": viewer.officer_id}
    done = session.connection().execute(
        update(AuditSample)
        .where(AuditSample.id == sample_id, AuditSample.checked_by.is_(None))
        .values(**values, checked_at=tables.now())
    )
    if not done.rowcount:
        raise Conflict(CHECKED)
    detail: dict[str, Json] = {"seq": row.seq, "finding": finding.value}
    audit.write(session, viewer, Action.DECISION, "sample", sample_id, reason=why.text, detail=detail)
    return str(row.month)
