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
        ("Awa\u202eeyaidN", "Awa eyaidN"),
        ("A\u200bwa", "A wa"),
        ("a\nb", "a b"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_name_is_one_line_that_turns_nothing(typed, kept):
    assert clean_display_name(typed) == kept


def test_a_name_has_an_end():
    with pytest.raises(BadInput):
        clean_display_name("n" * 201)
