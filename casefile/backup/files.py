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


def put(path: Path, content: bytes) -> None:
    """A file that its owner alone can read, there whole or not at all, and on the disk with its name."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    make(part, content)
    part.replace(path)
    sync(path.parent)


def remove(folder: Path, description: str) -> None:
    """Remove a folder, the file that says what it is first: killed in between, what is left is no copy any more, rather
    than half of one."""
    (folder / description).unlink()
    shutil.rmtree(folder)


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
