"""One case file of the demonstration: an event, the people in it, what they used, and a report of it."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from casefile.demo import network, texts
from casefile.demo.network import DemoUnit
from casefile.demo.people import Subject, invent, write_down, written
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import (
    DateKind,
    IdentifierKind,
    LinkRole,
    Notify,
    PlaceKind,
    Protection,
    RecordKind,
    Sex,
    Sharing,
    SubjectCategory,
)

FIRST_DAY, DAYS = date(2024, 11, 1), 730
COUNTRIES_OF = {
    "SN": ("SN", "SN", "SN", "SN", "GM", "MR"),
    "GM": ("GM", "GM", "GM", "SN"),
    "MR": ("MR", "MR", "MR", "SN"),
}
"""Whom a unit meets: mostly its own nationals."""


@dataclass(frozen=True, slots=True)
class DemoRecord:
    ref: str
    unit: str
    case: str
    identity: Identity
    category: SubjectCategory = SubjectCategory.NONE
    parts: tuple[tuple[str, LinkRole], ...] = ()
    sharing: Sharing = Sharing.POINTER
    notify: Notify = Notify.MUTUAL
    protection: tuple[Protection, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoWatch:
    ref: str
    unit: str
    watchlist: str
    identity: Identity
    ground: str
    notify: Notify = Notify.MUTUAL
    sharing: Sharing = Sharing.POINTER
    days: int = 300


@dataclass(slots=True)
class DemoCase:
    unit: DemoUnit
    reference: str
    title: str
    place: str
    day: date
    records: list[DemoRecord] = field(default_factory=list)

    def add(
        self,
        identity: Identity,
        *parts: tuple[str, LinkRole],
        category: SubjectCategory = SubjectCategory.NONE,
        sharing: Sharing = Sharing.POINTER,
        notify: Notify = Notify.MUTUAL,
        protection: tuple[Protection, ...] = (),
    ) -> str:
        """Enter a record and return its source id."""
        ref = f"demo:{self.reference}:{len(self.records) + 1}"
        self.records.append(
            DemoRecord(ref, self.unit.code, self.reference, identity, category, parts, sharing, notify, protection)
        )
        return ref


@dataclass(slots=True)
class DemoData:
    cases: list[DemoCase] = field(default_factory=list)
    watches: list[DemoWatch] = field(default_factory=list)

    @property
    def records(self) -> list[DemoRecord]:
        return [record for case in self.cases for record in case.records]


def open_file(rng: Random, unit: DemoUnit, number: int) -> DemoCase:
    day = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    place = rng.choice(network.DEPARTURES[unit.country])
    title = rng.choice(texts.CASE_TITLES[unit.locale]).format(place=place)
    case = DemoCase(unit, f"{unit.code[3:]}-{day.year}-{number:04d}", title, place, day)
    event = case.add(_event(rng, case))
    boat = network.boat(rng)
    if rng.random() < 0.55:
        case.add(
            Identity(
                RecordKind.VESSEL,
                names=(Name(boat),),
                identifiers=(Identifier(IdentifierKind.HULL, network.hull(rng, unit.country), unit.country),),
            ),
            (event, LinkRole.OTHER),
        )
    people = [invent(rng, rng.choice(COUNTRIES_OF[unit.country])) for _ in range(rng.choice((2, 2, 3, 3, 3, 4)))]
    first = ""
    for position, subject in enumerate(people):
        ref = add_person(rng, case, subject, event, suspect=position == 0 or rng.random() < 0.45)
        first = first or ref
    case.add(report(rng, case, people[0], boat), (event, LinkRole.OTHER))
    if rng.random() < 0.35:
        case.add(report(rng, case, people[-1], boat), (event, LinkRole.OTHER))
    _things(rng, case, people[0], first)
    return case


def add_person(rng: Random, case: DemoCase, subject: Subject, event: str, *, suspect: bool) -> str:
    """Enter a person in a case, as suspect, witness or victim, under the rules that go with it."""
    victim = not suspect and rng.random() < 0.35
    category = SubjectCategory.SUSPECT if suspect else SubjectCategory.VICTIM if victim else SubjectCategory.WITNESS
    role = LinkRole.SUSPECT if suspect else LinkRole.VICTIM if victim else LinkRole.WITNESS
    sharing = rng.choices((Sharing.POINTER, Sharing.FULL, Sharing.COORDINATOR, Sharing.NONE), (80, 10, 6, 4))[0]
    return case.add(
        write_down(rng, subject, case.unit), (event, role), category=category,
        sharing=Sharing.POINTER if victim else sharing,
        notify=Notify.SILENT if rng.random() < 0.04 else Notify.MUTUAL,
        protection=(Protection.VICTIM,) if victim else (),
    )  # fmt: skip


def _event(rng: Random, case: DemoCase) -> Identity:
    """A departure with its landing, an interception, or an arrest."""
    which = rng.choices((0, 1, 2), (55, 30, 15))[0]
    kind = (PlaceKind.DEPARTURE, PlaceKind.INTERCEPTION, PlaceKind.SEEN)[which]
    places = [Place(kind, case.place, case.unit.country)]
    if which == 0 and rng.random() < 0.5:
        landing = rng.choice(network.LANDINGS)
        places.append(Place(PlaceKind.LANDING, landing, {"D": "MA", "N": "MR"}.get(landing[0], "ES")))
    title = texts.EVENT_TITLES[case.unit.locale][which].format(place=case.place)
    return Identity(
        RecordKind.EVENT,
        names=(Name(title),),
        dates=(PartialDate(DateKind.EVENT, case.day.isoformat()),),
        places=tuple(places),
    )


def report(rng: Random, case: DemoCase, subject: Subject, boat: str, *, with_birth: bool = False) -> Identity:
    """A report that names the subject, in one of the languages the unit reads; `with_birth` always tells the year."""
    unit = case.unit
    language = "en" if unit.country == "GM" else "fr"
    chance = rng.random()
    if unit.country == "MR" and chance < 0.4:
        language = "ar"
    elif chance > 0.96:
        language = "es" if rng.random() < 0.6 else "pt"
    year = subject.born[0]
    born = (texts.BORN_F if subject.sex is Sex.FEMALE else texts.BORN).get(language, "").format(year=year)
    pool = [text for text in texts.REPORTS[language] if not with_birth or "{born}" in text or "{year}" in text]
    text = rng.choice(pool).format(
        day=case.day.isoformat(), place=case.place, people=rng.randrange(28, 180), boat=boat, year=year, born=born,
        landing=rng.choice(network.LANDINGS[:3]), phone=subject.phone,
        name=written(subject, unit, arabic=language == "ar"),
    )  # fmt: skip
    return Identity(RecordKind.REPORT, dates=(PartialDate(DateKind.EVENT, case.day.isoformat()),), narrative=text)


def _things(rng: Random, case: DemoCase, subject: Subject, owner: str) -> None:
    """What goes with a case: telephones, vehicles, papers, businesses, accounts; each linked to the first person."""
    country = case.unit.country

    def thing(kind: RecordKind, what: IdentifierKind, value: str, *names: str) -> str:
        return case.add(
            Identity(kind, names=tuple(Name(n) for n in names), identifiers=(Identifier(what, value, country),))
        )

    made = []
    if rng.random() < 0.5:
        number = network.phone(rng, country, international=rng.random() < 0.4)
        made.append((thing(RecordKind.PHONE, IdentifierKind.PHONE, number), LinkRole.USER))
    if rng.random() < 0.3:
        made.append((thing(RecordKind.VEHICLE, IdentifierKind.PLATE, network.plate(rng, country)), LinkRole.DRIVER))
    if rng.random() < 0.25:
        made.append(
            (
                thing(RecordKind.TRAVEL_DOCUMENT, IdentifierKind.PASSPORT, network.passport(rng, country)),
                LinkRole.HOLDER,
            )
        )
    if rng.random() < 0.12:
        name = rng.choice(texts.BUSINESSES).format(written(subject, case.unit).split()[-1])
        made.append(
            (
                thing(
                    RecordKind.ORGANISATION, IdentifierKind.REGISTRATION, f"{country}-{rng.randrange(10**6):06d}", name
                ),
                LinkRole.DIRECTOR,
            )
        )
    if rng.random() < 0.15:
        made.append(
            (
                thing(RecordKind.ACCOUNT, IdentifierKind.ACCOUNT, f"{country}{rng.randrange(10**10):010d}"),
                LinkRole.HOLDER,
            )
        )
    if made:
        _give(case, owner, made)


def _give(case: DemoCase, owner: str, things: list[tuple[str, LinkRole]]) -> None:
    position = next(i for i, record in enumerate(case.records) if record.ref == owner)
    case.records[position] = replace(case.records[position], parts=(*case.records[position].parts, *things))
