"""What B plans meets what A plans, watches or recorded: B sees the same with and without it, whatever either does."""

from types import SimpleNamespace

import pytest

from casefile.planned import own
from casefile.storage.tables import OperationMeeting
from casefile.vocabulary import MeetingState
from tests.noninterference import observing
from tests.noninterference.experiment import compare, live
from tests.noninterference.knowing import without
from tests.noninterference.world import A, B, counted_chance

PLACE, NOBODYS = "Kayar", "f" * 32
DAYS, OTHER_DAYS = (10, 12), (20, 21)
DRAIN, LOOK = ("", "drain", {}), ("", "look", {"forms": [{"text": PLACE, "mode": "tolerant"}], "ids": [NOBODYS]})


@pytest.fixture(autouse=True)
def all_is_asked(monkeypatch):
    """Not a sample of what a unit may ask, as in the drawn sequences."""
    monkeypatch.setattr(observing, "LISTS", 1.1)


def plans(who, days=DAYS):
    return (who, "plan", {"place": PLACE, "days": days})


def watches(who, days=DAYS):
    return (who, "watch_place", {"place": PLACE, "days": days})


def records_event(who, days=DAYS):
    return (who, "record_event", {"place": PLACE, "days": days})


COURSES = {
    "A first": (plans(A), DRAIN, plans(B), LOOK, DRAIN, LOOK),
    "B first": (plans(B), DRAIN, LOOK, plans(A), LOOK, DRAIN, LOOK),
    "B comes nearer": (plans(A), plans(B, OTHER_DAYS), DRAIN, (B, "replan", {"of": "o2", "days": DAYS}), DRAIN, LOOK),
    "A calls it off": (plans(B), plans(A), DRAIN, (A, "replan", {"of": "o2"}), LOOK, DRAIN, LOOK),
    "B calls it off": (plans(A), plans(B), DRAIN, (B, "replan", {"of": "o2"}), DRAIN, LOOK),
    "A watches where B plans": (plans(B), DRAIN, LOOK, watches(A), LOOK, DRAIN, LOOK),
    "B watches where A plans, and no more": (
        plans(A),
        watches(B),
        DRAIN,
        LOOK,
        (B, "watch_place", {"of": "w2"}),
        DRAIN,
        LOOK,
    ),
    "A records an event where B plans": (plans(B), DRAIN, LOOK, records_event(A), LOOK, DRAIN, LOOK),
    "B records an event where A plans": (plans(A), records_event(B), LOOK, DRAIN, LOOK),
    "B plans where A recorded one": (records_event(A), DRAIN, plans(B), LOOK, DRAIN, LOOK),
    "A plans where B recorded one, and withdraws it": (
        records_event(B),
        DRAIN,
        plans(A),
        DRAIN,
        LOOK,
        (B, "record_event", {"of": "r1"}),
        DRAIN,
        LOOK,
    ),
}


def told_apart(world, course):
    script = [{"n": n, "at": 7 * n, "who": who, "do": do, **more} for n, (who, do, more) in enumerate(course, 1)]
    with counted_chance():
        lived = live(world, 0, script)
        assert set(lived.done.values()) == {"done"}, lived.done
        with world.store.reading() as session:
            assert session.query(OperationMeeting).count() == 1, "the office sees that they meet"
        alone = without(script, set())
        assert len(alone) < len(script), "and something to hide"
        return compare(0, lived, live(world, 0, alone), set())


@pytest.mark.parametrize("course", COURSES)
def test_a_unit_sees_nothing_of_what_another_plans(world, course):
    found = told_apart(world, COURSES[course])
    assert found is None, str(found)


def test_a_page_that_spoke_before_a_coordinator_would_be_seen(world, monkeypatch):
    monkeypatch.setattr(own, "MeetingState", SimpleNamespace(NOTIFIED=MeetingState.OPEN))
    assert told_apart(world, COURSES["B first"]) is not None
