"""Which list a hit stands on: what is put to a person, what waits, what is over."""

import pytest

from casefile.policy.network.desk_lists import Standing, judged_together, list_of
from casefile.vocabulary import DeskList, HitState


@pytest.mark.parametrize(
    ("hit", "on"),
    [
        (Standing(HitState.QUEUED, "hit"), DeskList.QUEUE),
        (Standing(HitState.QUEUED, "possible"), DeskList.POSSIBLE),
        (Standing(HitState.QUEUED, "possible", wide=True), DeskList.QUEUE),
        (Standing(HitState.QUEUED, "possible", common_value=True), DeskList.QUEUE),
        (Standing(HitState.IN_REVIEW, "possible"), DeskList.QUEUE),
        (Standing(HitState.UNRESOLVED, "possible"), DeskList.QUEUE),
        (Standing(HitState.ANSWER_DUE, "possible"), DeskList.QUEUE),
        (Standing(HitState.FALSE_MATCH, "hit"), DeskList.DECIDED),
        (Standing(HitState.POINTER_SENT, "hit"), DeskList.DECIDED),
        (Standing(HitState.POINTER_SENT, "possible", wide=True), DeskList.DECIDED),
        (Standing(HitState.CONTACT_OPEN, "possible", asked_again=True), DeskList.QUEUE),
        (Standing(HitState.WITHDRAWN, "hit"), DeskList.DECIDED),
        (Standing(HitState.QUEUED, "hit", held=True), DeskList.DECIDED),
        (Standing(HitState.POINTER_SENT, "hit", asked_again=True, held=True), DeskList.DECIDED),
    ],
)
def test_a_possible_match_is_put_to_nobody_who_did_not_ask(hit, on):
    assert list_of(hit) is on


def test_the_same_is_never_said_of_all_who_hold_a_common_number():
    assert [judged_together(common_value=common, same=same) for common in (True, False) for same in (True, False)] == [
        False, True, True, True,
    ]  # fmt: skip
