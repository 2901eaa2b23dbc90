"""What the harness runs as real processes: a writer that enters the plan, and the relay's worker. Killed at will.

They are forked from a clean server that has already imported everything, so that a restart after a kill takes
milliseconds and a few hundred kills fit into a test.
"""

import logging
import os
import random
import resource
import signal
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from casefile import fault_points, outbox
from casefile.outbox import queue
from casefile.settings import Settings
from casefile.storage.store import Store
from indexer.engine.client import Engine
from indexer.pipeline import relay
from indexer.upkeep import rebuild
from indexer.worker.loop import Loop
from indexer.worker.second_relay import Helper
from tests.faults import world

CALLS_FROM = 4
"""Rows in a batch that count as a backlog where a helper is to be called."""

LOOP_ENDED = 3
"""Exit code of a worker whose loop ended by itself, which it never may."""


@dataclass(frozen=True)
class Orders:
    """How one child is to run."""

    settings: Settings
    faults: str = ""
    log: str = ""
    limit: int = relay.LIMIT
    poll_s: float = 0.02
    helper: str | None = None
    """With what faults its helper is armed; without, its batches are too small to call for one."""
    longest_wait_s: float = outbox.MAX_WAIT_S
    """After which a failed row is tried again at the latest: tests that fail rows on purpose need not sleep for it."""


def worker(orders: Orders) -> None:
    """The worker's loop as it is installed: heals, frees dead leases."""
    logging.getLogger("griot").setLevel(logging.ERROR)  # that the engine is away is what is being tested
    settings = replace(orders.settings, relay_poll_s=orders.poll_s)
    queue.MAX_WAIT_S = orders.longest_wait_s
    with fault_points.arm(orders.faults, orders.log):
        loop = Loop(Store(settings.database_url), Engine(settings), settings)
        loop.relay.drain = partial(loop.relay.drain, orders.limit)  # type: ignore[method-assign]
        if orders.helper is not None:
            loop.helper = Helper(settings, backlog=CALLS_FROM)
            os.environ |= {"GRIOT_FAULTS": orders.helper, "GRIOT_FAULTS_LOG": orders.log}  # it is a new program
        loop.start()
        loop.join()
    os._exit(LOOP_ENDED)


def writer(orders: Orders, entries: list[world.Entry], ledger: str) -> None:
    """Enter what the ledger does not yet list, one commit each; list it only once the commit has answered."""
    store = Store(orders.settings.database_url)
    done = set(Path(ledger).read_text("utf-8").split()) if Path(ledger).exists() else set()
    with fault_points.arm(orders.faults, orders.log), open(ledger, "a", encoding="utf-8") as book:
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
    with fault_points.arm(orders.faults, orders.log):
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
