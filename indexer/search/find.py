"""The read side: the one module by which the portal asks the index. Everything found is checked again in SQL.

Nothing is computed over more than the reader may see: order, total, counts and pieces of text come of records whose
copy in the index is as new as the database, by the fields that this reader may know of.

One question is asked in all ways at once. What has every part as it is comes of the exact query, however much it is;
what is only heard alike, known as one, a slip or a year away comes of the near one, and each record of it is held
against the question by its own words. Where neither finds anything, neighbours are shown in a list of their own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from casefile.hits.parties import CurrentRecord, current_records
from casefile.policy.permissions import Permission
from casefile.policy.sharing import Access, access
from casefile.policy.viewer import Viewer, require
from casefile.records.search_log import stale_copies
from casefile.storage.store import Store
from casefile.subjects.identifiers import found_by
from indexer.engine import fields, indices
from indexer.engine.client import Engine
from indexer.engine.wire import Answer, Facets, Hit, Object
from indexer.search import answers, near, queries, ranking, snippets
from indexer.search.agreements import Agreement, Way
from indexer.search.answers import Content
from indexer.search.asking import Asked, read_form
from indexer.search.copy_of_all import whole_copy
from indexer.search.queries import SearchForm
from indexer.search.reading.question import Sort
from indexer.search.snippets import MARK_END, MARK_START, Snippet
from indexer.search.views import CORE, WHOLE

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

WINDOW = 200
"""Results from the start that are put in Griot's own order as a whole, whatever page is asked for; behind them the
engine's order goes on."""

ORDERED = 2_000
"""Results whose order is kept with the answer, so that its pages hold each once (docs/portal.md): 100 pages of 20.
Nobody reads as many; who needs more narrows the question."""

FILTERED_WINDOW = 1_000
"""The same where only one way to answer is asked for: what answers otherwise is passed over."""

NEIGHBOURS = 10
"""Records shown next to nothing found."""

WHY_IDENTIFIER, WHY_NAME, WHY_TEXT, WHY_FILTER = "identifier", "name", "text", "filter"
Counts = dict[str, tuple[tuple[str, int], ...]]
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


@dataclass(frozen=True, slots=True)
class _Found:
    """A document with what SQL says of its record, of whether its reader may see it, and of how it answers."""

    hit: Hit
    record: CurrentRecord
    seen: Access
    agreeing: tuple[str, ...]
    """The numbers asked for that it has."""
    answer: answers.Answer | None
    """None: nothing but filters was asked."""

    @property
    def kind(self) -> str:
        return str(self.hit["_source"][fields.KIND])


