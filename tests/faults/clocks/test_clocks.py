"""Experiment 17: clocks a day apart, steps of two seconds, two servers that differ, a machine without battery.

All of them at once: what people enter comes from four machines of which none has the right time, and two workers whose
clocks differ by a day take it. Once with the wrong time put in front of the commands of one machine, once as machines
whose own clocks are wrong. Hits are compared with the plan, as everywhere in this folder.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casefile.retention import belief
from casefile.storage import clock, tables
from casefile.storage.tables import Audit, Outbox, Record, RecordVersion, Watch
from tests.faults import harness
from tests.faults.clocks.clocked import ROOT, Clocked, behind
from tests.faults.conftest import Stage

WRITERS = ("+1d", "-1d", "@1970-01-01 00:02:00", "steps")
WORKERS = ("+5m", "-1d")
STEPS = ("+2s", "+0", "-2s", "+4s")
NEAR = timedelta(seconds=60)

Machines = Callable[[harness.Scene, bool], Clocked]


@pytest.fixture
def machines() -> Iterator[Machines]:
    started: list[Clocked] = []

    def start(scene: harness.Scene, another_machine: bool) -> Clocked:
        started.append(Clocked(scene, another_machine))
        return started[-1]

    yield start
    for one in started:
        one.end()
    clock.forget()


def run(scene: harness.Scene, machines: Clocked) -> None:
    """Enter the plan in four shares by four clocks while two workers drain it, and step one of them now and then."""
    steps = scene.home / "steps"
    steps.write_text(STEPS[0])
    for offset in WORKERS:
        machines.start("worker", offset)
    shares = [scene.entries[at :: len(WRITERS)] for at in range(len(WRITERS))]
    writing = [
        machines.start("writer", str(steps) if offset == "steps" else offset, share, f"{scene.ledger}{at}")
        for at, (offset, share) in enumerate(zip(WRITERS, shares, strict=True))
    ]
    moved = iter(STEPS * 1000)
    harness.until(
        lambda: all(one.poll() is not None for one in writing), harness.SETTLE_S,
        every=lambda: steps.write_text(next(moved)),
    )  # fmt: skip
    assert [one.returncode for one in writing] == [0] * len(writing)
    took = harness.until(lambda: not scene.pending(), harness.SETTLE_S)
    print(f"seed {scene.seed}: drained {took:.1f} s after the last entry; clocks {WRITERS} and {WORKERS}")


def stored_moments(scene: harness.Scene) -> list[datetime]:
    with scene.store.reading() as session:
        asked = (Audit.at, Record.created_at, RecordVersion.entered_at, Watch.created_at)
        return [moment for one in asked for moment in session.execute(select(func.min(one), func.max(one))).one()]


@pytest.mark.parametrize("another_machine", [False, True], ids=["commands", "machines"])
def test_wrong_clocks_lose_nothing_and_repeat_nothing(stage: Stage, machines: Machines, another_machine: bool) -> None:
    scene = stage(records=60, watches=20)
    began = datetime.now(UTC)
    run(scene, machines(scene, another_machine))
    harness.check(scene)
    if another_machine:
        assert max(stored_moments(scene)) > began + timedelta(hours=23), "the clocks really were wrong"
    else:  # a command is of its machine, whatever it is given
        assert all(began - NEAR < moment < datetime.now(UTC) + NEAR for moment in stored_moments(scene))


@pytest.mark.parametrize("another_machine", [False, True], ids=["commands", "machines"])
def test_on_postgresql_every_moment_is_its_server_s_whatever_machine_writes(
    stage: Stage, machines: Machines, postgres_url: str, another_machine: bool
) -> None:
    scene = stage(records=60, watches=20, database_url=postgres_url)
    began = datetime.now(UTC)
    run(scene, machines(scene, another_machine))
    harness.check(scene)
    assert all(began - NEAR < moment < datetime.now(UTC) + NEAR for moment in stored_moments(scene))


def test_what_a_machine_a_day_ahead_wrote_is_compared_at_once(stage: Stage, machines: Machines) -> None:
    """The experiment that broke it: entered by a clock a day ahead, looked at by a right one."""
    scene = stage(records=8, watches=4)
    wrong = machines(scene, another_machine=True)
    assert wrong.start("writer", "+1d", scene.entries, scene.ledger).wait(harness.SETTLE_S) == 0
    with scene.store.reading() as session:
        assert session.scalar(select(func.min(Outbox.created_at))) > tables.now() + timedelta(hours=23)
    scene.drained(60.0)
    harness.check(scene)


RETAIN = """
import sys
from pathlib import Path
from casefile import machine
machine.PROC = Path(sys.argv.pop(1))
from portal.cli import main
main()
"""


@pytest.mark.parametrize("another_machine", [False, True], ids=["command", "machine"])
def test_a_clock_years_ahead_destroys_nothing(stage: Stage, tmp_path: Path, another_machine: bool) -> None:
    scene = stage(records=6, watches=2)
    harness.enter_all(scene)
    scene.drained()
    with scene.store.writing() as session:
        belief.moment(session)
    proc = "/nonexistent" if another_machine else "/proc"
    said = subprocess.run(
        behind("+6y", sys.executable, "-c", RETAIN, proc, "--home", str(scene.home), "retention", "run"),
        cwd=ROOT, capture_output=True, text=True, timeout=harness.SETTLE_S, check=False,
        env=os.environ | {"GRIOT_SECRET_KEY": scene.settings.secret_key},
    )  # fmt: skip
    assert (said.returncode, "leapt" in said.stderr + said.stdout) == (int(another_machine), another_machine), said
    harness.check(scene)


def test_processes_are_found_and_ended_whatever_the_clock_says(tmp_path: Path) -> None:
    """Started by one clock, asked after by another: the list of processes holds no moment."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    listed = tmp_path / "processes.json"
    write = "import sys; from pathlib import Path; from indexer.node.processes import *; "
    try:
        for offset, then in (("+1d", f"remember(Path({str(listed)!r}), {{'web': Remembered.of({child.pid})}})"),
                             ("-2s", f"assert list(remembered(Path({str(listed)!r}))) == ['web']"),
                             ("-1d", f"remembered(Path({str(listed)!r}))['web'].stop(5.0)")):  # fmt: skip
            subprocess.run(behind(offset, sys.executable, "-c", write + then), cwd=ROOT, check=True, timeout=120)
        assert child.wait(10) == -15
    finally:
        child.kill()
        child.wait()


def test_a_clock_is_wrong_also_where_an_earlier_one_of_its_number_was_killed() -> None:
    """Of the test's own tool: the semaphore that it left stops the `faketime` command."""
    left = 'head -c 32 /dev/zero > /dev/shm/sem.faketime_sem_$$; exec "$@"'
    asked = ["sh", "-c", left, "sh", *behind("+2d", "date", "-u", "+%s")]
    said = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=True)
    assert int(said.stdout) > (datetime.now(UTC) + timedelta(days=1)).timestamp()
