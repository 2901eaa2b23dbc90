"""The servers of an installation on several machines, as processes of this one: PostgreSQL, RabbitMQ, three nodes of
OpenSearch, each behind a proxy that speaks TLS and wants a client's certificate.

Certificates are those of `scripts.certificates`. Everything listens on the loopback. Nothing here is told that it will
be killed: PostgreSQL answers a commit when it is written (`synchronous_commit`), the broker keeps its queue.
"""

import os
import pwd
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from unittest import mock

import psycopg

from scripts import certificates
from tests.debian import needed
from tests.faults import harness
from tests.faults.brokers import rabbit
from tests.faults.nodes import OwnCluster
from tests.faults.rides.parts import Part
from tests.steady.ports import free_port

PASSWORD = "ride-ride-ride"


@dataclass
class Servers:
    """Where they are, and the parts to be kept running. `env`: what Griot needs to reach them."""

    folder: Path
    parts: list[Part]
    """Those of the ride: what is started here is kept running, and ended, with the others."""
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.certificates = self.folder / "certificates"
        ours = tuple(replace(holder, owner=os.geteuid()) for holder in certificates.HOLDERS)
        with mock.patch.object(certificates, "HOLDERS", ours):  # the images' users are not here
            # Valid since some days: a process whose clock is a day behind must be let in as well.
            certificates.write(self.certificates, datetime.now(UTC) - timedelta(days=3), names=["localhost"])
        self._base = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}

    # ---- PostgreSQL ------------------------------------------------------------------------------------------

    def postgres(self) -> None:
        binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))[-1]
        account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        uid, data, port = account.pw_uid if account else None, self.folder / "postgres", free_port()
        data.mkdir()
        for name in ("postgres.crt", "postgres.key"):
            shutil.copy(self.certificates / name, self.folder / name)
        for path in (data, self.folder / "postgres.key", self.folder / "postgres.crt"):
            if account:
                os.chown(path, account.pw_uid, account.pw_gid)
        done = subprocess.run(
            [str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", "griot"],
            cwd=self.folder, user=uid, group=uid, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        options = {
            "port": port, "unix_socket_directories": data, "listen_addresses": "127.0.0.1", "fsync": "off",
            "max_connections": 120, "shared_buffers": "64MB", "ssl": "on",
            "ssl_cert_file": self.folder / "postgres.crt", "ssl_key_file": self.folder / "postgres.key",
        }  # fmt: skip
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        command = [str(binaries / "postgres"), "-D", str(data), *words]
        part = Part("postmaster", command, lambda: self._base, self.folder / "postgres.log", user=uid)
        self._start(part, lambda: _listens(port))
        checked = f"sslmode=verify-full&sslrootcert={self.certificates / 'ca.crt'}"
        self._sql(f"host=localhost port={port} user=griot dbname=postgres", "CREATE DATABASE griot")
        self.env["DATABASE_URL"] = f"postgresql+psycopg://griot@localhost:{port}/griot?{checked}"

    def _sql(self, where: str, statement: str) -> None:
        def done() -> bool:
            try:
                with psycopg.connect(where, autocommit=True) as connection:
                    connection.execute(statement)
            except psycopg.OperationalError:  # it is still starting
                return False
            return True

        harness.until(done, 60)

    # ---- RabbitMQ --------------------------------------------------------------------------------------------

    def rabbitmq(self) -> None:
        port, home = free_port(), self.folder / "rabbitmq"
        home.mkdir()
        lines = [
            *rabbit.over_tls(f"127.0.0.1:{port}", self.certificates, "rabbitmq", "griot", PASSWORD),
            "log.console = true", "log.console.level = warning",
        ]  # fmt: skip
        (home / "rabbitmq.conf").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        (home / rabbit.PLUGINS).write_text("[].\n", "utf-8")
        env = {
            **self._base,
            **rabbit.own_places(home, f"ride{port}@localhost", home / "rabbitmq.conf", home / "mnesia", free_port()),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none +sbwtdcpu none",
        }
        # The names are told apart by epmd, a server of its own that outlives the broker: it is ended with the parts.
        epmd = Part("names", ["epmd", "-address", "127.0.0.1"], lambda: env, home / "epmd.log", cwd=home)
        self._start(epmd, lambda: _listens(int(env["ERL_EPMD_PORT"])))
        part = Part("broker", [needed("rabbitmq-server")], lambda: env, home / "console.log", cwd=home)
        self._start(part, lambda: _listens(port))
        self.env["BROKER_URL"] = f"amqps://griot:{PASSWORD}@localhost:{port}//"
        self.env["BROKER_CA"] = str(self.certificates / "ca.crt")

    # ---- OpenSearch ------------------------------------------------------------------------------------------

    def nodes(self, number: int = 3) -> None:
        """So many nodes and a TLS proxy before each."""
        cluster = OwnCluster(self.folder / "cluster", number)
        urls = []
        for at, node in enumerate(cluster.nodes):
            port, behind = free_port(), int(re.search(r":(\d+)$", node.url).group(1))  # type: ignore[union-attr]
            launch, log = node.launch, self.folder / f"node{at}.log"
            self.parts.append(Part("node", launch.argv, partial(dict, launch.env), log, launch.user, launch.cwd))
            config = self.folder / f"stunnel{at}.conf"
            config.write_text(self._tls(port, behind), "utf-8")
            proxy = Part("tls proxy", [needed("stunnel4"), str(config)], lambda: self._base, config.with_suffix(".log"))
            self.parts.append(proxy)
            urls.append(f"https://localhost:{port}")
        self.env |= {
            "OPENSEARCH_URL": ",".join(urls), "OPENSEARCH_CA": str(self.certificates / "ca.crt"),
            "OPENSEARCH_CLIENT": str(self.certificates / "griot.pem"), "GRIOT_INDEX_REPLICAS": "1",
            "OPENSEARCH_TIMEOUT_S": "30",
        }  # fmt: skip

    def _tls(self, port: int, behind: int) -> str:
        of = self.certificates
        return (
            f"foreground = yes\npid =\ndebug = 3\n[engine]\naccept = 127.0.0.1:{port}\nconnect = 127.0.0.1:{behind}\n"
            f"cert = {of / 'opensearch.crt'}\nkey = {of / 'opensearch.key'}\nCAfile = {of / 'ca.crt'}\n"
            "verifyChain = yes\nrequireCert = yes\n"
        )

    def _start(self, part: Part, ready: Callable[[], bool]) -> None:
        self.parts.append(part)
        until = time.monotonic() + 180
        while not ready():
            part.keep()
            assert time.monotonic() < until, (
                part.log.read_text("utf-8", "replace")[-800:] if part.log.exists() else part.kind
            )
            time.sleep(0.1)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
