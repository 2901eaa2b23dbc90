"""A writer or a worker whose clock is wrong: a process of its own, behind Debian's `libfaketime`.

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
from tests.debian import with_clock
from tests.faults import children
from tests.faults.harness import Scene

ROOT = Path(__file__).resolve().parents[3]


def behind(clock: str, *command: str) -> list[str]:
    """The command with a wrong clock (`tests.debian.with_clock`)."""
    return ["env", *(f"{name}={value}" for name, value in with_clock(clock).items()), *command]


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
        """Whatever still runs goes, by the session it was given."""
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
