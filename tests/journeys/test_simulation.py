"""The joint simulation to its end, by two players in two browsers from their cards alone, and what the instructor's
page then says of it.

Everything is done by the pages: signing in and out as the parts ask, entering, watching, judging, acknowledging,
correcting, handing over, signing for. What is typed stands in the card on the player's screen, in that player's
language; a test would fail on a value that does not (`Player.says`). What a reader has to decide from a card is the
table below. The clock is turned by the instructor's page alone, the marking read from it.

The space is started in the environment of a real installation. Counted, not believed: what its processes tried to reach
and to open, what the node did under the real index's name, who came to the address of real mail and webhooks.
"""

import json
import time
from collections.abc import Callable, Mapping

import pytest

from casefile.settings import TRAINING_PREFIX
from casefile.training.simulation.script import What, script
from tests.journeys.simulation.instructor import DONE, KEPT, Instructor
from tests.journeys.simulation.player import Player
from tests.journeys.simulation.space import Space, training_space

SENEGAL_SIDE = {"dakar", "nouakchott", "magistrate"}
"""The first player's parts; the second has Las Palmas and the coordination office."""

PHONE = "77 640 12 31"
ABROAD = "+221 77 640 12 31"
HULL = "SL 4417 P"
DONE_BY: Mapping[str, Callable[[Player], None]] = {
    "tip": lambda p: p.record("Modou Ndoye", "1984", phone=PHONE, category="suspect",
                              why="ramasse l’argent pour le départ"),
    "prosecutor": lambda p: p.watch("Modou Ndoye", "1984", phone=PHONE),
    "boat": lambda p: p.watch("Yakaar Ndar", hull=HULL),
    "landing": lambda p: p.record("Yakaar Ndar", hull=HULL),
    "interview": lambda p: p.record("Modu Ndoy", "1984", phone=ABROAD, category="suspect", why="I paid Modu Ndoy",
                                    text=p.card),
    "first_hit": lambda p: p.judge({HULL: "same", "Modu Ndoy": "same"}),
    "girl": lambda p: p.record("Aïssatou Baldé", "2 March 2011", category="victim"),
    "list": lambda p: p.watch("Aissatou Balde", "2011"),
    "protected_hit": lambda p: p.judge({"": "same"}, protection_reason="at the reception centre"),
    "curious": lambda p: None,
    "brother": lambda p: p.record("Mamadou Ndoye", "14 mai 1979", passport="A04471902", phone=ABROAD,
                                  category="witness"),
    "brother_hit": lambda p: p.judge({"Mamadou Ndoye": "not_same"}),
    "pointer": lambda p: p.acknowledge("Espagne"),
    "pointer_es": lambda p: p.acknowledge("Dakar"),
    "mistake": lambda p: p.correct("Modou Ndoye", "3 novembre 1986"),
    "captain": lambda p: p.watch("Cheikh Sarr", "vers 1990"),
    "passenger": lambda p: p.record("Cheikh Sarr", "1991", category="witness"),
    "captain_hit": lambda p: p.judge({"Cheikh Sarr": "unresolved"}),
    "court": lambda p: p.hand_over(),
    "received": lambda p: p.sign_for(),
}  # fmt: skip
"""By inject: what its reader does. `curious` asks for a name, and the answer is to do nothing."""


@pytest.fixture
def space(engine, settings, sqlite_store, open_folder):
    """`settings`, `engine` and `sqlite_store` are the real installation's."""
    with training_space(open_folder / "simulation" / "griot-training", settings, engine) as running:
        yield running


@pytest.fixture
def seats(browser):
    """A new browser context each; closed at the end."""
    opened = []

    def seat(language):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale=language)
        context.set_default_timeout(30_000)
        opened.append(context)
        return context.new_page()

    yield seat
    for context in opened:
        context.close()


@pytest.mark.slow
def test_two_players_play_it_to_its_end_from_their_cards_and_the_marking_is_the_truth(space, seats):
    before, database = space.asked(), space.real_database()
    first = Player(seats("fr"), space.address, space.password, "fr")
    second = Player(seats("en"), space.address, space.password, "en")
    instructor = Instructor(seats("en"), space.address, space.password)
    took = played(first, second, instructor)
    marks = instructor.marks()
    assert "Over" in instructor.clock()
    assert {id: mark for id, (_, mark) in marks.items()} == {
        line.id: KEPT if line.what is What.KEPT else DONE for line in script().expected
    }
    for line in script().expected:
        named = [*line.facts.get("name", ()), *line.names]
        assert all(name in marks[line.id][0] for name in named), "the rows are the script's, in its order"
    summary = instructor.page.inner_text("main")
    assert f"{DONE}: {len(marks) - 2}" in summary and f"{KEPT}: 2" in summary
    assert not any(word in summary for word in ("Missed", "Leaked", "Done late", "Wrong"))
    counted = nothing_went_out(space, before, database)
    print(json.dumps({"seconds": round(sum(took.values())), **took, **counted}))


def played(first: Player, second: Player, instructor: Instructor) -> dict[str, float]:
    """Card by card in the order of their minutes: seconds by inject."""
    took = {}
    instructor.sits_down()
    instructor.turn("start")
    for one in script().injects:
        began = time.monotonic()
        if one.minute:
            instructor.turn("skip")
        player = first if one.role in SENEGAL_SIDE else second
        player.reads(one.id)
        DONE_BY[one.id](player)
        instructor.sees_done(one.id)
        took[one.id] = round(time.monotonic() - began, 1)
    instructor.turn("skip")
    return took


def nothing_went_out(space: Space, before: dict[str, int], database: str) -> dict[str, int]:
    """Its processes reached the engine alone, under their own index names, and opened the own database alone."""
    after = space.asked()
    real = {name: count for name, count in after.items() if name.startswith(f"{space.real.index_prefix}-")}
    assert real and real == {name: before[name] for name in real}, "the real index: not one request"
    own = sum(count for name, count in after.items() if name.startswith(f"{TRAINING_PREFIX}-"))
    tried = space.tried()
    opened = sum(count for (what, _), count in tried.items() if what == "sqlite3.connect")
    reached = tried["socket.connect", space.engine_at()]
    elsewhere = {one: count for one, count in tried.items() if not inside(space, *one)}
    assert own and opened and reached, "what is counted is counted"
    assert elsewhere == {} and space.refused() == 0 and space.heard == []
    assert space.real_database() == database
    return {"own_index": own, "database_opened": opened, "engine_reached": reached, "real_index": 0, "elsewhere": 0}


def inside(space: Space, what: str, where: str) -> bool:
    """Whether that is the space's own database, or the engine that its home names. What the web server's library looks
    up as it is read is the machine's own address, which asks nobody."""
    if what == "sqlite3.connect":
        return str(space.settings.home) in where
    if what == "socket.getaddrinfo":
        return where.startswith(("('0.0.0.0',", "('127.0.0.1',"))
    return what.startswith("socket") and where == space.engine_at()
