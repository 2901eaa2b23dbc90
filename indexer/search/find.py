"""The read side: the one module by which the portal asks the index. Everything found is checked again in SQL."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import outbox
from casefile.hits.parties import CurrentRecord, current_records
from casefile.names import NameMatch, analyze, compare
from casefile.outbox import Backlog
from casefile.policy.permissions import Permission
from casefile.policy.sharing import may_read, scope
from casefile.policy.viewer import Viewer, require
from casefile.storage.store import Store
from casefile.storage.tables import Case, Unit
from indexer.engine import fields, indices
from indexer.engine.client import Engine
from indexer.engine.wire import Facet, Hit, Object
from indexer.search import queries
from indexer.search.queries import SearchForm

__all__ = ["MARK_END", "MARK_START", "SearchForm", "SearchPage", "ResultRow", "Snippet", "find"]

RERANKED = 50
"""Candidates whose names are compared exactly when a name was searched. A comparison takes up to 1 ms, and the
engine's own order put the wanted entry among these for all 200 names of the UN list that were tried in each mode."""

MARK_START, MARK_END = "\ue000", "\ue001"
"""Around what matched. Private use: they survive escaping, after which the page turns them into tags."""

AGREES = 0.5
"""From this chance on two parts of a name are one: below, they only stand next to each other."""
MAX_JOINED = 3
"""Words of a name that may together be one of its parts."""

FRAGMENTS, FRAGMENT_SIZE = 2, 160

WHY_IDENTIFIER, WHY_NAME, WHY_TEXT, WHY_FILTER = "identifier", "name", "text", "filter"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of one field, with marks around what matched."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One record found. `why` is *identifier*, *name*, *text* or *filter*; `match` the names compared, if any."""

    record_id: str
    version: int
    unit_id: str
    kind: str
    why: str
    match: NameMatch | None
    highlights: tuple[Snippet, ...]
    score: float


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found. While there is a backlog, *not found* means *not searched yet* for what is still pending."""

    total: int
    rows: tuple[ResultRow, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    backlog: Backlog

    @property
    def searched(self) -> bool:
        """Whether everything that is stored could be searched."""
        return self.backlog.to_index == 0 and self.backlog.dead_lettered == 0


def find(engine: Engine, store: Store, viewer: Viewer, form: SearchForm) -> SearchPage:
    """The readable records that answer the form. Raises SearchUnavailable, BadSearch, BadInput, NotAllowed."""
    require(viewer, Permission.SEARCH)
    form = replace(form, text=_clean(form.text), identifier=_clean(form.identifier))
    queries.check(form)
    with store.reading() as session:
        backlog = outbox.read_backlog(session)
        countries = _countries(session, viewer)
        query = queries.search_query(
            form, scope(viewer), countries=countries, case_ids=_case_ids(session, viewer, form.case_ref)
        )
    named = queries.looks_like_name(form.text) and form.start + form.size <= RERANKED
    first, size = (0, RERANKED) if named else (form.start, form.size)
    answer = engine.search(indices.live(engine, indices.Kind.RECORDS), _body(form, query, first, size))
    hits = answer["hits"]["hits"]
    with store.reading() as session:
        current = current_records(session, [hit["_id"] for hit in hits])
    allowed = [hit for hit in hits if _allowed(viewer, current.get(hit["_id"]))]
    total = int(answer["hits"]["total"]["value"]) - (len(hits) - len(allowed))
    # With everything at hand the counts rest on SQL's own word, not on the index's copy of who may read.
    whole = first == 0 and total == len(allowed)
    facets = _counted(allowed) if whole else _aggregated(answer["aggregations"])
    wanted_forms = frozenset(queries.identifier_forms(form.identifier or form.text, countries))
    rows = [_row(hit, current[hit["_id"]], form, wanted_forms) for hit in allowed]
    if named:
        rows = _by_likeness(rows)[form.start : form.start + form.size]
    return SearchPage(total, tuple(rows), facets, backlog)


def _body(form: SearchForm, query: Object, first: int, size: int) -> Object:
    body: Object = {
        "query": query,
        "from": first,
        "size": size,
        "timeout": "5s",
        "aggs": queries.facets(),
        "_source": [fields.NAMES, fields.KIND, fields.UNIT, fields.COUNTRIES, fields.IDENTIFIERS],
        "sort": ["_score", {fields.RECORD_ID: "asc"}],
        "track_scores": True,
    }
    if form.text:
        body["highlight"] = _highlight(form)
    return body


def _highlight(form: SearchForm) -> Object:
    names = [fields.NARRATIVE, fields.PLACES]
    if form.mode == "sound":
        names += [fields.NARRATIVE_SOUND, fields.PLACES_SOUND]
    return {
        "pre_tags": [MARK_START],
        "post_tags": [MARK_END],
        "type": "unified",
        "order": "score",
        "number_of_fragments": FRAGMENTS,
        "fragment_size": FRAGMENT_SIZE,
        "require_field_match": True,
        "fields": {name: {"highlight_query": {"match": {name: form.text}}} for name in names},
    }


def _allowed(viewer: Viewer, record: CurrentRecord | None) -> bool:
    return record is not None and may_read(viewer, record.release)


def _row(hit: Hit, record: CurrentRecord, form: SearchForm, wanted: frozenset[str]) -> ResultRow:
    source = hit["_source"]
    match = _best_name(form.text, source.get(fields.NAMES) or ())
    agreeing = sorted(wanted.intersection(source.get(fields.IDENTIFIERS) or ()))
    snippets = [Snippet(fields.IDENTIFIERS, f"{MARK_START}{value}{MARK_END}") for value in agreeing]
    if match is not None and match.score > 0:
        snippets.append(Snippet(fields.NAMES, _marked(match)))
    seen: set[str] = set()
    for name, fragments in hit.get("highlight", {}).items():
        field = name.removesuffix(f".{fields.SOUND}")
        if field not in seen:  # the plain field comes first and its sub-field only fills in for it
            seen.add(field)
            snippets += [Snippet(field, fragment) for fragment in fragments]
    if agreeing:
        why = WHY_IDENTIFIER
    elif match is not None and match.same:
        why = WHY_NAME
    else:
        why = WHY_TEXT if form.text else WHY_FILTER
    return ResultRow(
        record.id,
        record.version,
        record.unit_id,
        source[fields.KIND],
        why,
        match,
        tuple(snippets),
        float(hit["_score"] or 0.0),
    )


def _best_name(text: str, names: Sequence[str]) -> NameMatch | None:
    if not names or not queries.looks_like_name(text):
        return None
    return max((compare(text, name) for name in names), key=lambda match: match.score)


def _by_likeness(rows: Sequence[ResultRow]) -> list[ResultRow]:
    """A number that agrees first, then the most alike names, then the engine's own order."""
    return sorted(
        rows,
        key=lambda row: (
            row.why != WHY_IDENTIFIER,
            -(row.match.score if row.match else 0.0),
            not _same_spelling(row.match),
            -row.score,
            row.record_id,
        ),
    )


