"""A list is a snapshot: in whatever order its files arrive, what stands on the newest is flagged, and nobody else."""

import itertools
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from casefile import records
from casefile.exchange import runs
from casefile.exchange.incoming import FileRefused, ListRefused
from casefile.exchange.sources import listings
from casefile.exchange.sources.adapters import ADAPTERS, UN_HOME
from casefile.people.units import SYSTEM, system_viewer
from casefile.policy.handling import Rules
from casefile.storage.tables import Listing, Record, RecordVersion, Source
from casefile.vocabulary import HitState, RecordState
from tests.casefile.exchange.sources import made
from tests.casefile.exchange.sources.made import YEARS
from tests.network.lists import import_un
from tests.network.make import stated
from tests.network.people import BANJUL

ORDERS = list(itertools.permutations(YEARS))
KINDS = ("un", "interpol-red", "interpol-yellow", "sltd")
WHOLE = Path(
    os.environ.get("GRIOT_UN_LIST") or Path(__file__).parents[5] / "shared" / "data" / "un" / "UN_consolidated.xml"
)


def expected(kind, entries):
    """What of a list is active, as `Listed.active` says it."""
    said = {"un": lambda ref: ref, "sltd": lambda ref: f"SN:passport:A000000{ref}"}.get(kind)
    said = said or (lambda ref: f"{kind.removeprefix('interpol-')}:2024/{ref}")
    caption = {"sltd": lambda ref, _: f"A000000{ref}"}.get(kind, lambda _, name: name)
    return {said(ref): (caption(ref, name), year) for ref, (name, year) in entries.items()}


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "-".join(str(year)[2:] for year in order))
def test_in_any_order_the_newest_list_stands(one_listed, order):
    newest = 0
    for year in order:
        if year >= newest:
            one_listed.bring("un", YEARS[year], year)
            newest = year
        else:
            with pytest.raises(ListRefused, match=rf"of {year}-01-01, and the list of {newest}-01-01 is in.*--older"):
                one_listed.bring("un", YEARS[year], year)
        assert one_listed.active() == expected("un", YEARS[newest])
    assert one_listed.active() == expected("un", YEARS[2024])


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_forgets_and_the_same_again_is_once(listed, kind):
    for year in YEARS:
        report = listed.bring(kind, YEARS[year], year)
    assert (report.created, report.withdrawn, report.relisted) == (1, 1, 1), "6 came, 3 left, 1 is back"
    assert listed.active() == expected(kind, YEARS[2024])
    again = listed.bring(kind, YEARS[2024], 2024)
    assert (again.unchanged, again.withdrawn, again.created, again.updated) == (4, 0, 0, 0)
    with pytest.raises(ListRefused):
        listed.bring(kind, YEARS[2021], 2021)
    back = listed.bring(kind, YEARS[2021], 2021, older=True)
    assert back.withdrawn == 3 and listed.active() == expected(kind, YEARS[2021])


def test_history_says_from_when_to_when(one_listed):
    for year in YEARS:
        one_listed.bring("un", YEARS[year], year)
    with one_listed.net.store.reading() as session:
        rows = session.execute(
            select(Listing.from_at, Listing.until_at, Listing.topics)
            .where(Listing.record_id == one_listed.record("1"))
            .order_by(Listing.from_at)
        ).all()
        notes = session.scalars(select(RecordVersion.change_note).where(RecordVersion.change_note != "")).all()
        (view,) = listings.sources(session, SYSTEM)
    assert [(r.from_at.year, r.until_at and r.until_at.year) for r in rows] == [(2021, 2023), (2024, None)]
    assert rows[0].topics == ["sanction"]
    assert any(re.search(r"No longer on the list .* since 2023-01-01", note) for note in notes)
    assert (view.listed, view.left, view.as_of.year, view.publisher) == (4, 3, 2024, "United Nations Security Council")


# ---- hits and pointers -------------------------------------------------------------------------------------------


