"""One FollowTheMoney entity as an identity: names, numbers, dates, places and words."""

import re

from casefile.exchange.countries import country_code
from casefile.exchange.dates import read_or_name
from casefile.exchange.ftm.mapping import (
    DATES,
    FACTS,
    GIVEN_PARTS,
    HELD,
    IDENTIFIERS,
    IN_WORDS,
    KINDS,
    NAMES,
    NEVER,
    ORGANISATION_CODES,
    POSTS,
    REGISTRATION,
    SANCTION,
    TEXTS,
)
from casefile.exchange.ftm.read import Entity
from casefile.exchange.incoming import ImportReport
from casefile.exchange.un.names import script_tag
from casefile.subjects.cleaning import MAX_FACT, has_letter
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate, Place
from casefile.subjects.stop_values import is_no_name
from casefile.vocabulary import DateKind, FactKind, IdentifierKind, NameKind, PlaceKind, RecordKind, Sex

_ID_CARD = re.compile(r"identi|national|\bcni\b|\bid\b|\bnin\b|cédula|bilhete", re.IGNORECASE)

SAID = "said"
"""Under which what is said of somebody is folded into whom it is about."""


def kind_of(entity: Entity) -> RecordKind | None:
    """What Griot would hold it as; None when it has no such thing. A nameless party with a phone is the phone."""
    kind = next((kind for schema, kind in KINDS if entity.schema.is_a(schema)), None)
    nameless = not entity.all(*(name for name, _ in NAMES), *GIVEN_PARTS)
    if kind in (RecordKind.ORGANISATION, RecordKind.PERSON) and nameless and entity.all("phone"):
        return RecordKind.PHONE
    return kind


def identity_of(entity: Entity, kind: RecordKind, folded: list[tuple[str, Entity]], report: ImportReport) -> Identity:
    """The identity, with the addresses and papers that were `folded` into it as (property, entity)."""
    papers = [paper_of(other) for prop, other in folded if prop == "holder"]
    said = [other for prop, other in folded if prop == SAID]
    dates, unread = _dates(entity, kind, report)
    dates += [found for one in said if one.is_a(SANCTION) for found in _listed(one, report)]
    names = () if kind is RecordKind.REPORT else _names(entity, kind, report)
    return Identity(
        kind=kind,
        names=names,
        identifiers=tuple(dict.fromkeys([*_identifiers(entity, kind), *(p for p, _ in papers if p)])),
        dates=tuple(dict.fromkeys(dates)),
        places=tuple(dict.fromkeys([*_places(entity, kind), *_folded_places(kind, folded)])),
        sex=_sex(entity, report),
        nationalities=_nationalities(entity, report),
        narrative=_narrative(entity, kind, [*unread, *(words for _, words in papers), *map(words_text, said)]),
        facts=tuple(Fact(fact, text) for _, fact, text in _answers(entity, kind)),
    )


def paper_of(entity: Entity) -> tuple[Identifier | None, str]:
    """A passport or other paper as a number on its holder, and what else it says as a sentence."""
    number = entity.first("passportNumber", "number")
    issued, until = entity.first("startDate"), entity.first("endDate")
    words = [
        entity.first("type") or entity.schema.label,
        number,
        entity.first("authority"),
        f"issued {issued}" if issued else "",
        f"valid until {until}" if until else "",
        *entity.all("surname", "givenName", "birthDate", "birthPlace", "summary", "description"),
    ]
    known = Identifier(_paper_kind(entity), number, _one_country(entity)) if number else None
    bare = known is not None and len([word for word in words if word]) <= 2
    return known, "" if bare else "Document: " + ", ".join(word for word in words if word)


def address_text(entity: Entity) -> str:
    """An Address in one line."""
    parts = ("street", "street2", "postOfficeBox", "postalCode", "city", "region", "state")
    composed = ", ".join(v for p in parts if (v := entity.first(p)))
    return entity.first("full") or composed or entity.first("name", "country")


