"""Countries and units: who takes part in the network."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit, limits, sealing
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.people.administrators import keep_one
from casefile.policy.logins import clean_name
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.sharing import EVERY_UNIT
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import Country, Officer, Unit, new_id
from casefile.vocabulary import SET_UP, Role, Service, UnitKind

SYSTEM = Viewer("", "system", "", "", frozenset({Role.ADMINISTRATOR}))
"""Who sets up an installation from its command line: whoever may read its database file already may do this."""

COUNTRIES = {
    "SN": "Sénégal",
    "MR": "Mauritanie",
    "GM": "The Gambia",
    "GN": "Guinée",
    "ML": "Mali",
    "NE": "Niger",
    "CI": "Côte d'Ivoire",
    "ES": "España",
    "FR": "France",
    "MA": "Maroc",
    "DZ": "Algérie",
    "GW": "Guiné-Bissau",
    "CV": "Cabo Verde",
    "PT": "Portugal",
    "TN": "Tunisie",
    "LY": "Libye",
}


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as everybody in the network may know it."""

    id: str
    code: str
    name: str
    kind: UnitKind
    country: str
    desk: str
    locale: str
    timezone: str
    open: bool
    approves_watches: bool = False
    """Whether a second officer has to approve each new watch of the unit."""
    service: Service | None = None
    """Of which service it is; None: not stated."""


def add_country(session: Session, viewer: Viewer, code: str, name: str = "") -> str:
    """Make the country known; known already is no error. Returns its code."""
    require(viewer, Permission.ADMINISTER)
    code = code.strip().upper()
    if len(code) != limits.COUNTRY_CODE or not code.isascii() or not code.isalpha():
        raise BadInput("%(code)s is not a country code of two letters.", field="country", code=repr(code[:10]))
    if session.get(Country, code) is None:
        session.connection().execute(insert(Country), {"code": code, "name": name or COUNTRIES.get(code, code)})
    return code


def add_unit(
    session: Session,
    viewer: Viewer,
    code: str,
    *,
    country: str,
    name: str,
    kind: UnitKind = UnitKind.INVESTIGATION,
    desk: str = "",
    locale: str = "fr",
    timezone: str = "Africa/Dakar",
) -> str:
    """Set a unit up and return its id. The same twice is no error; a changed name or desk is taken over.

    Raises Conflict when the code already belongs to a unit of another country.
    """
    require(viewer, Permission.ADMINISTER)
    code, name = code.strip(), name.strip()
    if kind not in SET_UP:
        raise BadInput("Choose one from the list.", field="kind")
    if not code or not name:
        raise BadInput("A unit needs a code and a name.", field="code")
    code = clean_name(code, "code", limits.UNIT_CODE)
    name = clean_name(name, "name", limits.UNIT_NAME)
    desk = clean_name(desk, "desk", limits.UNIT_NAME)
    country = add_country(session, viewer, country)
    values = {"name": name, "kind": kind.value, "desk": desk, "locale": locale, "timezone": timezone}
    connection = session.connection()
    known = connection.execute(select(Unit.__table__).where(Unit.code == code)).first()
    if known is None:
        unit_id = new_id()
        connection.execute(
            insert(Unit), {"id": unit_id, "code": code, "country": country, "created_at": tables.now(), **values}
        )
        audit.write(session, viewer, audit.Action.ADMINISTRATION, "unit", unit_id, detail={"added": True})
        return unit_id
    if known.country != country:
        raise Conflict(
            "The code %(code)s already belongs to a unit of %(country)s. Choose another.",
            code=code,
            country=known.country,
        )
    unit_id = str(known.id)
    if any(getattr(known, key) != value for key, value in values.items()):
        connection.execute(update(Unit).where(Unit.id == unit_id).values(**values))
        audit.write(session, viewer, audit.Action.ADMINISTRATION, "unit", unit_id, detail={"changed": True})
    return unit_id


def ask_for_approval(session: Session, viewer: Viewer, unit_id: str, *, approves: bool) -> None:
    """Set whether a second officer of the unit approves every watch. What waits already goes on waiting."""
    require(viewer, Permission.ADMINISTER)
    done = session.connection().execute(
        update(Unit).where(Unit.id == unit_id, Unit.closed_at.is_(None)).values(approves_watches=approves)
    )
    if not done.rowcount:
        raise NotThere("There is no such unit.")
    detail = {"approves_watches": approves}
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "unit", unit_id, detail=detail)


def set_service(session: Session, viewer: Viewer, unit_id: str, service: Service | None) -> None:
    """Say of which service a unit is: who hands cases over, and who receives them, follows from it."""
    require(viewer, Permission.ADMINISTER)
    word = service.value if service else ""
    done = session.connection().execute(update(Unit).where(Unit.id == unit_id).values(service=word))
    if not done.rowcount:
        raise NotThere(MISSING)
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "unit", unit_id, detail={"service": word})


