"""The marking against a play of the script by the officers' own actions: whole, and with one step left out or wrong."""

import pytest

from casefile.training.simulation.marking import GOOD, Mark
from casefile.training.simulation.script import script
from tests.casefile.training.simulation.play import Game, play, steps


@pytest.fixture
def game(sqlite_store):
    return Game(sqlite_store).set_up()


def test_a_perfect_play_is_marked_as_the_script_says(game, monkeypatch):
    play(game, monkeypatch, steps())
    marked = game.marked()
    assert {id: (one.mark, one.facts, one.leaks) for id, one in marked.items() if one.mark not in GOOD} == {}
    assert list(marked) == [line.id for line in script().expected]