def _same_spelling(match: NameMatch | None) -> bool:
    return match is not None and analyze(match.wanted).written == analyze(match.found).written


def _marked(match: NameMatch) -> str:
    """The found name with marks around the words that agreed; two words may be one part (عبد الله)."""
    agreed = {name for part in match.parts if part.score >= AGREES for name in (part.found, part.wanted)}
    words = match.found.split()
    written = ["".join(analyze(word).written) for word in words]
    marked: set[int] = set()
    for first in range(len(words)):
        for last in range(first, min(first + MAX_JOINED, len(words))):
            if "".join(written[first : last + 1]) in agreed:
                marked.update(range(first, last + 1))
    return " ".join(f"{MARK_START}{word}{MARK_END}" if place in marked else word for place, word in enumerate(words))


def _aggregated(facets: Mapping[str, Facet]) -> dict[str, tuple[tuple[str, int], ...]]:
    return {name: tuple((b["key"], b["doc_count"]) for b in facet["buckets"]) for name, facet in facets.items()}


def _counted(hits: Sequence[Hit]) -> dict[str, tuple[tuple[str, int], ...]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in queries.facets()}
    for hit in hits:
        for name, counter in counts.items():
            value = hit["_source"].get(name) or []
            counter.update([value] if isinstance(value, str) else value)
    return {name: tuple(counter.most_common()) for name, counter in counts.items()}


def _clean(text: str) -> str:
    """Without what the wire cannot carry, and without our own marks."""
    kept = text.encode("utf-8", "ignore").decode("utf-8")
    return " ".join(kept.replace("\x00", " ").replace(MARK_START, " ").replace(MARK_END, " ").split())


def _countries(session: Session, viewer: Viewer) -> list[str]:
    """The countries of the network, the viewer's own first: under each, a local phone number may be read."""
    own = session.execute(select(Unit.country).where(Unit.id == viewer.unit_id)).scalar_one_or_none()
    others = session.execute(select(Unit.country).distinct().order_by(Unit.country)).scalars()
    return list(dict.fromkeys([own, *others] if own else others))


def _case_ids(session: Session, viewer: Viewer, reference: str) -> list[str] | None:
    """The own unit's case of this reference: another unit's is never asked for, so that none can be guessed."""
    if not reference.strip():
        return None
    found = select(Case.id).where(Case.unit_id == viewer.unit_id, Case.reference == reference.strip())
    return list(session.execute(found).scalars())
