"""The file with the hash of every leaf that was signed, 32 bytes each, read where it is asked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from casefile.proof.tree import HASH_BYTES

READ_AHEAD = HASH_BYTES * 4096


class LeafHashes(Sequence[bytes]):
    """The hashes by their places from 0; empty where there is no file."""

    def __init__(self, path: Path | None) -> None:
        self._path = path if path is not None and path.exists() else None
        self.size = self._path.stat().st_size // HASH_BYTES if self._path else 0
        self._from, self._read = 0, b""

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, index: Any) -> Any:
        found = self.at(index)
        if found is None:
            raise IndexError(index)
        return found

    def at(self, index: int) -> bytes | None:
        """The hash at one place; None after the end."""
        if not 0 <= index < self.size or self._path is None:
            return None
        at = index * HASH_BYTES - self._from
        if not 0 <= at < len(self._read):
            self._from, at = index * HASH_BYTES, 0
            with self._path.open("rb") as handle:
                handle.seek(self._from)
                self._read = handle.read(READ_AHEAD)
        return self._read[at : at + HASH_BYTES]

    def holds(self, wanted: bytes, after: int) -> bool:
        """Whether a hash stands somewhere after a place."""
        return any(self.at(index) == wanted for index in range(after + 1, self.size))
