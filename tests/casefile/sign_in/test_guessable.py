"""Passwords of the lists that breaches left, and what is made of them, are refused; sentences are taken."""

import pytest

from casefile.errors import BadInput
from casefile.people.passwords import check_password
from casefile.sign_in.guessable import is_guessable

TRIED_FIRST = (
    "passwordpassword1", "qwertyuiopasdfgh", "azertyuiopqsdfghjklm", "123456789012345", "motdepassemotdepasse",
    "iloveyouiloveyou", "Password123456789!", "P@ssw0rdP@ssw0rd", "abcdefghijklmnopqrst", "password password password",
    "griotgriotgriot1", "dakardakardakar2026", "AwaNdiayeAwaNdiaye", "000000000012345678", "letmeinletmein123",
)  # fmt: skip
SENTENCES = (
    "the pirogue leaves at dawn", "quatre mots faciles ici", "trois pirogues bleues à Kayar", "four easy words here",
    "جالو يذهب الى البحر كل يوم", "K7QF-2M9X-4TRB-W3ZC", "a" * 5 + " " + "lonely heron counts the nets" * 8,
)  # fmt: skip


@pytest.mark.parametrize("password", TRIED_FIRST)
def test_what_is_tried_first_is_refused(password):
    assert is_guessable(password, ("dakar", "Awa Ndiaye"))
    with pytest.raises(BadInput) as refused:
        check_password(password, "dakar", "Awa Ndiaye")
    assert refused.value.field == "password"


@pytest.mark.parametrize("password", SENTENCES)
def test_a_sentence_is_taken(password):
    check_password(password[:256], "dakar", "Awa Ndiaye")
