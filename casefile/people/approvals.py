"""Two administrators for what one may not do alone: one asks, another confirms or refuses, within 72 hours.

Nothing of a request is in force before it is confirmed: no officer, no duty, no link. What is confirmed is what was
asked for: when the officer has changed meanwhile, or who asked no longer administers, it must be asked for again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from casefile import audit
from casefile.errors import MISSING, BadInput, Conflict, NotAllowed, NotThere
from casefile.people.acts import Seats, carry_out, is_command_line
from casefile.people.administrators import administrators
from casefile.people.changes import SHOWN
from casefile.people.viewers import viewer_of
from casefile.people.wishes import Plan, Wish, plan, wish_from
from casefile.policy import duties
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.tables import Approval, Officer, Unit, new_id
from casefile.vocabulary import PeopleChange, Role

CONFIRMED, REFUSED = "confirmed", "refused"
LAST = 20
"""Decided requests that are listed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a wish: done (with the one-time token, where there is one), or waiting under `request_id`."""

    login: str
    change: PeopleChange
    token: str | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as administrators see it."""

    id: str
    change: PeopleChange
    login: str
    display_name: str
    unit_code: str
    """The officer's unit afterwards."""
    unit_before: str
    roles: tuple[Role, ...]
    """Afterwards; for a link, as they are."""
    roles_before: tuple[Role, ...]
    reason: str
    because: str
    """Why it takes two: one of the reasons of `duties.SECOND`."""
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    may_confirm: bool
    """Whether this viewer may sit in the second seat."""
    seconds: int
    """Administrators who may."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A request that is over, as administrators see it."""

    change: PeopleChange
    login: str
    confirmed: bool
    asked_by: str
    decided_by: str
    decided_at: datetime
    answer: str
    """Why it was refused."""


def ask(session: Session, viewer: Viewer, wish: Wish, reason: str) -> Answer:
    """Do the wish at once where one administrator may; else keep it, with the reason, for a second one."""
    require(viewer, Permission.ADMINISTER)
    audit.one_at_a_time(session)
    made = plan(session, viewer, wish)
    if not made.second or is_command_line(viewer):
        why = Reason.optional(reason)
        token = carry_out(session, made, Seats(viewer, reason=why.text if why else ""))
        return Answer(made.wish.login, wish.change, token)
    why = Reason.stated(reason)
    known = session.connection().execute(
        select(Approval.id).where(_waiting(), Approval.login == made.wish.login, Approval.change == wish.change.value)
    )
    if known.first() is not None:
        raise BadInput("The same already waits for a second administrator.", field="login")
    return Answer(made.wish.login, wish.change, request_id=_keep(session, viewer, made, why.text))


def confirm(session: Session, viewer: Viewer, request_id: str) -> Answer:
    """Bring into force what another administrator asked for; a one-time token is returned to this one alone, once."""
    require(viewer, Permission.ADMINISTER)
    audit.one_at_a_time(session)
    row = _of(session, request_id)
    if not duties.may_confirm(viewer.officer_id, row.asked_by, row.officer_id or ""):
        error = NotAllowed("Another administrator has to confirm this: neither who asked nor whom it concerns.")
        audit.refuse(session, viewer, error, "approval", row.id, {"move": "confirm"})
    asked = viewer_of(session, row.asked_by)
    if asked is None or not asked.may(Permission.ADMINISTER):
        raise Conflict("Who asked for this is no longer an administrator. Refuse it.")
    made = plan(session, asked, wish_from(row.change, row.login, row.wanted))
    if made.found() != row.found or (made.person.id if made.person else None) != row.officer_id:
        raise Conflict("The officer has changed since this was asked for. Refuse it, and have it asked for again.")
    _decide(session, viewer, row, CONFIRMED)
    return Answer(
        row.login, made.wish.change, carry_out(session, made, Seats(asked, viewer, row.id, reason=row.reason))
    )


def refuse(session: Session, viewer: Viewer, request_id: str, reason: str) -> None:
    """End a request; who asked may take it back in the same way."""
    require(viewer, Permission.ADMINISTER)
    audit.one_at_a_time(session)
    why = Reason.stated(reason)
    _decide(session, viewer, _of(session, request_id), REFUSED, why.text)