def on_the_desk(listed, kind, ref, rules=None):
    """A hit of Banjul on the entry, judged the same and told; the record's id."""
    record, watch = listed.record(ref), listed.net.watch("banjul")
    listed.net.hit(record, watch)
    listed.net.decide(listed.net.hit_of(record))
    listed.net.deliver()
    return record


@pytest.mark.parametrize("kind", ["un", "interpol-red", "sltd"])
def test_who_left_loses_hit_and_pointer_on_both_sides_and_the_watcher_is_told_since_when(listed, kind):
    listed.bring(kind, YEARS[2021], 2021)
    ref = next(iter(expected(kind, {"2": YEARS[2021]["2"]})))
    record = on_the_desk(listed, kind, ref)
    assert [pointer.recalled for pointer in listed.net.pointers("banjul")] == [False]
    listed.bring(kind, YEARS[2022], 2022)
    assert listed.net.states(record) == [HitState.WITHDRAWN]
    listed.net.deliver()
    (mine,) = listed.net.pointers("banjul")
    assert mine.recalled and mine.about_unit == ""
    assert mine.delisted_at == datetime(2022, 1, 1, tzinfo=UTC)
    for who in ("dakar", "nouakchott"):
        assert all(pointer.recalled for pointer in listed.net.pointers(who)), "the list's own side too"


@pytest.mark.parametrize("why", ["withdrawn by an officer", "only a pointer was shared"])
def test_nobody_learns_why_who_could_not_read_the_record(one_listed, why):
    net = one_listed.net
    one_listed.bring("un", YEARS[2021], 2021)
    record = on_the_desk(one_listed, "un", "2")
    with net.store.writing() as session:
        if why == "withdrawn by an officer":
            records.withdraw(session, system_viewer(session, UN_HOME.code), record, "entered by mistake")
        else:
            session.execute(update(RecordVersion).where(RecordVersion.record_id == record).values(sharing="pointer"))
    one_listed.bring("un", YEARS[2022], 2022)
    net.deliver()
    (mine,) = net.pointers("banjul")
    assert mine.recalled and mine.delisted_at is None


def test_a_hit_nobody_was_told_of_goes_in_silence(one_listed):
    net = one_listed.net
    one_listed.bring("un", YEARS[2021], 2021)
    record, watch = one_listed.record("2"), net.watch("banjul")
    net.hit(record, watch)
    one_listed.bring("un", YEARS[2022], 2022)
    net.deliver()
    assert net.states(record) == [HitState.WITHDRAWN] and net.pointers("banjul") == []


# ---- what officers did -------------------------------------------------------------------------------------------


def test_what_an_officer_took_back_does_not_return_with_the_list(one_listed):
    net = one_listed.net
    one_listed.bring("un", YEARS[2021], 2021)
    with net.store.writing() as session:
        desk = system_viewer(session, UN_HOME.code)
        records.withdraw(session, desk, one_listed.record("1"), "mistaken identity")
    for year in (2022, 2023, 2024):
        one_listed.bring("un", YEARS[year], year)
    assert one_listed.active().keys() == YEARS[2024].keys() - {"1"}


def test_what_an_officer_corrected_stands_when_the_entry_comes_back(one_listed):
    from dataclasses import replace

    net = one_listed.net
    one_listed.bring("un", YEARS[2021], 2021)
    with net.store.writing() as session:
        desk = replace(system_viewer(session, UN_HOME.code), officer_id=net.dakar.officer_id)
        view = records.read(session, desk, one_listed.record("1"))
        rules: Rules = replace(view.rules, **stated_grade())
        draft = records.RecordDraft(view.identity, view.line.case_id, rules, view.line.origin_ref, view.suspicion_note)
        records.amend(session, desk, view.id, draft)
    for year in (2023, 2024):
        one_listed.bring("un", YEARS[year], year)
    with net.store.writing() as session:
        assert records.read(session, desk, view.id).rules.info_grade == rules.info_grade
    assert "1" in one_listed.active()


def stated_grade():
    return {"info_grade": stated().info_grade}


