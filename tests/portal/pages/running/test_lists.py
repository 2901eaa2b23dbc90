"""The page of published lists: an administrator brings a file in, and sees of which date each list is."""

import io

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
