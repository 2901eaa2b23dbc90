"""Why a record was found, in words: every rule and every way has its sentence, and both spellings are shown."""

import pytest

from indexer.search import agreements as rules
from indexer.search.agreements import STEPS, Agreement, Way, Where
from portal.show import search_why

ENGLISH = {"Accept-Language": "en"}


def test_every_rule_and_every_way_has_words():
    assert set(STEPS) <= set(search_why.RULES)
    assert set(search_why.WAY_WORDS) == set(Way)


@pytest.mark.parametrize(
    ("agreement", "said"),
    [
        (Agreement("Modou", "مامادو", "known as one name", Where.NAME, 0.97, 0), "Known as one name"),
        (Agreement("Jallow", "Dialo", "same sound", Where.TEXT, 0.97, 0), "Same sound, in the text"),
        (Agreement("plage", "plage", rules.IN_TEXT, Where.TEXT, 1.0, 0), "In the text"),
        (Agreement("Joal", "Joal", rules.IN_TEXT, Where.PLACE, 1.0, 0), "as a place"),
        (Agreement("départ", "départ", rules.IN_TEXT, Where.TITLE, 1.0, 0), "in the title"),
        (Agreement("VA 453", "VA453AB", rules.PART_OF_NUMBER, Where.NUMBER, 0.8, 0), "A part of the number"),
    ],
)
def test_a_rule_is_said_with_the_place_where_the_word_stands(portal, agreement, said):
    with portal.app.test_request_context(headers=ENGLISH):
        assert search_why.rule_words(agreement) == said


def test_on_one_line_both_spellings_stand_with_the_rule():
    found = (
        Agreement("Modou", "مامادو", "known as one name", Where.NAME, 0.97, 0),
        Agreement("Jallow", "ديالو", "same sound", Where.NAME, 0.98, 6),
    )
    said = search_why.stated_plainly(found, ["samedi"])
    assert said == "Modou ↔ مامادو: known as one name; Jallow ↔ ديالو: same sound; samedi: not there"
