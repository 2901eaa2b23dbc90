"""Indicators of trafficking as a table, and when they raise a review. Pure.

Source: docs/sources/law.md, "Victims and children": the operational indicators of the ILO and the European Commission
(2009), whose six parts and three weights these follow in our own words, a choice of those that an officer can ask about
in a first interview. Their test finds a part of trafficking proven, and wants more than one strong indicator in it;
ours finds nothing proven. It only asks a protection officer to look, so one strong indicator is enough: a look too
many costs minutes, a victim taken for a suspect costs the victim.
"""

from collections.abc import Collection, Mapping
from enum import IntEnum
from typing import NamedTuple

from casefile.errors import BadInput
from casefile.vocabulary import Indicator, IndicatorGroup


class Weight(IntEnum):
    """How much an indicator says. The figures are ours: two medium make a strong one, two weak a medium one."""

    WEAK = 1
    MEDIUM = 2
    STRONG = 4


ENOUGH = Weight.STRONG
"""One strong; two medium; one medium and two weak; four weak."""


class Speaks(NamedTuple):
    """Of which part of trafficking an indicator speaks, and how strongly."""

    group: IndicatorGroup
    weight: Weight


_I, _G, _W = Indicator, IndicatorGroup, Weight
TABLE: Mapping[Indicator, Speaks] = {
    _I.WORK_LIED_ABOUT: Speaks(_G.DECEIVED, _W.STRONG),
    _I.TERMS_LIED_ABOUT: Speaks(_G.DECEIVED, _W.MEDIUM),
    _I.JOURNEY_LIED_ABOUT: Speaks(_G.DECEIVED, _W.MEDIUM),
    _I.FORCED_TO_LEAVE: Speaks(_G.FORCED_THERE, _W.STRONG),
    _I.HANDED_OVER: Speaks(_G.FORCED_THERE, _W.MEDIUM),
    _I.DEBT_FOR_JOURNEY: Speaks(_G.FORCED_THERE, _W.MEDIUM),
    _I.HELD_ON_WAY: Speaks(_G.FORCED_THERE, _W.MEDIUM),
    _I.FAMILY_THREATENED: Speaks(_G.FORCED_THERE, _W.MEDIUM),
    _I.HARDSHIP_USED: Speaks(_G.NEED_USED, _W.MEDIUM),
    _I.STATUS_USED: Speaks(_G.NEED_USED, _W.MEDIUM),
    _I.BELIEF_USED: Speaks(_G.NEED_USED, _W.WEAK),
    _I.WORK_WITHOUT_END: Speaks(_G.EXPLOITED, _W.STRONG),
    _I.NO_PAY: Speaks(_G.EXPLOITED, _W.MEDIUM),
    _I.DANGEROUS_WORK: Speaks(_G.EXPLOITED, _W.MEDIUM),
    _I.BAD_LODGING: Speaks(_G.EXPLOITED, _W.MEDIUM),
    _I.EARNINGS_TAKEN: Speaks(_G.EXPLOITED, _W.MEDIUM),
    _I.PAPERS_TAKEN: Speaks(_G.CONTROLLED, _W.STRONG),
    _I.LOCKED_IN: Speaks(_G.CONTROLLED, _W.STRONG),
    _I.BEATEN: Speaks(_G.CONTROLLED, _W.STRONG),
    _I.DEBT_KEPT_UP: Speaks(_G.CONTROLLED, _W.STRONG),
    _I.FORCED_ACTS: Speaks(_G.CONTROLLED, _W.MEDIUM),
    _I.DENUNCIATION_THREATENED: Speaks(_G.CONTROLLED, _W.MEDIUM),
    _I.SPOKEN_FOR: Speaks(_G.CONTROLLED, _W.WEAK),
    _I.DEPENDS_ON_THEM: Speaks(_G.DEPENDENT, _W.MEDIUM),
    _I.KNOWS_NOT_WHERE: Speaks(_G.DEPENDENT, _W.WEAK),
}
"""In the order of the page: how it began, the way, the work, what holds the person."""


def raises_review(ticked: Collection[Indicator], *, may_be_child: bool) -> bool:
    """Whether the protection desk has to look at the person of whom these were ticked.

    Of a child a single one is enough: no means are needed (Palermo Protocol, Art. 3 (c)).
    """
    weight = sum(TABLE[one].weight for one in set(ticked))
    return weight >= (Weight.WEAK if may_be_child else ENOUGH)


def stated_indicators(ticked: Collection[str]) -> tuple[Indicator, ...]:
    """The indicators of these words, each once and in the order of the table. Raises BadInput for any other word."""
    if not set(ticked) <= set(Indicator):
        raise BadInput("Choose from the list.", field="indicators")
    return tuple(one for one in TABLE if one.value in ticked)
