"""What the unit's people see of changes among them; what an officer who moves leaves behind; that one administrates."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile.errors import BadInput, Conflict, NotThere
from casefile.people import approvals, changes, officers, passwords, sessions, units, viewers
from casefile.people.wishes import Wish
from casefile.records import search_log, stated_reasons
from casefile.storage import tables
from casefile.storage.tables import StatedReason
from casefile.vocabulary import PeopleChange, Role, Sharing
from casefile.watches import closing
from tests.casefile.people.conftest import SENTENCE
from tests.network.make import stated
from tests.network.people import BANJUL, COORDINATION, DAKAR

WHY = "asked for by the head of the unit"
ADMINISTRATOR = [Role.ADMINISTRATOR]


def command_line(net, action, *args, **more):
    with net.store.writing() as session:
        return action(session, units.SYSTEM, *args, **more)


def seen(net, who, **more):
    with net.store.reading() as session:
        viewer = viewers.viewer_by_login(session, who)
        return changes.changes_of(session, viewer, **more)


def add_administrator(net, login, unit=COORDINATION.code):
    command_line(net, officers.add_officer, login, unit=unit, roles=ADMINISTRATOR)
    with net.store.reading() as session:
        net.viewers[login] = viewers.viewer_by_login(session, login)


def test_everybody_of_the_unit_sees_what_changed_and_nobody_else(net):
    add_administrator(net, "deputy")
    before = {who: seen(net, who) for who in ("banjul", "nouakchott")}
    with net.store.writing() as session:
        asked = approvals.ask(
            session, net.administrator, Wish(PeopleChange.DUTIES, "analyst", roles=frozenset({Role.COORDINATOR})), WHY
        )
        approvals.ask(session, net.administrator, Wish(PeopleChange.RESET, "dakar"), WHY)
    assert all(line.by == "" for line in seen(net, "dakar")), "what only waits is no change"
    with net.store.writing() as session:
        approvals.confirm(session, net.viewers["deputy"], asked.request_id)
        officers.deactivate(session, net.administrator, "magistrate", WHY)
    for who in ("dakar", "analyst"):
        last, first = seen(net, who, limit=2)
        assert (last.change, last.login, last.by, last.confirmed_by) == (
            PeopleChange.SHUT_OUT, "magistrate", "administrator", "",
        )  # fmt: skip
        assert (first.change, first.login, first.name, first.roles) == (
            PeopleChange.DUTIES, "analyst", "Omar Fall", (Role.COORDINATOR,),
        )  # fmt: skip
        assert (first.by, first.confirmed_by, first.oneself) == ("administrator", "deputy", who == "analyst")
    assert {who: seen(net, who) for who in before} == before


def test_the_command_line_is_named_and_lines_end_after_thirty_days(net, monkeypatch):
    command_line(net, officers.set_roles, "dakar", [Role.ANALYST])
    assert [(line.change, line.by) for line in seen(net, "dakar", limit=1)] == [(PeopleChange.DUTIES, "")]
    moment = tables.now() + timedelta(days=30, minutes=1)
    monkeypatch.setattr(tables, "now", lambda: moment)
    assert seen(net, "dakar") == []


@pytest.mark.parametrize(
    ("do", "change"),
    [
        (lambda s: officers.add_officer(s, units.SYSTEM, "new.one", unit=DAKAR.code, roles=[]), PeopleChange.ADDED),
        (lambda s: officers.set_roles(s, units.SYSTEM, "dakar", []), PeopleChange.DUTIES),
        (lambda s: officers.add_officer(s, units.SYSTEM, "dakar", unit=DAKAR.code, roles=[]), PeopleChange.RESET),
        (lambda s: officers.move_officer(s, units.SYSTEM, "banjul", DAKAR.code, [], WHY), PeopleChange.JOINED),
        (lambda s: officers.move_officer(s, units.SYSTEM, "dakar", BANJUL.code, [], WHY), PeopleChange.LEFT),
        (lambda s: officers.deactivate(s, units.SYSTEM, "dakar", WHY), PeopleChange.SHUT_OUT),
    ],
)  # fmt: skip
def test_each_act_is_shown(net, do, change):
    with net.store.writing() as session:
        do(session)
    assert change in {line.change for line in seen(net, "analyst", limit=2)}


def test_an_officer_who_moves_keeps_nothing_of_the_old_unit(net, limits):
    foreign = net.enter("banjul", rules=stated(sharing=Sharing.FULL))
    own = net.enter("dakar", rules=stated(sharing=Sharing.NONE))
    with net.store.writing() as session:
        passwords.set_password(session, net.links["dakar"], SENTENCE)
        token = sessions.open_session(session, net.dakar.officer_id)
        stated_reasons.keep(session, net.dakar, token, foreign, "same phone in our case")
        search = search_log.save_search(session, net.dakar, {"text": "Somebody"}, "asked by the duty officer")
    command_line(net, officers.move_officer, "dakar", BANJUL.code, [Role.INVESTIGATOR], WHY)
    with net.store.writing() as session:
        moved = viewers.viewer_by_login(session, "dakar")
        assert (moved.unit_code, moved.roles) == (BANJUL.code, {Role.INVESTIGATOR})
        assert sessions.verify_session(session, token, limits) is None
        assert session.scalars(select(StatedReason)).all() == []
        assert search_log.latest(session, moved) == []
        with pytest.raises(NotThere):
            search_log.load(session, moved, search)
    net.viewers["dakar"] = moved
    with pytest.raises(NotThere):
        net.opened("dakar", own)
    left, joined = seen(net, "analyst", limit=1)[0], seen(net, "banjul", limit=1)[0]
    assert (left.change, left.login, left.name, left.roles) == (PeopleChange.LEFT, "dakar", "", ())
    assert (joined.change, joined.name, joined.roles) == (PeopleChange.JOINED, "Awa Ndiaye", (Role.INVESTIGATOR,))


def test_an_unused_link_does_not_move_along(net):
    command_line(net, officers.move_officer, "analyst", BANJUL.code, [Role.ANALYST], WHY)
    with net.store.writing() as session, pytest.raises(NotThere):
        passwords.set_password(session, net.links["analyst"], SENTENCE)


@pytest.mark.parametrize("unit", [DAKAR.code, "closed"])
def test_a_move_leads_to_another_open_unit(net, unit):
    if unit == "closed":
        unit = BANJUL.code
        command_line(net, closing.close_unit, net.banjul.unit_id, "merged with another")
    with pytest.raises(BadInput) as refused:
        command_line(net, officers.move_officer, "dakar", unit, [], WHY)
    assert refused.value.field == "unit"


REMOVALS = {
    "no duty": lambda s, by, who: officers.set_roles(s, by, who, []),
    "shut out": lambda s, by, who: officers.deactivate(s, by, who, WHY),
    "moved": lambda s, by, who: officers.move_officer(s, units.SYSTEM, who, DAKAR.code, [Role.ANALYST], WHY),
    "unit closed": lambda s, by, who: closing.close_unit(s, by, viewers.viewer_by_login(s, who).unit_id, WHY),
}


@pytest.mark.parametrize("way", REMOVALS)
def test_the_last_administrator_stays(net, way):
    for by in (net.administrator, units.SYSTEM):
        with net.store.writing() as session, pytest.raises(Conflict, match="last administrator"):
            REMOVALS[way](session, by, "administrator")
    add_administrator(net, "deputy", DAKAR.code)
    with net.store.writing() as session:
        REMOVALS[way](session, net.administrator, "administrator")
    with net.store.writing() as session, pytest.raises(Conflict, match="last administrator"):
        officers.deactivate(session, units.SYSTEM, "deputy", WHY)


def test_who_never_signed_in_is_no_replacement(net):
    with net.store.writing() as session:
        passwords.set_password(session, net.links["administrator"], SENTENCE)
    add_administrator(net, "deputy")
    with net.store.writing() as session, pytest.raises(Conflict, match="last administrator"):
        officers.deactivate(session, net.administrator, "administrator", WHY)
    with net.store.writing() as session:
        officers.deactivate(session, net.administrator, "deputy", WHY)


@pytest.mark.parametrize("turn", range(3))
def test_two_administrators_cannot_remove_each_other_at_once(net, turn):
    add_administrator(net, "deputy")
    barrier, outcomes = threading.Barrier(2), []

    def remove(by, who):
        barrier.wait()
        try:
            with net.store.writing() as session:
                officers.deactivate(session, net.viewers[by], who, WHY)
            outcomes.append("removed")
        except Conflict:
            outcomes.append("refused")

    both = [
        threading.Thread(target=remove, args=pair)
        for pair in (("administrator", "deputy"), ("deputy", "administrator"))
    ]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=60)
    assert sorted(outcomes) == ["refused", "removed"]
    with net.store.reading() as session:
        left = [o for o in officers.officers_of(session, units.SYSTEM) if o.active and Role.ADMINISTRATOR in o.roles]
    assert len(left) == 1


def test_one_request_confirmed_twice_at_once_counts_once(net):
    for login in ("deputy", "third"):
        add_administrator(net, login)
    with net.store.writing() as session:
        asked = approvals.ask(session, net.administrator, Wish(PeopleChange.RESET, "banjul"), WHY)
    barrier, links = threading.Barrier(2), []

    def confirm(who):
        barrier.wait()
        try:
            with net.store.writing() as session:
                links.append(approvals.confirm(session, net.viewers[who], asked.request_id).token)
        except NotThere:
            links.append(None)

    both = [threading.Thread(target=confirm, args=(who,)) for who in ("deputy", "third")]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=60)
    assert sorted(bool(link) for link in links) == [False, True]
