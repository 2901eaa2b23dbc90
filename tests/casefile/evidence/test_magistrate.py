"""A dossier addressed to a magistrate: read there, asked after, answered; gone when it no longer stands."""

import io
import zipfile

import pytest
from sqlalchemy import select, update

from casefile import evidence
from casefile.contact import release
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.evidence import address
from casefile.people import units
from casefile.retention import hit_content
from casefile.storage.tables import Audit, Dossier, DossierRequest, Record
from casefile.vocabulary import DossierState, Handling, Service
from tests.casefile.evidence.conftest import MAKING, WHY, unzipped
from tests.casefile.evidence.test_seal import verify
from tests.network.make import person

PERMISSION = "the judge of Banjul, on 3 March"


def send(contact, who="dakar", to="prosecutor", permission=""):
    net = contact.net
    wish = evidence.Wish(WHY, permission)
    return address.address(net.store, net.viewers[who], contact.pointer(who), net.viewers[to].officer_id, wish, MAKING)


def do(contact, action, who, *args):
    with contact.net.store.writing() as session:
        return action(session, contact.net.viewers[who], *args)


def line(contact, dossier_id, who="prosecutor"):
    return do(contact, address.look_up, who, dossier_id)


def test_the_magistrate_reads_what_was_sealed_and_it_checks_out(court, tmp_path):
    sent = send(court)
    (listed,) = do(court, address.received, "judge")
    assert (listed.id, listed.state, listed.stands, listed.from_unit) == (
        sent,
        DossierState.SENT,
        True,
        "Brigade de Dakar",
    )
    assert do(court, address.how_many_unread, "judge") == 1
    reference, content = do(court, address.content, "prosecutor", sent)
    assert reference == listed.reference
    assert verify(unzipped(content, tmp_path / "one") / "verify.py")[0] == 0
    assert line(court, sent).state is DossierState.READ
    assert do(court, address.how_many_unread, "judge") == 0
    with court.net.store.reading() as session:
        lines = session.scalars(select(Audit.action).where(Audit.subject_id == sent).order_by(Audit.seq)).all()
    assert lines == ["disclosure", "disclosure", "consultation"], "sent, read, looked at"


def test_it_is_for_the_service_it_was_addressed_to_and_for_nobody_else(court):
    sent = send(court)
    for action, more in ((address.look_up, ()), (address.content, ()), (address.ask_more, (WHY,))):
        with pytest.raises(NotThere):
            do(court, action, "elsewhere", sent, *more)
        for who in ("dakar", "coordinator", "auditor", "administrator", "analyst"):
            with pytest.raises(NotAllowed):
                do(court, action, who, sent, *more)
    assert do(court, address.received, "elsewhere") == []
    for action in (address.answer, address.take_back):
        with pytest.raises(NotThere):
            do(court, action, "banjul", sent, WHY)
        with pytest.raises(NotAllowed):
            do(court, action, "prosecutor", sent, WHY)


def test_it_goes_to_a_magistrate_of_the_own_country_alone(court):
    for to in ("elsewhere", "coordinator"):
        with pytest.raises(BadInput):
            send(court, to=to)
    with pytest.raises(BadInput):
        send(court, "banjul", "prosecutor")
    with pytest.raises(NotAllowed):
        send(court, "banjul", "elsewhere")  # its service was not stated


def test_a_question_waits_for_its_answer_and_one_waits_at_a_time(court):
    sent = send(court)
    with pytest.raises(Conflict):
        do(court, address.ask_more, "prosecutor", sent, "the statement of the witness")  # not yet read
    do(court, address.content, "prosecutor", sent)
    with pytest.raises(BadInput):
        do(court, address.ask_more, "prosecutor", sent, "...")
    do(court, address.ask_more, "prosecutor", sent, "the statement of the witness")
    with pytest.raises(Conflict):
        do(court, address.ask_more, "judge", sent, "and the photographs")
    pointer = court.pointer("dakar")
    assert do(court, address.asked_of, "dakar", [pointer]) == {pointer}
    assert do(court, address.asked_of, "banjul", [court.pointer("banjul")]) == set()
    (own,) = do(court, address.given, "dakar", pointer)
    assert own.may_answer and own.waits and own.requests[0].text == "the statement of the witness"
    do(court, address.answer, "dakar", sent, "another dossier follows today")
    (asked,) = line(court, sent).requests
    assert asked.answer == "another dossier follows today" and line(court, sent).may_ask
    with pytest.raises(Conflict):
        do(court, address.answer, "dakar", sent, "and once more")
    assert do(court, address.asked_of, "dakar", [pointer]) == set()


