"""Entering, amending, withdrawing and reading records: kept whole, versioned, shown to nobody who may not know."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casefile import audit, outbox, records
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.policy.handling import Rules
from casefile.records import cases
from casefile.storage import tables
from casefile.storage.tables import Audit, Outbox, Record, RecordVersion
from casefile.subjects.identity import Identity, Name
from casefile.vocabulary import (
    RecordKind,
    RecordState,
    Sharing,
)
from tests.network import make
from tests.network.make import SOMEBODY, STATED, person, stated


def test_an_id_tells_neither_when_nor_how_many(store):
    alone = [one for _ in range(10_000) for one in tables.new_ids(1)]
    for digit in (0, 15, 16, 31):
        counts = Counter(one[digit] for one in alone)
        assert sum((counts[c] - 625) ** 2 / 625 for c in "0123456789abcdef") < 60, digit  # once in a million by chance
    together = tables.new_ids(1_000)
    assert len({*alone, *together}) == 11_000 and len({one[:16] for one in together}) == 1


def counted(net, table):
    with net.store.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_a_record_its_trail_and_its_outbox_row_stand_together(net):
    before = counted(net, Audit)
    record_id = net.enter("dakar", suspicion_note="seen at the landing place")
    view = net.opened("dakar", record_id)
    assert view.identity == SOMEBODY
    assert (view.line.version, view.line.state, view.suspicion_note) == (
        1,
        RecordState.ACTIVE,
        "seen at the landing place",
    )
    assert view.line.case_reference == "DKR-1"
    assert view.rules.review_at < view.rules.retain_until
    with net.store.reading() as session:
        assert outbox.pending_subjects(session, [record_id])
        assert audit.verify(session) is None
    assert counted(net, Audit) == before + 2


def test_nothing_is_kept_when_the_action_does_not_end(net):
    before = [counted(net, t) for t in (Record, Audit, Outbox, RecordVersion)]
    with pytest.raises(ZeroDivisionError), net.store.writing() as session:
        records.enter(session, net.dakar, net.record("dakar"))
        _ = 1 / 0
    assert [counted(net, t) for t in (Record, Audit, Outbox, RecordVersion)] == before


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"purpose": None}, "purpose"),
        ({"legal_basis": " "}, "legal_basis"),
        ({"source_grade": None}, "source_grade"),
        ({"info_grade": None}, "info_grade"),
        ({"subject_category": None}, "subject_category"),
        ({"sharing_units": ()}, "sharing_units"),
    ],
)
def test_a_person_is_not_entered_without_its_grounds(net, missing, field):
    with pytest.raises(BadInput) as refused:
        net.enter("dakar", rules=replace(STATED, **missing))
    assert refused.value.field == field


def test_a_thing_needs_no_more_than_a_case(net):
    record_id = net.enter("dakar", Identity(RecordKind.VESSEL, names=(Name("Yaye Fatou"),)), Rules())
    rules = net.opened("dakar", record_id).rules
    assert (rules.source_grade, rules.info_grade, rules.sharing) == ("X", "4", Sharing.POINTER)


def test_the_case_must_be_the_own_units_and_open(net):
    for case_id in (net.cases["banjul"], "nowhere"):
        with net.store.writing() as session, pytest.raises(BadInput):
            records.enter(session, net.dakar, make.record(SOMEBODY, case_id))
    with net.store.writing() as session:
        cases.close_case(session, net.dakar, net.cases["dakar"], "sentenced")
    with pytest.raises(BadInput):
        net.enter("dakar")


def test_only_investigators_enter(net):
    with net.store.writing() as session, pytest.raises(NotAllowed):
        records.enter(session, net.coordinator, net.record("dakar"))


def test_a_source_entry_is_created_then_unchanged_then_updated(net):
    draft = net.record("dakar", origin_ref="un:1")
    changed = replace(draft, identity=person("Mamadou Diallo"))
    outcomes = []
    for given in (draft, draft, changed, changed):
        with net.store.writing() as session:
            outcomes.append(records.enter_many(session, net.dakar, [given])[0])
    assert [e.outcome for e in outcomes] == ["created", "unchanged", "updated", "unchanged"]
    assert len({e.record_id for e in outcomes}) == 1
    assert [v.version for v in net.opened("dakar", outcomes[0].record_id).versions] == [2, 1]
    assert counted(net, Record) == 1
    with net.store.writing() as session:  # the same id at another unit is another thing
        other = replace(draft, case_id=net.cases["banjul"])
        assert records.enter_many(session, net.banjul, [other])[0].outcome == "created"


def test_an_import_on_another_day_changes_no_date(net, monkeypatch):
    draft = net.record("dakar", origin_ref="un:1")
    with net.store.writing() as session:
        records.enter_many(session, net.dakar, [draft])
    later = tables.now() + timedelta(days=40)
    monkeypatch.setattr(tables, "now", lambda: later)
    with net.store.writing() as session:
        assert records.enter_many(session, net.dakar, [draft])[0].outcome == "unchanged"


def test_the_same_source_id_twice_in_one_batch_is_an_entry_and_its_update(net):
    drafts = [net.record("dakar", person(n), origin_ref="o1") for n in ("A Ba", "B Ba")]
    with net.store.writing() as session:
        entered = records.enter_many(session, net.dakar, drafts)
    assert [e.outcome for e in entered] == ["created", "updated"]
    assert net.opened("dakar", entered[0].record_id).identity.caption == "B Ba"


def test_a_bad_record_stops_itself_only_when_the_import_says_so(net):
    drafts = [net.record("dakar", person(n)) for n in ("A Ba", "x\x00y", "C Ba")]
    refused = []
    with net.store.writing() as session:
        entered = records.enter_many(session, net.dakar, drafts, reject=lambda at, why: refused.append((at, why.field)))
    assert [e.outcome for e in entered] == ["created", "rejected", "created"]
    assert refused == [(1, "names")]
    with net.store.writing() as session, pytest.raises(BadInput):
        records.enter_many(session, net.dakar, drafts)


def test_of_two_amendments_of_the_same_version_one_is_refused(net):
    record_id = net.enter("dakar")
    draft = net.record("dakar", person("Mamadou Diallo"))
    with net.store.writing() as session:
        assert records.amend(session, net.dakar, record_id, draft, expected_version=1, change_note="spelling") == 2
    with net.store.writing() as session, pytest.raises(Conflict):
        records.amend(session, net.dakar, record_id, draft, expected_version=1)
    with net.store.writing() as session:
        assert records.amend(session, net.dakar, record_id, draft) == 2  # nothing new in it
    view = net.opened("dakar", record_id)
    assert (view.versions[0].change_note, view.identity.caption) == ("spelling", "Mamadou Diallo")
    assert net.opened("dakar", record_id, version=1).identity.caption == "Mamadou Dialo"


def test_a_withdrawn_record_is_a_new_version_that_says_so(net):
    record_id = net.enter("dakar", rules=stated(sharing=Sharing.FULL))
    net.opened("banjul", record_id)
    with net.store.writing() as session:
        assert records.withdraw(session, net.dakar, record_id, "mistaken identity") == 2
    assert net.opened("dakar", record_id).line.state is RecordState.WITHDRAWN
    with pytest.raises(NotThere):
        net.opened("banjul", record_id)
