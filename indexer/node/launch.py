"""The local OpenSearch node of an installation: one JVM behind a door of its own, its state under the home.

It refuses to run as root, so root starts it as another user; its program is shared (`node_jars`), its data is not.
Where the machine allows no door (`door.possible`) it listens on the loopback, open to every user of the machine.
"""

import hashlib
import json
import os
import pwd
import re
import shutil
import stat
import subprocess
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from casefile.errors import SetupError
from indexer.node import door
from indexer.node.jars import assemble
from indexer.node.java import find_java
from indexer.node.processes import free_port, reap

READY_S = 300.0
"""Up in 10-20 s on an idle machine, over two minutes on one with a load of 14 on two cores."""

DEFAULT_HEAP = "1g"
SOCKET = "engine.sock"
_USERS = ("griot", "opensearch")
_LAST_LINES = 200
_ERROR = re.compile(r"(Exception in thread \S+ |Error: |fatal |[\w.$]+(Exception|Error)\b)")
"""How a JVM begins to say why it ends; what follows is where, which helps nobody who starts Griot."""

OWN_NUMBER = 60_640
"""Whom root runs the node as where no such account exists: a number of no account, in a range that neither Debian nor
systemd gives out. *nobody* would share the node's files and memory with every other program that runs as nobody."""

_CONFIG = """# Written by Griot at every start; changes here are lost.
cluster.name: {cluster}
node.name: {cluster}-node
path.data: {data}
path.logs: {logs}
network.host: 127.0.0.1
http.port: {http_port}
transport.port: {transport_port}
discovery.type: single-node
# A typing error in an index name must not make an index.
action.auto_create_index: false
action.destructive_requires_name: true
# Queries and documents are values; nothing that arrives may be a program.
script.allowed_types: none
# Shares of a large disk leave gigabytes unused, and of a small one too little: absolute figures.
cluster.routing.allocation.disk.watermark.low: 1gb
cluster.routing.allocation.disk.watermark.high: 500mb
cluster.routing.allocation.disk.watermark.flood_stage: 250mb
# A standing query that would load whole fields is refused, not run.
search.allow_expensive_queries: true
search.default_search_timeout: 30s
indices.query.bool.max_clause_count: 4096
"""
_LOGGING = """status = error
appender.file.type = RollingFile
appender.file.name = file
appender.file.fileName = ${sys:opensearch.logs.base_path}${sys:file.separator}node.log
appender.file.filePattern = ${sys:opensearch.logs.base_path}${sys:file.separator}node-%i.log.gz
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
appender.file.policies.type = Policies
appender.file.policies.size.type = SizeBasedTriggeringPolicy
appender.file.policies.size.size = 16MB
appender.file.strategy.type = DefaultRolloverStrategy
appender.file.strategy.max = 4
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
"""


@dataclass(frozen=True, slots=True)
class Launch:
    """All that is needed to start the node as a child: what, where, as whom."""

    argv: list[str]
    env: dict[str, str]
    cwd: Path
    user: int | None
    group: int | None
    log: Path
    url: str
    before: list[str] = field(default_factory=list)
    """The command that opens the door and then becomes `argv`; none where the node listens on the loopback."""

    @property
    def closed(self) -> bool:
        """Whether other users of this machine are kept out."""
        return bool(self.before)

    def start(self) -> "subprocess.Popen[bytes]":
        # Behind a door it gives up its rights itself, once the door stands.
        user, group = (None, None) if self.closed else (self.user, self.group)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*self.before, *self.argv],
                env=self.env,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=user,
                group=group,
                start_new_session=True,
                extra_groups=None if user is None else [],
            )


