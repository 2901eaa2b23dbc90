"""Records made of what a report names, on both databases: all or nothing, once, taken back, own records only."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from casefile import marked, records
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.marked import NotAll, Wanted
from casefile.narrative.marks import Passage, What
from casefile.policy.handling import Rules
from casefile.records import cases, links
from casefile.records.links import LinkDraft
from casefile.storage import tables
from casefile.storage.tables import Record
from casefile.subjects.identity import Fact, Identifier, Identity, Name
from casefile.vocabulary import FactKind, IdentifierKind, LinkRole, RecordKind, RecordState, SubjectCategory
from tests.network import make

TEXT = "Le passeur Mamadou Dialo, joignable au 77 345 12 90, a quitté la plage de Fass Boye. Vu Awa Diop."
SUSPECT = {"category": SubjectCategory.SUSPECT, "ground": "Named as the smuggler."}


def items(net, report_id, who="dakar"):
    """{caption: (item, is it linked already)}"""
    view = net.opened(who, report_id)
    with net.store.reading() as session:
        lines = records.lines(session, net.viewers[who], [link.record_id for link in view.links])
    reading = marked.read_report(net.viewers[who], view, list(lines.values()), tables.now().date())
    return {one.identity.caption: (one, one.key in reading.linked) for one in reading.marks.items}


def made(net, report_id, *takes, who="dakar", version=1, **more):
    with net.store.writing() as session:
        return marked.make_records(session, net.viewers[who], report_id, version, takes, **more)


def take(net, report_id, caption, **more):
    return Wanted(items(net, report_id)[caption][0].key, **more)


def counted(net):
    with net.store.reading() as session:
        return session.scalar(select(func.count()).select_from(Record))


def test_made_linked_found_again_and_taken_back(net):
    report_id = net.enter("dakar", make.report(TEXT))
    takes = [take(net, report_id, "Mamadou Dialo", **SUSPECT), take(net, report_id, "77 345 12 90")]
    done = made(net, report_id, *takes)
    assert (done.made, done.linked) == (2, 0)
    assert {one for one, (_, there) in items(net, report_id).items() if there} == {"Mamadou Dialo", "77 345 12 90"}
    roles = {(link.caption, link.role) for link in net.opened("dakar", report_id).links}
    assert roles == {("Mamadou Dialo", LinkRole.SUSPECT), ("77 345 12 90", LinkRole.MENTIONED)}
    again = made(net, report_id, *takes)
    assert (again.made, again.linked) == (0, 0) and counted(net) == 3
    with net.store.writing() as session:
        marked.take_back(session, net.dakar, done, "taken back at once")
    assert net.opened("dakar", report_id).links == ()
    with net.store.reading() as session:
        states = dict(session.execute(select(Record.kind, Record.state)).all())
    assert states == {
        "report": RecordState.ACTIVE.value, "person": RecordState.WITHDRAWN.value, "phone": RecordState.WITHDRAWN.value,
    }  # fmt: skip
    assert not any(there for _, there in items(net, report_id).values())


def test_two_who_press_at_once_make_one_record(net):
    report_id = net.enter("dakar", make.report(TEXT))
    one = take(net, report_id, "77 345 12 90")
    together = threading.Barrier(4)

    def press():
        together.wait(timeout=20)
        return made(net, report_id, one).made

    with ThreadPoolExecutor(4) as pool:
        done = [each.result(timeout=60) for each in [pool.submit(press) for _ in range(4)]]
    assert sorted(done) == [0, 0, 0, 1] and counted(net) == 2


def test_one_that_cannot_be_stored_keeps_all_the_others_back(net):
    report_id = net.enter("dakar", make.report(TEXT))
    whole = take(net, report_id, "77 345 12 90")
    wrong = [take(net, report_id, "Mamadou Dialo", category=SubjectCategory.SUSPECT), take(net, report_id, "Awa Diop")]
    with pytest.raises(NotAll) as refused:
        made(net, report_id, whole, *wrong)
    assert {key: error.field for key, error in refused.value.lines.items()} == {
        wrong[0].key: "suspicion_note", wrong[1].key: "",
    }  # fmt: skip
    assert counted(net) == 1 and net.opened("dakar", report_id).links == ()


def test_an_own_record_is_linked_and_no_other(net):
    line = Identity(RecordKind.PHONE, identifiers=(Identifier(IdentifierKind.PHONE, "+221 77 345 12 90"),))
    own, foreign = net.enter("dakar", line, Rules()), net.enter("banjul", line, Rules())
    person = net.enter("dakar", make.person("Modou Fall", "1990"))
    report_id = net.enter("dakar", make.report(TEXT))
    said = set()
    for record_id in (foreign, person, "f" * 32):
        with pytest.raises(NotAll) as refused:
            made(net, report_id, take(net, report_id, "77 345 12 90", record_id=record_id))
        said |= {str(error) for error in refused.value.lines.values()}
    assert said == {"Choose one of your own records."}
    done = made(net, report_id, take(net, report_id, "77 345 12 90", record_id=own))
    assert (done.made, done.linked) == (0, 1)
    with net.store.writing() as session:
        marked.take_back(session, net.dakar, done, "taken back at once")
    assert net.opened("dakar", own).line.state is RecordState.ACTIVE, "only what was made is withdrawn"


def test_who_is_linked_later_is_given_the_numbers_that_were_made_before(net):
    report_id = net.enter("dakar", make.report(TEXT))
    made(net, report_id, take(net, report_id, "77 345 12 90"))
    made(net, report_id, take(net, report_id, "Mamadou Dialo", **SUSPECT))
    man = next(one for one in net.opened("dakar", report_id).links if one.kind is RecordKind.PERSON)
    assert LinkRole.USER in {link.role for link in net.opened("dakar", man.record_id).links}


def test_it_is_the_own_units_affair_and_needs_the_right_to_enter(net):
    report_id = net.enter("dakar", make.report(TEXT))
    one = take(net, report_id, "77 345 12 90")
    with pytest.raises(NotThere):
        made(net, report_id, one, who="banjul")
    with pytest.raises(NotAllowed):
        made(net, report_id, one, who="coordinator")
    with pytest.raises(NotAllowed), net.store.writing() as session:
        links.take_back(session, net.coordinator, tables.now(), "not mine to say")


def test_what_the_text_does_not_say_is_not_made(net):
    report_id = net.enter("dakar", make.report(TEXT))
    one = take(net, report_id, "77 345 12 90")
    for takes in ((), (Wanted("0" * 12),)):
        with pytest.raises(BadInput):
            made(net, report_id, *takes)
    with pytest.raises(Conflict):
        made(net, report_id, one, version=2)
    case_id = net.opened("dakar", report_id).line.case_id
    with net.store.writing() as session:
        cases.close_case(session, net.dakar, case_id, "all are sentenced")
    with pytest.raises(NotAll) as refused:
        made(net, report_id, one)
    assert [error.field for error in refused.value.lines.values()] == ["case"]


def test_a_person_is_no_report(net):
    person = net.enter("dakar", make.person("Mamadou Dialo", "1985", narrative=TEXT))
    assert items(net, person) == {} and What.PERSON not in items(net, person)


# ---- what the reader passed over, and a sum ----------------------------------------------------------------------


def test_a_passage_marked_by_hand_is_made_and_stays_marked(net):
    text = f"{TEXT} Le muet tient la caisse."
    report_id = net.enter("dakar", make.report(text))
    by_hand = [Passage(What.PERSON, text.index("Le muet"), text.index(" tient"))]
    view = net.opened("dakar", report_id)
    item = next(one for one in marked.read_report(net.dakar, view, [], tables.now().date(), by_hand).marks.items
                if one.identity.caption == "Le muet")  # fmt: skip
    with pytest.raises(BadInput, match="Tick what"):
        made(net, report_id, Wanted(item.key, **SUSPECT))
    done = made(net, report_id, Wanted(item.key, **SUSPECT), by_hand=by_hand)
    assert done.made == 1 and ("Le muet", LinkRole.SUSPECT) in {
        (link.caption, link.role) for link in net.opened("dakar", report_id).links
    }
    assert items(net, report_id)["Le muet"][1], "its record is linked, so it is marked without being asked for"


def prices(net, event_id):
    facts = net.opened("dakar", event_id).identity.facts
    return {fact.kind: fact.value for fact in facts}


def test_a_sum_becomes_the_price_of_the_reports_departure(net):
    report_id = net.enter("dakar", make.report(f"{TEXT} Il demandait 400 000 F CFA. Il en a eu 900 euros."))
    facts = (Fact(FactKind.PEOPLE, "40"),)
    event_id = net.enter("dakar", Identity(RecordKind.EVENT, names=(Name("Départ de Fass Boye"),), facts=facts))
    elsewhere = net.enter("dakar", Identity(RecordKind.EVENT, names=(Name("Another"),)))
    with net.store.writing() as session:
        links.link_all(session, net.dakar, [(event_id, LinkDraft(LinkRole.MENTIONED, report_id))])
    price, euros = take(net, report_id, "400 000 F CFA"), take(net, report_id, "900 euros")
    done = made(net, report_id, replace(price, record_id=event_id), reason="to complete the departure")
    assert (done.made, done.linked, done.added) == (0, 0, 1)
    assert prices(net, event_id) == {FactKind.PEOPLE: "40", FactKind.PRICE: "400000", FactKind.CURRENCY: "XOF"}
    assert items(net, report_id)["400 000 F CFA"][1] and not items(net, report_id)["900 euros"][1]
    again = made(net, report_id, replace(price, record_id=event_id))
    assert again.added == 0 and net.opened("dakar", event_id).line.version == 2
    with pytest.raises(NotAll) as refused:
        made(net, report_id, replace(euros, record_id=event_id))
    assert "another price" in str(refused.value.lines[euros.key]) and prices(net, event_id)[FactKind.PRICE] == "400000"
    made(net, report_id, replace(euros, record_id=elsewhere))
    assert prices(net, elsewhere) == {}, "not of this report: it is linked, and nothing is written into it"
