"""What a backup says of itself, and whether a database is what a manifest states."""

import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from casefile import audit, installation
from casefile.backup import files
from casefile.errors import SetupError
from casefile.storage import migrate
from casefile.storage.store import Store
from casefile.storage.tables import Audit, Hit, InstallationRow, Officer, Outbox, Record, Review, Unit, Watch

MANIFEST = "manifest.json"
FORMAT = 3
"""1: before backups were sealed; 2: before they carried the proof. Both are still restored."""

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
class Figures:
    """What a database holds at one moment: rows by table, head of the audit trail, revision, whose it is."""

    counts: dict[str, int]
    head: tuple[int, str]
    revision: str
    installation: str
    """Empty in a database of before there were ids."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `audit_seq` and `audit_hash` are the head of the trail at that moment.

    `sealed_to`: the public keys; `key`: where the key file lay on that machine, if it lay there at all.
    `installation`: whose it is; empty in one of before there were ids.
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
    installation: str = ""
    proof: str = ""
    proof_sha256: str = ""
    """File and hash of the home's proof; none where the home had no checkpoint yet."""


def manifest_in(folder: Path) -> Manifest:
    """The manifest of a backup as it stands; its files are not looked at. Raises SetupError where there is none."""
    try:
        stated = json.loads((folder / MANIFEST).read_text("utf-8"))
        return Manifest(**{**stated, "sealed_to": tuple(stated.get("sealed_to", ()))})
    except (OSError, ValueError, TypeError) as error:
        raise SetupError("%(folder)s holds no finished backup (%(error)s).", folder=folder, error=error) from error


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup whose files are there, unaltered: all of it is read. Raises SetupError otherwise."""
    manifest = manifest_in(folder)
    held = {manifest.file: manifest.sha256, **({manifest.proof: manifest.proof_sha256} if manifest.proof else {})}
    for name, digest in held.items():
        path = folder / name
        if not path.exists() or files.sha256(path) != digest:
            raise SetupError(
                "%(path)s is not the file this backup was made of: it was cut short or altered. Take another backup.",
                path=path,
            )
    return manifest


def figures(session: Session) -> Figures:
    """What the database of this session holds."""
    counts = {name: session.scalar(select(func.count()).select_from(table)) or 0 for name, table in COUNTED.items()}
    last = session.execute(select(Audit.seq, Audit.hash).order_by(Audit.seq.desc()).limit(1)).first()
    revision = migrate.revision_of(session.connection()) or ""
    named = inspect(session.connection()).has_table(InstallationRow.__tablename__)
    return Figures(
        counts,
        (last.seq, last.hash) if last else (0, audit.GENESIS),
        revision,
        installation.id_of(session) if named else "",
    )


def prove(store: Store, manifest: Manifest) -> None:
    """Raise SetupError unless the database is what the manifest states and its audit trail verifies."""
    with store.reading() as session:
        found = figures(session)
        broken = audit.verify(session)
    if broken is not None:
        raise SetupError("The audit trail of this backup is broken at line %(line)s. It was not restored.", line=broken)
    stated = (manifest.counts, (manifest.audit_seq, manifest.audit_hash), manifest.revision)
    if (found.counts, found.head, found.revision) != stated or found.installation != (
        manifest.installation or found.installation
    ):
        raise SetupError("This backup does not hold what its manifest tells. It was not restored.")
