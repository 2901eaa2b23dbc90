"""Extending a record and letting it go: by whom, how far, and what becomes of a file that names it again."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from casefile import hits, records, retention
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.people import units
from casefile.policy.retention import (
    ASKED_AHEAD,
    EXPIRED_KEPT,
    EXTENSION,
    KEPT,
    LASTS,
    RETENTION,
    WITH_SUBJECT,
    WITHDRAWN_KEPT,
    Outlook,
    destroyed_at,
    outlook,
)
from casefile.policy.states import READABLE
from casefile.storage import tables
from casefile.storage.tables import Audit, Hit, Record, RecordVersion, Table, Tombstone, Unit
from casefile.subjects import name_counts
from casefile.vocabulary import HitState, RecordState, UnitKind
from tests.network.make import SEEN, WANTED, person
from tests.network.stored import everything

WHY = "the trial is still pending"
DAY = timedelta(days=1)


def state_of(net, record_id):
    with net.store.reading() as session:
        return session.get(Record, record_id).state


def run(net):
    """What the schedule did to records, watches and cases; old rows are swept besides."""
    return {name: many for name, many in retention.run(net.store, tables.now()).items() if name not in KEPT}


def extend(net, record_id, until, who="dakar", reason=WHY, **more):
    with net.store.writing() as session:
        return retention.extend(session, net.viewers[who], record_id, until, reason, **more)


ASKED = (RETENTION - ASKED_AHEAD).days


def test_the_unit_is_asked_six_months_ahead_and_silence_is_expiry(net, clock):
    record_id = net.enter("dakar", SEEN)
    clock(ASKED - 1)
    assert run(net) == {} and state_of(net, record_id) == "active"
    clock(ASKED)
    assert run(net) == {"asked": 1} and run(net) == {}
    assert state_of(net, record_id) == "review_due"
    net.hit(record_id, net.watch("banjul", WANTED), version=2)
    assert net.states(record_id) == [HitState.QUEUED]
    clock(RETENTION.days - 1)
    run(net)
    assert state_of(net, record_id) == "review_due", "it is found and matched to its last day"
    clock(RETENTION.days)
    assert run(net)["expired"] == 1
    assert net.states(record_id) == [HitState.WITHDRAWN]
    with net.store.reading() as session:
        assert retention.due(session, net.dakar) == []
        (leaving,) = retention.leaving(session, net.dakar)
        assert leaving.outlook.destroyed_at == tables.now() + EXPIRED_KEPT


def test_an_officer_extends_with_a_reason_and_a_new_date(net, clock):
    record_id = net.enter("dakar")
    now = clock(ASKED)
    run(net)
    with net.store.reading() as session:
        (due,) = retention.due(session, net.dakar)
        assert due.line.id == record_id and retention.waiting(session, net.dakar).reviews == 1
        assert retention.due(session, net.banjul) == [] and retention.waiting(session, net.banjul).reviews == 0
    with pytest.raises(BadInput):
        extend(net, record_id, due.retain_until)
    with pytest.raises(BadInput):
        extend(net, record_id, now + EXTENSION + DAY)
    with pytest.raises(BadInput):
        extend(net, record_id, now + EXTENSION, reason="")
    with pytest.raises(NotThere):
        extend(net, record_id, now + EXTENSION, who="banjul")
    with pytest.raises(NotAllowed):
        extend(net, record_id, now + EXTENSION, who="analyst")
    with pytest.raises(Conflict):
        extend(net, record_id, now + EXTENSION, expected_version=1)
    extend(net, record_id, now + EXTENSION)
    assert state_of(net, record_id) == "extended" and run(net) == {}
    view = net.opened("dakar", record_id)
    assert view.rules.retain_until == now + EXTENSION
    assert (view.versions[0].entered_by, view.versions[0].change_note) == (net.dakar.officer_id, WHY)


def test_no_command_keeps_a_record_longer(net, clock):
    record_id = net.enter("dakar")
    now = clock(ASKED)
    run(net)
    with pytest.raises(NotAllowed), net.store.writing() as session:
        nobody = units.system_viewer(session, "SN-DKR")
        retention.extend(session, nobody, record_id, now + EXTENSION, WHY)
    assert state_of(net, record_id) == "review_due"


@pytest.mark.parametrize("state", [state for state in RecordState if state is not RecordState.REVIEW_DUE])
def test_where_no_review_is_due_extending_is_refused_and_stands_in_the_trail(net, clock, state):
    record_id = net.enter("dakar")
    with net.store.writing() as session:
        session.execute(update(Record).where(Record.id == record_id).values(state=state.value))
    with pytest.raises((Conflict, NotThere)):
        extend(net, record_id, tables.now() + EXTENSION)
    with net.store.reading() as session:
        lines = session.scalars(select(Audit.detail).where(Audit.action == "refused")).all()
    tried = {"refused": "Conflict", "state": state.value, "move": "extend"}
    assert lines == ([] if state is RecordState.TOMBSTONED else [tried])


def test_a_review_that_a_newer_version_answered_is_no_longer_asked_for(net, clock):
    record_id = net.enter("dakar")
    now = clock(ASKED)
    run(net)
    net.amend("dakar", record_id, person("Mamadou Dialo", "1986"), retain_until=now + RETENTION)
    assert run(net) == {"settled": 1} and state_of(net, record_id) == "extended"


@pytest.mark.parametrize(("kind", "state"), [(UnitKind.SOURCE, "extended"), (UnitKind.INVESTIGATION, "review_due")])
def test_a_published_list_extends_what_it_names_again_and_no_other_file_does(net, clock, kind, state):
    draft = net.record("dakar", origin_ref="list:1")
    with net.store.writing() as session:
        session.execute(update(Unit).where(Unit.code == "SN-DKR").values(kind=kind.value))
        record_id = records.enter(session, units.system_viewer(session, "SN-DKR"), draft)
    now = clock(ASKED)
    run(net)
    with net.store.writing() as session:
        (again,) = records.enter_many(session, units.system_viewer(session, "SN-DKR"), [draft])
    assert again.outcome == "unchanged" and state_of(net, record_id) == state
    with net.store.reading() as session:
        one = retention.dated(session, net.dakar, record_id)
        assert (one.retain_until == now + RETENTION) == (kind is UnitKind.SOURCE)


def test_what_was_taken_back_is_not_brought_back_by_the_next_file_before_its_date(net, clock):
    draft = net.record("dakar", origin_ref="list:1")
    with net.store.writing() as session:
        record_id = records.enter(session, net.dakar, draft)
        records.withdraw(session, net.dakar, record_id, "entered by mistake")
    clock(WITHDRAWN_KEPT.days)
    assert run(net)["destroyed"] == 1

    def again():
        with net.store.writing() as session:
            return records.enter_many(session, net.dakar, [net.record("dakar", origin_ref="list:1")])[0]

    assert (again().outcome, again().record_id) == ("unchanged", record_id)
    clock(RETENTION.days)
    assert run(net)["source_ids"] == 1
    assert again().outcome == "created"


def test_nothing_of_a_tombstone_can_be_tested_against_a_guess(net, clock):
    """Two records of the very same content leave different hashes, and the version's own is gone."""
    ids = [net.enter("dakar"), net.enter("dakar")]
    with net.store.writing() as session:
        before = set(session.scalars(select(RecordVersion.content_hash)))
        for record_id in ids:
            records.withdraw(session, net.dakar, record_id, "entered by mistake")
    assert len(before) == 1
    clock(WITHDRAWN_KEPT.days)
    run(net)
    with net.store.reading() as session:
        stones = session.scalars(select(Tombstone)).all()
        assert len({one.content_hash for one in stones} - before) == 2
        assert set(session.scalars(select(RecordVersion.content_hash))) == {""}
        assert all(one.approvers == [net.dakar.officer_id] and one.policy_id == "default-5y" for one in stones)


