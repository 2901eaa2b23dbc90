"""A report that names a victim is split: its suspect may be met, its victim is the protection desk's; and what an
import brings, once or again, is protected as what an officer enters."""

import json

import pytest
from sqlalchemy import select

from casefile import hits, matching, records
from casefile.exchange.import_runs import import_ftm
from casefile.hits.parties import RecordParty, WatchParty, current_records, current_watches
from casefile.hits.raise_hits import FoundHit
from casefile.names.frequency import default
from casefile.people import units
from casefile.storage.tables import Hit, Record, Watch
from casefile.subjects.identity_rows import identity_id, load_identities
from casefile.vocabulary import Desk, HitState, Sharing, UnitKind
from tests.network.make import STATED, person, record, report, stated
from tests.steady.undrawn import undrawn

STORY = (
    "Le 12 mars, le passeur Modou Kandji, né en 1984, a embarqué quarante personnes à Mbour. "
    "La victime Diary Ndour, née le 02/02/2011, mineure, a été violée à bord. Son téléphone est le +221 77 123 45 67. "
    "Modou Kandji est joignable au +221 76 999 88 77."
)
SUSPECT, VICTIM = person("Modou Kandji", "1984"), person("Diary Ndour", "2011-02-02")


def find(net, record_id, watch_id):
    """Raise what matching finds between the two, as the relay does; the hit's id, or None."""
    with net.store.writing() as session:
        record = current_records(session, [record_id])[record_id]
        watch = current_watches(session, [watch_id])[watch_id]
        keys = identity_id(record_id, record.version), identity_id(watch_id, watch.version)
        known = load_identities(session, keys)
        one, other = RecordParty(record, known[keys[0]]), WatchParty(watch, known[keys[1]])
        decision = matching.decide(one.prepared, other.prepared, common=default())
        if decision is None:
            return None
        found = FoundHit(
            record_id, record.version, watch_id, watch.version, decision.facts_hash, decision.bits, decision.grade,
            decision.evidence_json(), matching.MODEL_VERSION,
        )  # fmt: skip
        hits.raise_hits(session, [found])
        return session.scalar(select(Hit.id).where(Hit.record_id == record_id, Hit.watch_id == watch_id))


def desk(net, hit_id):
    with net.store.reading() as session:
        return Desk(session.scalar(select(Hit.desk).where(Hit.id == hit_id)))


def test_the_suspect_of_a_report_is_the_coordinators_and_its_victim_is_not(net):
    reported = net.enter("dakar", report(STORY), STATED)
    suspect, victim = net.watch("banjul", SUSPECT), net.watch("banjul", person("Diary Ndour", phone="77 123 45 67"))
    assert desk(net, find(net, reported, suspect)) is Desk.COORDINATION
    assert desk(net, find(net, reported, victim)) is Desk.PROTECTION


def test_a_victims_number_in_a_report_is_the_victims_and_a_suspects_is_not(net):
    reported = net.enter("dakar", report(STORY), STATED)
    theirs = net.watch("banjul", person("Awa Sow", phone="+221 77 123 45 67"))
    his = net.watch("banjul", person("Awa Sow", phone="+221 76 999 88 77"))
    assert desk(net, find(net, reported, theirs)) is Desk.PROTECTION
    assert desk(net, find(net, reported, his)) is Desk.COORDINATION


def test_the_coordinator_reads_the_part_about_the_suspect(net):
    reported = net.enter("dakar", report(STORY), STATED, suspicion_note="seen with Diary Ndour, the victim")
    hit_id = find(net, reported, net.watch("banjul", SUSPECT))
    with net.store.writing() as session:
        view = hits.open_hit(session, net.coordinator, hit_id)
    shown = undrawn(view)
    assert "Modou Kandji" in view.record.identity.narrative and "[…]" in view.record.identity.narrative
    for hidden in ("Diary", "Ndour", "2011", "77 123 45 67", "violée"):
        assert hidden not in shown, hidden
    assert net.decide(hit_id) is HitState.POINTER_SENT
    victims = find(net, reported, net.watch("banjul", VICTIM))
    with net.store.writing() as session:
        opened = hits.open_hit(session, net.protection, victims)
    assert opened.masked and "Ndour" not in repr(opened), "two persons unmask what names somebody"


def test_a_report_that_names_a_victim_is_read_by_no_other_unit(net):
    reported = net.enter("dakar", report(STORY), stated(sharing=Sharing.FULL))
    with net.store.reading() as session:
        assert records.lines(session, net.banjul, [reported]) == {}
        assert set(records.lines(session, net.dakar, [reported])) == {reported}


