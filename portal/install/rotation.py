"""Logs that do not grow for ever: what a process of the home writes is kept in a few files of a few megabytes.

A log that is full gets another name; its writer sees that and opens the old name again (`casefile.logs`), so no line is
lost. It is packed at the next turn, when nobody writes to it any more. The supervisor's own log is written by the
process that turns it over, through standard output alone: it is packed where it stands, and emptied.
"""

import gzip
import os
import shutil
from pathlib import Path

LARGEST = 16 * 2**20
KEPT = 4
"""Besides the one that is written to: as the search engine's own."""
OWN_LOG = "supervisor.log"


def rotate(folder: Path, *, largest: int = LARGEST, kept: int = KEPT) -> list[str]:
    """Turn over the logs of the folder that have become too large; returns which. Raises OSError (a full disk)."""
    turned = []
    for log in sorted(folder.glob("*.log")):
        if log.name.count(".") == 1 and log.stat().st_size > largest:
            _turn(log, kept)
            turned.append(log.name)
    return turned


def _turn(log: Path, kept: int) -> None:
    for number in range(kept - 1, 1, -1):
        if (older := _packed(log, number)).exists():
            older.replace(_packed(log, number + 1))
    before = log.with_suffix(".1.log")
    if before.exists():
        _pack(before, _packed(log, 2))
        before.unlink()
    if log.name == OWN_LOG:
        shutil.copyfile(log, before)
        before.chmod(0o600)
        os.truncate(log, 0)
    else:
        log.replace(before)


def _packed(log: Path, number: int) -> Path:
    return log.with_name(f"{log.stem}.{number}.log.gz")


def _pack(log: Path, into: Path) -> None:
    """Whole or not at all, for the home's owner alone."""
    part = into.with_suffix(".part")
    try:
        with (
            log.open("rb") as plain,
            os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw,
            gzip.GzipFile(fileobj=raw, mode="wb") as packed,
        ):
            shutil.copyfileobj(plain, packed)
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)