def test_a_hit_of_what_is_destroyed_opens_for_nobody(net, clock):
    record_id = net.enter("dakar", SEEN)
    net.hit(record_id, net.watch("banjul", WANTED))
    hit_id = net.hit_of(record_id)
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, record_id, "entered by mistake")
    clock(WITHDRAWN_KEPT.days)
    run(net)
    with pytest.raises(NotThere), net.store.writing() as session:
        hits.open_hit(session, net.coordinator, hit_id)
    with net.store.reading() as session:
        kept = session.get(Hit, hit_id)
        assert (kept.evidence, kept.score, kept.facts_hash) == ([], 0.0, hit_id)
        assert retention.due(session, net.dakar) == [] and len(net.pointers("banjul")) == 0


# ---- the dates, and every table -----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(RecordState))
def test_what_the_page_says_will_happen(state):
    now = tables.now()
    date, review, since, held = now + 100 * DAY, now + 50 * DAY, now - DAY, now + 200 * DAY
    ahead = outlook(state, review, date, since, None)
    if state is RecordState.TOMBSTONED:
        assert ahead == Outlook(None, None, None)
    elif state in (RecordState.EXPIRED, RecordState.WITHDRAWN):
        assert ahead == Outlook(None, None, destroyed_at(state, since, date))
    else:
        asked = None if state is RecordState.REVIEW_DUE else review
        assert ahead == Outlook(asked, date if state in READABLE else None, date + EXPIRED_KEPT)
    if state is RecordState.HOLD:
        assert outlook(state, review, date, since, held) == Outlook(held, held + 30 * DAY, held + 60 * DAY)


