"""What the machine says of itself, whatever a process is given for it: its clock, this start of it, its processes.

Read from the kernel's own files, so that a clock put in front of one process alone (`faketime`, an experiment, a
library) does not speak for the machine. On a system without them everything here is None or empty.
"""

import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

PROC = Path("/proc")
"""Where the kernel says it; a test names another folder."""

DATE = "/bin/date"
"""Another program that says the time, in whole seconds."""

START_FIELD = 19
"""Of /proc/PID/stat, counted after the command's closing bracket: `starttime`, in ticks since the start (proc(5))."""


@dataclass(frozen=True, slots=True)
class Started:
    """What tells a process from all others that ever had its number, whatever becomes of the clock meanwhile."""

    ticks: int
    boot: str

    @staticmethod
    def of(pid: int) -> "Started | None":
        """Of a process that is there; None when it is not, or the system does not say."""
        try:
            fields = (PROC / str(pid) / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
            return Started(int(fields[START_FIELD]), boot_id())
        except (OSError, ValueError, IndexError):
            return None


def boot_id() -> str:
    """Random, drawn by the kernel at each start of the machine."""
    try:
        return (PROC / "sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def seconds() -> float:
    """The machine's clock, in seconds since 1970: what this process reads, unless it is given another time than its
    machine has."""
    ahead = correction()  # first: it may ask another process, and the moment that is given is that of the answer
    return time.time() + ahead


def correction() -> float:
    """What is added to the time this process reads, in seconds: other than 0 where something was put in front."""
    return _correction.now()


def kernels_clock() -> float | None:
    """The clock as the kernel's own files give it, true to half a second: when it started, and how long ago that was.

    The start is given in whole seconds, rounded down: half a second is added for what that leaves out.
    """
    try:
        lines = (PROC / "stat").read_text("ascii").splitlines()
        started = next(int(line.split()[1]) for line in lines if line.startswith("btime "))
        return started + float((PROC / "uptime").read_text("ascii").split()[0]) + 0.5
    except (OSError, ValueError, IndexError, StopIteration):
        return None


LOOK_S = 5.0
"""How often the two are compared: two small files, 0.1 ms."""
DOUBTED_S = 2.0
"""Twice what the kernel's files leave open. A step of less is followed at once, as it always was."""
TRIES, QUICK_S = 3, 0.5
"""So many processes are asked at most, until one has answered so soon that the moment of its answer is known."""
ASK_AGAIN_S = 60.0
"""Where the files are wrong (in some containers they are of another machine) another process is asked no more often."""


@dataclass
class _Correction:
    """What is to be added to the time this process reads, looked at again every few seconds."""

    seconds: float = 0.0
    look_at: float = 0.0
    ask_at: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def now(self) -> float:
        if time.monotonic() >= self.look_at:
            with self.lock:
                self._look()
        return self.seconds

    def _look(self) -> None:
        """The files only raise the doubt; another process, which nothing was put in front of, decides."""
        self.look_at = time.monotonic() + LOOK_S
        kernel = kernels_clock()
        if kernel is None or abs(kernel - time.time()) <= DOUBTED_S:
            self.seconds = 0.0
        elif abs(kernel - time.time() - self.seconds) > DOUBTED_S and time.monotonic() >= self.ask_at:
            self.ask_at = time.monotonic() + ASK_AGAIN_S
            off = _difference_to_another_process()
            self.seconds = off if abs(off) > DOUBTED_S else 0.0


def _difference_to_another_process() -> float:
    """By how much the time that a process with an empty environment reads (libraries are put in front by variables) is
    ahead; 0 where none can be asked. On a busy machine one may take seconds, and nobody knows in which of them it read
    the clock: others are asked then, and the quickest is believed."""
    asked = []
    for _ in range(TRIES):
        before, ticks = time.time(), time.monotonic()
        try:
            said = subprocess.run([DATE, "+%s"], env={}, capture_output=True, timeout=5, check=True).stdout
            took = time.monotonic() - ticks
            asked.append((took, int(said) + 0.5 - (before + took / 2)))
        except (OSError, ValueError, subprocess.SubprocessError):
            continue
        if took < QUICK_S:
            break
    return min(asked)[1] if asked else 0.0


_correction = _Correction()


def forget() -> None:
    """Look again at the next question. For tests, and after a suspension."""
    global _correction  # noqa: PLW0603  (one machine, one clock)
    _correction = _Correction()
