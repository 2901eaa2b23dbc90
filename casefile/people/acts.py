"""Acts of administration as they are carried out: by one administrator, or by two of whom the second has confirmed.

The one way to change an officer. Whoever calls has asked for the permission; here stands what must not be forgotten
by any of them: the rule of two, the last administrator, the trail, and that the unit's people see it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import Conflict
from casefile.people import changes
from casefile.people.administrators import keep_one
from casefile.people.links import end_links, make_link
from casefile.people.sessions import end_all
from casefile.people.wishes import Person, Plan, Wish, plan
from casefile.policy.viewer import Viewer
from casefile.sign_in.devices import forget_all
from casefile.sign_in.second import remove_all
from casefile.storage import tables
from casefile.storage.tables import Officer, OfficerRole, PortalSession, StatedReason, new_id
from casefile.vocabulary import Json, PeopleChange, Role


@dataclass(frozen=True, slots=True)
class Seats:
    """Who acts: one administrator or the command line, or one who asked and another who confirmed."""

    asked: Viewer
    confirmed: Viewer | None = None
    request_id: str = ""
    reason: str = field(default="", kw_only=True)

    @property
    def actor(self) -> Viewer:
        """In whose name the trail has it: the one by whom it came into force."""
        return self.confirmed or self.asked


def is_command_line(viewer: Viewer) -> bool:
    """Whether no officer acts but the home's own command line, which needs no second seat: its mark is in the trail."""
    return not viewer.officer_id


def at_once(session: Session, by: Viewer, wish: Wish, *, reason: str = "") -> str | None:
    """Carry the wish out; a one-time token where one was made. Raises Conflict when two administrators must do it."""
    audit.one_at_a_time(session)
    made = plan(session, by, wish)
    if made.second and not is_command_line(by):
        raise Conflict("This needs a second administrator: ask for it, and another one confirms.")
    return carry_out(session, made, Seats(by, reason=reason))


def carry_out(session: Session, made: Plan, seats: Seats) -> str | None:
    """Do what was planned in this transaction; a one-time token where one was made."""
    return _DONE_BY[made.wish.change](session, made, seats)


def _add(session: Session, made: Plan, seats: Seats) -> str | None:
    person = made.person
    officer_id = person.id if person else _insert(session, made)
    added = made.roles - (person.roles if person else frozenset())
    _give(session, officer_id, added)
    if person is None or added:
        _into_trail(session, seats, officer_id, {"added": person is None, "roles": _words(added)})
        _show(session, seats, PeopleChange.DUTIES if person else PeopleChange.ADDED, officer_id, made)
    if person is not None and person.has_password:
        return None
    if person is not None:
        _show(session, seats, PeopleChange.RESET, officer_id, made)
    return make_link(session, seats.actor, officer_id)


def _set_duties(session: Session, made: Plan, seats: Seats) -> None:
    person = _known(made)
    _keep_last(session, person, made.roles)
    _replace(session, person.id, made.roles)
    _into_trail(session, seats, person.id, {"roles": _words(made.roles)})
    if made.roles != person.roles:
        _show(session, seats, PeopleChange.DUTIES, person.id, made)


def _reset(session: Session, made: Plan, seats: Seats) -> str:
    person = _known(made)
    if seats.confirmed:
        _into_trail(session, seats, person.id, {"link": "confirmed"})
    _show(session, seats, PeopleChange.RESET, person.id, made)
    return make_link(session, seats.actor, person.id)


def _take_factors(session: Session, made: Plan, seats: Seats) -> str:
    """At once, for the phone may be in other hands; sign-ins and known devices end with it."""
    person = _known(made)
    remove_all(session, person.id)
    end_all(session, person.id)
    forget_all(session, person.id)
    _into_trail(session, seats, person.id, {"second_factor": "removed"})
    _show(session, seats, PeopleChange.FACTORS, person.id, made)
    return make_link(session, seats.actor, person.id)