def _names(entity: Entity, kind: RecordKind, report: ImportReport) -> tuple[Name, ...]:
    if kind is RecordKind.PLACE:
        return (Name(address_text(entity)),) if address_text(entity) else ()
    found: dict[str, Name] = {}
    for prop, name_kind in NAMES:
        for text in entity.all(prop):
            if not has_letter(text):
                report.not_held[f"a value of {entity.schema.name}.{prop} without a letter"] += 1
                report.fault(entity.line, entity.id, f"“{text[:40]}” is no name: it has no letter")
                continue
            if kind is RecordKind.PERSON and is_no_name(text):
                report.fault(entity.line, entity.id, f"“{text[:40]}” stands for a name and is none; nobody finds it")
            if name_kind is NameKind.MAIN and found:
                name = Name(text, NameKind.ORIGINAL_SCRIPT if script_tag(text) else NameKind.ALIAS, script_tag(text))
            else:
                name = Name(text, name_kind, script_tag(text))
            found.setdefault(text, name)
    if not any(entity.all(prop) for prop, name_kind in NAMES if name_kind is NameKind.MAIN):
        last = entity.first("lastName")
        parts = [p for p in GIVEN_PARTS if p != "fatherName" or not last]
        composed = " ".join(" ".join(entity.all(part)) for part in parts if entity.all(part))
        composed = composed or " ".join(entity.all("givenName", "surname"))
        if composed:
            return (Name(composed, NameKind.MAIN, script_tag(composed)), *found.values())
    return tuple(found.values())


def _identifiers(entity: Entity, kind: RecordKind) -> list[Identifier]:
    found = []
    country = _one_country(entity)
    for prop, identifier_kind in IDENTIFIERS.items():
        found += [Identifier(identifier_kind, value) for value in entity.all(prop)]
    if kind in (RecordKind.ORGANISATION, RecordKind.PERSON):
        other = IdentifierKind.REGISTRATION if kind is RecordKind.ORGANISATION else IdentifierKind.DOCUMENT
        found += [Identifier(other, value, country) for p in sorted(ORGANISATION_CODES) for value in entity.all(p)]
    else:
        registration = REGISTRATION.get(kind, IdentifierKind.REGISTRATION)
        found += [Identifier(registration, value, country) for value in entity.all("registrationNumber")]
    if kind is RecordKind.TRAVEL_DOCUMENT:
        found += [Identifier(_paper_kind(entity), value, country) for value in entity.all("passportNumber", "number")]
    return found


def _paper_kind(entity: Entity) -> IdentifierKind:
    words = entity.first("type")
    if entity.is_a("Passport") or re.search(r"pas+[ae]?port", words, re.IGNORECASE):
        return IdentifierKind.PASSPORT
    return IdentifierKind.NATIONAL_ID if _ID_CARD.search(words) else IdentifierKind.DOCUMENT


def _one_country(entity: Entity) -> str | None:
    """The entity's country, when it names just one."""
    countries = {code for text in entity.all("country", "flag") if (code := country_code(text))}
    return countries.pop() if len(countries) == 1 else None


def _dates(entity: Entity, kind: RecordKind, report: ImportReport) -> tuple[list[PartialDate], list[str]]:
    """Its dates, and a line of text for each that is none: what was written is not lost."""
    wanted = dict(DATES)
    if kind is RecordKind.TRAVEL_DOCUMENT:
        wanted |= {"startDate": DateKind.ISSUED, "endDate": DateKind.EXPIRES}
    elif kind in (RecordKind.EVENT, RecordKind.REPORT):
        wanted |= dict.fromkeys(("date", "startDate", "fileDate", "authoredAt", "publishedAt"), DateKind.EVENT)
    found, unread = [], []
    for prop, date_kind in wanted.items():
        label = entity.schema.properties[prop].label if prop in entity.schema.properties else prop
        for text in entity.all(prop):
            date = read_or_name(text, date_kind, f"{entity.schema.name}.{prop}", (entity.line, entity.id), report)
            if date is None:
                unread.append(f"{label}, as written: {text}")
            else:
                found.append(date)
    return _with_end(entity, kind, found, report), unread


def _with_end(entity: Entity, kind: RecordKind, dates: list[PartialDate], report: ImportReport) -> list[PartialDate]:
    """An event that lasts: its end closes the date of its beginning."""
    said = entity.first("endDate", "closeDate") if kind is RecordKind.EVENT else ""
    place = (entity.line, entity.id)
    end = read_or_name(said, DateKind.EVENT, f"{entity.schema.name}.endDate", place, report) if said else None
    if end is None:
        return dates
    if not dates:
        return [end]
    first, *others = dates
    return [PartialDate(first.kind, first.value, end.value if end.value > first.value else None, first.circa), *others]


def _listed(measure: Entity, report: ImportReport) -> list[PartialDate]:
    """Since when a measure stands."""
    said = measure.first("listingDate", "startDate")
    place = (measure.line, measure.id)
    found = read_or_name(said, DateKind.LISTED, "Sanction.listingDate", place, report) if said else None
    return [found] if found else []


