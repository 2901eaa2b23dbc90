"""What records and watches are found and ordered by alike: their names, numbers, places and first words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import Session

from casefile.lists.finding import Texts
from casefile.storage.in_list import among
from casefile.storage.tables import IdentifierRow, IdentityRow, NameRow, PlaceRow
from casefile.subjects import identity_rows

FIRST_CHARACTERS = 300
"""Of a text: what it is called by, and a little more. What stands further down is for the search."""


def name_of(head: Any) -> ColumnElement[str]:
    """The first name of a record's or watch's current version, as text to order by; without a name last."""
    key = head.id.concat(":").concat(cast(head.version, String()))
    first = select(func.lower(NameRow.text)).where(NameRow.identity_id == key, NameRow.position == 0)
    return func.coalesce(first.correlate(head).scalar_subquery(), "\U0010ffff")


def texts_of(session: Session, heads: Iterable[tuple[str, int, str | None]]) -> dict[str, Texts]:
    """By id, what each is found by. `heads`: id, version, its reference at its source."""
    references = {identity_rows.identity_id(id, version): (id, origin or "") for id, version, origin in heads}
    keys = list(references)
    names, others = _texts(session, NameRow.identity_id, NameRow.text, keys), defaultdict[str, list[str]](list)
    for column, value in (
        (IdentifierRow.identity_id, IdentifierRow.value),
        (PlaceRow.identity_id, PlaceRow.text),
        (IdentityRow.id, func.substr(IdentityRow.narrative, 1, FIRST_CHARACTERS)),
    ):
        for key, found in _texts(session, column, value, keys).items():
            others[key] += found
    return {id: Texts(names.get(key, ()), (*others[key], origin)) for key, (id, origin) in references.items()}


def _texts(session: Session, column: Any, value: Any, keys: list[str]) -> Mapping[str, list[str]]:
    found = defaultdict[str, list[str]](list)
    for key, text in session.execute(select(column, value).where(among(column, keys))):
        found[key].append(text)
    return found
