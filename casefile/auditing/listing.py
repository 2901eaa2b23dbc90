"""Who looked for what, when and why: the lines of the trail with the names of who acted, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, Select, case, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import BadInput
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.tables import Audit, Officer, Unit
from casefile.vocabulary import Json

BY_SUBJECT = (audit.Action.SIGN_IN.value, audit.Action.SIGN_OUT.value)
"""Acts of the officer they are about. Not a refused sign-in: that may have been anybody."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: each of these that is not empty narrows. `until` is left out itself."""

    unit_id: str = ""
    login: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    subject_id: str = ""

    def as_json(self) -> dict[str, Json]:
        """What narrows, for the trail."""
        given = {"unit": self.unit_id, "login": self.login, "action": self.action, "subject": self.subject_id}
        times = {"since": self.since, "until": self.until}
        return {**{k: v for k, v in given.items() if v}, **{k: v.isoformat() for k, v in times.items() if v}}


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A line as auditors read it. `login` and `unit_code` are empty where the machine acted by itself."""

    seq: int
    at: datetime
    action: str
    login: str
    unit_code: str
    unit_name: str
    subject_kind: str
    subject_id: str
    reason: str
    case_ref: str
    purpose: str
    detail: Mapping[str, Json] = field(default_factory=dict)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Ids of the units to which something was disclosed by it."""
        if self.action != audit.Action.DISCLOSURE:
            return ()
        to = self.detail.get("to", self.detail.get("asked"))
        return tuple(map(str, to)) if isinstance(to, list) else (str(to),) if to else ()

    @property
    def sealed(self) -> bool:
        """Whether there is a sealed text behind it."""
        return self.action == audit.Action.SEARCH and self.subject_kind == "lookup"


def lines(session: Session, viewer: Viewer, wanted: Wanted, *, limit: int = 50, offset: int = 0) -> list[AuditLine]:
    """Those that are wanted, newest first."""
    require(viewer, Permission.READ_AUDIT)
    statement = _select(wanted).order_by(Audit.seq.desc()).limit(limit).offset(offset)
    return [line_of(row) for row in session.connection().execute(statement)]


def export(session: Session, viewer: Viewer, wanted: Wanted, *, most: int) -> list[AuditLine]:
    """The same for a file, oldest first and whole; that it was done stands in the trail. Needs a writing session.

    Raises BadInput where there are more than `most`: a file that ends in the middle looks like the whole.
    """
    require(viewer, Permission.READ_AUDIT)
    audit.write(session, viewer, audit.Action.EXPORT, "audit", "", detail=wanted.as_json())
    statement = _select(wanted).order_by(Audit.seq).limit(most + 1)
    found = [line_of(row) for row in session.connection().execute(statement)]
    if len(found) > most:
        raise BadInput(
            "More than %(most)d lines answer to this. Choose fewer days, and take the next ones in another file.",
            field="since",
            most=most,
        )
    return found


def _select(wanted: Wanted) -> Select[*tuple[object, ...]]:
    statement = lines_select()
    for column, value in (
        (Audit.unit_id, wanted.unit_id), (Officer.login, wanted.login), (Audit.action, wanted.action),
        (Audit.subject_id, wanted.subject_id),
    ):  # fmt: skip
        if value:
            statement = statement.where(column == value)
    if wanted.since:
        statement = statement.where(Audit.at >= wanted.since)
    if wanted.until:
        statement = statement.where(Audit.at < wanted.until)
    return statement


def lines_select() -> Select[*tuple[object, ...]]:
    """Every line with the names of who acted. Who signs in or out is the line's subject: nobody was signed in yet."""
    who = case(
        (Audit.officer_id.is_not(None), Audit.officer_id), (Audit.action.in_(BY_SUBJECT), Audit.subject_id), else_=None
    )
    columns = (
        Audit.seq, Audit.at, Audit.action, Audit.subject_kind, Audit.subject_id, Audit.reason, Audit.case_ref,
        Audit.purpose, Audit.detail, Officer.login, Unit.code.label("unit_code"), Unit.name.label("unit_name"),
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(Audit)
        .outerjoin(Officer, Officer.id == who)
        .outerjoin(Unit, Unit.id == Audit.unit_id)
    )


def line_of(row: Row[*tuple[object, ...]]) -> AuditLine:
    held = row._mapping
    return AuditLine(
        seq=held["seq"],
        at=held["at"],
        action=held["action"],
        login=held["login"] or "",
        unit_code=held["unit_code"] or "",
        unit_name=held["unit_name"] or "",
        subject_kind=held["subject_kind"],
        subject_id=held["subject_id"],
        reason=held["reason"],
        case_ref=held["case_ref"],
        purpose=held["purpose"],
        detail=held["detail"],
    )
