"""A step that a state forbids, by its page: 409, the page says why, and the trail has who tried it."""

import pytest
from sqlalchemy import select, update

from casefile.storage.tables import Audit, Hit, JointCase, Watch
from casefile.vocabulary import HitState, JointState, WatchState
from tests.network.contact import WHY, Contact
from tests.network.portal import text_of
from tests.portal.pages.together.test_joint_pages import opened


@pytest.fixture
def net(unindexed):
    return unindexed


@pytest.fixture
def contact(net):
    return Contact(net).sent()


def put(net, table, id, state):
    with net.store.writing() as session:
        session.execute(update(table).where(table.id == id).values(state=state.value))


def state_of(net, table, id):
    with net.store.reading() as session:
        return session.get(table, id).state


def refused(net, login):
    """The steps this officer tried in vain, by what they were tried on."""
    with net.store.reading() as session:
        mine = (Audit.action == "refused", Audit.officer_id == net.viewers[login].officer_id)
        return [(row.subject_id, row.detail["move"]) for row in session.scalars(select(Audit).where(*mine))]


def check(net, table, id, state, login, path, form, move, page):
    client = net.as_(login)
    put(net, table, id, state)
    answer = net.post(client, path, form, page=page)
    assert answer.status_code == 409 and text_of(answer.text)
    assert state_of(net, table, id) == state.value
    assert refused(net, login) == [(id, move)]


DESK = {
    "": ({"judgement": "same", "reason": WHY}, "judge_same"),
    "/take": ({}, "take"),
    "/settle": ({"settle": "seal", "reason": WHY}, "seal"),
}


@pytest.mark.parametrize("state", [HitState.FALSE_MATCH, HitState.POINTER_SENT, HitState.CLOSED, HitState.WITHDRAWN])
@pytest.mark.parametrize("step", DESK)
def test_of_a_hit_at_its_desk(net, contact, step, state):
    form, move = DESK[step]
    path = f"/review/{contact.hit_id}{step}"
    check(net, Hit, contact.hit_id, state, "coordinator", path, form, move, "/review/")


CONTACT = {
    "/acknowledge": ({}, "open_contact"),
    "/call": ({"answered": "yes"}, "talk"),
    "/decide": ({"decision": "decline", "reason": WHY}, "decline"),
    "/outcome": ({"outcome": "useful"}, "report_outcome"),
    "/close": ({}, "close"),
    "/help": ({"reason": WHY}, "ask_help"),
}


@pytest.mark.parametrize("state", [HitState.CLOSED, HitState.SEALED, HitState.WITHDRAWN])
@pytest.mark.parametrize("step", CONTACT)
def test_of_a_contact(net, contact, step, state):
    form, move = CONTACT[step]
    path = f"/hits/{contact.pointer('dakar')}{step}"
    check(net, Hit, contact.hit_id, state, "dakar", path, form, move, "/hits/")


@pytest.mark.parametrize("state", [HitState.QUEUED, HitState.POINTER_SENT, HitState.CLOSED])
def test_of_a_contact_the_office_would_close(net, contact, state):
    path = f"/contacts/{contact.hit_id}/close"
    check(net, Hit, contact.hit_id, state, "coordinator", path, {"reason": WHY}, "close", "/contacts/")


@pytest.mark.parametrize(
    ("state", "step"),
    [(WatchState.ENDED, "suspend"), (WatchState.ENDED, "end"), (WatchState.EXPIRED, "resume"),
     (WatchState.ACTIVE, "resume"), (WatchState.PROPOSED, "suspend")],
)  # fmt: skip
def test_of_a_watch(net, state, step):
    watch_id = net.watch("banjul")
    path = f"/watchlists/{watch_id}"
    check(net, Watch, watch_id, state, "banjul", path, {"step": step, "reason": WHY}, step, "/watchlists/")


JOINT = {"/minutes": ({"text": "Met at the quay."}, "write"), "/close": ({"reason": WHY}, "close")}


@pytest.mark.parametrize("state", [JointState.DECLINED, JointState.CLOSED, JointState.ENDED])
@pytest.mark.parametrize("step", JOINT)
def test_of_a_joint_case(net, step, state):
    joint_id = opened(net).rsplit("/", 1)[1]
    form, move = JOINT[step]
    check(net, JointCase, joint_id, state, "dakar", f"/joint/{joint_id}{step}", form, move, "/joint/new")
