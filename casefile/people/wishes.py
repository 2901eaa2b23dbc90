"""An act on an officer before it is done: as an administrator wishes it, and checked against what is there."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.errors import BadInput, Conflict, NotThere
from casefile.policy import duties
from casefile.policy.logins import clean_display_name, clean_login
from casefile.policy.viewer import Viewer
from casefile.storage.tables import Officer, OfficerRole, Unit
from casefile.vocabulary import Json, PeopleChange, Role

_SHUT_OUT = "The officer %(login)s is deactivated, for good. Add the officer under another login."


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished for the officer of this login. `roles` are all the duties the officer is to hold afterwards; for
    ADDED those to be added, for RESET, FACTORS and SHUT_OUT none. `unit_id`: the unit for ADDED and MOVED."""

    change: PeopleChange
    login: str
    unit_id: str = ""
    roles: frozenset[Role] = frozenset()
    display_name: str = ""
    locale: str | None = None

    def as_json(self) -> dict[str, Json]:
        return {
            "unit_id": self.unit_id,
            "roles": sorted(role.value for role in self.roles),
            "display_name": self.display_name,
            "locale": self.locale,
        }


def wish_from(change: str, login: str, stored: Mapping[str, object]) -> Wish:
    """A wish as it was kept by `as_json`."""
    kept: Mapping[str, object] = {"unit_id": "", "roles": [], "display_name": "", "locale": None, **stored}
    roles, locale = kept["roles"], kept["locale"]
    return Wish(
        PeopleChange(change),
        login,
        str(kept["unit_id"]),
        frozenset(Role(role) for role in roles) if isinstance(roles, list) else frozenset(),
        str(kept["display_name"]),
        str(locale) if locale else None,
    )


@dataclass(frozen=True, slots=True)
class Person:
    """An officer as an administrator's act finds one."""

    id: str
    login: str
    unit_id: str
    active: bool
    has_password: bool
    roles: frozenset[Role]

    def as_json(self) -> dict[str, Json]:
        """What a confirmation must find unchanged."""
        return {"unit_id": self.unit_id, "roles": sorted(role.value for role in self.roles)}


@dataclass(frozen=True, slots=True)
class Plan:
    """A wish that may be carried out as things stand."""

    wish: Wish
    person: Person | None
    """None: an officer to be added."""
    unit_id: str
    """The officer's unit afterwards."""
    roles: frozenset[Role]
    """The officer's duties afterwards."""
    second: str
    """Why a second administrator has to confirm it; empty: nobody has to."""

    def found(self) -> dict[str, Json]:
        return self.person.as_json() if self.person else {}


def person_of(session: Session, login: str) -> Person | None:
    """The officer of this login, whatever signs an earlier release allowed in it."""
    row = (
        session.connection()
        .execute(
            select(Officer.id, Officer.login, Officer.unit_id, Officer.active, Officer.password_hash).where(
                Officer.login == login.strip().lower()
            )
        )
        .first()
    )
    if row is None:
        return None
    roles = session.connection().execute(select(OfficerRole.role).where(OfficerRole.officer_id == row.id)).scalars()
    return Person(
        row.id, row.login, row.unit_id, row.active, bool(row.password_hash), frozenset(Role(role) for role in roles)
    )


def plan(session: Session, asked_by: Viewer, wish: Wish) -> Plan:
    """Check the wish. Raises BadInput (naming the field), Conflict or NotThere when it cannot be carried out."""
    if wish.change is PeopleChange.ADDED:
        wish = Wish(
            wish.change, clean_login(wish.login), wish.unit_id, wish.roles,
            clean_display_name(wish.display_name), wish.locale,
        )  # fmt: skip
    person = person_of(session, wish.login)
    if person is None and wish.change is not PeopleChange.ADDED:
        raise NotThere("There is no officer %(login)s.", login=wish.login)
    if person is not None and not person.active:
        raise Conflict(_SHUT_OUT, login=person.login)
    held = person.roles if person else frozenset()
    unit_id, roles = _afterwards(wish, person, held)
    _check_unit(session, wish, person)
    if roles != held:
        duties.check_together(roles)
    intent = duties.Intent(
        wish.change,
        own_unit=unit_id == asked_by.unit_id,
        oneself=person is not None and person.id == asked_by.officer_id,
        granted=roles - held,
        holds=held,
        has_password=person is not None and person.has_password,
        gives_link=wish.change in (PeopleChange.RESET, PeopleChange.FACTORS)
        or (wish.change is PeopleChange.ADDED and not (person and person.has_password)),
    )
    return Plan(wish, person, unit_id, roles, duties.needs_second(intent))


def _afterwards(wish: Wish, person: Person | None, held: frozenset[Role]) -> tuple[str, frozenset[Role]]:
    """Unit and duties of the officer once the wish is fulfilled."""
    if person is None:
        return wish.unit_id, wish.roles
    match wish.change:
        case PeopleChange.ADDED:
            return person.unit_id, held | wish.roles
        case PeopleChange.MOVED:
            return wish.unit_id, wish.roles
        case PeopleChange.DUTIES:
            return person.unit_id, wish.roles
        case _:
            return person.unit_id, held


def _check_unit(session: Session, wish: Wish, person: Person | None) -> None:
    """Raises when the unit of ADDED or MOVED is not one the officer can be in."""
    if wish.change not in (PeopleChange.ADDED, PeopleChange.MOVED):
        return
    unit = session.connection().execute(select(Unit.closed_at).where(Unit.id == wish.unit_id)).first()
    if unit is None:
        raise BadInput("Choose one from the list.", field="unit")
    if unit.closed_at is not None:
        raise BadInput("This unit is closed. Choose another.", field="unit")
    if person is None:
        return
    if wish.change is PeopleChange.ADDED and person.unit_id != wish.unit_id:
        raise Conflict("The login %(login)s belongs to an officer of another unit. Choose another.", login=wish.login)
    if wish.change is PeopleChange.MOVED and person.unit_id == wish.unit_id:
        raise BadInput("The officer is of this unit already. Choose another.", field="unit")
