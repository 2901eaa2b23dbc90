"""A judgement is remembered: cosmetic and strengthening edits do not ask again, a contradiction does (case 26)."""

from itertools import product

import pytest
from sqlalchemy import func, select, update

from casefile import hits
from casefile.errors import Conflict
from casefile.hits.memory.remembered import Judged, asks_again
from casefile.policy.network.desk_lists import Standing, list_of
from casefile.policy.states import HIT, JUDGED_AGAIN_MOVE, JUDGED_SAME, after
from casefile.storage import tables
from casefile.storage.tables import Audit, Hit, Pointer, Review, Watch
from casefile.vocabulary import DeskList, HitState, Judgement
from tests.network.make import NAMES_AGREE, term

RESPELT = term("name", "names_agree", "Modou Jallow", "Mamadou DIALLO", 9.1)
OTHERS = term("name", "names_agree", "Ousmane Fall", "Usman Faal", 14.0)
YEAR = term("birth", "birth_year_agrees", "1984", "1984", 5.0)
ONE_APART = term("birth", "birth_years_one_apart", "1984", "1985", 3.5)
TWO_APART = term("birth", "birth_years_two_apart", "1984", "1986", 2.0)
DAY = term("birth", "birth_day_agrees", "1984-05-03", "1984-05-03", 12.0)
OTHER_DAY = term("birth", "birth_year_agrees_day_differs", "1984-05-03", "1984-07-19", 2.0)
PHONE = term("phone", "phone_agrees", "+221 77 123 45 67", "77 123 45 67", 18.0)
OTHER_PHONE = term("phone", "phone_agrees", "+221 78 765 43 21", "78 765 43 21", 9.0)
SEX_DIFFERS = term("sex", "sex_differs", "female", "male", -6.0)
NATION_DIFFERS = term("nationality", "nationalities_differ", "SN", "GM", -1.0)
PART_MISSING = term("name", "name_part_missing", "Modou Lamin Jallow", "Mamadou Dialo", -1.5)
PLACE = term("place", "place_agrees", "Mbour", "Mbour", 2.0)


@pytest.mark.parametrize(
    ("judged", "then", "grade", "now", "same", "not_same"),
    [
        ("hit", [NAMES_AGREE, YEAR], "hit", [RESPELT, YEAR], False, False),  # another way of writing
        ("hit", [NAMES_AGREE, YEAR], "hit", [NAMES_AGREE, DAY], False, True),  # more exact
        ("hit", [NAMES_AGREE, YEAR], "hit", [NAMES_AGREE, YEAR, PHONE], False, True),  # more agrees
        ("hit", [NAMES_AGREE, PHONE], "hit", [NAMES_AGREE, PHONE, OTHER_PHONE], False, True),  # a second number
        ("hit", [NAMES_AGREE, YEAR, PHONE], "hit", [NAMES_AGREE, YEAR], False, False),  # less, and still a hit
        ("hit", [NAMES_AGREE, YEAR, PHONE], "possible", [NAMES_AGREE, YEAR], True, False),  # less than was judged
        ("hit", [NAMES_AGREE, YEAR], "hit", [NAMES_AGREE, ONE_APART], True, False),  # case 26
        ("hit", [NAMES_AGREE, ONE_APART], "hit", [NAMES_AGREE, TWO_APART], True, False),  # further apart than judged
        ("hit", [NAMES_AGREE, TWO_APART], "hit", [NAMES_AGREE, ONE_APART], False, True),  # nearer than judged
        ("hit", [NAMES_AGREE, DAY], "hit", [NAMES_AGREE, OTHER_DAY], True, False),
        ("hit", [NAMES_AGREE, PHONE], "hit", [NAMES_AGREE, PHONE, SEX_DIFFERS], True, False),
        ("hit", [NAMES_AGREE, PHONE, SEX_DIFFERS], "hit", [NAMES_AGREE, PHONE], False, True),  # what spoke against went
        ("hit", [NAMES_AGREE, PHONE], "hit", [NAMES_AGREE, PHONE, NATION_DIFFERS], False, False),  # two are common
        ("hit", [NAMES_AGREE, PHONE], "hit", [NAMES_AGREE, PHONE, PART_MISSING], False, False),  # says less
        ("hit", [NAMES_AGREE, YEAR], "hit", [NAMES_AGREE, YEAR, PLACE], False, False),  # many share a town
        ("hit", [NAMES_AGREE, YEAR], "hit", [OTHERS, YEAR], True, True),  # it speaks of somebody else
        ("possible", [NAMES_AGREE], "possible", [RESPELT], False, False),
    ],
)  # fmt: skip
def test_what_leaves_a_judgement_standing_and_what_asks_again(judged, then, grade, now, same, not_same):
    before, today = Judged.of(judged, then), Judged.of(grade, now)
    assert asks_again(same=True, then=before, now=today) is same
    assert asks_again(same=False, then=before, now=today) is not_same
    assert not asks_again(same=True, then=before, now=before) and not asks_again(same=False, then=before, now=before)


