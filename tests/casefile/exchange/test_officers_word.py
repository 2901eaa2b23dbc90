"""What an officer corrected stands against the next file: records and the UN list, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, update

from casefile import hits, records
from casefile.errors import BadInput
from casefile.exchange.import_runs import FTM_RULES, Terms, import_ftm
from casefile.exchange.sources.adapters import UN_HOME
from casefile.people.units import system_viewer
from casefile.policy.states import RecordMove
from casefile.records import cases
from casefile.storage import tables
from casefile.storage.tables import Record, RecordVersion, SourceCopy
from casefile.subjects import source_copies
from casefile.subjects.identity import Identifier, Name, PartialDate, Place
from casefile.vocabulary import (
    DateKind,
    Desk,
    Handling,
    IdentifierKind,
    InfoGrade,
    NameKind,
    Notify,
    PlaceKind,
    Protection,
    Purpose,
    Sex,
    Sharing,
    SourceGrade,
    SubjectCategory,
)
from tests.casefile.exchange.again import REF, entity, figures, forget_copies, of_identity, ruled
from tests.network.lists import import_un
from tests.network.make import person
from tests.network.people import DAKAR


def imported(net, path, **more):
    return import_ftm(net.store, path, DAKAR.code, "DKR-1", **more)


def found(net, ref=REF):
    with net.store.writing() as session:
        record_id = session.scalars(select(Record.id).where(Record.origin_ref == ref)).one()
        return records.read(session, net.dakar, record_id)


def amended(net, change, ref=REF, note=""):
    """An officer of Dakar corrects the record: `change` makes the new draft of the old one."""
    view = found(net, ref)
    draft = records.RecordDraft(
        view.identity, view.line.case_id, view.rules, view.line.origin_ref, view.suspicion_note, view.fact_or_opinion
    )
    with net.store.writing() as session:
        records.amend(session, net.dakar, view.id, net.placed(change(draft)), change_note=note)
    return found(net, ref)


LATER = tables.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=400)
CORRECTIONS = {
    "protection": ruled(protection=(Protection.MINOR,)),
    "sharing": ruled(sharing=Sharing.NONE),
    "the units it is shared with": ruled(sharing_units=("elsewhere",)),
    "notify": ruled(notify=Notify.SILENT),
    "source grade": ruled(source_grade=SourceGrade.A),
    "information grade": ruled(info_grade=InfoGrade.NOT_IN_DOUBT),
    "handling": ruled(handling=Handling.H3, handling_text="ask us first"),
    "category": ruled(subject_category=SubjectCategory.WITNESS),
    "purpose": ruled(purpose=Purpose.LOCATE_WANTED),
    "legal basis": ruled(legal_basis="Code pénal, art. 1"),
    "review date": ruled(review_at=LATER),
    "kept until": ruled(retain_until=LATER, review_at=LATER - timedelta(days=30)),
    "birth date": of_identity(dates=(PartialDate(DateKind.BIRTH, "1984-03-12"),)),
    "name": of_identity(names=(Name("Reimporta Soumkeita"),)),
    "alias": of_identity(names=(Name("Reimporta Zoumkeita"), Name("Zoum", NameKind.ALIAS))),
    "number": of_identity(identifiers=(Identifier(IdentifierKind.PHONE, "+221 77 000 00 09"),)),
    "place": of_identity(places=(Place(PlaceKind.BIRTH, "Mbour", "SN"),)),
    "sex": of_identity(sex=Sex.FEMALE),
    "nationality": of_identity(nationalities=("GM",)),
    "text": of_identity(narrative="Not seen at Tanji."),
    "ground of suspicion": lambda draft: replace(draft, suspicion_note="named by two witnesses"),
    "fact or assessment": lambda draft: replace(draft, fact_or_opinion="opinion"),
}


def stands(view):
    """All that is stated of a record, without its number of versions."""
    line = view.line
    return line.identity, view.rules, view.suspicion_note, view.fact_or_opinion, line.case_reference, line.state


@pytest.mark.parametrize("what", CORRECTIONS)
def test_the_file_again_changes_nothing_an_officer_corrected(sqlite_net, file, what):
    net, path = sqlite_net, file()
    assert figures(imported(net, path)) == (1, 0, 0, 0)
    mine = amended(net, CORRECTIONS[what])
    assert mine.line.version == 2
    kept = int("date" not in what and "until" not in what) or int(what == "birth date")
    for _ in range(2):
        report = imported(net, path)
        assert figures(report) == (0, 0, 1, kept) and report.kept_ids == [REF] * kept
        assert stands(found(net)) == stands(mine) and found(net).line.version == 2


@pytest.mark.parametrize("what", CORRECTIONS)
def test_what_the_source_learns_comes_in_beside_the_correction(sqlite_net, file, what):
    net = sqlite_net
    imported(net, file())
    mine = amended(net, CORRECTIONS[what])
    report = imported(net, file(entity(idNumber="AB 1234567", alias="Reimpo")))
    assert (report.updated, report.unchanged) == (1, 0)
    view = found(net)
    numbers = {i.value for i in view.identity.identifiers}
    assert numbers == {"AB 1234567"} | {i.value for i in mine.identity.identifiers}
    assert {n.text for n in view.identity.names} == {"Reimpo"} | {n.text for n in mine.identity.names}
    plain = lambda view: (  # noqa: E731
        replace(view.identity, names=(), identifiers=()), view.suspicion_note, view.fact_or_opinion,
        replace(view.rules, review_at=None, retain_until=None),
    )  # fmt: skip
    assert plain(view) == plain(mine)
    assert imported(net, file(entity(idNumber="AB 1234567", alias="Reimpo"))).unchanged == 1
    assert imported(net, file(entity(idNumber="AB 1234567", alias="Reimp"))).updated == 1
    view = found(net)
    assert plain(view) == plain(mine)
    if what in ("review date", "kept until"):
        assert (view.rules.review_at, view.rules.retain_until) == (mine.rules.review_at, mine.rules.retain_until)


def test_a_case_corrected_by_an_officer_stays_the_officers(net, file):
    imported(net, file())
    with net.store.writing() as session:
        other = cases.open_case(session, net.dakar, cases.CaseDraft("DKR-2"))
    amended(net, lambda draft: replace(draft, case_id=other))
    report = imported(net, file(entity(phone="+221 77 000 00 01")))
    assert figures(report) == (0, 1, 0, 1)
    assert found(net).line.case_reference == "DKR-2" and found(net).identity.identifiers


def test_three_of_a_file_of_which_one_was_corrected_in_all_its_rules(net, file):
    """The day of birth, the text, the grades and the category: what the file says again of them is not written."""
    path = file(entity("re-1"), entity("re-2"), entity("re-3"))
    assert figures(imported(net, path)) == (3, 0, 0, 0)
    mine = amended(
        net,
        lambda draft: replace(
            draft,
            identity=replace(
                draft.identity, dates=(PartialDate(DateKind.BIRTH, "1984-03-12"),), narrative="Heard as a witness."
            ),
            rules=replace(
                draft.rules,
                source_grade=SourceGrade.A,
                info_grade=InfoGrade.NOT_IN_DOUBT,
                subject_category=SubjectCategory.WITNESS,
            ),
        ),
    )
    report = imported(net, path)
    assert figures(report) == (0, 0, 3, 1) and report.as_json()["kept_ids"] == ["re-1"]
    assert stands(found(net)) == stands(mine)


def test_a_victim_stays_protected_whatever_the_file_calls_her(net, file):
    imported(net, file(), terms=Terms(SubjectCategory.SUSPECT))
    mine = amended(
        net,
        ruled(
            subject_category=SubjectCategory.VICTIM,
            protection=(Protection.VICTIM, Protection.MINOR),
            sharing=Sharing.NONE,
            notify=Notify.SILENT,
        ),
    )
    for path in (file(), file(entity(phone="+221779998877"))):
        imported(net, path, terms=Terms(SubjectCategory.SUSPECT))
        assert found(net).rules == replace(
            mine.rules, review_at=found(net).rules.review_at, retain_until=found(net).rules.retain_until
        )
    assert [i.value for i in found(net).identity.identifiers] == ["+221779998877"]


def test_her_hit_waits_at_the_protection_desk_after_the_file_came_again(net, file):
    watch_id = net.watch("banjul", person("Reimporta Zoumkeita", "1984"))
    imported(net, file(), terms=Terms(SubjectCategory.SUSPECT))
    amended(net, ruled(subject_category=SubjectCategory.VICTIM, protection=(Protection.MINOR,)))
    imported(net, file(entity(phone="+221779998877")), terms=Terms(SubjectCategory.SUSPECT))
    view = found(net)
    assert net.hit(view.id, watch_id, version=view.line.version) == 1
    with net.store.reading() as session:
        assert hits.queue(session, net.coordinator) == []
        assert len(hits.queue(session, net.protection, Desk.PROTECTION)) == 1


def test_a_file_of_other_terms_lowers_no_protection_an_earlier_one_stated(net, file):
    marked = Terms(SubjectCategory.SUSPECT, rules=replace(FTM_RULES, protection=(Protection.SOURCE_AT_RISK,)))
    imported(net, file(), terms=marked)
    imported(net, file(entity(phone="+221779998877")))
    assert found(net).rules.protection == (Protection.SOURCE_AT_RISK,)
    imported(net, file(), terms=Terms(SubjectCategory.VICTIM))
    imported(net, file(), terms=Terms(SubjectCategory.SUSPECT))
    rules = found(net).rules
    assert rules.subject_category is SubjectCategory.SUSPECT
    assert set(rules.protection) == {Protection.SOURCE_AT_RISK, Protection.VICTIM}


@pytest.mark.parametrize("order", [("victim", "suspect"), ("suspect", "victim")])
def test_two_identities_merged_under_one_id_are_protected_as_the_more_vulnerable(net, order):
    """One report names two people and the source writes them under one id: the second must not undo the first."""
    drafts = [
        net.record("dakar", person(f"Inventa {name}", "1990"), origin_ref="r:1", subject_category=SubjectCategory(name))
        for name in order
    ]
    with net.store.writing() as session:
        first, second = records.enter_many(session, net.dakar, drafts)
    assert (first.outcome, second.outcome) == ("created", "updated")
    rules = found(net, "r:1").rules
    assert SubjectCategory.VICTIM is rules.subject_category or Protection.VICTIM in rules.protection


def test_two_identities_merged_after_an_officer_protected_one_of_them(net):
    draft = net.record("dakar", person("Inventa Ba", "1990"), origin_ref="r:1")
    with net.store.writing() as session:
        records.enter(session, net.dakar, draft)
    amended(net, ruled(protection=(Protection.MINOR,), sharing=Sharing.NONE), "r:1")
    other = replace(draft, identity=person("Ficta Ba", "1991"))
    with net.store.writing() as session:
        entered = records.enter_many(session, net.dakar, [other, draft])
    assert [one.kept for one in entered] == [True, True]
    rules = found(net, "r:1").rules
    assert rules.protection == (Protection.MINOR,) and rules.sharing is Sharing.NONE


def test_what_was_withdrawn_does_not_return_and_what_was_restricted_stays_so(net, file):
    imported(net, file())
    record_id = found(net).id
    with net.store.writing() as session:
        records.change_state(session, net.dakar, record_id, RecordMove.RESTRICT, "disputed by the person")
    assert imported(net, file(entity(phone="+221779998877"))).updated == 1
    assert found(net).line.state.value == "restricted"
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, record_id, "entered by mistake")
    assert figures(imported(net, file(entity(phone="+221779998878")))) == (0, 0, 1, 0)
    assert found(net).line.state.value == "withdrawn"


def test_what_source_and_officer_together_leave_empty_stays_as_the_officer_has_it(net, file):
    """The officer struck out the text, then the source takes back the name and the date: nothing would be left."""
    imported(net, file())
    mine = amended(net, of_identity(narrative=""))
    empty = {"id": REF, "schema": "Person", "properties": {"notes": ["Seen at Tanji."]}}
    assert figures(imported(net, file(empty))) == (0, 0, 1, 1)
    assert stands(found(net)) == stands(mine)


def test_a_date_that_ran_out_is_no_reason_to_refuse_the_file(net, file):
    imported(net, file())
    amended(net, ruled(source_grade=SourceGrade.A))
    with net.store.writing() as session:
        past = tables.now() - timedelta(days=2)
        session.execute(update(RecordVersion).values(retain_until=past, review_at=past))
    assert figures(imported(net, file(entity(phone="+221779998877")))) == (0, 1, 0, 1)
    assert found(net).rules.retain_until > tables.now()


# ---- closed cases ----------------------------------------------------------------------------------------------


def closed(net, case_id=None):
    with net.store.writing() as session:
        cases.close_case(session, net.dakar, case_id or net.cases["dakar"], "sentenced")


def test_a_file_for_a_closed_case_is_refused(net, file):
    imported(net, file())
    closed(net)
    with pytest.raises(BadInput, match="open cases"):
        imported(net, file(entity(phone="+221779998877")))


def test_a_file_for_another_case_changes_nothing_in_a_closed_one_but_may_protect(net, file):
    imported(net, file())
    closed(net)
    before = stands(found(net))
    report = import_ftm(net.store, file(entity(phone="+221779998877")), DAKAR.code, "DKR-2")
    assert figures(report) == (0, 0, 1, 1) and stands(found(net)) == before
    report = import_ftm(net.store, file(), DAKAR.code, "DKR-2", Terms(SubjectCategory.VICTIM))
    assert figures(report) == (0, 1, 0, 1)
    assert found(net).rules.protection == (Protection.VICTIM,) and found(net).line.case_reference == "DKR-1"


# ---- databases from before -------------------------------------------------------------------------------------


def test_in_a_database_from_before_the_imports_own_version_tells_what_the_source_said(net, file):
    imported(net, file())
    amended(net, ruled(source_grade=SourceGrade.A))
    record_id = found(net).id
    with net.store.writing() as session:  # a step of state repeats the officer's content without an officer
        machine = system_viewer(session, DAKAR.code)
        records.change_state(session, machine, record_id, RecordMove.RESTRICT, "by the machine")
    forget_copies(net)
    assert figures(imported(net, file(entity(phone="+221779998877")))) == (0, 1, 0, 1)
    view = found(net)
    assert view.rules.source_grade is SourceGrade.A and view.identity.identifiers[0].value == "+221779998877"


def test_in_a_database_from_before_an_untouched_record_follows_its_source(net, file):
    imported(net, file())
    forget_copies(net)
    assert figures(imported(net, file())) == (0, 0, 1, 0)  # and from now on there is a copy
    with net.store.reading() as session:
        assert session.scalar(select(SourceCopy.version)) == 1
    forget_copies(net)
    report = import_ftm(net.store, file(entity(phone="+221779998877")), DAKAR.code, "DKR-2")
    assert figures(report) == (0, 1, 0, 0) and found(net).line.case_reference == "DKR-2"
    with net.store.reading() as session:
        assert session.scalar(select(SourceCopy.version)) == 2


def test_in_a_database_from_before_ours_stands_where_no_import_can_be_told(net, file):
    imported(net, file())
    with net.store.writing() as session:
        session.execute(update(RecordVersion).values(entered_by=net.dakar.officer_id))
    forget_copies(net)
    before = stands(found(net))
    assert figures(imported(net, file(entity(phone="+221779998877")))) == (0, 0, 1, 1)
    assert stands(found(net)) == before
    assert figures(imported(net, file(entity(phone="+221779998877", alias="Zoum")))) == (0, 1, 0, 1)  # now it is known
    assert [n.text for n in found(net).identity.names] == ["Reimporta Zoumkeita", "Zoum"]


# ---- the UN list -----------------------------------------------------------------------------------------------


def un_list(tmp_path, second="MOUSTAPHA"):
    path = tmp_path / "un.xml"
    path.write_text(
        f"""<CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00"><INDIVIDUALS><INDIVIDUAL>
        <DATAID>9100001</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>INVENTA</FIRST_NAME>
        <SECOND_NAME>{second}</SECOND_NAME><UN_LIST_TYPE>Nowhere</UN_LIST_TYPE>
        <REFERENCE_NUMBER>NWi.001</REFERENCE_NUMBER><LISTED_ON>2020-01-01</LISTED_ON>
        <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1970-01-01</DATE></INDIVIDUAL_DATE_OF_BIRTH>
        </INDIVIDUAL></INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>""",
        "utf-8",
    )
    return path


def test_an_update_of_the_un_list_leaves_what_was_corrected(net, tmp_path):
    assert import_un(net.store, un_list(tmp_path)).created == 1
    with net.store.writing() as session:
        desk = replace(system_viewer(session, UN_HOME.code), officer_id=net.dakar.officer_id)  # somebody at its desk
        record_id = session.scalars(select(Record.id)).one()
        view = records.read(session, desk, record_id)
        rules = replace(view.rules, sharing=Sharing.POINTER)
        mine = records.RecordDraft(view.identity, view.line.case_id, rules, view.line.origin_ref, view.suspicion_note)
        records.amend(session, desk, record_id, mine)
    report = import_un(net.store, un_list(tmp_path, "MOUSTAFA"))
    assert figures(report) == (0, 1, 0, 1) and report.kept_ids == ["9100001"]
    with net.store.writing() as session:
        view = records.read(session, desk, record_id)
        assert view.rules.sharing is Sharing.POINTER and "MOUSTAFA" in view.line.caption


# ---- how much it costs -------------------------------------------------------------------------------------------


def test_a_large_file_that_nobody_touched_is_checked_in_a_few_statements(sqlite_net, file):
    net, many = sqlite_net, [entity(f"re-{number}") for number in range(300)]
    imported(net, file(*many))
    counted = []
    event.listen(net.store.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    assert figures(imported(net, file(*many))) == (0, 0, 300, 0)
    assert len(counted) < 150, "some twenty a part, however many entries it has; a slow machine makes more parts"
    with net.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(RecordVersion)) == 300
        assert session.scalar(select(func.count()).select_from(SourceCopy)) == 300
        assert {len(content) for content in session.scalars(select(SourceCopy.content))} == {2}  # no second copy of it


def test_the_copy_is_whole_only_where_the_words_differ(net, file):
    def word():
        record_id = found(net).id
        with net.store.reading() as session:
            return source_copies.word_of(session, source_copies.RECORD_SOURCES, record_id)

    imported(net, file())
    assert word() is None
    amended(net, ruled(source_grade=SourceGrade.A))
    assert word().fields == ("source_grade",) and word().content["source_grade"] == "X"
    imported(net, file(entity(birthDate="1985")))
    with net.store.reading() as session:
        copy = session.scalars(select(SourceCopy)).one()
        assert copy.version is None and copy.content["dates"] == [["birth", "1985", None, False]]
    assert word().fields == ("source_grade",)
