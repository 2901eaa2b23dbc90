"""The local node's program: the released jars, fetched once, checked, laid out as OpenSearch expects them.

Every jar is named with its sha256 in `node_jars.txt`, so nothing is resolved at run time and nothing unknown is run.
The result is shared by all installations of one machine and never changed once it is complete.
"""

import fcntl
import hashlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from casefile.errors import SetupError

VERSION = "3.8.0"
TRIES = 3
SIDE_BY_SIDE = 4
"""Downloads at a time; more did not help on a 2-core machine."""

_LOCK_FILE = Path(__file__).with_name("node_jars.txt")
_COMPLETE = "complete"
_PLUGINS = {
    "modules/analysis-common": "org.opensearch.analysis.common.CommonAnalysisModulePlugin",
    "modules/percolator": "org.opensearch.percolator.PercolatorModulePlugin",
    "modules/transport-netty4": "org.opensearch.transport.Netty4ModulePlugin",
    "modules/reindex": "org.opensearch.index.reindex.ReindexModulePlugin",
    "modules/parent-join": "org.opensearch.join.ParentJoinModulePlugin",
    "modules/mapper-extras": "org.opensearch.index.mapper.MapperExtrasModulePlugin",
    "modules/lang-painless": "org.opensearch.painless.PainlessModulePlugin",
    "modules/rank-eval": "org.opensearch.index.rankeval.RankEvalModulePlugin",
    "plugins/analysis-icu": "org.opensearch.plugin.analysis.icu.AnalysisICUPlugin",
}
_SYSTEM_CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")

_EMPTY = ("bin", "extensions")
"""The server makes these when they are missing, and may not write here."""

_DESCRIPTOR = """description=Griot's copy of {name}
version={version}
opensearch.version={version}
java.version=21
classname={classname}
name={name}
extended.plugins=
has.native.controller=false
"""

_POLICIES = {
    "modules/transport-netty4": """// Nodes of one cluster speak to one another, here on the loopback only.
grant {
  permission java.net.SocketPermission "127.0.0.1:*", "accept,connect";
  permission java.io.FilePermission "/proc/sys/net/core/somaxconn", "read";
};
"""
}
"""What a part may do beyond what the server's agent allows to all. The jars do not carry it, the distribution does."""

Progress = Callable[[int, int], None]
"""Called with how many jars are there and how many there will be."""


@dataclass(frozen=True, slots=True)
class Jar:
    folder: str
    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def name(self) -> str:
        return f"{self.artifact}-{self.version}.jar"


def wanted_jars() -> list[Jar]:
    """What `node_jars.txt` names."""
    jars = []
    for line in _LOCK_FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            folder, coordinates, sha256 = line.split()
            group, artifact, version = coordinates.split(":")
            jars.append(Jar(folder, group, artifact, version, sha256))
    return jars


def cache_folder() -> Path:
    """Where programs shared by all homes lie: GRIOT_CACHE, else the system's or the user's cache folder.

    Root's own cache folder is closed to the user the node runs as, so root uses the system's.
    """
    if given := os.environ.get("GRIOT_CACHE"):
        return Path(given).resolve()
    if os.geteuid() == 0:
        return Path("/var/cache/griot")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "griot"


def assemble(cache: Path | None = None, progress: Progress | None = None) -> Path:
    """The folder of the complete program; fetches what is missing, keeps what an interrupted start fetched.

    Raises SetupError when a jar cannot be fetched or is not the one expected.
    """
    cache = cache or cache_folder()
    target = cache / f"opensearch-{VERSION}-{_recipe()}"
    if (target / _COMPLETE).exists():
        return target
    try:
        cache.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            cache.chmod(0o755)  # whatever the umask: the node's user reads from here
        with _alone(cache / "assemble.lock"):
            if not (target / _COMPLETE).exists():
                _fill(target, cache, progress or (lambda done, total: None))
    except OSError as error:
        raise SetupError(
            "The search engine's program cannot be written to %(cache)s (%(error)s). Free space there "
            "(250 MB are needed), or set GRIOT_CACHE to another folder; then start again.",
            cache=cache,
            error=error.strerror or error,
        ) from error
    return target


def _recipe() -> str:
    """Short name of all that decides how the program is laid out: a change makes a new folder next to the old."""
    recipe = [_LOCK_FILE.read_text("utf-8"), *map(str, (_PLUGINS, _DESCRIPTOR, _POLICIES, _EMPTY))]
    return hashlib.sha256("\0".join(recipe).encode()).hexdigest()[:12]


def _fill(target: Path, cache: Path, progress: Progress) -> None:
    jars = wanted_jars()
    done = 0
    counting = threading.Lock()

    def place(jar: Jar) -> None:
        nonlocal done
        _place(jar, target / jar.folder / jar.name, cache)
        with counting:
            done += 1
            progress(done, len(jars))

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for future in [pool.submit(place, jar) for jar in jars]:
            future.result()
    for folder, classname in _PLUGINS.items():
        text = _DESCRIPTOR.format(name=folder.partition("/")[2], version=VERSION, classname=classname)
        (target / folder / "plugin-descriptor.properties").write_text(text, "utf-8")
    for folder, policy in _POLICIES.items():
        (target / folder / "plugin-security.policy").write_text(policy, "utf-8")
    for folder in _EMPTY:
        (target / folder).mkdir(exist_ok=True)
    for path in [target, *target.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)  # readable for the user the node runs as
    (target / _COMPLETE).touch()


def _place(jar: Jar, path: Path, cache: Path) -> None:
    if path.exists() and _sha256(path) == jar.sha256:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    for other in cache.glob(f"opensearch-*/{jar.folder}/{jar.name}"):  # laid out by an earlier recipe
        if other != path and _sha256(other) == jar.sha256:
            part = path.with_suffix(".part")
            shutil.copyfile(other, part)
            part.replace(path)
            return
    reason: object = "its checksum is not the expected one"
    for _ in range(TRIES):
        try:
            fetched = _fetch(jar, cache)
        except Exception as error:  # the client raises anything from OSError to RuntimeError
            reason = str(error)[-160:]
            continue
        if _sha256(fetched) == jar.sha256:
            part = path.with_suffix(".part")
            shutil.copyfile(fetched, part)
            part.replace(path)
            fetched.unlink(missing_ok=True)
            return
        fetched.unlink(missing_ok=True)
    raise SetupError(
        "%(jar)s, a part of the search engine, could not be fetched (%(reason)s). Check the network and "
        "start again: what is already there is kept.",
        jar=jar.name,
        reason=reason,
    )


def _fetch(jar: Jar, cache: Path) -> Path:
    """Bring one jar with jgo, which looks into Maven's local folder first."""
    from jgo.maven import MavenContext  # noqa: PLC0415  (slow to import and needed once per machine)

    # The client brings certificates of its own; a site whose proxy signs for itself is known to the system only.
    for bundle in filter(os.path.exists, (os.environ.get("PIP_CERT", ""), *_SYSTEM_CERTIFICATES)):
        os.environ.setdefault("REQUESTS_CA_BUNDLE", bundle)
    context = MavenContext(repo_cache=cache / "downloads", timeout=60, local_repos=[Path.home() / ".m2" / "repository"])
    resolved = context.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve()
    if cache in resolved.parents:
        return resolved
    copy = cache / "downloads" / jar.name  # the caller removes what it is given: never Maven's own copy
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(resolved, copy)
    return copy


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One assembling process per cache; the system frees the lock when its holder dies."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
