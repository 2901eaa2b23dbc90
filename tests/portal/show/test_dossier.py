"""The dossier as people read it: the same content, the same bytes; Arabic from the right; nothing is markup."""

import re
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casefile.evidence.contents import (
    CustodyLine,
    DecisionLine,
    Dossier,
    Order,
    ShownField,
    Side,
    ThreadLine,
    Versions,
    Weight,
)
from casefile.policy.contact.dossier import Shown
from casefile.subjects.fields import Field
from casefile.vocabulary import ContactAct, Handling, HitState, Judgement, NameKind, Part
from portal.show.document import pdf
from portal.show.document.parts import Document, Paragraph
from portal.show.dossier import readable

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
MARKUP = '<b>#import "x" $y$ *z* \\ </b>'


def dossier(**changes):
    name = ShownField(Field(Part.NAME, 0, MARKUP, NameKind.MAIN), Handling.H2)
    record = Side("record", "Brigade de Dakar", "SN", whole=False, fields=(name,), withheld=2)
    watch = Side("watch", "Banjul Serious Crime Unit", "GM", whole=False, fields=())
    made = Dossier(
        order=Order("D-7KQ2M4PX", AT, "Brigade de Dakar", "dakar", "demandé par le parquet"), hit_id="f" * 32,
        state=HitState.DISCLOSED, view="unit", detected_at=AT, score=None, grade="", pointer_reference="7KQ2M4PX",
        sides=(record, watch),
        weights=(
            Weight("name", Shown.WHOLE, "names_agree", "The names agree", "Modou Jallow", MARKUP, 9.5),
            Weight("birth", Shown.OWN, wanted="1984"),
        ),
        decisions=(DecisionLine(AT, Judgement.SAME, "coordinator", "same paper", HitState.POINTER_SENT),),
        thread=(ThreadLine(AT, "", "", ContactAct.CALLED, "", "", ""),),
        custody=(CustodyLine(1, AT, "collection", "record", "Brigade de Dakar", "dakar"),),
        versions=Versions("2026-11-25.1", "2026-11-25.1", "0.1.0", "a" * 64, "b" * 64, None),
    )  # fmt: skip
    return replace(made, **changes)


@pytest.fixture
def made(portal):
    def in_language(language, **changes):
        with portal.app.app_context():
            return readable(dossier(**changes), language)

    return in_language


@pytest.mark.parametrize(
    ("language", "direction", "said"),
    [("fr", "ltr", "4 mars 2026"), ("en", "ltr", "4 Mar 2026"), ("ar", "rtl", "4 مارس 2026")],
)
def test_each_language_has_its_words_and_its_direction(made, language, direction, said):
    page = made(language)["dossier.html"].decode()
    assert f'<html lang="{language}" dir="{direction}">' in page and f"{said}, 09:30 UTC" in page
    assert ("Why this matched" in page) is (language == "en")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_same_dossier_gives_the_same_bytes(made, language):
    assert made(language) == made(language)


def test_what_stands_in_the_data_is_never_markup(made):
    page = made("en")["dossier.html"].decode()
    assert "<b>" not in page and "&lt;b&gt;#import" in page
    assert made("en")["dossier.pdf"].startswith(b"%PDF-")


def test_values_left_out_are_counted_and_said(made):
    assert "2 values are left out" in made("en")["dossier.html"].decode()
    assert (
        "left out"
        not in made("en", sides=tuple(replace(s, withheld=0) for s in dossier().sides))["dossier.html"].decode()
    )


def test_the_pages_need_nothing_from_anywhere(made):
    page = made("fr")["dossier.html"].decode()
    assert not re.findall(r'(?:src|href)="|url\(|@import', page)


def test_without_the_font_there_is_a_page_and_no_pdf(made, monkeypatch):
    monkeypatch.setattr(pdf, "FONTS", Path("/nowhere"))
    assert set(made("ar")) == {"dossier.html", "LISEZMOI.txt"}


def test_arabic_letters_are_joined(made):
    """One letter three times over needs three of the font's forms (first, middle, last); a Latin one needs one."""

    def size(text):
        document = Document("t", "", "ar", "rtl", "", "", (Paragraph(text),))
        return len(pdf.as_pdf(asdict(document), 0))

    assert size("\u0641" * 3) - size("\u0641") > 2 * abs(size("a" * 3) - size("a")) + 100
