"""The UN consolidated list as one snapshot: its entries, and the moment it was generated."""

from datetime import UTC, datetime
from pathlib import Path

from casefile.errors import BadInput
from casefile.exchange.incoming import FileRead, ImportReport, Incoming, Progress
from casefile.exchange.un.entries import entry
from casefile.exchange.un.xml import read_entries

GENERATED = "dateGenerated"


def read(path: Path, report: ImportReport, progress: Progress) -> FileRead:
    """Every entry of the file; what is at fault is in the report."""
    found: list[Incoming] = []
    head: dict[str, str] = {}
    try:
        for node in read_entries(path, progress, head):
            report.read += 1
            held = entry(node, report)
            found += [held] if held is not None else []
    except BadInput as error:
        report.problems.append(str(error))
    if not report.read and not report.problems:
        report.problems.append("The list holds no entry: it is empty or cut off")
    return FileRead(found, moment(head.get(GENERATED, "")))


def moment(text: str) -> datetime | None:
    """An ISO moment or day as a source writes it, in UTC where it names no zone; None for anything else."""
    try:
        read = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
