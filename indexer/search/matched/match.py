"""Which records a subject may be: proposed by the index, read from SQL as far as the reader may, judged by matching.

No count of the network's names and no size of it is used: weights are the built-in ones, so that neither score nor
order tells of a record that the reader may not see. Nor does the engine's order: it is one of constants over what the
reader may find.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from casefile import records
from casefile.errors import BadInput, SearchUnavailable
from casefile.matching import Prepared, prepare
from casefile.matching.blocking_keys import query_keys, searched_keys
from casefile.matching.decision import Decision, decide
from casefile.matching.entity_evidence import SCHEMAS
from casefile.names import compare
from casefile.names.entities import compare_entities
from casefile.names.frequency import TermFrequencies
from casefile.policy.permissions import Permission
from casefile.policy.sharing import scope
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer, require
from casefile.records import RecordLine
from casefile.records.search_log import all_searchable, stale_copies
from casefile.storage.store import Store
from casefile.subjects.identity import Identity
from indexer.engine import fields, indices
from indexer.engine.client import Engine
from indexer.engine.wire import Object
from indexer.search import queries, scoring
from indexer.search.copy_of_all import whole_copy
from indexer.search.matched.score import score
from indexer.search.views import CORE, WHOLE, View

MOST = 300
"""Records judged for one subject: among 20,000 with names as crowded as in Senegal a name meets 186 at most."""
MOST_NAMES = 12
"""Names of a subject by which it is looked for; all of them are compared."""
MOST_KEYS, MOST_NUMBERS = 400, 100
"""Keys of names, shared out among the names; keys of numbers. The names are asked in two views: with their filters they
stay below the engine's 1,024 clauses of one question."""
INCOMPLETE = "Not everything could be searched: records are on their way into the index. Ask again in a minute."


@dataclass(frozen=True, slots=True)
class Matched:
    """A record that may be the subject. `decision` is None where nothing but a common name agrees."""

    line: RecordLine
    score: float
    decision: Decision | None

    @property
    def match(self) -> bool:
        return self.decision is not None and self.decision.grade == "hit"


@dataclass(frozen=True, slots=True)
class Matches:
    """`whole`: everything that the reader may find was searched. Where it is not, no empty list is an answer."""

    found: tuple[Matched, ...]
    whole: bool


def match(engine: Engine, store: Store, viewer: Viewer, subjects: Sequence[Identity], country: str) -> list[Matches]:
    """For each subject the records it may be, the likeliest first. Raises SearchUnavailable, BadInput.

    `country` is that of the reader's unit, for telephone numbers in local form. A subject for which nothing was found
    while something could not be searched is an error, never an empty list.
    """
    require(viewer, Permission.SEARCH)
    with store.reading() as session:
        searched = all_searchable(session, viewer)
        left_out = stale_copies(session, viewer)
    whole = whole_copy(engine, store, viewer) and searched
    answers = [_match(engine, store, viewer, prepare(one, country), left_out) for one in subjects]
    if not whole and not all(answers):
        raise SearchUnavailable(INCOMPLETE)
    return [Matches(found, whole) for found in answers]


def _match(
    engine: Engine, store: Store, viewer: Viewer, subject: Prepared, left_out: Sequence[str]
) -> tuple[Matched, ...]:
    body = _query(viewer, subject, left_out)
    if body is None:
        return ()
    hits = engine.search(indices.live(engine, indices.Kind.RECORDS), body)["hits"]["hits"]
    copies = {hit["_id"]: hit["_source"][fields.VERSION] for hit in hits}
    with store.reading() as session:
        lines = records.lines(session, viewer, copies)
    judged = (_judged(subject, line) for line in lines.values() if _as_searched(line, copies))
    return tuple(sorted((one for one in judged if one), key=lambda one: (-one.score, one.line.id)))


def _as_searched(line: RecordLine, copies: dict[str, int]) -> bool:
    """Whether it is in force; and, of another unit's record, that it was searched in the version which is now read."""
    return line.state in READABLE and (line.own or line.core or line.version == copies[line.id])


def _judged(subject: Prepared, line: RecordLine) -> Matched | None:
    decision = decide(prepare(line.identity, line.country), subject, common=_common())
    worth = score(decision, 0.0 if decision else _likeness(subject.identity, line.identity))
    return Matched(line, worth, decision) if worth > 0 else None


@cache
def _common() -> TermFrequencies:
    """The built-in table, counted from nobody's records."""
    return TermFrequencies()


def _likeness(wanted: Identity, found: Identity) -> float:
    """How alike the names are that comparison calls one; 0 where it calls none so."""
    schema = SCHEMAS.get(wanted.kind.value, "")
    if wanted.kind is not found.kind:
        return 0.0
    compared = [
        compare_entities(one.text, other.text, schema) if schema else compare(one.text, other.text)
        for one in wanted.names
        for other in found.names
    ]
    return max((one.score for one in compared if one.same), default=0.0)


def _query(viewer: Viewer, subject: Prepared, left_out: Sequence[str]) -> Object | None:
    """What shares a key with the subject, most keys first; None for a subject that has none."""
    identity = subject.identity
    asked = identity.names[:MOST_NAMES]
    share = MOST_KEYS // len(asked) if asked else 0
    names = list(dict.fromkeys(key for one in asked for key in searched_keys(one.text, identity.kind)[:share]))
    numbers = _numbers(subject)
    seen = scope(viewer)
    whole = _shares(WHOLE, names) + [_constant(fields.KEYS, key) for key in numbers]
    ways: list[Object] = []
    if whole:
        ways.append({"bool": {"filter": [queries.readable(seen)], "should": whole, "minimum_should_match": 1}})
    if names:
        shares = _shares(CORE, names)
        ways.append({"bool": {"filter": [queries.readable_core(seen)], "should": shares, "minimum_should_match": 1}})
    if not ways:
        return None
    return {
        "query": {"bool": {"should": ways, "minimum_should_match": 1, "must_not": queries.these(left_out)}},
        "size": MOST,
        "_source": [fields.VERSION],
        "sort": ["_score", {fields.RECORD_ID: "asc"}],
        "timeout": "5s",
    }


def _shares(view: View, keys: Sequence[str]) -> list[Object]:
    return [_constant(view.keys, key) for key in keys]


def _constant(field: str, key: str) -> Object:
    return scoring.constant({"term": {field: {"value": key}}}, 1.0)


def _numbers(subject: Prepared) -> list[str]:
    """The subject's numbers as keys of the index; a text's are not asked for by themselves."""
    bare = prepare(Identity(subject.identity.kind, identifiers=subject.identity.identifiers), subject.country)
    try:
        return sorted(query_keys(bare))[:MOST_NUMBERS]
    except BadInput:
        return []
