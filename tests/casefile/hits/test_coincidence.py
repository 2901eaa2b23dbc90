"""Hits of the same two subjects are one item at the desk, judged once; a common number is one line (case 25)."""

import pytest
from sqlalchemy import select

from casefile import hits
from casefile.errors import NotThere
from casefile.hits.items.coincidence import Found, coincidences, subject, value_key
from casefile.hits.raise_hits import FoundHit
from casefile.matching import decide, prepare
from casefile.policy.network.desk_lists import COMMON_FROM
from casefile.records import links
from casefile.storage.tables import Audit, Hit, Pointer, RecordLink
from casefile.subjects.identity import Identifier, Identity
from casefile.subjects.identity_rows import load_identities
from casefile.subjects.name_counts import default
from casefile.vocabulary import DeskList, HitState, IdentifierKind, Judgement, LinkRole, Protection, RecordKind
from tests.network.make import person, report, stated

PHONE, OTHER = "+221771234567", "+221787654321"
MAN = person("Mamadou Wanté", "1984-05-03", phone=PHONE)
SAME_MAN = person("Wanté MAMADOU", "1984-05-03")
NAMESAKE = person("Mamadou Wanté", "1991-11-20")
BROTHER = person("Ibrahima Wanté", "1990-01-05", phone=PHONE)
LINE = Identity(RecordKind.PHONE, identifiers=(Identifier(IdentifierKind.PHONE, PHONE),))
SEEN = report("Le passeur Mamadou Wanté, né le 3 mai 1984, attendait près de la plage.")
CALLED = report(f"On l'appelle au {PHONE}.")


def together(recorded, watched, linked=(), sure=True):
    """Which records stand together for one watch, or watches for one record, by their place."""
    side = {f"{at}": subject(f"{at}", prepare(one, "SN"), {b for a, b in linked if a == at}) for at, one in
            enumerate(recorded)}  # fmt: skip
    wanted = {f"w{at}": subject(f"w{at}", prepare(one, "GM")) for at, one in enumerate(watched)}
    found = [Found(f"{r}/{w}", r, w, sure) for r in side for w in wanted]
    return sorted(sorted(hit.id for hit in group) for group in coincidences(found, side, wanted))


@pytest.mark.parametrize(
    ("recorded", "linked", "groups"),
    [
        ([MAN, LINE], (), [["0/w0", "1/w0"]]),  # his telephone, by its number
        ([MAN, SAME_MAN], (), [["0/w0", "1/w0"]]),  # written down twice
        ([MAN, NAMESAKE], (), [["0/w0"], ["1/w0"]]),  # two men of one name
        ([MAN, BROTHER], (), [["0/w0"], ["1/w0"]]),  # one telephone in a family
        ([MAN, BROTHER, LINE], (), [["0/w0"], ["1/w0"], ["2/w0"]]),  # whose it is, is the question
        ([NAMESAKE, LINE], ((1, "0"),), [["0/w0", "1/w0"]]),  # linked by its unit
        ([MAN, SEEN], (), [["0/w0", "1/w0"]]),  # a report on the only man in question
        ([MAN, NAMESAKE, SEEN], (), [["0/w0"], ["1/w0"], ["2/w0"]]),  # a report on one of two
        ([MAN, NAMESAKE, SEEN], ((2, "1"),), [["0/w0"], ["1/w0", "2/w0"]]),  # its unit says on which
        ([LINE, CALLED], (), [["0/w0", "1/w0"]]),  # one number, no person
    ],
)
def test_records_of_one_subject_are_one_question(recorded, linked, groups):
    assert together(recorded, [MAN], linked) == groups


def test_a_report_that_is_only_possible_is_no_ones():
    assert together([MAN, SEEN], [MAN], sure=False) == [["0/w0"], ["1/w0"]]


def test_watches_of_one_subject_are_one_question_too():
    assert together([MAN], [MAN, LINE, SAME_MAN]) == [["0/w0", "0/w1", "0/w2"]]
    assert together([MAN], [MAN, NAMESAKE]) == [["0/w0"], ["0/w1"]]


def test_the_one_number_by_which_two_meet_is_told_from_a_name_with_a_number():
    watch, recorded = prepare(LINE, "GM"), [prepare(one, "SN") for one in (LINE, BROTHER, MAN)]
    keys = {value_key(decide(one, watch, common=default()).evidence) for one in recorded}
    assert len(keys) == 1 and None not in keys
    assert value_key(decide(recorded[2], prepare(MAN, "GM"), common=default()).evidence) is None


# ---- in the database --------------------------------------------------------------------------------------------


def meet(net, pairs, **more):
    """As matching finds them."""
    found = []
    with net.store.reading() as session:
        for record_id, watch_id in pairs:
            left, right = (load_identities(session, [f"{one}:1"])[f"{one}:1"] for one in (record_id, watch_id))
            decision = decide(prepare(left, "SN"), prepare(right, "GM"), common=default())
            found.append(
                FoundHit(
                    record_id, 1, watch_id, 1, decision.facts_hash, decision.bits, more.get("grade", decision.grade),
                    decision.evidence_json(), "test-1", value_key(decision.evidence),
                )
            )  # fmt: skip
    with net.store.writing() as session:
        return hits.raise_hits(session, found)


