"""A world: the people of the network on an empty database, a search engine, a clock that stands still, counted chance.

The same action gives the same ids and the same moment in both worlds, whatever else stands there: so two answers are
compared as they are, byte by byte, and an order that rests on ids is the same.
"""

import hashlib
import itertools
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import StaticPool

from casefile.hits import pointers
from casefile.people import sessions
from casefile.policy.viewer import Viewer
from casefile.settings import Settings
from casefile.storage import store as stores
from casefile.storage.store import Store
from casefile.storage.tables import base
from casefile.vocabulary import Role, Sharing
from indexer.engine import fields, indices
from indexer.engine.client import Drop, Engine
from indexer.engine.indices import Kind
from indexer.engine.wire import text_of
from indexer.pipeline.relay import Relay
from tests.network import make, people
from tests.network.memory_engine import MemoryEngine
from tests.network.stored import SECRET, Network, network
from tests.noninterference import subjects

A, B = "dakar", "banjul"
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
TRIANGLES = (subjects.WORDS[:3], subjects.WORDS[3:6])
STANDING = (
    *(
        (B, make.report(f"{one} {two}"), Sharing.POINTER)
        for few in TRIANGLES
        for one, two in itertools.combinations(few, 2)
    ),
    (B, make.person("Modou Jallow", "1984", narrative="convoyeur hangar"), Sharing.NONE),
    ("nouakchott", make.report("cayuco moteur Tanji carburant"), Sharing.FULL),
    ("nouakchott", make.person("Cheikh Salem", "1971", narrative="pirogue carburant nuit"), Sharing.FULL),
)
"""What B may read from the beginning. Of three words each report holds two: asked for all three, they are alike, and
one hidden document with one of the words would change their order, if anything but themselves counted."""


class Chance:
    """Takes the place of `secrets` and of the clock: what an action draws depends on nothing but the action."""

    def __init__(self) -> None:
        self.begin("base", 0, 0)

    def begin(self, seed: object, number: int, minute: int) -> None:
        self._at = f"{seed}:{number}"
        self._drawn: Counter[str] = Counter()
        self.moment = START + timedelta(minutes=minute)

    def token_hex(self, many: int) -> str:
        """Counted for each function that asks: a case that had to be opened first shifts no record's id."""
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_code.co_filename == base.__file__:
            frame = frame.f_back
        asks = frame.f_code.co_name
        self._drawn[asks] += 1
        return hashlib.sha256(f"{self._at}:{asks}:{self._drawn[asks]}".encode()).hexdigest()[: 2 * many]

    def choice(self, values: Any) -> Any:
        return values[int(self.token_hex(4), 16) % len(values)]


CHANCE = Chance()


class _StandingClock:
    """Takes the place of `casefile.storage.clock`."""

    def now(self) -> datetime:
        return CHANCE.moment

    def ending(self, moment: datetime) -> datetime:
        return moment

    def follow(self, whose: str, ask: object) -> None:
        """Nobody is asked: a question to the database now and then would be counted among an action's statements."""


@contextmanager
def counted_chance() -> Iterator[None]:
    """Ids, references and moments come of CHANCE."""
    kept = base.secrets, base.clock, pointers.secrets, stores.clock
    standing = _StandingClock()
    base.secrets, base.clock, pointers.secrets, stores.clock = CHANCE, standing, CHANCE, standing  # type: ignore[assignment]
    try:
        yield
    finally:
        base.secrets, base.clock, pointers.secrets, stores.clock = kept  # type: ignore[assignment]


