"""Makes `0001.sql.gz`: a small database as the released code of revision 0001 wrote it, by that code's own actions.

    git worktree add /tmp/old 4a739ec
    cd /tmp && PYTHONPATH=/tmp/old python …/tests/corpus/database/make.py …/tests/corpus/database/0001.sql.gz

It is not part of Griot and imports nothing of today's: names like *owe* and *park* are those of that release.
"""

import gzip
import sqlite3
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from casefile.frequencies import default
from casefile.officers import open_session, viewer_by_login
from casefile.session import Store
from casefile.tables import Record, Unit
from sqlalchemy import select

from casefile import hits, notices, oracle, outbox, records, schema, tables
from casefile.demo import decisions, load, network
from casefile.demo.generate import generate
from casefile.matching.weights import RULES_VERSION
from casefile.vocabulary import Stage, Topic

HIT = """
    BJL-2024-0027:10 BJL-2024-0038:8 BJL-2025-0044:8 BJL-2025-0045:4 BJL-2025-0064:10 BJL-2026-0022:9
    BJL-2026-0024:9 BJL-2026-0026:3 DKR-2024-0014:5 DKR-2025-0020:7 DKR-2025-0023:9 DKR-2025-0054:4
    DKR-2025-0057:3 DKR-2025-0074:9 DKR-2025-0114:8 DKR-2026-0005:4 DKR-2026-0034:7 DKR-2026-0100:5
    DKR-2026-0100:7 DKR-2026-0100:9 NKC-2025-0017:6 NKC-2025-0050:7 NKC-2025-0070:3 NKC-2025-0076:9
    NKC-2026-0075:6
"""
"""Of the demonstration's records those that meet a watch."""

OTHERS = 100
"""Records of the same cases that nobody watches for, with their links."""

SAID = "the analyser refused this text"


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "griot.db"
        store = Store(f"sqlite:///{path}")
        schema.migrate(store)
        enter(store)
        index_and_compare(store)
        leave_work_behind(store)
        store.close()
        text = dumped(path)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{target}: {target.stat().st_size} bytes, {text.count('INSERT INTO')} rows")


def enter(store: Store) -> None:
    """The demonstration's people, cases and watches; of its records those that are hit, and some others."""
    data = generate()
    hit = {f"demo:{ref}" for ref in HIT.split()}
    others = [one.ref for case in data.cases if hit & {r.ref for r in case.records} for one in case.records]
    wanted = hit | set([ref for ref in others if ref not in hit][:OTHERS])
    for case in data.cases:
        case.records[:] = [
            replace(record, parts=tuple(part for part in record.parts if part[0] in wanted))
            for record in case.records
            if record.ref in wanted
        ]
    data.cases[:] = [case for case in data.cases if case.records]
    load.generate = lambda _seed: data
    load.load(store, lambda login: f"four easy words {login}")
    with store.writing() as session:  # one of the others is there in a second version, which says that it is withdrawn
        record_id, unit = session.execute(
            select(Record.id, Unit.code).join(Unit, Unit.id == Record.owner_unit_id)
            .where(Record.origin_ref == next(r.ref for r in data.records if r.ref not in hit))
        ).one()  # fmt: skip
        viewer = viewer_by_login(session, network.ENTERS[unit])
        records.withdraw(session, viewer, record_id, "Entered twice. (Demonstration.)")


def index_and_compare(store: Store) -> None:
    """What the relay does, less the index: hits by the oracle, some decided, their pointers delivered."""
    with store.writing() as session:
        found = [
            hits.FoundHit(
                e.record_id, e.record_version, e.watch_id, e.watch_version, e.decision.facts_hash,
                e.decision.bits, e.decision.grade, e.decision.evidence_json(), RULES_VERSION,
            )
            for e in oracle.expected_hits(session, default())
        ]  # fmt: skip
        hits.raise_hits(session, found)
    decisions.review_some(store)
    with store.writing() as session:
        rows = outbox.claim(session, "relay", 10_000, tables.now(), 60.0)
        notices.deliver(session, [row.subject_id for row in rows if row.topic.value == "notice"])
        outbox.settle(session, [row.id for row in rows], worker="relay")


def leave_work_behind(store: Store) -> None:
    """A row that was being looked at, one that is parked, and somebody signed in."""
    with store.writing() as session:
        viewer = viewer_by_login(session, "banjul")
        looked_at, parked = (line.id for line in records.records_of(session, viewer, limit=2))
        outbox.owe_many(session, [(Topic.RECORD, looked_at, 1), (Topic.RECORD, parked, 1)])
        open_session(session, viewer.officer_id)
    moment = tables.now() + timedelta(seconds=1)
    with store.writing() as session:
        for row in outbox.claim(session, "relay", 2, moment, 60.0):
            if row.subject_id == looked_at:
                outbox.advance(session, [row.id], Stage.LOOK, worker="relay")
                outbox.release(session, [row.id], worker="relay")
    for _ in range(outbox.MAX_ATTEMPTS):
        moment += timedelta(seconds=60)
        with store.writing() as session:
            held = outbox.claim(session, "relay", 2, moment, 30.0)
            outbox.fail(session, [row.id for row in held if row.subject_id == parked], SAID, worker="relay",
                        poison=True, now=moment)  # fmt: skip
            outbox.release(session, [row.id for row in held if row.subject_id == looked_at], worker="relay")


def dumped(path: Path) -> str:
    """The whole as SQL, without any password."""
    with sqlite3.connect(path) as database:
        database.execute("UPDATE officer SET password_hash = NULL")
        database.execute("DELETE FROM access_link")
        database.commit()
        return "".join(f"{line}\n" for line in database.iterdump())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
