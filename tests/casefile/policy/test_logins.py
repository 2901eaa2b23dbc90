"""A login is of one alphabet: no two look alike, each can stand in an address; a name does not turn the page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.errors import BadInput
from casefile.policy.logins import clean_display_name, clean_login


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("awa", "awa"),
        (" Awa.Ndiaye ", "awa.ndiaye"),
        ("a1", "a1"),
        ("o-b_c.d2", "o-b_c.d2"),
        ("a" * 40, "a" * 40),
    ],
)
def test_a_login_is_kept_in_small_letters(typed, kept):
    assert clean_login(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", "x", "..", "a/b", "banjul/../x", "a..b", "a._b", ".a", "a.", "a-", "1a", "_a", "a b", "a\n", "a\t",
        "\u00a0awa", "a" * 41, "awé", "аwa", "\u212aumba", "ba\u212aary", "ｄakar", "da\u200bkar", "dakar\u202e",
        "%2e%2e", "a@b", "a\0",
    ],
)  # fmt: skip
def test_what_looks_like_another_or_leads_elsewhere_is_refused(typed):
    with pytest.raises(BadInput) as refused:
        clean_login(typed)
    assert refused.value.field == "login"


@given(st.text(max_size=45) | st.from_regex(r"[A-Za-z0-9._-]{1,45}", fullmatch=True))
def test_whatever_is_typed_a_login_that_is_kept_is_plain(typed):
    try:
        login = clean_login(typed)
    except BadInput:
        return
    assert re.fullmatch(r"[a-z][a-z0-9._-]*[a-z0-9]", login) and 2 <= len(login) <= 40
    assert not re.search(r"[._-]{2}", login) and clean_login(login) == login


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Awa  Ndiaye ", "Awa Ndiaye"),
        ("a\nb", "a b"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Brigade de Dakar – 2e section (mer)", "Brigade de Dakar – 2e section (mer)"),
        ("N’Diaye-Ba, Seydou", "N’Diaye-Ba, Seydou"),
        ("Ɓoobo Ŋaari Ñaŋ", "Ɓoobo Ŋaari Ñaŋ"),
        ("e\u0301cole", "école"),
        ("فرقة نواكشوط ٢ / Nouakchott", "فرقة نواكشوط ٢ / Nouakchott"),
        ("مُحَمَّد", "مُحَمَّد"),
        ("ߞߊ߲ߞߊ߲", "ߞߊ߲ߞߊ߲"),
        ("", ""),
    ],
)
def test_a_name_is_one_line_that_turns_nothing(typed, kept):
    assert clean_display_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "Awa\u202eeyaidN", "\u2067Awa\u2069", "Awa\u200f", "A\u200bwa", "Awa\ufeff", "A\u00adwa", "Aw\u200da", "a\x00b",
        "a\ue000", "Аwa", "Awа Ndiaye", "ΑWA", "Αλφα", "Анна", "Ａwa", "𝐀wa", "Awaنواكشوط", "ⲁwa", "Aw\u0430",
    ],
)  # fmt: skip
def test_a_name_that_turns_hides_or_looks_like_another_is_refused(typed):
    with pytest.raises(BadInput) as refused:
        clean_display_name(typed)
    assert refused.value.field == "display_name"


@given(st.text(max_size=30))
def test_whatever_name_is_kept_is_kept_as_it_is(typed):
    try:
        name = clean_display_name(typed)
    except BadInput:
        return
    assert clean_display_name(name) == name and name.isprintable() | bool({*"\u200c\u200d"} & {*name})


def test_a_name_has_an_end():
    with pytest.raises(BadInput):
        clean_display_name("n" * 201)