def test_a_rule_of_a_later_release_neither_fails_nor_contradicts():
    then, now = (
        Judged.of("hit", [NAMES_AGREE]),
        Judged.of("hit", [NAMES_AGREE, term("aura", "auras_agree", "", "", 1.0)]),
    )
    assert not asks_again(same=True, then=then, now=now) and not asks_again(same=False, then=then, now=now)


# ---- in the database --------------------------------------------------------------------------------------------


@pytest.fixture
def meant(net):
    """A record of Dakar and a watch of Banjul, found by name and year."""
    net.record_id, net.watch_id = net.enter("dakar"), net.watch("banjul")
    found(net, "a", NAMES_AGREE, YEAR)
    return net


def found(net, facts, *terms, **more):
    return net.hit(net.record_id, net.watch_id, facts * 64, evidence=terms, **more)


def judge(net, judgement=Judgement.SAME, **more):
    return net.decide(net.hit_of(net.record_id), judgement, **more)


def lists(net):
    with net.store.reading() as session:
        return {on: [line.hit_id for line in hits.queue(session, net.coordinator, on=on)] for on in DeskList}


def pointers_sent(net):
    with net.store.reading() as session:
        return [(row.unit_id, row.reference, row.withdrawn_at) for row in session.scalars(select(Pointer))]


def trail_lines(net):
    with net.store.reading() as session:
        return session.scalar(select(func.count()).select_from(Audit))


def test_strengthened_it_asks_nobody_and_keeps_pointer_and_reference(meant):
    assert judge(meant) is HitState.POINTER_SENT
    meant.deliver()
    before = pointers_sent(meant)
    assert found(meant, "b", NAMES_AGREE, YEAR, PHONE) == 0
    assert meant.states(meant.record_id) == [HitState.POINTER_SENT] and pointers_sent(meant) == before
    assert lists(meant)[DeskList.QUEUE] == [] and meant.deliver() == 0


def test_case_26_the_reviewer_sees_the_judgement_and_the_pointer_keeps_its_reference(meant):
    judge(meant)
    meant.deliver()
    before = pointers_sent(meant)
    assert found(meant, "b", NAMES_AGREE, ONE_APART) == 1
    hit = meant.hit_of(meant.record_id)
    assert lists(meant)[DeskList.QUEUE] == [hit] and not any(p.recalled for p in meant.pointers("banjul"))
    with meant.store.writing() as session:
        view = hits.open_hit(session, meant.coordinator, hit)
    assert [review.judgement for review in view.reviews] == ["same"] and view.asked_again_at
    assert [one.found for one in view.judged_on if one.what == "birth"] == ["1984"]
    assert set(view.judgements) == set(Judgement)
    assert judge(meant) is HitState.POINTER_SENT
    assert pointers_sent(meant) == before and meant.deliver() == 0 and lists(meant)[DeskList.QUEUE] == []
    assert found(meant, "b", NAMES_AGREE, ONE_APART) == 0  # judged on these facts now


@pytest.mark.parametrize(
    ("judgement", "to"), [(Judgement.NOT_SAME, HitState.FALSE_MATCH), (Judgement.UNRESOLVED, HitState.UNRESOLVED)]
)
def test_taken_back_after_a_contradiction_the_pointers_are_recalled(meant, judgement, to):
    judge(meant)
    meant.deliver()
    found(meant, "b", NAMES_AGREE, ONE_APART)
    assert judge(meant, judgement) is to
    meant.deliver()
    assert all(p.recalled for who in ("dakar", "banjul") for p in meant.pointers(who))


def test_put_right_again_nothing_is_asked_any_more(meant):
    judge(meant)
    found(meant, "b", NAMES_AGREE, ONE_APART)
    assert found(meant, "a", NAMES_AGREE, YEAR) == 0
    assert lists(meant)[DeskList.QUEUE] == []


def test_what_was_judged_not_the_same_asks_again_only_when_more_agrees(meant):
    judge(meant, Judgement.NOT_SAME)
    assert found(meant, "b", RESPELT, YEAR) == 0 and meant.states(meant.record_id) == [HitState.FALSE_MATCH]
    assert found(meant, "c", RESPELT, YEAR, PHONE) == 1 and meant.states(meant.record_id) == [HitState.QUEUED]
    judge(meant, Judgement.NOT_SAME)
    assert found(meant, "b", RESPELT, YEAR) == 0  # the number is gone
    assert found(meant, "c", RESPELT, YEAR, PHONE) == 0  # and back: it was judged with it
    assert meant.states(meant.record_id) == [HitState.FALSE_MATCH]


