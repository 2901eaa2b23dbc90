"""What officers wait for while a large import comes in: saves and sign-ins, next to the same without an import.

The web is this process, through the client that Flask has for tests; the import and the worker are processes of their
own, as in an installation. One officer acts, thinks for a moment, acts again: so each act meets the import at a moment
of its own, and the times are those of waiting, not of a queue that the bench itself makes.
"""

import json
import multiprocessing
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from flask.testing import FlaskClient

from casefile import outbox
from casefile.exchange.import_runs import import_ftm
from casefile.settings import Settings
from casefile.storage.store import Store
from casefile.vocabulary import Json
from indexer.bench.common import quantile
from indexer.bench.installation import CODES, Installation, bench_installation, drain_all, enter_all, people, watch_all
from indexer.bench.population import Population
from indexer.bench.worker import WorkerAlongside
from portal import create_app
from portal.cli.bench.web import new_officer, person_form, sign_in, token_of

THINKS_S = 0.1
QUIET_ACTS = 60
"""Saves and sign-ins that are measured before the import."""
BEFORE = 2_000
"""Records that are there already."""
FORKSERVER = multiprocessing.get_context("forkserver")


@dataclass
class Measured:
    """Seconds by act; and how long a saved record was not yet searched on the other side, to some tenths."""

    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    waiting: dict[str, float] = field(default_factory=dict)

    def look(self, store: Store) -> None:
        """Note which of the saved records have been searched by now."""
        with store.reading() as session:
            pending = outbox.pending_subjects(session, list(self.waiting))
        for record_id in [id for id in self.waiting if id not in pending]:
            self.took["searched"].append(time.perf_counter() - self.waiting.pop(record_id))


def run(
    settings: Settings,
    *,
    entities: int = 20_000,
    watches_wanted: int = 2_000,
    database: str = "",
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Json]:
    """Milliseconds of saves and sign-ins without and with an import of so many entities, and their ratio."""
    with bench_installation(settings, database) as place:
        watched, recorded = people(seed, watches_wanted, BEFORE)
        watch_all(place.store, watched)
        enter_all(place.store, recorded)
        drain_all(place)
        population, path = Population(seed + 1), place.home / "entities.jsonl"
        _write(path, population, entities)
        app = create_app(replace(place.settings, demo=True), place.store, place.engine)
        case_id = new_officer(place)
        with WorkerAlongside(place):
            client = app.test_client()  # no `with`: another client would meet this one's request
            sign_in(client)
            tell(f"{QUIET_ACTS} saves and sign-ins without an import")
            quiet = Measured()
            for _ in range(QUIET_ACTS):
                _act(client, place, case_id, population, quiet)
            tell(f"an import of {entities:,} entities, and the same next to it")
            during, imported, seconds = _during(client, place, case_id, population, path)
        return {
            "database": "postgresql" if database else "sqlite",
            "entities": entities,
            "imported": imported,
            "import_s": round(seconds, 1),
            "entities_per_s": round(imported / seconds, 1),
            "without": _times(quiet),
            "beside": _times(during),
            "p95_ratio": {
                act: round(quantile(during.took[act], 0.95) / (quantile(quiet.took[act], 0.95) or 1), 2)
                for act in ("save", "sign_in")
            },
        }


def _during(
    client: FlaskClient, place: Installation, case_id: str, population: Population, path: Path
) -> tuple[Measured, int, float]:
    measured, (ours, its) = Measured(), FORKSERVER.Pipe()
    importer = FORKSERVER.Process(target=import_in_child, args=(place.settings, str(path), its), daemon=True)
    importer.start()
    ours.recv()  # it has read its programs, and begins
    while not ours.poll():
        _act(client, place, case_id, population, measured)
        if not importer.is_alive() and not ours.poll():
            raise AssertionError("the import has ended without a word")
    imported, seconds = ours.recv()
    importer.join()
    return measured, imported, seconds


def import_in_child(settings: Settings, path: str, to: Connection) -> None:
    """The command line's part, as a process of its own. Sends that it begins, then how many came in and in how long."""
    store = Store(settings.database_url, secret=settings.secret_keys)
    to.send(None)
    started = time.perf_counter()
    report = import_ftm(store, Path(path), list(CODES)[-1])
    to.send((report.created, time.perf_counter() - started))
    store.close()


def _act(client: FlaskClient, place: Installation, case_id: str, population: Population, measured: Measured) -> None:
    """Sign in, save somebody."""
    another = client.application.test_client()
    started = time.perf_counter()
    sign_in(another)
    measured.took["sign_in"].append(time.perf_counter() - started)
    time.sleep(THINKS_S)
    token = token_of(client.get(f"/records/new?kind=person&case={case_id}").text)
    form = person_form(case_id, population.person().names[0].text, token)
    time.sleep(THINKS_S)
    started = time.perf_counter()
    answer = client.post("/records/new?kind=person", data=form)
    measured.took["save"].append(time.perf_counter() - started)
    if answer.status_code != 303:
        raise AssertionError(f"a save answered {answer.status_code}")
    measured.waiting[answer.location.rstrip("/").rpartition("/")[2].partition("?")[0]] = time.perf_counter()
    measured.look(place.store)


def _write(path: Path, population: Population, many: int) -> None:
    """A file of so many invented persons."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(many):
            one = population.person()
            said = {"name": [name.text for name in one.names], "birthDate": [d.value for d in one.dates[:1]]}
            file.write(json.dumps({"id": f"e{n}", "schema": "Person", "properties": said}) + "\n")


def _times(measured: Measured) -> dict[str, Json]:
    return {act: _spread(measured.took[act]) for act in ("save", "sign_in", "searched")} | {
        "not_yet_searched": len(measured.waiting)
    }


def _spread(seconds: Sequence[float]) -> dict[str, Json]:
    def ms(share: float) -> float:
        return round(quantile(seconds, share) * 1000, 1)

    return {"acts": len(seconds), "p50_ms": ms(0.5), "p95_ms": ms(0.95), "max_ms": ms(1.0)}
