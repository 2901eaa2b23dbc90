"""What a question at a post says of whom or what was asked about, where it says enough to be compared. Pure."""

import hashlib
from dataclasses import dataclass

import orjson

from casefile.narrative.dates import dates_in
from casefile.subjects.identifiers import keys, plain, read
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.subjects.issuers import country_of
from casefile.subjects.stop_values import without_stop_values
from casefile.subjects.travel_documents.checking import CheckedZone
from casefile.vocabulary import DateKind, IdentifierKind, RecordKind, Sex
from casefile.watches.selectivity import is_wide

NUMBERS = (
    IdentifierKind.DOCUMENT,
    IdentifierKind.PHONE,
    IdentifierKind.PLATE,
    IdentifierKind.VIN,
    IdentifierKind.IMEI,
)
"""What a number typed at a post may be; it is compared as each that it can be read as."""
DAY = len("1984-03-12")
_SEX = {"M": Sex.MALE, "F": Sex.FEMALE}


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was put: a name, the lines of a document, or a number."""

    text: str
    name: bool = False
    zone: CheckedZone | None = None


def subject_of(one: Question, country: str | None) -> Identity | None:
    """What is compared of it, by an officer's unit of that country; None where it says too little."""
    if one.zone is not None:
        return of_zone(one.zone, country)
    return of_name(one.text, country) if one.name else of_number(one.text, country)


def of_zone(zone: CheckedZone, country: str | None) -> Identity | None:
    """Of a document's lines: the number, where its check digit vouches for it, and the names with a full date of birth
    that holds. Neither, and there is nothing to compare."""
    wrong = {one.field for one in zone.problems if one.taken is None}
    numbers: tuple[Identifier, ...] = ()
    if zone.number_holds:
        kind = IdentifierKind.PASSPORT if zone.code[:1] == "P" else IdentifierKind.DOCUMENT
        numbers = (Identifier(kind, zone.number, country_of(zone.issuer)),)
    name = f"{zone.given} {zone.surname}".strip()
    born = zone.birth if zone.birth and len(zone.birth) == DAY and "birth" not in wrong else None
    if name and born:
        nation = country_of(zone.nationality)
        person = Identity(
            RecordKind.PERSON,
            (Name(name),),
            numbers,
            (PartialDate(DateKind.BIRTH, born),),
            sex=_SEX.get(zone.sex or ""),
            nationalities=(nation,) if nation else (),
        )
        if not is_wide(person, country):
            return person
    return _strong(Identity(RecordKind.TRAVEL_DOCUMENT, identifiers=numbers), country) if numbers else None


def of_number(text: str, country: str | None) -> Identity | None:
    """Of a number as typed: all that it can be read as without doubt, and a paper's where it is nothing else."""
    kinds = (IdentifierKind.PHONE,) if plain(text).startswith(("+", "00")) else NUMBERS
    readings = {kind: read(Identifier(kind, text), country) for kind in kinds}
    sound = [kind for kind, found in readings.items() if any(one.form and not one.trouble for one in found)]
    known = sound or [kind for kind in kinds[:1] if any(one.form for one in readings[kind])]
    whole = Identity(RecordKind.TRAVEL_DOCUMENT, identifiers=tuple(Identifier(kind, text) for kind in known))
    kept, _ = without_stop_values(whole)  # the number of a service that everybody calls
    return _strong(kept, country) if kept.identifiers else None


def of_name(text: str, country: str | None) -> Identity | None:
    """Of a name, where a full date of birth stands with it: a bare name would meet half a country."""
    days = [one for one in dates_in(text) if one.exact]
    if len(days) != 1:
        return None
    day = str(days[0].first)
    name = " ".join((text[: days[0].start] + " " + text[days[0].end :]).split()).strip(" ,;·-")
    born = (PartialDate(DateKind.BIRTH, f"{day[:4]}-{day[4:6]}-{day[6:]}"),)
    return _strong(Identity(RecordKind.PERSON, (Name(name),), dates=born), country) if name else None


def digest_of(identity: Identity, country: str | None) -> str:
    """What makes two questions the same: numbers as they are compared, names and birth as written."""
    numbers = sorted(set[str]().union(*(keys(one, country) for one in identity.identifiers)))
    names = sorted(" ".join(name.text.casefold().split()) for name in identity.names)
    said = [identity.kind.value, numbers, names, sorted(day.value for day in identity.dates)]
    return hashlib.sha256(orjson.dumps(said)).hexdigest()


def _strong(identity: Identity, country: str | None) -> Identity | None:
    """The same, if it is selective: what finds everybody, or nobody, is no question that a desk could judge."""
    return None if is_wide(identity, country) else identity