def waiting(session: Session, viewer: Viewer, request_id: str | None = None) -> list[Request]:
    """The requests that wait, oldest first; the one of this id alone when it is given."""
    require(viewer, Permission.ADMINISTER)
    asker, unit, there = aliased(Officer), aliased(Unit), administrators(session)
    one = [Approval.id == request_id] if request_id else []
    rows = fresh.rows(
        session,
        select(Approval, asker.login, unit.code)
        .join(asker, asker.id == Approval.asked_by)
        .join(unit, unit.id == Approval.unit_id)
        .where(_waiting(), *one)
        .order_by(Approval.asked_at, Approval.id),
    )
    codes = {row.id: row.code for row in session.connection().execute(select(Unit.id, Unit.code))}
    return [
        Request(
            row.id,
            PeopleChange(row.change),
            row.login,
            str(row.wanted.get("display_name") or ""),
            code,
            codes.get(str(row.found.get("unit_id")), ""),
            _roles(row.wanted, "after"),
            _roles(row.found, "roles"),
            row.reason,
            str(row.wanted.get("because") or ""),
            login,
            row.asked_at,
            row.expires_at,
            duties.may_confirm(viewer.officer_id, row.asked_by, row.officer_id or ""),
            sum(duties.may_confirm(other, row.asked_by, row.officer_id or "") for other in there),
        )
        for row, login, code in rows
    ]


def decided(session: Session, viewer: Viewer) -> list[Decided]:
    """The last requests that were confirmed or refused, newest first: so that who asked learns what became of it."""
    require(viewer, Permission.ADMINISTER)
    asker, second = aliased(Officer), aliased(Officer)
    rows = fresh.rows(
        session,
        select(Approval, asker.login, second.login)
        .join(asker, asker.id == Approval.asked_by)
        .join(second, second.id == Approval.decided_by)
        .where(Approval.decided_at > tables.now() - SHOWN)
        .order_by(Approval.decided_at.desc())
        .limit(LAST),
    )
    return [
        Decided(
            PeopleChange(row.change), row.login, row.outcome == CONFIRMED, asked_by, by,
            row.decided_at or row.asked_at, row.answer,
        )
        for row, asked_by, by in rows
    ]  # fmt: skip


def how_many_wait(session: Session, viewer: Viewer) -> int:
    """How many requests this administrator may confirm or refuse."""
    require(viewer, Permission.ADMINISTER)
    concerns = func.coalesce(Approval.officer_id, "")
    mine = and_(Approval.asked_by != viewer.officer_id, concerns != viewer.officer_id)
    return session.connection().execute(select(func.count()).select_from(Approval).where(_waiting(), mine)).scalar_one()


def has_second(session: Session, viewer: Viewer) -> bool:
    """Whether there is another administrator at all, who could confirm."""
    require(viewer, Permission.ADMINISTER)
    return bool(administrators(session).keys() - {viewer.officer_id})


def _waiting() -> ColumnElement[bool]:
    return and_(Approval.outcome == "", Approval.expires_at > tables.now())


def _of(session: Session, request_id: str) -> Approval:
    row = fresh.first(session, select(Approval).where(_waiting(), Approval.id == request_id))
    if row is None:
        raise NotThere(MISSING)
    return row


def _keep(session: Session, viewer: Viewer, made: Plan, reason: str) -> str:
    moment, request_id = tables.now(), new_id()
    after = sorted(role.value for role in made.roles)
    session.connection().execute(
        insert(Approval),
        {
            "id": request_id,
            "change": made.wish.change.value,
            "officer_id": made.person.id if made.person else None,
            "login": made.wish.login,
            "unit_id": made.unit_id,
            "wanted": {**made.wish.as_json(), "after": after, "because": made.second},
            "found": made.found(),
            "reason": reason,
            "asked_by": viewer.officer_id,
            "asked_at": moment,
            "expires_at": moment + duties.REQUEST_LIFE,
            "outcome": "",
            "answer": "",
        },
    )
    detail = {"asked": made.wish.change.value, "roles": after, "unit": made.unit_id}
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "approval", request_id, reason=reason, detail=detail)
    return request_id


def _decide(session: Session, viewer: Viewer, row: Approval, outcome: str, answer: str = "") -> None:
    done = session.connection().execute(
        update(Approval)
        .where(Approval.id == row.id, Approval.outcome == "")
        .values(outcome=outcome, answer=answer, decided_by=viewer.officer_id or None, decided_at=tables.now())
    )
    if not done.rowcount:
        raise NotThere(MISSING)
    audit.write(
        session,
        viewer,
        audit.Action.ADMINISTRATION,
        "approval",
        row.id,
        reason=answer,
        detail={outcome: row.change, "asked_by": row.asked_by},
    )


def _roles(stored: Mapping[str, object], key: str) -> tuple[Role, ...]:
    held = stored.get(key)
    return tuple(sorted(Role(role) for role in held)) if isinstance(held, list) else ()
