"""Two administrators for what one may not do alone: nothing is in force before the second has confirmed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casefile import audit
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.people import approvals, invitations, officers, passwords, units, viewers
from casefile.people.wishes import Wish
from casefile.storage import tables
from casefile.storage.tables import AccessLink, Approval, Audit, Officer, PeopleChanged
from casefile.vocabulary import PeopleChange, Role
from tests.casefile.people.conftest import SENTENCE
from tests.network.people import COORDINATION, DAKAR, signs_in

WHY = "asked for by the head of the unit"


@pytest.fixture
def two(net):
    """The network with three administrators: `administrator`, `deputy`, and `third` of Dakar."""
    with net.store.writing() as session:
        for login, unit in (("deputy", COORDINATION.code), ("third", DAKAR.code)):
            officers.add_officer(session, units.SYSTEM, login, unit=unit, roles=[Role.ADMINISTRATOR])
            net.viewers[login] = viewers.viewer_by_login(session, login)
    return net


def do(net, action, who, *args, **more):
    with net.store.writing() as session:
        return action(session, net.viewers[who], *args, **more)


def ask(net, wish, who="administrator", reason=WHY):
    return do(net, approvals.ask, who, wish, reason)


def confirm(net, request_id, who="deputy"):
    return do(net, approvals.confirm, who, request_id)


def unit_of(net, code):
    with net.store.reading() as session:
        return units.unit_by_code(session, code).id


def counted(net):
    """Officers, links and duties there are."""
    with net.store.reading() as session:
        return [
            session.scalar(select(func.count()).select_from(table))
            for table in (Officer, AccessLink, tables.OfficerRole)
        ]


def wishes(net):
    return {
        "an officer elsewhere": Wish(
            PeopleChange.ADDED, "ghost.dkr", unit_of(net, DAKAR.code), frozenset({Role.INVESTIGATOR})
        ),
        "a strong officer": Wish(
            PeopleChange.ADDED, "judge", unit_of(net, COORDINATION.code), frozenset({Role.COORDINATOR})
        ),
        "a strong duty": Wish(PeopleChange.DUTIES, "analyst", roles=frozenset({Role.COORDINATOR})),
        "a link": Wish(PeopleChange.RESET, "banjul"),
        "a move": Wish(
            PeopleChange.MOVED, "banjul", unit_of(net, DAKAR.code), frozenset({Role.INVESTIGATOR, Role.WATCH_OFFICER})
        ),
    }


KINDS = ("an officer elsewhere", "a strong officer", "a strong duty", "a link", "a move")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_in_force_before_it_is_confirmed(two, kind):
    wish, before = wishes(two)[kind], counted(two)
    with two.store.reading() as session:
        known = {o.login: o for o in officers.officers_of(session, units.SYSTEM)}
    asked = ask(two, wish)
    assert asked.request_id and asked.token is None
    with two.store.reading() as session:
        assert {o.login: o for o in officers.officers_of(session, units.SYSTEM)} == known
        if wish.login not in known:
            with pytest.raises(NotThere):
                viewers.viewer_by_login(session, wish.login)
    assert counted(two) == before
    done = confirm(two, asked.request_id)
    assert bool(done.token) == (wish.change in (PeopleChange.ADDED, PeopleChange.RESET))
    with two.store.reading() as session:
        after = {o.login: o for o in officers.officers_of(session, units.SYSTEM)}
    if wish.change is PeopleChange.RESET:
        assert after == known
    else:
        assert after[wish.login].roles == wish.roles
    if done.token:
        with two.store.writing() as session:
            passwords.set_password(session, done.token, SENTENCE)
        assert signs_in(two.store, wish.login, SENTENCE)
    with pytest.raises(NotThere):
        confirm(two, asked.request_id, "third")


@pytest.mark.parametrize("kind", KINDS)
def test_one_administrator_alone_is_refused_by_every_action(two, kind):
    wish, before = wishes(two)[kind], counted(two)
    unit = {unit_of(two, one.code): one.code for one in (DAKAR, COORDINATION)}.get(wish.unit_id, "")
    actions = {
        PeopleChange.ADDED: lambda s, v: officers.add_officer(s, v, wish.login, unit=unit, roles=wish.roles),
        PeopleChange.DUTIES: lambda s, v: officers.set_roles(s, v, wish.login, wish.roles),
        PeopleChange.RESET: lambda s, v: invitations.new_link(s, v, wish.login),
        PeopleChange.MOVED: lambda s, v: officers.move_officer(s, v, wish.login, unit, wish.roles, WHY),
    }
    with two.store.writing() as session, pytest.raises(Conflict, match="second administrator"):
        actions[wish.change](session, two.administrator)
    assert counted(two) == before
    with two.store.writing() as session:
        actions[wish.change](session, units.SYSTEM)  # the home's own command line acts at once
    with two.store.reading() as session:
        last = session.scalars(select(PeopleChanged).order_by(PeopleChanged.at.desc())).first()
        assert last.by_id is None and last.confirmed_by is None


def test_nobody_sits_in_both_seats(two):
    asked = ask(two, Wish(PeopleChange.RESET, "third"))
    for who in ("administrator", "third", "coordinator", "dakar"):
        with pytest.raises(NotAllowed):
            confirm(two, asked.request_id, who)
    with two.store.writing() as session, pytest.raises(NotAllowed):
        approvals.confirm(session, units.SYSTEM, asked.request_id)
    assert confirm(two, asked.request_id, "deputy").token


def test_who_asks_for_oneself_needs_another(two):
    asked = ask(two, Wish(PeopleChange.RESET, "administrator"))
    with pytest.raises(NotAllowed):
        confirm(two, asked.request_id, "administrator")
    mine = ask(two, Wish(PeopleChange.DUTIES, "administrator", roles=frozenset({Role.INVESTIGATOR})))
    assert mine.request_id, "duties for oneself are given by another, strong or not"


def test_what_needs_no_second_is_done_at_once(two):
    own = unit_of(two, COORDINATION.code)
    answer = ask(two, Wish(PeopleChange.ADDED, "clerk", own, frozenset({Role.ANALYST})), reason="")
    assert answer.token and not answer.request_id
    again = ask(two, Wish(PeopleChange.DUTIES, "clerk", roles=frozenset({Role.INVESTIGATOR})), reason="")
    assert (again.token, again.request_id) == (None, "")
    with two.store.reading() as session:
        assert approvals.waiting(session, two.administrator) == []


def test_a_request_needs_a_reason_and_is_made_once(two):
    wish = Wish(PeopleChange.RESET, "banjul")
    with pytest.raises(BadInput) as refused:
        ask(two, wish, reason="")
    assert refused.value.field == "reason"
    ask(two, wish)
    with pytest.raises(BadInput, match="already waits"):
        ask(two, wish, "deputy")


def test_a_request_runs_out(two, monkeypatch):
    asked = ask(two, Wish(PeopleChange.RESET, "banjul"))
    moment = tables.now() + timedelta(hours=72, minutes=1)
    monkeypatch.setattr(tables, "now", lambda: moment)
    with pytest.raises(NotThere):
        confirm(two, asked.request_id)
    with two.store.reading() as session:
        assert (
            approvals.waiting(session, two.viewers["deputy"])
            == []
            == [*range(approvals.how_many_wait(session, two.viewers["deputy"]))]
        )
    assert ask(two, Wish(PeopleChange.RESET, "banjul")).request_id


def test_a_refused_request_is_over(two):
    asked = ask(two, Wish(PeopleChange.RESET, "banjul"))
    with pytest.raises(BadInput):
        do(two, approvals.refuse, "deputy", asked.request_id, "")
    do(two, approvals.refuse, "deputy", asked.request_id, "banjul did not ask")
    with pytest.raises(NotThere):
        confirm(two, asked.request_id, "third")
    with two.store.reading() as session:
        row = session.scalars(select(Approval)).one()
        assert (row.outcome, row.answer, row.decided_by) == (
            "refused",
            "banjul did not ask",
            two.viewers["deputy"].officer_id,
        )


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda s: officers.set_roles(s, units.SYSTEM, "analyst", [Role.INVESTIGATOR]),
        lambda s: officers.move_officer(s, units.SYSTEM, "analyst", "GM-BJL", [Role.ANALYST], WHY),
        lambda s: officers.deactivate(s, units.SYSTEM, "analyst", WHY),
        lambda s: officers.set_roles(s, units.SYSTEM, "administrator", []),
        lambda s: officers.deactivate(s, units.SYSTEM, "administrator", WHY),
    ],
    ids=["other duties", "moved", "shut out", "asker has no duty", "asker shut out"],
)
def test_what_changed_meanwhile_is_not_confirmed(two, meanwhile):
    asked = ask(two, Wish(PeopleChange.DUTIES, "analyst", roles=frozenset({Role.PROTECTION})))
    with two.store.writing() as session:
        meanwhile(session)
    with pytest.raises(Conflict):
        confirm(two, asked.request_id)
    with two.store.reading() as session:
        held = {o.login: o.roles for o in officers.officers_of(session, units.SYSTEM)}["analyst"]
    assert Role.PROTECTION not in held


def test_a_login_taken_meanwhile_is_not_overwritten(two):
    asked = ask(two, Wish(PeopleChange.ADDED, "ghost", unit_of(two, DAKAR.code), frozenset({Role.INVESTIGATOR})))
    with two.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "ghost", unit=DAKAR.code, roles=[Role.ANALYST])
    with pytest.raises(Conflict):
        confirm(two, asked.request_id)


@pytest.mark.parametrize("change", [PeopleChange.ADDED, PeopleChange.DUTIES, PeopleChange.MOVED])
def test_duties_that_may_not_meet_are_refused_on_every_way(two, change):
    both = frozenset({Role.COORDINATOR, Role.INVESTIGATOR})
    unit = {PeopleChange.ADDED: COORDINATION.code, PeopleChange.MOVED: COORDINATION.code}.get(change)
    wish = Wish(
        change, "new.one" if change is PeopleChange.ADDED else "dakar", unit_of(two, unit) if unit else "", both
    )
    for reason in (WHY, ""):
        with pytest.raises(BadInput, match="does no case work"):
            ask(two, wish, reason=reason)
    with two.store.writing() as session, pytest.raises(BadInput, match="does no case work"):
        officers.set_roles(session, units.SYSTEM, "dakar", both)
    with two.store.writing() as session, pytest.raises(BadInput, match="does no case work"):
        officers.add_officer(session, units.SYSTEM, "coordinator", unit=COORDINATION.code, roles=[Role.INVESTIGATOR])


def test_the_trail_names_both_seats(two):
    asked = ask(two, Wish(PeopleChange.DUTIES, "analyst", roles=frozenset({Role.COORDINATOR})))
    confirm(two, asked.request_id)
    with two.store.reading() as session:
        lines = session.scalars(select(Audit).order_by(Audit.seq.desc()).limit(3)).all()
        assert audit.verify(session) is None
        done, decided, kept = lines
        second = two.viewers["deputy"].officer_id
        assert (kept.officer_id, kept.subject_id, kept.reason) == (two.administrator.officer_id, asked.request_id, WHY)
        assert (decided.officer_id, decided.subject_id) == (second, asked.request_id)
        assert done.officer_id == second and done.detail["asked_by"] == two.administrator.officer_id
        assert "analyst" not in str([line.detail for line in lines])


def test_the_list_says_who_may_confirm(two):
    asked = ask(two, Wish(PeopleChange.RESET, "third"))
    with two.store.reading() as session:
        seen = {who: approvals.waiting(session, two.viewers[who]) for who in ("administrator", "deputy", "third")}
        assert {who: [r.may_confirm for r in rows] for who, rows in seen.items()} == {
            "administrator": [False],
            "deputy": [True],
            "third": [False],
        }
        assert [approvals.how_many_wait(session, two.viewers[who]) for who in seen] == [0, 1, 0]
        [request] = approvals.waiting(session, two.viewers["deputy"], asked.request_id)
        assert (request.login, request.asked_by, request.reason, request.seconds) == ("third", "administrator", WHY, 1)
        assert approvals.has_second(session, two.viewers["deputy"])


def test_where_there_is_no_second_it_is_said(net):
    with net.store.reading() as session:
        assert not approvals.has_second(session, net.administrator)
    ask(net, Wish(PeopleChange.RESET, "banjul"))
    with net.store.reading() as session:
        assert [request.seconds for request in approvals.waiting(session, net.administrator)] == [0]


def test_an_odd_login_of_an_earlier_release_can_be_shut_out(two):
    with two.store.writing() as session:
        session.execute(
            Officer.__table__.update().where(Officer.id == two.banjul.officer_id).values(login="banjul/../x")
        )
    do(two, officers.deactivate, "administrator", "banjul/../x", WHY)
    with two.store.reading() as session:
        assert viewers.viewer_of(session, two.banjul.officer_id) is None
    with pytest.raises(BadInput), two.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "a/b", unit=DAKAR.code, roles=[])
