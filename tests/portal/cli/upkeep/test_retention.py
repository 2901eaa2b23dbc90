"""`griot retention run`: what the hourly schedule does, now; the trail says who typed it."""

import json
from datetime import timedelta

from click.testing import CliRunner
from sqlalchemy import select

from casefile.policy.retention import ASKED_AHEAD, RETENTION
from casefile.storage import tables
from casefile.storage.tables import Audit, Record
from portal.cli import main
from tests.network.stored import network


def test_it_does_what_is_due_says_so_and_stands_in_the_trail(sqlite_store, tmp_path, monkeypatch):
    (tmp_path / "installation").mkdir()
    monkeypatch.setenv("DATABASE_URL", str(sqlite_store.engine.url))
    monkeypatch.setenv("GRIOT_SECRET_KEY", "test-key-" + "0" * 40)
    record_id = network(sqlite_store).enter("dakar")

    def griot(*said):
        return CliRunner().invoke(main, ["--home", str(tmp_path / "installation"), "--json", "retention", "run", *said])

    assert json.loads(griot().output) == {}
    later = tables.now() + RETENTION - ASKED_AHEAD + timedelta(minutes=1)
    monkeypatch.setattr(tables, "now", lambda: later)
    assert "--clock-is-right" in griot().output, "years went by at once: by a clock that leapt nothing is done"
    assert json.loads(griot("--clock-is-right").output)["asked"] == 1
    with sqlite_store.reading() as session:
        assert session.get(Record, record_id).state == "review_due"
        lines = session.scalars(select(Audit.detail).where(Audit.subject_kind == "retention").order_by(Audit.seq)).all()
        first, *_, second = lines
    assert first["command"] == second["command"] == "retention run" and second["asked"] == 1 and "asked" not in first
