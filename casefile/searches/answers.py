"""The order of a search's answer, kept while its pages are turned: every record once, whatever is entered meanwhile.

Ids alone, of what the reader could find when it was asked; each page is checked again before it is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.errors import MISSING, NotThere
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.searches.sorting import Sort
from casefile.storage import fresh, tables
from casefile.storage.tables import Lookup, SearchAnswer

FRESH = timedelta(hours=12)
"""So long an order serves: a day's work. After that, what was found then is no answer."""
ID_BYTES = 16

Counts = Mapping[str, Sequence[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found. `ids` in its order, as many as can be turned to; `total` may be more."""

    total: int
    ids: tuple[str, ...]
    counts: Counts
    whole: bool
    """Whether the index held all that the reader may find."""
    searched: bool
    """Whether all of it could be searched."""
    sort: Sort = Sort.BEST


def keep(session: Session, viewer: Viewer, search_id: str, answer: Answer) -> None:
    """Keep the newest answer of one of the viewer's own searches."""
    require(viewer, Permission.SEARCH)
    if not _is_own(session, viewer, search_id):
        raise NotThere(MISSING)
    row = {
        "made_at": tables.now(),
        "sort": answer.sort.value,
        "total": answer.total,
        "ids": b"".join(bytes.fromhex(id) for id in answer.ids),
        "counts": {name: [list(pair) for pair in pairs] for name, pairs in answer.counts.items()},
        "whole": answer.whole,
        "searched": answer.searched,
    }
    insert = tables.insert_for(session)(SearchAnswer.__table__).values(lookup_id=search_id, **row)
    session.connection().execute(insert.on_conflict_do_update(index_elements=["lookup_id"], set_=row))


def held(session: Session, viewer: Viewer, search_id: str) -> Answer | None:
    """The answer that stands; None where it was never made or is too old. Anybody else's does not exist."""
    require(viewer, Permission.SEARCH)
    if not _is_own(session, viewer, search_id):
        raise NotThere(MISSING)
    row = fresh.first(session, select(SearchAnswer).where(SearchAnswer.lookup_id == search_id))
    if row is None or row.made_at < tables.now() - FRESH:
        return None
    packed = row.ids.hex()
    ids = tuple(packed[at : at + 2 * ID_BYTES] for at in range(0, len(packed), 2 * ID_BYTES))
    return Answer(row.total, ids, _counts(row.counts), row.whole, row.searched, Sort(row.sort))


def _counts(stored: Mapping[str, object]) -> dict[str, list[tuple[str, int]]]:
    return {
        name: [(str(value), int(many)) for value, many in pairs]
        for name, pairs in stored.items()
        if isinstance(pairs, list)
    }


def _is_own(session: Session, viewer: Viewer, search_id: str) -> bool:
    mine = (Lookup.id == search_id, Lookup.officer_id == viewer.officer_id, Lookup.unit_id == viewer.unit_id)
    return session.connection().execute(select(Lookup.id).where(*mine)).first() is not None
