"""Where a long address may end a line: after its marks; nothing is added to it, and what is short stays whole."""

import html

import pytest

from casefile.policy.protection import MASK
from portal.show.breaking import END, FOUND, breaking, is_address
from portal.show.filters import code, highlighted, value

PAGE = "https://facebook.com/aissatou.ba.banjul"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (PAGE, ["https://", "facebook.", "com/", "aissatou.", "ba.", "banjul"]),
        ("aissatou_ba-banjul@courriel.example", ["aissatou_", "ba-", "banjul@", "courriel.", "example"]),
        ("https://t.me/+Ab3_x?start=ba&to=2", ["https://", "t.", "me/+Ab3_", "x?", "start=", "ba&", "to=", "2"]),
        ("https://x.example/%D8%B9%D8%A7", ["https://", "x.", "example/", "%D8", "%B9", "%D8", "%A7"]),
        ("https://facebook.com/عائشة.با", ["https://", "facebook.", "com/", "عائشة.", "با"]),
        ("À Kayar : aissatou.ba.banjul@x.example.", ["À Kayar : aissatou.", "ba.", "banjul@", "x.", "example."]),
    ],
)
def test_a_long_address_may_end_a_line_after_its_marks(text, parts):
    assert [html.unescape(part) for part in str(breaking(text)).split("<wbr>")] == parts
    assert "".join(parts) == text, "nothing is added"


@pytest.mark.parametrize(
    "text", ["+220 301 42 17", "DK-4521-BQ", "DKR-2026-0069", "@aissatou", "a" * 40, "Jean-Baptiste Ndiaye-Diop", ""]
)
def test_what_is_short_or_has_no_mark_stays_as_it_is(text):
    assert breaking(text) == text and "<wbr>" not in code(text) + value(text)


def test_what_is_written_in_a_value_is_never_markup():
    shown = value("https://x.example/<script>alert(1)</script>&amp;a=b")
    assert "<script" not in shown and "&lt;script&gt;" in shown and "&amp;amp;" in shown


def test_an_address_reads_from_left_to_right_in_any_language():
    for address in (PAGE, "عائشة@courriel.example", "facebook.com/عائشة", "@aissatou"):
        assert is_address(address) and value(address).startswith('<bdi dir="ltr">')
        assert code(address).startswith('<bdi dir="ltr" class="code">')
    for words in ("Aissatou Ba", "عائشة با", f"vue sur {PAGE}", "S.A.R.L.", "12/09/2026", MASK):
        assert not is_address(words) and 'dir="ltr"' not in value(words)


def test_what_was_found_in_an_address_stays_marked():
    shown = highlighted(f"https://facebook.com/{FOUND}aissatou{END}.ba.{FOUND}banjul{END}")
    assert shown == (
        "https://<wbr>facebook.<wbr>com/<wbr><mark>aissatou</mark>.<wbr>ba.<wbr><mark>banjul</mark>"
    )  # fmt: skip


def test_a_masked_value_stays_masked(portal):
    with portal.app.test_request_context():
        assert "<wbr>" not in value(MASK) and MASK in code(MASK)
