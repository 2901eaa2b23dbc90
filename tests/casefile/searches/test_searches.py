"""Around a search: the order of its answer, other orders, what the unit knows already, searches kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casefile.errors import BadInput, Conflict, NotThere
from casefile.records import search_log
from casefile.searches import answers, own_knowledge, questions, sorting
from casefile.searches.answers import Answer
from casefile.searches.sorting import Sort
from casefile.storage import tables
from casefile.storage.tables import KeptQuestion, SearchAnswer
from casefile.vocabulary import Sharing
from tests.network.make import person

WHY = "control of the bus from Rosso"


def searched(net, text, who="dakar", reason=WHY, case_ref="", **form):
    with net.store.writing() as session:
        return search_log.save_search(session, net.viewers[who], {"text": text, **form}, reason, case_ref)


# ---- the order of an answer ----------------------------------------------------------------------------------


def test_an_answer_comes_back_as_it_was_kept_and_to_its_officer_alone(net, monkeypatch):
    search_id = searched(net, "Modou Jallow")
    ids = tuple(tables.new_id() for _ in range(45))
    kept = Answer(3000, ids, {"kind": [("person", 40), ("report", 5)]}, whole=True, searched=False, sort=Sort.NAME)
    with net.store.writing() as session:
        assert answers.held(session, net.dakar, search_id) is None
        answers.keep(session, net.dakar, search_id, replace(kept, total=1))
        answers.keep(session, net.dakar, search_id, kept)
        assert answers.held(session, net.dakar, search_id) == kept
        for act in (answers.held, lambda *a: answers.keep(*a, kept)):
            with pytest.raises(NotThere):
                act(session, net.banjul, search_id)
        assert session.scalar(select(func.length(SearchAnswer.ids))) == 16 * len(ids), "ids alone, and no name"
    now = tables.now()
    monkeypatch.setattr(tables, "now", lambda: now + timedelta(hours=13))
    with net.store.reading() as session:
        assert answers.held(session, net.dakar, search_id) is None, "of yesterday"


def test_newest_first_and_by_name_say_nothing_of_what_a_reader_may_not_know(net):
    core = net.enter("banjul", person("Zeinabou Bah", "1980"), sharing=Sharing.CORE)
    hidden = net.enter("banjul", person("Aaa Hidden", "1980"))
    arabic, latin = net.enter("dakar", person("بكري ديالو")), net.enter("dakar", person("Cheikh Fall"))
    newest = net.enter("banjul", person("Demba Sarr"), sharing=Sharing.FULL)
    given = (core, hidden, arabic, latin, newest)
    with net.store.reading() as session:
        assert sorting.in_order(session, net.dakar, given, Sort.BEST) == given
        assert sorting.in_order(session, net.dakar, given, Sort.NEWEST) == (newest, latin, arabic, core)
        assert sorting.in_order(session, net.dakar, given, Sort.NAME) == (arabic, latin, newest, core)


# ---- what the own unit knows ---------------------------------------------------------------------------------


def earlier(net, text, who="dakar", search_id="", **form):
    with net.store.reading() as session:
        return own_knowledge.earlier_searches(session, net.viewers[who], {"text": text, **form}, search_id=search_id)


def test_earlier_searches_of_the_own_unit_are_found_in_any_script_and_no_others(net):
    searched(net, "Mamadou Diallo", case_ref="DK-1")
    searched(net, "mamadou  DIALLO", who="banjul", case_ref="BJL-1")
    searched(net, "Awa Ndiaye", case_ref="DK-2")
    (one,) = earlier(net, "MAMADOU DIALLO")
    assert (one.case_ref, one.own) == ("DK-1", True) and one.officer
    assert [two.case_ref for two in earlier(net, "Mamadou Diallo", who="banjul")] == ["BJL-1"]
    assert earlier(net, "Ousmane Sembène") == [] == earlier(net, "")


def test_the_searches_of_this_errand_are_not_earlier_ones(net):
    searched(net, "Mamadou Diallo", case_ref="DK-1")
    again = searched(net, "Mamadou Diallo", case_ref="DK-1", kind="person")
    assert earlier(net, "Mamadou Diallo", search_id=again) == []
    other = searched(net, "Mamadou Diallo", reason="asked by the judge", case_ref="DK-7")
    assert [one.case_ref for one in earlier(net, "Mamadou Diallo", search_id=other)] == ["DK-1"]


def watched(net, text, who="dakar", **form):
    with net.store.reading() as session:
        return [one.id for one in own_knowledge.own_watches(session, net.viewers[who], {"text": text, **form})]


def test_own_watches_on_the_subject_by_another_spelling_or_the_local_number(net):
    mine = net.watch("dakar", person("Mamadou Diallo", "1984", phone="+221 77 123 45 67"))
    net.watch("dakar", person("Awa Ndiaye", "1984"))
    theirs = net.watch("banjul", person("Mamadou Diallo", "1984"))
    for text in ("Mamadou Diallo", "Modou Jallow", "مامادو ديالو", "77 123 45 67"):
        assert watched(net, text) == [mine], text
    assert watched(net, "", identifier="+221771234567") == [mine]
    assert watched(net, "Mamadou Diallo", who="banjul") == [theirs]
    assert watched(net, "Mamadou Sow") == [] == watched(net, "70 000 00 01") == watched(net, "")


# ---- searches kept -------------------------------------------------------------------------------------------


def keep(net, form, who="dakar", title="", **more):
    with net.store.writing() as session:
        return questions.keep_question(session, net.viewers[who], form, title, **more)


def listed(net, who="dakar"):
    with net.store.reading() as session:
        return {one.id: one for one in questions.kept_questions(session, net.viewers[who])}


def test_a_kept_search_is_the_officers_own_or_the_units_and_lies_locked(net):
    colleague = replace(net.dakar, officer_id=net.banjul.officer_id)  # another officer, in the unit of Dakar
    own = keep(net, {"text": "Mamadou Diallo", "kind": "person"}, title="The driver")
    shared = keep(net, {"text": "Mame Njaay"}, shared=True)
    assert listed(net)[own].form == {"text": "Mamadou Diallo", "kind": "person"}
    assert (listed(net)[own].title, listed(net)[own].shared, listed(net)[shared].shared) == ("The driver", False, True)
    assert listed(net, "banjul") == {}
    with net.store.writing() as session:
        assert [one.id for one in questions.kept_questions(session, colleague)] == [shared]
        assert questions.use_question(session, colleague, shared).form == {"text": "Mame Njaay"}
        for act, viewer, id in (
            (questions.use_question, colleague, own),
            (questions.use_question, net.banjul, shared),
            (questions.forget_question, colleague, shared),
            (questions.forget_question, net.banjul, own),
        ):
            with pytest.raises(NotThere):
                act(session, viewer, id)
        stored = b"".join(session.scalars(select(KeptQuestion.locked)))
        assert b"Diallo" not in stored and b"driver" not in stored
        questions.forget_question(session, net.dakar, own)
    assert set(listed(net)) == {shared}


def test_nothing_to_ask_a_long_title_and_too_many_are_refused(net, monkeypatch):
    with pytest.raises(BadInput):
        keep(net, {"text": " ", "kind": ""})
    with pytest.raises(BadInput):
        keep(net, {"text": "Modou"}, title="x" * 81)
    monkeypatch.setattr(questions, "MOST", 2)
    keep(net, {"text": "One"})
    keep(net, {"text": "Two"})
    with pytest.raises(Conflict):
        keep(net, {"text": "Three"})
    assert keep(net, {"text": "Three"}, shared=True)
