"""A list checked as a whole: each line is answered as a search for it would be; what is hidden leaves no trace."""

import pytest
from sqlalchemy import func, select

from casefile import fault_points
from casefile.batches import keeping
from casefile.batches.reading import as_form, read_lines
from casefile.errors import NotThere, OverBudget, SearchUnavailable
from casefile.policy import budgets
from casefile.records import search_log
from casefile.searches import own_knowledge
from casefile.storage import tables
from casefile.storage.tables import ActRow, Audit, BatchCheck, BatchLine, Lookup
from casefile.vocabulary import Act, LineAnswer, LineKind, Sharing
from indexer.search.batch.carrying import check_due
from indexer.search.batch.many import search_many
from indexer.search.find import SearchForm, find
from tests.network.make import person, report

WHY = "names in the telephone of the arrested skipper"
LINES = [
    "Modou Ficta", "مودو فيكتا", "Modu Fikta", "Awa Mytha", "Hidden Personne", "Nobody Whatever", "+220 312 34 56",
    "0022 0312 3456", "+221 77 999 88 77", "A01234567", "DK 1234 AB", "DK 9999 ZZ", "Lamin Somna 1985", "Modou Ficta",
    "passeur pirogue", "Core Shown", "-", "A B",
]  # fmt: skip


@pytest.fixture
def stocked(net_on_both):
    net = net_on_both
    net.enter("dakar", person("Modou Ficta", "1984", phone="+220 312 34 56", nationalities=("GM",)))
    net.enter("banjul", person("Lamin Somna", "1985", nationalities=("GM",)), sharing=Sharing.FULL)
    net.enter("banjul", person("Core Shown", "1985", nationalities=("GM",)), sharing=Sharing.CORE)
    net.enter("banjul", person("Hidden Personne", "1985", phone="+221 77 999 88 77"), sharing=Sharing.POINTER)
    net.enter("dakar", report("Le passeur attend la pirogue avec le pick-up DK 1234 AB."))
    net.drain()
    return net


def given(net, texts=LINES, who="dakar"):
    lines = read_lines(texts)
    with net.store.writing() as session:
        check_id = keeping.receive(session, net.viewers[who], lines)
    return check_id


def ordered(net, texts=LINES, who="dakar"):
    check_id = given(net, texts, who)
    with net.store.writing() as session:
        keeping.order(session, net.viewers[who], check_id, WHY, "DKR-7")
    return check_id


def answers(net, check_id, who="dakar"):
    with net.store.reading() as session:
        return keeping.results(session, net.viewers[who], check_id, limit=None)[0]


def away(*_):
    raise SearchUnavailable("The search engine is away.")


def count(net, what, *where):
    with net.store.reading() as session:
        return session.scalar(select(func.count()).select_from(what).where(*where))


def test_each_line_is_answered_as_a_search_for_it_would_be(stocked):
    net = stocked
    check_id = ordered(net)
    assert check_due(net.engine, net.store) == 1
    lines = answers(net, check_id)
    told = {line.text: line.answer for line in lines}
    for line in lines:
        if line.problem is not None:
            continue
        form = as_form((line.kind, line.text))
        single = find(net.engine, net.store, net.dakar,
                      SearchForm(text=form.get("text", ""), identifier=form.get("identifier", "")))  # fmt: skip
        assert (line.answer in (LineAnswer.FOUND, LineAnswer.LOOK)) is (single.total > 0), line.text
        assert set(line.records) <= {row.record_id for row in single.rows}, line.text
        assert not line.records or line.records[0] == single.rows[0].record_id, line.text
    assert {told[one] for one in ("Modou Ficta", "+220 312 34 56", "DK 1234 AB", "Core Shown")} == {LineAnswer.FOUND}
    assert {told[one] for one in ("Modu Fikta", "مودو فيكتا")} == {LineAnswer.LOOK}, "heard alike is not found"
    assert told["Hidden Personne"] is told["+221 77 999 88 77"] is told["Nobody Whatever"] is LineAnswer.NOTHING
    assert told["-"] is LineAnswer.UNCHECKED, "nothing to search by is no *nothing*"


def test_a_hidden_record_makes_no_difference_to_a_byte(net_on_both):
    net = net_on_both
    before = [repr(search_many(net.engine, net.store, net.dakar, [SearchForm(text="Hidden Personne")]))]
    net.enter("banjul", person("Hidden Personne", "1985"), sharing=Sharing.POINTER)
    before += [repr(search_many(net.engine, net.store, net.dakar, [SearchForm(text="Hidden Personne")]))]
    net.drain()
    before += [repr(search_many(net.engine, net.store, net.dakar, [SearchForm(text="Hidden Personne")]))]
    assert len(set(before)) == 1 and "NOTHING" in before[0]


