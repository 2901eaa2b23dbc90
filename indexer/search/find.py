"""The read side: the one module by which the portal asks the index. Everything found is checked again in SQL.

Nothing is computed over more than the reader may see: order, total, counts and pieces of text come of records whose
copy in the index is as new as the database, by the fields that this reader may know of.

One question is asked in all ways at once. What has every part as it is comes of the exact query, however much it is;
what is only heard alike, known as one, a slip or a year away comes of the near one, and each record of it is held
against the question by its own words. Where neither finds anything, neighbours are shown in a list of their own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casefile.policy.permissions import Permission
from casefile.policy.sharing import Access
from casefile.policy.viewer import Viewer, require
from casefile.records.search_log import stale_copies
from casefile.storage.store import Store
from indexer.engine import fields, indices
from indexer.engine.client import Engine
from indexer.engine.wire import Hit, Object
from indexer.search import near, queries, snippets
from indexer.search.agreements import Agreement, Way
from indexer.search.asking import Asked, cleaned, listed, page_body, read_form, window
from indexer.search.copy_of_all import whole_copy
from indexer.search.found import counts, paging
from indexer.search.found.checked import Found, checked
from indexer.search.reading.form import NARROWED_BY, SearchForm
from indexer.search.snippets import MARK_END, MARK_START, Snippet

__all__ = [
    "MARK_END",
    "MARK_START",
    "ResultRow",
    "SearchForm",
    "SearchPage",
    "Snippet",
    "Way",
    "find",
    "rows_of",
    "whole_copy",
]

ORDERED = 2_000
"""Results whose order is kept with the answer, so that its pages hold each once (docs/portal.md): 100 pages of 20.
Nobody reads as many; who needs more narrows the question."""

NEIGHBOURS = 10
"""Records shown next to nothing found."""

WHY_IDENTIFIER, WHY_NAME, WHY_TEXT, WHY_FILTER = "identifier", "name", "text", "filter"
BY_NAME = frozenset((Way.EXACT, Way.SCRIPT, Way.KNOWN, Way.SOUND, Way.PART))


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One record found. `why` is *identifier*, *name*, *text* or *filter*; `way` says it closer, `agreements` word by
    word: as asked, as found, by which rule. `missing`: what was asked and is not there. `name`: the one that answers.

    `version` is 0 to a reader of the core, who would see by it that something else was changed.
    """

    record_id: str
    version: int
    unit_id: str
    kind: str
    why: str
    highlights: tuple[Snippet, ...]
    way: str = ""
    name: str = ""
    agreements: tuple[Agreement, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found. Whether all could be searched is asked of `search_log.all_searchable`, before the search.

    `whole`: the index holds as many of the records this reader may find as the database does, each as Griot wrote it.
    Where it does not, it has lost some or was altered, and what was found, or was not, says nothing of the rest.
    `ways`: how many answer in which way (`Way`), as long as all that was found is at hand; else empty. `near`:
    neighbours, only where nothing answers. `left_out` was obeyed, `not_obeyed` are signs that mean nothing here.
    """

    total: int
    rows: tuple[ResultRow, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    whole: bool
    ways: Mapping[str, int]
    order: tuple[str, ...] = ()
    """Ids of the first `ORDERED` found, best first, each once: what its other pages are cut from (`rows_of`)."""
    near: tuple[ResultRow, ...] = ()
    left_out: tuple[str, ...] = ()
    not_obeyed: tuple[str, ...] = ()


def find(engine: Engine, store: Store, viewer: Viewer, form: SearchForm) -> SearchPage:
    """The readable records that answer the form. Raises SearchUnavailable, BadSearch, BadInput, NotAllowed."""
    require(viewer, Permission.SEARCH)
    form = cleaned(form)
    with store.reading() as session:
        asked = read_form(session, viewer, form)
    index = indices.live(engine, indices.Kind.RECORDS)
    looked = _look(engine, store, viewer, asked, index)
    page = paging.of_page(form, looked.found, looked.others)
    close = _neighbours(engine, store, viewer, asked, index) if not looked.total else []
    rows = _rows(engine, asked, [*page, *close])
    return SearchPage(
        total=looked.total,
        rows=rows[: len(page)],
        facets=counts.ordered(looked.counts | _besides(engine, store, viewer, form, index)),
        whole=whole_copy(engine, store, viewer),
        ways=dict(looked.ways),
        order=_order(engine, asked, looked) if form.page == 1 else (),
        near=rows[len(page) :],
        left_out=tuple(part.text for part in asked.question.left_out),
        not_obeyed=asked.question.not_obeyed,
    )


def rows_of(
    engine: Engine, store: Store, viewer: Viewer, form: SearchForm, ids: Sequence[str]
) -> tuple[ResultRow, ...]:
    """These records of an answer's `order`, in that order, as far as the viewer may find them now.

    What was withdrawn or closed to the viewer since is left out; nothing takes its place. Raises as `find`.
    """
    require(viewer, Permission.SEARCH)
    form = cleaned(form)
    if not ids:
        return ()
    with store.reading() as session:
        asked = read_form(session, viewer, form)
        left_out = stale_copies(session, viewer)
    among = [queries.findable(asked.scope, left_out=left_out), *queries.these(ids)]
    body: Object = {**listed(asked, {"bool": {"filter": among, "should": [asked.query]}}), "size": len(ids)}
    hits = engine.search(indices.live(engine, indices.Kind.RECORDS), body)["hits"]["hits"]
    found = {one.record.id: one for one in checked(store, viewer, asked, hits) if one is not None}
    return _rows(engine, asked, [found[id] for id in ids if id in found])


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a question finds: the window by the engine with what may be shown of it, what only the near query found."""

    hits: Sequence[Hit]
    found: Sequence[Found | None]
    others: Sequence[Found]
    total: int
    ways: Counter[str]
    counts: dict[str, Counter[str]]


def _look(engine: Engine, store: Store, viewer: Viewer, asked: Asked, index: str) -> _Looked:
    others = _near(engine, store, viewer, asked, index)
    answer = engine.search(index, page_body(asked, len(others)))
    hits = answer["hits"]["hits"]
    found = checked(store, viewer, asked, hits)
    shown = [one for one in found if one is not None]
    total = int(answer["hits"]["total"]["value"]) - (len(hits) - len(shown))
    at_hand = total == len(shown)
    ways = Counter(one.way for one in (*shown, *others) if one.answer) if at_hand else Counter[str]()
    if way := asked.form.way:
        others = [one for one in others if one.way == way]
        shown = [one for one in shown if one.way == way]
        found, total, at_hand = [*shown], len(shown), True
    # With everything at hand the counts rest on SQL's own word, not on the index's copy of who may read.
    narrowing = counts.counted([*shown, *others]) if at_hand else counts.aggregated(answer, others)
    return _Looked(hits, found, others, total + len(others), ways, narrowing)


def _besides(engine: Engine, store: Store, viewer: Viewer, form: SearchForm, index: str) -> dict[str, Counter[str]]:
    """For each thing that the form narrows by, how many there would be of its other values: asked without it."""
    found = {}
    for name in NARROWED_BY:
        wider = form.without(name)
        if wider is not None:
            with store.reading() as session:
                asked = read_form(session, viewer, wider)
            found[name] = _look(engine, store, viewer, asked, index).counts[name]
    return found


def _rows(engine: Engine, asked: Asked, page: Sequence[Found]) -> tuple[ResultRow, ...]:
    marks = _marks(engine, asked, page)
    return tuple(_row(asked, one, marks.get(one.record.id)) for one in page)


def _order(engine: Engine, asked: Asked, looked: _Looked) -> tuple[str, ...]:
    """The window in Griot's order, then the rest as the engine orders it, asked for without the window's records: what
    comes or goes between the two questions is in neither twice."""
    hits = looked.hits
    ids = [one.record.id for one in paging.in_window(asked.form, looked.found, looked.others)]
    first = window(asked.form)
    if len(hits) >= first and not asked.form.way:
        seen = [hit["_id"] for hit in hits[:first]]
        rest: Object = {"bool": {"must": [asked.query], "must_not": queries.these(seen)}}
        body = {**listed(asked, rest), "size": ORDERED - len(seen), "_source": False}
        ids += [hit["_id"] for hit in engine.search(indices.live(engine, indices.Kind.RECORDS), body)["hits"]["hits"]]
    return tuple(dict.fromkeys(ids))[:ORDERED]


def _near(engine: Engine, store: Store, viewer: Viewer, asked: Asked, index: str) -> list[Found]:
    """Of what is like the question, the records that answer it when looked at."""
    query = asked.near()
    if query is None:
        return []
    hits = engine.search(index, {**listed(asked, query), "size": near.MOST})["hits"]["hits"]
    found = checked(store, viewer, asked, hits)
    return [one for one in found if one is not None and one.answer is not None and one.answer.accepted]


def _neighbours(engine: Engine, store: Store, viewer: Viewer, asked: Asked, index: str) -> list[Found]:
    """The closest of what has a part of the question at least; none for a narrowed question that filters empty."""
    query = asked.near(neighbours=True)
    if query is None:
        return []
    hits = engine.search(index, {**listed(asked, query), "size": near.NEIGHBOURS})["hits"]["hits"]
    found = checked(store, viewer, asked, hits, neighbours=True)
    close = [one for one in found if one is not None and one.answer is not None and one.answer.found]
    return sorted(close, key=paging.place)[:NEIGHBOURS]


def _marks(engine: Engine, asked: Asked, page: Sequence[Found]) -> dict[str, Hit]:
    """What the engine marks in the texts of the page's records; of a core no text is shown. By record id."""
    ids = [one.record.id for one in page if one.seen is not Access.CORE]
    if not asked.question.parts or not ids:
        return {}
    found = [one for row in page if row.answer for one in row.answer.found]
    body: Object = {
        "query": {"bool": {"filter": [queries.readable(asked.scope), {"terms": {fields.RECORD_ID: ids}}]}},
        "size": len(ids),
        "_source": [fields.VERSION],
        "highlight": snippets.highlight(asked.question, asked.form.mode, found),
    }
    answer = engine.search(indices.live(engine, indices.Kind.RECORDS), body)
    return {hit["_id"]: hit for hit in answer["hits"]["hits"]}


def _row(asked: Asked, one: Found, marks: Hit | None) -> ResultRow:
    answer, record = one.answer, one.record
    shown = [*snippets.of_numbers(one.agreeing), *snippets.of_name(answer)]
    if marks is not None and marks["_source"][fields.VERSION] == one.hit["_source"][fields.VERSION]:
        shown += snippets.of_texts(marks)
    if one.agreeing:
        why = WHY_IDENTIFIER
    elif answer is not None and answer.way in BY_NAME:
        why = WHY_NAME
    else:
        why = WHY_TEXT if answer is not None else WHY_FILTER
    return ResultRow(
        record_id=record.id,
        version=0 if one.seen is Access.CORE else record.version,
        unit_id=record.unit_id,
        kind=one.kind,
        why=why,
        highlights=tuple(shown),
        way=answer.way.value if answer else "",
        name=answer.name if answer else "",
        agreements=answer.found if answer else (),
        missing=answer.missing if answer else (),
    )
