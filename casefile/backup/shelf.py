"""A folder of dated backups: each in a folder named by its moment, with the home's keys sealed next to it.

A database without the key that its second factors are sealed with and the keys of its checkpoints is only half
an installation; `keys.tar.age` holds them, for the same public keys as the copy.
"""

import io
import re
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from casefile.backup import files, sealing
from casefile.backup.kept import Policy, kept
from casefile.backup.manifest import MANIFEST

NAMED = "%Y-%m-%dT%H%M%SZ"
KEYS = f"keys.tar{sealing.SUFFIX}"
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")


def new_folder(shelf: Path, moment: datetime) -> Path:
    return shelf / moment.astimezone(UTC).strftime(NAMED)


def finished(shelf: Path) -> dict[datetime, Path]:
    """The whole backups of the shelf, by their moment. Whatever else lies there is nobody's business."""
    folders = [path for path in shelf.glob("*Z") if _NAME.fullmatch(path.name) and (path / MANIFEST).is_file()]
    return {datetime.strptime(path.name, NAMED).replace(tzinfo=UTC): path for path in folders}


def prune(shelf: Path, policy: Policy) -> list[Path]:
    """Remove what the policy does not keep; returns what went. One without a manifest, left by an end half-way, stays
    for a person to look at: it may be all there is."""
    there = finished(shelf)
    stay = kept(there, policy)
    gone = [path for moment, path in sorted(there.items()) if moment not in stay]
    for path in gone:
        files.remove(path, MANIFEST)
    return gone


def add_keys(
    folder: Path, paths: Mapping[str, Path], texts: Mapping[str, str], home: Path, sealed_to: Sequence[str]
) -> Path:
    """Seal the files `paths` and what `texts` holds, by their names in a home, as one archive next to the backup; on
    its way it lies in `home`."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, path in paths.items():
            archive.add(path, arcname=name)
        for name, text in texts.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content := text.encode()), 0o600
            archive.addfile(entry, io.BytesIO(content))
    target = folder / KEYS
    with tempfile.TemporaryDirectory(prefix=".griot-keys-", dir=home) as own:
        plain = Path(own) / "keys.tar"
        files.make(plain, held.getvalue())
        sealing.seal(plain, target, sealed_to)
    files.sync(target)
    return target
