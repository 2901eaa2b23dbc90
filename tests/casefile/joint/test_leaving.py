"""A joint case and what was released leave as a STIX bundle: what the page shows, no more, counted as opened."""

import json

import pytest
import stix2
from sqlalchemy import select

from casefile import joint
from casefile.errors import BadInput, NotThere
from casefile.exchange.stix.bundle import as_stix
from casefile.policy.sharing import Access
from casefile.storage.tables import ActRow, Audit
from casefile.vocabulary import Act, Handling, JointPart
from tests.network.contact import Contact
from tests.network.make import person, stated

REASON = "asked for by the analysts"
BORN = person("Mamadou Dialo", "1985-03-12", phone="+221 77 000 11 22", nationalities=("SN",))


def left(at, who):
    text = as_stix(at.do(joint.take_joint, who, REASON)).decode()
    stix2.parse(text, allow_custom=False, version="2.1")
    return text


def test_members_take_what_they_may_read_there_and_no_more(pair):
    net = pair.net
    record = net.enter("dakar", BORN, stated(handling=Handling.H1))
    pair.do(joint.put_in, "dakar", record, Access.CORE)
    core = left(pair, "banjul")
    assert "Mamadou Dialo" in core and '"1985"' in core and "H1" in core
    for hidden in ("77 000", "1985-03-12", "DKR-1", "named by two witnesses", "art. 32", record):
        assert hidden not in core, hidden
    pair.do(joint.put_in, "dakar", record, Access.FULL)
    whole = left(pair, "banjul")
    assert "77 000" in whole and "DKR-1" not in whole and "named by two witnesses" not in whole
    ids = [{one["id"] for one in json.loads(text)["objects"] if one["type"] == "identity"} for text in (core, whole)]
    assert ids[0] - ids[1] and ids[1] - ids[0], "a part is no earlier state of the whole"
    pair.do(joint.take_out, "dakar", record)
    assert "Mamadou" not in left(pair, "banjul")


def test_a_mentor_takes_cores_and_who_is_no_member_nothing(pair):
    record = pair.net.enter("dakar", BORN)
    pair.do(joint.put_in, "dakar", record, Access.FULL)
    mentor = pair.officer("mentor", "GM-BJL").officer_id
    with pytest.raises(BadInput):
        pair.do(joint.take_joint, "mentor", REASON)
    pair.do(joint.name_member, "banjul", mentor, JointPart.MENTOR)
    assert "77 000" not in left(pair, "mentor") and "Mamadou Dialo" in left(pair, "mentor")
    with pytest.raises(NotThere):
        pair.do(joint.take_joint, "nouakchott", REASON)
    with pytest.raises(BadInput):
        pair.do(joint.take_joint, "banjul", " ")


def test_each_record_of_another_unit_counts_as_opened_and_the_trail_names_it(pair):
    record, own = pair.net.enter("dakar", BORN), pair.net.enter("banjul", person("Modou Jallow"))
    pair.do(joint.put_in, "dakar", record, Access.CORE)
    pair.do(joint.put_in, "banjul", own, Access.CORE)
    left(pair, "banjul")
    with pair.net.store.reading() as session:
        opened = session.scalars(select(ActRow.subject_id).where(ActRow.kind == Act.FOREIGN_READ.value)).all()
        action, reason, detail = session.execute(
            select(Audit.action, Audit.reason, Audit.detail).order_by(Audit.seq.desc())
        ).first()
    assert opened == [record]
    assert (action, reason, sorted(detail["records"])) == ("export", REASON, sorted([record, own]))


def test_what_was_released_leaves_as_it_stands(net):
    contact = Contact(net).sent().given("dakar")
    text = as_stix(contact.do(joint.take_received, "banjul", REASON)).decode()
    stix2.parse(text, allow_custom=False, version="2.1")
    (person_object,) = (one for one in json.loads(text)["objects"] if one.get("identity_class") == "unknown")
    assert person_object["name"] == "Mamadou Dialo" and "H1" in text
    for hidden in ("345 12 90", "Kanaryrecordtext", "DKR-1", contact.record_id):
        assert hidden not in text
    net.amend("dakar", contact.record_id, person("Somebody Else"))
    assert "Mamadou Dialo" not in as_stix(contact.do(joint.take_received, "banjul", REASON)).decode()
