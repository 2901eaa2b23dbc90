"""A copy of the system of record, taken while it is in use, and read back before it is called one.

The database is copied, and the home's proof of it (`proof`): the index is rebuilt from it, other keys and settings
belong to the machine. The manifest
holds the hash of the copy, what it holds, the head of the audit trail and whose it is, so that a restore can be proved
whole. Its files are for their owner alone, and the copy is sealed to the public keys given (`sealing`); the plain one
never leaves the database's own folder.
SQLite is copied by its online backup in one step (writers wait for as long as it takes to read the file once);
PostgreSQL by `pg_dump` of one exported snapshot, of which the figures in the manifest are taken too.
Both are read back from the first byte to the last, counted, and the trail of what was copied is verified: a copy that
could not be restored is refused here and not on the day it is needed.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from sqlalchemy.orm import Session

from casefile import audit, fault_points
from casefile.backup import files, postgresql, proof, sealing, sqlite
from casefile.backup.manifest import FORMAT, MANIFEST, Figures, Manifest, figures
from casefile.backup.restoring import opened, sound
from casefile.errors import SetupError
from casefile.health import heartbeats
from casefile.health.heartbeats import Beat
from casefile.storage import tables
from casefile.storage.store import Store


def backup(
    store: Store,
    folder: Path,
    *,
    sealed_to: Sequence[str] = (),
    key: Path | None = None,
    proof_folder: Path | None = None,
    taken_at: str = "",
) -> Manifest:
    """Copy the database into `folder`, which must be empty or new. The manifest is written last.

    A folder without a manifest is no backup: killed half-way, nothing can be taken for whole. `sealed_to`: public keys;
    without any the copy is plain. `key`: where the key file lies, for a restore on this machine. `proof_folder`: where
    the home keeps its proof, which comes along. `taken_at`: the moment that the database is of, where it is not
    now. Raises SetupError for a copy that could not be restored.
    """
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
    if any(folder.iterdir()):
        raise SetupError("%(folder)s is not empty. Name a new folder for this backup.", folder=folder)
    taken_at = taken_at or tables.now().isoformat()
    signed: Path | None = None
    with _own_folder(store) as own:
        packed = own / proof.ARCHIVE
        if proof_folder and proof.pack(proof_folder, packed, with_key=bool(sealed_to)):
            signed = _kept(packed, folder, sealed_to)
            _read_back(packed, signed, sealed_to, key, own)
        copy, held = _copied(store, own)
        path = _kept(copy, folder, sealed_to)
        _read_back(copy, path, sealed_to, key, own)
    fault_points.point("backup.copied")
    manifest = Manifest(
        FORMAT,
        taken_at,
        "sqlite" if store.sqlite else "postgresql",
        path.name,
        path.stat().st_size,
        files.sha256(path),
        held.revision,
        held.counts,
        *held.head,
        sealed_to=tuple(sealed_to),
        key=str(key) if key else "",
        installation=held.installation,
        proof=signed.name if signed else "",
        proof_sha256=files.sha256(signed) if signed else "",
    )
    files.put(folder / MANIFEST, (json.dumps(asdict(manifest), indent=2) + "\n").encode())
    with store.writing() as session:
        audit.write(
            session,
            None,
            audit.Action.ADMINISTRATION,
            "backup",
            manifest.sha256,
            detail={"bytes": manifest.bytes, "audit_seq": manifest.audit_seq, "sealed": bool(sealed_to)},
        )
        heartbeats.beat(session, Beat.BACKUP, {"bytes": manifest.bytes})
    return manifest


def _kept(plain: Path, folder: Path, sealed_to: Sequence[str]) -> Path:
    """A plain file in the backup's folder, sealed, and on the disk."""
    path = folder / (f"{plain.name}{sealing.SUFFIX}" if sealed_to else plain.name)
    if sealed_to:
        sealing.seal(plain, path, sealed_to)
    else:
        files.copy(plain, path)
    files.sync(path)
    return path


def _copied(store: Store, folder: Path) -> tuple[Path, Figures]:
    """The plain copy, read whole, and what it holds."""
    if store.sqlite:
        path = folder / "griot.db"
        sqlite.copy(Path(store.engine.url.database or ""), path)
        sound(path, path)
        with opened(f"sqlite:///{path}") as copy, copy.reading() as session:
            return path, _verified(session)
    path = folder / "griot.dump"
    with postgresql.snapshot(store) as (connection, snapshot):
        postgresql.dump(store.engine.url, path, snapshot)
        with Session(connection) as session:
            held = _verified(session)
    rows = postgresql.rows_in(path)
    if {name: rows[name] for name in held.counts} != held.counts:
        raise SetupError("The copy that was just taken does not hold what the database does. Take another.")
    return path, held


def _verified(session: Session) -> Figures:
    if (broken := audit.verify(session)) is not None:
        raise SetupError(
            "The audit trail is broken at line %(line)s: a backup of this database could not be restored, and none was "
            "taken. Keep the database as it is; griot audit verify names what was changed.",
            line=broken,
        )
    return figures(session)


def _read_back(copy: Path, path: Path, sealed_to: Sequence[str], key: Path | None, own: Path) -> None:
    """What lies in the backup's folder is the copy, as far as this machine can open it: sealed to others alone, only
    they can."""
    again = path
    if sealed_to:
        if key is None or not set(sealed_to) & set(sealing.public_keys(key)):
            return
        again = own / "read-back"
        sealing.unseal(path, again, [key])
    if files.sha256(again) != files.sha256(copy):
        raise SetupError("The copy cannot be read back from %(path)s as it was written. Take another.", path=path)


@contextmanager
def _own_folder(store: Store) -> Iterator[Path]:
    """A folder that nobody else can enter, next to the SQLite file (as large, and as well kept), else a temporary one;
    gone afterwards."""
    next_to = Path(store.engine.url.database or "").parent if store.sqlite else None
    with tempfile.TemporaryDirectory(prefix=".griot-copy-", dir=next_to) as name:
        yield Path(name)