def test_a_judgement_that_nobody_asks_for_again_is_not_made_twice(meant):
    judge(meant)
    with pytest.raises(Conflict):
        judge(meant)
    with meant.store.reading() as session:
        assert len(session.scalars(select(Review.id)).all()) == 1


def test_judged_again_each_state_knows_where_it_goes():
    for state in JUDGED_SAME:
        assert after(HIT, state, JUDGED_AGAIN_MOVE[Judgement.SAME]) is state
        assert after(HIT, state, JUDGED_AGAIN_MOVE[Judgement.NOT_SAME]) is HitState.FALSE_MATCH
        assert after(HIT, state, JUDGED_AGAIN_MOVE[Judgement.UNRESOLVED]) is HitState.UNRESOLVED


def test_an_open_hit_follows_its_facts_and_stays_one(meant):
    hit = meant.hit_of(meant.record_id)
    found(meant, "b", NAMES_AGREE, YEAR, PHONE)
    with meant.store.reading() as session:
        (row,) = session.scalars(select(Hit))
        assert (row.id, row.facts_hash, row.state, len(row.evidence)) == (hit, "b" * 64, "queued", 3)


# ---- possible matches -------------------------------------------------------------------------------------------


def test_a_possible_match_waits_for_evidence_and_enters_the_queue_when_an_edit_makes_it_a_hit(meant):
    hit = meant.hit_of(meant.record_id)
    found(meant, "a", NAMES_AGREE, YEAR, decision="possible")
    assert lists(meant) == {DeskList.QUEUE: [], DeskList.POSSIBLE: [hit], DeskList.DECIDED: []}
    with meant.store.reading() as session:
        assert hits.waiting(session, meant.coordinator) == 0
        assert hits.waiting(session, meant.coordinator, on=DeskList.POSSIBLE) == 1
    found(meant, "a", NAMES_AGREE, DAY)
    assert lists(meant) == {DeskList.QUEUE: [hit], DeskList.POSSIBLE: [], DeskList.DECIDED: []}


def test_a_possible_match_is_looked_through_by_choice(meant):
    found(meant, "a", NAMES_AGREE, YEAR, decision="possible")
    with meant.store.writing() as session:
        hits.take(session, meant.coordinator, meant.hit_of(meant.record_id))
    assert lists(meant)[DeskList.QUEUE] and not lists(meant)[DeskList.POSSIBLE]
    assert judge(meant) is HitState.POINTER_SENT


def test_a_watch_that_was_approved_as_wide_asks_for_possible_matches(meant):
    found(meant, "a", NAMES_AGREE, YEAR, decision="possible")
    with meant.store.writing() as session:
        session.execute(update(Watch).values(wide=True))
    assert lists(meant)[DeskList.POSSIBLE], "an import marks a watch as wide; that is no request"
    with meant.store.writing() as session:
        session.execute(update(Watch).values(approved_by=meant.coordinator.officer_id))
    assert lists(meant)[DeskList.QUEUE] and not lists(meant)[DeskList.POSSIBLE]


@pytest.mark.parametrize("state", list(HitState))
def test_the_lists_of_the_database_are_those_of_the_rule(meant, state):
    for grade, wide, common, again in product(("hit", "possible"), (False, True), (False, True), (False, True)):
        by = meant.coordinator.officer_id if wide else None
        asked = tables.now() if again else None
        row = {"state": state.value, "decision": grade, "common_value": common, "asked_again_at": asked}
        with meant.store.writing() as session:
            session.execute(update(Watch).values(wide=wide, approved_by=by))
            session.execute(update(Hit).values(**row))
        on = list_of(Standing(state, grade, wide, common, again))
        assert {one for one, lines in lists(meant).items() if lines} == {on}, row


def test_another_weight_alone_changes_nothing_of_what_was_judged(meant):
    """Bits move with what other units hold; a unit's dossier shows those it was judged on."""
    judge(meant)
    lighter = {**NAMES_AGREE, "bits": 8.1}
    assert found(meant, "a", lighter, YEAR, decision="possible") == 0
    with meant.store.reading() as session:
        (row,) = session.scalars(select(Hit))
        assert row.evidence[0]["bits"] == NAMES_AGREE["bits"] and row.decision == "hit" and row.asked_again_at is None


def test_facts_that_todays_rules_name_otherwise_are_the_same_facts(meant):
    """Keys of names change with a release: the hit goes by the new ones, and is neither asked nor noted again."""
    judge(meant)
    noted = trail_lines(meant)
    assert found(meant, "b", NAMES_AGREE, YEAR) == 0
    with meant.store.reading() as session:
        (row,) = session.scalars(select(Hit))
        assert (row.facts_hash, row.state, row.asked_again_at) == ("b" * 64, HitState.POINTER_SENT.value, None)
    assert trail_lines(meant) == noted
