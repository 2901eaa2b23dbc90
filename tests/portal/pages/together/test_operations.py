"""Planned operations as the unit and the coordination office have them on their pages."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile.planned import meetings
from casefile.storage import tables
from casefile.storage.tables import Operation, Outbox
from casefile.vocabulary import MeetingState, OperationState, SubjectCategory, Topic
from tests.network import make
from tests.network.portal import same_every_time, text_of

WHY = "asked by the prosecutor"


def on(ahead):
    return (tables.now() + timedelta(days=ahead)).strftime("%d/%m/%Y")


@pytest.fixture
def net(unindexed):
    return unindexed


def enter(net, who, place="Mbour", ahead=10, **more):
    given = {
        "case": net.cases[who], "place": place, "radius": "10", "first": on(ahead), "last": on(ahead),
        "means": "a boat", "targets": "a departure", "contact": net.viewers[who].officer_id, "reason": WHY, **more,
    }  # fmt: skip
    return net.post(net.as_(who), "/operations/new", given)


def compare(net):
    with net.store.writing() as session:
        rows = session.scalars(select(Outbox.subject_id).where(Outbox.topic == Topic.OPERATION.value)).all()
        for operation_id in rows:
            meetings.look(session, operation_id)


def states(net):
    with net.store.reading() as session:
        return session.scalars(select(Operation.state).order_by(Operation.entered_at)).all()


def answers(client, address):
    """All that a unit's pages of it say, but for the form's token, with their sizes."""
    pages = [client.get(path) for path in ("/operations/", address, "/", "/due", f"{address}/postpone")]
    return [(page.status_code, len(page.data), same_every_time(page.text)) for page in pages]


def test_a_unit_enters_postpones_and_ends_its_operation(net):
    answer = enter(net, "dakar")
    assert answer.status_code == 303
    client, address = net.as_("dakar"), answer.location
    assert "Mbour" in text_of(client.get("/operations/").text)
    assert text_of(client.get(address).text).count("a departure") == 1
    assert net.post(client, f"{address}/postpone", {"first": on(20), "last": on(21), "reason": WHY}).status_code == 303
    assert states(net) == [OperationState.POSTPONED]
    assert net.post(client, f"{address}/end", {"reason": WHY}).status_code == 422, "cancelled, or done?"
    assert net.post(client, f"{address}/end", {"how": "done", "reason": WHY}).status_code == 303
    second = enter(net, "dakar").location
    assert net.post(client, f"{second}/end", {"how": "cancelled", "reason": WHY}).status_code == 303
    assert states(net) == [OperationState.DONE, OperationState.CANCELLED]
    assert "Postpone" not in text_of(client.get(second).text)
    for path in (address, f"{address}/postpone", f"{address}/end"):
        assert net.as_("banjul").get(path).status_code == 404


@pytest.mark.parametrize("wrong", [{"radius": "wide"}, {"first": "soon"}, {"place": "behind the mill"}, {"case": ""}])
def test_what_was_typed_stays_where_something_is_wrong(net, wrong):
    answer = enter(net, "dakar", **wrong)
    assert answer.status_code == 422 and "a departure" in answer.text and states(net) == []


def test_the_office_sees_that_an_operation_lies_where_another_unit_watches_and_asks_the_planner_alone(net):
    mine = enter(net, "dakar").location
    unit, watcher, office, protection = (net.as_(who) for who in ("dakar", "banjul", "coordinator", "protection"))
    day = (tables.now() + timedelta(days=10)).date()
    watched = f"/watches/{net.watch('banjul', make.departure('Saly', day, km=20, means='pirogue', people='80'))}"
    pages = [answers(unit, mine), answers(watcher, watched)]
    compare(net)
    assert [answers(unit, mine), answers(watcher, watched)] == pages, "byte for byte, in sizes too"
    assert "1 conflict of planned operations" in text_of(office.get("/").text)
    page = office.get("/operations/meetings").text
    address = re.search(r'href="(/operations/meetings/\w+)"', page)[1]
    assert "Watch on a departure" in text_of(page)
    shown = text_of(office.get(address).text)
    for said in ("Saly", "pirogue", "80", "20 km", "what another unit’s watch", "Ask the unit that plans to call"):
        assert said in shown, said
    assert protection.get(address).status_code == 404 and address not in protection.get("/operations/meetings").text
    assert net.post(office, address, {"what": "tell", "reason": WHY}).status_code == 303
    assert "The unit that plans is asked to call you" in text_of(office.get("/operations/meetings").text)
    assert "Call the coordination office" in text_of(unit.get(mine).text) and "Saly" not in text_of(unit.get(mine).text)
    assert answers(watcher, watched) == pages[1]


def test_the_office_sees_that_another_unit_recorded_an_event_there_and_neither_unit_does(net):
    mine = enter(net, "dakar").location
    unit, recorder, office, protection = (net.as_(who) for who in ("dakar", "banjul", "coordinator", "protection"))
    day = (tables.now() + timedelta(days=10)).date()
    seen = make.departure("Saly", day, means="pirogue", people="80")
    kept = f"/records/{net.enter('banjul', seen, subject_category=SubjectCategory.NONE)}"
    pages = [answers(unit, mine), answers(recorder, kept)]
    compare(net), compare(net)
    assert [answers(unit, mine), answers(recorder, kept)] == pages, "byte for byte, in sizes too"
    assert "1 conflict of planned operations" in text_of(office.get("/").text)
    page = office.get("/operations/meetings").text
    address = re.search(r'href="(/operations/meetings/\w+)"', page)[1]
    assert "Record of an event" in text_of(page)
    shown = text_of(office.get(address).text)
    for said in ("Saly", "pirogue", "80", "Another unit recorded an event", "Ask the unit that plans to call", "Desk"):
        assert said in shown, said
    assert kept not in office.get(address).text
    for client in (unit, recorder):
        assert client.get(address).status_code == 403
    assert protection.get(address).status_code == 404
    assert net.post(office, address, {"what": "tell", "reason": WHY}).status_code == 303
    assert "Call the coordination office" in text_of(unit.get(mine).text) and "Saly" not in text_of(unit.get(mine).text)
    assert answers(recorder, kept) == pages[1]


def test_with_a_protected_watch_the_offices_protection_desk_decides(net):
    day = (tables.now() + timedelta(days=10)).date()
    net.watch("banjul", make.departure("Mbour", day), subject_category=SubjectCategory.VICTIM)
    enter(net, "dakar")
    compare(net)
    office, protection = net.as_("coordinator"), net.as_("protection")
    assert "1 conflict of planned operations" in text_of(protection.get("/").text)
    assert "conflict of planned operations" not in text_of(office.get("/").text)
    page = protection.get("/operations/meetings").text
    address = re.search(r'href="(/operations/meetings/\w+)"', page)[1]
    assert office.get(address).status_code == 404 and address not in office.get("/operations/meetings").text
    shown = text_of(protection.get(address).text)
    assert "kept back" in shown and "Ask" not in shown
    assert net.post(protection, address, {"what": "tell", "reason": WHY}).status_code == 422
    assert net.post(protection, address, {"what": "set_aside", "reason": WHY}).status_code == 303


def test_the_office_sees_that_two_meet_and_no_unit_does_before_it_tells_both(net):
    mine = enter(net, "dakar").location
    unit = net.as_("dakar")
    alone = answers(unit, mine)
    enter(net, "banjul", "Plage de Mbour")
    compare(net)
    assert answers(unit, mine) == alone, "byte for byte, in sizes too"
    office = net.as_("coordinator")
    assert "1 conflict of planned operations" in text_of(office.get("/").text)
    page = office.get("/operations/meetings").text
    address = re.search(r'href="(/operations/meetings/\w+)"', page)[1]
    shown = text_of(office.get(address).text)
    assert "Plage de Mbour" in shown and "a boat" in shown
    for client in (unit, net.as_("administrator"), net.as_("auditor")):
        assert client.get("/operations/meetings").status_code == client.get(address).status_code == 403
    assert net.post(office, address, {"reason": WHY}).status_code == 422, "what is to be done?"
    assert net.post(office, address, {"what": "set_aside", "reason": WHY}).status_code == 303
    assert answers(unit, mine) == alone
    assert MeetingState.SET_ASIDE.name.replace("_", " ").capitalize() in text_of(office.get(address).text)
    assert net.post(office, address, {"what": "tell", "reason": WHY}).status_code == 303
    for who in ("dakar", "banjul"):
        client = net.as_(who)
        listed = client.get("/operations/").text
        assert "Call the coordination office" in text_of(listed)
        assert "call about 1 planned operation" in text_of(client.get("/").text)
        theirs = re.search(r'href="(/operations/[0-9a-f]{32})"', listed)[1]
        page = text_of(client.get(theirs).text)
        assert ("Plage" in page) is (who == "banjul"), "of the other's nothing"
        assert net.post(client, f"{theirs}/called", page=theirs).status_code == 303
        assert "You have called" in text_of(client.get(theirs).text)
    assert text_of(office.get(address).text).count("Has called") == 2
