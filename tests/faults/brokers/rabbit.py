"""Real brokers of RabbitMQ on the loopback, one or a cluster, each with a certificate for its own name alone.

Debian's package, run as whoever runs the test, in a folder of its own with a port mapper of its own; ended with it.
"""

import os
import secrets
import shutil
import signal
import subprocess
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.debian import needed
from tests.faults.harness import until
from tests.steady.ports import free_port

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
"""All loopback; as many names for as many certificates."""
USER, PASSWORD = "griot", "w" * 24
ERLANG_S = 120
"""Three of them start in a minute on two loaded cores."""


class Authority:
    """Signs a certificate for each broker."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Brokers of a test")])
        own = self._builder(self._name, self._key).add_extension(x509.BasicConstraints(True, 0), True)
        self._write("ca.crt", own.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def issue(self, host: str) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
        signed = self._builder(name, key).add_extension(names, False).sign(self._key, hashes.SHA256())
        self._write(f"{host}.crt", signed.public_bytes(serialization.Encoding.PEM))
        form = serialization.PrivateFormat.PKCS8
        self._write(f"{host}.key", key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))

    def _builder(self, name: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return x509.CertificateBuilder(
            issuer_name=self._name, subject_name=name, public_key=key.public_key(),
            serial_number=x509.random_serial_number(), not_valid_before=now - timedelta(days=1),
            not_valid_after=now + timedelta(days=2),
        )  # fmt: skip

    def _write(self, name: str, content: bytes) -> None:
        (self.folder / name).write_bytes(content)


PLUGINS = "plugins"
"""The file that says that there are none."""


def over_tls(listens: str, certificates: Path, name: str, user: str, password: str) -> list[str]:
    """Lines of a broker's settings: TLS alone, by the certificate of this name, for one user; no client needs one."""
    return [
        "listeners.tcp = none", f"listeners.ssl.1 = {listens}",
        f"ssl_options.cacertfile = {certificates}/ca.crt", f"ssl_options.certfile = {certificates}/{name}.crt",
        f"ssl_options.keyfile = {certificates}/{name}.key", "ssl_options.verify = verify_none",
        "ssl_options.fail_if_no_peer_cert = false", f"default_user = {user}", f"default_pass = {password}",
    ]  # fmt: skip


def own_places(folder: Path, name: str, settings: Path, data: Path, mapper: int) -> dict[str, str]:
    """Environment of a broker that shares nothing with one of Debian's own: files, node's name, port mapper."""
    return {
        "HOME": str(folder), "RABBITMQ_NODENAME": name, "RABBITMQ_CONFIG_FILE": str(settings),
        "RABBITMQ_MNESIA_BASE": str(data), "RABBITMQ_LOG_BASE": str(data / "log"), "RABBITMQ_LOGS": "-",
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / PLUGINS),
        "ERL_EPMD_PORT": str(mapper), "ERL_EPMD_ADDRESS": "127.0.0.1",
    }  # fmt: skip


class Brokers:
    """So many brokers, which keep queues together."""

    def __init__(self, folder: Path, number: int) -> None:
        self.server = Path(needed("rabbitmq-server"))
        self.folder, self.mapper = folder, free_port()
        self.names = [f"griot{at}-{secrets.token_hex(3)}@localhost" for at in range(number)]
        self.ports = [free_port() for _ in self.names]
        authority = Authority(folder)
        for host in HOSTS[:number]:
            authority.issue(host)
        for at in range(number):
            (folder / f"{at}.conf").write_text(self._settings(at))
        (folder / PLUGINS).write_text("[].\n")
        cookie = folder / ".erlang.cookie"
        cookie.write_text(secrets.token_hex(16))
        cookie.chmod(0o400)
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._distribution = [free_port() for _ in self.names]

    def _settings(self, at: int) -> str:
        host = HOSTS[at]
        lines = [
            *over_tls(f"{host}:{self.ports[at]}", self.folder, host, USER, PASSWORD),
            "cluster_formation.peer_discovery_backend = classic_config", "cluster_partition_handling = pause_minority",
            "disk_free_limit.absolute = 1MB",
            *(f"cluster_formation.classic_config.nodes.{n + 1} = {name}" for n, name in enumerate(self.names)),
        ]  # fmt: skip
        return "\n".join(lines) + "\n"

    @property
    def url(self) -> str:
        """All of them, as the setting takes them."""
        hosts = zip(HOSTS, self.ports, strict=False)
        return ",".join(f"amqps://{USER}:{PASSWORD}@{host}:{port}//" for host, port in hosts)

    @property
    def authority(self) -> str:
        return str(self.folder / "ca.crt")

    def _env(self, at: int) -> dict[str, str]:
        data = self.folder / f"data{at}"
        return {
            **os.environ,
            **own_places(self.folder, self.names[at], self.folder / f"{at}.conf", data, self.mapper),
            "RABBITMQ_PID_FILE": str(data / "pid"), "RABBITMQ_DIST_PORT": str(self._distribution[at]),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "none"), "RABBITMQ_GENERATED_CONFIG_DIR": str(data / "made"),
            "LC_ALL": "C.UTF-8",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 -kernel inet_dist_use_interface {127,0,0,1}",
        }  # fmt: skip

    def start(self, *which: int) -> None:
        """Start these (all when none is named), and wait until they take messages."""
        wanted = which or range(len(self.names))
        for at in wanted:
            (self.folder / f"data{at}").mkdir(exist_ok=True)
            with (self.folder / f"{at}.log").open("wb") as log:
                self._children[at] = subprocess.Popen(
                    [self.server], env=self._env(at), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    start_new_session=True,
                )  # fmt: skip
        for at in wanted:
            until(lambda at=at: self._takes_messages(at), ERLANG_S)

    def _takes_messages(self, at: int) -> bool:
        said = (self.folder / f"{at}.log").read_text("utf-8", "replace")
        assert self._children[at].poll() is None, said[-2000:]
        return "Server startup complete" in said

    def kill(self, at: int) -> None:
        """As a machine that loses its power."""
        child = self._children.pop(at)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait(20)

    def control(self, at: int, *words: str) -> str:
        """What rabbitmqctl says of one."""
        done = subprocess.run(
            [self.server.with_name("rabbitmqctl"), "--quiet", "--node", self.names[at], *words],
            env=self._env(at), cwd=self.folder, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def end(self) -> None:
        for at in list(self._children):
            self.kill(at)
        mapper = shutil.which("epmd")
        if mapper:
            env = {**os.environ, "ERL_EPMD_PORT": str(self.mapper)}
            subprocess.run([mapper, "-kill"], env=env, capture_output=True, check=False)