def keep_searches(session: Session, viewer: Viewer, unit_id: str, days: int) -> None:
    """For how many days the unit keeps what its officers searched for (`casefile.sealing`). Raises BadInput."""
    require(viewer, Permission.ADMINISTER)
    sealing.set_days(session, unit_id, days)
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "unit", unit_id, detail={"history_days": days})


def mark_closed(session: Session, viewer: Viewer, unit_id: str, reason: str) -> None:
    """Note that a unit's part in the network has ended; its officers can no longer sign in.

    Part of `watches.closing.close_unit`, which ends all that could still lead anybody there.
    """
    require(viewer, Permission.ADMINISTER)
    why = Reason.stated(reason)
    audit.one_at_a_time(session)
    keep_one(session, set(session.scalars(select(Officer.id).where(Officer.unit_id == unit_id))))
    done = session.connection().execute(
        update(Unit).where(Unit.id == unit_id, Unit.closed_at.is_(None)).values(closed_at=tables.now())
    )
    if not done.rowcount:
        raise NotThere("There is no such unit.")
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "unit", unit_id, reason=why.text, detail={"closed": True})


def units(session: Session) -> list[UnitView]:
    """All units, by code. Which units exist is known to everyone in the network."""
    known = select(Unit.__table__).where(of_people()).order_by(Unit.code)
    return [_view(row) for row in session.connection().execute(known)]


def of_people() -> ColumnElement[bool]:
    """Units as everybody knows them: not those that hold what was asked at posts, of which nobody is told."""
    return Unit.asks_for.is_(None)


def at_posts(session: Session, unit_id: str) -> Viewer:
    """Who keeps what a unit's officers ask at posts: a unit of its own in which nobody serves, set up with the first.

    No officer can be in it, so what it holds is read by nobody; to be compared, it stands for the unit that asks.
    """
    wanted = select(Unit.id, Unit.code).where(Unit.asks_for == unit_id)
    row = session.connection().execute(wanted).first()
    if row is None:
        audit.one_at_a_time(session)
        row = session.connection().execute(wanted).first() or _add_at_posts(session, unit_id, wanted)
    return Viewer("", "system", row.id, row.code, frozenset({Role.INVESTIGATOR, Role.WATCH_OFFICER}))


def _add_at_posts(session: Session, unit_id: str, wanted: Select[str, str]) -> Row[str, str]:
    home = session.connection().execute(select(Unit.country, Unit.name).where(Unit.id == unit_id)).one()
    id = new_id()
    values = {"country": home.country, "name": home.name, "kind": UnitKind.POST.value, "asks_for": unit_id}
    session.connection().execute(insert(Unit), {"id": id, "code": f"post-{id}", "created_at": tables.now(), **values})
    audit.write(session, None, audit.Action.ADMINISTRATION, "unit", id, detail={"added": True, "asks_for": unit_id})
    return session.connection().execute(wanted).one()


def close_at_posts(session: Session, unit_id: str) -> list[str]:
    """What a unit asked at posts takes no part any more once the unit does not. Returns the ids of those that held it.

    Part of `watches.closing.close_unit`.
    """
    held = list(session.connection().execute(select(Unit.id).where(Unit.asks_for == unit_id)).scalars())
    session.connection().execute(update(Unit).where(Unit.id.in_(held)).values(closed_at=tables.now()))
    return held


def investigating(session: Session) -> list[UnitView]:
    """The units that act together, by code: those that investigate and are open."""
    return [one for one in units(session) if one.open and one.kind is UnitKind.INVESTIGATION]


def check_named(session: Session, named: Iterable[str]) -> None:
    """Raises BadInput when a list of units that may know of something names what is no unit's id.

    A unit that was closed since may stand in it: it reads nothing, and what names it can still be corrected.
    """
    asked = set(named) - {EVERY_UNIT}
    if asked and asked - set(session.connection().execute(select(Unit.id).where(Unit.id.in_(asked))).scalars()):
        raise BadInput("Choose one from the list.", field="sharing_units")


def unit_by_code(session: Session, code: str) -> UnitView:
    row = session.connection().execute(select(Unit.__table__).where(Unit.code == code, of_people())).first()
    if row is None:
        raise NotThere("There is no unit %(code)s.", code=code)
    return _view(row)


def unit(session: Session, unit_id: str) -> UnitView:
    """The unit of this id. Raises NotThere."""
    row = session.connection().execute(select(Unit.__table__).where(Unit.id == unit_id)).first()
    if row is None:
        raise NotThere(MISSING)
    return _view(row)


def system_viewer(session: Session, code: str) -> Viewer:
    """Who enters for a unit from the command line: no officer, the unit's own rights, nobody else's."""
    own = unit_by_code(session, code)
    return Viewer("", "system", own.id, own.code, frozenset({Role.INVESTIGATOR, Role.WATCH_OFFICER}))


def _view(row: object) -> UnitView:
    one: Unit = row  # type: ignore[assignment]
    return UnitView(
        one.id,
        one.code,
        one.name,
        UnitKind(one.kind),
        one.country,
        one.desk,
        one.locale,
        one.timezone,
        one.closed_at is None,
        one.approves_watches,
        Service(one.service) if one.service else None,
    )
