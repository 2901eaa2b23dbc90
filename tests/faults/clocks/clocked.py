"""A writer or a worker whose clock is wrong: a process of its own, behind Debian's `faketime`.

`python -m tests.faults.clocks.clocked writer|worker ORDERS [--another-machine]`. Without the flag it is a command of
this machine with a wrong time put in front of it; with it the kernel's clock is out of sight, as on a machine whose own
is wrong.
"""

import os
import pickle
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from casefile import machine
from tests.debian import needed
from tests.faults import children
from tests.faults.harness import Scene

ROOT = Path(__file__).resolve().parents[3]


def behind(clock: str, *command: str) -> list[str]:
    """The command with a wrong clock; `clock` as `faketime -f` takes it, or a file in which that stands."""
    if Path(clock).is_absolute():
        shown = ["env", "-u", "FAKETIME", f"FAKETIME_TIMESTAMP_FILE={clock}", "FAKETIME_CACHE_DURATION=1"]
        return [needed("faketime"), "-m", "-f", "+0", *shown, *command]
    return [needed("faketime"), "-m", "-f", clock, *command]


@dataclass
class Clocked:
    """The processes of one experiment with clocks of their own."""

    scene: Scene
    another_machine: bool
    started: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, what: str, clock: str, *given: object) -> "subprocess.Popen[bytes]":
        path = self.scene.home / f"orders{len(self.started)}"
        orders = children.Orders(self.scene.settings, "", self.scene.log)
        path.write_bytes(pickle.dumps((orders, *given)))
        command = [sys.executable, "-m", "tests.faults.clocks.clocked", what, str(path)]
        command += ["--another-machine"] if self.another_machine else []
        process = subprocess.Popen(behind(clock, *command), cwd=ROOT, start_new_session=True)
        self.started.append(process)
        return process

    def end(self) -> None:
        """faketime waits for what it started: both go, by the session they were given."""
        for process in self.started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def main() -> None:
    what, path, *flags = sys.argv[1:]
    if flags:
        machine.PROC = Path("/nonexistent")
        machine.forget()
    given = pickle.loads(Path(path).read_bytes())  # noqa: S301  (written by the test a moment ago)
    {"writer": children.writer, "worker": children.worker}[what](*given)


if __name__ == "__main__":
    main()
