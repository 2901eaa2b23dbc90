"""A step that a watch's state forbids, or that is another's to take, stands in the trail: one line, by every way in."""

from contextlib import nullcontext
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select, update

from casefile import watches
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.people import officers, units, viewers
from casefile.policy.states import WATCH, WatchMove, allows
from casefile.storage import tables
from casefile.storage.tables import Audit, Watch
from casefile.vocabulary import Role, WatchState
from tests.network.make import person, watch
from tests.network.stored import network

WHY = "as the table of moves says"
NEXT_YEAR = timedelta(days=300)
OTHER = watch(person("Lamin Sanneh", "1990"))

STEPS = {
    "suspend": lambda s, who, w: watches.suspend(s, who, w, WHY),
    "resume": lambda s, who, w: watches.resume(s, who, w, WHY),
    "end": lambda s, who, w: watches.end(s, who, w, WHY),
    "renew": lambda s, who, w: watches.renew(s, who, w, tables.now() + NEXT_YEAR, WHY),
    "approve": lambda s, who, w: watches.approve(s, who, w),
    "refuse": lambda s, who, w: watches.refuse(s, who, w, WHY),
    "amend": lambda s, who, w: watches.amend_watch(s, who, w, OTHER),
    "open to amend": lambda s, who, w: watches.read_watch(s, who, w, step=WatchMove.AMEND),
}


def refused(net):
    with net.store.reading() as session:
        rows = session.execute(
            select(Audit.officer_id, Audit.subject_id, Audit.detail).where(Audit.action == "refused")
        )
        return [tuple(row) for row in rows]


def put(net, watch_id, **values):
    with net.store.writing() as session:
        session.execute(update(Watch).where(Watch.id == watch_id).values(**values))


GONE = {WatchState.TOMBSTONED}
"""Of these nothing is left to take a step with: they are there for nobody."""
TO_ANOTHER = {(WatchState.APPROVED, "approve"), (WatchState.APPROVED, "refuse")}
"""The unit has decided; the coordination office decides next."""


@pytest.fixture
def net_of_one(sqlite_store):
    """On SQLite alone: the table of moves asks no database."""
    return network(sqlite_store)


@pytest.fixture
def second(net_of_one):
    """A second officer of Banjul's who watches; what `banjul` writes waits for one."""
    with net_of_one.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "banjul2", unit="GM-BJL", roles=[Role.WATCH_OFFICER])
        return viewers.viewer_by_login(session, "banjul2")


def refusal(state, step):
    """What the step meets in this state; None where the table has it."""
    if state in GONE:
        return NotThere
    if (state, step) in TO_ANOTHER:
        return NotAllowed
    return None if allows(WATCH, state, WatchMove(step.removeprefix("open to "))) else Conflict


@pytest.mark.parametrize(("state", "step"), list(product(WatchState, STEPS)))
def test_what_the_state_forbids(net_of_one, second, state, step):
    net = net_of_one
    watch_id = net.watch("banjul")
    with net.store.writing() as session:
        units.ask_for_approval(session, units.SYSTEM, net.banjul.unit_id, approves=True)
    put(net, watch_id, state=state.value)
    error, move = refusal(state, step), step.removeprefix("open to ")
    with pytest.raises(error) if error else nullcontext(), net.store.writing() as session:
        STEPS[step](session, second, watch_id)
    written = error not in (None, NotThere)
    assert refused(net) == ([(second.officer_id, watch_id, {"move": move})] if written else [])
    with net.store.reading() as session:
        now = WatchState(session.get(Watch, watch_id).state)
    asks_again = move in ("amend", "renew") and now is WatchState.PROPOSED  # another text, or one nobody approved
    assert asks_again or now is leads_to(state, step, error)


def leads_to(state, step, error):
    if error or step == "open to amend":
        return state
    to = WATCH[state, WatchMove(step)]
    return WATCH[to, WatchMove.ACTIVATE] if to is WatchState.APPROVED else to  # nobody else has to look at it


BY_ITSELF = {
    WatchMove.EXPIRE: lambda s, watch_id: watches.expire_due(s, tables.now()),
    WatchMove.BREAK: lambda s, watch_id: watches.mark_broken(s, watch_id, "too many clauses"),
}
"""The schedule and the relay look first: what the table lacks is not tried, and nothing stands in the trail."""


@pytest.mark.parametrize(("state", "move"), list(product(WatchState, BY_ITSELF)))
def test_what_happens_by_itself_happens_where_the_table_says(net_of_one, state, move):
    net = net_of_one
    watch_id = net.watch("banjul")
    put(net, watch_id, state=state.value, expires_at=tables.now() - timedelta(days=1))
    with net.store.writing() as session:
        BY_ITSELF[move](session, watch_id)
    with net.store.reading() as session:
        assert session.get(Watch, watch_id).state == WATCH.get((state, move), state).value
    assert refused(net) == []


def test_every_move_of_the_table_is_somebodys():
    asked = {WatchMove(step) for step in STEPS if step in set(WatchMove)}
    parts = {WatchMove.PROPOSE, WatchMove.ACTIVATE}  # of amending, renewing and approving
    buried = {WatchMove.TOMBSTONE}  # tests/casefile/retention
    assert asked | set(BY_ITSELF) | parts | buried == set(WatchMove)


@pytest.mark.parametrize("step", ["approve", "refuse"])
def test_what_is_anothers_to_decide(net, step):
    with net.store.writing() as session:
        units.ask_for_approval(session, units.SYSTEM, net.banjul.unit_id, approves=True)
    watch_id = net.watch("banjul")
    with pytest.raises(NotAllowed), net.store.writing() as session:
        STEPS[step](session, net.banjul, watch_id)
    tried = {"move": step}
    assert refused(net) == [(net.banjul.officer_id, watch_id, tried)]


def test_resuming_what_has_run_out(net):
    watch_id = net.watch("banjul")
    put(net, watch_id, state=WatchState.SUSPENDED.value, expires_at=tables.now() - timedelta(days=1))
    with pytest.raises(Conflict), net.store.writing() as session:
        STEPS["resume"](session, net.banjul, watch_id)
    tried = {"move": "resume"}
    assert refused(net) == [(net.banjul.officer_id, watch_id, tried)]


@pytest.mark.parametrize("step", STEPS)
def test_of_another_units_watch_nothing_is_written(net, step):
    watch_id = net.watch("banjul")
    with pytest.raises(NotThere), net.store.writing() as session:
        STEPS[step](session, net.dakar, watch_id)
    assert refused(net) == []


def test_a_slip_in_the_form_is_no_refused_step(net):
    watch_id = net.watch("banjul")
    with pytest.raises(BadInput), net.store.writing() as session:
        watches.end(session, net.banjul, watch_id, "")
    assert refused(net) == []
