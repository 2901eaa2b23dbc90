"""A ride: work comes in by commands and by an officer's hand while processes of every kind are killed, one after the
other; at the end, and whenever the installation says that nothing is pending, what is there is held against the plan.
"""

import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from casefile import outbox
from casefile.errors import CasefileError
from casefile.people import officers, passwords, units
from casefile.records import cases
from casefile.settings import Settings
from casefile.storage.store import Store
from casefile.storage.tables import Record, Watch
from casefile.vocabulary import Json, Role
from indexer.bench.installation import enqueue_everything
from indexer.engine.client import Engine
from indexer.node.processes import Remembered
from indexer.upkeep import ownership, reconcile
from portal.cli.bench.web import LOGIN, PASSWORD
from tests.faults import world
from tests.faults.rides.desk import Desk
from tests.faults.rides.forked import Forked
from tests.faults.rides.parts import Parts, as_remembered, kill, started, with_clock
from tests.faults.rides.work import CASE, Job, Pair, Work

LIMIT_S = float(os.environ.get("GRIOT_RIDE_LIMIT_S") or 5400)
"""After which no more is killed: a machine that others use as well. How many there were is said."""
IMPORTERS = 3
Pause = tuple[float, float]
"""Seconds between two kills, at least and at most."""
LOOK_S = 3.0
SETTLE_S = 900.0
"""Nodes that were just killed, PostgreSQL that recovers, waits of half a minute between two tries."""
FOUNDATIONS = frozenset({"node", "supervisor", "postmaster", "broker"})
"""What takes a minute to come up on a loaded machine: killed at each turn, nothing would ever be at work."""
MIDST = 0.03
"""How often one of these is killed all the same while something is down, as in the midst of its start."""
DOWN_TIMES = 6
"""So much rarer are kills while the engine comes up again: there is no work to be killed at."""
WAIT_FOR_WELL_S = 60.0
"""All is in: for so long the installation may come to say so, before it gets more to do."""
OFFICER_UNIT = "SN-DKR"


