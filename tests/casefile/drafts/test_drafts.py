"""What is being typed is kept for its officer alone, and a form is saved once."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casefile import drafts
from casefile.drafts import SavedBefore, Typed
from casefile.drafts.keep import MOST_CHARACTERS, MOST_DRAFTS
from casefile.errors import BadInput, NotAllowed, NotThere
from casefile.retention import sweep
from casefile.storage import tables
from casefile.storage.tables import EntryDraft, FormKey, Record
from casefile.vocabulary import RecordKind
from tests.network import make

KEY, OTHER = "a" * 32, "b" * 32
FIELDS = (("case", "c" * 32), ("names-0-text", "  Mamadou   Dialo "), ("narrative", "Vu à Fass Boye."))


def typed(key=KEY, fields=FIELDS, kind=RecordKind.PERSON, **more):
    return Typed(key, kind, fields, **more)


def keep(net, who="dakar", **more):
    with net.store.writing() as session:
        return drafts.keep(session, net.viewers[who], typed(**more))


def read(net, key=KEY, who="dakar"):
    with net.store.reading() as session:
        return drafts.read(session, net.viewers[who], key)


def listed(net, who="dakar"):
    with net.store.reading() as session:
        return drafts.list_of(session, net.viewers[who])


def test_what_was_typed_is_read_back_character_for_character(net):
    assert keep(net)
    view = read(net)
    assert view.fields == FIELDS
    (line,) = listed(net)
    assert (line.title, line.kind, line.record_id) == ("Mamadou Dialo", RecordKind.PERSON, None)
    assert line.kept_until - line.saved_at == timedelta(days=30)


def test_only_its_own_officer_reads_writes_or_throws_it_away(net):
    keep(net)
    net.viewers["colleague"] = replace(net.dakar, officer_id="e" * 32)
    for who in ("colleague", "banjul"):
        assert listed(net, who) == []
        with pytest.raises(NotThere):
            read(net, who=who)
        with pytest.raises(NotThere):
            keep(net, who, fields=(("names-0-text", "another"),))
        with net.store.writing() as session:
            drafts.discard(session, net.viewers[who], KEY)
    assert read(net).fields == FIELDS
    with pytest.raises(NotAllowed):
        keep(net, "coordinator", key=OTHER)


def test_no_word_of_it_stands_in_the_database(net):
    keep(net)
    with net.store.reading() as session:
        held = session.execute(select(EntryDraft.typed)).scalar_one()
    assert b"Dialo" not in held and b"Fass" not in held


def test_what_a_slow_line_brings_late_does_not_undo_what_was_typed_since(net):
    """(page, count) in the order they arrive, and which of them stands afterwards."""
    table = [
        ([("p", 1), ("p", 2)], 1),
        ([("p", 2), ("p", 1)], 0),
        ([("p", 7), ("q", 1)], 1),  # the same form opened again: it began with what the first one had
        ([("p", 1), ("p", 1)], 1),
    ]
    for row, (arriving, stands) in enumerate(table):
        key = f"{row:032x}"
        for number, (page, count) in enumerate(arriving):
            keep(net, key=key, fields=(("narrative", str(number)),), page=page, count=count)
        assert read(net, key).fields == (("narrative", str(stands)),), arriving


def test_a_form_too_long_and_a_drawer_too_full_are_refused_with_the_way_out(net):
    with pytest.raises(BadInput, match="too long"):
        keep(net, fields=(("narrative", "x" * MOST_CHARACTERS),))
    with net.store.writing() as session:
        for number in range(MOST_DRAFTS):
            drafts.keep(session, net.dakar, typed(key=f"{number:032x}"))
    with pytest.raises(BadInput, match="200 drafts"):
        keep(net, key="f" * 32)
    assert keep(net, key=f"{3:032x}", count=1), "one that is there goes on being kept"


def test_saving_takes_the_draft_away_and_the_same_form_saves_nothing_more(net):
    keep(net)
    with net.store.writing() as session:
        record_id = drafts.enter_once(session, net.dakar, KEY, net.record("dakar"))
    assert listed(net) == []
    assert not keep(net), "a late save of what is saved already makes no draft again"
    with pytest.raises(SavedBefore) as caught, net.store.writing() as session:
        drafts.enter_once(session, net.dakar, KEY, net.record("dakar", make.person("Someone Else", "1990")))
    assert (caught.value.saved.record_id, caught.value.saved.version) == (record_id, 1)


def test_a_refused_record_leaves_the_draft(net):
    keep(net)
    with pytest.raises(BadInput), net.store.writing() as session:
        drafts.enter_once(session, net.dakar, KEY, make.record(make.SOMEBODY, OTHER))
    assert read(net).fields == FIELDS


def test_an_amendment_sent_twice_makes_one_version(net):
    record_id = net.enter("dakar")
    changed = net.record("dakar", make.person("Mamadou Dialo", "1986"))
    with net.store.writing() as session:
        assert drafts.amend_once(session, net.dakar, KEY, record_id, changed, expected_version=1) == 2
    with pytest.raises(SavedBefore) as caught, net.store.writing() as session:
        drafts.amend_once(session, net.dakar, KEY, record_id, changed, expected_version=1)
    assert caught.value.saved.version == 2


def test_two_requests_at_one_time_make_one_record(net):
    """On both databases: whoever comes second finds what the first one saved."""
    before, outcomes = count(net, Record), []

    def save():
        try:
            with net.store.writing() as session:
                outcomes.append(drafts.enter_once(session, net.dakar, KEY, net.record("dakar")))
        except SavedBefore as error:
            outcomes.append(error.saved.record_id)

    threads = [threading.Thread(target=save) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 6 and len(set(outcomes)) == 1
    assert count(net, Record) == before + 1


def test_drafts_and_keys_go_when_their_time_is_over(net):
    keep(net)
    with net.store.writing() as session:
        drafts.enter_once(session, net.dakar, OTHER, net.record("dakar"))
    for days, left in ((29, (1, 1)), (31, (0, 1)), (91, (0, 0))):
        with net.store.writing() as session:
            moment = tables.now() + timedelta(days=days)
            for name in ("entry_draft", "form_key"):
                sweep.sweep(name, session, moment, 100)
        assert (count(net, EntryDraft), count(net, FormKey)) == left, days


def count(net, table):
    with net.store.reading() as session:
        return session.scalar(select(func.count()).select_from(table))
