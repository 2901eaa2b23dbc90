"""Identities into their rows and back, many at a time; and the one place where what is written is made clean.

Core statements and plain dicts, no objects per row: imports and the relay move thousands a second through here.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy.orm import Session

from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among_given
from casefile.storage.tables import DateRow, FactRow, IdentifierRow, IdentityRow, NameRow, PlaceRow
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, FactKind, IdentifierKind, NameKind, PlaceKind, RecordKind, Sex

_RECORD_KIND = {k.value: k for k in RecordKind}
_NAME_KIND = {k.value: k for k in NameKind}
_IDENTIFIER_KIND = {k.value: k for k in IdentifierKind}
_DATE_KIND = {k.value: k for k in DateKind}
_PLACE_KIND = {k.value: k for k in PlaceKind}
_FACT_KIND = {k.value: k for k in FactKind}
_SEX = {k.value: k for k in Sex}

_KEYS = "keys"
_HEADS = select(
    IdentityRow.id, IdentityRow.kind, IdentityRow.sex, IdentityRow.nationalities, IdentityRow.narrative
).where(among_given(IdentityRow.id, _KEYS))


def _parts_of(row: type[NameRow | IdentifierRow | DateRow | PlaceRow | FactRow], *columns: Any) -> Select[Any]:
    """Those columns of the parts of the identities with the keys, each identity's parts in their order."""
    wanted = select(row.identity_id, *columns).where(among_given(row.identity_id, _KEYS))
    return wanted.order_by(row.identity_id, row.position)


_NAMES = _parts_of(NameRow, NameRow.text, NameRow.kind, NameRow.lang)
_IDENTIFIERS = _parts_of(IdentifierRow, IdentifierRow.kind, IdentifierRow.value, IdentifierRow.country)
_DATES = _parts_of(DateRow, DateRow.kind, DateRow.value, DateRow.until, DateRow.circa)
_FACTS = _parts_of(FactRow, FactRow.kind, FactRow.value)
_PLACES = _parts_of(PlaceRow, PlaceRow.kind, PlaceRow.text, PlaceRow.country)


def identity_id(subject_id: str, version: int) -> str:
    """The id under which the identity of a record's or watch's version is stored."""
    return f"{subject_id}:{version}"


def store_identity(session: Session, key: str, identity: Identity) -> None:
    """Write one identity under `identity_id(...)`."""
    store_many(session, [(key, identity)])


def store_many(session: Session, identities: Sequence[tuple[str, Identity]]) -> None:
    """Write identities, already `clean`, in one statement per table."""
    heads: list[dict[str, object]] = []
    names: list[dict[str, object]] = []
    identifiers: list[dict[str, object]] = []
    dates: list[dict[str, object]] = []
    places: list[dict[str, object]] = []
    facts: list[dict[str, object]] = []
    for key, one in identities:
        heads.append(
            {
                "id": key,
                "kind": one.kind.value,
                "sex": one.sex.value if one.sex else None,
                "nationalities": list(one.nationalities),
                "narrative": one.narrative,
            }
        )
        for at, n in enumerate(one.names):
            names.append({"identity_id": key, "position": at, "kind": n.kind.value, "text": n.text, "lang": n.lang})
        for at, i in enumerate(one.identifiers):
            identifiers.append(
                {"identity_id": key, "position": at, "kind": i.kind.value, "value": i.value, "country": i.country}
            )
        for at, d in enumerate(one.dates):
            dates.append(
                {
                    "identity_id": key,
                    "position": at,
                    "kind": d.kind.value,
                    "value": d.value,
                    "until": d.until,
                    "circa": d.circa,
                }
            )
        for at, p in enumerate(one.places):
            places.append(
                {"identity_id": key, "position": at, "kind": p.kind.value, "text": p.text, "country": p.country}
            )
        for at, f in enumerate(one.facts):
            facts.append({"identity_id": key, "position": at, "kind": f.kind.value, "value": f.value})
    insert_rows(session, IdentityRow, heads)
    insert_rows(session, NameRow, names)
    insert_rows(session, IdentifierRow, identifiers)
    insert_rows(session, DateRow, dates)
    insert_rows(session, PlaceRow, places)
    insert_rows(session, FactRow, facts)


def copy_identity(session: Session, subject_id: str, version: int, to_version: int) -> None:
    """Write the identity of one version again for a later one that differs in nothing of it."""
    key = identity_id(subject_id, version)
    store_identity(session, identity_id(subject_id, to_version), load_identities(session, [key])[key])


def load_identities(session: Session, keys: Iterable[str]) -> dict[str, Identity]:
    """The identities stored under these keys; a key that is not there is left out. One query per table."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    connection = session.connection()
    names, identifiers = _names(connection, wanted), _identifiers(connection, wanted)
    dates, places, facts = _dates(connection, wanted), _places(connection, wanted), _facts(connection, wanted)
    return {
        key: Identity(
            kind=_RECORD_KIND[kind],
            names=tuple(names.get(key, ())),
            identifiers=tuple(identifiers.get(key, ())),
            dates=tuple(dates.get(key, ())),
            places=tuple(places.get(key, ())),
            sex=_SEX[sex] if sex else None,
            nationalities=tuple(nationalities),
            narrative=narrative,
            facts=tuple(facts.get(key, ())),
        )
        for key, kind, sex, nationalities, narrative in connection.execute(_HEADS, {_KEYS: wanted}).all()
    }


def _names(connection: Connection, keys: Sequence[str]) -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = {}
    for key, text, kind, lang in connection.execute(_NAMES, {_KEYS: keys}).all():
        found.setdefault(key, []).append(Name(text, _NAME_KIND[kind], lang))
    return found


def _identifiers(connection: Connection, keys: Sequence[str]) -> dict[str, list[Identifier]]:
    found: dict[str, list[Identifier]] = {}
    for key, kind, value, country in connection.execute(_IDENTIFIERS, {_KEYS: keys}).all():
        found.setdefault(key, []).append(Identifier(_IDENTIFIER_KIND[kind], value, country))
    return found


def _dates(connection: Connection, keys: Sequence[str]) -> dict[str, list[PartialDate]]:
    found: dict[str, list[PartialDate]] = {}
    for key, kind, value, until, circa in connection.execute(_DATES, {_KEYS: keys}).all():
        found.setdefault(key, []).append(PartialDate(_DATE_KIND[kind], value, until, circa))
    return found


def _places(connection: Connection, keys: Sequence[str]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for key, kind, text, country in connection.execute(_PLACES, {_KEYS: keys}).all():
        found.setdefault(key, []).append(Place(_PLACE_KIND[kind], text, country))
    return found


def _facts(connection: Connection, keys: Sequence[str]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for key, kind, value in connection.execute(_FACTS, {_KEYS: keys}).all():
        found.setdefault(key, []).append(Fact(_FACT_KIND[kind], value))
    return found
