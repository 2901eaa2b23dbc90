"""The page of published lists: an administrator brings a file in, and sees of which date each list is."""

import io
import re
from collections import Counter

import pytest
from sqlalchemy import func, select

from casefile.storage.tables import Audit, Record
from tests.casefile.exchange.sources import made
from tests.casefile.exchange.sources.made import YEARS


def sent(portal, path, kind="un", **ticked):
    given = {"kind": kind, "file": (io.BytesIO(path.read_bytes()), path.name), **ticked} if path else {"kind": kind}
    portal.language = "en"
    client = portal.as_("administrator")
    answer = portal.post(client, "/lists/", given)
    return client.get(answer.location) if answer.status_code == 303 else answer


def of_year(tmp_path, year):
    return made.un(tmp_path / f"{year}.xml", YEARS[year], f"{year}-01-01T00:00:00Z")


def test_a_file_comes_in_and_the_next_says_who_left(portal, tmp_path):
    assert "No list has come in yet" in portal.as_("administrator", "en").get("/lists/").text
    assert "3 read: 3 new" in sent(portal, of_year(tmp_path, 2021)).text
    page = sent(portal, of_year(tmp_path, 2022)).text
    assert "1 no longer listed and withdrawn" in page and "United Nations Security Council" in page
    with portal.store.reading() as session:
        lines = session.scalars(
            select(Audit).where(Audit.action == "administration", Audit.subject_kind == "import")
        ).all()
        assert [line.detail["list"] for line in lines] == ["un", "un"] and all(line.officer_id for line in lines)


def test_an_older_file_is_refused_until_it_is_insisted_on(portal, tmp_path):
    sent(portal, of_year(tmp_path, 2022))
    refused = sent(portal, of_year(tmp_path, 2021))
    assert refused.status_code == 422 and "2021-01-01" in refused.text
    assert sent(portal, of_year(tmp_path, 2021), older="yes").status_code == 200


@pytest.mark.parametrize(("form", "says"), [
    ({"kind": ""}, "Choose the list."),
    ({"kind": "sltd"}, "Choose the list."),
    ({"as_of": "1984"}, "Give the whole date"),
    ({"as_of": "31/02/2024"}, "There is no such day"),
    ({}, "document type or entities"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_came_in(portal, tmp_path, form, says):
    path = tmp_path / "odd.xml"
    path.write_text("<!DOCTYPE x><CONSOLIDATED_LIST/>", "utf-8")
    answer = sent(portal, path, **{"kind": "un", **form})
    assert answer.status_code == 422 and says in answer.text
    with portal.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 0


def test_without_a_file_it_says_so(portal):
    answer = sent(portal, None)
    assert answer.status_code == 422 and "Choose the file" in answer.text


# ---- a unit's own


def own(portal, path, who="dakar", do="bring", **said):
    portal.language = "en"
    client = portal.as_(who)
    given = {"file": (io.BytesIO(path.read_bytes()), path.name), "do": do, **said}
    answer = portal.post(client, "/lists/", given)
    return client.get(answer.location) if answer.status_code == 303 else answer


def papers(tmp_path, count, country="SN"):
    return made.documents(tmp_path / "papers.csv", {str(n): ("", "2020") for n in range(count)}, country)


def records(portal):
    with portal.store.reading() as session:
        return Counter(session.scalars(select(Record.state)))


def test_documents_are_looked_at_then_declared_and_taken_back_by_the_next_file(portal, tmp_path):
    looked = own(portal, papers(tmp_path, 3), do="look", kind="sltd")
    assert "3 new, 0 there already, 0 no longer listed" in looked.text and records(portal) == {}
    assert "3 read: 3 new" in own(portal, papers(tmp_path, 3), kind="sltd").text
    looked = own(portal, papers(tmp_path, 2), do="look", kind="sltd")
    assert "0 new, 2 there already, 1 no longer listed" in looked.text and records(portal) == {"active": 3}
    page = own(portal, papers(tmp_path, 2), kind="sltd").text
    assert "1 no longer listed and withdrawn" in page and "Stolen and lost travel documents" in page
    assert records(portal) == {"active": 2, "withdrawn": 1}
    assert "Stolen and lost" not in table_of(portal.as_("banjul", "en").get("/lists/").text)
    with portal.store.reading() as session:
        lines = session.scalars(select(Audit).where(Audit.action == "collection", Audit.subject_kind == "import"))
        assert {line.officer_id for line in lines if "list" in line.detail} == {portal.dakar.officer_id}


def table_of(page):
    return "".join(re.findall(r"<table.*?</table>", page, re.S))


def test_a_list_of_the_units_own_in_followthemoney(portal, tmp_path):
    first = made.ftm(tmp_path / "ours", made.entity("a", "Bouba Ficta"), made.entity("b", "Awa Mytha"))
    said = {"kind": "list", "list": "Ours", "case": "DKR-L", "subject_category": "suspect"}
    asked = own(portal, first, **said)
    assert asked.status_code == 422 and "Bouba" not in asked.text and records(portal) == {}
    said |= {"suspicion_note": "named by two witnesses", "legal_basis": "art. 32"}
    assert "2 read: 2 new" in own(portal, first, **said).text
    second = made.ftm(tmp_path / "ours", made.entity("a", "Bouba Ficta"))
    looked = own(portal, second, do="look", **said)
    assert "1 no longer listed" in looked.text and '<bdi dir="ltr" class="code">b</bdi>' in looked.text
    assert "1 no longer listed and withdrawn" in own(portal, second, **said).text
    again = own(portal, second, **{**said, "list": ""})
    assert again.status_code == 422 and "Name the list" in again.text
    taken = own(portal, second, **{**said, "list": "Stolen and lost travel documents"})
    assert taken.status_code == 422 and "Another list is called so" in taken.text
    assert "Ours" not in portal.as_("banjul", "en").get("/lists/").text
    assert "Ours" not in portal.as_("administrator", "en").get("/lists/").text


@pytest.mark.parametrize(("who", "kind"), [("dakar", "un"), ("dakar", "interpol-red"), ("administrator", "list")])
def test_each_brings_the_lists_that_are_theirs(portal, tmp_path, who, kind):
    answer = own(portal, of_year(tmp_path, 2021), who, kind=kind)
    assert answer.status_code == 422 and "Choose the list." in answer.text and records(portal) == {}


def test_another_countrys_documents_are_its_own_to_declare(portal, tmp_path):
    for do in ("look", "bring"):
        answer = own(portal, papers(tmp_path, 2, "GM"), do=do, kind="sltd")
        assert answer.status_code == 422 and "issued by GM" in answer.text and records(portal) == {}
