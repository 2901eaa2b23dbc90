"""What units plan, what the worker then compares, and what the coordination office sees of it."""

import re
from datetime import timedelta
from itertools import product
from pathlib import Path

from sqlalchemy import delete, select

from casefile import watches
from casefile.people import officers, units, viewers
from casefile.planned import desk, meetings, own
from casefile.storage import migrations, tables
from casefile.storage.tables import EventKey, Operation, OperationKey, OperationMeeting, Outbox
from casefile.vocabulary import MeetingState, Role, Topic

WHY = "asked by the prosecutor"


def today():
    """Asked when it is needed: a run that begins before midnight is here after it."""
    return tables.now().date()


def night():
    return today() + timedelta(days=10)


def before(migration):
    """The revision before this migration, which is named as its file."""
    (made,) = Path(migrations.__file__).parent.glob(f"versions/*_{migration}.py")
    return re.search(r'^down_revision = "(.+)"', made.read_text("utf-8"), re.MULTILINE)[1]


def plan(net, who="dakar", place="Mbour", km=10, ahead=10):
    day = today() + timedelta(days=ahead)
    contact = net.viewers[who].officer_id
    draft = own.OperationDraft(net.cases[who], place, km, day, day, "two cars", "a house", contact, WHY)
    with net.store.writing() as session:
        return own.plan_operation(session, net.viewers[who], draft)


def compare(net):
    """What the worker does, in the order of the rows, until none is left."""
    looked = 0
    while True:
        with net.store.writing() as session:
            rows = select(Outbox.id, Outbox.subject_id).where(Outbox.topic == Topic.OPERATION.value)
            row = session.execute(rows.order_by(Outbox.id).limit(1)).first()
            if row is None:
                return looked
            session.execute(delete(Outbox).where(Outbox.id == row.id))
            meetings.look(session, row.subject_id)
        looked += 1


def states(net):
    with net.store.reading() as session:
        rows = session.execute(select(OperationMeeting.one_id, OperationMeeting.other_id, OperationMeeting.state))
        return {row[:2]: MeetingState(row[2]) for row in rows}


def met(net, viewer=None):
    with net.store.reading() as session:
        return desk.meetings(session, viewer or net.coordinator)


def act(net, what, watch_id, *more, who="banjul"):
    with net.store.writing() as session:
        what(session, net.viewers[who], watch_id, *more)


def protection_officer(net, unit):
    with net.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, f"care-{unit}", unit=unit, roles=(Role.PROTECTION,))
        return viewers.viewer_by_login(session, f"care-{unit}")


def end_operation(net, operation_id):
    with net.store.writing() as session:
        own.end(session, net.dakar, operation_id, WHY)


def postpone(net, operation_id, ahead):
    day = today() + timedelta(days=ahead)
    with net.store.writing() as session:
        own.postpone(session, net.dakar, operation_id, day, day, WHY)


def shown(net, who):
    """What the product shows a unit of its operations and watches."""
    with net.store.reading() as session:
        viewer = net.viewers[who]
        views = own.operations_of(session, viewer), own.how_many_to_call(session, viewer)
        return views, watches.watches_of(session, viewer)


def meets_whoever_came_first(net, cases, enter, kind):
    """Each case with the operation first, with the other first, and both before the worker looks. A case: what is
    planned, what is entered, whether they meet. One world for all, emptied between."""
    for (planned, entered, meets), first in product(cases, ("operation", "the other", "at once")):
        if first == "the other":
            enter(net, **entered)
            compare(net)
        operation_id = plan(net, **planned)
        if first == "operation":
            compare(net)
        if first != "the other":
            enter(net, **entered)
        compare(net)
        assert [one.kind for one in met(net)] == [kind] * meets, (planned, entered, first)
        assert all(one == operation_id for one, _ in states(net))
        with net.store.writing() as session:
            for table in (OperationMeeting, EventKey, OperationKey, Operation):
                session.execute(delete(table))
