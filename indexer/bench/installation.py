"""A whole installation of invented people for a bench, on a database and an index prefix of its own; removed after."""

import random
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import create_engine, delete, make_url, select

from casefile import outbox, records, watches
from casefile.matching import MODEL_VERSION
from casefile.people import units
from casefile.policy.handling import Rules
from casefile.policy.viewer import Viewer
from casefile.records import cases
from casefile.settings import Settings
from casefile.storage import migrate
from casefile.storage.store import Store
from casefile.storage.tables import Hit, Outbox, Record, Watch
from casefile.subjects import name_counts
from casefile.subjects.identity import Identity
from casefile.vocabulary import InfoGrade, Purpose, SourceGrade, SubjectCategory, Topic
from indexer.bench.common import bench_engine
from indexer.bench.population import Population
from indexer.engine import indices as index_schema
from indexer.engine.client import Engine
from indexer.pipeline.relay import Relay
from indexer.upkeep import rebuild

CODES = {f"{country}-{n}": country for country in ("SN", "GM", "MR", "GN", "ML") for n in (1, 2)}
BATCH = 200
RULES = Rules(
    purpose=Purpose.SUPPORT_INVESTIGATION,
    legal_basis="Art. 12",
    subject_category=SubjectCategory.SUSPECT,
    source_grade=SourceGrade.B,
    info_grade=InfoGrade.KNOWN_TO_SOURCE,
)
GROUND = "Sought in a case of smuggling of migrants"


@dataclass(frozen=True)
class Installation:
    """What the bench works on."""

    settings: Settings
    store: Store
    engine: Engine
    home: Path


@contextmanager
def _database(home: Path, server: str) -> Iterator[str]:
    """The URL of a fresh SQLite file, or of a fresh database on this PostgreSQL server, which is dropped afterwards."""
    if not server:
        yield f"sqlite:///{home / 'griot.db'}"
        return
    url, name = make_url(server), f"griot_bench_{secrets.token_hex(4)}"
    engine = create_engine(url.set(database=url.database or "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@contextmanager
def bench_installation(settings: Settings, server: str = "") -> Iterator[Installation]:
    """A fresh database (SQLite in a temporary folder, or on a PostgreSQL server) and fresh indices on the
    installation's node."""
    home = Path(tempfile.mkdtemp(prefix="griot-bench-"))
    try:
        with bench_engine(settings) as engine, _database(home, server) as database_url:
            own = replace(
                settings,
                home=home,
                database_url=database_url,
                index_prefix=engine.prefix,
                opensearch_timeout_s=engine.timeout_s,
            )
            store = Store(own.database_url, secret=own.secret_key)
            migrate.migrate(store)
            index_schema.ensure(engine)
            with store.writing() as session:  # else the worker's start asks every watch again, next to what is measured
                name_counts.store(session, replace(name_counts.load_newest(session), model=MODEL_VERSION))
            for code, country in CODES.items():
                with store.writing() as session:
                    units.add_unit(session, units.SYSTEM, code, country=country, name=code)
                    cases.ensure_case(session, units.system_viewer(session, code), cases.CaseDraft("B-1"))
            yield Installation(own, store, engine, home)
            store.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def people(seed: int, watches_wanted: int, records_wanted: int) -> tuple[list[Identity], list[Identity]]:
    """Whom the units watch and whom they record. Every tenth record is about somebody watched, half of them reports."""
    population, draw = Population(seed), random.Random(seed)
    watched = population.people(watches_wanted)
    recorded = []
    for _ in range(records_wanted):
        lot = draw.random()
        if lot < 0.05:
            recorded.append(population.report_about(draw.choice(watched)))
        else:
            recorded.append(population.seen_again(draw.choice(watched)) if lot < 0.1 else population.person())
    return watched, recorded


def watch_all(store: Store, watched: Sequence[Identity]) -> None:
    """Register the subjects, spread over the units."""
    for viewer, case_id, part in _portions(store, watched):
        drafts = [watches.WatchDraft(one, GROUND, case_id=case_id, rules=RULES) for one in part]
        with store.writing() as session:
            watches.watch_many(session, viewer, drafts)


def enter_all(store: Store, recorded: Sequence[Identity], rules: Rules = RULES) -> None:
    """Enter the records, spread over the units, one commit a batch."""
    for viewer, case_id, part in _portions(store, recorded):
        with store.writing() as session:
            records.enter_many(
                session, viewer, [records.RecordDraft(one, case_id, rules, suspicion_note=GROUND) for one in part]
            )


def enter_in_child(database_url: str, recorded: Sequence[Identity]) -> None:
    """The web's part as a process of its own."""
    store = Store(database_url)
    enter_all(store, recorded)
    store.close()


def drain_all(place: Installation) -> int:
    """Drain until nothing is pending; returns the number of new hits."""
    relay, hits = Relay(place.store, place.engine, place.settings), 0
    while pending(place.store):
        hits += relay.drain().hits
    return hits


def pending(store: Store) -> int:
    with store.reading() as session:
        return outbox.read_backlog(session).total


def index_all(place: Installation) -> None:
    """Fill the indices from the database as they are filled after a loss. What is pending goes: whether it was matched
    makes no difference to what a bench of reading measures."""
    with place.store.writing() as session:
        session.execute(delete(Outbox))
    rebuild.rebuild(place.store, place.engine, place.settings)


def enqueue_everything(store: Store) -> None:
    """All records and watches are enqueued once more: no hit may come twice for it."""
    kinds = ((Topic.RECORD, Record), (Topic.WATCH, Watch))
    with store.writing() as session:
        outbox.enqueue_many(
            session,
            [
                (topic, id, version)
                for topic, table in kinds
                for id, version in session.execute(select(table.id, table.version))
            ],
        )


def all_hits(store: Store) -> set[tuple[str, ...]]:
    """Every hit by its own id: one withdrawn or raised once more would differ."""
    with store.reading() as session:
        return {
            tuple(row)
            for row in session.execute(select(Hit.id, Hit.record_id, Hit.watch_id, Hit.facts_hash, Hit.state))
        }


def _portions(store: Store, identities: Sequence[Identity]) -> Iterator[tuple[Viewer, str, Sequence[Identity]]]:
    with store.writing() as session:
        viewers = [units.system_viewer(session, code) for code in CODES]
        places = [(v, cases.ensure_case(session, v, cases.CaseDraft("B-1"))) for v in viewers]
    for at in range(0, len(identities), BATCH):
        viewer, case_id = places[at // BATCH % len(places)]
        yield viewer, case_id, identities[at : at + BATCH]
