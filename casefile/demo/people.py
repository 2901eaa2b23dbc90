"""Invented subjects, and how the unit of each country would write them down."""

from dataclasses import dataclass
from random import Random

from casefile.demo import names, network
from casefile.demo.names import Spelled
from casefile.demo.network import DemoUnit
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, IdentifierKind, NameKind, PlaceKind, RecordKind, Sex

MOORISH_SHARE = 0.75  # of the persons a Mauritanian unit writes down
ARABIC_SHARE = 0.55  # of its entries that are written in Arabic script


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody invented: one person, whatever the spelling. `father` is set where names go by *Ould* and *Mint*."""

    given: Spelled
    family: Spelled
    father: bool
    sex: Sex
    born: tuple[int, int, int]
    nationality: str
    phone: str
    passport: str
    national_id: str
    home: str
    nickname: str = ""


def invent(rng: Random, country: str, *, year: int | None = None) -> Subject:
    """A new subject of the country; names fall as unevenly as in life, few of them very common."""
    woman = rng.random() < 0.18
    moorish = country == "MR" and rng.random() < MOORISH_SHARE
    given, family = _name(rng, woman, moorish)
    year = year or rng.randrange(1962, 2003)
    return Subject(
        given, family, moorish, Sex.FEMALE if woman else Sex.MALE,
        (year, rng.randrange(1, 13), rng.randrange(1, 29)), country,
        network.phone(rng, country, international=True), network.passport(rng, country),
        network.national_id(rng, country, year), rng.choice(network.HOMES[country]),
        rng.choice(names.NICKNAMES) if rng.random() < 0.15 else "",
    )  # fmt: skip


def _name(rng: Random, woman: bool, moorish: bool) -> tuple[Spelled, Spelled]:
    firsts = (names.MOORISH_WOMEN if woman else names.MOORISH_MEN) if moorish else (names.WOMEN if woman else names.MEN)
    while True:
        given, family = _one(rng, firsts), _one(rng, names.MOORISH_MEN if moorish else names.FAMILIES)
        if given != family and (given.fr, family.fr) not in names.KNOWN_PEOPLE:
            return given, family


def _one(rng: Random, table: tuple[Spelled, ...]) -> Spelled:
    return table[min(int(rng.random() ** 1.6 * len(table)), len(table) - 1)]


def written(subject: Subject, unit: DemoUnit, *, arabic: bool = False) -> str:
    """The whole name as the unit writes it; `arabic` for its Arabic script."""
    if arabic:
        word = "بنت" if subject.sex is Sex.FEMALE else "ولد"
        return (
            f"{subject.given.ar} {word} {subject.family.ar}"
            if subject.father
            else f"{subject.given.ar} {subject.family.ar}"
        )
    english = unit.country == "GM"
    given = subject.given.en if english else subject.given.fr
    family = subject.family.en if english else subject.family.fr
    if subject.father:
        word = "Mint" if subject.sex is Sex.FEMALE else "Ould"
        return f"{given} {word} {family}"
    return f"{given} {family}"


def write_down(rng: Random, subject: Subject, unit: DemoUnit, *, sure: bool = False) -> Identity:
    """What a unit would know of the subject: more or less of it, in its own spelling. `sure` keeps the exact birth."""
    latin, arabic = written(subject, unit), written(subject, unit, arabic=True)
    if unit.country == "MR" and rng.random() < ARABIC_SHARE:
        found = [Name(arabic, NameKind.MAIN, "ar")]
        if rng.random() < 0.4:
            found.append(Name(latin, NameKind.ALIAS, "fr"))
    else:
        found = [Name(_habit(rng, latin, subject, unit), NameKind.MAIN)]
    if subject.nickname:
        found.append(Name(subject.nickname, NameKind.WEAK_ALIAS))
    identifiers = []
    if rng.random() < 0.3:
        own = unit.country == subject.nationality and rng.random() < 0.6
        number = subject.phone.split(" ", 1)[1] if own else subject.phone
        identifiers.append(Identifier(IdentifierKind.PHONE, number, subject.nationality))
    if rng.random() < 0.2:
        identifiers.append(Identifier(IdentifierKind.PASSPORT, subject.passport, subject.nationality))
    if rng.random() < 0.25:
        identifiers.append(Identifier(IdentifierKind.NATIONAL_ID, subject.national_id, subject.nationality))
    places = (Place(PlaceKind.ADDRESS, subject.home, subject.nationality),) if rng.random() < 0.4 else ()
    return Identity(
        kind=RecordKind.PERSON,
        names=tuple(found),
        identifiers=tuple(identifiers),
        dates=_birth(rng, subject, sure),
        places=places,
        sex=subject.sex,
        nationalities=(subject.nationality,) if rng.random() < 0.8 else (),
    )


def _habit(rng: Random, latin: str, subject: Subject, unit: DemoUnit) -> str:
    """Clerks differ: family name first in capitals, accents left out."""
    if not subject.father and rng.random() < 0.2:
        given, _, family = latin.rpartition(" ")
        latin = f"{family.upper()} {given}"
    if unit.country != "SN" or rng.random() < 0.5:
        latin = latin.translate(str.maketrans("éèïâàÉ", "eeiaaE"))
    return latin


def _birth(rng: Random, subject: Subject, sure: bool) -> tuple[PartialDate, ...]:
    year, month, day = subject.born
    chance = 0.0 if sure else rng.random()
    if chance < 0.45:
        return (PartialDate(DateKind.BIRTH, f"{year}-{month:02d}-{day:02d}"),)
    if chance < 0.7:
        return (PartialDate(DateKind.BIRTH, str(year)),)
    if chance < 0.9:
        return (PartialDate(DateKind.BIRTH, str(year + rng.choice((-1, 0, 1))), None, True),)
    return ()
