"""A list checked through its pages: pasted or sent, kinds changed, asked for one reason, ticked, taken out."""

import csv
import io
import re

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from casefile.storage.tables import Audit, Lookup
from casefile.vocabulary import Sharing
from indexer.search.batch.carrying import check_due
from tests.network.make import person
from tests.network.portal import text_of

WHY = "names in the telephone of the arrested skipper"
NAMES = ["Modou Ficta", "Hidden Personne", "=Nobody Whatever", "+220 312 34 56"]


@pytest.fixture
def stocked(stage):
    stage.enter("dakar", person("Modou Ficta", "1984", phone="+220 312 34 56"))
    stage.enter("banjul", person("Hidden Personne", "1985"), sharing=Sharing.POINTER)
    stage.drain()
    return stage


def checked(portal, client, texts=NAMES):
    given = portal.post(client, "/checks/", {"text": "\n".join(texts)})
    assert given.status_code == 303, text_of(given.text)
    done = portal.post(client, given.location, {"reason": WHY, "do": "check"})
    assert done.status_code == 303
    assert "not checked yet" in text_of(client.get(given.location).text)
    check_due(portal.engine, portal.store)
    return given.location


def test_four_answers_with_their_records_and_no_name_in_address_or_trail(stocked):
    client = stocked.as_("dakar")
    address = checked(stocked, client)
    page = text_of(client.get(address).text)
    assert "found 2" in page and "nothing 2" in page and "nothing as of" in page
    assert "Ficta" not in address
    with stocked.store.reading() as session:
        trail = repr([(row.subject_id, row.detail) for row in session.scalars(select(Audit))])
        assert set(session.scalars(select(Lookup.reason))) == {WHY}
    assert "Ficta" not in trail and "Hidden" not in trail
    colleague = stocked.as_("banjul")
    assert colleague.get(address).status_code == 404
    only = text_of(client.get(f"{address}?answer=found").text)
    assert "Modou Ficta" in only and "Hidden" not in only


def test_ticks_stay_with_who_ticked(stocked):
    client = stocked.as_("dakar")
    address = checked(stocked, client)
    stocked.post(client, f"{address}/seen", {"line": ["0", "1", "2", "3"], "seen": ["0", "3"]}, page=address)
    page = client.get(address).text
    assert len(re.findall(r'name="seen" value="\d+" checked', page)) == 2
    stocked.post(client, f"{address}/seen", {"line": ["0", "1", "2", "3"], "seen": ["3"]}, page=address)
    assert len(re.findall(r'name="seen" value="\d+" checked', client.get(address).text)) == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_result_leaves_as_a_file_that_says_who_took_it(stocked, kind):
    client = stocked.as_("dakar")
    address = checked(stocked, client)
    refused = stocked.post(client, f"{address}/export", {"format": kind, "reason": ""}, page=f"{address}/export")
    assert refused.status_code == 422
    answer = stocked.post(client, f"{address}/export", {"format": kind, "reason": "for the prosecutor"},
                          page=f"{address}/export")  # fmt: skip
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    else:
        sheet = load_workbook(io.BytesIO(answer.data)).active
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert "dakar" in rows[0][0] and "for the prosecutor" in repr(rows[1])
    lines = [row for row in rows if row and row[0].isdecimal()]
    assert [row[3] for row in lines] == ["found", "nothing", "nothing", "found"]
    assert lines[2][1] == "'=Nobody Whatever" and "/records/" in lines[0][7]
    with stocked.store.reading() as session:
        assert session.scalars(select(Audit.reason).where(Audit.action == "export")).all() == ["for the prosecutor"]


def test_a_workbook_is_read_and_the_kind_of_a_line_is_changed(stocked):
    book = Workbook()
    book.active.append(["Nom", "Prénom", "Téléphone"])
    book.active.append(["Ficta", "Modou", "+220 312 34 56"])
    book.active.append(["Atall", "Nobody", "+220 999 99 99"])
    file = io.BytesIO()
    book.save(file)
    client = stocked.as_("dakar")
    given = stocked.post(client, "/checks/", {"file": (io.BytesIO(file.getvalue()), "liste.xlsx")})
    page = text_of(client.get(given.location).text)
    assert "2 lines" in page and "Modou Ficta" in page
    phones = stocked.post(client, "/checks/", {"file": (io.BytesIO(file.getvalue()), "liste.xlsx"), "column": "C"})
    assert "Phone 2" in text_of(client.get(phones.location).text)
    stocked.post(client, phones.location, {"kind-0": "document", "do": "look"})
    assert "Document 1" in text_of(client.get(phones.location).text)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": " \n "}, "nothing to check"),
        ({"text": "\n".join(f"n {n}" for n in range(5_001))}, "at most 5,000 lines"),
        ({"file": (io.BytesIO(b"PK\x03\x04broken"), "x.xlsx")}, "no table that can be read"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(unindexed, given, said):
    client = unindexed.as_("dakar")
    answer = unindexed.post(client, "/checks/", given)
    assert answer.status_code == 422 and said in text_of(answer.text)
