"""A long list of ids asks for the same rows as the same ids one by one, on both databases."""

import pytest
from sqlalchemy import select, update

from casefile import outbox
from casefile.storage.in_list import among, among_given
from casefile.storage.tables import Leaf, Outbox
from casefile.vocabulary import Topic

SUBJECTS = ["a", "é'\"\\", "عمر", "100%", "[1]"]


@pytest.fixture
def rows(store):
    with store.writing() as session:
        outbox.enqueue_many(session, [(Topic.RECORD, subject, 1) for subject in SUBJECTS])
    return store


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([], []),
        (["nobody"], []),
        (SUBJECTS[1:3], SUBJECTS[1:3]),
        (["a", "a", "nobody"], ["a"]),
        ([*SUBJECTS, *(f"nobody {n}" for n in range(5_000))], SUBJECTS),
    ],
    ids=["none", "nobody", "any script", "twice", "five thousand"],
)
def test_by_text(rows, asked, found):
    with rows.reading() as session:
        there = session.scalars(select(Outbox.subject_id).where(among(Outbox.subject_id, asked))).all()
    assert sorted(there) == sorted(found)


def test_by_number_and_not(rows):
    with rows.reading() as session:
        first, second, *others = session.scalars(select(Outbox.id).order_by(Outbox.id)).all()
        assert sorted(session.scalars(select(Outbox.id).where(among(Outbox.id, {first, second})))) == [first, second]
        assert sorted(session.scalars(select(Outbox.id).where(~among(Outbox.id, [first, second])))) == others


def test_one_statement_serves_lists_of_every_length(rows):
    with rows.reading() as session:
        counts = [
            len(session.scalars(select(Outbox.id).where(among(Outbox.subject_id, SUBJECTS[:n]))).all())
            for n in range(len(SUBJECTS) + 1)
        ]
    assert counts == list(range(len(SUBJECTS) + 1))


def test_sqlite_finds_the_rows_by_their_index(sqlite_store):
    """Not by reading the whole table: a save would cost more with every record that is there."""
    for statement in (
        select(Outbox.id).where(among(Outbox.subject_id, SUBJECTS)),
        select(Outbox.id).where(Outbox.topic == "record", among_given(Outbox.subject_id, "given")),
        update(Leaf).where(among(Leaf.key, SUBJECTS), Leaf.salt.is_not(None)).values(salt=None),
    ):
        compiled = statement.compile(sqlite_store.engine)
        with sqlite_store.reading() as session:
            plan = session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {compiled}", tuple("[]" for _ in compiled.positiontup)
            )
            steps = [row[3] for row in plan]
        assert any(step.startswith(("SEARCH outbox", "SEARCH leaf")) for step in steps), steps
