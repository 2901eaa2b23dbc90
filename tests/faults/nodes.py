"""A node of an experiment's own: started, killed, frozen, wiped, filled. Ended with the test."""

import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

from indexer.node import door, launch


def ask(url: str, method: str, path: str, body: object = None) -> object:
    """One question to a node, whatever the way to it; an answer that is no success fails."""
    connection = door.http_connection(url, 60)
    try:
        text = None if body is None else json.dumps(body).encode()
        connection.request(method, path, text, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        said = json.loads(answer.read())
        assert answer.status < 300, said
        return said
    finally:
        connection.close()


class OwnNode:
    """One JVM with a small heap, its data under `home`; behind its door, as an installation's."""

    def __init__(self, home: Path, heap: str = "512m", *, closed: bool | None = None) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.launch = launch.prepare(home, heap=heap, closed=closed)
        # It lives for a minute: compiling for long use would cost 15 s of processor time at each start.
        self.launch.argv.insert(1, "-XX:TieredStopAtLevel=1")
        self.child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self.launch.url

    def start(self) -> None:
        self.child = self.launch.start()
        launch.wait_ready(self.launch.url, self.launch.log, self.child)

    def signal(self, number: int) -> None:
        assert self.child is not None
        os.kill(self.child.pid, number)

    def freeze(self) -> None:
        """Stand still until SIGCONT. Waited for: on a busy machine a thread that has its turn answers once more."""
        assert self.child is not None
        self.signal(signal.SIGSTOP)
        os.waitpid(self.child.pid, os.WUNTRACED)

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
        ask(self.url, "PUT", "/_cluster/settings", {"transient": settings})

    def end(self) -> None:
        if self.child is not None and self.child.poll() is None:
            self.signal(signal.SIGCONT)
            self.kill()


PATIENCE = """
discovery.probe.connect_timeout: 20s
discovery.probe.handshake_timeout: 20s
discovery.request_peers_timeout: 20s
"""
"""On two loaded cores a handshake takes longer than the usual second, and the nodes never find one another."""


class OwnCluster:
    """Several nodes of one cluster on the loopback address: behind doors they would not find one another."""

    def __init__(self, home: Path, number: int = 3) -> None:
        self.nodes = [OwnNode(home / f"n{at}", closed=False) for at in range(number)]
        configs = [node.launch.cwd / "config" / "opensearch.yml" for node in self.nodes]
        texts = [config.read_text("utf-8") for config in configs]
        ports = [re.search(r"^transport\.port: (\d+)$", text, re.M).group(1) for text in texts]  # type: ignore[union-attr]
        seeds = ", ".join(f'"127.0.0.1:{port}"' for port in ports)
        names = ", ".join(f"n{at}" for at in range(number))
        seed = f"discovery.seed_hosts: [{seeds}]\ncluster.initial_cluster_manager_nodes: [{names}]"
        for at, (config, alone) in enumerate(zip(configs, texts, strict=True)):
            text = re.sub(r"^cluster\.name: .*$", f"cluster.name: griot-cluster-{ports[0]}", alone, flags=re.M)
            for line, said in ((r"node\.name", f"node.name: n{at}"), (r"discovery\.type", seed)):
                text = re.sub(rf"^{line}: .*$", said, text, flags=re.M)
            config.write_text(text + PATIENCE, "utf-8")

    @property
    def url(self) -> str:
        """All the nodes, as the setting takes them."""
        return ",".join(node.url for node in self.nodes)

    def start(self) -> None:
        for one in self.nodes:
            one.child = one.launch.start()
        for one in self.nodes:
            launch.wait_ready(one.launch.url, one.launch.log, one.child)

    def ask(self, path: str) -> object:
        """What the first node that lives says."""
        living = next(n for n in self.nodes if n.child is not None and n.child.poll() is None)
        return ask(living.url, "GET", path)

    def holding_the_primary_of(self, index: str) -> OwnNode:
        """The node on which the index's primary shard lies."""
        shards = self.ask(f"/_cat/shards/{index}?format=json")
        assert isinstance(shards, list)
        name = next(shard["node"] for shard in shards if shard["prirep"] == "p")
        return self.nodes[int(name[1:])]

    def end(self) -> None:
        for one in self.nodes:
            one.end()
