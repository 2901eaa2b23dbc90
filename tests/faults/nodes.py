"""A node of an experiment's own: started, killed, frozen, wiped, filled. Ended with the test."""

import json
import os
import shutil
import signal
import subprocess
import urllib.request
from pathlib import Path

from indexer import node


class OwnNode:
    """One JVM on the loopback address with a small heap, its data under `home`."""

    def __init__(self, home: Path, heap: str = "512m") -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.launch = node.prepare(home, heap=heap)
        self.child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self.launch.url

    def start(self) -> None:
        self.child = self.launch.start()
        node.wait_ready(self.launch.url, self.launch.log, self.child)

    def signal(self, number: int) -> None:
        assert self.child is not None
        os.kill(self.child.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        assert self.child is not None
        self.child.wait(20)

    def wipe(self) -> None:
        """Lose the data directory while the node is down."""
        data = self.launch.cwd / "data"
        for path in data.iterdir():
            shutil.rmtree(path)

    def cluster_settings(self, **settings: object) -> None:
        body = json.dumps({"transient": settings}).encode()
        request = urllib.request.Request(f"{self.url}/_cluster/settings", body, {"Content-Type": "application/json"},
                                         method="PUT")
        with urllib.request.urlopen(request, timeout=30):
            pass

    def end(self) -> None:
        if self.child is not None and self.child.poll() is None:
            self.signal(signal.SIGCONT)
            self.kill()
