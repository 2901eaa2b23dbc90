"""What the own unit knows of a question already: who of it searched for the same, and its own watches on the subject.

Of other units nothing is in it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from casefile import sealing
from casefile.budgets.nearness import compared
from casefile.budgets.series import of_a_list, questions
from casefile.names import analyze, compare
from casefile.people import profiles
from casefile.policy.permissions import Permission
from casefile.policy.states import IN_FORCE
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import BatchLine, IdentifierRow, Lookup, NameRow, Unit, Watch
from casefile.subjects.identifiers import forms, search_terms
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind
from casefile.watches.read import WatchView, views_by_id

LOOKED_BACK, COMPARED = timedelta(days=90), 500
"""Searches of the unit that are compared: about 10 ms. What the unit keeps no longer is not among them."""
SHOWN = 3
_Alike = Row[str, str, datetime, str, str]
WATCHES = 2_000
"""Watches compared, the newest first: a unit has some hundreds, a list import more."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """One earlier search of the own unit for the same."""

    at: datetime
    officer: str
    case_ref: str
    own: bool


def earlier_searches(
    session: Session, viewer: Viewer, form: Mapping[str, str], *, search_id: str = ""
) -> list[Earlier]:
    """Who of the unit searched for the same text or number, newest first, each officer and case once.

    Letters and digits are compared, and of names their Latin letters. Of the viewer's own those for another case or
    reason than this search's; `search_id` names it.
    """
    require(viewer, Permission.SEARCH)
    wanted = _asked(form)
    if not wanted:
        return []
    rows = (
        session.connection()
        .execute(
            select(
                Lookup.id, Lookup.officer_id, Lookup.made_at, Lookup.case_ref, Lookup.reason, Lookup.kept, Lookup.form
            )
            .where(Lookup.unit_id == viewer.unit_id, Lookup.made_at > tables.now() - LOOKED_BACK, ~of_a_list())
            .order_by(Lookup.made_at.desc(), Lookup.id)
            .limit(COMPARED)
        )
        .all()
    )
    here = next(((row.reason, row.case_ref) for row in rows if row.id == search_id), None)
    found: dict[tuple[str, str], datetime] = {}
    for row in rows:
        of_this_errand = row.officer_id == viewer.officer_id and (row.reason, row.case_ref) == here
        if row.id == search_id or of_this_errand or (row.officer_id, row.case_ref) in found:
            continue
        kept = sealing.kept(session, viewer.unit_id, row.id, row.kept, row.form) or {}
        if _asked({name: value for name, value in kept.items() if isinstance(value, str)}) & wanted:
            found[row.officer_id, row.case_ref] = row.made_at
            if len(found) == SHOWN:
                break
    for id, officer_id, made_at, case_ref, reason in _lines_alike(session, viewer, wanted):
        of_this_errand = officer_id == viewer.officer_id and (reason, case_ref) == here
        if id != search_id and not of_this_errand:
            key = officer_id, case_ref
            found[key] = max(made_at, found.get(key, made_at))
    found = dict(sorted(found.items(), key=lambda one: one[1], reverse=True)[:SHOWN])
    names = profiles.names_of(session, viewer, [officer for officer, _ in found])
    return [
        Earlier(at, names.get(officer, ""), case_ref, officer == viewer.officer_id)
        for (officer, case_ref), at in found.items()
    ]


def _lines_alike(session: Session, viewer: Viewer, wanted: Collection[str]) -> Sequence[_Alike]:
    """Lines of the unit's lists that asked the same, by their marks: a list of thousands is not unlocked for it."""
    marks = [mark for text in wanted if (mark := sealing.mark(session, viewer.unit_id, text))]
    if not marks:
        return []
    alike = (
        select(Lookup.id, Lookup.officer_id, Lookup.made_at, Lookup.case_ref, Lookup.reason)
        .join(BatchLine, BatchLine.lookup_id == Lookup.id)
        .where(
            or_(among(BatchLine.mark, marks), among(BatchLine.mark_latin, marks)),
            Lookup.unit_id == viewer.unit_id, Lookup.made_at > tables.now() - LOOKED_BACK,
        )
        .order_by(Lookup.made_at.desc(), Lookup.id)
        .limit(COMPARED)
    )  # fmt: skip
    return session.connection().execute(alike).all()


