"""A backup put back: proved as a copy, brought up to date, and only then put in the place of what stands there.

The same on both databases: whatever is wrong with the backup, the good database stays as it is until the copy has been
opened, read whole, its trail verified, its figures compared and its tables migrated. What then takes the place is one
step, a rename. The restored database belongs to the place it was put: to that installation's id, not to the former one.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect, update
from sqlalchemy.engine import URL

from casefile import audit, fault_points, installation
from casefile.backup import files, postgresql, proof, sealing, sqlite
from casefile.backup.manifest import COUNTED, Manifest, figures, prove, read_manifest
from casefile.errors import SetupError
from casefile.installation import Doubt
from casefile.storage import migrate, tables
from casefile.storage.store import Store
from casefile.storage.tables import AccessLink, InstallationRow, PortalSession, new_id

KEPT = tuple(name for name in COUNTED if name not in ("audit", "outbox"))
"""Tables of which a migration changes no number."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is put back, and where."""

    file: Path
    manifest: Manifest
    keys: Sequence[Path]
    over: bool
    id: str
    """Of the installation it becomes."""


def restore(
    folder: Path,
    database_url: str,
    *,
    over: bool = False,
    keys: Sequence[Path] = (),
    id: str = "",
    of: str = "",
) -> Manifest:
    """Put a backup in the place `database_url` names; what stands there is replaced only with `over`.

    `keys`: key files that may open it; the one the manifest names is tried as well. `id`: of the installation whose
    home this is; empty: of the database that stands there, else a new one. `of`: another installation, whose backup is
    meant to take the place of this one all the same.
    Every sign-in and one-time link is ended: some had been ended after the backup was taken. The index must be rebuilt
    afterwards; until then searches say *not searched*. Raises SetupError, having changed nothing.
    """
    manifest = read_manifest(folder)
    with opened(database_url) as target:
        if target.sqlite != (manifest.database == "sqlite"):
            raise SetupError(
                "This is a backup of %(kind)s; the installation names another kind of database.", kind=manifest.database
            )
        there = standing(target)
        own = id or there.id
        if own and over and there.used and manifest.installation not in ("", own, of):
            raise SetupError(
                "This is a backup of another installation (%(other)s), and here stands %(own)s. Nothing was touched. "
                "Restore it into a home of its own, or say --of %(other)s to put it in the place of this one.",
                other=manifest.installation,
                own=own,
            )
        order = Order(folder / manifest.file, manifest, _with_its_own(keys, manifest), over, own or new_id())
        target.close()
        (_restore_sqlite if target.sqlite else _restore_postgresql)(order, target.engine.url, there.used)
    fault_points.point("restore.placed")
    return manifest


@contextmanager
def proof_of(folder: Path, manifest: Manifest, place: Path, keys: Sequence[Path] = ()) -> Iterator[Path | None]:
    """The proof that a backup carries, for a moment in a folder of its own next to its place; None without.

    `manifest`: of this folder, as `restore` returned it, which has read the proof too.
    """
    if not manifest.proof:
        yield None
        return
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".griot-proof-", dir=place.parent) as name:
        archive = Path(name) / proof.ARCHIVE
        plain(folder / manifest.proof, archive, manifest, _with_its_own(keys, manifest))
        proof.unpack(archive, Path(name) / "proof")
        yield Path(name) / "proof"


def _with_its_own(keys: Sequence[Path], manifest: Manifest) -> list[Path]:
    """The key files at hand, and the one that the manifest names."""
    return [*keys, *([Path(manifest.key)] if manifest.key else [])]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a place. `used`: tables of Griot; `id`: the installation's, where it has one."""

    used: bool
    id: str = ""


def used(store: Store) -> bool:
    """Whether tables of Griot stand there, of whatever revision. Makes no file where there is none."""
    if store.sqlite and not Path(store.engine.url.database or "").exists():
        return False
    return migrate.current(store) is not None


def standing(store: Store) -> Standing:
    """Looks without making a file where there is none."""
    if not used(store):
        return Standing(False)
    if not inspect(store.engine).has_table(InstallationRow.__tablename__):
        return Standing(True)
    with store.reading() as session:
        return Standing(True, installation.id_of(session))


def proved(url: str, manifest: Manifest, id: str) -> None:
    """Prove a copy, bring it up to date, and make it the database of its new place. Raises SetupError."""
    with opened(url) as copy:
        prove(copy, manifest)
        migrate.migrate(copy)
        with copy.reading() as session:
            now = figures(session).counts
        if {name: now[name] for name in KEPT} != {name: manifest.counts[name] for name in KEPT}:
            raise SetupError("This backup did not come through the migration whole. It was not restored.")
        with copy.writing() as session:
            moment = tables.now()
            session.execute(update(PortalSession).where(PortalSession.ended_at.is_(None)).values(ended_at=moment))
            session.execute(update(AccessLink).where(AccessLink.used_at.is_(None)).values(used_at=moment))
            former = installation.renamed(session, id)
            installation.forget_all(session)
            installation.put_in_doubt(session, Doubt.RESTORED)
            audit.write(
                session,
                None,
                audit.Action.ADMINISTRATION,
                "restore",
                manifest.sha256,
                detail={
                    "taken_at": manifest.taken_at,
                    "audit_seq": manifest.audit_seq,
                    "of": manifest.installation and former,
                },
            )


def _restore_sqlite(order: Order, url: URL, _used: bool) -> None:
    place = Path(url.database or "")
    if place.exists():
        if not order.over:
            raise SetupError("%(place)s exists. Stop the services and say --over to replace it.", place=place)
        sqlite.in_use(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    waiting = place.with_name(f"{place.name}.restoring")
    _remove(waiting)
    try:
        plain(order.file, waiting, order.manifest, order.keys)
        sound(waiting, order.file)
        proved(f"sqlite:///{waiting}", order.manifest, order.id)
        files.sync(waiting)
        fault_points.point("restore.proven")
        sqlite.in_use(place)
        sqlite.put_in_place(waiting, place)
    finally:
        _remove(waiting)  # opened for nothing, it would lie there in clear


def _restore_postgresql(order: Order, url: URL, used: bool) -> None:
    if used and not order.over:
        raise SetupError("The database holds a Griot already. Stop the services and say --over to replace it.")
    with tempfile.TemporaryDirectory(prefix=".griot-copy-") as name:
        copy = Path(name) / "griot.dump"
        plain(order.file, copy, order.manifest, order.keys)
        postgresql.place(copy, url, lambda at: proved(at, order.manifest, order.id), empty=not used)


def plain(path: Path, target: Path, manifest: Manifest, keys: Sequence[Path]) -> None:
    """The backup's copy, opened where it is sealed."""
    if manifest.sealed_to:
        sealing.unseal(path, target, keys)
    else:
        files.copy(path, target)


def sound(copy: Path, named: Path) -> None:
    """Raises SetupError unless SQLite can read the copy whole."""
    if sqlite.flaw(copy):
        raise SetupError("%(path)s is damaged. It was not restored.", path=named)


def _remove(waiting: Path) -> None:
    for path in waiting.parent.glob(f"{waiting.name}*"):
        path.unlink(missing_ok=True)


@contextmanager
def opened(url: str) -> Iterator[Store]:
    store = Store(url)
    try:
        yield store
    finally:
        store.close()
