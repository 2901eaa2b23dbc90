"""The archive's folder: base copies by their moment, and the pieces of the log; which of them stay. Pure but for names.

FOLDER/base-2026-11-26T023000Z/   base.tar.gz.age, base.json (written last)
FOLDER/wal/000000010000000000000003.gz.age
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from casefile.backup import files, sealing
from casefile.errors import SetupError

BASE, DESCRIPTION, WAL = f"base.tar.gz{sealing.SUFFIX}", "base.json", "wal"
ENDING = f".gz{sealing.SUFFIX}"
NAMED = "base-%Y-%m-%dT%H%M%SZ"
SEGMENT = re.compile(r"[0-9A-F]{24}")
HISTORY = re.compile(r"[0-9A-F]{8}\.history")
TIMELINE = 8
"""Characters of a piece's name that say on which of the server's lives it was written; the rest is its place."""


@dataclass(frozen=True, slots=True)
class Base:
    """A whole copy of the server's files, good for every moment from `ended_at` on."""

    begun_at: str
    ended_at: str
    """By the database's clock, with its zone."""
    from_wal: str
    """The first piece of the log that it needs."""
    major: int
    """PostgreSQL's version: another one cannot read it."""
    database: str
    user: str
    bytes: int
    sha256: str
    sealed_to: tuple[str, ...]
    installation: str

    @property
    def ended(self) -> datetime:
        return datetime.fromisoformat(self.ended_at)


def write(folder: Path, base: Base) -> None:
    """Say what the copy in this folder is; without it the copy is none."""
    files.put(folder / DESCRIPTION, (json.dumps(asdict(base), indent=2) + "\n").encode())


def bases(archive: Path) -> dict[Path, Base]:
    """The finished copies, the oldest first."""
    found = {}
    for path in sorted(archive.glob(f"base-*/{DESCRIPTION}")):
        try:
            stated = json.loads(path.read_text("utf-8"))
            found[path.parent] = Base(**{**stated, "sealed_to": tuple(stated["sealed_to"])})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise SetupError("%(path)s cannot be read (%(error)s).", path=path, error=error) from error
    return found


def new_folder(archive: Path, moment: datetime) -> Path:
    return archive / moment.astimezone(UTC).strftime(NAMED)


def pieces(archive: Path) -> list[str]:
    """The pieces of the log that are there, by name."""
    names = (path.name.removesuffix(ENDING) for path in (archive / WAL).glob(f"*{ENDING}"))
    return sorted(name for name in names if SEGMENT.fullmatch(name) or HISTORY.fullmatch(name))


def base_for(found: dict[Path, Base], moment: datetime | None) -> tuple[Path, Base]:
    """The copy to begin with: the newest that was finished by then. Raises SetupError where there is none."""
    fit = [(path, base) for path, base in found.items() if moment is None or base.ended <= moment]
    if fit:
        return max(fit, key=lambda one: one[1].ended)
    if not found:
        raise SetupError("There is no finished copy in this archive.")
    earliest = min(base.ended for base in found.values())
    raise SetupError(
        "The archive does not reach back to %(moment)s. The earliest moment it holds is %(earliest)s.",
        moment=moment and moment.isoformat(), earliest=earliest.isoformat(),
    )  # fmt: skip


def spare_bases(ended: Sequence[datetime], now: datetime, days: int) -> set[datetime]:
    """Copies that no moment of the last `days` needs: those before the newest that is older than that."""
    old = [moment for moment in ended if moment <= now - timedelta(days=days)]
    return {moment for moment in old if moment < max(old)}


def spare_pieces(names: Iterable[str], first: str) -> set[str]:
    """Pieces before the first that is needed, whatever the server's life; its histories stay."""
    return {name for name in names if SEGMENT.fullmatch(name) and name[TIMELINE:] < first[TIMELINE:]}


def prune(archive: Path, now: datetime, days: int) -> tuple[int, int]:
    """Remove copies and pieces that no moment of the last `days` needs; how many of each."""
    found = bases(archive)
    spare = spare_bases([base.ended for base in found.values()], now, days)
    gone = [path for path, base in found.items() if base.ended in spare]
    for path in gone:
        files.remove(path, DESCRIPTION)
    left = [base.from_wal for path, base in found.items() if path not in gone]
    old = spare_pieces(pieces(archive), min(left, key=lambda name: name[TIMELINE:])) if left else set()
    for name in old:
        (archive / WAL / f"{name}{ENDING}").unlink()
    return len(gone), len(old)
