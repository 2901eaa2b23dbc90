"""Lists that carry work: each line once, found in any spelling, what finds nothing first; many acts with one reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from casefile import lists, watches
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.lists import ACTS, Asked, Given, pattern
from casefile.records import cases
from casefile.storage import tables
from casefile.storage.tables import Audit, Case, ContactLine, Hit, Pointer, Watch, WatchVersion
from casefile.vocabulary import ContactAct, Outcome, WatchState
from tests.network.make import person

WHY = "the file was closed by the judge"


def open_cases(net, number, who="dakar"):
    with net.store.writing() as session:
        return [
            cases.open_case(session, net.viewers[who], cases.CaseDraft(f"K-{n:03d}", f"Départ n° {n}", "Loi 2005-06"))
            for n in range(number)
        ]


def shown(net, listed, who="banjul", **asked):
    with net.store.reading() as session:
        return listed(session, net.viewers[who], Asked(**asked))


def act(net, who, of, name, ids, reason=WHY, until=None):
    with net.store.writing() as session:
        return lists.carry_out(session, net.viewers[who], ACTS[of][name], ids, Given(reason, until))


def states(net, *ids):
    with net.store.reading() as session:
        found = dict(session.execute(select(Watch.id, Watch.state).where(Watch.id.in_(ids))).all())
    return [found[id] for id in ids]


# ---- pages -------------------------------------------------------------------------------------------------------


def test_every_line_once_over_all_pages_also_where_all_are_of_one_moment(net):
    made = {*open_cases(net, 45), net.cases["dakar"]}
    with net.store.writing() as session:
        session.execute(update(Case).values(opened_at=tables.now(), title="the same"))
    for sort in ("newest", "title", "records"):
        pages = [shown(net, lists.listed_cases, "dakar", sort=sort, page=n) for n in (1, 2, 3)]
        seen = [case.id for page in pages for case in page.rows]
        assert len(seen) == len(set(seen)) and set(seen) == made and pages[0].pages == 3
    past = shown(net, lists.listed_cases, "dakar", page=99)
    assert past.page == 3 and past.rows == shown(net, lists.listed_cases, "dakar", page=3).rows
    assert len(shown(net, lists.listed_cases, "dakar", size=100).rows) == 46


def test_140_cases_are_searched_not_scrolled(net):
    open_cases(net, 140)
    found = shown(net, lists.listed_cases, "dakar", find="depart 77")
    assert [case.reference for case in found.rows] == ["K-077"] and found.total == 1
    assert shown(net, lists.listed_cases, "banjul", find="K-077").rows == ()
    assert shown(net, lists.listed_cases, "dakar", find="K-0", size=50).total == 100


def test_what_was_not_looked_through_is_said(net, monkeypatch):
    open_cases(net, 12)
    monkeypatch.setattr(pattern, "MOST_COMPARED", 5)
    found = shown(net, lists.listed_cases, "dakar", sort="reference", find="depart")
    assert found.total < 6 and found.cut and not shown(net, lists.listed_cases, "dakar", sort="reference").cut
    monkeypatch.setattr(pattern, "MOST_COMPARED", 13)
    assert not shown(net, lists.listed_cases, "dakar", find="depart").cut


def test_what_the_list_does_not_know_is_as_if_it_were_not_asked(net):
    asked = {"sort": "bogus", "chosen": {"state": "bogus", "bogus": "x"}, "size": 7, "page": 0}
    assert shown(net, lists.listed_cases, "dakar", **asked) == shown(net, lists.listed_cases, "dakar")


@pytest.mark.parametrize(
    ("find", "by_sound"),
    [("jallow", False), ("MODOU", False), ("jallow modou", False), ("7712345", False), ("+220 77 12 345", False),
     ("٧٧١٢٣٤٥", False), ("jallow 771", False),
     ("Mamadou Diallo", True), ("مامادو ديالو", True), ("Aminata Sow", None), ("...", None), ("jallow 99", None),
     ("77", None)],
)  # fmt: skip
def test_a_watch_is_found_in_any_spelling_and_script_or_by_a_number(net, find, by_sound):
    watch_id = net.watch("banjul", person("Modou Jallow", "1984", phone="+220 7712345"))
    net.watch("banjul", person("Fatou Camara", "1990"))
    found = shown(net, lists.listed_watches, find=find)
    assert [one.id for one in found.rows] == ([watch_id] if by_sound is not None else [])
    assert found.by_sound is bool(by_sound)
    assert shown(net, lists.listed_watches, "dakar", find=find).rows == ()


def test_a_record_is_found_without_its_accents_and_by_the_first_words_of_a_report(net):
    record_id = net.enter("dakar", person("Aïssatou Bâ", "1991"))
    assert [one.id for one in shown(net, lists.listed_records, "dakar", find="aissatou ba").rows] == [record_id]
    assert shown(net, lists.listed_records, "banjul", find="aissatou ba").rows == ()
    chosen = {"case": net.cases["dakar"], "kind": "person"}
    assert shown(net, lists.listed_records, "dakar", chosen=chosen).total == 1
    assert shown(net, lists.listed_records, "dakar", chosen={"kind": "vessel"}).total == 0


# ---- what a watch wants ------------------------------------------------------------------------------------------


def test_what_finds_nothing_stands_first_and_what_ends_is_found(net):
    good, silent, broken, ending = (net.watch("banjul", person(f"Modou {name}", "1984")) for name in
                                    ("Jallow", "Ceesay", "Touray", "Sanneh"))  # fmt: skip
    with net.store.writing() as session:
        watches.mark_broken(session, broken, "the engine says no")
        session.execute(update(Watch).where(Watch.id == ending).values(expires_at=tables.now() + timedelta(days=9)))
    silent = net.watch("banjul", person("Lamin"), wide=True)
    with net.store.writing() as session:
        session.execute(update(Watch).where(Watch.id == silent).values(state=WatchState.ACTIVE.value))
    first = [one.id for one in shown(net, lists.listed_watches).rows][:2]
    assert set(first) == {silent, broken} and good not in first
    for wants, ids in (("broken", {silent, broken}), ("ending", {ending}), ("noisy", set())):
        assert {one.id for one in shown(net, lists.listed_watches, chosen={"wants": wants}).rows} == ids


def stated(net, watch_id, outcomes, *, sent=True, by="banjul", judged="pointer_sent"):
    """Hits of a watch of Banjul's with records of Dakar's, and what that unit said came of each."""
    with net.store.writing() as session:
        watch_version = session.scalar(select(Watch.version).where(Watch.id == watch_id))
        for number, outcome in enumerate(outcomes):
            record_id = net_record(net, session)
            hit = Hit(record_id=record_id, record_version=1, watch_id=watch_id, watch_version=watch_version,
                      record_unit_id=net.dakar.unit_id, watch_unit_id=net.banjul.unit_id, facts_hash=f"{number}",
                      score=9.0, decision="hit", evidence=[], model_version="t", desk="coordination",
                      state=judged)  # fmt: skip
            session.add(hit)
            session.flush()
            if sent is not None:
                session.add(Pointer(hit_id=hit.id, unit_id=net.banjul.unit_id, about_unit_id=net.dakar.unit_id,
                                    own_subject="watch", desk="", reference=f"R{number}",
                                    sent_at=tables.now() if sent else None))  # fmt: skip
            if outcome:
                session.add(ContactLine(hit_id=hit.id, number=1, unit_id=net.viewers[by].unit_id,
                                        act=ContactAct.OUTCOME.value, word=outcome))  # fmt: skip


def net_record(net, session):
    from casefile import records

    return records.enter(session, net.dakar, net.record("dakar", person("Modou Jallow", "1984")))


USELESS, USEFUL = Outcome.NOT_USEFUL.value, Outcome.USEFUL.value


@pytest.mark.parametrize(
    ("outcomes", "how", "noisy"),
    [([USELESS] * 3, {}, True), ([USELESS] * 2, {}, False), ([USELESS] * 3 + [USEFUL], {}, True),
     ([USELESS] * 3 + [USEFUL] * 2, {}, False),
     ([""] * 9, {"judged": "queued", "sent": None}, False), ([""] * 9, {"judged": "false_match", "sent": None}, False),
     ([USELESS] * 9, {"by": "dakar"}, False), ([USELESS] * 9, {"sent": False}, False)],
)  # fmt: skip
def test_noisy_is_reckoned_from_what_the_unit_itself_has_stated_and_from_nothing_else(net, outcomes, how, noisy):
    """Hits that nobody decided, that were judged not the same, that the other side stated, that nobody was sent."""
    watch_id = net.watch("banjul", person("Modou Jallow", "1984"))
    before = shown(net, lists.listed_watches)
    stated(net, watch_id, outcomes, **how)
    found = shown(net, lists.listed_watches, chosen={"wants": "noisy"})
    assert [one.id for one in found.rows] == ([watch_id] if noisy else [])
    if how.get("sent", True) is None:
        assert shown(net, lists.listed_watches) == before


# ---- many at once ------------------------------------------------------------------------------------------------


def test_many_watches_are_suspended_with_one_reason_and_each_has_its_line(net):
    ids = [net.watch("banjul", person(f"Modou {name}", "1984")) for name in ("Jallow", "Ceesay", "Touray")]
    done = act(net, "banjul", "watches", "suspend", [*ids, ids[0]])
    assert done.done == tuple(ids) and not done.left and states(net, *ids) == ["suspended"] * 3
    with net.store.reading() as session:
        lines = session.execute(select(Audit.subject_id, Audit.reason).where(Audit.action == "alteration")).all()
    assert sorted(id for id, reason in lines if reason == WHY) == sorted(ids)


def test_what_cannot_be_done_is_listed_with_its_reason_and_stops_nothing_else(net):
    mine, ended = (net.watch("banjul", person(f"Modou {name}", "1984")) for name in ("Jallow", "Ceesay"))
    others = net.watch("dakar", person("Fatou Camara", "1990"))
    act(net, "banjul", "watches", "end", [ended])
    with net.store.reading() as session:
        versions = len(session.scalars(select(WatchVersion.watch_id)).all())
    done = act(net, "banjul", "watches", "suspend", [others, ended, mine, "f" * 32])
    assert done.done == (mine,)
    assert [(one.id, type(one.error)) for one in done.left] == [
        (others, NotThere), (ended, Conflict), ("f" * 32, NotThere)
    ]  # fmt: skip
    assert str(done.left[0].error) == str(done.left[2].error), "another unit's is as what never was"
    assert states(net, mine, ended, others) == ["suspended", "ended", "active"]
    with net.store.reading() as session:
        assert len(session.scalars(select(WatchVersion.watch_id)).all()) == versions + 1, (
            "of what is refused nothing is"
        )


@pytest.mark.parametrize(
    ("name", "reason", "days"),
    [("end", " ", None), ("renew", WHY, None), ("renew", WHY, -1), ("renew", WHY, 4000)],
)
def test_without_a_reason_or_a_good_day_nothing_at_all_is_done(net, name, reason, days):
    ids = [net.watch("banjul", person(f"Modou {called}", "1984")) for called in ("Jallow", "Ceesay")]
    until = tables.now() + timedelta(days=days) if days is not None else None
    with pytest.raises(BadInput):
        act(net, "banjul", "watches", name, ids, reason, until)
    assert states(net, *ids) == ["active"] * 2


def test_only_who_may_do_it_singly_may_do_it_with_many_and_never_with_more_than_a_page(net):
    watch_id = net.watch("banjul")
    with pytest.raises(NotAllowed):
        act(net, "analyst", "watches", "end", [watch_id])
    for ids in ([], [f"{n:032x}" for n in range(101)]):
        with pytest.raises(BadInput):
            act(net, "banjul", "watches", "suspend", ids)
    assert states(net, watch_id) == ["active"]


def test_cases_are_closed_and_records_withdrawn_together(net):
    ids = open_cases(net, 3)
    assert act(net, "dakar", "cases", "close", ids).done == tuple(ids)
    assert shown(net, lists.listed_cases, "dakar", chosen={"state": "closed"}).total == 3
    again = act(net, "dakar", "cases", "close", [ids[0], net.cases["dakar"]])
    assert again.done == (net.cases["dakar"],) and isinstance(again.left[0].error, Conflict)
    entered = [net.enter("banjul", person(name, "1984")) for name in ("Modou Jallow", "Fatou Camara")]
    assert act(net, "banjul", "records", "withdraw", entered).done == tuple(entered)
