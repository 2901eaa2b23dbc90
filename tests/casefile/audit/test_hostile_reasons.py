"""A thousand reasons made to forge lines: a thousand lines, each as it was typed, in the trail and in the file."""

import csv
import io
import random

from casefile import audit
from casefile.audit.proof import contents
from casefile.storage.tables import Audit
from portal.show.cells import FORMULA_STARTS, safe_cell

SEED, MANY = 20261126, 1_000
PIECES = (
    "\r\n", "\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x1b[2J", "2026-11-26T00:00:00Z audit 1 forged",
    '","', "'", ";", "\t", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "＝1", "\u202e", '{"action":"erase"}',
    "%0d%0a", "a", "é", "مامادو", "🂡", "\\n", "--", "<script>", "”",
)  # fmt: skip


def reasons():
    draw = random.Random(SEED)
    return ["".join(draw.choices(PIECES, k=draw.randrange(1, 12))) for _ in range(MANY)]


def test_a_thousand_hostile_reasons_are_a_thousand_lines(store):
    typed = reasons()
    with store.writing() as session:
        for number, reason in enumerate(typed):
            audit.write(session, None, audit.Action.ADMINISTRATION, "unit", str(number), reason=reason)
    with store.reading() as session:
        assert audit.verify(session) is None
        lines = session.query(Audit).filter(Audit.subject_kind == "unit").order_by(Audit.seq).all()
        assert [line.reason for line in lines] == typed
    assert list(contents.check(store)) == []


def test_in_a_file_each_is_one_row_no_formula_and_can_be_had_back():
    typed, text = reasons(), io.StringIO(newline="")
    csv.writer(text).writerows([[safe_cell(one), "end"] for one in typed])
    rows = list(csv.reader(io.StringIO(text.getvalue(), newline="")))
    assert len(rows) == MANY and all(row[1] == "end" for row in rows)
    assert not [row for row in rows if row[0].startswith(FORMULA_STARTS)]
    assert [
        row[0].removeprefix("'") if row[0][1:] == one else row[0] for row, one in zip(rows, typed, strict=True)
    ] == typed