def test_what_was_taken_back_is_not_opened_any_more(court):
    sent = send(court)
    do(court, address.take_back, "dakar", sent, "the wrong case")
    found = line(court, sent)
    assert (found.state, found.stands, found.reason, found.may_ask) == (DossierState.TAKEN_BACK, False, "", False)
    with pytest.raises(Conflict):
        do(court, address.content, "prosecutor", sent)
    with pytest.raises(Conflict):
        do(court, address.take_back, "dakar", sent, "the wrong case")


def test_what_became_protected_is_not_opened_any_more(court):
    sent = send(court)
    with court.net.store.writing() as session:
        session.execute(update(Record).where(Record.id == court.record_id).values(protection=["minor"]))
    assert not line(court, sent).stands
    for action, more in ((address.content, ()), (address.ask_more, (WHY,))):
        with pytest.raises(Conflict):
            do(court, action, "prosecutor", sent, *more)


def test_a_released_value_that_fell_takes_the_dossier_with_it(court):
    """Dakar's record is the source; Banjul's magistrate is given what Dakar released, with its permission."""
    with court.net.store.writing() as session:
        units.set_service(session, units.SYSTEM, court.net.banjul.unit_id, Service.POLICE)
    court.given("dakar", "Mamadou Dialo")
    sent = send(court, "banjul", "elsewhere", PERMISSION)
    assert b"Mamadou Dialo" in _record(do(court, address.content, "elsewhere", sent)[1])
    court.net.amend("dakar", court.record_id, person("Mamadou Diallo", "1985"))
    assert not line(court, sent, "elsewhere").stands
    with pytest.raises(Conflict):
        do(court, address.content, "elsewhere", sent)


def test_what_another_unit_released_goes_to_no_magistrate_without_its_permission(court):
    with court.net.store.writing() as session:
        units.set_service(session, units.SYSTEM, court.net.banjul.unit_id, Service.POLICE)
    court.sharing("dakar")
    keys = court.keys("dakar", "Mamadou Dialo")
    court.do(release.ask, "dakar", keys, handling=Handling.H2, reason=WHY)
    sent = send(court, "banjul", "elsewhere")
    assert b"Mamadou Dialo" not in _record(do(court, address.content, "elsewhere", sent)[1])
    sent = send(court, "banjul", "elsewhere", PERMISSION)
    assert b"Mamadou Dialo" in _record(do(court, address.content, "elsewhere", sent)[1])
    assert line(court, sent, "elsewhere").permission == PERMISSION


def _record(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("data/record.json")


def test_destroyed_content_takes_the_dossier_and_its_questions_with_it(court):
    sent = send(court)
    do(court, address.content, "prosecutor", sent)
    do(court, address.ask_more, "prosecutor", sent, "the statement of Awa")
    with court.net.store.writing() as session:
        hit_content.erase(session, record_id=court.record_id)
        row = session.execute(select(Dossier.__table__).where(Dossier.id == sent)).one()
        asked = session.scalars(select(DossierRequest.text)).all()
    assert (row.state, row.content, row.reason, asked) == ("destroyed", None, "", [""])
    assert len(row.manifest_hash) == 64, "what the magistrate's own copy can be held against"
    with pytest.raises(Conflict):
        do(court, address.content, "prosecutor", sent)


def test_a_file_that_was_swapped_in_the_database_is_not_handed_out(court):
    sent = send(court)
    with court.net.store.writing() as session:
        session.execute(update(Dossier).where(Dossier.id == sent).values(content=b"PK another"))
    with pytest.raises(Conflict, match="not the one that was sealed"):
        do(court, address.content, "prosecutor", sent)
