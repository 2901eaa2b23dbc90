"""What comparison calls one company, boat or institution, a watch's keys reach; and it asks for few."""

from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.matching import weights
from casefile.names.entities import compare_entities, read_entity
from casefile.names.entities.keys import query_words, record_words
from tests.casefile.names.test_entities import NOT_ONE, ONE

RARE = "Nantagora Bellavista Korrigan Ostrander Volgadon Teranga Lumenor Zambrano Qaddouri النصراوي Северомор".split()
TRADE = "Transport Fishing Trading Bank International Group Pêche Logistics Foundation مؤسسة بنك".split()
FORMS = ["", "SARL", "Ltd", "GIE", "ООО", "S.A.", "ذ.م.م"]


def meet(record: str, watch: str) -> bool:
    return not set(record_words(read_entity(record))).isdisjoint(query_words(read_entity(watch)))


@pytest.mark.parametrize(("left", "right", "schema", "why"), ONE)
def test_what_is_one_meets_whichever_side_watches(left: str, right: str, schema: str, why: str) -> None:
    assert meet(left, right) and meet(right, left), why


def written(draw: st.DrawFn, own: list[str], trade: list[str]) -> str:
    """One way of writing a name: with or without its trade, its form, a space, an accent."""
    kept = [word for word in trade if draw(st.booleans())]
    words = [*own, *kept, draw(st.sampled_from(FORMS))]
    text = " ".join(word for word in words if word)
    return draw(st.sampled_from([text, text.upper(), text.replace(" ", "-"), text.replace("a", "á")]))


@st.composite
def two_ways(draw: st.DrawFn) -> tuple[str, str]:
    own = draw(st.lists(st.sampled_from(RARE), min_size=1, max_size=2, unique=True))
    trade = draw(st.lists(st.sampled_from(TRADE), max_size=2, unique=True))
    return written(draw, own, trade), written(draw, own, trade)


@settings(deadline=None)
@given(two_ways())
def test_accepted_means_met(pair: tuple[str, str]) -> None:
    left, right = pair
    if compare_entities(left, right, "Company").same:
        assert meet(left, right) and meet(right, left)


@pytest.mark.parametrize(("one", "slipped"), [
    ("Trafalgar Korrigan", "Trafalgar Korigan"), ("Korrigander", "Korrigamder"), ("Severomorsk", "Sevromorsk"),
])  # fmt: skip
def test_one_wrong_letter_in_a_rare_word_is_undone(one: str, slipped: str) -> None:
    assert compare_entities(one, slipped, "Company").same
    assert meet(one, slipped) and meet(slipped, one)


def test_a_watch_asks_for_few() -> None:
    asked = [len(query_words(read_entity(name))) for row in (*ONE, *NOT_ONE) for name in row[:2]]
    assert median(asked) <= 6
    assert max(asked) <= 20


def test_words_of_the_trade_alone_bring_nobody_together() -> None:
    assert not meet("Bellavista Import Export GIE", "Nantagora Import Export GIE")
    assert not meet("Bellavista Transport International", "Nantagora Transport International")


def test_two_common_words_are_possible_and_two_rare_ones_a_hit() -> None:
    from casefile.matching.entity_evidence import entity_evidence
    from casefile.matching.prepared import PreparedName
    from casefile.names import analyze

    def bits(left: str, right: str, kind: str) -> float:
        one, other = PreparedName(analyze(left)), PreparedName(analyze(right))
        found = entity_evidence(kind, [one], [other], in_text=False)
        return found[0].bits if found else 0.0

    assert weights.POSSIBLE_BITS <= bits("Yaye Fatou", "Pirogue Yaye Fatou", "vessel") < weights.HIT_BITS
    assert bits("Nantagora Bellavista SARL", "Nantagora Bellavista", "organisation") >= weights.HIT_BITS
    assert bits("Serigne Touba 3", "Serigne Touba 4", "vessel") == 0.0
    assert bits("Ecomar Mali", "Ecomar Sénégal", "organisation") == 0.0