def prepare(home: Path, *, heap: str = DEFAULT_HEAP, program: Path | None = None, closed: bool | None = None) -> Launch:
    """Write the node's configuration under `home` and say how to start it.

    `closed`: behind a door; None: where the machine allows it.
    """
    java = find_java()
    program = program or assemble()
    account = _account()
    user, group = (account.uid, account.gid) if account else (None, None)
    closed = door.possible(user, group) if closed is None else closed
    folder = _state_folder(home, account)
    _reachable(program, account, "GRIOT_CACHE")
    http_port, transport_port = (door.HTTP_PORT, door.TRANSPORT_PORT) if closed else (free_port(), free_port())
    _write_config(folder, home, http_port, transport_port)
    _hand_over(folder, account)
    env = {name: value for name, value in os.environ.items() if name in ("PATH", "TZ")}
    # The JVM names files in the locale's charset whatever file.encoding says: under LC_ALL=C (cron, systemd, many an
    # ssh) a folder with an accent is no path to it, and the node never starts.
    env |= {"HOME": str(folder), "OPENSEARCH_TMPDIR": str(folder / "tmp"), "LC_ALL": "C.UTF-8"}
    return Launch(
        argv=[str(java.path), *_flags(program, folder, heap), "org.opensearch.bootstrap.OpenSearch"],
        env=env,
        cwd=folder,
        user=user,
        group=group,
        log=folder / "logs" / "console.log",
        url=door.url_of(home.resolve() / SOCKET) if closed else f"http://127.0.0.1:{http_port}",
        before=door.command(home.resolve() / SOCKET, user, group) if closed else [],
    )


def wait_ready(url: str, log: Path, child: "subprocess.Popen[bytes] | None" = None, seconds: float = READY_S) -> None:
    """Return when the node answers and can be written to. Raises SetupError with its last words when it cannot."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answers(url):
            return
        if child is not None and child.poll() is not None:
            raise SetupError(
                "The search engine ended while starting: %(words)s (all of it is in %(log)s).",
                words=_last_words(log),
                log=log,
            )
        time.sleep(0.2)
    raise SetupError(
        "The search engine did not answer within %(seconds)s s; see %(log)s. On a slow machine start "
        "again: it goes on where it was.",
        seconds=int(seconds),
        log=log,
    )


def answers(url: str, timeout: float = 2.0) -> bool:
    """True when an OpenSearch there is ready to take orders."""
    connection = door.http_connection(url, timeout)
    try:
        connection.request("GET", "/_cluster/health?timeout=1s")
        return json.loads(connection.getresponse().read()).get("status") in ("green", "yellow")
    except (OSError, ValueError, HTTPException):
        return False
    finally:
        connection.close()


def stop(child: "subprocess.Popen[bytes]") -> None:
    """End a node started by this process."""
    reap(child)


def _flags(program: Path, folder: Path, heap: str) -> list[str]:
    agent = next((program / "agent").glob("opensearch-agent-[0-9]*.jar"))
    return [
        f"-Xms{heap}",
        f"-Xmx{heap}",
        # Without these two a 1 GB heap trips the parent circuit breaker (429) during bulk loads.
        "-XX:+UseG1GC",
        "-XX:G1ReservePercent=25",
        "-XX:InitiatingHeapOccupancyPercent=30",
        # The classes of the last run, kept at its end: a later start costs 20 s of processor time instead of 28.
        # The JVM checks the archive against its own build and the class path, and goes on without it otherwise;
        # archiving next to an agent is a diagnostic option, hence the switch, and its chatter is turned off.
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:+AllowArchivingWithJavaAgent",
        "-XX:+AutoCreateSharedArchive",
        f"-XX:SharedArchiveFile={folder}/classes.jsa",
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        # The second compiler waits ten times as long as it would: of a start's 24 s of processor time it takes 7, for
        # code that runs no more afterwards. Under load all that is hot is compiled soon enough: 73 s instead of 85 in
        # all for a start, 40,000 documents and 10,000 queries.
        "-XX:Tier4InvocationThreshold=50000",
        "-XX:Tier4MinInvocationThreshold=6000",
        "-XX:Tier4CompileThreshold=150000",
        "-XX:Tier4BackEdgeThreshold=400000",
        "-XX:+ExitOnOutOfMemoryError",
        f"-XX:ErrorFile={folder}/logs/hs_err_pid%p.log",
        "--enable-native-access=ALL-UNNAMED",
        f"-javaagent:{agent}",
        "-Dfile.encoding=UTF-8",
        "-Djava.awt.headless=true",
        "-Djna.nosys=true",
        f"-Djna.tmpdir={folder / 'tmp'}",
        f"-Djava.io.tmpdir={folder / 'tmp'}",
        "-Dlog4j2.disable.jmx=true",
        "-Dlog4j.shutdownHookEnabled=false",
        f"-Dopensearch.path.home={program}",
        f"-Dopensearch.path.conf={folder}/config",
        "-Dopensearch.distribution.type=tar",
        "-Dopensearch.bundled_jdk=false",
        "-cp",
        f"{program}/lib/*",
    ]


def _write_config(folder: Path, home: Path, http_port: int, transport_port: int) -> None:
    for name in ("config", "data", "logs", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    cluster = "griot-" + hashlib.sha256(str(home).encode()).hexdigest()[:8]
    text = _CONFIG.format(
        cluster=cluster,
        data=json.dumps(str(folder / "data")),
        logs=json.dumps(str(folder / "logs")),
        http_port=http_port,
        transport_port=transport_port,
    )
    (folder / "config" / "opensearch.yml").write_text(text, "utf-8")
    (folder / "config" / "log4j2.properties").write_text(_LOGGING, "utf-8")


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the node runs as, when root starts it."""

    name: str
    uid: int
    gid: int