class World:
    """One database and one engine, put back to the beginning by `reset`."""

    def __init__(self, migrated: Path, folder: Path, engine: Engine | None = None) -> None:
        """`migrated`: an empty database of today's tables. Without an engine, one in memory."""
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.settings = Settings.from_env(
            folder / "home",
            {"GRIOT_SECRET_KEY": "test-key-" + "0" * 40, "OPENSEARCH_URL": "http://127.0.0.1:9", "GRIOT_DEMO": "1"},
        )
        self.store = Store("sqlite://", secret=SECRET, poolclass=StaticPool, connect_args={"check_same_thread": False})
        self.engine: Engine = engine or MemoryEngine()
        self.statements = 0
        event.listen(self.store.engine, "before_cursor_execute", self._count)
        with closing(sqlite3.connect(migrated)) as empty:
            self._load(empty)
        with counted_chance():
            CHANCE.begin("base", 0, -60)
            net: Network = network(self.store)
            standing = {}
            for number, (who, identity, sharing) in enumerate(STANDING):
                CHANCE.begin("standing", number, number - 50)
                standing[f"s{number}"] = net.enter(who, identity, sharing=sharing)
            indices.ensure(self.engine)
            Relay(self.store, self.engine, self.settings).drain()
            with self.store.writing() as session:
                self.token = sessions.open_session(session, net.viewers[B].officer_id)
        chief = replace(net.viewers[B], roles=net.viewers[B].roles | {Role.CHIEF})
        self.viewers: dict[str, Viewer] = {**net.viewers, B: chief}
        """B asks as investigator, watch officer and chief of its unit."""
        self.standing = standing
        self.cases0 = dict(net.cases)
        self.units = {viewer.unit_code: viewer.unit_id for viewer in net.viewers.values()}
        self._empty = self._image()
        self._no_documents = self.engine.kept() if isinstance(self.engine, MemoryEngine) else None
        self.reset(0)

    def _count(self, *_: object) -> None:
        self.statements += 1

    def _raw(self) -> Any:
        connection = self.store.engine.raw_connection()
        driver = connection.driver_connection
        connection.close()
        return driver

    def _image(self) -> sqlite3.Connection:
        """A copy of the database as it stands."""
        image = sqlite3.connect(":memory:", check_same_thread=False)
        self._raw().backup(image)
        return image

    def _load(self, image: sqlite3.Connection) -> None:
        image.backup(self._raw())

    def reset(self, seed: object) -> None:
        self.seed = seed
        shutil.rmtree(self.folder / "home", ignore_errors=True)
        self._load(self._empty)
        if isinstance(self.engine, MemoryEngine) and self._no_documents is not None:
            self.engine.restore(self._no_documents)
        else:
            self._empty_indices()
        self.engine.agreed = {}
        self.relay = Relay(self.store, self.engine, self.settings)
        self.ids: dict[str, str] = dict(self.standing)
        """By handle: what an action made."""
        self.cases: dict[str, list[str]] = {who: [case] for who, case in self.cases0.items()}
        self.minute = 0

    def _empty_indices(self) -> None:
        """Of a real engine: all documents but the standing ones. An id that was dropped cannot come back for a minute,
        so that one engine lives through a script only once."""
        kept, drops, targets = set(self.standing.values()), [], []
        for kind, unique in ((Kind.RECORDS, fields.RECORD_ID), (Kind.WATCHES, fields.WATCH_ID)):
            [target] = indices.write_indices(self.engine, kind)
            hits = self.engine.pages(target, {"match_all": {}}, unique=unique, page=1000, fields=[unique])
            gone = sorted({text_of(hit, unique) for hit in hits} - kept)
            drops += [Drop(target, id, 2**62) for id in gone]
            targets += [target] if gone else []
        if targets:
            self.engine.bulk(drops)
            self.engine.refresh(targets)

    def begin(self, number: int, minute: int) -> None:
        CHANCE.begin(self.seed, number, minute)
        self.minute = minute

    @contextmanager
    def tried(self) -> Iterator[Any]:
        """A writing session of which nothing is kept: what a look does leaves no trace."""
        try:
            with self.store.writing() as session:
                yield session
                raise _NotKept
        except _NotKept:
            pass

    @contextmanager
    def kept_as_it_is(self) -> Iterator[None]:
        """What is done inside by sessions of its own is undone: the database is put back."""
        with closing(self._image()) as image:
            try:
                yield
            finally:
                self._load(image)

    def wire_calls(self) -> int:
        return getattr(self.engine, "calls", 0)


class _NotKept(Exception):
    pass


LOGINS = {code: login for login, code in ((o.login, o.unit) for o in people.OFFICERS) if login in people.ENTERING}
