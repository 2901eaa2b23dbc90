"""A copy of the system of record, taken while it is in use, and put back somewhere else.

Only the database is copied: the index is rebuilt from it, keys and settings belong to the machine. The manifest
holds the hash of the copy, what it holds and the head of the audit trail, so that a restore can be proved whole. Its
files are for their owner alone, and the copy is sealed to the public keys given (`sealing`); the plain one never leaves
the database's own folder.
SQLite is copied by its online backup in one step (writers wait for as long as it takes to read the file once);
PostgreSQL by `pg_dump` of one exported snapshot, of which the figures in the manifest are taken too.
"""

import json
import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import func, select, text, update
from sqlalchemy.engine import URL, Connection
from sqlalchemy.orm import Session

from casefile import audit, fault_points
from casefile.backup import files, sealing
from casefile.errors import SetupError
from casefile.storage import migrate, tables
from casefile.storage.store import Store
from casefile.storage.tables import AccessLink, Audit, Hit, Officer, Outbox, PortalSession, Record, Review, Unit, Watch

MANIFEST = "manifest.json"
FORMAT = 2
"""1: before backups were sealed; still restored."""

Figures = tuple[dict[str, int], tuple[int, str], str]
"""Rows by table, head of the audit trail, revision of the tables."""

COUNTED = {
    "unit": Unit,
    "officer": Officer,
    "record": Record,
    "watch": Watch,
    "hit": Hit,
    "review": Review,
    "audit": Audit,
    "outbox": Outbox,
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `audit_seq` and `audit_hash` are the head of the trail at that moment.

    `sealed_to`: the public keys; `key`: where the key file lay on that machine, if it lay there at all.
    """

    format: int
    taken_at: str
    database: str
    file: str
    bytes: int
    sha256: str
    revision: str
    counts: dict[str, int]
    audit_seq: int
    audit_hash: str
    sealed_to: tuple[str, ...] = ()
    key: str = ""


def backup(store: Store, folder: Path, *, sealed_to: Sequence[str] = (), key: Path | None = None) -> Manifest:
    """Copy the database into `folder`, which must be empty or new. The manifest is written last.

    A folder without a manifest is no backup: killed half-way, nothing can be taken for whole. `sealed_to`: public keys;
    without any the copy is plain. `key`: where the key file lies, for a restore on this machine.
    """
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
    if any(folder.iterdir()):
        raise SetupError("%(folder)s is not empty. Name a new folder for this backup.", folder=folder)
    taken_at = tables.now().isoformat()
    with _own_folder(store) as own:
        plain, figures = _copied(store, own)
        path = folder / (f"{plain.name}{sealing.SUFFIX}" if sealed_to else plain.name)
        if sealed_to:
            sealing.seal(plain, path, sealed_to)
        else:
            files.copy(plain, path)
    files.sync(path)
    fault_points.point("backup.copied")
    counts, head, revision = figures
    manifest = Manifest(
        FORMAT,
        taken_at,
        "sqlite" if store.sqlite else "postgresql",
        path.name,
        path.stat().st_size,
        files.sha256(path),
        revision,
        counts,
        *head,
        sealed_to=tuple(sealed_to),
        key=str(key) if key else "",
    )
    written = folder / f"{MANIFEST}.new"
    files.make(written, (json.dumps(asdict(manifest), indent=2) + "\n").encode())
    os.replace(written, folder / MANIFEST)
    with store.writing() as session:
        audit.write(
            session,
            None,
            audit.Action.ADMINISTRATION,
            "backup",
            manifest.sha256,
            detail={"bytes": manifest.bytes, "audit_seq": manifest.audit_seq, "sealed": bool(sealed_to)},
        )
    return manifest


def _copied(store: Store, folder: Path) -> tuple[Path, Figures]:
    """The plain copy, and what it holds."""
    if store.sqlite:
        path = folder / "griot.db"
        _copy_sqlite(Path(store.engine.url.database or ""), path)
        with _opened(f"sqlite:///{path}") as copy, copy.reading() as session:
            return path, _figures(session)
    path = folder / "griot.dump"
    with _snapshot(store) as (connection, snapshot):
        _pg("pg_dump", store.engine.url, "--format=custom", f"--snapshot={snapshot}", f"--file={path}")
        with Session(connection) as session:
            return path, _figures(session)


@contextmanager
def _own_folder(store: Store) -> Iterator[Path]:
    """A folder that nobody else can enter, next to the SQLite file (as large, and as well kept), else a temporary one;
    gone afterwards."""
    next_to = Path(store.engine.url.database or "").parent if store.sqlite else None
    with tempfile.TemporaryDirectory(prefix=".griot-copy-", dir=next_to) as name:
        yield Path(name)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup whose file is there, unaltered. Raises SetupError otherwise."""
    try:
        stated = json.loads((folder / MANIFEST).read_text("utf-8"))
        manifest = Manifest(**{**stated, "sealed_to": tuple(stated.get("sealed_to", ()))})
    except (OSError, ValueError, TypeError) as error:
        raise SetupError("%(folder)s holds no finished backup (%(error)s).", folder=folder, error=error) from error
    path = folder / manifest.file
    if not path.exists() or files.sha256(path) != manifest.sha256:
        raise SetupError(
            "%(path)s is not the file this backup was made of: it was cut short or altered. Take another backup.",
            path=path,
        )
    return manifest


def restore(folder: Path, database_url: str, *, over: bool = False, keys: Sequence[Path] = ()) -> Manifest:
    """Put a backup in the place `database_url` names; what stands there is replaced only with `over`.

    `keys`: key files that may open it; the one the manifest names is tried as well.
    The copy is proved sound (integrity, audit trail, figures) before anything is replaced. Every sign-in and
    one-time link is ended: some had been ended after the backup was taken. The index must be rebuilt afterwards.
    """
    manifest = read_manifest(folder)
    with _opened(database_url) as target:
        if target.sqlite != (manifest.database == "sqlite"):
            raise SetupError(
                "This is a backup of %(kind)s; the installation names another kind of database.", kind=manifest.database
            )
        place = _restore_sqlite if target.sqlite else _restore_postgresql
        place(folder / manifest.file, target, manifest, over, [*keys, *([Path(manifest.key)] if manifest.key else [])])
    fault_points.point("restore.placed")
    with _opened(database_url) as target, target.writing() as session:
        moment = tables.now()
        session.execute(update(PortalSession).where(PortalSession.ended_at.is_(None)).values(ended_at=moment))
        session.execute(update(AccessLink).where(AccessLink.used_at.is_(None)).values(used_at=moment))
        audit.write(
            session,
            None,
            audit.Action.ADMINISTRATION,
            "restore",
            manifest.sha256,
            detail={"taken_at": manifest.taken_at, "audit_seq": manifest.audit_seq},
        )
    return manifest


def prove(store: Store, manifest: Manifest) -> None:
    """Raise SetupError unless the database is what the manifest tells and its audit trail verifies."""
    with store.reading() as session:
        counts, head, revision = _figures(session)
        broken = audit.verify(session)
    if broken is not None:
        raise SetupError("The audit trail of this backup is broken at line %(line)s. It was not restored.", line=broken)
    if (counts, head, revision) != (manifest.counts, (manifest.audit_seq, manifest.audit_hash), manifest.revision):
        raise SetupError("This backup does not hold what its manifest tells. It was not restored.")


def _figures(session: Session) -> Figures:
    counts = {name: session.scalar(select(func.count()).select_from(table)) or 0 for name, table in COUNTED.items()}
    last = session.execute(select(Audit.seq, Audit.hash).order_by(Audit.seq.desc()).limit(1)).first()
    revision = session.scalar(text("SELECT version_num FROM alembic_version")) or ""
    return counts, (last.seq, last.hash) if last else (0, audit.GENESIS), revision


def _copy_sqlite(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{source}?mode=rw", uri=True, timeout=30)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy, pages=-1)


def _restore_sqlite(path: Path, target: Store, manifest: Manifest, over: bool, keys: Sequence[Path]) -> None:
    place = Path(target.engine.url.database or "")
    if place.exists() and not over:
        raise SetupError("%(place)s exists. Stop the services and say --over to replace it.", place=place)
    place.parent.mkdir(parents=True, exist_ok=True)
    waiting = place.with_name(f"{place.name}.restoring")
    waiting.unlink(missing_ok=True)
    try:
        _plain(path, waiting, manifest, keys)
        with closing(sqlite3.connect(waiting)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise SetupError("%(path)s is damaged. It was not restored.", path=path)
        with _opened(f"sqlite:///{waiting}") as copy_store:
            prove(copy_store, manifest)
    except SetupError:
        waiting.unlink(missing_ok=True)  # opened for nothing, it would lie there in clear
        raise
    files.sync(waiting)
    for left in ("-journal", "-wal", "-shm"):  # a journal of the old file would be played into the new one
        place.with_name(place.name + left).unlink(missing_ok=True)
    os.replace(waiting, place)
    files.sync(place.parent)


def _plain(path: Path, target: Path, manifest: Manifest, keys: Sequence[Path]) -> None:
    """The backup's copy, opened where it is sealed."""
    if manifest.sealed_to:
        sealing.unseal(path, target, keys)
    else:
        files.copy(path, target)


def _restore_postgresql(path: Path, target: Store, manifest: Manifest, over: bool, keys: Sequence[Path]) -> None:
    if migrate.current(target) is not None and not over:
        raise SetupError("The database holds a Griot already. Stop the services and say --over to replace it.")
    with _own_folder(target) as own:
        plain = own / "griot.dump"
        _plain(path, plain, manifest, keys)
        options = ("--single-transaction", "--clean", "--if-exists", "--no-owner", "--exit-on-error")
        _pg("pg_restore", target.engine.url, *options, str(plain))
    prove(target, manifest)


@contextmanager
def _snapshot(store: Store) -> Iterator[tuple[Connection, str]]:
    """A transaction whose view of the data others may share, and its name."""
    connecting = store.engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with connecting as connection, connection.begin():
        yield connection, str(connection.scalar(text("SELECT pg_export_snapshot()")))


_PG_WAYS = {
    name: f"PG{name.replace('_', '').upper()}"
    for name in ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "target_session_attrs")
}


def _pg_hosts(url: URL) -> tuple[str, str]:
    """Hosts and ports with commas between: several, of which the first that answers is taken, stand behind the `?`."""
    named = url.query.get("host", ())
    pairs = [host.rpartition(":") for host in ([named] if isinstance(named, str) else named)]
    if url.host or not pairs:
        return url.host or "", str(url.port or "")
    hosts = [host if port.isdigit() else f"{host}{colon}{port}" for host, colon, port in pairs]
    ports = [port if port.isdigit() else str(url.port or "") for _, _, port in pairs]
    return ",".join(hosts), ",".join(ports) if any(ports) else ""


def _pg(program: str, url: URL, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, where no process list shows it."""
    # With TLS as the address asks for it: by itself the program would take any certificate, or none.
    ways = {variable: str(url.query[name]) for name, variable in _PG_WAYS.items() if name in url.query}
    env = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {}), **ways}
    hosts, ports = _pg_hosts(url)
    place = [
        *(["--host", hosts] if hosts else []),
        *(["--port", ports] if ports else []),
        *(["--username", url.username] if url.username else []),
        "--dbname",
        url.database or "",
    ]
    try:
        done = subprocess.run([program, *place, *arguments], env=env, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise SetupError("%(program)s is not installed; it comes with PostgreSQL's client.", program=program) from error
    if done.returncode:
        raise SetupError("%(program)s failed: %(why)s", program=program, why=done.stderr.strip()[-400:])


@contextmanager
def _opened(url: str) -> Iterator[Store]:
    store = Store(url)
    try:
        yield store
    finally:
        store.close()