def find(engine: Engine, store: Store, viewer: Viewer, form: SearchForm) -> SearchPage:
    """The readable records that answer the form. Raises SearchUnavailable, BadSearch, BadInput, NotAllowed."""
    require(viewer, Permission.SEARCH)
    form = replace(form, text=snippets.clean(form.text), identifier=snippets.clean(form.identifier))
    queries.check(form)
    with store.reading() as session:
        asked = read_form(session, viewer, form)
    index = indices.live(engine, indices.Kind.RECORDS)
    others = _accepted(store, viewer, asked, engine.search(index, _near_body(asked, near.MOST))) if asked.near else []
    answer = engine.search(index, _body(asked, len(others)))
    hits = answer["hits"]["hits"]
    found = _all_checked(store, viewer, asked, hits)
    shown = [one for one in found if one is not None]
    total = int(answer["hits"]["total"]["value"]) - (len(hits) - len(shown))
    at_hand = total == len(shown)
    ways = Counter(one.answer.way.value for one in (*shown, *others) if one.answer) if at_hand else Counter[str]()
    if form.way:
        others = [one for one in others if one.answer and one.answer.way.value == form.way]
        found = [one for one in found if one and one.answer and one.answer.way.value == form.way]
        shown, at_hand = [one for one in found if one], True
        total = len(shown)
    # With everything at hand the counts rest on SQL's own word, not on the index's copy of who may read.
    counts = _counted([*shown, *others]) if at_hand else _aggregated(answer, others)
    page = _of_page(asked, found, others)
    close = _neighbours(engine, store, viewer, asked, index) if not total + len(others) else []
    rows = _rows(engine, asked, [*page, *close])
    return SearchPage(
        total=total + len(others),
        rows=rows[: len(page)],
        facets=_ordered(counts),
        whole=whole_copy(engine, store, viewer),
        ways=dict(ways),
        order=_order(engine, asked, hits, found, others) if form.page == 1 else (),
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
    form = replace(form, text=snippets.clean(form.text), identifier=snippets.clean(form.identifier))
    queries.check(form)
    if not ids:
        return ()
    with store.reading() as session:
        asked = read_form(session, viewer, form)
        left_out = stale_copies(session, viewer)
    among = [queries.findable(asked.scope, left_out=left_out), *queries.these(ids)]
    body: Object = {**_listed(asked, {"bool": {"filter": among, "should": [asked.query]}}), "size": len(ids)}
    hits = engine.search(indices.live(engine, indices.Kind.RECORDS), body)["hits"]["hits"]
    checked = _all_checked(store, viewer, asked, hits)
    found = {one.record.id: one for one in checked if one is not None}
    return _rows(engine, asked, [found[id] for id in ids if id in found])


def _rows(engine: Engine, asked: Asked, page: Sequence[_Found]) -> tuple[ResultRow, ...]:
    marks = _marks(engine, asked, page)
    return tuple(_row(asked, one, marks.get(one.record.id)) for one in page)


def _order(
    engine: Engine, asked: Asked, hits: Sequence[Hit], found: Sequence[_Found | None], others: Sequence[_Found]
) -> tuple[str, ...]:
    """The window in Griot's order, then the rest as the engine orders it, asked for without the window's records: what
    comes or goes between the two questions is in neither twice."""
    ids = [one.record.id for one in _window(asked, found, others)]
    seen = [hit["_id"] for hit in hits[:WINDOW]]
    if len(hits) >= WINDOW and not asked.form.way:
        rest: Object = {"bool": {"must": [asked.query], "must_not": queries.these(seen)}}
        body = {**_listed(asked, rest), "size": ORDERED - len(seen), "_source": False}
        ids += [hit["_id"] for hit in engine.search(indices.live(engine, indices.Kind.RECORDS), body)["hits"]["hits"]]
    return tuple(dict.fromkeys(ids))[:ORDERED]


def _accepted(store: Store, viewer: Viewer, asked: Asked, answer: Answer) -> list[_Found]:
    """Of what is like the question, the records that answer it when looked at."""
    found = _all_checked(store, viewer, asked, answer["hits"]["hits"])
    return [one for one in found if one is not None and one.answer is not None and one.answer.accepted]


def _neighbours(engine: Engine, store: Store, viewer: Viewer, asked: Asked, index: str) -> list[_Found]:
    """The closest of what has a part of the question at least; none for a narrowed question that filters empty."""
    if asked.neighbours is None:
        return []
    hits = engine.search(index, _near_body(asked, near.NEIGHBOURS, asked.neighbours))["hits"]["hits"]
    found = [one for one in _all_checked(store, viewer, asked, hits, neighbours=True) if one is not None and one.answer]
    close = [one for one in found if one.answer and one.answer.found]
    return sorted(close, key=_place)[:NEIGHBOURS]


def _all_checked(
    store: Store, viewer: Viewer, asked: Asked, hits: Sequence[Hit], *, neighbours: bool = False
) -> list[_Found | None]:
    with store.reading() as session:
        current = current_records(session, [hit["_id"] for hit in hits])
    return [_checked(viewer, asked, hit, current.get(hit["_id"]), neighbours=neighbours) for hit in hits]


def _body(asked: Asked, others: int) -> Object:
    """The window as a whole as long as the page touches it, and the page alone behind it.

    `others` records that only the near query found stand in the window besides.
    """
    form = asked.form
    if form.way:
        return {**_listed(asked, asked.query), "from": 0, "size": FILTERED_WINDOW}
    first = 0 if form.start < WINDOW + others else form.start - others
    return {
        **_listed(asked, asked.query),
        "from": first,
        "size": max(WINDOW, form.end - others) if first == 0 else form.size,
        "aggs": queries.facets(asked.scope),
    }


def _near_body(asked: Asked, most: int, query: Object | None = None) -> Object:
    asking = query or asked.near
    assert asking is not None  # noqa: S101  (asked by `find` only where it is)
    return {**_listed(asked, asking), "size": most}


def _listed(asked: Asked, query: Object) -> Object:
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
            *((fields.IDENTIFIERS,) if asked.numbers or asked.question.has(Sort.NUMBER) else ()),
            *((fields.DAYS, fields.CORE_YEARS) if asked.question.has(Sort.DATE) else ()),
            *((fields.PLACES, fields.MENTIONS) if asked.question.words else ()),
        ],
        "sort": [
            "_score",
            {fields.SORTED_AT if asked.form.text else fields.ENTERED_AT: "desc"},
            {fields.RECORD_ID: "asc"},
        ],
        "track_scores": True,
    }


