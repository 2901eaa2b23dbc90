"""While a record is typed: which of the own unit's records it may be already. Over the own unit's records alone.

The engine is asked with the unit as a filter, in an order of constants; what it proposes is read from SQL and compared
name by name and number by number. No count of the network's names is used, which would let other units' records speak.
"""

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
    with store.reading() as session:
        country = session.execute(select(Unit.country).where(Unit.id == viewer.unit_id)).scalar()
    asked = prepare(Identity(typed.kind, names=typed.names, identifiers=typed.identifiers), country)
    try:
        keys = sorted(query_keys(asked))[:MOST_KEYS]
    except BadInput:
        return []
    if not keys:
        return []
    hits = engine.search(indices.live(engine, indices.Kind.RECORDS), _query(viewer.unit_id, keys))["hits"]["hits"]
    with store.reading() as session:
        current = current_records(session, [hit["_id"] for hit in hits if hit["_id"] != leave_out])
        own = [one for one in current.values() if one.unit_id == viewer.unit_id and searchable(one)]
        known = contents(session, own)
    found = [_compared(asked, typed, RecordParty(one, known[one.id])) for one in own if one.id in known]
    best = sorted((one for one in found if one), key=lambda one: (not one.numbers, one.step, one.record_id))
    return best[:SHOWN]


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
