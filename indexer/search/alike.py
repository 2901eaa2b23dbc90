"""While a record is typed: which of the own unit's records it may be already. Over the own unit's records alone.

The engine is asked with the unit as a filter, in an order of constants; what it proposes is read from SQL and compared
name by name and number by number. No count of the network's names is used, which would let other units' records speak.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from casefile.errors import BadInput
from casefile.hits.parties import RecordParty, contents, current_records, searchable
from casefile.matching import Prepared, prepare
from casefile.matching.blocking_keys import query_keys
from casefile.matching.entity_evidence import SCHEMAS
from casefile.names import NameMatch, compare
from casefile.names.entities import compare_entities
from casefile.names.entities.compare import EntityMatch
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.store import Store
from casefile.storage.tables import Unit
from casefile.subjects.identity import Identity
from indexer.engine import fields, indices
from indexer.engine.client import Engine
from indexer.engine.wire import Object
from indexer.search import scoring
from indexer.search.agreements import STEPS, Step

MOST = 100
"""Records compared for one form: among the 20,000 of the demonstration's largest unit a name meets 24, 186 at most."""
SHOWN = 5
MOST_KEYS = 1024
"""The engine's limit of clauses in one question."""


Compared = NameMatch | EntityMatch
"""Two names compared as what bears them: a person, or a company, a vessel, a place."""


@dataclass(frozen=True, slots=True)
class Alike:
    """An own record that may be the one being typed; `numbers` are those both have, `match` the names compared, and
    `step` how far apart they are written."""

    record_id: str
    numbers: tuple[str, ...]
    match: Compared | None
    step: Step


def alike(engine: Engine, store: Store, viewer: Viewer, typed: Identity, *, leave_out: str = "") -> list[Alike]:
    """The best few, a number before a name. Raises SearchUnavailable.

    `leave_out` is the record that is being amended.
    """
    require(viewer, Permission.ENTER_RECORD)
    return alike_many(engine, store, viewer, [typed], leave_out=leave_out)[0]


def alike_many(
    engine: Engine, store: Store, viewer: Viewer, typed: Sequence[Identity], *, leave_out: str = ""
) -> list[list[Alike]]:
    """The same for several at once, in their order: the engine is asked once for all. Raises SearchUnavailable."""
    require(viewer, Permission.ENTER_RECORD)
    with store.reading() as session:
        country = session.execute(select(Unit.country).where(Unit.id == viewer.unit_id)).scalar()
    asked = [prepare(Identity(t.kind, names=t.names, identifiers=t.identifiers), country) for t in typed]
    questions = {place: keys for place, one in enumerate(asked) if (keys := _keys(one))}
    if not questions:
        return [[] for _ in typed]
    bodies = [_query(viewer.unit_id, keys) for keys in questions.values()]
    answers = engine.msearch(indices.live(engine, indices.Kind.RECORDS), bodies)
    met = {
        place: [hit["_id"] for hit in answer["hits"]["hits"] if hit["_id"] != leave_out]
        for place, answer in zip(questions, answers, strict=True)
    }
    parties = _own_parties(store, viewer, list(dict.fromkeys(id for ids in met.values() for id in ids)))
    return [
        _best(_compared(asked[place], one, parties[id]) for id in met.get(place, ()) if id in parties)
        for place, one in enumerate(typed)
    ]


def _keys(asked: Prepared) -> list[str]:
    try:
        return sorted(query_keys(asked))[:MOST_KEYS]
    except BadInput:
        return []


def _own_parties(store: Store, viewer: Viewer, ids: list[str]) -> dict[str, RecordParty]:
    with store.reading() as session:
        current = current_records(session, ids)
        own = [one for one in current.values() if one.unit_id == viewer.unit_id and searchable(one)]
        known = contents(session, own)
    return {one.id: RecordParty(one, known[one.id]) for one in own if one.id in known}


def _best(found: Iterable[Alike | None]) -> list[Alike]:
    return sorted((one for one in found if one), key=lambda one: (not one.numbers, one.step, one.record_id))[:SHOWN]


def _query(unit_id: str, keys: list[str]) -> Object:
    clauses = [scoring.constant({"term": {fields.KEYS: {"value": key}}}, 1.0) for key in keys]
    return {
        "query": {"bool": {"filter": [{"term": {fields.UNIT: unit_id}}], "should": clauses, "minimum_should_match": 1}},
        "size": MOST,
        "_source": False,
        "sort": ["_score", {fields.RECORD_ID: "asc"}],
        "timeout": "2s",
    }


def _compared(asked: Prepared, typed: Identity, party: RecordParty) -> Alike | None:
    """None where neither a number nor a name of its own agrees: a name in its text makes it no double."""
    if party.identity.kind is not typed.kind:
        return None
    shared = asked.identifiers.keys() & party.prepared.identifiers.keys()
    numbers = tuple(sorted({one.written.value for key in shared for one in party.prepared.identifiers[key]}))
    schema = SCHEMAS.get(typed.kind.value, "")
    matches: list[Compared] = [
        compare_entities(name.text, known.text, schema) if schema else compare(name.text, known.text)
        for name in typed.names
        for known in party.identity.names
    ]
    match = min((one for one in matches if one.same), key=lambda one: (_step(one), -one.score), default=None)
    if not numbers and match is None:
        return None
    return Alike(party.current.id, numbers, match, _step(match) if match else Step.NOT)


def _step(match: Compared) -> Step:
    """Written alike, in another script, or known as one: no further than that where the names are called one."""
    furthest = max((STEPS.get(part.rule, Step.SLIP) for part in match.parts), default=Step.KNOWN)
    return min(furthest, Step.KNOWN)
