"""Servers changed one after the other while officers work: the code of before and of today on the tables of today.

Two web servers, two workers and a clock on PostgreSQL, as two machines would run them. The tables are brought up under
the running former version (expand, migrate, contract: docs/upgrading.md), then one process after another is stopped and
started with the new code. No page is a 500, what was accepted is there, and every hit is there once.
"""

import os
import re
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from casefile import audit, outbox
from casefile.audit.proof import contents
from casefile.health import heartbeats
from casefile.health.heartbeats import Beat
from casefile.installation import identified
from casefile.settings import Settings
from casefile.storage import migrate
from casefile.storage.store import Store
from casefile.storage.tables import Record, Watch
from indexer.engine.client import Engine
from indexer.upkeep import reconcile
from tests.faults import harness, world
from tests.faults.rolling import former
from tests.faults.rolling.officers import PASSWORD, Load, Officer, Seen
from tests.steady.ports import free_port

SECRET = "k" * 48
MEANWHILE = 7
"""People who are entered while a server is changed: eleven times that and what is waited for is less than 150."""
STARTS_S = 400.0
"""A web server is there after 4 s on a machine at ease, after 120 s at a load of 50 on two cores."""
SET_UP = """
import sys
from casefile.demo.load import load_people
from casefile.people import viewers
from casefile.records import cases
from casefile.storage.store import Store
store = Store(sys.argv[1], secret=sys.argv[2])
with store.writing() as db:
    load_people(db, lambda login: sys.argv[3])
with store.writing() as db:
    for login in ("dakar", "banjul"):
        draft = cases.CaseDraft("ROLL-1", "Rolling", legal_basis="Loi 2005-06")
        print(login, cases.open_case(db, viewers.viewer_by_login(db, login), draft))
store.close()
"""
"""Run with the former version's code: units, officers and a case, entered as it enters them."""


@dataclass
class Machines:
    """Processes by name, each in the home of one of two machines, with the code of one of two trees."""

    folder: Path
    env: dict[str, str]
    ports: tuple[int, int]
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def command(self, tree: Path, name: str) -> tuple[list[str], dict[str, str]]:
        kind, machine = name[:-1], int(name[-1])
        home = self.folder / f"machine{machine}"
        home.mkdir(exist_ok=True)
        words = {
            "web": ["portal.serve", "--port", str(self.ports[machine - 1])],
            "worker": ["indexer.worker.tasks", "worker"],
            "beat": ["indexer.worker.tasks", "beat"],
            "migrate": ["portal.cli", "migrate"],
        }[kind]
        own = {"GRIOT_HOME": str(home), "PYTHONPATH": str(tree)}
        return [sys.executable, "-P", "-m", *words], {**os.environ, **self.env, **own}

    def once(self, tree: Path, *words: str) -> str:
        command, env = self.command(tree, "migrate1")
        done = subprocess.run(
            [*command[:1], *words] if words else command,
            cwd=tree, env=env, capture_output=True, text=True, timeout=STARTS_S, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, tree: Path, name: str) -> None:
        """And wait for its first sign of life: before that it may still ask whether the tables are its own."""
        command, env = self.command(tree, name)
        before = self._last_sign(name)
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, cwd=tree, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        if name.startswith("web"):
            self._answers(name)
        else:
            harness.until(lambda: self._last_sign(name) != before, STARTS_S)

    def _last_sign(self, name: str) -> object:
        """Of its kind; a worker's comes at its start and every 15 seconds."""
        kind = {"worker": Beat.WORKER, "beat": Beat.CLOCK}.get(name[:-1])
        if kind is None:
            return None
        store = Store(self.env["DATABASE_URL"])
        with store.reading() as session:
            found = heartbeats.last(session).get(kind)
        store.close()
        return found and found.at

    def _answers(self, name: str) -> None:
        address = f"http://127.0.0.1:{self.ports[int(name[-1]) - 1]}/livez"

        def there() -> bool:
            assert self.running[name].poll() is None, (self.folder / f"{name}.log").read_text("utf-8")[-1500:]
            try:
                with urllib.request.urlopen(address, timeout=5) as answer:
                    return bool(answer.status == 200)
            except OSError:
                return False

        harness.until(there, STARTS_S)

    def stop(self, name: str) -> float:
        """As systemd and an engine of containers stop it: told to end; seconds it took."""
        began, child = time.monotonic(), self.running.pop(name)
        assert child.poll() is None, f"{name} ended: " + (self.folder / f"{name}.log").read_text("utf-8")[-3000:]
        child.send_signal(signal.SIGTERM)
        child.wait(STARTS_S)
        return time.monotonic() - began

    def change(self, tree: Path, name: str) -> None:
        took = self.stop(name)
        self.start(tree, name)
        print(f"{name} changed; it ended within {took:.1f} s")

    def kill_all(self) -> None:
        for child in self.running.values():
            child.kill()
            child.wait(20)