def measure_text(measure: Entity) -> str:
    """A sanction in a sentence: who imposed it, under which programme, why, from when to when."""
    begun, ended = measure.first("startDate", "listingDate"), measure.first("endDate")
    words = [
        measure.first("authority"), measure.first("program", "programId"), *measure.all("provisions", "reason"),
        *(f"no. {number}" for number in measure.all("authorityId", "unscId")),
        f"since {begun}" if begun else "", f"until {ended}" if ended else "", *measure.all("summary", "status"),
    ]  # fmt: skip
    said = ", ".join(word for word in words if word)
    return f"Measure: {said}" if said else ""


def words_text(said: Entity) -> str:
    """What is said of somebody in another entity, as a sentence."""
    if said.is_a(SANCTION):
        return measure_text(said)
    if said.is_a("Page"):
        return "\n".join(said.all("bodyText", "indexText"))
    words = "; ".join(said_besides(said, frozenset()))
    return f"{said.schema.label}: {words}" if words else ""


def said_besides(entity: Entity, known: frozenset[str]) -> list[str]:
    """What an entity says in properties that are not `known`, each behind the model's label; ids of others left out."""
    found = []
    for prop in entity.values:
        of = entity.schema.properties[prop]
        if prop not in known and prop not in NEVER and (of.type.name != "entity" or prop in POSTS.values()):
            found.append(f"{of.label}: {', '.join(entity.all(prop))}")
    return found


def _places(entity: Entity, kind: RecordKind) -> list[Place]:
    country = _one_country(entity)
    found = []
    if births := entity.all("birthPlace") or entity.all("birthCountry"):
        birth_country = country_code(entity.first("birthCountry"))
        found = [Place(PlaceKind.BIRTH, text, birth_country) for text in births]
    where = PlaceKind.SEEN if kind is RecordKind.EVENT else PlaceKind.ADDRESS
    found += [Place(where, text, country) for text in entity.all("address", "location")]
    if kind is RecordKind.PLACE and (text := address_text(entity)):
        found.append(Place(PlaceKind.ADDRESS, text, country))
    return found


def _folded_places(kind: RecordKind, folded: list[tuple[str, Entity]]) -> list[Place]:
    where = {"startLocation": PlaceKind.DEPARTURE, "endLocation": PlaceKind.LANDING}
    fallback = PlaceKind.SEEN if kind is RecordKind.EVENT else PlaceKind.ADDRESS
    return [
        Place(where.get(prop, fallback), text, _one_country(other))
        for prop, other in folded
        if prop not in ("holder", SAID) and (text := address_text(other))
    ]


def _sex(entity: Entity, report: ImportReport) -> Sex | None:
    said = entity.first("gender").casefold()
    known = {"male": Sex.MALE, "m": Sex.MALE, "female": Sex.FEMALE, "f": Sex.FEMALE}.get(said)
    if said and known is None:
        report.not_held[f"a value of {entity.schema.name}.gender other than male and female"] += 1
    return known


def _nationalities(entity: Entity, report: ImportReport) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for text in entity.all("nationality", "citizenship"):
        if code := country_code(text):
            codes[code] = None
        else:
            report.not_held[f"a value of {entity.schema.name}.nationality that is no country"] += 1
    return tuple(codes)


def _answers(entity: Entity, kind: RecordKind) -> list[tuple[str, FactKind, str]]:
    """(property, fact, value) of what it answers in one value, short enough for an answer."""
    found: dict[FactKind, tuple[str, FactKind, str]] = {}
    for prop, fact in FACTS.get(kind, {}).items():
        values = entity.all(prop)
        if len(values) == 1 and len(values[0]) <= MAX_FACT:
            found.setdefault(fact, (prop, fact, values[0]))
    return list(found.values())


def _narrative(entity: Entity, kind: RecordKind, sentences: list[str]) -> str:
    lines = []
    if kind is RecordKind.REPORT:
        lines += [name for name in entity.all("name", "alias") if name not in entity.all("title")]
    answered = {prop for prop, _, _ in _answers(entity, kind)}
    for prop, label in TEXTS:
        values = entity.all(prop) if prop not in answered else []
        if not label:
            lines += values
        elif values:
            lines.append(f"{label}: {'; '.join(values)}")
    if entity.is_a(*IN_WORDS):
        lines += said_besides(entity, HELD)
    return "\n".join([*lines, *filter(None, sentences)])
