"""Every surface on which somebody learns of a record: how it is seen there, and what the law says of it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from click.testing import CliRunner
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from casefile import records
from casefile.errors import NotThere
from casefile.hits.parties import RecordParty, contents, current_records, searchable
from casefile.policy.permissions import Permission
from casefile.policy.sharing import Access, access, scope
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer
from casefile.records.scope import in_scope
from casefile.storage.tables import Record, RecordVersion
from casefile.vocabulary import RecordKind
from indexer.engine import fields, indices
from indexer.pipeline.documents import record_document
from indexer.search import queries
from indexer.search.find import SearchForm, find
from portal.cli import main
from portal.cli.context import Installation
from tests.law.generated import Generated
from tests.law.surfaces.joint import JOINT_CASE
from tests.law.surfaces.kinds import WHY, Seen, Surface
from tests.network.memory_engine import MemoryEngine
from tests.network.memory_queries import Asked, Mapped


def readable(world: Generated, viewer: Viewer) -> dict[str, Access]:
    """The law: how much of each record the viewer has."""
    seen = {one.id: access(viewer, one.facts) for one in world.records}
    return {id: much for id, much in seen.items() if much is not None}


def own(world: Generated, viewer: Viewer) -> Seen:
    return {id: much for id, much in readable(world, viewer).items() if much is Access.OWN}


def in_full(world: Generated, viewer: Viewer) -> Seen:
    """Where a core has no place."""
    return {id: True for id, much in readable(world, viewer).items() if much is not Access.CORE}


def indexed(world: Generated, viewer: Viewer) -> Seen:
    """Of what has a place in the index."""
    there = {one.id for one in world.records if one.facts.state in READABLE}
    return {id: much for id, much in readable(world, viewer).items() if id in there}


def own_indexed(world: Generated, viewer: Viewer) -> Seen:
    return {id: much for id, much in indexed(world, viewer).items() if much is Access.OWN}


def found(world: Generated, viewer: Viewer) -> Seen:
    """Of what a search by name finds."""
    return dict.fromkeys(indexed(world, viewer), True)


def of_all(world: Generated, viewer: Viewer) -> Seen:
    return dict.fromkeys(readable(world, viewer), True)


def by_reading(world: Generated, session: Session, viewer: Viewer) -> Seen:
    seen = {}
    for one in world.records:
        try:
            seen[one.id] = records.read(session, viewer, one.id, reason=WHY).line.access
        except NotThere:
            continue
    return seen


def by_lines(world: Generated, session: Session, viewer: Viewer) -> Seen:
    return {id: line.access for id, line in records.lines(session, viewer, [one.id for one in world.records]).items()}


def by_case(world: Generated, session: Session, viewer: Viewer) -> Seen:
    ids = {one.id for one in world.records}
    listed = records.records_of(session, viewer, limit=10_000)
    return {line.id: line.access for line in listed if line.id in ids}


def by_links(world: Generated, session: Session, viewer: Viewer) -> Seen:
    return {link.record_id: True for link in records.read(session, viewer, world.hub, reason=WHY).links}


def by_sql(world: Generated, session: Session, viewer: Viewer) -> Seen:
    current = and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version)
    listed = session.scalars(select(Record.id).join(RecordVersion, current).where(in_scope(viewer)))
    return dict.fromkeys(set(listed) & {one.id for one in world.records}, True)


def documents(world: Generated, session: Session) -> list[dict[str, Any]]:
    """What the index would hold of the records."""
    current = current_records(session, [one.id for one in world.records])
    placed = [one for one in current.values() if searchable(one)]
    identities = contents(session, placed)
    return [record_document(RecordParty(one, identities[one.id])) for one in placed]


class Index:
    """The documents as an index in memory holds them, which is held against the real one elsewhere."""

    def __init__(self, some: list[dict[str, Any]]) -> None:
        engine = MemoryEngine()
        indices.ensure(engine)
        (held,) = engine.mapping(indices.live(engine, indices.Kind.RECORDS)).values()
        mapped = Mapped.of(held)
        self.docs = [mapped.read(one[fields.RECORD_ID], one[fields.VERSION], one) for one in some]
        self.asked = Asked(mapped, self.docs)

    def found(self, query: Mapping[str, Any]) -> set[str]:
        return {doc.id for doc in self.docs if self.asked.score(query, doc) is not None}


def by_engine_filter(world: Generated, session: Session, viewer: Viewer) -> Seen:
    index, asked = Index(documents(world, session)), scope(viewer)
    whole, core = index.found(queries.readable(asked)), index.found(queries.readable_core(asked))
    assert not whole & core, "counted twice"
    mine = {doc.id for doc in index.docs if doc.source[fields.UNIT] == viewer.unit_id}
    read = {id: Access.OWN if id in mine else Access.FULL for id in whole}
    return {**read, **dict.fromkeys(core, Access.CORE)}


def by_query(world: Generated, session: Session, viewer: Viewer) -> Seen:
    query = queries.search_query(SearchForm(text="Mamadou Dialo"), scope(viewer))
    return dict.fromkeys(Index(documents(world, session)).found(query), True)


def by_narrowing(world: Generated, session: Session, viewer: Viewer) -> Seen:
    """A filter without a text."""
    query = queries.search_query(SearchForm(kinds=(RecordKind.PERSON,)), scope(viewer))
    return dict.fromkeys(Index(documents(world, session)).found(query), Access.OWN)


class _Agreed(dict[str, int]):
    """That index and database hold as many for every unit: what this law is about is which."""

    def get(self, _unit: str, _default: Any = None) -> int:
        return 0


class ForgetfulEngine:
    """An index that answers every question with all of some documents: what is left out then, SQL leaves out."""

    prefix, owner = "law", ""

    def __init__(self, some: list[dict[str, Any]]) -> None:
        self.agreed = _Agreed()
        self.hits = [{"_id": one[fields.RECORD_ID], "_score": 1.0, "_source": one} for one in some]

    def search(self, _index: str, body: Mapping[str, Any]) -> dict[str, Any]:
        shown = [] if "highlight" in body else self.hits
        return {"hits": {"hits": shown, "total": {"value": len(self.hits)}}, "aggregations": {}}

    def count(self, _index: str, _query: Mapping[str, Any]) -> int:
        return 0

    def close(self) -> None:
        return None


MOST = 100
"""Results on a page, at the most."""


def engines(world: Generated, session: Session) -> Iterator[ForgetfulEngine]:
    everything, some = documents(world, session), MOST // 2  # each is answered twice: as found, and as only near
    for start in range(0, len(everything), some):
        yield ForgetfulEngine(everything[start : start + some])


def by_search(world: Generated, session: Session, viewer: Viewer) -> Seen:
    seen: dict[str, object] = {}
    for engine in engines(world, session):
        page = find(engine, world.net.store, viewer, SearchForm(text="Mamadou Dialo", size=MOST))
        assert page.total == len(page.rows)
        assert sum(count for _, count in page.facets[fields.UNIT]) == page.total, "counts of what is not shown"
        seen |= {row.record_id: True for row in page.rows}
    return seen


def by_command(world: Generated, session: Session, viewer: Viewer) -> Seen:
    """`griot search --as`, typed."""
    seen: dict[str, object] = {}
    environment = {"DATABASE_URL": str(world.net.store.engine.url), "GRIOT_SECRET_KEY": "test-key-" + "0" * 40}
    made = Installation.__dict__["engine"]
    words = ["--home", "/tmp", "search", "Mamadou Dialo", "--as", viewer.login, "--limit", str(MOST), "--json"]
    asked = list(engines(world, session))
    session.rollback()  # a reader would keep the command from writing
    try:
        for engine in asked:
            Installation.engine = engine  # type: ignore[assignment]
            done = CliRunner().invoke(main, words, env=environment, catch_exceptions=False)
            said = json.loads(done.output.strip().splitlines()[-1])
            assert "results" in said or not viewer.may(Permission.SEARCH), said
            seen |= {row["record"]: True for row in said.get("results", [])}
    finally:
        Installation.engine = made
    return seen


RECORD_SURFACES = (
    JOINT_CASE,
    Surface("the record opened", by_reading, readable, every=7),
    Surface("lines of a list", by_lines, readable),
    Surface("the own unit's list", by_case, own),
    Surface("ends of links", by_links, in_full),
    Surface("the condition in SQL", by_sql, of_all),
    Surface("the engine's filter", by_engine_filter, indexed),
    Surface("the engine's query", by_query, found),
    Surface("a filter alone", by_narrowing, own_indexed),
    Surface("results of a search", by_search, found),
    Surface("results of the command", by_command, found, every=7, writes=True),
)
