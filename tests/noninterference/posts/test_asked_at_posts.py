"""What B asks at a post meets what A hides: B sees the same with and without it, before and after a judgement."""

import pytest
from sqlalchemy import exists, or_, select

from casefile.storage.tables import Hit
from casefile.vocabulary import PostAnswer
from indexer.search import front_line
from indexer.search.front_line import Reply
from tests.noninterference.experiment import compare, live
from tests.noninterference.knowing import unreleased, without
from tests.noninterference.subjects import PERSONS
from tests.noninterference.world import A, B, counted_chance

SOMEBODY = {"kind": "person", "who": 0, "spelt": 0, "born": True, "phone": True, "passport": True, "words": []}
_, _, PHONE, PASSPORT = PERSONS[0]
NOBODYS = "f" * 32
HIDDEN = {
    "a record for the coordinator only": ("enter", {"sharing": "coordinator"}, "coordinator"),
    "a silent record": ("enter", {"sharing": "pointer", "notify": "silent"}, "coordinator"),
    "a record of whose owner is asked first": ("enter", {"sharing": "pointer", "notify": "owner_first"}, "coordinator"),
    "a child": ("enter", {"sharing": "pointer", "child": True}, "protection"),
    "a watch for another unit": ("watch", {"sharing": "pointer", "units": ["MR-NKC"]}, "coordinator"),
}


def opening(kind, said, desk, *, first=True):
    """A enters or watches, B asks (or the other way round), a reviewer judges, B asks again."""
    hides = (A, kind, {"spec": SOMEBODY, "said": said, "case": 0, "wide": False})
    asks = (B, "ask", {"text": PHONE})
    mine, theirs = (3, 1) if first else (1, 3)
    pair = [f"r{theirs}", f"w{mine}"] if kind == "enter" else [f"r{mine}", f"w{theirs}"]
    acts = [
        hides if first else asks, ("", "drain", {}), asks if first else hides, ("", "drain", {}),
        (desk, "decide", {"pair": pair, "judgement": "same"}), ("", "drain", {}),
        (B, "ask", {"text": PHONE}), (B, "ask", {"text": PASSPORT}), ("", "drain", {}),
    ]  # fmt: skip
    return tuple({"n": n, "at": 7 * n, "who": who, "do": do, **more} for n, (who, do, more) in enumerate(acts, 1))


def told_apart(world, begun):
    """The first thing by which B tells the worlds apart: its answers and their cost, and all there is to see after."""
    looks = {"who": "", "do": "look", "forms": [{"text": PHONE, "mode": "tolerant"}], "ids": [NOBODYS]}
    script = [*begun, {"n": len(begun) + 1, "at": 7 * len(begun) + 7, **looks}]
    with counted_chance():
        lived = live(world, 0, script)
        assert lived.done[5] == "done", f"there was a hit to judge: {lived.done}"
        secret = unreleased(script, lived.done)
        assert secret, "and something to hide"
        return compare(0, lived, live(world, 0, without(script, secret)), secret)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_b_sees_nothing_of_what_its_question_meets(world, hidden):
    for first in (True, False):
        found = told_apart(world, opening(*HIDDEN[hidden], first=first))
        assert found is None, str(found)


def test_an_answer_that_knew_of_the_hit_would_be_seen(world, monkeypatch):
    look = front_line.look

    def tells(engine, store, viewer, *more, **named):
        with store.reading() as session:
            mine = or_(Hit.record_unit_id == viewer.unit_id, Hit.watch_unit_id == viewer.unit_id)
            known = session.scalar(select(exists().where(mine)))
        return Reply(PostAnswer.CONTACT) if known else look(engine, store, viewer, *more, **named)

    monkeypatch.setattr(front_line, "look", tells)
    assert told_apart(world, opening(*HIDDEN["a silent record"])) is not None
