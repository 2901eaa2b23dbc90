"""Identities into their rows and back, many at a time; and the one place where what is written is made clean.

Core statements and plain dicts, no objects per row: imports and the relay move thousands a second through here.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.errors import BadInput
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.tables import DateRow, IdentifierRow, IdentityRow, NameRow, PlaceRow
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, IdentifierKind, NameKind, PlaceKind, RecordKind, Sex

MAX_NAME, MAX_IDENTIFIER, MAX_PLACE, MAX_NARRATIVE = 400, 200, 400, 100_000
MAX_PARTS = 300  # of each kind; the longest entry of the UN list has under 40 names

_BROKEN = re.compile("[\x00\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x01-\x1f\x7f]+")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}\Z")

_RECORD_KIND = {k.value: k for k in RecordKind}
_NAME_KIND = {k.value: k for k in NameKind}
_IDENTIFIER_KIND = {k.value: k for k in IdentifierKind}
_DATE_KIND = {k.value: k for k in DateKind}
_PLACE_KIND = {k.value: k for k in PlaceKind}
_SEX = {k.value: k for k in Sex}


def identity_id(subject_id: str, version: int) -> str:
    """The id under which the identity of a record's or watch's version is stored."""
    return f"{subject_id}:{version}"


def clean(identity: Identity) -> Identity:
    """The identity as it will be stored: NFC, trimmed, empty parts left out. Raises BadInput with the place.

    Direction overrides inside a name or place are dropped (they are never part of one); inside an identifier they
    are refused, because there they make one number look like another.
    """
    for label, parts in (("names", identity.names), ("identifiers", identity.identifiers),
                         ("dates", identity.dates), ("places", identity.places)):
        if len(parts) > MAX_PARTS:
            raise BadInput("More than %(most)s %(what)s on one record. Split it.", field=label, most=MAX_PARTS,
                           what=label)
    return Identity(
        kind=identity.kind,
        names=tuple(_names(identity.names)),
        identifiers=tuple(_identifiers(identity.identifiers)),
        dates=tuple(_dated(d) for d in identity.dates),
        places=tuple(_places(identity.places)),
        sex=identity.sex,
        nationalities=tuple(_country(c, "nationalities") or "" for c in identity.nationalities if c),
        narrative=_text(identity.narrative, "narrative", MAX_NARRATIVE, lines=True),
    )


def _names(names: Iterable[Name]) -> Iterable[Name]:
    for name in names:
        text = _text(name.text, "names", MAX_NAME)
        if text:
            lang = name.lang[:16] if name.lang else None
            yield name if text is name.text and lang is name.lang else Name(text, name.kind, lang)


def _identifiers(identifiers: Iterable[Identifier]) -> Iterable[Identifier]:
    for found in identifiers:
        if not found.value.isascii() and _BIDI.search(found.value):
            raise BadInput("A number holds characters that turn the reading direction. Type it again by hand.",
                           field="identifiers")
        value = _text(found.value, "identifiers", MAX_IDENTIFIER)
        if value:
            country = _country(found.country, "identifiers")
            yield (found if value is found.value and country is found.country
                   else Identifier(found.kind, value, country))


def _places(places: Iterable[Place]) -> Iterable[Place]:
    for place in places:
        text = _text(place.text, "places", MAX_PLACE)
        country = _country(place.country, "places")
        if text or country:
            yield place if text is place.text and country is place.country else replace(
                place, text=text, country=country)


def _text(text: str, field: str, most: int, lines: bool = False) -> str:
    if len(text) > most:
        raise BadInput("This text is longer than %(most)s characters. Shorten it.", field=field, most=most)
    if _BROKEN.search(text):
        raise BadInput("This text holds characters that are broken (NUL or half a character). Type it again.",
                       field=field)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _BIDI.sub("", text))
    if not lines and not text.isprintable():
        text = _CONTROL.sub(" ", text)
    return text.strip()


def _country(code: str | None, field: str) -> str | None:
    if not code:
        return None
    if not _COUNTRY.match(code):
        code = code.strip().upper()
        if not _COUNTRY.match(code):
            raise BadInput("%(code)s is not a country code of two letters.", field=field, code=repr(code[:10]))
    return code


def _dated(found: PartialDate) -> PartialDate:
    for value in (found.value, found.until):
        if value is not None and not _is_date(value):
            raise BadInput("%(value)s is not a date. Write 1984, 1984-03 or 1984-03-12.", field="dates",
                           value=repr(value[:20]))
    if found.until is not None and found.until < found.value[: len(found.until)]:
        raise BadInput("A range of dates ends before it begins (%(first)s, %(last)s).", field="dates",
                       first=found.value, last=found.until)
    return found


def _is_date(value: str) -> bool:
    if not _DATE.match(value):
        return False
    try:
        date(*map(int, (value + "-01-01"[len(value) - 4:] if len(value) < 10 else value).split("-")))
    except ValueError:
        return False
    return True


def store_identity(session: Session, key: str, identity: Identity) -> None:
    """Write one identity under `identity_id(...)`."""
    store_many(session, [(key, identity)])


def store_many(session: Session, identities: Sequence[tuple[str, Identity]]) -> None:
    """Write identities, already `clean`, in one statement per table."""
    heads: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    identifiers: list[dict[str, Any]] = []
    dates: list[dict[str, Any]] = []
    places: list[dict[str, Any]] = []
    for key, one in identities:
        heads.append({"id": key, "kind": one.kind.value, "sex": one.sex.value if one.sex else None,
                      "nationalities": list(one.nationalities), "narrative": one.narrative})
        for at, n in enumerate(one.names):
            names.append({"identity_id": key, "position": at, "kind": n.kind.value, "text": n.text, "lang": n.lang})
        for at, i in enumerate(one.identifiers):
            identifiers.append({"identity_id": key, "position": at, "kind": i.kind.value, "value": i.value,
                                "country": i.country})
        for at, d in enumerate(one.dates):
            dates.append({"identity_id": key, "position": at, "kind": d.kind.value, "value": d.value,
                          "until": d.until, "circa": d.circa})
        for at, p in enumerate(one.places):
            places.append({"identity_id": key, "position": at, "kind": p.kind.value, "text": p.text,
                           "country": p.country})
    insert_rows(session, IdentityRow, heads)
    insert_rows(session, NameRow, names)
    insert_rows(session, IdentifierRow, identifiers)
    insert_rows(session, DateRow, dates)
    insert_rows(session, PlaceRow, places)


def load_identities(session: Session, keys: Iterable[str]) -> dict[str, Identity]:
    """The identities stored under these keys; a key that is not there is left out. One query per table."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    connection = session.connection()

    def parts(table: Any, *columns: Any) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        ordered = select(table.identity_id, *columns).where(among(table.identity_id, wanted))
        for key, *rest in connection.execute(ordered.order_by(table.identity_id, table.position)).all():
            found.setdefault(key, []).append(rest)
        return found

    names = parts(NameRow, NameRow.text, NameRow.kind, NameRow.lang)
    identifiers = parts(IdentifierRow, IdentifierRow.kind, IdentifierRow.value, IdentifierRow.country)
    dates = parts(DateRow, DateRow.kind, DateRow.value, DateRow.until, DateRow.circa)
    places = parts(PlaceRow, PlaceRow.kind, PlaceRow.text, PlaceRow.country)
    heads = select(IdentityRow.id, IdentityRow.kind, IdentityRow.sex, IdentityRow.nationalities,
                   IdentityRow.narrative).where(among(IdentityRow.id, wanted))
    return {
        key: Identity(
            kind=_RECORD_KIND[kind],
            names=tuple(Name(t, _NAME_KIND[k], lang) for t, k, lang in names.get(key, ())),
            identifiers=tuple(Identifier(_IDENTIFIER_KIND[k], v, c) for k, v, c in identifiers.get(key, ())),
            dates=tuple(PartialDate(_DATE_KIND[k], v, u, a) for k, v, u, a in dates.get(key, ())),
            places=tuple(Place(_PLACE_KIND[k], t, c) for k, t, c in places.get(key, ())),
            sex=_SEX[sex] if sex else None,
            nationalities=tuple(nationalities),
            narrative=narrative,
        )
        for key, kind, sex, nationalities, narrative in connection.execute(heads).all()
    }
