"""A joint case and a handover as officers click through them: proposed, accepted, filled, left; handed over, signed."""

import re
from datetime import timedelta

import pytest

from casefile.people import officers, units, viewers
from casefile.storage import tables
from casefile.vocabulary import Role, Service
from tests.network.make import SEEN, WANTED, person, stated
from tests.network.portal import text_of

DAY = (tables.now() + timedelta(days=60)).strftime("%d/%m/%Y")


@pytest.fixture
def net(unindexed):
    return unindexed


def propose(net, client, **more):
    form = {"title": "Pirogue de Mbour", "purpose": "find who pays for it", "ends_at": DAY, **more}
    return net.post(client, "/joint/new", form)


def opened(net):
    """Dakar proposed, Banjul accepted: the address of the case."""
    answer = propose(net, net.as_("dakar"), units=net.banjul.unit_id)
    assert net.post(net.as_("banjul"), f"{answer.location}/accept", {"reason": "the same boat"}).status_code == 303
    return answer.location


def test_from_the_proposal_to_the_others_record(net):
    dakar, banjul = net.as_("dakar"), net.as_("banjul")
    record = net.enter("dakar", person("Mamadou Dialo", "1985", phone="+221 77 000 11 22"))
    path = propose(net, dakar, units=net.banjul.unit_id).location
    assert "Your answer is due" in text_of(banjul.get("/joint/").text)
    assert f"{path}/accept" in banjul.get(path).text and f"{path}/accept" not in dakar.get(path).text
    assert net.post(banjul, f"{path}/accept", {"reason": " "}).status_code == 422
    assert net.post(banjul, f"{path}/accept", {"reason": "the same boat"}).status_code == 303
    put = {"record": record, "extent": "core"}
    assert net.post(dakar, f"{path}/records", put, page=path).status_code == 303
    page = text_of(banjul.get(path).text)
    assert "Mamadou Dialo" in page and "the core" in page
    one = text_of(banjul.get(f"{path}/records/{record}").text)
    assert "Mamadou Dialo" in one and "77 000" not in one
    net.post(dakar, f"{path}/records", {**put, "extent": "full"}, page=path)
    assert "77 000" in text_of(banjul.get(f"{path}/records/{record}").text)
    assert banjul.get(f"/records/{record}").status_code == 404, "on the page of the joint case alone"
    assert f"{path}/file" in banjul.get(path).text and banjul.get(f"{path}/file").status_code == 200
    assert net.post(banjul, f"{path}/file", {"reason": " "}).status_code == 422
    left = net.post(banjul, f"{path}/file", {"reason": "asked for by the analysts"})
    assert left.status_code == 200 and "77 000" in left.text and ".stix.json" in left.headers["Content-Disposition"]
    drawn = banjul.get(f"{path}/network")
    assert f"{path}/network" in banjul.get(path).text and "No links yet" in text_of(drawn.text)
    for form, begins in (("drawn", b"%PDF-"), ("graphml", b"<?xml"), ("i2", b"PK")):
        left = net.post(banjul, f"{path}/file", {"reason": "asked for by the prosecutor", "format": form})
        assert left.status_code == 200 and left.data.startswith(begins)
    net.post(dakar, f"{path}/records/{record}/take-out", page=path)
    assert banjul.get(f"{path}/records/{record}").status_code == 404
    assert "Mamadou Dialo" not in text_of(banjul.get(path).text)


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(net):
    path = opened(net)
    dakar = net.as_("dakar")
    for address, form, says in (
        ("/minutes", {"text": " "}, "Write what was agreed"),
        ("/records", {"extent": "core"}, "Choose a record"),
        ("/records", {"record": net.enter("dakar")}, "Choose one from the list"),
        ("/members", {"officer": net.banjul.officer_id, "part": "mentor"}, "Choose an officer of your unit"),
        (f"/members/{net.dakar.officer_id}/remove", {}, "nobody left"),
    ):
        answer = net.post(dakar, path + address, form, page=path)
        assert answer.status_code == 422 and says in text_of(answer.text), address
    answer = propose(net, dakar, ends_at="soon")
    assert answer.status_code == 422 and "as 31/12/2026" in answer.text and "Pirogue de Mbour" in answer.text
    assert propose(net, dakar).status_code == 422


