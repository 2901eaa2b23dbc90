"""The chain of custody: each step is somebody's, stands in the chain and in the trail, and nothing else does."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from casefile import exhibits
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.exhibits import destroy
from casefile.people import officers, units, viewers
from casefile.policy.exhibits import UPLOAD_LIFE
from casefile.policy.retention import RETENTION
from casefile.policy.states import EXHIBIT, ExhibitMove
from casefile.retention import schedule
from casefile.storage import tables
from casefile.storage.tables import Audit, Exhibit, ExhibitLine, ExhibitPart
from casefile.vocabulary import CustodyAct, ExhibitState, Role
from tests.network import files
from tests.network.people import DAKAR

WHY = "asked by the judge"


@pytest.fixture
def held(net):
    """An exhibit that `dakar` holds; `mate` is a colleague."""
    with net.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "mate", unit=DAKAR.code, roles=[Role.INVESTIGATOR])
        net.viewers["mate"] = viewers.viewer_by_login(session, "mate")
    return net.exhibit("dakar")


def do(net, who, action, *args):
    with net.store.writing() as session:
        return action(session, net.viewers[who], *args)


def view(net, exhibit_id, who="dakar"):
    with net.store.reading() as session:
        return exhibits.exhibit_of(session, net.viewers[who], exhibit_id)


def test_from_hand_to_hand_and_out_and_back(net, held):
    mate = net.viewers["mate"].officer_id
    do(net, "dakar", exhibits.hand_on, held, mate, "off duty")
    with net.store.reading() as session:
        assert exhibits.how_many_wait(session, net.viewers["mate"]) == 1
        assert [one.id for one in exhibits.own(session, net.viewers["mate"])] == [held]
    do(net, "mate", exhibits.decline, held, "the bag is open")
    do(net, "dakar", exhibits.hand_on, held, mate, "off duty")
    do(net, "dakar", exhibits.take_back, held)
    do(net, "dakar", exhibits.hand_on, held, mate, "off duty")
    do(net, "mate", exhibits.take_over, held)
    do(net, "mate", exhibits.send_out, held, "Laboratory, Dakar", WHY)
    assert view(net, held).outside == "Laboratory, Dakar"
    do(net, "mate", exhibits.return_in, held, "seal unbroken")
    do(net, "dakar", exhibits.open_original, held, WHY)
    seen = view(net, held)
    assert seen.look.state is ExhibitState.HELD and seen.outside == "" and seen.offered_to == ""
    assert [line.act for line in seen.custody] == [
        CustodyAct.RECEIVED, CustodyAct.HANDED_ON, CustodyAct.DECLINED, CustodyAct.HANDED_ON, CustodyAct.TAKEN_BACK,
        CustodyAct.HANDED_ON, CustodyAct.TAKEN_OVER, CustodyAct.SENT_OUT, CustodyAct.RETURNED, CustodyAct.OPENED,
    ]  # fmt: skip
    with net.store.reading() as session:
        lines = session.scalars(select(func.count()).where(Audit.subject_kind == "exhibit")).one()
        assert lines == len(seen.custody)
        assert "Laboratory" not in str(session.execute(select(Audit.detail)).all())


STEPS = {
    ExhibitMove.HAND_ON: lambda s, v, id: exhibits.hand_on(s, v, id, "f" * 32, WHY),
    ExhibitMove.TAKE_OVER: exhibits.take_over,
    ExhibitMove.DECLINE: lambda s, v, id: exhibits.decline(s, v, id, WHY),
    ExhibitMove.TAKE_BACK: exhibits.take_back,
    ExhibitMove.SEND_OUT: lambda s, v, id: exhibits.send_out(s, v, id, "Laboratory", WHY),
    ExhibitMove.RETURN: exhibits.return_in,
    ExhibitMove.CLAIM: lambda s, v, id: exhibits.claim(s, v, id, WHY),
    ExhibitMove.OPEN: lambda s, v, id: exhibits.open_original(s, v, id, WHY),
}
THERE = tuple(state for state in ExhibitState if state is not ExhibitState.DESTROYED)
LACKING = [(state, move) for state in THERE for move in STEPS if (state, move) not in EXHIBIT]


@pytest.mark.parametrize(("state", "move"), LACKING, ids=lambda part: part.value)
def test_what_the_table_lacks_is_refused_and_stands_in_the_trail(net, held, state, move):
    with net.store.writing() as session:
        session.execute(update(Exhibit).where(Exhibit.id == held).values(state=state.value))
    with pytest.raises(Conflict):
        do(net, "dakar", STEPS[move], held)
    with net.store.reading() as session:
        lines = session.scalars(select(Audit.detail).where(Audit.action == "refused")).all()
    assert lines == [{"refused": "Conflict", "state": state.value, "move": move.value}]


@pytest.mark.parametrize("move", STEPS, ids=lambda part: part.value)
def test_once_it_is_destroyed_it_is_not_there(net, held, move):
    with net.store.writing() as session:
        session.execute(update(Exhibit).where(Exhibit.id == held).values(state=ExhibitState.DESTROYED.value))
    with pytest.raises(NotThere):
        do(net, "dakar", STEPS[move], held)


@pytest.mark.parametrize(
    ("state", "who", "move"),
    [
        (ExhibitState.HELD, "mate", ExhibitMove.HAND_ON), (ExhibitState.HELD, "mate", ExhibitMove.SEND_OUT),
        (ExhibitState.HELD, "mate", ExhibitMove.CLAIM), (ExhibitState.OFFERED, "dakar", ExhibitMove.TAKE_OVER),
        (ExhibitState.OFFERED, "mate", ExhibitMove.TAKE_BACK), (ExhibitState.OUT, "mate", ExhibitMove.RETURN),
    ],
)  # fmt: skip
def test_a_step_that_is_anothers_is_refused_and_stands_in_the_trail(net, held, state, who, move):
    values = {"state": state.value, "offered_to": net.viewers["mate"].officer_id}
    with net.store.writing() as session:
        session.execute(update(Exhibit).where(Exhibit.id == held).values(**values))
    with pytest.raises(NotAllowed):
        do(net, who, STEPS[move], held)
    with net.store.reading() as session:
        lines = session.scalars(select(Audit.detail).where(Audit.action == "refused")).all()
    assert lines == [{"refused": "NotAllowed", "state": state.value, "move": move.value}]


def test_no_other_unit_has_it(net, held):
    for action, args in ((exhibits.exhibit_of, ()), (exhibits.open_original, (WHY,)), (exhibits.take_over, ()),
                         (exhibits.claim, (WHY,))):  # fmt: skip
        with pytest.raises(NotThere):
            do(net, "banjul", action, held, *args)


def test_it_is_handed_to_a_colleague_who_keeps_exhibits(net, held):
    for wrong in (net.dakar.officer_id, net.banjul.officer_id, "", "f" * 32):
        with pytest.raises(BadInput) as error:
            do(net, "dakar", exhibits.hand_on, held, wrong, "off duty")
        assert error.value.field == "officer"
    with net.store.reading() as session:
        assert [one.officer_id for one in exhibits.colleagues(session, net.dakar)] == [net.viewers["mate"].officer_id]


def test_who_leaves_the_unit_keeps_nothing_and_a_colleague_claims_it(net, held):
    with net.store.writing() as session:
        officers.deactivate(session, units.SYSTEM, "dakar", "left the service")
    assert view(net, held, "mate").may("claim")
    do(net, "mate", exhibits.claim, held, "its holder has left")
    assert view(net, held, "mate").may("hand_on")


def test_a_file_that_was_altered_is_not_shown(net, held):
    with net.store.writing() as session:
        session.execute(update(ExhibitPart).where(ExhibitPart.exhibit_id == held).values(content=b"Seen at the quaY."))
    with pytest.raises(Conflict, match="no longer the file"):
        do(net, "dakar", exhibits.open_original, held, WHY)
    with net.store.reading() as session:
        assert session.scalars(select(func.count()).where(Audit.action == "refused")).one() == 1


# ---- time ------------------------------------------------------------------------------------------------------


def left(net, exhibit_id):
    with net.store.reading() as session:
        parts = session.scalars(select(func.count()).where(ExhibitPart.exhibit_id == exhibit_id)).one()
        row = session.execute(select(Exhibit.state, Exhibit.name, Exhibit.sha256, Exhibit.thumbnail)).one()
        words = session.scalars(select(ExhibitLine.reason).where(ExhibitLine.exhibit_id == exhibit_id)).all()
        return parts, tuple(row), "".join(words)


def test_that_of_a_case_goes_on_its_date_and_not_before(net):
    exhibit_id = net.exhibit("dakar", files.photo(), "boat.jpg")
    do(net, "dakar", exhibits.open_original, exhibit_id, WHY)
    schedule.run(net.store, tables.now() + RETENTION - timedelta(days=1))
    assert left(net, exhibit_id)[0] == 1
    schedule.run(net.store, tables.now() + RETENTION + timedelta(seconds=1))
    assert left(net, exhibit_id) == (0, ("destroyed", "", "", None), "")
    with pytest.raises(NotThere):
        view(net, exhibit_id)


def test_that_of_a_record_goes_with_the_record(net):
    record = net.enter("dakar")
    whole = net.exhibit("dakar", files.photo(), "boat.jpg", record=record)
    with net.store.writing() as session:
        destroy.of_record(session, record)
    assert left(net, whole) == (0, ("destroyed", "", "", None), "")


def test_what_never_came_whole_is_forgotten(net):
    net.exhibit("dakar", b"x" * 10, whole=False)
    schedule.run(net.store, tables.now() + UPLOAD_LIFE - timedelta(hours=1))
    with net.store.reading() as session:
        assert len(exhibits.unfinished(session, net.dakar)) == 1
    schedule.run(net.store, tables.now() + UPLOAD_LIFE)
    with net.store.reading() as session:
        assert exhibits.unfinished(session, net.dakar) == []
