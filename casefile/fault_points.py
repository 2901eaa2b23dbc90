"""Named fault points: places where a test may kill the process, raise or wait, to prove that nothing is lost.

Unarmed (always, outside tests) a point costs one comparison. It is armed by `arm()` in the same process, or for a
child process by the environment: `GRIOT_FAULTS="relay.indexed:kill:p=0.1:seed=7;store.*:delay:s=0.2"`. Each firing
is first written to the file named by `GRIOT_FAULTS_LOG`, so that a table of experiments counts what really fired.
"""

import json
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase

from casefile.errors import SetupError

POINTS: dict[str, str] = {
    "store.committing": "work done, commit not yet sent",
    "store.committed": "commit answered, the caller does not know yet",
    "check.asked": "lines of a list noted as asked, not yet put to the engine",
    "check.part": "answers of a part of a list committed, the next not yet begun",
    "import.part": "a part of an import committed, the next not yet begun",
    "digest.taken": "a digest's hour taken in hand, the mail not yet sent",
    "digest.sent": "the mail accepted, not yet noted",
    "webhook.taken": "calls of webhooks taken in hand, none made yet",
    "webhook.sent": "a call answered, not yet noted",
    "engine.bulk": "about to send writes",
    "engine.refresh": "about to make writes visible",
    "engine.search": "about to ask",
    "relay.claimed": "lease taken, nothing read",
    "relay.read": "rows read from SQL, nothing sent to the index",
    "relay.indexed": "bulk answered, not yet refreshed",
    "relay.refreshed": "visible to searches, stage not yet noted",
    "relay.advanced": "noted that the other side must be looked at",
    "relay.looked": "candidates returned, not yet matched",
    "relay.matched": "hits decided, not yet stored",
    "relay.raising": "hits written and rows deleted, not yet committed",
    "relay.completed": "hits stored and rows deleted in one commit, nothing pending",
    "rebuild.created": "new indices made, empty, unknown to searches",
    "rebuild.filling": "one batch written to the new indices",
    "rebuild.filled": "all written, not yet counted against SQL",
    "rebuild.checked": "counts agree, aliases still on the old indices",
    "rebuild.swapped": "aliases moved, old indices still there",
    "rebuild.cleaned": "old indices removed",
    "archive.sealed": "a piece of the server's log sealed, its plain copy not yet removed",
    "backup.copied": "database copied, manifest not yet written",
    "restore.proven": "copy proved and brought up to date, database still the former one",
    "restore.placed": "database in place, index not yet compared",
}
"""Every point in the code; a test holds the two together."""

ACTIONS = ("kill", "raise", "delay")


class InjectedFault(Exception):
    """What an armed `raise` point raises. Deliberately no CasefileError: nothing may expect it."""


@dataclass(slots=True)
class Fault:
    """One armed pattern. Fires with probability `p`, or on the `nth` passage; at most `times` times."""

    pattern: str
    action: str
    p: float = 1.0
    nth: int | None = None
    times: int | None = None
    seconds: float = 0.1
    seed: int = 0
    passed: int = 0
    fired: int = 0
    draw: random.Random | None = None

    def due(self, name: str) -> bool:
        """Count a passage and say whether it fires."""
        if not fnmatchcase(name, self.pattern) or (self.times is not None and self.fired >= self.times):
            return False
        self.passed += 1
        if self.nth is not None:
            return self.passed == self.nth
        if self.draw is None:
            self.draw = random.Random(self.seed)  # noqa: S311  (the same seed, the same faults)
        return self.draw.random() < self.p


class _Plan:
    """The armed faults of this process; None until the environment has been read."""

    faults: tuple[Fault, ...] | None = None
    log: str = ""


def point(name: str) -> None:
    """A named place in the code; does nothing unless a test armed it."""
    if _Plan.faults is None:
        _arm_from(os.environ)
    if _Plan.faults:
        _pass(name, _Plan.faults)


def parse(text: str) -> tuple[Fault, ...]:
    """The faults written as in GRIOT_FAULTS. Raises SetupError on a word that is not understood."""
    return tuple(_parse_one(part.strip()) for part in text.split(";") if part.strip())


@contextmanager
def arm(text: str, log: str = "") -> Iterator[tuple[Fault, ...]]:
    """Arm faults in this process for the length of a block; yields them, so that `fired` can be read."""
    before = _Plan.faults, _Plan.log
    _Plan.faults, _Plan.log = parse(text), log
    try:
        yield _Plan.faults
    finally:
        _Plan.faults, _Plan.log = before


def firings(log: str) -> list[dict[str, object]]:
    """What really fired, as logged; a line cut off by a kill is left out."""
    fired = []
    try:
        with open(log, encoding="utf-8") as handle:
            lines = handle.readlines()
    except FileNotFoundError:
        return []
    for line in lines:
        if line.endswith("\n"):
            fired.append(json.loads(line))
    return fired


def _arm_from(env: Mapping[str, str]) -> None:
    _Plan.faults, _Plan.log = parse(env.get("GRIOT_FAULTS", "")), env.get("GRIOT_FAULTS_LOG", "")


def _parse_one(part: str) -> Fault:
    pattern, action, *options = part.split(":")
    if action not in ACTIONS or not any(fnmatchcase(name, pattern) for name in POINTS):
        raise SetupError(
            "The fault %(part)s is not known. Points: %(points)s; actions: kill, raise, delay.",
            part=part,
            points=", ".join(POINTS),
        )
    fault = Fault(pattern, action)
    for option in options:
        key, _, value = option.partition("=")
        match key:
            case "p":
                fault.p = float(value)
            case "nth":
                fault.nth = int(value)
            case "times":
                fault.times = int(value)
            case "s":
                fault.seconds = float(value)
            case "seed":
                fault.seed = int(value)
            case _:
                raise SetupError(
                    "The fault option %(option)s is not known. Options: p, nth, times, s, seed.", option=option
                )
    return fault


def _pass(name: str, faults: tuple[Fault, ...]) -> None:
    for fault in faults:
        if fault.due(name):
            fault.fired += 1
            _log(name, fault.action)
            if fault.action == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            elif fault.action == "raise":
                raise InjectedFault(name)
            else:
                time.sleep(fault.seconds)


def _log(name: str, action: str) -> None:
    """One line, one write: it reaches the kernel before the kill does."""
    if _Plan.log:
        line = (
            json.dumps(
                {
                    "at": time.time(),
                    "pid": os.getpid(),
                    "process": multiprocessing.current_process().name,
                    "point": name,
                    "action": action,
                }
            )
            + "\n"
        )
        handle = os.open(_Plan.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)
