"""A step that a watch's state forbids, or that is another's to take, stands in the trail: one line, by every way in."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from casefile import watches
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.people import units
from casefile.policy.states import WatchMove
from casefile.storage import tables
from casefile.storage.tables import Audit, Watch
from casefile.vocabulary import WatchState
from tests.network.make import person, watch

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


@pytest.mark.parametrize("step", STEPS)
def test_what_the_state_forbids(net, step):
    watch_id = net.watch("banjul")
    put(net, watch_id, state=WatchState.ENDED.value)
    with pytest.raises(Conflict), net.store.writing() as session:
        STEPS[step](session, net.banjul, watch_id)
    tried = {"move": step.removeprefix("open to ")}
    assert refused(net) == [(net.banjul.officer_id, watch_id, tried)]


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
