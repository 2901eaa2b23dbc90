"""The trail is one unbroken chain: any row altered, removed or moved is named by its number."""

import pytest
from sqlalchemy import text

from casefile import audit
from tests.network.outside import outside


def written(store, number=12):
    with store.writing() as session:
        audit.write_many(
            session,
            None,
            [
                audit.Entry(
                    "search", "lookup", f"l{n}", "a reason\r\nwith ümläut 'and' \"quotes\"", detail={"found": n}
                )
                for n in range(number)
            ],
        )


def test_a_sound_chain_verifies_and_counts_without_gaps(store):
    written(store)
    with store.writing() as session:
        audit.write(session, None, "search", "lookup", "one more")
    with store.reading() as session:
        assert audit.verify(session) is None
        assert [s for (s,) in session.execute(text("SELECT seq FROM audit ORDER BY seq"))] == list(range(1, 14))


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        ("UPDATE audit SET reason = 'other' WHERE seq = 5", 5),
        ("UPDATE audit SET detail = '{\"found\": 99}' WHERE seq = 7", 7),
        ("UPDATE audit SET officer_id = 'somebody' WHERE seq = 1", 1),
        ("UPDATE audit SET prev_hash = hash WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("UPDATE audit SET seq = 100 WHERE seq = 6", 6),
    ],
)
def test_tampering_is_found_and_its_place_named(store, tampering, named):
    written(store)
    outside(store, tampering)
    with store.reading() as session:
        assert audit.verify(session) == named


def test_a_session_that_only_reads_cannot_pretend_to_write_a_line(store):
    with store.reading() as session, pytest.raises(RuntimeError):
        audit.write(session, None, "consultation", "record", "r1", reason="why")


def test_what_is_rolled_back_leaves_no_gap(store):
    written(store, 3)
    with pytest.raises(ZeroDivisionError), store.writing() as session:
        audit.write(session, None, "search", "lookup", "lost")
        _ = 1 / 0
    written(store, 2)
    with store.reading() as session:
        assert audit.verify(session) is None
