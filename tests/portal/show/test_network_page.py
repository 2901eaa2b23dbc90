"""A network on one page of paper: whose copy it is and why, what is drawn, every link; nothing is read as markup."""

from dataclasses import replace

import pytest
from flask_babel import force_locale

from casefile.exchange.networks.graph import NODE_FIELDS, NUMBER_ROLE, Edge, Network, Node
from portal.show.document import network as paper
from portal.show.document.network import network_page, network_pdf
from portal.translations import LANGUAGES
from tests.portal.show.test_case_sheet import MARKUP, SHEET, plain


def node(id, kind, label="", **said):
    return Node(id, label or id, dict.fromkeys(NODE_FIELDS, "") | {"kind": kind} | said, is_number=id.startswith("#"))


NODES = (
    node("a", "person", MARKUP, handling="H3", handling_text="pas au tribunal", protection="minor"),
    node("b", "person", "مامادو ديالو", handling="H1"), node("c", "vessel", "Yaye Awa"), node("d", "place", "Mbour"),
    node("#1", "phone", "+221771234567"),
)  # fmt: skip
EDGES = (
    Edge("a", "c", {"role": "owner", "note": "dit le port"}), Edge("a", "#1", {"role": NUMBER_ROLE, "note": ""}),
    Edge("b", "#1", {"role": NUMBER_ROLE, "note": ""}),
)  # fmt: skip
NETWORK = Network("ab" * 16, "2026-03-04", NODES, EDGES, ("H1", "H3"))


@pytest.fixture
def page(portal):
    def made(network=NETWORK, sheet=SHEET, language="en"):
        with portal.app.app_context(), force_locale(language):
            return network_page(network, sheet, "DKR-1 · Pirogue")

    return made


def test_the_copy_says_whose_it_is_why_and_how_to_handle_it(page):
    said = {label: plain(value) for label, value in page().facts}
    assert said["Why"] == "demandé par le parquet" and said["Content hash"] == "f" * 64
    assert said["Made on"] == "4 Mar 2026, 09:30 UTC" and said["Network"] == "5 things · 3 links"
    assert "H1" in said["Handling"] and "H3" in said["Handling"] and "pas au tribunal" in said["Handling"]
    assert "Awa Ndiaye" in page().watermark and "4 Mar 2026" in plain(page().footer)


def test_every_link_stands_in_the_table_and_what_has_none_too(page):
    rows = [tuple(map(plain, row)) for row in page().rows]
    assert rows == [
        (f"{MARKUP} (Person, Protected)", "Owner: dit le port", "Yaye Awa (Vessel)"),
        (f"{MARKUP} (Person, Protected)", "has this number", "+221771234567 (Phone number, shared by 2)"),
        ("مامادو ديالو (Person)", "has this number", "+221771234567 (Phone number, shared by 2)"),
        ("Mbour (Place)", "no link", ""),
    ]


def test_the_drawing_holds_nothing_of_the_data_and_is_mirrored_in_arabic(page):
    assert "<b>" not in page().svg and page().svg.count("<path transform") == 4
    assert all(0 <= label.x <= page().width and 0 < label.y <= page().height for label in page().labels)
    latin, arabic = ({plain(one.text): one.x for one in page(language=of).labels} for of in ("en", "ar"))
    assert latin["Yaye Awa"] == page().width - arabic["Yaye Awa"]


def test_what_does_not_fit_is_said(page, monkeypatch):
    many = tuple(Edge("a", "c", {"role": "owner", "note": str(at)}) for at in range(30))
    assert page().paper == "a4" and page(replace(NETWORK, edges=many)).paper == "a3"
    monkeypatch.setattr(paper, "MOST_ROWS", 2)
    monkeypatch.setattr("portal.show.drawn.picture.MOST", 3)
    short = page(sheet=replace(SHEET, left_out=2))
    assert len(short.rows) == 2 and short.notes == (
        "The 3 with the most links are drawn; 1 more is in the table.",
        "Only the first 2 of 4 rows stand here. The others leave in another format.",
        "2 records are left out: they are disputed, expired or withdrawn.",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_made_in_each_language_the_same_each_time_and_without_a_drawing(portal, language):
    with portal.app.app_context():
        one, two = (network_pdf(NETWORK, SHEET, MARKUP, language) for _ in range(2))
        alone = network_pdf(replace(NETWORK, edges=()), SHEET, MARKUP, language)
    assert one == two and one.startswith(b"%PDF-") and alone.startswith(b"%PDF-") and b"/Count 1" in one
