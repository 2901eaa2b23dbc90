"""What the machine says of itself, whatever a process is told: its clock, this start of it, its processes.

Read from the kernel's own files, so that a clock put in front of one process alone (`faketime`, an experiment, a
library) does not speak for the machine. On a system without them everything here is None or empty.
"""

from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
"""Where the kernel says it; a test names another folder."""

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


def wall_clock() -> float | None:
    """The machine's clock in seconds since 1970, true to half a second: when it started, and how long ago that was.

    The start is given in whole seconds, rounded down: half a second is added for what that leaves out.
    """
    try:
        started = next(
            int(line.split()[1]) for line in (PROC / "stat").read_text("ascii").splitlines() if line[:6] == "btime "
        )
        return started + float((PROC / "uptime").read_text("ascii").split()[0]) + 0.5
    except (OSError, ValueError, IndexError, StopIteration):
        return None
