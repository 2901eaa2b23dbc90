"""The marking against a play of the script by the officers' own actions: whole, and with one step left out or wrong."""

import pytest

from casefile.contact import acts, release
from casefile.storage import tables
from casefile.training.simulation.marking import Leak, Mark
from casefile.training.simulation.script import What, script
from casefile.vocabulary import Decision, Handling, Sharing
from tests.casefile.training.simulation.play import (
    ORGANISER,
    PAID,
    PHONE,
    Game,
    person,
    play,
    steps,
)

GOOD = {Mark.DONE, Mark.KEPT}
WRONG = {
    "tip_record": lambda g: g.record(
        "tip_record", "dakar", person("Modou Ndoye", "1984", phone="776401213"), "suspect"
    ),
    "tip_watch": lambda g: g.watch("tip_watch", "dakar", person("Modou Ndoye", "1985", phone=PHONE)),
    "organiser_record": lambda g: g.record("organiser_record", "laspalmas", ORGANISER, "witness", PAID),
    "organiser_judged": lambda g: g.judge("organiser_record", "tip_watch", "not_same"),
    "boat_judged": lambda g: g.judge("boat_record", "boat_watch", "unresolved"),
    "girl_record": lambda g: g.record("girl_record", "laspalmas", person("Aïssatou Baldé", "2011-02-03"), "victim"),
    "girl_judged": lambda g: g.judge("girl_record", "girl_watch", "not_same", "protection"),
    "brother_record": lambda g: g.record(
        "brother_record", "nouakchott",
        person("Mamadou Ndoye", "1979-05-14", phone=PHONE, passport="A04471920"), "witness",
    ),
    "brother_judged": lambda g: g.judge("brother_record", "tip_watch", "same"),
    "birth_corrected": lambda g: g.record(
        "tip_record", "dakar", person("Modou Ndoye", "1986-03-11", phone=PHONE), "suspect", again=True
    ),
    "captain_watch": lambda g: g.watch("captain_watch", "nouakchott", person("Cheikh Sarr", "1991")),
    "captain_judged": lambda g: g.judge("passenger_record", "captain_watch", "same"),
}  # fmt: skip
"""What a player may do otherwise than the script expects."""

ALWAYS = {"girl_record", "brother_judged", "her name in a message"}
"""Tried each time; the others in the slow tier: a whole play takes half a second of processor time."""


def some(names):
    return [pytest.param(one, marks=() if one in ALWAYS else pytest.mark.slow) for one in names]


def blocked_by(gone):
    """What cannot be done without that line."""
    found = {gone}
    for line in script().expected:  # the order of the script: what is needed stands before
        if line.what is not What.KEPT and found & {line.record, line.watch, *line.needs}:
            found.add(line.id)
    return found - {gone}


@pytest.fixture
def game(sqlite_store):
    return Game(sqlite_store).set_up()


def bad(marked):
    return {id: one.mark for id, one in marked.items() if one.mark not in GOOD}


def test_a_perfect_play_is_marked_as_the_script_says(store, monkeypatch):
    game = Game(store).set_up()
    play(game, monkeypatch, steps())
    marked = game.marked()
    assert {id: (one.mark, one.facts, one.leaks) for id, one in marked.items() if one.mark not in GOOD} == {}
    assert list(marked) == [line.id for line in script().expected]
    assert {id for id, one in marked.items() if one.mark is Mark.KEPT} == {"girl_kept", "source_kept"}


@pytest.mark.parametrize("left_out", some(steps()))
def test_a_step_left_out_is_missed_and_nothing_else_changes(game, monkeypatch, left_out):
    play(game, monkeypatch, {line: act for line, act in steps().items() if line != left_out})
    assert bad(game.marked()) == {left_out: Mark.MISSED} | dict.fromkeys(blocked_by(left_out), Mark.BLOCKED)


@pytest.mark.parametrize("done", some(WRONG))
def test_a_step_done_otherwise_is_wrong_and_nothing_else_changes(game, monkeypatch, done):
    plan = steps()
    play(game, monkeypatch, plan | {done: (plan[done][0], WRONG[done])})
    leans = {line.id for line in script().expected if done in line.needs}
    assert bad(game.marked()) == {done: Mark.WRONG} | dict.fromkeys(leans, Mark.BLOCKED)


LEAKS = {
    "her name in a message": (
        80, "girl_kept", {Leak.WRITTEN},
        lambda g: g.answer("laspalmas", "The girl is called AISSATOU BALDE."),
    ),
    "the source's name in a message": (
        80, "source_kept", {Leak.WRITTEN}, lambda g: g.answer("laspalmas", "Baye Laye told us."),
    ),
    "the sentence that names the source": (80, "source_kept", {Leak.RELEASED}, lambda g: released(g, "Baye Laye")),
    "told aloud, and entered by the other unit": (
        57, "girl_kept", {Leak.HELD, Leak.HANDED},
        lambda g: g.record("told", "dakar", person("Aissatou Balde", "2011"), "witness"),
    ),
    "the account opened to all": (
        24, "source_kept", {Leak.SHARED},
        lambda g: g.record(
            "organiser_record", "laspalmas", ORGANISER, "suspect", PAID, again=True, sharing=Sharing.FULL
        ),
    ),
}  # fmt: skip


def released(game, text):
    """A sentence of the account, given by the officers of the unit."""
    pointer, viewer = game.pointer("laspalmas"), game.viewers["laspalmas"]
    with game.store.writing() as session:
        acts.decide(session, viewer, pointer, Decision.SHARE, "asked by the prosecutor")
        offer = release.offered(session, viewer, pointer)
        keys = [one.field.key for one in offer.fields if text in one.field.text]
        release.ask(session, viewer, pointer, keys, handling=Handling.H1, reason="asked by the prosecutor")
        session.execute(tables.ReleasedField.__table__.update().values(released_at=tables.now()))


@pytest.mark.parametrize("how", some(LEAKS))
def test_what_nobody_may_learn_is_leaked_and_nothing_else_changes(game, monkeypatch, how):
    minute, line, ways, act = LEAKS[how]
    play(game, monkeypatch, steps() | {"leak": (minute, act)})
    marked = game.marked()
    assert bad(marked) == {line: Mark.LEAKED} and marked[line].leaks == ways


@pytest.mark.slow
def test_what_is_done_after_its_minute_is_late(game, monkeypatch):
    plan, last = steps(), ("case_received", "brother_judged", "captain_judged")
    late = {line: (script().line(line).due + 0.5, plan[line][1]) for line in last}
    play(game, monkeypatch, plan | late)
    assert bad(game.marked()) == dict.fromkeys(last, Mark.LATE)
