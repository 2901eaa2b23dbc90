"""Pairs of names: compared in words, marked by coordinators, taken out as a file that no spreadsheet runs."""

import csv
import io

import pytest

from tests.network.portal import text_of


@pytest.fixture
def desk(portal):
    client = portal.as_("coordinator")
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def send(portal, desk, left, right, judgement=""):
    return portal.post(desk, "/names/", {"left": left, "right": right, "judgement": judgement})


def test_two_names_are_compared_and_told_in_words(portal, desk):
    page = text_of(send(portal, desk, "Mamadou Diallo", "Diallo Mamadou").text)
    assert "Griot takes them for the same" in page and "of 100" in page, page
    assert "Written alike" in page
    page = text_of(send(portal, desk, "Mamadou Diallo", "Aissatou Ndiaye").text)
    assert "Griot takes them for different" in page


def test_nothing_is_kept_by_comparing(portal, desk):
    send(portal, desk, "Mamadou Diallo", "Modou Jallow")
    assert "No pair has been judged yet" in desk.get("/names/").text


def test_a_judged_pair_is_kept_and_taken_out(portal, desk):
    assert send(portal, desk, "Mamadou Diallo", "مامادو ديالو", "same").status_code == 303
    assert send(portal, desk, "Mamadou Diallo", "Amadou Diallo", "not_same").status_code == 303
    page = desk.get("/names/").text
    assert "مامادو ديالو" in page and "Amadou Diallo" in page
    rows = list(csv.DictReader(io.StringIO(desk.get("/names/labelled.csv").text)))
    assert [(row["left"], row["right"], row["label"]) for row in rows] == [
        ("Mamadou Diallo", "مامادو ديالو", "match"),
        ("Mamadou Diallo", "Amadou Diallo", "different"),
    ]


def test_the_file_can_be_evaluated(portal, desk, tmp_path):
    """`griot names evaluate` reads pairs.csv of this form: the same columns as the shared set."""
    send(portal, desk, "Mamadou Diallo", "Modou Jallow", "same")
    header = desk.get("/names/labelled.csv").text.splitlines()[0]
    assert header.split(",")[:4] == ["id", "left", "right", "label"]


@pytest.mark.parametrize("formula", ["=HYPERLINK(1)", "+cmd", "-2+3 Sow", "@SUM(a)"])
def test_no_cell_is_a_formula(portal, desk, formula):
    send(portal, desk, formula, "Modou", "not_same")
    row = next(csv.DictReader(io.StringIO(desk.get("/names/labelled.csv").text)))
    assert not row["left"].startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("left", "right", "judgement", "field"),
    [("", "Modou", "", "left"), ("Modou", "", "same", "right"), ("123", "Modou", "same", "left"),
     ("x" * 400, "Modou", "same", "left")],
)  # fmt: skip
def test_what_is_no_name_is_refused_at_its_field(portal, desk, left, right, judgement, field):
    answer = send(portal, desk, left, right, judgement)
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text


@pytest.mark.parametrize("login", ["dakar", "auditor", "administrator", "analyst"])
def test_only_coordinators_mark_names(portal, login):
    for path in ("/names/", "/names/labelled.csv"):
        assert portal.as_(login).get(path).status_code == 403


def test_the_names_stand_in_no_audit_line(portal, desk):
    from sqlalchemy import text

    send(portal, desk, "Kanary Diallo", "Kanary Jallow", "same")
    with portal.store.reading() as db:
        assert "Kanary" not in repr(db.execute(text("SELECT * FROM audit")).fetchall())