def _move(session: Session, made: Plan, seats: Seats) -> None:
    """To another unit, with nothing of the old one: duties, sign-ins, links and stated reasons end with it."""
    person = _known(made)
    _keep_last(session, person, made.roles)
    signed_in = select(PortalSession.token_hash).where(PortalSession.officer_id == person.id)
    session.connection().execute(delete(StatedReason).where(StatedReason.token_hash.in_(signed_in)))
    end_all(session, person.id)
    end_links(session, person.id)
    session.connection().execute(update(Officer).where(Officer.id == person.id).values(unit_id=made.unit_id))
    _replace(session, person.id, made.roles)
    detail: dict[str, Json] = {"moved": True, "from": person.unit_id, "to": made.unit_id, "roles": _words(made.roles)}
    _into_trail(session, seats, person.id, detail)
    _show(session, seats, PeopleChange.LEFT, person.id, made, unit_id=person.unit_id, roles=())
    _show(session, seats, PeopleChange.JOINED, person.id, made)


def _shut_out(session: Session, made: Plan, seats: Seats) -> None:
    person = _known(made)
    _keep_last(session, person, ())
    session.connection().execute(update(Officer).where(Officer.id == person.id).values(active=False))
    end_links(session, person.id)
    end_all(session, person.id)
    _into_trail(session, seats, person.id, {"active": False})
    _show(session, seats, PeopleChange.SHUT_OUT, person.id, made, roles=())


_DONE_BY: dict[PeopleChange, Callable[[Session, Plan, Seats], str | None]] = {
    PeopleChange.ADDED: _add,
    PeopleChange.DUTIES: _set_duties,
    PeopleChange.RESET: _reset,
    PeopleChange.FACTORS: _take_factors,
    PeopleChange.MOVED: _move,
    PeopleChange.SHUT_OUT: _shut_out,
}


def _known(made: Plan) -> Person:
    if made.person is None:
        raise LookupError(made.wish.change)  # `plan` refuses every act but adding on who is not there
    return made.person


def _keep_last(session: Session, person: Person, roles: Iterable[Role]) -> None:
    if Role.ADMINISTRATOR in person.roles and Role.ADMINISTRATOR not in roles:
        keep_one(session, {person.id})


def _insert(session: Session, made: Plan) -> str:
    officer_id, wish = new_id(), made.wish
    session.connection().execute(
        insert(Officer),
        {
            "id": officer_id,
            "login": wish.login,
            "unit_id": made.unit_id,
            "display_name": wish.display_name or wish.login,
            "locale": wish.locale,
            "active": True,
            "created_at": tables.now(),
        },
    )
    return officer_id


def _give(session: Session, officer_id: str, roles: Iterable[Role]) -> None:
    if rows := [{"officer_id": officer_id, "role": role} for role in _words(roles)]:
        session.connection().execute(insert(OfficerRole), rows)


def _replace(session: Session, officer_id: str, roles: Iterable[Role]) -> None:
    session.connection().execute(delete(OfficerRole).where(OfficerRole.officer_id == officer_id))
    _give(session, officer_id, roles)


def _words(roles: Iterable[Role]) -> list[str]:
    return sorted(role.value for role in roles)


def _into_trail(session: Session, seats: Seats, officer_id: str, detail: dict[str, Json]) -> None:
    if seats.confirmed:
        detail = {**detail, "asked_by": seats.asked.officer_id, "request": seats.request_id}
    audit.write(
        session,
        seats.actor,
        audit.Action.ADMINISTRATION,
        "officer",
        officer_id,
        reason=seats.reason,
        detail=detail,
    )


def _show(
    session: Session,
    seats: Seats,
    change: PeopleChange,
    officer_id: str,
    made: Plan,
    *,
    unit_id: str = "",
    roles: Iterable[Role] | None = None,
) -> None:
    changes.note(
        session,
        change,
        officer_id,
        unit_id or made.unit_id,
        made.roles if roles is None else roles,
        by_id=seats.asked.officer_id or None,
        confirmed_by=seats.confirmed.officer_id if seats.confirmed else None,
    )