def test_minutes_are_added_and_a_unit_leaves(net):
    path = opened(net)
    dakar, banjul = net.as_("dakar"), net.as_("banjul")
    assert net.post(banjul, f"{path}/minutes", {"text": "Met at the quay."}, page=path).status_code == 303
    assert "Met at the quay." in text_of(dakar.get(path).text) and "Lamin Ceesay" in text_of(dakar.get(path).text)
    assert net.post(banjul, f"{path}/leave", {"reason": "it goes on elsewhere"}).status_code == 303
    assert "Closed" in text_of(dakar.get(path).text)
    assert net.post(dakar, f"{path}/minutes", {"text": "Alone."}, page="/joint/new").status_code == 409


def test_from_a_pointer_the_other_unit_is_asked_by_itself(net):
    record = net.enter("dakar", SEEN, rules=stated())
    net.hit(record, net.watch("banjul", WANTED))
    net.decide(net.hit_of(record))
    net.deliver()
    (pointer,) = net.pointers("dakar")
    dakar = net.as_("dakar")
    assert pointer.reference in dakar.get(f"/joint/new?pointer={pointer.id}").text
    path = propose(net, dakar, pointer=pointer.id).location
    for who in ("dakar", "banjul"):
        assert pointer.reference in net.as_(who).get(path).text
    assert propose(net, net.as_("nouakchott"), pointer=pointer.id, units=net.banjul.unit_id).status_code == 404


def world(net):
    """All that Nouakchott can reach by links, without the line about the sign-in before this one."""
    before = re.compile(r"Your sign-in before this one: .*?(?=Handbook)")
    return {path: before.sub("", text_of(page)).strip() for path, page in net.pages("nouakchott").items()}


def test_another_units_world_is_the_same_with_and_without_it(net):
    before = world(net)
    path = opened(net)
    record = net.enter("dakar")
    net.post(net.as_("dakar"), f"{path}/records", {"record": record, "extent": "full"}, page=path)
    assert world(net) == before
    assert net.as_("nouakchott").get(path).status_code == 404


# ---- handing a case over ---------------------------------------------------------------------------------------


@pytest.fixture
def court(net):
    with net.store.writing() as session:
        unit_id = units.add_unit(session, units.SYSTEM, "SN-PARQ", country="SN", name="Parquet de Dakar")
        units.set_service(session, units.SYSTEM, unit_id, Service.JUDICIARY)
        officers.add_officer(
            session, units.SYSTEM, "prosecutor", unit="SN-PARQ", roles=(Role.MAGISTRATE,), display_name="Coumba Sy"
        )
        net.viewers["prosecutor"] = viewers.viewer_by_login(session, "prosecutor")
    return net


def test_an_administrator_says_of_which_service_a_unit_is(court):
    admin, unit_id = court.as_("administrator"), court.dakar.unit_id
    assert "Not stated" in text_of(admin.get("/admin/").text)
    assert court.post(admin, f"/admin/units/{unit_id}/service", {"service": "wizards"}).status_code == 422
    assert court.post(admin, f"/admin/units/{unit_id}/service", {"service": "customs"}).status_code == 303
    assert "Customs" in text_of(admin.get("/admin/").text)


def test_a_case_is_handed_over_signed_and_both_hold_the_receipt(court):
    with court.store.writing() as session:
        units.set_service(session, units.SYSTEM, court.dakar.unit_id, Service.GENDARMERIE)
    court.enter("dakar", person("Mamadou Dialo", "1985"))
    dakar, prosecutor = court.as_("dakar"), court.as_("prosecutor", "en")
    case = f"/cases/{court.cases['dakar']}"
    give = re.search(r'href="(/handover/case/[^"]+)"', dakar.get(case).text)[1]
    assert "Coumba Sy" in dakar.get(give).text
    form = {"officer": court.viewers["prosecutor"].officer_id, "reason": "the inquiry is complete"}
    assert court.post(dakar, give, {**form, "reason": ""}).status_code == 422
    receipt = court.post(dakar, give, form).location
    assert "1 case waits for a signature." in text_of(prosecutor.get("/handover/").text)
    page = prosecutor.get(receipt).text
    assert "DKR-1" in text_of(page) and "Mamadou" not in page, "the list holds no name"
    assert court.post(prosecutor, f"{receipt}/decide", {}, page=receipt).status_code == 422
    assert court.post(prosecutor, f"{receipt}/decide", {"answer": "accept"}, page=receipt).status_code == 303
    assert "Coumba Sy" in text_of(dakar.get(receipt).text) and "Received" in text_of(dakar.get(receipt).text)
    for who in ("banjul", "nouakchott", "magistrate"):
        assert court.as_(who).get(receipt).status_code == 404