@dataclass
class Ride:
    """One installation under way. `clocks`: by how much the clocks of its commands are moved, drawn at each start."""

    settings: Settings
    env: Mapping[str, str]
    store: Store
    engine: Engine
    parts: Parts
    work: Work
    seed: int
    weights: Mapping[str, float]
    clocks: tuple[str, ...] = ("",)
    kills: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    """How commands ended that had to be repeated."""
    clocked: Counter[str] = field(default_factory=Counter)
    done: set[str] = field(default_factory=set)
    running: dict[str, "subprocess.Popen[bytes] | Forked"] = field(default_factory=dict)
    silent: set[Pair] = field(default_factory=set)
    is_up: bool = True
    """Whether all was there when the last one was killed."""
    said_well: int = 0
    asked: int = 0

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)
        self._waiting = list(self.work.jobs)
        self._in_since, self._well_before = 0.0, 0

    def step(self, desk: Desk) -> None:
        """Start again what ended: parts, commands, and the officer's day once there is a web server."""
        self.parts.keep()
        self.go_on()
        if not desk.is_alive() and not desk.ended:
            desk.start()

    def at_rest(self, desk: Desk) -> bool:
        """All that was begun is in, and the installation says that nothing is pending."""
        self.parts.keep()
        self.go_on()
        if self._waiting or self.running:
            return False
        try:
            return self._says_well()
        except (SQLAlchemyError, CasefileError):
            return False

    # ---- the commands ----------------------------------------------------------------------------------------

    def clock(self) -> str:
        drawn = self.draw.choice(self.clocks)
        if drawn:
            self.clocked[drawn] += 1
        return drawn

    def env_with_clock(self) -> dict[str, str]:
        """Of a process of Griot's own."""
        return with_clock(dict(self.env), self.clock())

    def go_on(self) -> None:
        """Look at what ended, and begin what may begin."""
        for name, process in list(self.running.items()):
            if process.poll() is None:
                continue
            del self.running[name]
            job = next(one for one in self.work.jobs if one.name == name)
            if process.returncode == 0:
                self.done.add(name)
            else:
                self.endings[
                    "killed" if process.returncode == -signal.SIGKILL else f"refused {process.returncode}"
                ] += 1
                self._waiting.insert(self.draw.randrange(min(5, len(self._waiting)) + 1), job)
        for job in list(self._waiting):
            if len(self.running) >= IMPORTERS:
                return
            if not job.after or job.after in self.done:
                self._waiting.remove(job)
                self.running[job.name] = self._begin(job)

    def _begin(self, job: Job) -> "subprocess.Popen[bytes] | Forked":
        command = ["-m", "portal.cli", "--home", str(self.settings.home), *job.arguments]
        return started(command, self.env_with_clock(), self.settings.home / "commands.log")

    def more(self) -> None:
        """All is in and the kills are not done: what changes nothing comes in again, and all is compared again."""
        rebuilds = [job for job in self.work.jobs if job.kind == "rebuild"]  # killed again and again, it is never done
        if {*(job.name for job in self._waiting), *self.running} - {job.name for job in rebuilds}:
            self._in_since = 0.0
            return
        self._in_since = self._in_since or time.monotonic()
        if self.said_well == self._well_before and time.monotonic() < self._in_since + WAIT_FOR_WELL_S:
            return
        self._in_since, self._well_before = 0.0, self.said_well
        try:
            enqueue_everything(self.store)
        except SQLAlchemyError:  # it was just killed
            return
        self._waiting += [job for job in self.work.jobs if job.again]
        self.draw.shuffle(self._waiting)

    # ---- the kills -------------------------------------------------------------------------------------------

    def kill_one(self) -> None:
        """One process of a kind drawn by its weight, of those that run."""
        by_kind: dict[str, list[Remembered]] = {}
        for kind, process in self._victims():
            by_kind.setdefault(kind, []).append(process)
        self.is_up = self._is_up()
        spared = frozenset() if self.is_up or self.draw.random() < MIDST else FOUNDATIONS
        kinds = [kind for kind in by_kind if self.weights.get(kind) and kind not in spared]
        if not kinds:
            return
        [kind] = self.draw.choices(kinds, [self.weights[kind] for kind in kinds])
        if kill(self.draw.choice(by_kind[kind])):
            self.kills[kind] += 1

    def note_progress(self) -> None:
        """For whoever waits: how far it is."""
        state = {"kills": dict(self.kills), "done": len(self.done), "said_well": self.said_well}
        (self.settings.home / "progress.json").write_text(json.dumps(state), "utf-8")

    def _is_up(self) -> bool:
        """Whether the engine answers, and all is started that a supervisor starts."""
        return self.engine.alive() is not None and self.parts.is_up()

    def _victims(self) -> list[tuple[str, Remembered]]:
        kinds = {job.name: job.kind for job in self.work.jobs}
        pids = [(kinds[name], process.pid) for name, process in self.running.items() if process.poll() is None]
        return [*(one for kind, pid in pids for one in as_remembered(kind, pid)), *self.parts.victims()]

    # ---- what is said, and what is there ---------------------------------------------------------------------

    def look(self, desk: Desk) -> None:
        """Where the installation says that nothing is pending, everything accepted before must have been found."""
        self.asked += 1
        expected = self.expected(desk)
        try:
            if not self._says_well():
                return
            there = {(record, watch) for record, watch, _ in world.found(self.store)}
        except (SQLAlchemyError, CasefileError):  # a database that was just killed says nothing, and so nothing false
            return
        self.said_well += 1
        self.silent |= expected - there

    def _says_well(self) -> bool:
        with self.store.reading() as session:
            backlog = outbox.read_backlog(session)
        return not backlog.total and ownership.look(self.store, self.engine) is ownership.Index.WHOLE

    def expected(self, desk: Desk) -> set[Pair]:
        """What must have been found of all that is accepted by now."""
        accepted = dict(desk.accepted)
        watches = {record: self.work.watched[passport][0] for record, passport in accepted.items()}
        typed = {(record, watch) for record, watch in watches.items() if self.work.job_of_watch[watch] in self.done}
        return self.work.expected(self.done) | typed


