"""An identity as a FollowTheMoney entity: schema and properties that the model knows, for programs that speak it.

The way out of `identity.py`. What a schema has no property for is left out here; free text is never given: it is opened
with a reason, not matched by the way.
"""

from collections.abc import Mapping
from functools import cache

from casefile.exchange.ftm.identity import identity_of, kind_of
from casefile.exchange.ftm.known import model
from casefile.exchange.ftm.mapping import KINDS
from casefile.exchange.ftm.read import Entity
from casefile.exchange.incoming import ImportReport
from casefile.subjects.identity import Identity
from casefile.vocabulary import DateKind, IdentifierKind, NameKind, PlaceKind, RecordKind, Sex

Properties = dict[str, list[str]]

SCHEMA_OF: Mapping[RecordKind, str] = {
    RecordKind.PERSON: "Person",
    RecordKind.ORGANISATION: "Organization",
    RecordKind.VEHICLE: "Vehicle",
    RecordKind.VESSEL: "Vessel",
    RecordKind.PHONE: "LegalEntity",  # the model has no telephone: a party of which nothing but it is known
    RecordKind.ACCOUNT: "BankAccount",
    RecordKind.TRAVEL_DOCUMENT: "Identification",
    RecordKind.PLACE: "Address",
    RecordKind.EVENT: "Event",
    RecordKind.REPORT: "Note",
}
ABSTRACT: Mapping[str, tuple[RecordKind, ...]] = {
    "Thing": (RecordKind.PERSON, RecordKind.ORGANISATION, RecordKind.VESSEL),
    "LegalEntity": (RecordKind.PERSON, RecordKind.ORGANISATION),
}
"""Schemata that say no more than that: asked as each of these."""

_NAMES: Mapping[NameKind, tuple[str, ...]] = {
    NameKind.MAIN: ("name",),
    NameKind.ALIAS: ("alias", "name"),
    NameKind.WEAK_ALIAS: ("weakAlias", "alias", "name"),
    NameKind.ORIGINAL_SCRIPT: ("alias", "name"),
    NameKind.BIRTH: ("alias", "name"),
    NameKind.FORMER: ("previousName", "alias", "name"),
}
_NUMBERS: Mapping[IdentifierKind, tuple[str, ...]] = {
    IdentifierKind.PHONE: ("phone",),
    IdentifierKind.EMAIL: ("email",),
    IdentifierKind.PASSPORT: ("passportNumber", "number", "idNumber"),
    IdentifierKind.NATIONAL_ID: ("idNumber", "number"),
    IdentifierKind.DOCUMENT: ("idNumber", "number"),
    IdentifierKind.PLATE: ("registrationNumber", "idNumber"),
    IdentifierKind.VIN: ("vin",),
    IdentifierKind.IMO: ("imoNumber",),
    IdentifierKind.MMSI: ("mmsi",),
    IdentifierKind.HULL: ("registrationNumber",),
    IdentifierKind.ACCOUNT: ("accountNumber", "iban"),
    IdentifierKind.REGISTRATION: ("registrationNumber", "idNumber"),
}
"""Where a value goes: the first of these that the schema has."""
_DATES: Mapping[DateKind, tuple[str, ...]] = {
    DateKind.BIRTH: ("birthDate",),
    DateKind.DEATH: ("deathDate",),
    DateKind.FOUNDED: ("incorporationDate",),
    DateKind.EVENT: ("date",),
    DateKind.ISSUED: ("startDate",),
    DateKind.EXPIRES: ("endDate",),
}
_SEX = {Sex.MALE: "male", Sex.FEMALE: "female"}
SHORT = frozenset({"name", "alias", "weakAlias", "previousName", "birthDate", "nationality", "gender", "country"})
"""What a list shows of another unit's record: names, birth, nationality, sex."""


def properties_of(identity: Identity, *, short: bool = False) -> tuple[str, Properties]:
    """Schema and properties, each with its values in their order. `short`: no more than a list shows."""
    schema = SCHEMA_OF[identity.kind]
    known, found = _properties(schema), Properties()

    def put(places: tuple[str, ...], value: str) -> None:
        place = next((one for one in places if one in known), None)
        if place is not None and value and (not short or place in SHORT):
            values = found.setdefault(place, [])
            if value not in values:
                values.append(value)

    for name in identity.names:
        put(_NAMES[name.kind], name.text)
    for date in identity.dates:
        put(_DATES.get(date.kind, ()), date.value)
    for number in identity.identifiers:
        put(_NUMBERS.get(number.kind, ()), number.value)
    for country in identity.nationalities:
        put(("nationality", "country"), country.lower())
    for place in identity.places:
        put(("birthPlace",) if place.kind is PlaceKind.BIRTH else ("address", "full"), place.text)
    if identity.sex is not None:
        put(("gender",), _SEX[identity.sex])
    return schema, found


def known_schema(name: str) -> bool:
    """Whether the model has such a schema and Griot holds something of its kind."""
    return name in ABSTRACT or bool(kinds_of(name))


def kinds_of(schema_name: str) -> tuple[RecordKind, ...]:
    """As which kinds a schema is asked for; none for what Griot does not hold."""
    if schema_name in ABSTRACT:
        return ABSTRACT[schema_name]
    schema = model().get(schema_name)
    kind = next((kind for name, kind in KINDS if schema is not None and schema.is_a(name)), None)
    return (kind,) if kind is not None else ()


def subjects_of(schema_name: str, properties: Mapping[str, list[str]]) -> list[Identity]:
    """What a query entity asks for: one identity for each kind its schema may be. Values of unknown properties are
    left aside, as yente does; a nameless party with a telephone is the telephone."""
    schema = model().get(schema_name)
    if schema is None:
        return []
    found, report = [], ImportReport()
    for kind in kinds_of(schema_name):
        concrete = model().get(SCHEMA_OF[kind]) if schema_name in ABSTRACT else schema
        if concrete is None:
            continue
        values = {name: list(texts) for name, texts in properties.items() if name in concrete.properties}
        entity = Entity("query", 0, concrete, values)
        found.append(identity_of(entity, kind_of(entity) or kind, [], report))
    return list(dict.fromkeys(found))


@cache
def _properties(schema_name: str) -> frozenset[str]:
    schema = model().schemata[schema_name]
    return frozenset(name for name, prop in schema.properties.items() if not prop.stub and prop.type.name != "entity")


@cache
def labels(schema_name: str) -> Mapping[str, str]:
    """The properties that `properties_of` may give of a schema, with their names in the model; in the model's order."""
    given = {one for table in (_NAMES, _NUMBERS, _DATES) for places in table.values() for one in places}
    given |= {"nationality", "country", "birthPlace", "address", "full", "gender"}
    schema = model().get(schema_name)
    known = schema.properties if schema is not None else {}
    return {name: prop.label for name, prop in known.items() if name in given and not prop.stub}
