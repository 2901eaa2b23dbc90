"""Rows written many at a time are stored as given, in their order, and a fault among them is one of the whole."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from casefile import records
from casefile.audit.proof import contents
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.portions import Portion
from casefile.storage.tables import Outbox
from tests.network.make import person
from tests.network.stored import network

ODD = ["", "\\N", "\\", "a\tb", "a\nb\r\nc", "'; DROP TABLE unit; --", '"{}"', "é ﷲ 中", "\\.", "NULL"]
"""What a copy's own format gives a meaning to."""


def row(n, reason):
    moment = tables.now()
    return {
        "topic": "record", "subject_id": f"{n:032}", "version": n, "stage": "index", "created_at": moment,
        "available_at": moment, "attempts": 0, "refusals": 0, "reason": reason, "lane": "", "request_id": "",
    }  # fmt: skip


@pytest.mark.parametrize("many", [1, len(ODD)])
def test_rows_are_stored_as_given_and_in_their_order(store, many):
    given = [row(n, reason) | {"lease_by": None if n % 2 else "w"} for n, reason in enumerate(ODD[:many])]
    with store.writing() as session:
        insert_rows(session, Outbox, given)
    with store.reading() as session:
        found = session.execute(
            select(Outbox.version, Outbox.reason, Outbox.lease_by, Outbox.created_at).order_by(Outbox.id)
        )
        assert [tuple(one) for one in found] == [
            (one["version"], one["reason"], one["lease_by"], one["created_at"]) for one in given
        ]


def test_of_rows_of_which_one_is_there_already_none_is_stored(store):
    given = [row(n, "") | {"id": n} for n in (1, 2, 3, 1)]
    with pytest.raises(IntegrityError), store.writing() as session:
        insert_rows(session, Outbox, given)
    with store.reading() as session:
        assert session.scalars(select(Outbox.id)).all() == []


def test_what_is_entered_gets_its_leaves_without_being_read_again(store):
    net, asked = network(store), []
    rich = person(
        "Aïssatou é\\N", "1984-05", "أمينة", phone="+221771234501", narrative='Saw "them"\tat 3 \\ 4.', circa=True
    )

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    with store.writing() as session:
        drafts = [
            net.record("dakar", rich),
            net.record("dakar", person("Omar Sy", nationalities=("SN",)), origin_ref="a"),
        ]
        event.listen(store.engine, "before_cursor_execute", note)
        records.enter_many(session, net.dakar, drafts)
    event.remove(store.engine, "before_cursor_execute", note)
    assert not [one for one in asked if one.startswith("SELECT") and "identity" in one]
    assert len(asked) < 30, "statements: each is a way to the server and back"
    assert list(contents.check(store)) == [], "the leaf says what stands there"


@pytest.mark.parametrize(
    ("done", "held_s", "then"),
    [
        (50, 0.02, 100),
        (50, 0.01, 100),
        (50, 0.04, 50),
        (50, 0.08, 25),
        (50, 1.0, 20),
        (400, 0.01, 400),
        (19, 1.0, 50),
    ],
    ids=["as many as fit", "twice at most", "the same", "half", "the least", "the most", "too few to tell"],
)
def test_the_next_portion_is_as_large_as_others_may_wait_for(done, held_s, then):
    portion = Portion(50, least=20, most=400, held_s=0.04)
    portion.follow(done, held_s)
    assert portion.size == then
