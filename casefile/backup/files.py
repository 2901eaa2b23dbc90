"""Files of a backup: for their owner alone from the first moment, and on the disk when they are said to be."""

import hashlib
import os
import shutil
from pathlib import Path


def make(path: Path, content: bytes = b"") -> None:
    """A new file that its owner alone can read, forced to the disk. FileExistsError when there is one."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def copy(source: Path, target: Path) -> None:
    """Copy into a new file that its owner alone can read."""
    make(target)
    shutil.copyfile(source, target)


def sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Force a file, or a folder's list of names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
