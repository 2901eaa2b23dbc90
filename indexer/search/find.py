"""The read side: the one module by which the portal asks the index. Everything found is checked again in SQL.

Nothing is computed over more than the reader may see: order, total, counts and pieces of text come of records whose
copy in the index is as new as the database, by the fields that this reader may know of.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casefile import installation
from casefile.hits.parties import CurrentRecord, current_records
from casefile.policy.permissions import Permission
from casefile.policy.sharing import Access, Scope, access, scope
from casefile.policy.viewer import Viewer, require
from casefile.records.search_log import all_searchable, searchable_count, stale_copies
from casefile.storage.store import Store
from casefile.storage.tables import Case, Unit
from casefile.subjects.identifiers import found_by
from indexer.engine import fields, indices
from indexer.engine.client import Engine
from indexer.engine.wire import Answer, Facets, Hit, Object
from indexer.pipeline import own_writes
from indexer.search import near, queries, ranking, snippets
from indexer.search.queries import SearchForm
from indexer.search.ranking import Compared
from indexer.search.snippets import MARK_END, MARK_START, Snippet

__all__ = ["MARK_END", "MARK_START", "ResultRow", "SearchForm", "SearchPage", "Snippet", "find", "rows_of"]

WINDOW = 200
"""Results from the start that are put in Griot's own order as a whole, whatever page is asked for; behind them the
engine's order goes on."""

ORDERED = 2_000
"""Results whose order is kept with the answer, so that its pages hold each once (docs/portal.md): 100 pages of 20.
Nobody reads as many; who needs more narrows the question."""

COUNT_TRIES = 5
"""Of the comparison of index and database, while records of the viewer come and go between the two counts."""

LOOKED_AT = 100
"""Of the records that somebody else wrote last: whether one of them is not on its way already."""