def test_a_hold_keeps_its_record_on_the_list_until_it_ends(one_listed):
    net = one_listed.net
    one_listed.bring("un", YEARS[2021], 2021)
    with net.store.writing() as session:
        held = update(Record).where(Record.origin_ref == "2").values(state=RecordState.HOLD.value)
        session.execute(held)
    report = one_listed.bring("un", YEARS[2022], 2022)
    assert report.withdrawn == 0 and any("on hold" in name for name in report.not_held)
    with net.store.writing() as session:
        session.execute(update(Record).where(Record.origin_ref == "2").values(state=RecordState.REVIEW_DUE.value))
    assert one_listed.bring("un", YEARS[2022], 2022).withdrawn == 1


def test_what_another_list_still_names_stays(one_listed):
    """One unit, two lists of its own with the same id: leaving one is not leaving the other."""
    net, store = one_listed.net, one_listed.net.store
    one_listed.bring("un", YEARS[2021], 2021)
    with store.writing() as session:
        desk = system_viewer(session, UN_HOME.code)
        other = Source(unit_id=desk.unit_id, name="Another list", kind="list")
        session.add(other)
        session.flush()
        session.add(
            Listing(source_id=other.id, record_id=one_listed.record("2"), from_at=datetime(2020, 1, 1, tzinfo=UTC))
        )
    assert one_listed.bring("un", YEARS[2022], 2022).withdrawn == 0
    assert net.hits() == {} and "2" in one_listed.active()


def test_records_from_before_there_were_sources_leave_with_the_first_list(one_listed):
    one_listed.bring("un", YEARS[2021], 2021)
    with one_listed.net.store.writing() as session:
        session.execute(Listing.__table__.delete())
        session.execute(Source.__table__.delete())
    assert one_listed.bring("un", YEARS[2022], 2022).withdrawn == 1
    assert one_listed.active() == expected("un", YEARS[2022])


# ---- cut off, killed, without a date -------------------------------------------------------------------------------


def many(until, start=0):
    return {str(n): (f"FICTA{n:03} SOMNARE{n:03}", "1970") for n in range(start, until)}


def test_a_file_that_lacks_half_of_the_list_is_refused_unless_insisted(one_listed):
    one_listed.bring("un", many(40), 2022)
    with pytest.raises(ListRefused, match=r"lacks 20 of the 40 entries .*--shrink"):
        one_listed.bring("un", many(20), 2023)
    assert len(one_listed.active()) == 40
    assert one_listed.bring("un", many(40, 1), 2023).withdrawn == 1, "what was refused left no date behind"
    assert one_listed.bring("un", many(20, 1), 2024, shrink=True).withdrawn == 20


@pytest.mark.parametrize("kind", ["un", "interpol-red", "sltd"])
def test_an_empty_or_cut_file_withdraws_nobody(one_listed, kind):
    one_listed.bring(kind, YEARS[2021], 2021)
    path = one_listed.path / f"{kind}-2021"
    text = path.read_text("utf-8")
    for cut in ("", text[: len(text) - 20]):
        path.write_text(cut, "utf-8")
        with pytest.raises(FileRefused):
            one_listed.file(path, kind, as_of=datetime(2023, 1, 1, tzinfo=UTC))
    assert one_listed.active() == expected(kind, YEARS[2021])


