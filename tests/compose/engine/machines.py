"""Machines on one engine: each a project of its own in a folder of its own, with an address of its own.

The addresses lie on a bridge of this test's alone; what one machine publishes there another reaches by name, as the
certificates have it. Nothing leaves the machine.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.compose.engine import stand_ins
from tests.compose.engine.engine import Engine, Project, limits_of_this_machine, may_lock_memory
from tests.compose.read import FILES, ROOT, services

PARTS = {
    "s1": "search", "s2": "search", "s3": "search", "db1": "database", "db2": "standby", "mq": "broker",
    "w1": "web", "w2": "web", "k1": "worker", "k2": "worker", "c1": "clock",
}  # fmt: skip
"""Which machine is started with which profile."""
ADDRESS = {name: f"10.213.7.{number}" for number, name in enumerate(PARTS, 11)}
PORTAL = "griot.test"
GRIOT = 10_001
"""The user of our image (`Dockerfile`)."""
AREAS = "vm.max_map_count"
"""Of the kernel: a search node that has fellows does not start with less than 262,144."""


@contextmanager
def network() -> Iterator[None]:
    bridge = "griot-several"
    kept = subprocess.run(["sysctl", "-n", AREAS], capture_output=True, text=True, check=True).stdout.strip()
    subprocess.run(["ip", "link", "add", bridge, "type", "bridge"], check=True)
    try:
        for address in ADDRESS.values():
            subprocess.run(["ip", "address", "add", f"{address}/32", "dev", bridge], check=True)
        subprocess.run(["ip", "link", "set", bridge, "up"], check=True)
        subprocess.run(["sysctl", "-qw", f"{AREAS}={max(int(kept), 262_144)}"], check=True)
        yield
    finally:
        subprocess.run(["sysctl", "-qw", f"{AREAS}={kept}"], check=True)
        subprocess.run(["ip", "link", "delete", bridge], check=True)


@dataclass
class Machines:
    """The folder of the release with what the first machine made, from which each other is copied."""

    engine: Engine
    folder: Path

    def first(self) -> None:
        """Passwords and certificates, by the command of the guide, carried to `machine/`."""
        release = self.folder / "release"
        release.mkdir()
        for name in FILES:
            shutil.copy(ROOT / name, release)
        shutil.copytree(ROOT / "docker", release / "docker")
        names = " ".join(name for name, part in PARTS.items() if part != "web")
        made = Project(self.engine, "first", FILES[:1], {**stand_ins.IMAGES, "GRIOT_NAMES": names})
        for part in ("secrets", "certificates"):
            made.compose("run", "--rm", "-T", part)
            target = release / "machine" / part
            target.mkdir(parents=True)
            line, env = made.line("run", "--rm", "-T", part, "tar", "-C", f"/{part}", "-c", ".")
            packed = subprocess.Popen(line, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            subprocess.run(["tar", "--numeric-owner", "-x", "-C", target], stdin=packed.stdout, check=True)
            assert packed.wait() == 0
        made.down("--volumes")
        (self.folder / "proof").mkdir(mode=0o700)
        os.chown(self.folder / "proof", GRIOT, GRIOT)
        (release / "machine" / "proof").symlink_to(self.folder / "proof")  # what all machines mount
        held = release / "machine" / "certificates"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3",
             "-subj", f"/CN={PORTAL}", "-addext", f"subjectAltName=DNS:{PORTAL}",
             "-keyout", held / "portal.key", "-out", held / "portal.crt"],
            check=True, capture_output=True,
        )  # fmt: skip
        node = release / "docker" / "opensearch" / "several.yml"
        if not may_lock_memory():
            node.write_text(node.read_text("utf-8").replace("memory_lock: true", "memory_lock: false"), "utf-8")

    @property
    def authority(self) -> Path:
        return self.folder / "release" / "machine" / "certificates" / "portal.crt"

    def machine(self, name: str) -> Project:
        """One of them, not started."""
        root = self.folder / name
        subprocess.run(["cp", "--archive", self.folder / "release", root], check=True)
        own = {
            service: {"extra_hosts": ADDRESS, **(limits_of_this_machine() if service == "opensearch" else {})}
            for service, said in services(FILES[1]).items()
            if {PARTS[name], "migrate"} & {*said["profiles"]}
        }
        more = root / "machine.json"
        more.write_text(json.dumps({"services": own}), "utf-8")
        nodes = [one for one, part in PARTS.items() if part == "search"]
        env = {
            **stand_ins.IMAGES, "LISTEN": ADDRESS[name], "GRIOT_LISTEN": ADDRESS[name], "NODE_NAME": name,
            "DATABASE_HOST": "db1", "STANDBY_HOST": "db2", "BROKER_HOST": "mq", "SEARCH_HOSTS": ",".join(nodes),
            "OPENSEARCH_URL": ",".join(f"https://{node}:9200" for node in nodes), "GRIOT_HOSTS": PORTAL,
            "GRIOT_TLS": "/certificates/portal.crt /certificates/portal.key",
            "OPENSEARCH_HEAP": "512m", "OPENSEARCH_MEMORY": "1200m", "GRIOT_CPUS": "2",
        }  # fmt: skip
        return Project(self.engine, f"griot-{name}", FILES[1:], env, (), [more], root, (PARTS[name],))