@pytest.fixture
def three(net):
    """Banjul watches a man of whom Dakar has a record, his telephone and a report linked to him."""
    net.records = net.enter_many("dakar", [MAN, LINE, SEEN])
    with net.store.writing() as session:
        links.link(session, net.dakar, net.records[2], net.records[0], LinkRole.MENTIONED)
    net.watch_id = net.watch("banjul", MAN)
    meet(net, [(one, net.watch_id) for one in net.records])
    return net


def lines(net, who="coordinator", **more):
    with net.store.reading() as session:
        return hits.queue(session, net.viewers[who], **more)


def test_three_hits_are_one_line_and_one_judgement_answers_all(three):
    (line,) = lines(three)
    assert line.hits == len(three.records)
    with three.store.writing() as session:
        view = hits.open_hit(session, three.coordinator, line.hit_id)
    assert len(view.companions) == 2 and all(one.waits for one in view.companions)
    assert three.decide(line.hit_id) is HitState.POINTER_SENT
    assert [three.states(one) for one in three.records] == [[HitState.POINTER_SENT]] * 3 and lines(three) == []
    with three.store.reading() as session:
        decided = session.scalars(select(Audit).where(Audit.action == "decision", Audit.subject_kind == "hit")).all()
        assert len({row.subject_id for row in decided}) == 3, "each has its own line in the trail"
        assert len(set(session.scalars(select(Pointer.reference)))) == 1, "the two units speak of one thing"


def test_what_was_not_ticked_waits_on(three):
    (line,) = lines(three)
    three.decide(line.hit_id, Judgement.NOT_SAME, also=())
    assert [one.hits for one in lines(three)] == [2]


def test_what_came_after_the_page_was_opened_is_not_answered_unseen(three):
    (line,) = lines(three)
    with three.store.writing() as session:
        seen = [one.hit_id for one in hits.open_hit(session, three.coordinator, line.hit_id).companions]
    late = three.enter("dakar", SAME_MAN)
    meet(three, [(late, three.watch_id)])
    assert [one.hits for one in lines(three)] == [4]
    three.decide(line.hit_id, also=seen)
    assert three.states(late) == [HitState.QUEUED]


def test_what_the_protection_desk_holds_is_no_part_of_a_coordinators_line(three):
    minor = stated(protection=(Protection.MINOR,))
    child = three.enter("dakar", SAME_MAN, rules=minor)
    meet(three, [(child, three.watch_id)])
    (line,) = lines(three)
    assert line.hits == len(three.records)
    with three.store.writing() as session:
        view = hits.open_hit(session, three.coordinator, line.hit_id)
        assert three.hit_of(child) not in {one.hit_id for one in view.companions}
    three.decide(line.hit_id)
    assert three.states(child) == [HitState.QUEUED]
    with three.store.writing() as session, pytest.raises(NotThere):
        hits.decide(session, three.coordinator, three.hit_of(child), Judgement.SAME, "as agreed by phone")


def test_a_link_taken_back_parts_them_at_the_next_comparison(net):
    recorded = net.enter_many("dakar", [NAMESAKE, LINE])
    watch = net.watch("banjul", person("Mamadou Wanté", "1991-11-20", phone=PHONE))
    with net.store.writing() as session:
        links.link(session, net.dakar, recorded[0], recorded[1], LinkRole.OWNER)
    pairs = [(one, watch) for one in recorded]
    meet(net, pairs)
    assert [line.hits for line in lines(net)] == [2]
    with net.store.writing() as session:
        link = session.scalars(select(RecordLink.id)).one()
        links.withdraw_link(session, net.dakar, link, "another man's number")
    meet(net, pairs)
    assert [line.hits for line in lines(net)] == [1, 1]


def test_case_25_a_number_that_many_hold_is_one_line_and_never_a_hundred_pointers(net):
    people = [person(f"{name} Sagna") for name in "Awa Binta Coumba Dado Fatou Ginte Hawa Ismaila Jean Kine".split()]
    recorded = net.enter_many("dakar", [Identity(p.kind, p.names, LINE.identifiers) for p in people])
    assert len(recorded) == COMMON_FROM
    watch = net.watch("banjul", LINE)
    meet(net, [(one, watch) for one in recorded[:-1]])
    assert len(lines(net)) == COMMON_FROM - 1
    meet(net, [(recorded[-1], watch)])
    (line,) = lines(net)
    assert line.common_value and line.hits == COMMON_FROM
    net.decide(line.hit_id)
    assert sum(net.states(one) == [HitState.POINTER_SENT] for one in recorded) == 1, "the same answers one alone"
    (line,) = lines(net)
    net.decide(line.hit_id, Judgement.NOT_SAME)
    assert lines(net) == [] and len(lines(net, on=DeskList.DECIDED, limit=100)) >= 1


def test_two_units_are_two_coincidences(three):
    other = three.enter("nouakchott", MAN)
    meet(three, [(other, three.watch_id)])
    assert sorted(line.hits for line in lines(three)) == [1, 3]


def test_the_export_keeps_a_line_for_each_record_and_watch(three):
    with three.store.reading() as session:
        exported = list(hits.export(session))
    assert len(exported) == len(three.records) and len({line["coincidence"] for line in exported}) == 1
    assert {line["listed"] for line in exported} == {"queue"}
    with three.store.writing() as session:
        row = session.execute(select(Hit.__table__)).mappings().first()
        session.execute(Hit.__table__.insert(), {**row, "id": "0" * 32, "facts_hash": "0" * 64, "state": "withdrawn"})
    with three.store.reading() as session:
        assert len(list(hits.export(session))) == len(three.records), "a pair kept twice is one line"
