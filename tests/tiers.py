"""Which tier a test belongs to, told from where it stands and what it asks for; nobody has to remember a marker.

- `unit` starts no server: no search engine, no PostgreSQL, no browser, no program of ours. A SQLite file is no server.
- `integration` asks for one of the parts in `PARTS`, or stands in tests/faults, whose experiments kill real processes.
- `journeys` stands in tests/journeys: the whole program, as an officer sees it.

A test that runs on both databases is a unit test on SQLite and an integration test on PostgreSQL. Each part is a marker
too: `-m "integration and not browser"`.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path, PurePath
from typing import Any

from indexer.node import door

PARTS = {"opensearch_url": "node", "postgres_cluster": "postgres", "browser": "browser"}
"""The fixture that starts a server, and what the part is called."""

SERVERS = frozenset(
    {"java", "postgres", "pg_ctl", "initdb", "chromium", "chromium-headless-shell", "playwright.sh", "celery"}
)
"""Programs that no unit test starts, by whatever way."""

DOOR = door.__file__
"""The node is started by this program, which then becomes the node."""

TIERS = ("unit", "integration", "journeys")
LONGEST_FIRST = tuple(reversed(TIERS))
"""The order they are run in: two processes end together when the small ones come last."""

LONG = (
    "tests/noninterference/test_node.py",
    "tests/noninterference/test_law.py",
    "tests/noninterference/test_experiment.py",
)
"""Files of minutes: first in their tier, and shared out a test at a time, where other files go to one process whole."""

ROWS = 2
"""The others were 510 of 1,516 tests on PostgreSQL, and 313 of their 1,363 seconds."""


def parts_of(fixtures: Iterable[str], markers: Iterable[str]) -> set[str]:
    """The parts a test needs, by the fixtures it asks for and by what is said at a parameter."""
    return {PARTS[name] for name in fixtures if name in PARTS} | (set(PARTS.values()) & set(markers))


def tier_of(path: PurePath, parts: Iterable[str]) -> str:
    """`path` from the folder of the tests."""
    if path.parts[0] == "journeys":
        return "journeys"
    return "integration" if path.parts[0] == "faults" or set(parts) else "unit"


def more_rows_on_postgres(items: Iterable[Any]) -> list[Any]:
    """Of a test that is a table, the rows on PostgreSQL after the first `ROWS`: the slow tier has them all. Each test
    is asked on both databases; every row is asked on SQLite."""
    found, asked = [], Counter[str]()
    for item in items:
        if item.get_closest_marker("postgres") and "store" in item.fixturenames:
            asked[function := item.nodeid.partition("[")[0]] += 1
            if asked[function] > ROWS:
                found.append(item)
    return found


def faults_on_the_other_database(items: Iterable[Any]) -> list[Any]:
    """Of an experiment with faults that runs on both databases, the one for the slow tier: SQLite's and PostgreSQL's in
    turn, from test to test (a sample: they are the dearest tests there are, 570 s for both)."""
    found, asked = [], dict[str, int]()
    for item in items:
        if item.path.parent.name == "faults" and "on_both" in item.fixturenames:
            turn = asked.setdefault(item.nodeid.partition("[")[0], len(asked) % 2)
            found += [item] if turn == int("[postgres" in item.nodeid) else []
    return found


def share_of(nodeid: str) -> str:
    """What goes to one of two processes as a whole: the test's file, of a long one the test alone."""
    file = nodeid.partition("::")[0]
    return nodeid if file in LONG else file


def place(tier: str, nodeid: str) -> tuple[int, int]:
    """Where a test stands in the order of the run."""
    return LONGEST_FIRST.index(tier), int(share_of(nodeid) != nodeid)


def only_unit(expression: str) -> bool:
    """Whether `-m` asks for the unit tier alone."""
    words = expression.replace("(", " ").replace(")", " ").split()
    wanted = {word for before, word in pairwise(["", *words]) if before != "not"}
    return "unit" in wanted and not {"integration", "journeys"} & wanted


def forbid_servers() -> None:
    """From now on this process starts no server: an attempt fails the test that made it."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event != "subprocess.Popen":
            return
        command = [arguments[0], *arguments[1]] if isinstance(arguments[1], (list, tuple)) else arguments[:1]
        started = [str(word) for word in command if Path(str(word)).name in SERVERS]
        if started[:1] == [str(arguments[0])] or (started and DOOR in map(str, command)):
            raise AssertionError(f"the unit tier starts no server: {started[0]}")

    sys.addaudithook(hook)