def test_stopped_before_its_last_entry_it_withdraws_nobody_and_the_same_command_does(one_listed, monkeypatch):
    monkeypatch.setattr(runs, "LEAST_IN_FILE", 10)
    monkeypatch.setattr(runs, "HELD_S", 0.0)
    one_listed.bring("un", many(30), 2022)
    write, parts = runs.Run._part, []

    def stops(run, step, *rest):
        parts.append(step)
        if len(parts) == 3:
            raise KeyboardInterrupt
        return write(run, step, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(runs.Run, "_part", stops)
        with pytest.raises(KeyboardInterrupt):
            one_listed.bring("un", many(35, 5), 2023)
    assert set(parts) == {"entries"} and {str(n) for n in range(5)} <= one_listed.active().keys()
    with pytest.raises(ListRefused):
        one_listed.bring("un", many(30), 2022)
    report = one_listed.bring("un", many(35, 5), 2023)
    assert (report.withdrawn, report.created, report.unchanged) == (5, 5, 25)
    assert one_listed.active().keys() == many(35, 5).keys()


def test_without_a_date_a_file_that_was_replaced_is_known_by_its_content(one_listed):
    first = made.un(one_listed.path / "a", YEARS[2021], "")
    second = made.un(one_listed.path / "b", YEARS[2022], "")
    one_listed.file(first, "un")
    one_listed.file(second, "un")
    with pytest.raises(ListRefused, match="came in before"):
        one_listed.file(first, "un")
    assert one_listed.file(second, "un").unchanged == 3
    assert one_listed.active() == expected("un", YEARS[2022])


def test_a_part_of_a_list_is_brought_in_as_a_delta_only(one_listed):
    one_listed.bring("interpol-red", YEARS[2021], 2021)
    page = made.notices(one_listed.path / "page", YEARS[2022], total=7527)
    with pytest.raises(FileRefused, match="3 of 7,527"):
        one_listed.file(page, "interpol-red")
    report = one_listed.file(page, "interpol-red", delta=True)
    assert (report.created, report.withdrawn) == (1, 0) and len(one_listed.active()) == 4


def test_a_yellow_notice_of_a_child_goes_to_protection(one_listed):
    one_listed.bring("interpol-yellow", {"1": ("FICTA SOMNA", "2019"), "2": ("MYTHA SARR", "1980")})
    with one_listed.net.store.reading() as session:
        protection = dict(session.execute(select(Record.origin_ref, Record.protection)).all())
        categories = set(session.scalars(select(RecordVersion.subject_category)))
    assert protection == {"yellow:2024/1": ["minor"], "yellow:2024/2": []} and categories == {"missing"}


def test_only_who_issued_a_document_declares_it(one_listed):
    path = made.documents(one_listed.path / "foreign", {"1": ("", "2019")})
    with pytest.raises(FileRefused, match=r"line 2: .* issued by SN, whose authority alone"):
        one_listed.file(path, "sltd", BANJUL.code)
    one_listed.file(path, "sltd")
    back = made.documents(one_listed.path / "found", {"1": ("", "2019")}, withdrawn="yes")
    assert one_listed.file(back, "sltd").withdrawn == 1 and one_listed.active() == {}


def test_a_document_keeps_its_type_of_fraud_and_its_date_of_review(one_listed):
    path = made.documents(one_listed.path / "some", {"1": ("", "2019")}, review_date="2030-01-31")
    one_listed.file(path, "sltd")
    with one_listed.net.store.reading() as session:
        assert session.scalars(select(Listing.topics)).one() == ["document.stolen"]
        assert session.scalars(select(RecordVersion.review_at)).one() == datetime(2030, 1, 31, tzinfo=UTC)


@pytest.mark.skipif(not WHOLE.exists(), reason="the list itself lies beside the checkout only")
def test_the_list_of_the_security_council_loses_whom_a_newer_one_lacks(one_listed):
    text = WHOLE.read_text("utf-8")
    entries = re.findall(r"<INDIVIDUAL>.*?</INDIVIDUAL>", text, re.DOTALL)
    shorter = one_listed.path / "newer.xml"
    for gone in entries[:40]:
        text = text.replace(gone, "")
    shorter.write_text(text.replace('dateGenerated="2026-02', 'dateGenerated="2026-03'), "utf-8")
    whole = import_un(one_listed.net.store, WHOLE)
    report = import_un(one_listed.net.store, shorter)
    assert (report.withdrawn, report.unchanged) == (40, whole.read - 40)
    with pytest.raises(ListRefused):
        import_un(one_listed.net.store, WHOLE)
    assert ADAPTERS["un"].home.code == UN_HOME.code
