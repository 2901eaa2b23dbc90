"""Which documents somebody wrote past Griot, by the numbers that the engine gives to writes.

The engine numbers each write to an index, whoever makes it and whatever is in it; nobody can choose or repeat a number.
Griot notes its own in the database, in the transaction that goes on with the work. A document that carries any other
number was written by somebody else, with the engine's key: what stands in it, under which version, does not matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from casefile import outbox
from casefile.storage.store import Store
from casefile.storage.tables import IndexWrite, insert_for
from casefile.vocabulary import Json
from indexer.engine import indices
from indexer.engine.answers import BulkOutcome
from indexer.engine.client import Engine, Operation
from indexer.engine.indices import Kind
from indexer.engine.wire import Object

Span = tuple[int, int]
"""Numbers from the first to the last."""

NONE: Span = (0, -1)
"""Of an index just made: that it is ours, though nothing was written to it yet."""


class Written(NamedTuple):
    """Writes of Griot's own, in one index."""

    kind: Kind
    index_id: str
    span: Span


Own = dict[str, list[Span]]
"""Spans in their order, by the index's own id."""

NUMBER = "_seq_no"
MOST_GAPS = 200
"""In one question: between writes of two relays there are a few, until the next comparison joins them."""

TRIES = 3
"""Of a look at both sides, while a relay writes there and has not yet noted it here."""


def made(engine: Engine, outcome: BulkOutcome) -> list[Written]:
    """What is to be noted of a bulk: asked of the engine outside the transaction that notes it."""
    written: list[Written] = []
    for name, numbers in sorted(outcome.numbers.items()):
        kind = next(kind for kind in Kind if name.startswith(f"{indices.taken(engine, kind)}-v"))
        if name not in engine.index_ids:
            engine.index_ids[name] = engine.numbered(name).index_id
        written += [Written(kind, engine.index_ids[name], span) for span in spans_of(numbers)]
    return written


def note(session: Session, written: Iterable[Written]) -> None:
    """Note these writes as Griot's own.

    Where nothing was ever noted of a kind, all that came before counts as its own: it is of an earlier release.
    """
    for one in written:
        _note(session, *one)


def bulk(store: Store, engine: Engine, operations: Sequence[Operation]) -> BulkOutcome:
    """Write many and note them at once, where no transaction goes on with the work."""
    outcome = engine.bulk(operations)
    written = made(engine, outcome)
    with store.writing() as session:
        note(session, written)
    return outcome


def own(session: Session, kind: Kind) -> Own:
    """All that is noted of a kind; nothing where none ever was."""
    found: Own = {}
    asked = select(IndexWrite.index_id, IndexWrite.first, IndexWrite.last).where(IndexWrite.kind == kind.value)
    for index_id, first, last in session.connection().execute(asked.order_by(IndexWrite.first)):
        found.setdefault(index_id, []).append((first, last))
    return found


def others(spans: Sequence[Span]) -> Object:
    """The query for what carries any other number; of many gaps, the latest."""
    ends = [-1, *(last for _, last in spans)]
    starts: list[int | None] = [*(first for first, _ in spans), None]
    gaps = [(end, start) for end, start in zip(ends, starts, strict=True) if start is None or start > end + 1]
    ranges: list[Json] = [
        {"range": {NUMBER: {"gte": end + 1} if start is None else {"gte": end + 1, "lte": start - 1}}}
        for end, start in gaps[-MOST_GAPS:]
    ]
    return {"bool": {"should": ranges, "minimum_should_match": 1}}


def written_past(store: Store, engine: Engine, kind: Kind, among: Mapping[str, Json], *, most: int) -> list[str] | None:
    """Ids of documents among these that somebody else wrote, the latest first; None where the whole index is not ours.

    What is still to be written is left out: it comes in the place of whatever stands there.
    """
    found: list[str] = []
    for _ in range(TRIES):
        with store.reading() as session:
            noted = own(session, kind)
        if not noted:
            return []
        spans = noted.get(engine.numbered(indices.live(engine, kind)).index_id)
        if spans is None:
            continue  # perhaps a new one has just been put in place
        found = _found(engine, kind, among, spans, most)
        if found:
            with store.reading() as session:
                waiting = outbox.to_be_written(session, found)
            found = [id for id in found if id not in waiting]
        if not found:
            return []
    return found or None


def tidy(store: Store, kind: Kind, index_id: str, upto: int, *, forget_others: bool) -> None:
    """One span for all that is noted up to a number, once nothing else was found among it."""
    with store.reading() as session:
        noted = own(session, kind)
    others_noted = forget_others and set(noted) > {index_id}
    if len(noted.get(index_id, ())) <= 1 and not others_noted:
        return
    with store.writing() as session:
        if others_noted:
            session.execute(delete(IndexWrite).where(IndexWrite.kind == kind.value, IndexWrite.index_id != index_id))
        here = (IndexWrite.index_id == index_id, IndexWrite.last <= upto)
        rows = session.execute(select(IndexWrite.first, IndexWrite.last).where(*here).with_for_update()).all()
        if len(rows) > 1:
            session.execute(delete(IndexWrite).where(*here))
            session.execute(
                insert(IndexWrite),
                [{"index_id": index_id, "first": 0, "last": max(row.last for row in rows), "kind": kind.value}],
            )


def spans_of(numbers: Sequence[int]) -> list[Span]:
    """Numbers as spans, in their order."""
    spans: list[Span] = []
    for number in sorted(numbers):
        if spans and number <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans


def _note(session: Session, kind: Kind, index_id: str, span: Span) -> None:
    first, last = span
    here = IndexWrite.index_id == index_id
    longer = update(IndexWrite).where(here, IndexWrite.last == first - 1).values(last=last)
    if session.connection().execute(longer).rowcount:
        return
    if not own(session, kind):
        first = 0
    row = {"index_id": index_id, "first": first, "last": last, "kind": kind.value}
    new = insert_for(session)(IndexWrite).values(row)
    session.execute(
        new.on_conflict_do_update(
            index_elements=["index_id", "first"], set_={"last": last}, where=IndexWrite.last < last
        )
    )


def _found(engine: Engine, kind: Kind, among: Mapping[str, Json], spans: Sequence[Span], most: int) -> list[str]:
    body: Object = {
        "query": {"bool": {"filter": [dict(among), others(spans)]}},
        "size": most,
        "_source": False,
        "sort": [{NUMBER: "desc"}],
    }
    return [hit["_id"] for hit in engine.search(indices.live(engine, kind), body)["hits"]["hits"]]
