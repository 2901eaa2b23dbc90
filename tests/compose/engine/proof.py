"""That people get on with their work, and that nothing of it is lost: asked of the services by their own commands."""

import json

from tests.compose.engine.engine import Project, until
from tests.faults.rolling.officers import Load

MEANWHILE = 6
"""People entered on each side while one service is away: ten times that is less than an officer's 150 watches a day."""


def worked(load: Load, more: int, seconds: float = 300) -> None:
    """So many more people were entered on each side."""

    def least() -> int:
        with load.seen.lock:
            assert not load.seen.refused, load.seen.refused[:2]
            return min(len(found) for found in load.seen.accepted.values())

    begun = least()
    load.allow(more + MEANWHILE)
    until(lambda: least() >= begun + more, seconds, "nothing is entered",
          lambda: f"{load.seen.cut[-3:]} {load.seen.bad[-3:]}")  # fmt: skip


def whole(load: Load, portal: Project, database: Project, service: str = "postgres") -> None:
    """What was accepted is there, each pair is one hit, nothing waits, and index, tree and trail agree."""

    def status() -> str:
        return portal.inside("web", "griot", "status", check=False)

    until(lambda: "Nothing is pending" in status(), 300, "something is pending", status)

    def rows(query: str) -> list[str]:
        return database.inside(service, "psql", "-U", "griot", "-d", "griot", "-At", "-c", query).splitlines()

    records, watches = load.seen.accepted["record"], load.seen.accepted["watch"]
    for accepted, table in ((records, "record"), (watches, "watch")):
        assert not {*accepted.values()} - {*rows(f"select id from {table}")}, "accepted and not there"
    wanted = {f"{records[number]} {watches[number]}" for number in records.keys() & watches.keys()}
    hits = rows("select record_id || ' ' || watch_id from hit where state <> 'withdrawn'")
    assert len(wanted) >= 20 and not wanted - {*hits}, f"{len(wanted - {*hits})} of {len(wanted)} hits lost"
    assert len(hits) == len({*hits}), "a hit is there twice"
    report = json.loads(portal.inside("web", "griot", "reconcile", "--json").splitlines()[-1])
    assert report["sound"], report
    portal.inside("web", "griot", "audit", "verify")
    print(f"{len(records)} records, {len(watches)} watches: {len(wanted)} hits wanted, {len(hits)} there, lost 0")
