"""The one invented network of the tests: its units, their officers, their open cases. Everything else is made from it.

A unit has one officer with both trades, named after the place: `dakar` enters and watches for SN-DKR, `banjul` for
GM-BJL, `nouakchott` for MR-NKC. Every other role of the portal has one officer, called by it.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from casefile.people import officers, units, viewers
from casefile.policy.identity.factors import Factor
from casefile.policy.viewer import Viewer
from casefile.sign_in import attempts
from casefile.sign_in.attempts import Attempt
from casefile.storage.store import Store
from casefile.vocabulary import Role, UnitKind

PASSWORD = "quatre mots faciles ici"
"""Of who has one: hashing costs, so an officer gets it only where a test signs in by the form."""


@dataclass(frozen=True, slots=True)
class NetworkUnit:
    code: str
    country: str
    name: str
    locale: str = "fr"
    kind: UnitKind = UnitKind.INVESTIGATION


@dataclass(frozen=True, slots=True)
class NetworkOfficer:
    login: str
    unit: str
    display_name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class NetworkCase:
    login: str
    reference: str
    title: str


DAKAR = NetworkUnit("SN-DKR", "SN", "Brigade de Dakar")
BANJUL = NetworkUnit("GM-BJL", "GM", "Banjul Serious Crime Unit", "en")
NOUAKCHOTT = NetworkUnit("MR-NKC", "MR", "Brigade de Nouakchott")
COORDINATION = NetworkUnit("CO", "SN", "Bureau de coordination", kind=UnitKind.COORDINATION)
INVESTIGATING = (DAKAR, BANJUL, NOUAKCHOTT)
UNITS = (*INVESTIGATING, COORDINATION)
FURTHER_UNITS = (
    NetworkUnit("GN-CKY", "GN", "Brigade de Conakry"),
    NetworkUnit("ML-BKO", "ML", "Brigade de Bamako"),
    NetworkUnit("CI-ABJ", "CI", "Brigade d'Abidjan"),
)
"""Without officers: where a test needs more units that enter and watch."""

DESK = "poste 12"
_BOTH = (Role.INVESTIGATOR, Role.WATCH_OFFICER)
OFFICERS = (
    NetworkOfficer("dakar", DAKAR.code, "Awa Ndiaye", _BOTH),
    NetworkOfficer("banjul", BANJUL.code, "Lamin Ceesay", _BOTH),
    NetworkOfficer("nouakchott", NOUAKCHOTT.code, "Mariem Mint Salem", _BOTH),
    NetworkOfficer("coordinator", COORDINATION.code, "Ibrahima Ba", (Role.COORDINATOR,)),
    NetworkOfficer("second", COORDINATION.code, "Aminata Touré", (Role.COORDINATOR,)),
    NetworkOfficer("protection", COORDINATION.code, "Mariama Sow", (Role.PROTECTION,)),
    NetworkOfficer("analyst", DAKAR.code, "Omar Fall", (Role.ANALYST,)),
    NetworkOfficer("chief", DAKAR.code, "Khady Mbaye", (Role.CHIEF,)),
    NetworkOfficer("magistrate", DAKAR.code, "Ndeye Gueye", (Role.MAGISTRATE,)),
    NetworkOfficer("auditor", COORDINATION.code, "Salif Keita", (Role.AUDITOR,)),
    NetworkOfficer("administrator", COORDINATION.code, "Fatou Sarr", (Role.ADMINISTRATOR,)),
)
LOGINS = frozenset(one.login for one in OFFICERS)
CASES = (
    NetworkCase("dakar", "DKR-1", "Pirogue de Mbour"),
    NetworkCase("banjul", "BJL-1", "Landing at Tanji"),
    NetworkCase("nouakchott", "NKC-1", "Départ de Ndiago"),
)
ENTERING = tuple(case.login for case in CASES)
"""Who enters records and watches: one officer of each investigating unit."""


def signs_in(store: Store, login: str, password: str, *, network: str = "192.0.2.0/24", device: str = "") -> str | None:
    """The officer's id where login and password open the door, else None: as the sign-in page does it."""
    passed = attempts.check_password(store, Attempt(login, password, network, device))
    if passed is None:
        return None
    with store.writing() as session:
        return passed.officer_id if attempts.complete(session, passed, Factor.PASSWORD) else None


def add_units(session: Session, wanted: tuple[NetworkUnit, ...] = UNITS) -> None:
    for unit in wanted:
        units.add_unit(
            session,
            units.SYSTEM,
            unit.code,
            country=unit.country,
            name=unit.name,
            kind=unit.kind,
            locale=unit.locale,
            desk=DESK,
        )


def add_officers(session: Session) -> tuple[dict[str, Viewer], dict[str, str]]:
    """By login: each officer as the rules see one, and the link that sets the first password."""
    known, links = {}, {}
    for one in OFFICERS:
        links[one.login] = officers.add_officer(
            session, units.SYSTEM, one.login, unit=one.unit, roles=one.roles, display_name=one.display_name
        )
        known[one.login] = viewers.viewer_by_login(session, one.login)
    return known, links
