"""The parts of the simulation as units, officers and open cases: the demonstration's, and Spain's, added here."""

from collections.abc import Callable
from contextlib import suppress

from sqlalchemy.orm import Session

from casefile.demo.network import DemoOfficer, DemoUnit
from casefile.errors import NotThere
from casefile.people.officers import add_officer
from casefile.people.passwords import set_password
from casefile.people.units import SYSTEM, add_unit
from casefile.people.viewers import viewer_by_login
from casefile.policy.viewer import Viewer
from casefile.records.cases import CaseDraft, ensure_case
from casefile.training.simulation.script import Part, Script
from casefile.vocabulary import Role

SPAIN = DemoUnit(
    "ES-LPA", "Grupo de Las Palmas (ejercicio)", "ES", "es", "Guardia de Las Palmas, línea 3 (ejercicio)",
    "Atlantic/Canary",
)  # fmt: skip
SPANISH = DemoOfficer(
    "laspalmas", "Candelaria Déniz-Demo", SPAIN.code, (Role.INVESTIGATOR, Role.WATCH_OFFICER)
)  # fmt: skip
BASIS = "Exercise: invented people"


def load_people(session: Session, password_for: Callable[[str], str]) -> None:
    """Spain's unit and its officer; who has a password already keeps it. For the set-up of a training space."""
    add_unit(
        session, SYSTEM, SPAIN.code, country=SPAIN.country, name=SPAIN.name, desk=SPAIN.desk, locale=SPAIN.locale,
        timezone=SPAIN.timezone,
    )  # fmt: skip
    one = SPANISH
    token = add_officer(
        session, SYSTEM, one.login, unit=one.unit, roles=one.roles, display_name=one.display_name
    )  # fmt: skip
    if token is not None:
        set_password(session, token, password_for(one.login))


def open_cases(session: Session, script: Script) -> None:
    """The case of each unit that enters. Part of starting the clock; a part without its officer stays without one."""
    for part in script.parts:
        if not part.case:
            continue
        with suppress(NotThere):
            viewer = viewer_by_login(session, part.login)
            ensure_case(session, viewer, CaseDraft(part.case, script.title["fr"], BASIS))


def plays(viewer: Viewer, part: Part) -> bool:
    """Whether an officer plays that part."""
    return viewer.unit_code == part.unit and viewer.may(part.permission)
