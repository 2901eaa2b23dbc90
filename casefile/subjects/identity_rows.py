"""Identities into their rows and back, many at a time; and the one place where what is written is made clean.

Core statements and plain dicts, no objects per row: imports and the relay move thousands a second through here.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.tables import DateRow, IdentifierRow, IdentityRow, NameRow, PlaceRow
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, IdentifierKind, NameKind, PlaceKind, RecordKind, Sex

_RECORD_KIND = {k.value: k for k in RecordKind}
_NAME_KIND = {k.value: k for k in NameKind}
_IDENTIFIER_KIND = {k.value: k for k in IdentifierKind}
_DATE_KIND = {k.value: k for k in DateKind}
_PLACE_KIND = {k.value: k for k in PlaceKind}
_SEX = {k.value: k for k in Sex}


def identity_id(subject_id: str, version: int) -> str:
    """The id under which the identity of a record's or watch's version is stored."""
    return f"{subject_id}:{version}"


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
    insert_rows(session, IdentityRow, heads)
    insert_rows(session, NameRow, names)
    insert_rows(session, IdentifierRow, identifiers)
    insert_rows(session, DateRow, dates)
    insert_rows(session, PlaceRow, places)


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
    heads = select(
        IdentityRow.id, IdentityRow.kind, IdentityRow.sex, IdentityRow.nationalities, IdentityRow.narrative
    ).where(among(IdentityRow.id, wanted))
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
