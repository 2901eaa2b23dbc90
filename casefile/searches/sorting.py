"""Other orders of what was found: the newest first, or by name, as far as the reader may know either."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy.orm import Session

from casefile.hits.parties import current_records
from casefile.names import analyze
from casefile.policy.permissions import Permission
from casefile.policy.sharing import Access, access
from casefile.policy.viewer import Viewer, require
from casefile.records.read import lines
from casefile.records.views import RecordLine


class Sort(StrEnum):
    BEST = "best"
    NEWEST = "newest"
    NAME = "name"


def in_order(session: Session, viewer: Viewer, ids: Sequence[str], sort: Sort) -> tuple[str, ...]:
    """The same records in another order; ties, and what the reader may not know, as they stood: the best first.

    What the reader may not see by now is left out.
    """
    require(viewer, Permission.SEARCH)
    if sort is Sort.NEWEST:
        return _newest(session, viewer, ids)
    return _by_name(session, viewer, ids) if sort is Sort.NAME else tuple(ids)


def _newest(session: Session, viewer: Viewer, ids: Sequence[str]) -> tuple[str, ...]:
    """Of what is shared to the core its date is nobody's to know: it stands behind all dated."""
    found = current_records(session, ids)
    dated: list[tuple[float, str]] = []
    for id in ids:
        seen = access(viewer, found[id].release) if id in found else None
        if seen is not None:
            dated.append((0.0 if seen is Access.CORE else -found[id].entered_at.timestamp(), id))
    return tuple(id for _, id in sorted(dated, key=lambda one: one[0]))


def _by_name(session: Session, viewer: Viewer, ids: Sequence[str]) -> tuple[str, ...]:
    """By the words of the name in Latin letters, so that two scripts stand in one list; without a name last."""
    found = lines(session, viewer, ids)
    named = [(_name(found[id]), id) for id in ids if id in found]
    return tuple(id for _, id in sorted(named, key=lambda one: one[0]))


def _name(line: RecordLine) -> tuple[bool, str, str]:
    first = line.identity.names[0].text if line.identity.names else ""
    return not first, " ".join(analyze(first).latin), first.casefold()