def test_a_report_is_split_again_when_whom_it_names_is_linked_as_a_victim(net):
    plain = "Vu à Mbour : Modou Kandji et Diary Ndour, dans un camion blanc."
    reported, her = net.enter("dakar", report(plain), STATED), net.enter("dakar", person("Diary Ndour", "1990"))
    watch_id = net.watch("banjul", person("Diary Ndour", "1990"))
    hit_id = find(net, reported, watch_id)
    assert desk(net, hit_id) is Desk.COORDINATION
    with net.store.writing() as session:
        records.links.link(session, net.dakar, her, reported, records.links.LinkRole.VICTIM)
    assert desk(net, hit_id) is Desk.PROTECTION
    assert desk(net, find(net, reported, net.watch("banjul", SUSPECT))) is Desk.COORDINATION


def test_two_identities_in_one_report_are_not_merged_into_one(net):
    """A watch that would meet the suspect's name with the victim's number is nobody's pointer."""
    reported = net.enter("dakar", report(STORY), STATED)
    both = net.watch("banjul", person("Modou Kandji", "1984", phone="+221 77 123 45 67"))
    hit_id = find(net, reported, both)
    assert desk(net, hit_id) is Desk.PROTECTION
    assert net.decide(hit_id, who="protection") is HitState.SEALED


CHILD_FTM = {
    "id": "child-1", "schema": "Person",
    "properties": {"name": ["Diary Ndour"], "birthDate": ["2014-03-12"], "phone": ["+221779998877"]},
}  # fmt: skip


@pytest.fixture
def ftm_file(tmp_path):
    path = tmp_path / "in.ftm.json"
    path.write_text(json.dumps(CHILD_FTM) + "\n", "utf-8")
    return path


def test_by_import_and_by_the_same_import_again(net, ftm_file):
    import_ftm(net.store, ftm_file, "SN-DKR", "DKR-9")
    with net.store.reading() as session:
        record_id = session.scalars(select(Record.id)).one()
    hit_id = find(net, record_id, net.watch("banjul", person("Diary Ndour", "1990", phone="+221779998877")))
    assert desk(net, hit_id) is Desk.PROTECTION
    grown = {**CHILD_FTM, "properties": {**CHILD_FTM["properties"], "birthDate": ["1990-03-12"]}}
    ftm_file.write_text(json.dumps(grown) + "\n", "utf-8")
    import_ftm(net.store, ftm_file, "SN-DKR", "DKR-9")
    hit_id = find(net, record_id, net.watch("banjul", person("Diary Ndour", "1990")))
    assert desk(net, hit_id) is Desk.PROTECTION, "a file lowers no protection"
    with net.store.reading() as session:
        assert session.scalar(select(Record.protection)) == ["minor"]


def test_a_watch_on_a_child_is_the_protection_desks(net):
    watch_id = net.watch("banjul", person("Diary Ndour", "2014"))
    hit_id = find(net, net.enter("dakar", person("Diary Ndour", "2014-03-12")), watch_id)
    assert desk(net, hit_id) is Desk.PROTECTION
    with net.store.reading() as session:
        assert session.scalar(select(Watch.protection)) == ["minor"]


def test_a_published_lists_text_protects_nobody_and_what_it_states_does(net):
    """Hiding what everybody can read would hide the list; a listed child is a child all the same."""
    with net.store.writing() as session:
        units.add_unit(session, units.SYSTEM, "LIST", country="UN", name="A published list", kind=UnitKind.SOURCE)
        source = units.system_viewer(session, "LIST")
        case_id = records.cases.open_case(session, source, records.cases.CaseDraft("L-1"))
        listed = [
            records.enter(session, source, record(identity, case_id, sharing=Sharing.FULL))
            for identity in (report(STORY), person("Diary Ndour", "2014-03-12"))
        ]
    with net.store.reading() as session:
        assert set(records.lines(session, net.banjul, listed)) == {listed[0]}


@pytest.mark.parametrize("identity", [report, lambda text: person("Modou Kandji", "1984", narrative=text)])
def test_a_text_about_a_child_without_a_name_is_read_by_no_other_unit_and_its_suspect_is_met(net, identity):
    reported = net.enter(
        "dakar", identity("Modou Kandji a été vu avec une fillette de 12 ans."), stated(sharing=Sharing.FULL)
    )
    with net.store.reading() as session:
        assert records.lines(session, net.banjul, [reported]) == {}
    assert desk(net, find(net, reported, net.watch("banjul", SUSPECT))) is Desk.COORDINATION