@contextmanager
def database(cluster, name: str) -> Iterator[str]:
    cluster.sql(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield f"{cluster.address}/{name}"
    finally:
        cluster.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def machines(open_folder, postgres_cluster, opensearch_url) -> Iterator[Machines]:
    folder, name = open_folder / f"rolling-{secrets.token_hex(4)}", f"rolling_{secrets.token_hex(4)}"
    folder.mkdir()
    with database(postgres_cluster, name) as url:
        env = {
            "DATABASE_URL": url, "OPENSEARCH_URL": opensearch_url, "GRIOT_INDEX_PREFIX": f"roll-{secrets.token_hex(4)}",
            "GRIOT_SECRET_KEY": SECRET, "GRIOT_DEMO": "1", "BROKER_URL": "", "GRIOT_FAULTS": "",
        }  # fmt: skip
        found = Machines(folder, env, (free_port(), free_port()))
        try:
            yield found
        finally:
            found.kill_all()
            cleaner = Engine(Settings.from_env(folder, env))
            for index in cleaner.aliases(f"{env['GRIOT_INDEX_PREFIX']}-*"):
                cleaner.delete_index(index)
            cleaner.close()


@pytest.mark.slow
def test_servers_are_changed_one_after_the_other_while_officers_work(machines: Machines, tmp_path: Path) -> None:
    before, now = former.lay_out(former.commit_before(), tmp_path / "before"), former.ROOT
    machines.once(before)
    said = machines.once(before, "-c", SET_UP, machines.env["DATABASE_URL"], SECRET, PASSWORD)
    names = ("web1", "web2", "worker1", "worker2", "beat1")
    for name in names:
        machines.start(before, name)
    seen = Seen()
    officers = [Officer(login, machines.ports, seen) for login in ("dakar", "banjul")]
    for one in officers:
        one.sign_in()
    load = Load(seen, officers, dict(re.findall(r"(\w+) (\w+)", said)))
    load.start()
    try:
        _worked(load, 5)
        machines.once(now)  # the tables, under the running former version
        assert migrate.current(Store(machines.env["DATABASE_URL"])) == migrate.head()
        _worked(load, 5)
        for name in ("worker1", "worker2", "web1", "web2", "beat1"):
            machines.change(now, name)
            _worked(load, 3)
        with load.seen.lock:
            cut = len(load.seen.cut)  # the former version may not answer what it has when it is told to end
        for name in ("web1", "worker1", "web2", "worker2"):
            machines.change(now, name)
            _worked(load, 3)
    finally:
        load.end()
    print(dict(load.seen.statuses), f"cut {load.seen.cut}")
    assert load.seen.bad == []
    assert load.seen.refused == []
    assert load.seen.cut[cut:] == [], "servers of this version answer all they have heard"
    _whole(machines, load)


def _worked(load: Load, more: int) -> None:
    """So many more people were entered on each side; until the next question some more are."""

    def least() -> int:
        with load.seen.lock:
            assert not load.seen.refused, load.seen.refused[:2]
            assert not load.seen.bad, load.seen.bad[:2]
            return min(len(found) for found in load.seen.accepted.values())

    begun = least()
    load.allowed = begun + more + MEANWHILE
    harness.until(lambda: least() >= begun + more, STARTS_S)


def _whole(machines: Machines, load: Load) -> None:
    """All that was accepted is there, every hit once, and index, tree of proof and trail agree with the database."""
    store = Store(machines.env["DATABASE_URL"], secret=SECRET)
    settings = identified(Settings.from_env(machines.folder / "machine1", machines.env), store)

    def pending() -> int:
        with store.reading() as session:
            return outbox.read_backlog(session).total

    harness.until(lambda: not pending(), harness.SETTLE_S)
    with store.reading() as session:
        assert outbox.read_backlog(session).dead_lettered == 0
        assert audit.verify(session) is None
        for what, table in (("record", Record), ("watch", Watch)):
            lost = {*load.seen.accepted[what].values()} - {*session.scalars(select(table.id))}
            assert not lost, f"{len(lost)} accepted and not there"
    found = world.found(store)
    records, watches = load.seen.accepted["record"], load.seen.accepted["watch"]
    wanted = {(records[number], watches[number]) for number in records.keys() & watches.keys()}
    missing = wanted - {(record, watch) for record, watch, _ in found}
    assert len(wanted) >= 35 and not missing, f"{len(missing)} of {len(wanted)} hits lost"
    assert max(found.values()) == 1
    assert list(contents.check(store)) == []
    engine = Engine(replace(settings, opensearch_timeout_s=60))
    report = reconcile.reconcile(store, engine)
    assert report.sound, report.as_json()
    print(
        f"{len(records)} records, {len(watches)} watches; {len(wanted)} of {len(found)} hits expected by number, lost 0"
    )
    engine.close()
    store.close()