def test_what_could_not_be_searched_is_never_nothing_and_is_tried_again(stocked, monkeypatch):
    net = stocked
    check_id = ordered(net, ["Modou Ficta", "Nobody Whatever"])
    with monkeypatch.context() as patch:
        patch.setattr(net.engine, "msearch", away)
        check_due(net.engine, net.store)
    assert {one.answer for one in answers(net, check_id)} == {LineAnswer.UNCHECKED}
    assert count(net, BatchCheck, BatchCheck.finished_at.is_(None)) == 1
    with net.store.writing() as session:
        session.get_one(BatchCheck, check_id).claimed_until = None
    net.enter("dakar", person("Somebody New", "1990"))  # on its way: not all can be searched
    check_due(net.engine, net.store)
    assert [one.answer for one in answers(net, check_id)] == [LineAnswer.FOUND, LineAnswer.UNCHECKED]
    net.drain()
    with net.store.writing() as session:
        session.get_one(BatchCheck, check_id).claimed_until = None
    check_due(net.engine, net.store)
    assert [one.answer for one in answers(net, check_id)] == [LineAnswer.FOUND, LineAnswer.NOTHING]
    assert count(net, Lookup) == 2, "tried again, it is the same search"


def test_each_line_is_a_search_in_the_trail_and_the_budget(stocked, monkeypatch):
    net = stocked
    check_id = ordered(net)
    check_due(net.engine, net.store)
    with net.store.reading() as session:
        lookups = set(session.scalars(select(Lookup.id)))
        traced = list(session.execute(
            select(Audit.subject_id, Audit.reason, Audit.case_ref).where(Audit.subject_kind == "lookup")
        ))  # fmt: skip
        details = repr(session.scalars(select(Audit.detail)).all())
    assert {row.subject_id for row in traced} == lookups and len(traced) == len(LINES)
    assert {(row.reason, row.case_ref) for row in traced} == {(WHY, "DKR-7")}
    assert "Ficta" not in details and check_id in details
    assert count(net, ActRow, ActRow.kind == Act.CHECK.value) == len(LINES)
    with net.store.reading() as session:
        assert search_log.latest(session, net.dakar) == [], "a list does not push the own searches aside"
    monkeypatch.setitem(budgets.LIMITS, Act.CHECK, budgets.Limit(len(LINES) + 1, 1_000))
    with pytest.raises(OverBudget):
        ordered(net, ["One Name", "Two Names"])


def test_a_list_is_no_way_around_the_rule_of_series(stocked):
    net = stocked
    check_id = ordered(net, [f"Inventa Dialloba {chr(97 + n)}" for n in range(25)])
    check_due(net.engine, net.store)
    lines = answers(net, check_id)
    assert [one.problem is not None for one in lines] == [n >= 19 for n in range(25)]
    with net.store.writing() as session, pytest.raises(OverBudget):
        search_log.save_search(session, net.dakar, {"text": "Inventa Dialloba z", "mode": "all"}, WHY)


def test_a_colleague_is_told_that_a_line_of_a_list_asked_the_same(stocked):
    net = stocked
    ordered(net, ["Awa Mytha"])
    check_due(net.engine, net.store)
    with net.store.writing() as session:
        asked = search_log.save_search(session, net.dakar, {"text": "awa MYTHA"}, "another errand of today")
    with net.store.reading() as session:
        earlier = own_knowledge.earlier_searches(session, net.dakar, {"text": "awa MYTHA"}, search_id=asked)
        others = own_knowledge.earlier_searches(session, net.banjul, {"text": "awa MYTHA"})
    assert [one.case_ref for one in earlier] == ["DKR-7"] and others == []


def test_a_killed_worker_doubles_nothing(stocked):
    net = stocked
    check_id = ordered(net, [*LINES * 6, "Nobody Atall"])
    for at in ("check.asked", "check.part"):
        with fault_points.arm(f"{at}:raise"), pytest.raises(fault_points.InjectedFault):
            check_due(net.engine, net.store)
        with net.store.writing() as session:  # its lease runs out
            session.get_one(BatchCheck, check_id).claimed_until = None
    while check_due(net.engine, net.store):
        pass
    lines = answers(net, check_id)
    assert len(lines) == len(LINES) * 6 + 1 and LineAnswer.WAITING not in {one.answer for one in lines}
    assert count(net, Lookup) == len(lines) == count(net, Audit, Audit.subject_kind == "lookup")
    assert count(net, BatchLine, BatchLine.lookup_id.is_not(None)) == len({one.lookup_id for one in lines})


def test_another_unit_sees_nothing_of_it_and_a_colleague_once_it_is_ordered(stocked):
    net = stocked
    check_id = given(net, ["Awa Mytha"])
    for who in ("banjul", "nouakchott"):
        with net.store.reading() as session, pytest.raises(NotThere):
            keeping.opened(session, net.viewers[who], check_id)
        with net.store.reading() as session:
            assert keeping.checks_of(session, net.viewers[who]) == []
    with net.store.writing() as session:
        keeping.order(session, net.dakar, check_id, WHY)
        row = session.get_one(BatchCheck, check_id)
        row.made_at = tables.now() - keeping.RESULTS_SHOWN * 2
    with net.store.reading() as session, pytest.raises(NotThere):
        keeping.opened(session, net.dakar, check_id)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Modou Ficta", LineKind.NAME), ("مودو فيكتا", LineKind.NAME), ("+221 77 555 12 34", LineKind.PHONE),
        ("77 555 12 34", LineKind.PHONE), ("A01234567", LineKind.DOCUMENT), ("DK 1234 AB", LineKind.PLATE),
        ("1 755 1985 00123", LineKind.PHONE), ("1234-A-56", LineKind.PLATE), ("Lamin Somna 1985", LineKind.NAME),
    ],
)  # fmt: skip
def test_the_kind_of_a_line_is_guessed(text, kind):
    assert read_lines([text]) == [(kind, text)]
