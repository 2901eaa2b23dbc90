"""What the harness runs as real processes: a writer that enters the plan, and the relay's worker. Killed at will.

They are forked from a clean server that has already imported everything, so that a restart after a kill takes
milliseconds and a few hundred kills fit into a test.
"""

import os
import random
import resource
import signal
import time
from dataclasses import dataclass, replace
from pathlib import Path

from casefile import faults
from casefile.session import Store
from casefile.settings import Settings
from indexer import rebuild, relay
from indexer.engine import Engine
from tests.faults import world

POLL_S = 0.02


@dataclass(frozen=True)
class Orders:
    """What one child is told."""

    settings: Settings
    faults: str = ""
    log: str = ""
    limit: int = relay.LIMIT
    lease_s: float = relay.LEASE_S
    patience_s: float = 0.0
    """How long the worker idles with nothing claimed before it ends by itself; 0: never."""


def worker(orders: Orders) -> None:
    """The relay's loop as the real worker runs it: free dead leases, heal, drain."""
    store, engine = Store(orders.settings.database_url), Engine(orders.settings)
    idle_since = time.monotonic()
    with faults.arm(orders.faults, orders.log):
        mine = relay.Relay(store, engine, orders.settings, lease_s=orders.lease_s)
        healed = False
        while True:
            try:
                if not healed:
                    relay.free_dead_leases(store)
                    rebuild.heal(store, engine, orders.settings)
                    healed = True
                claimed = mine.drain(orders.limit).claimed
                if mine.index_missing:
                    healed = False
            except faults.InjectedFault:
                raise
            except Exception:
                claimed = 0
                time.sleep(0.1)
            if claimed:
                idle_since = time.monotonic()
            elif orders.patience_s and time.monotonic() - idle_since > orders.patience_s:
                return
            else:
                time.sleep(POLL_S)


def writer(orders: Orders, entries: list[world.Entry], ledger: str) -> None:
    """Enter what the ledger does not yet list, one commit each; list it only once the commit has answered."""
    store = Store(orders.settings.database_url)
    done = set(Path(ledger).read_text("utf-8").split()) if Path(ledger).exists() else set()
    with faults.arm(orders.faults, orders.log), open(ledger, "a", encoding="utf-8") as book:
        for entry in entries:
            if entry.ref not in done:
                with store.writing() as session:
                    world.enter(session, entry)
                book.write(entry.ref + "\n")
                book.flush()


def writer_at_the_barrier(orders: Orders, entries: list[world.Entry], gate: str) -> None:
    """One side of the twin race: wait for each pair's moment (a file's size), then enter at once."""
    store = Store(orders.settings.database_url)
    draw = random.Random(os.getpid())
    for at, entry in enumerate(entries):
        while os.path.getsize(gate) <= at:
            time.sleep(0.0005)
        time.sleep(draw.random() * 0.002)
        with store.writing() as session:
            world.enter(session, entry)


def moved(settings: Settings, **changes: object) -> Settings:
    """The settings with some fields changed."""
    return replace(settings, **changes)  # type: ignore[arg-type]


def rebuilder(orders: Orders) -> None:
    """One rebuild, as `griot rebuild` runs it."""
    store, engine = Store(orders.settings.database_url), Engine(orders.settings)
    with faults.arm(orders.faults, orders.log):
        rebuild.rebuild(store, engine, orders.settings)


DISK_FULL = 28
"""Exit code of a writer whose disk was full (ENOSPC)."""


def writer_on_a_small_disk(orders: Orders, entries: list[world.Entry], ledger: str, room: int) -> None:
    """The writer, where no file may grow by more than `room` bytes: what a full disk looks like to SQLite."""
    from sqlalchemy.exc import DatabaseError

    size = os.path.getsize(orders.settings.database_url.removeprefix("sqlite:///"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, size + room))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        writer(orders, entries, ledger)
    except DatabaseError:
        os._exit(DISK_FULL)
