"""A unit's messy workbook through the pages: looked at, brought in, mended and sent again, taken back."""

import datetime
import io
import re

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from casefile.exchange.workbooks import carrying
from casefile.exchange.workbooks.reading import read_table
from casefile.records.cases import CaseDraft, ensure_case
from casefile.storage.tables import Audit, IdentifierRow, Record, TableImport, Watch
from tests.network.portal import text_of

XLSX = "liste.xlsx"


def messy():
    """Three sheets as they come: a title, merged headers, Arabic beside French, a year alone, two numbers in a cell."""
    book = Workbook()
    one = book.active
    one.title = "Passeurs"
    one.append(["Liste des passeurs, mise à jour de mai"])
    one.append(["Identité", None, None, "Contact"])
    one.append(["Nom", "Prénom", "Né le", None])
    one.merge_cells("A2:C2")
    one.append(["Ficta", "Modou", "00/00/1984", "+220 312 34 56 / +220 312 34 57"])
    one.append(["Mytha", "Awa", "31/02/1990", "+221 77 555 12 35"])
    one.append(["Somna", "=HYPERLINK", datetime.datetime(1985, 3, 12), 221775551236])
    two = book.create_sheet("أسماء")
    two.append(["الاسم الكامل", "تاريخ الميلاد", "رقم الهاتف"])
    two.append(["مودو فيكتا", "1986", "+222 45 55 12 34"])
    three = book.create_sheet("Véhicules")
    three.append(["Immatriculation", "Observations"])
    three.append(["DK 1234 AB", "pick-up blanc"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sent(portal, content, name=XLSX, who="dakar"):
    portal.language = "en"
    client = portal.as_(who)
    answer = portal.post(client, "/tables/", {"file": (io.BytesIO(content), name)})
    return client, answer


def form_of(page):
    """What the browser would send: every field as the page proposes it."""
    given = {}
    for name, body in re.findall(r'<select id="[^"]*" name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        given[name] = chosen[1] if chosen else re.search(r'<option value="([^"]*)"', body)[1]
    given |= dict(re.findall(r'<input id="(s\d+-header)" name="[^"]*" value="([^"]*)"', page))
    given |= dict.fromkeys(re.findall(r'type="checkbox" name="([^"]+)" value="yes" checked', page), "yes")
    return given


def ordered(portal, client, address, **said):
    page = client.get(address).text
    with portal.store.writing() as session:
        case = ensure_case(session, portal.viewers["dakar"], CaseDraft("DKR-1", "Les passeurs"))
    stated = {
        "case": case,
        "subject_category": "suspect",
        "suspicion_note": "named by two witnesses",
        "legal_basis": "art. 32",
    }
    return portal.post(client, address, form_of(page) | stated | {"do": "order"} | said)


def carried(portal, content, **said):
    client, answer = sent(portal, content)
    went = ordered(portal, client, answer.location, **said)
    assert went.status_code == 303, re.findall(r"field-error.*", went.text)
    carrying.carry_due(portal.store)
    return client, answer.location


def test_a_messy_workbook_is_looked_at_before_anything_is_made(portal):
    client, answer = sent(portal, messy())
    page = client.get(answer.location).text
    assert "4 rows come in, 1 have to be mended first." in page
    assert "مودو فيكتا" in page and "Modou Ficta" in page and "1985-03-12" in page
    given = form_of(page)
    assert [given[f"s0-c{n}"] for n in range(4)] == ["family", "given", "birth", "phone"]
    assert [given[f"s1-c{n}"] for n in range(3)] == ["name", "birth", "phone"]
    assert (given["s2-c0"], given["s2-kind"]) == ("plate", "vehicle")
    with portal.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 0


def test_it_comes_in_and_what_was_refused_comes_back_to_be_mended(portal):
    client, address = carried(portal, messy())
    page = client.get(address).text
    assert "4 new" in page and "1 not brought in" in page
    with portal.store.reading() as session:
        values = session.scalars(select(IdentifierRow.value)).all()
        assert {"+220 312 34 56", "+220 312 34 57", "221775551236"} <= set(values)
    book = client.get(f"{address}/refused")
    sheet = load_workbook(io.BytesIO(book.data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("Nom", "Prénom", "Né le") and rows[0][-1] == "What to mend"
    assert rows[1][0] == "Mytha" and "Né le" in rows[1][-1]
    sheet["C2"] = "28/02/1990"
    mended = io.BytesIO()
    sheet.parent.save(mended)
    assert read_table(mended.getvalue())[0].rows[1][3] == "+221 77 555 12 35", "the guard of formulas is taken off"
    client, address = carried(portal, mended.getvalue())
    assert "1 new" in client.get(address).text


def test_all_of_it_is_taken_back(portal):
    client, address = carried(portal, messy())
    assert portal.post(client, f"{address}/undo", {"reason": ""}, address).status_code == 422
    portal.post(client, f"{address}/undo", {"reason": "the wrong file was sent"}, address)
    carrying.carry_due(portal.store)
    assert "4 taken back" in client.get(address).text
    with portal.store.reading() as session:
        assert set(session.scalars(select(Record.state))) == {"withdrawn"}
        reasons = session.scalars(select(Audit.reason).where(Audit.subject_kind == "import")).all()
        assert "the wrong file was sent" in reasons


def test_as_watches(portal):
    client, address = carried(portal, messy(), **{"as": "watches"})
    assert "new" in client.get(address).text
    with portal.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Watch)) >= 2


def test_what_is_missing_is_asked_and_nothing_typed_is_lost(portal):
    client, answer = sent(portal, messy())
    refused = ordered(portal, client, answer.location, subject_category="", suspicion_note="seen at the port")
    assert refused.status_code == 422 and "State what this person is in the case" in refused.text
    assert "seen at the port" in refused.text
    with portal.store.reading() as session:
        assert session.scalars(select(TableImport.ordered_at)).all() == [None]


def test_duplicates_are_shown(portal):
    content = messy()
    carried(portal, content)
    client, answer = sent(portal, content)
    page = client.get(answer.location).text
    assert "The same file came in before" in page
    assert "4 say what another row, or a record of yours, says already." in page


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600])
def test_what_is_no_table_is_refused_with_a_sentence(portal, content):
    _client, answer = sent(portal, content)
    assert answer.status_code == 422 and 'id="file-error"' in answer.text


def test_another_units_table_is_not_there(portal):
    client, answer = sent(portal, messy())
    other = portal.as_("banjul", "en")
    for address in (answer.location, f"{answer.location}/refused", "/tables/" + "0" * 32):
        assert other.get(address).status_code == 404
    assert "liste.xlsx" not in other.get("/tables/").text and "liste.xlsx" in client.get("/tables/").text


def test_a_table_of_departures_is_shown_as_events_with_places_that_no_map_has(portal):
    lines = ["Date;Lieu de départ;Embarcation;Nombre", "02/09/2026;Mbour;pirogue;80", "03/09/2026;Ici;pirogue;75"]
    client, answer = sent(portal, "\n".join(lines).encode(), "departs.csv")
    page = client.get(answer.location).text
    assert form_of(page)["s0-kind"] == "event" and form_of(page)["s0-c3"] == "people"
    words = text_of(page)
    assert "2 September 2026" in words and "Departed from Mbour · pirogue · 80" in words
    assert "Not on the map" in words and "nearby as well: Ici" in words
