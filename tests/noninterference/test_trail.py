"""No line of the trail holds a name, a number, a narrative or a ground, whatever was done."""

from casefile.storage.tables import Audit
from tests.network.trail import personal_texts, told_by_the_trail
from tests.noninterference.experiment import draw_and_live
from tests.noninterference.handles import WHY
from tests.noninterference.world import counted_chance

SEQUENCES = 60


def test_the_trail_holds_no_personal_data_of_what_was_done(world):
    texts, lines = 0, 0
    with counted_chance():
        for seed in range(SEQUENCES):
            draw_and_live(world, seed, lambda _world, _action: {})
            known = personal_texts(world.store)
            assert told_by_the_trail(world.store, known) == [], f"sequence {seed}"
            texts += len(known)
            with world.store.reading() as session:
                lines += session.query(Audit).count()
    assert told_by_the_trail(world.store, {WHY}), "a text that does stand there is found"
    assert texts > 5 * SEQUENCES and lines > 5 * SEQUENCES, "there was something to hold"