def entered(store: Store) -> tuple[Counter[str], list[str]]:
    """How often each id of a source stands in the database; and the records that were typed."""
    with store.reading() as session:
        counted = Counter(origin for table in (Record, Watch) for origin in session.scalars(select(table.origin_ref)))
        typed = session.scalars(select(Record.id).where(func.coalesce(Record.origin_ref, "") == "")).all()
    return Counter({origin: number for origin, number in counted.items() if origin}), list(typed)


def set_up(store: Store) -> str:
    """Units, cases, and the officer at the desk; returns the case to type into."""
    world.set_up(store)
    with store.writing() as session:
        roles = (Role.INVESTIGATOR, Role.WATCH_OFFICER)
        token = officers.add_officer(
            session, units.SYSTEM, LOGIN, unit=OFFICER_UNIT, roles=roles, display_name="Awa Ndiaye"
        )
        passwords.set_password(session, token or "", PASSWORD)
        return cases.ensure_case(session, units.system_viewer(session, OFFICER_UNIT), cases.CaseDraft(CASE))


def run(
    ride: Ride, desk: Desk, kills: int, *, pause: tuple[float, float] = (0.3, 1.6), limit_s: float = LIMIT_S
) -> Json:
    """Kill until so many processes are gone, then let all come to rest, and compare. Raises where anything is lost,
    doubled or hidden; returns what was measured."""
    began = time.monotonic()
    next_kill = next_look = began + 5.0
    while sum(ride.kills.values()) < kills and time.monotonic() < began + limit_s:
        ride.step(desk)
        ride.more()
        now = time.monotonic()
        if now > next_kill:
            ride.kill_one()
            ride.note_progress()
            next_kill = time.monotonic() + ride.draw.uniform(*pause) * (1 if ride.is_up else DOWN_TIMES)
        if now > next_look:
            ride.look(desk)
            next_look = time.monotonic() + LOOK_S
        time.sleep(0.05)
    ridden = time.monotonic()
    desk.stop()
    while not ride.at_rest(desk):
        ride.look(desk)
        assert time.monotonic() < ridden + SETTLE_S, f"seed {ride.seed}: {ride.running.keys()}, nothing comes to rest"
        time.sleep(0.5)
    print(f"ridden {ridden - began:.0f} s; at rest {time.monotonic() - ridden:.0f} s after the last kill")
    return verdict(ride, desk)


def verdict(ride: Ride, desk: Desk) -> dict[str, Json]:
    """What is there, held against the plan."""
    there, (origins, typed) = world.found(ride.store), entered(ride.store)
    lost = ride.expected(desk) - {(record, watch) for record, watch, _ in there}
    hit = {record for record, _, _ in there}
    unanswered = set(typed) - set(desk.accepted)
    lost |= {(record, "?") for record in unanswered if record not in hit}
    lost |= {(record, "not kept") for record in desk.accepted if record not in typed}
    twice = [what for what, number in {**there, **origins}.items() if number > 1]
    report = reconcile.reconcile(ride.store, ride.engine)
    with ride.store.reading() as session:
        dead = outbox.read_backlog(session).dead_lettered
    figures: dict[str, Json] = {
        "seed": ride.seed, "kills": dict(ride.kills), "killed": sum(ride.kills.values()),
        "expected": len(ride.expected(desk)), "hits": len(there), "lost": len(lost), "twice": len(twice),
        "silent": len(ride.silent), "asked": ride.asked, "said_well": ride.said_well,
        "commands_repeated": dict(ride.endings), "clocks_moved": dict(ride.clocked), "desk": dict(desk.answers),
        "desk_unanswered": len(desk.unknown), "of_these_kept": len(unanswered), "dead_lettered": dead,
        "load": [round(one, 1) for one in os.getloadavg()],
    }  # fmt: skip
    print(json.dumps(figures))
    assert not lost, f"seed {ride.seed}: lost {sorted(lost)[:3]}"
    assert not twice, f"seed {ride.seed}: twice {twice[:3]}"
    assert not ride.silent, f"seed {ride.seed}: said to be searched, and not found: {sorted(ride.silent)[:3]}"
    assert len(unanswered) <= len(desk.unknown), "more is typed than was sent"
    assert not dead and report.sound, f"seed {ride.seed}: {report.as_json()}"
    return figures
