"""A list taken out as a file: what was found, under a header that says who, when and why; no formula, one line of the
trail, nobody else's lines.
"""

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from casefile.policy.identity.factors import StrongAct
from casefile.storage.tables import Audit
from casefile.vocabulary import Handling
from portal.web.identity.step_up import STRONG
from tests.network.make import person, stated
from tests.network.portal import NOBODYS_ID

WHY = "asked for by the court"
FORMULAS = ("=1+1", "+220 771", "-2", "@SUM(A1)", "\tx")


def taken(net, client, path, **form):
    return net.post(client, f"{path}export", {"format": "csv", "reason": WHY, **form}, page=path)


def rows_of(answer):
    if answer.mimetype == "text/csv":
        text = answer.data.decode("utf-8-sig")
        return [[cell for cell in row if cell] for row in csv.reader(io.StringIO(text))]
    book = load_workbook(io.BytesIO(answer.data))
    return [[str(cell.value) for cell in row if cell.value] for row in book.active.iter_rows()]


@pytest.fixture
def watched(unindexed):
    unindexed.watch("banjul", person("Modou Jallow", "1984", phone="+220 7712345"), rules=stated(handling=Handling.H1))
    unindexed.watch("banjul", person("=HYPERLINK(evil) Camara", "1990"))
    unindexed.watch("dakar", person("Awa Sarr", "1990"))
    return unindexed


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_says_who_took_it_when_why_and_under_which_conditions(watched, kind):
    client = watched.as_("banjul", "en")
    answer = taken(watched, client, "/watchlists/", format=kind, back="state=active&sort=name")
    assert answer.status_code == 200 and f".{kind}" in answer.headers["Content-Disposition"]
    rows = rows_of(answer)
    assert rows[0] == rows[-1] and "by banjul, GM-BJL" in rows[0][0] and "Not to be passed on" in rows[0][0]
    header = dict(row for row in rows[1:7] if len(row) == 2)
    assert header["Reason"] == WHY and header["State"] == "Watching" and header["Lines"] == "2"
    assert "H1: not in court without permission" in header["Handling"]
    assert rows.index([]) < next(n for n, row in enumerate(rows) if row[:1] == ["Subject"])
    lines = [row for row in rows if row and row[0].endswith(("Jallow", "Camara"))]
    assert [row[0] for row in lines] == ["'=HYPERLINK(evil) Camara", "Modou Jallow"]
    assert "'+220 7712345" in lines[1] and "1984" in lines[1]
    assert not any("Awa Sarr" in cell for row in rows for cell in row)


@pytest.mark.parametrize("start", FORMULAS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_a_formula(unindexed, kind, start):
    from casefile.records import cases

    with unindexed.store.writing() as db:
        cases.open_case(db, unindexed.dakar, cases.CaseDraft("K-1", f"{start}x", "Loi"))
    answer = taken(unindexed, unindexed.as_("dakar", "en"), "/cases/", format=kind, reason=f"={WHY}")
    if kind == "xlsx":
        book = load_workbook(io.BytesIO(answer.data))
        assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
        assert all(not str(cell.value).startswith("=") for row in book.active.iter_rows() for cell in row)
    cells = [cell for row in rows_of(answer) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_what_is_looked_for_narrows_the_file_and_stands_in_no_line_of_the_trail(watched):
    client = watched.as_("banjul", "en")
    address = watched.post(client, "/watchlists/find", {"find": "jallow"}, page="/watchlists/").location
    rows = rows_of(taken(watched, client, "/watchlists/", back=address.partition("?")[2]))
    assert any("Modou Jallow" in row for row in rows) and not any("Camara" in cell for row in rows for cell in row)
    with watched.store.reading() as session:
        (line,) = session.execute(
            select(Audit.reason, Audit.detail, Audit.subject_id).where(Audit.action == "export")
        ).all()
    assert line.reason == WHY and line.detail["lines"] == 1 and line.detail["found_by_words"] is True
    assert "jallow" not in str(line).casefold() and line.subject_id in rows[0][0]


def test_without_a_reason_nothing_leaves(watched):
    client = watched.as_("banjul", "en")
    asked = watched.post(client, "/watchlists/export", {"back": "state=active"}, page="/watchlists/")
    assert asked.status_code == 200 and "As Excel" in asked.text and 'value="state=active"' in asked.text
    refused = taken(watched, client, "/watchlists/", reason=" ")
    assert refused.status_code == 422 and 'href="#reason"' in refused.text and refused.mimetype == "text/html"


def test_every_list_leaves_by_who_may_read_it_and_holds_its_own_unit_alone(watched):
    for login, path in (("dakar", "/cases/"), ("dakar", "/records/"), ("banjul", "/watchlists/"), ("banjul", "/hits/")):
        client = watched.as_(login, "en")
        answer = taken(watched, client, path)
        assert answer.status_code == 200, path
        foreign = taken(watched, client, path, back=f"case={watched.cases['nouakchott']}&list={NOBODYS_ID}")
        never = taken(watched, client, path, back=f"case={NOBODYS_ID}&list={NOBODYS_ID}")
        assert [row for row in rows_of(foreign)[2:-1] if len(row) != 2] == [
            row for row in rows_of(never)[2:-1] if len(row) != 2
        ]
    assert all(STRONG[f"{name}.export"][0] is StrongAct.EXPORT for name in ("cases", "records", "watches", "pointers"))
