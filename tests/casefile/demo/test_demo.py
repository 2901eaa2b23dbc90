"""The demonstration: the same for the same seed, like the region, and loaded through the real actions."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import phonenumbers
import pytest
from sqlalchemy import func, select

from casefile import audit, outbox
from casefile.audit.proof import contents
from casefile.demo import dates, names, network, story
from casefile.demo.generate import generate
from casefile.demo.load import is_loaded, load
from casefile.matching import decide, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.narrative import read_narrative
from casefile.people.viewers import viewer_by_login
from casefile.planned.desk import meetings
from casefile.planned.meetings import look
from casefile.policy.retention import ASKED_AHEAD, RETENTION
from casefile.storage import tables
from casefile.storage.tables import Audit, Case, Operation, Record, RecordLink, RecordVersion, Unit, Watch, WatchVersion
from casefile.subjects.identity import Identity
from casefile.vocabulary import (
    IdentifierKind,
    RecordKind,
    Role,
)
from portal.show.labels.demonstration import OWN_WORDS
from tests.network.people import signs_in


@pytest.fixture(scope="module")
def data():
    return generate()


def test_the_same_seed_makes_the_same_demonstration(data):
    again = generate()
    assert (again.records, again.watches) == (data.records, data.watches)
    assert generate(7).records != data.records


def test_it_has_the_size_and_the_kinds_that_were_promised(data):
    kinds = Counter(record.identity.kind for record in data.records)
    assert 280 <= len(data.cases) <= 320 and 1_800 <= len(data.records) <= 2_400 and len(data.watches) == 60
    assert set(kinds) >= {
        RecordKind.PERSON,
        RecordKind.REPORT,
        RecordKind.EVENT,
        RecordKind.VESSEL,
        RecordKind.PHONE,
        RecordKind.VEHICLE,
        RecordKind.TRAVEL_DOCUMENT,
        RecordKind.ORGANISATION,
        RecordKind.ACCOUNT,
    }
    assert all(title.endswith(("(démonstration)", "(demonstration)")) for title in (c.title for c in data.cases))
    refs = [record.ref for record in data.records]
    assert len(set(refs)) == len(refs)
    assert {to for record in data.records for to, _ in record.parts} <= set(refs)


def test_each_country_writes_in_its_own_way(data):
    def texts(unit):
        return " ".join(
            n.text
            for r in data.records
            if r.unit == unit and r.identity.kind is RecordKind.PERSON
            for n in r.identity.names
        )

    assert "Jallow" in texts("GM-BJL") and "Jallow" not in texts("SN-DKR") and "Diallo" in texts("SN-DKR")
    assert any("\u0621" <= letter <= "\u064a" for letter in texts("MR-NKC")) and " Ould " in texts("MR-NKC")
    told = " ".join(r.identity.narrative for r in data.records)
    for words in ("une pirogue", "a boat left", "قارب", "cayuco", "piroga"):
        assert words in told


def test_telephones_are_ones_that_country_could_issue(data):
    for held in (*data.records, *data.watches):
        for number in held.identity.identifiers:
            if number.kind is IdentifierKind.PHONE:
                assert phonenumbers.is_valid_number(phonenumbers.parse(number.value, number.country)), number


def test_nobody_in_public_life_is_made(data):
    pairs = {f"{given} {family}" for given, family in names.KNOWN_PEOPLE}
    shown = {n.text for held in (*data.records, *data.watches) for n in held.identity.names}
    assert not pairs & shown
    assert not any(pair in r.identity.narrative for r in data.records for pair in pairs)


def test_it_loads_quickly_once_and_everybody_can_sign_in(sqlite_store):
    asked = []

    def password_for(login):
        asked.append(login)
        return f"four easy words {login}"

    begun = time.monotonic()
    logins = load(sqlite_store, password_for)
    seconds = time.monotonic() - begun
    print(f"\ndemonstration loaded in {seconds:.1f} s")
    assert seconds < 60  # 2 to 4 s on an idle machine
    assert [one.login for one in logins] == asked and is_loaded(sqlite_store)
    with sqlite_store.reading() as session:

        def count(table):
            return session.scalar(select(func.count()).select_from(table))

        before = {table: count(table) for table in (Unit, Case, Record, RecordLink, Watch, Operation, Audit)}
        assert set(session.scalars(select(RecordVersion.handling_text))) == {network.INVENTED}
        assert set(session.scalars(select(WatchVersion.handling_text))) == {network.INVENTED}
        opened = session.scalars(select(Case.opened_at)).all()
        assert len({moment.date() for moment in opened}) > 200 and max(opened) <= tables.now()
        assert max(opened) - min(opened) > timedelta(days=365), "cases of a year and more"
        days_of_entry(session, opened)
        assert outbox.read_backlog(session).to_index == before[Record] + before[Watch]
        for login in ENTERING:
            assert {Role.INVESTIGATOR, Role.WATCH_OFFICER} <= viewer_by_login(session, login).roles
    assert list(contents.check(sqlite_store)) == [], "every row is as the trail has it"
    assert signs_in(sqlite_store, "coordinator", "four easy words coordinator")
    load(sqlite_store, lambda _: pytest.fail("a password is there already"))
    with sqlite_store.reading() as session:
        after = {table: session.scalar(select(func.count()).select_from(table)) for table in before}
    assert {t: n for t, n in after.items() if t is not Audit} == {t: n for t, n in before.items() if t is not Audit}


def test_two_units_operations_meet_on_the_coordination_office_s_page_once(sqlite_store):
    for _ in range(2):
        load(sqlite_store, lambda login: f"four easy words {login}")
        with sqlite_store.writing() as session:
            coordinator = viewer_by_login(session, "coordinator")
            planned = session.scalars(select(Operation).order_by(Operation.place)).all()
            assert [one.place for one in planned] == ["Kafountine", "Kartong"], "entered once"
            for one in planned:
                look(session, one.id)
            (meeting,) = meetings(session, coordinator)
    sides = {(side.unit, side.place): side.means for side in meeting.sides}
    assert {place for _, place in sides} == {"Kafountine", "Kartong"} and len({unit for unit, _ in sides}) == 2
    assert all("monstration)" in means for means in sides.values())


def days_of_entry(session, opened):
    """Records over the days after their cases, watches within their year; nothing due, and the trail as it was."""
    now = tables.now()
    entered = session.execute(
        select(Record.created_at, RecordVersion.entered_at, Case.opened_at, RecordVersion.review_at,
               RecordVersion.retain_until)
        .join(RecordVersion, RecordVersion.record_id == Record.id).join(Case, Case.id == Record.case_id)
    ).all()  # fmt: skip
    assert len({created.date() for created, *_ in entered}) > 200
    for created, version, case, review, until in entered:
        assert case <= created == version <= now and created - case < timedelta(days=30)
        assert review > now + timedelta(days=366) and until - created <= RETENTION + timedelta(days=1)
    watched = session.execute(select(Watch.created_at, Watch.expires_at)).all()
    assert all(begun <= now < ends <= begun + timedelta(days=366) for begun, ends in watched)
    assert max(begun for begun, _ in watched) - min(begun for begun, _ in watched) > timedelta(days=30)
    assert {at.date() for at in session.scalars(select(Audit.at))} == {now.date()}, "the trail says when it was done"
    assert audit.verify(session) is None


def test_a_demonstration_loaded_years_later_has_nothing_overdue():
    opened = datetime(2025, 3, 1, 9, tzinfo=UTC)
    for years in range(12):
        now = opened + timedelta(days=365 * years + 1)
        day = dates.entered(opened, 7, now)
        until = dates.kept_until(day, now)
        assert opened <= day <= now and (until is None or until - ASKED_AHEAD > now)
    assert dates.kept_until(opened, opened + timedelta(days=400)) == opened + RETENTION


def test_the_products_own_words_are_said_in_the_readers_language():
    written = {network.INVENTED, network.COORDINATION.name, network.COORDINATION.desk}
    written |= {one.display_name for one in network.OFFICERS if one.unit == network.COORDINATION.code}
    assert set(OWN_WORDS) <= written and {network.INVENTED, network.COORDINATION.name} <= set(OWN_WORDS)


ENTERING = ("dakar", "banjul", "nouakchott")


def test_the_story_makes_its_two_hits_and_no_word_of_one_side_is_on_the_other():
    from casefile.subjects.name_counts import default

    report = Identity(RecordKind.REPORT, narrative=story.REPORT)
    assert story.REPORTED_NAME in [m.name for m in read_narrative(story.REPORT, "SN").persons]
    for sought, identity in ((story.WATCH, report), (story.WATCH_BY_SCRIPT, story.ARABIC_RECORD)):
        watch, record = prepare(sought.identity(), "GM"), prepare(identity, "SN")
        assert query_keys(watch) & record_keys(record)
        assert decide(record, watch, common=default()).grade == "hit"
    watch = prepare(story.WATCH.identity(), "GM")
    assert decide(prepare(story.ARABIC_RECORD, "SN"), watch, common=default()) is None
    watch_side = f"{story.WATCH.ground} {story.WATCH_BY_SCRIPT.ground} {story.WATCH.watchlist}"
    assert all((words in watch_side) != (words in story.REPORT) for words in story.NEVER_SHOWN)