def _account() -> Account | None:
    """None unless this is root: then the node runs as whoever started it."""
    if os.geteuid() != 0:
        return None
    for name in _USERS:
        try:
            known = pwd.getpwnam(name)
            return Account(name, known.pw_uid, known.pw_gid)
        except KeyError:
            continue
    return Account(str(OWN_NUMBER), OWN_NUMBER, OWN_NUMBER)


def _state_folder(home: Path, account: Account | None) -> Path:
    """`home`/node; when the node's user may not walk there (a checkout under /root), a link to a place it can."""
    folder = home / "node"
    if account is None or folder.is_symlink() or not _closed(home, account):
        folder.mkdir(parents=True, exist_ok=True)
        return folder.resolve()
    elsewhere = Path("/var/lib/griot") / hashlib.sha256(str(home).encode()).hexdigest()[:16]
    elsewhere.mkdir(parents=True, exist_ok=True)
    if folder.is_dir():
        shutil.rmtree(folder)  # left by another user's start; the index is a copy
    folder.symlink_to(elsewhere)
    return elsewhere


def _closed(path: Path, account: Account) -> Path | None:
    """The first folder on the way to `path` that the account may not enter."""
    for folder in [*reversed(path.parents), path]:
        if folder.exists():
            status = folder.stat()
            bit = (
                stat.S_IXUSR
                if status.st_uid == account.uid
                else stat.S_IXGRP
                if status.st_gid == account.gid
                else stat.S_IXOTH
            )
            if not status.st_mode & bit:
                return folder
    return None


def _reachable(path: Path, account: Account | None, setting: str) -> None:
    if account is not None and (folder := _closed(path, account)):
        raise SetupError(
            "The search engine runs as the user %(user)s, who may not enter %(folder)s. Set %(setting)s "
            "to a folder open to all (such as /var/cache/griot).",
            user=account.name,
            folder=folder,
            setting=setting,
        )


def _hand_over(folder: Path, account: Account | None) -> None:
    if account is None:
        return
    if folder.stat().st_uid != account.uid or (folder / "data").stat().st_uid != account.uid:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
    for path in (folder / "config").iterdir():
        os.chown(path, account.uid, account.gid)
    folder.chmod(0o700)


def _last_words(log: Path) -> str:
    try:
        lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    except OSError:
        return ""
    lines = lines[-_LAST_LINES:]
    causes = [line for line in lines if line.startswith("Caused by:")]
    errors = [line for line in lines if _ERROR.match(line)]
    said = [line for line in lines if not line.lstrip().startswith(("at ", "... "))]
    return next((found[-1].strip()[:300] for found in (causes, errors, said) if found), "")
