"""What is read of the invented reports, kept from falling: the half that nobody tuned the reader on, and the other."""

import pytest

from casefile import limits
from casefile.narrative import read_narrative
from casefile.subjects.cleaning import MAX_NARRATIVE
from tests.casefile.narrative.measure import Scores, measure, reports
from tests.corpus.reports import make, things

FLOORS = {
    # of each kind: least recall, least precision; by half, one or two points below what was measured
    "tune": {"name": (0.98, 0.92), "birth": (0.98, 0.98), "sex": (0.97, 0.97), "nationality": (0.97, 0.97),
             "number": (0.99, 0.91), "number of its person": (0.97, 0.92), "nickname": (0.94, 0.97),
             "passport lines": (1.0, 1.0)},
    "check": {"name": (0.97, 0.79), "birth": (0.96, 0.98), "sex": (0.94, 0.97), "nationality": (0.97, 0.97),
              "number": (0.99, 0.91), "number of its person": (0.97, 0.92), "nickname": (0.94, 0.97),
              "passport lines": (1.0, 1.0)},
}  # fmt: skip
MOST_FALSE = {"tune": 4, "check": 11}
"""Mentions of nobody in 1,000 words."""


FLOORS_OF_THINGS = {
    "tune": {"number of a form without a name": (0.99, 0.99), "boat": (0.98, 0.98)},
    "check": {"number of a form without a name": (0.97, 0.98), "boat": (0.98, 0.96)},
}


@pytest.fixture(scope="module", params=["tune", "check"])
def measured(request: pytest.FixtureRequest) -> tuple[str, Scores]:
    return request.param, measure(reports(request.param, "persons"))


@pytest.mark.parametrize("half", ["tune", "check"])
def test_numbers_and_boats_are_read_as_often_and_as_rightly_as_they_were(half: str) -> None:
    scores = measure(reports(half, "things"))
    for kind, (recall, precision) in FLOORS_OF_THINGS[half].items():
        one = scores.kinds[kind]
        assert (one.recall >= recall, one.precision >= precision) == (True, True), (kind, one, scores.misses)


def test_the_set_is_as_large_and_as_various_as_it_says() -> None:
    every = reports()
    assert len(every) >= 400
    assert len({r.layout for r in every}) >= 30
    assert {r.lang for r in every} == set(make.LANGS)
    assert {r.half for r in every} == set(make.HALVES)


def test_each_kind_of_thing_is_read_as_often_and_as_rightly_as_it_was(measured: tuple[str, Scores]) -> None:
    half, scores = measured
    below = {
        kind: (round(scores.kinds[kind].recall, 3), round(scores.kinds[kind].precision, 3))
        for kind, (recall, precision) in FLOORS[half].items()
        if scores.kinds[kind].recall < recall or scores.kinds[kind].precision < precision
    }
    assert below == {}, scores.misses


def test_little_is_read_that_names_nobody(measured: tuple[str, Scores]) -> None:
    half, scores = measured
    assert scores.false_in_1000 <= MOST_FALSE[half], scores.false_mentions.most_common(20)


def test_what_is_made_is_the_same_every_time() -> None:
    assert list(make.made()) == list(make.made())
    assert list(things.made()) == list(things.made())


def test_the_form_takes_no_more_than_the_reader_reads() -> None:
    assert MAX_NARRATIVE == limits.NARRATIVE < limits.READ
    end = "Le recruteur Zoumana Kamarate né en 1979 a été vu."
    text = "Le Brigadier Moussa Faye a vu Ibrahima Ndour à Mbour. " * 4_000
    text = "Compte rendu\n" + text[: limits.NARRATIVE - len(end)] + end
    met = read_narrative(text, "SN")
    assert {"Zoumana Kamarate"} <= {m.name for m in met.persons}
    assert (met.unread_names, met.unread_numbers, met.unread_characters) == (0, False, 0)


def test_what_lies_beyond_is_said() -> None:
    met = read_narrative("x " * limits.READ, "SN")
    assert met.unread_characters == limits.READ
