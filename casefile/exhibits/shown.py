"""Exhibits as the own unit sees them: lists, one with its chain of custody, its small pictures."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from casefile.errors import MISSING, NotThere
from casefile.exhibits import rows
from casefile.policy import exhibits as law
from casefile.policy.permissions import Permission, permissions_of
from casefile.policy.states import ExhibitMove
from casefile.policy.viewer import Viewer, require
from casefile.storage.tables import Case, Exhibit, ExhibitLine, Officer, OfficerRole
from casefile.vocabulary import CustodyAct, ExhibitState, Role

SHOWN = (ExhibitState.HELD.value, ExhibitState.OFFERED.value, ExhibitState.OUT.value)
KEEPERS = tuple(role.value for role in Role if Permission.KEEP_EXHIBITS in permissions_of(frozenset({role})))


@dataclass(frozen=True, slots=True)
class ExhibitLook:
    """A line of a list."""

    id: str
    reference: str
    name: str
    media_type: str
    size: int
    state: ExhibitState
    received_at: datetime
    holder: str
    description: str
    has_picture: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """A colleague to whom an exhibit may be handed on."""

    officer_id: str
    name: str


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """One step of the chain of custody; `by` is empty where the schedule took it."""

    at: datetime
    act: CustodyAct
    by: str
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExhibitView:
    """One exhibit, for its page."""

    look: ExhibitLook
    sha256: str
    kept_at: str
    kept_until: datetime | None
    case_id: str
    case_reference: str
    record_id: str | None
    offered_to: str
    outside: str
    custody: tuple[CustodyLine, ...]
    steps: frozenset[ExhibitMove]

    def may(self, move: str) -> bool:
        """Whether the step is offered to who looks."""
        return ExhibitMove(move) in self.steps


def exhibits_of_record(session: Session, viewer: Viewer, record_id: str) -> list[ExhibitLook]:
    """The exhibits of an own record, newest first."""
    require(viewer, Permission.KEEP_EXHIBITS)
    return _looks(session, viewer, Exhibit.record_id == record_id, 200, 0)


def exhibits_of_case(session: Session, viewer: Viewer, case_id: str) -> list[ExhibitLook]:
    """All exhibits of an own case, those of its records too, newest first."""
    require(viewer, Permission.KEEP_EXHIBITS)
    return _looks(session, viewer, Exhibit.case_id == case_id, 200, 0)


def own(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[ExhibitLook]:
    """What the viewer holds, and first what was offered to the viewer."""
    require(viewer, Permission.KEEP_EXHIBITS)
    mine = or_(Exhibit.holder_id == viewer.officer_id, _offered(viewer))
    return _looks(session, viewer, mine, limit, offset)


def how_many_wait(session: Session, viewer: Viewer) -> int:
    """Exhibits offered to the viewer."""
    require(viewer, Permission.KEEP_EXHIBITS)
    return session.scalars(select(func.count()).select_from(Exhibit).where(_offered(viewer))).one()


def _offered(viewer: Viewer) -> ColumnElement[bool]:
    offered = Exhibit.state == ExhibitState.OFFERED.value
    return and_(offered, Exhibit.offered_to == viewer.officer_id, Exhibit.unit_id == viewer.unit_id)


def exhibit_of(session: Session, viewer: Viewer, exhibit_id: str) -> ExhibitView:
    """One exhibit of the own unit."""
    require(viewer, Permission.KEEP_EXHIBITS)
    row = rows.of_unit(session, viewer, exhibit_id)
    found = _looks(session, viewer, Exhibit.id == row.id, 1, 0)
    if not found:
        raise NotThere(MISSING)
    lines = session.execute(
        select(ExhibitLine).where(ExhibitLine.exhibit_id == row.id).order_by(ExhibitLine.number)
    ).scalars().all()  # fmt: skip
    officers = {one for line in lines for one in (line.officer_id, line.to_officer_id) if one}
    names = _names(session, officers | {row.offered_to or ""})
    custody = tuple(
        CustodyLine(line.at, CustodyAct(line.act), names.get(line.officer_id or "", ""),
                    names.get(line.to_officer_id or "", "") or line.outside, line.reason)
        for line in lines
    )  # fmt: skip
    reference = session.scalars(select(Case.reference).where(Case.id == row.case_id)).one()
    return ExhibitView(
        found[0], row.sha256, row.kept_at, row.kept_until, row.case_id, reference, row.record_id,
        names.get(row.offered_to or "", ""), row.outside, custody, law.steps_of(viewer, rows.custody_of(session, row)),
    )  # fmt: skip


def picture_of(session: Session, viewer: Viewer, exhibit_id: str, *, small: bool) -> bytes:
    """The thumbnail or the preview, a JPEG without anything else that the file held."""
    require(viewer, Permission.KEEP_EXHIBITS)
    column = Exhibit.thumbnail if small else Exhibit.preview
    mine = (Exhibit.id == exhibit_id, Exhibit.unit_id == viewer.unit_id, Exhibit.state.in_(SHOWN))
    found = session.scalars(select(column).where(*mine)).first()
    if not found:
        raise NotThere(MISSING)
    return found


def colleagues(session: Session, viewer: Viewer) -> list[Holder]:
    """Officers of the own unit who keep exhibits, by name, but for the viewer."""
    require(viewer, Permission.KEEP_EXHIBITS)
    keeps = select(OfficerRole.officer_id).where(OfficerRole.role.in_(KEEPERS))
    found = session.execute(
        select(Officer.id, Officer.display_name)
        .where(Officer.unit_id == viewer.unit_id, Officer.active, Officer.id.in_(keeps))
        .order_by(Officer.display_name)
    )
    return [Holder(*row) for row in found if row.id != viewer.officer_id]


def _names(session: Session, ids: set[str]) -> dict[str, str]:
    found = session.execute(select(Officer.id, Officer.display_name).where(Officer.id.in_(ids)))
    return {row.id: row.display_name for row in found}


def _looks(session: Session, viewer: Viewer, which: ColumnElement[bool], limit: int, offset: int) -> list[ExhibitLook]:
    mine = (Exhibit.unit_id == viewer.unit_id, Exhibit.state.in_(SHOWN))
    found = session.execute(
        select(
            Exhibit.id, Exhibit.reference, Exhibit.name, Exhibit.media_type, Exhibit.size, Exhibit.state,
            Exhibit.received_at, Officer.display_name, Exhibit.description, Exhibit.thumbnail.is_not(None),
        )
        .join(Officer, Officer.id == Exhibit.holder_id)
        .where(which, *mine)
        .order_by(Exhibit.received_at.desc(), Exhibit.id)
        .limit(limit)
        .offset(offset)
    ).all()  # fmt: skip
    return [
        ExhibitLook(id, reference, name, media, size, ExhibitState(state), at, holder, description, picture)
        for id, reference, name, media, size, state, at, holder, description, picture in found
        if at is not None
    ]