def marks_of(session: Session, unit_id: str, form: Mapping[str, str]) -> tuple[str, str]:
    """The marks by which a line of a list is found again: of what it asks for as compared, and of its Latin letters."""
    found = [sealing.mark(session, unit_id, text) for text in sorted(_asked(form))]
    return (found[0] if found else "", found[1] if len(found) > 1 else "")


def own_watches(session: Session, viewer: Viewer, form: Mapping[str, str]) -> list[WatchView]:
    """The own unit's watches in force on what is asked for: a name that comparison calls the same, or one number, read
    as the unit's country writes it."""
    require(viewer, Permission.READ_WATCH)
    text, number = form.get("text") or "", form.get("identifier") or ""
    if not text.strip() and not number.strip():
        return []
    newest = (
        select(Watch.id, Watch.version)
        .where(Watch.owner_unit_id == viewer.unit_id, Watch.state.in_([state.value for state in sorted(IN_FORCE)]))
        .order_by(Watch.created_at.desc(), Watch.id)
        .limit(WATCHES)
    )
    keys = {f"{id}:{version}": id for id, version in session.connection().execute(newest)}
    country = session.scalars(select(Unit.country).where(Unit.id == viewer.unit_id)).one_or_none()
    found = _by_number(session, keys, number or text, country)
    if text.strip():
        found |= _by_name(session, keys, text)
    order = [id for id in keys.values() if id in found]
    return views_by_id(session, viewer, order[:SHOWN])


def _by_name(session: Session, keys: Mapping[str, str], text: str) -> set[str]:
    wanted = _sounds(text)
    if not wanted:
        return set()
    rows = session.connection().execute(
        select(NameRow.identity_id, NameRow.text).where(among(NameRow.identity_id, list(keys)))
    )
    return {keys[key] for key, name in rows if _may_be(wanted, _sounds(name)) and _same(text, name)}


def _by_number(session: Session, keys: Mapping[str, str], text: str, country: str | None) -> set[str]:
    wanted = {term for kind in IdentifierKind for term in _terms(kind, text, None, country)}
    if not wanted:
        return set()
    columns = (IdentifierRow.identity_id, IdentifierRow.kind, IdentifierRow.value, IdentifierRow.country)
    rows = session.connection().execute(select(*columns).where(among(IdentifierRow.identity_id, list(keys))))
    return {
        keys[key]
        for key, kind, value, of in rows
        if not wanted.isdisjoint(_terms(IdentifierKind(kind), value, of, country))
    }


@lru_cache(maxsize=20_000)
def _terms(kind: IdentifierKind, value: str, country: str | None, home: str | None) -> frozenset[str]:
    if not any(c.isdigit() for c in value) and "@" not in value:
        return frozenset()
    return frozenset(term for form in forms(Identifier(kind, value, country), home) for term in search_terms(form))


@lru_cache(maxsize=20_000)
def _sounds(name: str) -> tuple[frozenset[str], ...]:
    """What each part of a name may sound like: a cheap look before two names are compared."""
    return tuple(frozenset(token.sounds) for token in analyze(name).named if token.sounds)


def _may_be(wanted: Sequence[frozenset[str]], held: Sequence[frozenset[str]]) -> bool:
    """Whether one part at least sounds alike: two names without such a part are never called the same here."""
    return any(not one.isdisjoint(other) for one in wanted for other in held)


@lru_cache(maxsize=20_000)
def _same(text: str, name: str) -> bool:
    return compared(text) == compared(name) or compare(text, name).same


def _asked(form: Mapping[str, str]) -> set[str]:
    """What a form asks for, as it is compared, and its Latin letters, whatever the script."""
    latin = " ".join(sorted(analyze(form.get("text") or "").latin))
    return {*questions(form), *([latin] if latin else [])}
