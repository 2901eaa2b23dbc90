"""What is read, by whom, and that everything else is one answer."""

from dataclasses import replace

import pytest

from casefile import records
from casefile.errors import NotAllowed, NotThere
from casefile.policy.handling import Rules
from casefile.policy.sharing import Access
from casefile.records.links import LinkDraft
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import (
    DateKind,
    Handling,
    IdentifierKind,
    LinkRole,
    NameKind,
    PlaceKind,
    Protection,
    RecordKind,
    Sex,
    Sharing,
    SubjectCategory,
)
from tests.network.make import SOMEBODY, STATED, person, report, stated
from tests.steady.undrawn import undrawn


@pytest.mark.parametrize(
    "rules",
    [
        STATED,
        stated(sharing=Sharing.POINTER, sharing_units=("elsewhere",)),
        stated(sharing=Sharing.CORE, sharing_units=("elsewhere",)),
        stated(sharing=Sharing.CORE, subject_category=SubjectCategory.VICTIM),
        stated(sharing=Sharing.FULL, sharing_units=("elsewhere",)),
        stated(sharing=Sharing.FULL, protection=(Protection.MINOR,)),
        stated(sharing=Sharing.FULL, subject_category=SubjectCategory.VICTIM),
    ],
)
def test_not_yours_and_not_there_are_one_answer(net, rules):
    record_id = net.enter("dakar", rules=rules)
    answers = []
    for wanted in (record_id, "0" * 32):
        with pytest.raises(NotThere) as refused:
            net.opened("banjul", wanted)
        answers.append((str(refused.value), refused.value.values, refused.value.status))
        for change in (
            lambda s, i: records.withdraw(s, net.banjul, i, "because"),
            lambda s, i: records.amend(s, net.banjul, i, net.record("banjul")),
        ):
            with net.store.writing() as session, pytest.raises(NotThere) as refused:
                change(session, wanted)
            answers.append((str(refused.value), refused.value.values, refused.value.status))
    assert len({str(a) for a in answers}) == 1
    with net.store.reading() as session:
        assert records.lines(session, net.banjul, [record_id]) == {}


def test_a_released_record_is_read_without_its_case_grounds_and_history(net):
    record_id = net.enter("dakar", rules=stated(sharing=Sharing.FULL), suspicion_note="an informant said so")
    view = net.opened("banjul", record_id)
    assert view.identity == SOMEBODY
    assert (
        view.suspicion_note,
        view.versions,
        view.rules,
        view.line.case_id,
        view.line.case_reference,
    ) == ("", (), Rules(subject_category=SubjectCategory.SUSPECT), None, None)
    with pytest.raises(NotThere):
        net.opened("banjul", record_id, version=9)


def names_of_nobody(count):
    """So many different invented names, a sentence each."""
    letters = "bcdfgklmnprstvz"
    for number in range(count):
        a, b, c = letters[number % 15], letters[number // 15 % 15], letters[number // 225 % 15]
        d = letters[number // 3375 % 15]
        yield f"{a.upper()}a{b}o{d}u {c.upper()}i{a}e{b}ara est venu. "


def test_its_unit_is_told_what_of_a_text_is_not_compared_and_nobody_else(net):
    """Case: names far down in a long text were not read, and nobody was notified."""
    long = "".join(names_of_nobody(7_000))
    record_id = net.enter("dakar", report(long), stated(sharing=Sharing.FULL))
    unread = net.opened("dakar", record_id).unread
    assert unread is not None and unread.names == 1_000
    assert not unread.numbers and not unread.characters
    assert net.opened("banjul", record_id).unread is None
    assert net.opened("dakar", net.enter("dakar", report("Modou Jallow est venu. " * 8_000))).unread is None


CANARY = "Qanaari"
WITH_ALL = Identity(
    kind=RecordKind.PERSON,
    names=(Name("Mamadou Dialo"), Name("Modou", NameKind.ALIAS)),
    identifiers=(Identifier(IdentifierKind.PASSPORT, "A0123999"),),
    dates=(
        PartialDate(DateKind.BIRTH, "1985-11-23", circa=True),
        PartialDate(DateKind.BIRTH, "1985-12", until="1986-02"),
        PartialDate(DateKind.ISSUED, "2011-03-04"),
    ),
    places=(Place(PlaceKind.BIRTH, f"{CANARY}ville", "ML"),),
    sex=Sex.MALE,
    nationalities=("SN",),
    narrative=f"Son frère {CANARY} a payé au 77 123 45 67.",
)
WITH_ALL_RULES = stated(
    sharing=Sharing.CORE, legal_basis=f"{CANARY} art. 1", handling=Handling.H3, handling_text="Ask us first"
)


def test_of_a_core_nothing_is_read_but_names_years_nationality_and_category(net):
    record_id = net.enter("dakar", WITH_ALL, WITH_ALL_RULES, suspicion_note=f"{CANARY} said so", origin_ref="P-9")
    linked = net.enter(
        "dakar",
        person(f"Awa {CANARY}"),
        stated(sharing=Sharing.FULL),
        links=(LinkDraft(LinkRole.RELATIVE, record_id, note=CANARY),),
    )
    net.amend("dakar", record_id, replace(WITH_ALL, sex=None), WITH_ALL_RULES)
    view = net.opened("banjul", record_id)
    years = (PartialDate(DateKind.BIRTH, "1985", circa=True), PartialDate(DateKind.BIRTH, "1985", until="1986"))
    assert view.identity == Identity(RecordKind.PERSON, WITH_ALL.names, dates=years, nationalities=("SN",))
    assert view.rules == Rules(
        subject_category=SubjectCategory.SUSPECT, handling=Handling.H3, handling_text="Ask us first"
    )
    assert view.line == replace(
        net.opened("dakar", record_id).line,
        access=Access.CORE,
        identity=view.identity,
        version=0,
        entered_at=None,
        case_id=None,
        case_reference=None,
        origin_ref=None,
    )
    assert (view.suspicion_note, view.fact_or_opinion, view.links, view.versions) == ("", "", (), ())
    for hidden in (CANARY, "0123999", "123 45 67", "1985-11", "2011", "ML", "P-9"):
        assert hidden not in undrawn(view), hidden
    with net.store.reading() as session:
        assert records.lines(session, net.banjul, [record_id]) == {record_id: view.line}
    assert net.opened("dakar", linked).links and not net.opened("banjul", linked).links


def test_who_does_no_case_work_has_no_way_in(net):
    record_id = net.enter("dakar", rules=stated(sharing=Sharing.FULL))
    for who in ("protection", "auditor"):
        with pytest.raises(NotAllowed):
            net.opened(who, record_id)


def test_lists_hold_the_own_units_records_newest_first(net):
    first, second = net.enter("dakar"), net.enter("dakar")
    net.enter("banjul")
    with net.store.reading() as session:
        assert {r.id for r in records.records_of(session, net.dakar)} == {first, second}
        assert len(records.records_of(session, net.dakar, case_id=net.cases["dakar"], limit=1)) == 1
        assert records.records_of(session, net.dakar, case_id=net.cases["banjul"]) == []