@pytest.mark.parametrize(("since", "date", "gone"), [(0, 900, 90), (0, 10, 40), (0, -50, 30), (0, 60, 90), (0, 59, 89)])
@pytest.mark.parametrize("state", [RecordState.WITHDRAWN, RecordState.EXPIRED])
def test_the_day_of_destruction_is_the_same_in_sql_and_on_the_page(net, clock, state, since, date, gone):
    record_id = net.enter("dakar")
    start = clock(0)
    with net.store.writing() as session:
        session.execute(update(Record).values(state=state.value))
        session.execute(update(RecordVersion).values(entered_at=start, retain_until=start + date * DAY))
    expected = destroyed_at(state, start, start + date * DAY)
    assert (expected - start).days == (gone if state is RecordState.WITHDRAWN else 30)
    clock((expected - start).days - 1)
    run(net)
    assert state_of(net, record_id) == state.value
    clock((expected - start).days)
    run(net)
    assert state_of(net, record_id) == "tombstoned"


def test_every_table_has_its_period_or_its_reason():
    """A new table is a decision: how long are its rows kept, and why?"""
    known = [*KEPT, *WITH_SUBJECT, *LASTS]
    assert len(known) == len(set(known)) and set(known) == set(Table.metadata.tables)
    assert all(kept.since in Table.metadata.tables[name].c and kept.why for name, kept in KEPT.items())


def test_a_closed_case_of_which_nothing_is_left_forgets_its_title(net, clock):
    from casefile.records import cases

    record_id = net.enter("dakar")
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, record_id, "entered by mistake")
        cases.close_case(session, net.dakar, net.cases["dakar"], "the court has decided")
    clock(89)
    run(net)
    clock(364)
    assert "cases" not in run(net)
    clock(366)
    assert run(net)["cases"] == 1
    with net.store.reading() as session:
        case = session.get(tables.Case, net.cases["dakar"])
        assert (case.title, case.legal_basis, case.reference) == ("", "", "DKR-1")


@pytest.mark.parametrize("name", ["alarm", "approval", "import_run"])
def test_rows_of_the_books_go_on_their_day_and_not_before(net, clock, name):
    now, officer = clock(0), net.administrator
    rows = {
        "alarm": tables.Alarm(day="2026-01-01", kind="budget", cause="search", at=now, last_at=now),
        "approval": tables.Approval(
            change="added", login="awa", unit_id=officer.unit_id, reason="a new colleague", expires_at=now,
            asked_by=officer.officer_id, asked_at=now,
        ),
        "import_run": tables.ImportRun(unit_id=officer.unit_id, kind="ftm", file_hash="0" * 64, started_at=now),
    }  # fmt: skip
    with net.store.writing() as session:
        session.add(rows[name])
    period = KEPT[name].period.days
    clock(period - 1)
    assert name not in retention.run(net.store, tables.now())
    clock(period)
    assert retention.run(net.store, tables.now())[name] == 1


def test_counts_of_names_are_made_without_what_was_destroyed(net, clock):
    """Two persons of one rare name are counted; once they are gone the name stands in no count."""
    ids = [net.enter("dakar", person("Quodvultdeus Dialo", year)) for year in ("1985", "1990")]
    with net.store.writing() as session:
        name_counts.count_and_store(session)
    assert "quodvultdeus" in everything(net.store).casefold()
    with net.store.writing() as session:
        for record_id in ids:
            records.withdraw(session, net.dakar, record_id, "entered by mistake")
    clock(WITHDRAWN_KEPT.days)
    assert run(net)["destroyed"] == 2
    assert "quodvultdeus" not in everything(net.store).casefold()
