"""Who gave what to whom: duties, sign-ins, units and agreements, out of the trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from casefile.audit import Action
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.tables import Approval, Audit, Officer, Unit
from casefile.vocabulary import Json, Role

KINDS = ("officer", "approval", "unit", "agreement")
"""Subjects of such acts; each acts on an officer, a unit or a pair of units."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One act. `by` is empty for the command line, which then stands in `command`; `second` confirmed it."""

    at: datetime
    by: str
    command: str
    what: str
    """The key under which the trail holds it: *roles*, *link*, *moved*, *asked*, *confirmed*, *closed* …"""
    roles: tuple[Role, ...]
    to: str
    unit_code: str
    second: bool
    reason: str


def grants(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[Grant]:
    """Newest first."""
    require(viewer, Permission.READ_AUDIT)
    by, to, of = aliased(Officer), aliased(Officer), aliased(Unit)
    statement = (
        select(
            Audit.at, Audit.reason, Audit.detail, Audit.subject_kind, by.login.label("by_login"),
            func.coalesce(to.login, Approval.login, "").label("to_login"),
            func.coalesce(of.code, Unit.code, "").label("unit_code"),
        )
        .outerjoin(by, by.id == Audit.officer_id)
        .outerjoin(Approval, Approval.id == Audit.subject_id)
        .outerjoin(to, to.id == func.coalesce(Approval.officer_id, Audit.subject_id))
        .outerjoin(of, of.id == to.unit_id)
        .outerjoin(Unit, Unit.id == func.coalesce(Approval.unit_id, Audit.subject_id))
        .where(Audit.action == Action.ADMINISTRATION.value, Audit.subject_kind.in_(KINDS))
        .order_by(Audit.seq.desc())
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    return [
        Grant(
            at=row.at, by=row.by_login or "", command=str(row.detail.get("command") or ""),
            what=_what(row.subject_kind, row.detail), roles=_roles(row.detail), to=row.to_login,
            unit_code=row.unit_code, second=bool(row.detail.get("request")), reason=row.reason,
        )
        for row in session.connection().execute(statement)
    ]  # fmt: skip


STATED = (
    "asked", "confirmed", "refused", "moved", "deactivated", "link", "password", "added", "closed", "service",
    "approves_watches", "reach", "history_days", "roles",
)  # fmt: skip
"""Keys of a line's detail that say what was done, the most specific first."""


def _what(kind: str, detail: Mapping[str, Json]) -> str:
    if kind == "officer" and "added" in detail:
        return "officer_added"
    return next((key for key in STATED if key in detail), "changed")


def _roles(detail: Mapping[str, Json]) -> tuple[Role, ...]:
    held = detail.get("roles")
    return tuple(Role(one) for one in held if one in set(Role)) if isinstance(held, list) else ()
