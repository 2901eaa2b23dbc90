"""A case on paper: all that identifies the copy, bounded aloud, in five languages; nothing of the data is markup."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask_babel import force_locale

from casefile.exchange.outgoing.given import Given, Joined, Shared, Source
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import DateKind, Handling, IdentifierKind, NameKind, RecordKind
from portal.show.document import case as sheet_of
from portal.show.document.case import Sheet, case_document, case_pdf
from portal.show.document.parts import Facts, Heading, Paragraph, TableOf
from portal.translations import LANGUAGES

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
SHEET = Sheet("Awa Ndiaye", "Brigade de Dakar", AT, "demandé par le parquet", "f" * 64)
SOURCE = Source("SN-DKR", "Brigade de Dakar")
MARKUP = '<b>#import "x" $y$ *z* \\ </b>'
PERSON = Identity(
    RecordKind.PERSON, names=(Name(MARKUP), Name("مامادو ديالو", NameKind.ALIAS, "ar")),
    identifiers=(Identifier(IdentifierKind.PHONE, "+221 77 123 45 67", "SN"),),
    dates=(PartialDate(DateKind.BIRTH, "1984-03-12"),), narrative="Vu au port.",
)  # fmt: skip


def given(at=0, kind=RecordKind.PERSON):
    identity = replace(PERSON, kind=kind)
    said = {"category": "suspect", "source_grade": "B", "info_grade": "2", "protection": "minor", "ground": "nommé"}
    return Given(f"{at:032x}", SOURCE, identity, AT, AT, ((Handling.H3, "pas au tribunal"),), said=said)


def shared(*records, links=()):
    return Shared("ab" * 16, SOURCE, "c" * 32, "DKR-1", "Pirogue", records, links)


@pytest.fixture
def made(portal):
    def document(what, sheet=SHEET, language="en"):
        with portal.app.app_context(), force_locale(language):
            return case_document(what, sheet)

    return document


def plain(text):
    return re.sub("[\u2066-\u2069]", "", text)


def rows(document, at=0):
    return {label: plain(said) for label, said in [b for b in document.blocks if isinstance(b, Facts)][at].rows}


def test_the_copy_says_whose_it_is_why_and_of_what(made):
    document = made(shared(given()))
    said = rows(document)
    assert said["Why"] == "demandé par le parquet" and said["Content hash"] == "f" * 64
    assert said["Reference"] == "ab" * 16 and said["Made on"] == "4 Mar 2026, 09:30 UTC"
    assert "H3" in said["Handling"] and "pas au tribunal" in said["Handling"]
    assert (
        plain(document.watermark) == "Copy for Brigade de Dakar, Awa Ndiaye" and document.watermark in document.footer
    )


def test_a_record_is_said_whole_and_a_number_never_turns_round(made):
    facts = [b for b in made(shared(given()), language="ar").blocks if isinstance(b, Facts)][1]
    number = next(said for _, said in facts.rows if "77 123" in said)
    assert number.startswith("\u2066+221 77 123 45 67\u2069"), "left to right, whatever follows it"
    said = rows(made(shared(given())), 1)
    assert MARKUP in said.values() and said["Born"] == "12 March 1984" and "Year of birth" not in said
    assert said["Ground of suspicion"] == "nommé" and "H3" in said["Handling"]


def test_links_stand_on_both_sides_and_what_is_cut_is_said(made, monkeypatch):
    monkeypatch.setattr(sheet_of, "MOST_LINKS", 1)
    first, second = given(1), given(2, RecordKind.VESSEL)
    links = [Joined(first.id, second.id, role, "vu", AT) for role in ("driver", "owner")]
    blocks = made(shared(first, second, links=tuple(links))).blocks
    tables = [b for b in blocks if isinstance(b, TableOf)]
    assert [len(b.rows) for b in tables] == [1, 1]
    assert [plain(b.text) for b in blocks if isinstance(b, Paragraph)].count("1 further link.") == 2
    assert "Driver in" in tables[0].rows[0][0] and "has as Driver" in tables[1].rows[0][0]


def test_a_large_case_is_cut_aloud(made, monkeypatch):
    monkeypatch.setattr(sheet_of, "MOST", 2)
    document = made(shared(*map(given, range(5))), replace(SHEET, left_out=2))
    assert sum(isinstance(b, Heading) for b in document.blocks) == 2
    notes = [b.text for b in document.blocks if isinstance(b, Paragraph) and b.tone == "note"]
    assert "first 2 of 5 records" in notes[0] and "2 records are left out" in notes[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_set_and_the_same_case_makes_the_same_bytes(portal, language):
    with portal.app.app_context():
        one, two = (case_pdf(shared(given()), SHEET, language) for _ in range(2))
    assert one.startswith(b"%PDF-") and one == two
