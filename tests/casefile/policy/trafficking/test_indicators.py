"""When the protection desk looks by itself, and who is a victim of trafficking, as tables."""

import pytest

from casefile.errors import BadInput
from casefile.policy.cases.offences import NO_OFFENCES, Offences
from casefile.policy.trafficking.indicators import TABLE, Weight, raises_review, stated_indicators
from casefile.policy.trafficking.victims import is_trafficked
from casefile.vocabulary import Indicator, IndicatorGroup, OffenceKind, RecordKind, SubjectCategory
from portal.show.labels import WORDS

STRONG, MEDIUM, WEAK = (
    [one for one, speaks in TABLE.items() if speaks.weight is weight] for weight in reversed(Weight)
)
TRAFFICKING, DRUGS = Offences((OffenceKind.TRAFFICKING,)), Offences((OffenceKind.DRUGS,))
VICTIM, WITNESS = SubjectCategory.VICTIM, SubjectCategory.WITNESS


def test_the_table_has_every_indicator_every_part_and_its_words():
    assert set(TABLE) == set(Indicator) and {one.group for one in TABLE.values()} == set(IndicatorGroup)
    assert len(STRONG) > 3 and len(MEDIUM) > 3 and len(WEAK) > 2
    assert len({str(WORDS[Indicator][one]) for one in Indicator}) == len(Indicator)


@pytest.mark.parametrize(
    ("ticked", "grown", "child"),
    [
        ([], False, False),
        (WEAK[:1], False, True),
        (WEAK[:3], False, True),
        (MEDIUM[:1], False, True),
        ([*MEDIUM[:1], WEAK[0]], False, True),
        ([*MEDIUM[:1], *WEAK[:2]], True, True),
        (MEDIUM[:2], True, True),
        (MEDIUM[:1] * 2, False, True),
        (STRONG[:1], True, True),
    ],
)
def test_one_strong_or_two_medium_raise_a_review_and_of_a_child_any(ticked, grown, child):
    assert raises_review(ticked, may_be_child=False) is grown
    assert raises_review(ticked, may_be_child=True) is child


def test_words_come_once_in_the_order_of_the_table_and_no_others():
    assert stated_indicators(["beaten", "work_lied_about", "beaten"]) == (Indicator.WORK_LIED_ABOUT, Indicator.BEATEN)
    with pytest.raises(BadInput):
        stated_indicators(["beaten", "tired"])


@pytest.mark.parametrize(
    ("kind", "category", "about", "victim_in", "found"),
    [
        (RecordKind.PERSON, VICTIM, TRAFFICKING, [], True),
        (RecordKind.PERSON, VICTIM, DRUGS, [], False),
        (RecordKind.PERSON, WITNESS, TRAFFICKING, [], False),
        (RecordKind.PERSON, WITNESS, NO_OFFENCES, [TRAFFICKING], True),
        (RecordKind.PERSON, WITNESS, TRAFFICKING, [DRUGS], True),
        (RecordKind.PERSON, WITNESS, DRUGS, [DRUGS], False),
        (RecordKind.REPORT, VICTIM, TRAFFICKING, [], False),
    ],
)
def test_a_victim_of_trafficking_is_known_by_category_or_part(kind, category, about, victim_in, found):
    assert is_trafficked(kind, category, about, victim_in) is found
