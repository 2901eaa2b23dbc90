"""One record as an object of STIX 2.1. Persons and organisations are identities, reports and events what they are
there, a place in a known country a location; what STIX has no word for is an object of our own, by an extension.

Source: OASIS STIX 2.1, sections 4.5 (identity), 4.6 (incident), 4.10 (location), 4.16 (report), 7.3 (extensions).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from casefile.exchange.outgoing.given import OWN, Given
from casefile.exchange.stix.ids import FIXED, instant, stix_id
from casefile.subjects.identity import Identity
from casefile.vocabulary import IdentifierKind, Part, RecordKind

Object = dict[str, Any]
SUBJECT: Final = "x-griot-subject"
"""The type of what STIX has no object for: a vehicle, a vessel, a telephone, an account, a paper, a place without its
country."""
SYSTEM: Final[Object] = {
    "type": "identity", "spec_version": "2.1", "id": stix_id("identity", "griot"), "created": FIXED,
    "modified": FIXED, "name": "Griot", "identity_class": "system",
}  # fmt: skip
ABOUT: Final = (
    "What a record of Griot, a portal of police, customs and judicial units, says and STIX has no property for."
)
IN_WORDS: Final = (
    "kind, names, numbers, dates, places, nationalities, sex, facts, category, grades, case and extent of a record of"
    " Griot, as docs/exchange.md of its sources says. All are strings or lists of objects of strings."
)


def _extension(name: str, kind: str) -> Object:
    return {
        "type": "extension-definition", "spec_version": "2.1", "id": stix_id("extension-definition", name),
        "created_by_ref": SYSTEM["id"], "created": FIXED, "modified": FIXED, "name": name, "description": ABOUT,
        "schema": IN_WORDS,
        "version": "1.0.0", "extension_types": [kind],
    }  # fmt: skip


SAID: Final = _extension("Griot record", "property-extension")
"""What a record says and STIX has no property for."""
OWN_TYPE: Final = _extension("Griot subject", "new-sdo")
CLASSES: Final[Mapping[RecordKind, str]] = {
    RecordKind.PERSON: "individual", RecordKind.ORGANISATION: "organization",
}  # fmt: skip
REACHED_BY: Final = frozenset({IdentifierKind.PHONE, IdentifierKind.EMAIL, IdentifierKind.HANDLE})


def type_of(given: Given) -> str:
    """The type of its object."""
    identity = given.identity
    if identity is None or identity.kind in CLASSES:
        return "identity"
    if identity.kind is RecordKind.REPORT:
        return "report"
    if identity.kind is RecordKind.EVENT:
        return "incident"
    return "location" if identity.kind is RecordKind.PLACE and _country(identity) else SUBJECT


def id_of(given: Given) -> str:
    """The id of its object."""
    return stix_id(type_of(given), given.id if given.extent == OWN else f"{given.id}/{given.extent}")


def unit_object(code: str, name: str) -> Object:
    """The unit that a record is of."""
    return {
        "type": "identity", "spec_version": "2.1", "id": stix_id("identity", f"unit/{code}"), "created": FIXED,
        "modified": FIXED, "name": name, "identity_class": "organization", "description": code,
    }  # fmt: skip


def object_of(given: Given, marked: Sequence[str], linked: Sequence[str]) -> Object:
    """`marked`: ids of its markings. `linked`: ids of what it is linked to, of which a report must name one."""
    unit, kind = stix_id("identity", f"unit/{given.source.code}"), type_of(given)
    made: Object = {
        "type": kind, "spec_version": "2.1", "id": id_of(given), "created_by_ref": unit,
        "created": instant(given.created), "modified": instant(max(given.created, given.modified)),
        "object_marking_refs": list(marked),
    }  # fmt: skip
    said = {**_said(given), **given.said, "extent": given.extent}
    if kind == SUBJECT:
        return {**made, **said, "extensions": {OWN_TYPE["id"]: {"extension_type": "new-sdo"}}}
    made |= _own_properties(given, kind)
    if kind == "report":
        made |= {"published": made["created"], "object_refs": sorted(linked) or [unit]}
    return {**made, "extensions": {SAID["id"]: {"extension_type": "property-extension", **said}}}


def _own_properties(given: Given, kind: str) -> Object:
    """The properties that STIX itself has a word for."""
    identity = given.identity
    if identity is None:
        name = next((one["value"] for one in given.values if one["part"] == Part.NAME), given.id)
        return {"name": name, "identity_class": "unknown"}
    found: Object = {"name": identity.title or given.id}
    if identity.narrative:
        found["description"] = identity.narrative
    if kind == "identity":
        found["identity_class"] = CLASSES[identity.kind]
        reached = [one.value for one in identity.identifiers if one.kind in REACHED_BY]
        if reached:
            found["contact_information"] = "; ".join(reached)
    if kind == "location":
        found["country"] = _country(identity)
    return found


def _said(given: Given) -> Object:
    """The identity whole, as lists of objects; empty lists are left out."""
    identity = given.identity
    if identity is None:
        return {"values": [dict(one) for one in given.values]}
    lists: Object = {
        "names": [filled(kind=one.kind.value, text=one.text, lang=one.lang) for one in identity.names],
        "numbers": [filled(kind=one.kind.value, value=one.value, country=one.country) for one in identity.identifiers],
        "dates": [
            filled(kind=one.kind.value, value=one.value, until=one.until, about="yes" if one.circa else "")
            for one in identity.dates
        ],
        "places": [filled(kind=one.kind.value, text=one.text, country=one.country) for one in identity.places],
        "nationalities": list(identity.nationalities),
        "facts": [filled(kind=one.kind.value, value=one.value) for one in identity.facts],
    }
    text = identity.narrative if type_of(given) == SUBJECT else ""
    plain = {"kind": identity.kind.value, "sex": identity.sex.value if identity.sex else "", "text": text}
    return {name: value for name, value in {**plain, **lists}.items() if value}


def filled(**parts: str | None) -> dict[str, str]:
    return {name: value for name, value in parts.items() if value}


def _country(identity: Identity) -> str:
    return next((one.country for one in identity.places if one.country), "")