WHY_IDENTIFIER, WHY_NAME, WHY_TEXT, WHY_FILTER = "identifier", "name", "text", "filter"
Counts = dict[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One record found. `why` is *identifier*, *name*, *text* or *filter*; `match` the names compared, if any.

    `version` is 0 to a reader of the core, who would see by it that something else was changed.
    """

    record_id: str
    version: int
    unit_id: str
    kind: str
    why: str
    match: Compared | None
    highlights: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found. Whether all could be searched is asked of `search_log.all_searchable`, before the search.

    `whole`: the index holds as many of the records this reader may find as the database does, each as Griot wrote it.
    Where it does not, it has lost some or was altered, and what was found, or was not, says nothing of the rest.
    """

    total: int
    rows: tuple[ResultRow, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    whole: bool
    order: tuple[str, ...] = ()
    """Ids of the first `ORDERED` found, best first, each once: what its other pages are cut from (`rows_of`)."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A document with what SQL says of its record, and of whether its reader may see it (None: it is left out)."""

    hit: Hit
    record: CurrentRecord
    seen: Access
    agreeing: tuple[str, ...]
    """The numbers asked for that it has."""

    @property
    def names(self) -> Sequence[str]:
        return self.hit["_source"].get(fields.NAMES) or ()

    @property
    def kind(self) -> str:
        return str(self.hit["_source"][fields.KIND])


@dataclass(frozen=True, slots=True)
class _Question:
    """A form with all that it takes to ask it."""

    form: SearchForm
    scope: Scope
    query: Object
    numbers: frozenset[str]
    """The index's terms of what may be a number in it."""
    named: bool
    """Whether its text may be somebody's name."""
    near: Object | None
    """What finds further records by a name like it, to be compared; None where only words and sounds are asked for."""


def find(engine: Engine, store: Store, viewer: Viewer, form: SearchForm) -> SearchPage:
    """The readable records that answer the form. Raises SearchUnavailable, BadSearch, BadInput, NotAllowed."""
    require(viewer, Permission.SEARCH)
    form = replace(form, text=snippets.clean(form.text), identifier=snippets.clean(form.identifier))
    queries.check(form)
    with store.reading() as session:
        asked = _question(session, viewer, form)
    index = indices.live(engine, indices.Kind.RECORDS)
    others = _near(store, viewer, asked, engine.search(index, _near_body(asked))) if asked.near else []
    answer = engine.search(index, _body(asked, len(others)))
    hits = answer["hits"]["hits"]
    found = _all_checked(store, viewer, asked, hits)
    shown = [one for one in found if one is not None]
    total = int(answer["hits"]["total"]["value"]) - (len(hits) - len(shown))
    # With everything at hand the counts rest on SQL's own word, not on the index's copy of who may read.
    counts = _counted([*shown, *others]) if total == len(shown) else _aggregated(answer, others)
    rows = _rows(engine, asked, _of_page(asked, found, others))
    order = _order(engine, asked, hits, found, others) if form.page == 1 else ()
    return SearchPage(total + len(others), rows, _ordered(counts), whole_copy(engine, store, viewer), order)


def rows_of(
    engine: Engine, store: Store, viewer: Viewer, form: SearchForm, ids: Sequence[str]
) -> tuple[ResultRow, ...]:
    """These records of an answer's `order`, in that order, as far as the viewer may find them now.

    What was withdrawn or closed to the viewer since is left out; nothing takes its place. Raises as `find`.
    """
    require(viewer, Permission.SEARCH)
    form = replace(form, text=snippets.clean(form.text), identifier=snippets.clean(form.identifier))
    queries.check(form)
    if not ids:
        return ()
    with store.reading() as session:
        asked = _question(session, viewer, form)
        left_out = stale_copies(session, viewer)
    among: Object = {"bool": {"filter": [queries.findable(asked.scope, left_out=left_out), *queries.these(ids)]}}
    body: Object = {**_listed(form, among), "size": len(ids)}
    hits = engine.search(indices.live(engine, indices.Kind.RECORDS), body)["hits"]["hits"]
    checked = _all_checked(store, viewer, asked, hits)
    found = {one.record.id: one for one in checked if one is not None}
    return _rows(engine, asked, [found[id] for id in ids if id in found])


def _rows(engine: Engine, asked: _Question, page: Sequence[_Found]) -> tuple[ResultRow, ...]:
    marks = _marks(engine, asked, page)
    return tuple(_row(asked, one, marks.get(one.record.id)) for one in page)


def _order(
    engine: Engine, asked: _Question, hits: Sequence[Hit], found: Sequence[_Found | None], others: Sequence[_Found]
) -> tuple[str, ...]:
    """The window in Griot's order, then the rest as the engine orders it, asked for without the window's records: what
    comes or goes between the two questions is in neither twice."""
    window = _window(asked, found, others)
    ids, seen = [one.record.id for one in window], [hit["_id"] for hit in hits[:WINDOW]]
    if len(hits) >= WINDOW:
        rest: Object = {"bool": {"must": [asked.query], "must_not": queries.these(seen)}}
        body = {**_listed(asked.form, rest), "size": ORDERED - len(seen), "_source": False}
        ids += [hit["_id"] for hit in engine.search(indices.live(engine, indices.Kind.RECORDS), body)["hits"]["hits"]]
    return tuple(dict.fromkeys(ids))[:ORDERED]


def _near(store: Store, viewer: Viewer, asked: _Question, answer: Answer) -> list[_Found]:
    """Of what shares a key with the name, the records whose names comparison calls one with it."""
    found = _all_checked(store, viewer, asked, answer["hits"]["hits"])
    return [one for one in found if one is not None and near.accepted(asked.form.text, one.names, one.kind)]


def _all_checked(store: Store, viewer: Viewer, asked: _Question, hits: Sequence[Hit]) -> list[_Found | None]:
    with store.reading() as session:
        current = current_records(session, [hit["_id"] for hit in hits])
    return [_checked(viewer, asked, hit, current.get(hit["_id"])) for hit in hits]


def whole_copy(engine: Engine, store: Store, viewer: Viewer) -> bool:
    """Whether the index is the one made from the database, and holds as many records for this viewer, none of them
    written by somebody else.

    Counted over what the viewer may find and nothing else, so that what others do never shows in it. While a record
    of theirs is on its way the two cannot be compared; `all_searchable` says so. The database is asked only when the
    index does not hold the number on which both agreed last: a search of 20,000 records took 1.14 of its time with the
    comparison so, and 2.2 with a count in SQL each time.
    """
    require(viewer, Permission.SEARCH)
    with store.reading() as session:
        if installation.doubt(session):
            return False
    before: tuple[int, int] | None = None
    for _ in range(COUNT_TRIES):
        with store.reading() as session:
            left_out = stale_copies(session, viewer)
        theirs = queries.findable(scope(viewer), left_out=left_out)
        if own_writes.written_past(store, engine, indices.Kind.RECORDS, theirs, most=LOOKED_AT) != []:
            return False
        counted = engine.count(indices.live(engine, indices.Kind.RECORDS), theirs)
        if counted == engine.agreed.get(viewer.unit_id):
            return True
        with store.reading() as session:
            held, on_their_way = searchable_count(session, viewer), not all_searchable(session, viewer)
        if counted == held:
            engine.agreed[viewer.unit_id] = held
        if counted == held or on_their_way:
            return True
        if before == (counted, held):  # nothing came or went between the two counts
            return False
        before = counted, held
    return False


def _question(session: Session, viewer: Viewer, form: SearchForm) -> _Question:
    countries, seen = _countries(session, viewer), scope(viewer)
    cases = _case_ids(session, viewer, form.case_ref)
    left_out = stale_copies(session, viewer) if form.asks else ()
    query = queries.search_query(form, seen, countries=countries, case_ids=cases, left_out=left_out)
    further = (
        near.near_query(form, seen, query, countries=countries, case_ids=cases, left_out=left_out)
        if near.asked(form)
        else None
    )
    numbers = frozenset(queries.identifier_forms(form.identifier or form.text, countries))
    return _Question(form, seen, query, numbers, queries.looks_like_name(form.text), further)


def _body(asked: _Question, others: int) -> Object:
    """The window as a whole as long as the page touches it, and the page alone behind it.

    `others` records found by a name like it stand in the window besides.
    """
    form = asked.form
    first = 0 if form.start < WINDOW + others else form.start - others
    return {
        **_listed(form, asked.query),
        "from": first,
        "size": max(WINDOW, form.end - others) if first == 0 else form.size,
        "aggs": queries.facets(asked.scope),
    }


def _near_body(asked: _Question) -> Object:
    assert asked.near is not None  # noqa: S101  (asked by `find` only where it is)
    return {**_listed(asked.form, asked.near), "size": near.MOST}


def _listed(form: SearchForm, query: Object) -> Object:
    return {
        "query": query,
        "timeout": "5s",
        "_source": [
            fields.NAMES,
            fields.KIND,
            fields.UNIT,
            fields.VERSION,
            fields.COUNTRIES,
            fields.CORE_COUNTRIES,
            fields.IDENTIFIERS,
        ],
        "sort": ["_score", {fields.SORTED_AT if form.text else fields.ENTERED_AT: "desc"}, {fields.RECORD_ID: "asc"}],
        "track_scores": True,
    }


def _checked(viewer: Viewer, asked: _Question, hit: Hit, record: CurrentRecord | None) -> _Found | None:
    """What may be shown of a document. Another unit's counts in the version that was searched or not at all."""
    seen = access(viewer, record.release) if record is not None else None
    if record is None or seen is None:
        return None
    if seen is not Access.OWN and hit["_source"][fields.VERSION] != record.version:
        return None
    numbers = () if seen is Access.CORE else hit["_source"].get(fields.IDENTIFIERS) or ()
    return _Found(hit, record, seen, found_by(asked.numbers, numbers))


def _of_page(asked: _Question, found: Sequence[_Found | None], others: Sequence[_Found]) -> list[_Found]:
    """The page's own: places in the window by Griot's order, behind it by the engine's.

    A document left out leaves a gap at the end of the window, so that none moves to another page and is lost there.
    """
    form = asked.form
    if form.start >= WINDOW + len(others):
        return [one for one in found if one is not None]
    window = _window(asked, found, others)
    behind = [one for one in found[WINDOW : form.end - len(others)] if one is not None]
    return window[form.start : form.end] + behind


def _window(asked: _Question, found: Sequence[_Found | None], others: Sequence[_Found]) -> list[_Found]:
    window = [*(one for one in found[:WINDOW] if one is not None), *others]
    if asked.form.text:
        window.sort(key=lambda one: _place(asked, one))
    return window


def _place(asked: _Question, one: _Found) -> ranking.Place:
    tier = ranking.tier_of(asked.form.text, one.names, one.kind) if asked.named else ranking.Tier.PART
    dated = ranking.NEVER if one.seen is Access.CORE else one.record.entered_at.timestamp()
    score = float(one.hit.get("_score") or 0.0)
    return ranking.place(tier, agrees=bool(one.agreeing), score=score, entered_at=dated, record_id=one.record.id)


def _marks(engine: Engine, asked: _Question, page: Sequence[_Found]) -> dict[str, Hit]:
    """What the engine marks in the texts of the page's records; of a core no text is shown. By record id."""
    ids = [one.record.id for one in page if one.seen is not Access.CORE]
    if not asked.form.text or not ids:
        return {}
    body: Object = {
        "query": {"bool": {"filter": [queries.readable(asked.scope), {"terms": {fields.RECORD_ID: ids}}]}},
        "size": len(ids),
        "_source": [fields.VERSION],
        "highlight": snippets.highlight(asked.form.text, asked.form.mode),
    }
    answer = engine.search(indices.live(engine, indices.Kind.RECORDS), body)
    return {hit["_id"]: hit for hit in answer["hits"]["hits"]}


def _row(asked: _Question, one: _Found, marks: Hit | None) -> ResultRow:
    match = ranking.best_match(asked.form.text, one.names, one.kind) if asked.named else None
    shown = [*snippets.of_numbers(one.agreeing), *snippets.of_name(match)]
    if marks is not None and marks["_source"][fields.VERSION] == one.hit["_source"][fields.VERSION]:
        shown += snippets.of_texts(marks)
    if one.agreeing:
        why = WHY_IDENTIFIER
    elif match is not None and match.same:
        why = WHY_NAME
    else:
        why = WHY_TEXT if asked.form.text else WHY_FILTER
    record = one.record
    version = 0 if one.seen is Access.CORE else record.version
    return ResultRow(record.id, version, record.unit_id, one.kind, why, match, tuple(shown))


def _aggregated(answer: Answer, others: Sequence[_Found]) -> dict[str, Counter[str]]:
    """The counts of records that are read whole, of cores, and of those found by a name like it, as one."""
    counts = _counted(others)
    for part in cast(Facets, answer["aggregations"]).values():
        for name, counter in counts.items():
            for bucket in part[name]["buckets"]:
                counter[bucket["key"]] += bucket["doc_count"]
    return counts


def _counted(shown: Sequence[_Found]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in queries.COUNTED}
    for one in shown:
        for name, field in (queries.COUNTED_CORE if one.seen is Access.CORE else queries.COUNTED).items():
            value = one.hit["_source"].get(field) or []
            counts[name].update([value] if isinstance(value, str) else value)
    return counts


def _ordered(counts: Mapping[str, Counter[str]]) -> Counts:
    return {
        name: tuple(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))) for name, counter in counts.items()
    }


_COUNTRY = select(Unit.country).where(Unit.id == bindparam("unit_id"))
_COUNTRIES = select(Unit.country).distinct().order_by(Unit.country)


def _countries(session: Session, viewer: Viewer) -> list[str]:
    """The countries of the network, the viewer's own first: under each, a local phone number may be read."""
    own = session.execute(_COUNTRY, {"unit_id": viewer.unit_id}).scalar_one_or_none()
    others = session.execute(_COUNTRIES).scalars()
    return list(dict.fromkeys([own, *others] if own else others))


def _case_ids(session: Session, viewer: Viewer, reference: str) -> list[str] | None:
    """The own unit's case of this reference: another unit's is never asked for, so that none can be guessed."""
    if not reference.strip():
        return None
    found = select(Case.id).where(Case.unit_id == viewer.unit_id, Case.reference == reference.strip())
    return list(session.execute(found).scalars())
