"""One clock: nothing but `casefile.storage.clock` says what day it is, so that two machines' clocks never decide."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
READS_A_CLOCK = re.compile(
    r"""\b(?:
        datetime\.(?:now|utcnow|today)\( | date\.today\( | (?<!\w)time\.(?:time|time_ns|localtime|gmtime|ctime)\(
        | utcnow\( | func\.(?:now|current_timestamp|localtimestamp|current_date)\b
        | CURRENT_TIMESTAMP | clock_timestamp | statement_timestamp | transaction_timestamp | julianday
        | create_time\( | boot_time\(
    )""",
    re.VERBOSE | re.IGNORECASE,
)
MAY = {
    "casefile/machine.py": "what the clock of a machine is worked out from",
    "casefile/storage/marks.py": "asks PostgreSQL for its clock",
    "casefile/backup/moments/stream.py": "asks PostgreSQL for its clock, next to the place in its log",
    "casefile/storage/migrations/versions/0018_installation.py": "when the row was made, for a person to read",
    "casefile/storage/migrations/versions/0049_watched_places.py": "when the rows were put out, by the database itself",
    "casefile/storage/migrations/versions/0051_events_meet_operations.py": "the same",
    "casefile/fault_points.py": "when a fault fired, in the log of an experiment; nothing is decided by it",
    "indexer/node/processes.py": "where the kernel tells no ticks, and in lists of before they were kept",
    "portal/serve.py": "how long a connection has been silent, by the front's own count; never stored",
}
SOURCES = sorted(path for package in ("casefile", "indexer", "portal") for path in (ROOT / package).rglob("*.py"))


def readers():
    found = {}
    for path in SOURCES:
        if lines := [line for line in path.read_text("utf-8").splitlines() if READS_A_CLOCK.search(line)]:
            found[path.relative_to(ROOT).as_posix()] = lines
    return found


def test_nothing_else_reads_a_clock_of_days_and_hours():
    assert {name: lines for name, lines in readers().items() if name not in MAY} == {}


def test_each_exception_still_is_one():
    assert set(MAY) <= set(readers())


@pytest.mark.parametrize("line", [
    "moment = datetime.now(UTC)", "if time.time() > x:", "return date.today()", "default=func.now()",
    "text('SELECT CURRENT_TIMESTAMP')", "psutil.Process(1).create_time()",
])  # fmt: skip
def test_what_counts_as_reading_one(line):
    assert READS_A_CLOCK.search(line)


@pytest.mark.parametrize("line", ["moment = tables.now()", "time.monotonic()", "datetime.fromtimestamp(3, UTC)"])
def test_what_does_not(line):
    assert not READS_A_CLOCK.search(line)
