"""What may be counted in a network across units, and what is said of it: tables."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casefile.policy.disclosure import HitFacts
from casefile.policy.network import clusters as law
from casefile.policy.network.clusters import Node, Tie, clusters
from casefile.policy.sharing import DisclosureFacts
from casefile.policy.states import JUDGED_SAME
from casefile.vocabulary import HitState, Notify, Protection, RecordState, Sharing, SubjectCategory

NOW = datetime(2026, 11, 25, tzinfo=UTC)
OLD, LATE = NOW - timedelta(days=90), NOW - timedelta(days=2)
ONE = DisclosureFacts("u1", RecordState.ACTIVE, Sharing.POINTER)
OTHER = replace(ONE, owner_unit_id="u2")


@pytest.mark.parametrize(
    ("other", "counted"),
    [
        (OTHER, True),
        (replace(OTHER, owner_unit_id="u1"), False),
        (replace(OTHER, protection=(Protection.MINOR,)), False),
        (replace(OTHER, subject_category=SubjectCategory.VICTIM), False),
        (replace(OTHER, names_protected=True), False),
        (replace(OTHER, sharing=Sharing.NONE), False),
        (replace(OTHER, sharing=Sharing.COORDINATOR), False),
        (replace(OTHER, notify=Notify.SILENT), False),
        (replace(OTHER, sharing_units=("u3",)), False),
        (replace(OTHER, sharing_units=("u1",)), True),
        (replace(OTHER, state=RecordState.WITHDRAWN), False),
        (replace(OTHER, owner_open=False), False),
    ],
)
def test_counted_is_what_two_units_might_learn_of_each_other(other, counted):
    assert law.may_be_counted(ONE, other) is law.may_be_counted(other, ONE) is counted
    assert law.counts(HitState.POINTER_SENT, HitFacts(ONE, other)) is counted


@pytest.mark.parametrize("state", HitState)
def test_a_hit_joins_once_it_was_judged_the_same_and_was_not_sealed(state):
    assert law.counts(state, HitFacts(ONE, OTHER)) is (state in JUDGED_SAME and state is not HitState.SEALED)


def nodes(*units, person=True):
    return [Node(f"{unit}{at}", unit, person) for at, unit in enumerate(units)]


def said(found):
    return [(one.units, one.persons, one.entries, one.before) for one in found]


NODES = nodes("a", "b", "c", "a")  # a0 b1 c2 a3


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ([], []),
        ([Tie("a0", "a3", OLD)], []),
        ([Tie("a0", "b1", LATE)], [(2, 2, 2, None)]),
        ([Tie("a0", "b1", OLD)], [(2, 2, 2, 2)]),
        ([Tie("a0", "b1", OLD, "h1")], [(2, 1, 2, 1)]),
        ([Tie("a0", "b1", OLD), Tie("b1", "c2", LATE)], [(3, 3, 3, 2)]),
        ([Tie("a0", "b1", OLD), Tie("c2", "a3", OLD), Tie("b1", "c2", LATE)], [(3, 4, 4, 4)]),
        ([Tie("a0", "b1", OLD), Tie("c2", "a3", LATE)], [(2, 2, 2, None), (2, 2, 2, 2)]),
    ],
    ids="nothing,one_unit,new,old,one_person,grown,two_become_one,last_grown_first".split(","),
)
def test_a_network_is_of_two_units_or_more_and_grows(ties, expected):
    assert said(clusters(NODES, ties, NOW)) == expected
    assert said(clusters(NODES, reversed(ties), NOW)) == expected, "whatever the order"


def test_only_persons_are_counted_as_such_and_the_newest_hits_named():
    things = [*nodes("a", "b", person=False), Node("c2", "c", person=True)]
    many = [Tie("a0", "b1", OLD + timedelta(hours=at), f"h{at:02}") for at in range(30)]
    (one,) = clusters(things, [*many, Tie("b1", "c2", LATE)], NOW)
    assert (one.units, one.persons, one.entries, one.before) == (3, 1, 3, 0)
    assert one.grown_at == LATE and one.hits == tuple(f"h{at:02}" for at in range(29, 9, -1))


@pytest.mark.parametrize(
    ("versions", "since"),
    [
        (["n"], 0),
        (["", "n"], 1),
        (["n", "n m", "n"], 0),
        (["n", "", "n"], 2),
        (["m", "m n", "n"], 1),
    ],
    ids="entered_with_it,added,kept,taken_away_and_put_back,beside_another".split(","),
)  # fmt: skip
def test_a_number_joins_from_when_it_has_stood_there_unbroken(versions, since):
    days = [OLD + timedelta(days=at) for at in range(len(versions))]
    assert law.stood_since("n", [(day, said.split()) for day, said in zip(days, versions, strict=True)]) == days[since]