def _checked(
    viewer: Viewer, asked: Asked, hit: Hit, record: CurrentRecord | None, *, neighbours: bool = False
) -> _Found | None:
    """What may be shown of a document. Another unit's counts in the version that was searched or not at all."""
    seen = access(viewer, record.release) if record is not None else None
    if record is None or seen is None:
        return None
    if seen is not Access.OWN and hit["_source"][fields.VERSION] != record.version:
        return None
    content = _content(hit, seen)
    parts = asked.question.parts
    answer = answers.answer(asked.question, content, asked.reading, neighbours=neighbours) if parts else None
    agreeing = found_by(asked.numbers, content.numbers)
    return _Found(hit, record, seen, (*agreeing, *(answer.numbers if answer else ())), answer)


def _content(hit: Hit, seen: Access) -> Content:
    """What the reader may read of it: of a core its names, and its years of birth."""
    source = hit["_source"]
    mark, core = (CORE.mark, True) if seen is Access.CORE else (WHOLE.mark, False)
    flags = frozenset(_flag(name) for name in hit.get("matched_queries", ()) if name.startswith(f"{mark}."))
    names, kind = tuple(source.get(fields.NAMES) or ()), str(source[fields.KIND])
    if core:
        years = tuple(
            (one["gte"] * 10_000 + 101, one["lte"] * 10_000 + 1231) for one in source.get(fields.CORE_YEARS) or ()
        )
        return Content(kind, names, days=years, flags=flags)
    return Content(
        kind,
        names,
        mentions=tuple(source.get(fields.MENTIONS) or ()),
        places=tuple(source.get(fields.PLACES) or ()),
        numbers=tuple(source.get(fields.IDENTIFIERS) or ()),
        days=tuple((one["gte"], one["lte"]) for one in source.get(fields.DAYS) or ()),
        flags=flags,
    )


def _flag(name: str) -> tuple[int, str]:
    """The name of a clause: the view's mark, the place of the part, how it stands there."""
    _, place, how = name.split(".", 2)
    return int(place), how


def _of_page(asked: Asked, found: Sequence[_Found | None], others: Sequence[_Found]) -> list[_Found]:
    """The page's own: places in the window by Griot's order, behind it by the engine's.

    A document left out leaves a gap at the end of the window, so that none moves to another page and is lost there.
    """
    form = asked.form
    window = FILTERED_WINDOW if form.way else WINDOW
    if form.start >= window + len(others):
        return [one for one in found if one is not None]
    inside = _window(asked, found, others)
    behind = [one for one in found[window : form.end - len(others)] if one is not None]
    return inside[form.start : form.end] + behind


def _window(asked: Asked, found: Sequence[_Found | None], others: Sequence[_Found]) -> list[_Found]:
    first = FILTERED_WINDOW if asked.form.way else WINDOW
    inside = [*(one for one in found[:first] if one is not None), *others]
    return sorted(inside, key=_place) if asked.form.text else inside


def _place(one: _Found) -> ranking.Place:
    dated = ranking.NEVER if one.seen is Access.CORE else one.record.entered_at.timestamp()
    return ranking.place(one.answer, agrees=bool(one.agreeing), entered_at=dated, record_id=one.record.id)


def _marks(engine: Engine, asked: Asked, page: Sequence[_Found]) -> dict[str, Hit]:
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


def _row(asked: Asked, one: _Found, marks: Hit | None) -> ResultRow:
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
