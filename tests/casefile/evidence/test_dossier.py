"""What stands in a dossier: to the desk both sides, to a unit its own and what was released to it; nothing besides."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select, update

from casefile import evidence
from casefile.contact import acts
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.evidence.sides import weights_of
from casefile.matching import StoredEvidence
from casefile.people import officers, units, viewers
from casefile.policy.contact.dossier import ESTABLISHED, Shown
from casefile.protection import two_persons
from casefile.retention import hit_content
from casefile.storage.tables import Audit, Hit, IdentityRow, Record, RecordVersion
from casefile.subjects import identity_rows
from casefile.vocabulary import Handling, HitState, Phrase, Role, Sharing, TwoPersonAct
from tests.casefile.evidence.conftest import MAKING, WHY
from tests.network.contact import GROUND, Contact
from tests.network.make import person, stated

OF_RECORD = ("Kanaryrecordtext", "Kanaryrecordalias", "Kanaryrecordplace", "345 12 90", "1985-03-12", "named by two")
OF_WATCH = ("Kanarywatchalias", "KANARY7654321", GROUND)


def files(made):
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text(made):
    return "\n".join(data.decode("utf-8", "replace") for data in files(made).values())


def for_desk(contact, who="coordinator", **more):
    wish = evidence.Wish(WHY, **more)
    return evidence.export_for_desk(contact.net.store, contact.net.viewers[who], contact.hit_id, wish, MAKING)


def for_unit(contact, who="dakar", **more):
    net = contact.net
    return evidence.export_for_unit(
        net.store, net.viewers[who], contact.pointer(who), evidence.Wish(WHY, **more), MAKING
    )


def trail(contact, action):
    with contact.net.store.reading() as session:
        wanted = select(*Audit.__table__.columns).order_by(Audit.seq)
        return session.execute(wanted.where(Audit.subject_id == contact.hit_id, Audit.action == action)).all()


def test_the_desks_dossier_holds_both_sides_as_they_were_compared(contact):
    said = text(for_desk(contact))
    assert all(word in said for word in (*OF_RECORD, *OF_WATCH))
    assert "as agreed by phone" in said, "the judgement with its reason"


def test_a_later_version_does_not_take_the_place_of_the_compared_one(contact):
    contact.net.amend("dakar", contact.record_id, person("Somebody Else", "1960"))
    with contact.net.store.writing() as session:
        session.execute(update(Hit).where(Hit.id == contact.hit_id).values(state=HitState.CONTACT_OPEN.value))
    made = for_desk(contact)
    record = json.loads(files(made)["data/record.json"])
    assert (record["version"], record["current"]) == (1, False)
    assert "Kanaryrecordtext" in text(made) and "Somebody Else" not in text(made)


@pytest.mark.parametrize(("who", "own", "other"), [("dakar", OF_RECORD, OF_WATCH), ("banjul", OF_WATCH, OF_RECORD)])
def test_a_units_dossier_holds_its_own_side_and_nothing_of_the_other(contact, who, own, other):
    said = text(for_unit(contact, who))
    assert all(word in said for word in own)
    assert not any(word in said for word in other), said
    other_login = {"dakar": "banjul", "banjul": "dakar"}[who]
    viewer = contact.net.viewers[other_login]
    assert contact.hit_id not in said, "the ids of hits that were raised together begin alike"
    assert viewer.officer_id not in said and "coordinator" not in said and "as agreed by phone" not in said
    assert {"dakar": contact.watch_id, "banjul": contact.record_id}[who] not in said


def test_what_was_released_is_in_it_and_nothing_else_of_that_side(contact):
    contact.given("dakar", "Mamadou Dialo", "Kanaryrecordalias")
    said = text(for_unit(contact, "banjul", permission="the judge of Dakar, on 3 March"))
    assert "Kanaryrecordalias" in said
    assert not any(word in said for word in OF_RECORD if word != "Kanaryrecordalias")


def test_what_bears_h1_is_left_out_until_its_permission_is_recorded(contact):
    contact.given("dakar", "Mamadou Dialo")
    without = for_unit(contact, "banjul")
    side, _ = without.dossier.sides
    assert (side.fields, side.withheld) == ((), 1)
    assert "Mamadou Dialo" not in text(without)
    given = for_unit(contact, "banjul", permission="the judge of Dakar, on 3 March")
    assert "Mamadou Dialo" in text(given) and "the judge of Dakar" in text(given)
    assert [line.detail["permission"] for line in trail(contact, "disclosure") if "dossier" in line.detail] == [
        False, True,
    ]  # fmt: skip
    with pytest.raises(BadInput):
        for_unit(contact, "banjul", permission="ok")


def test_an_own_record_under_h1_is_left_out_with_its_words_and_its_weights(contact):
    with contact.net.store.writing() as session:
        row = update(RecordVersion).where(RecordVersion.record_id == contact.record_id)
        session.execute(row.values(handling="H1"))
    for made in (for_desk(contact), for_unit(contact, "dakar")):
        said = text(made)
        assert not any(word in said for word in OF_RECORD) and "Mamadou Dialo" not in said
        assert made.dossier.withheld > 5
    assert "Kanaryrecordtext" in text(for_desk(contact, permission="the judge of Dakar, on 3 March"))


def test_a_value_that_no_longer_stands_is_left_out(contact):
    contact.given("dakar", "Mamadou Dialo")
    contact.net.amend("dakar", contact.record_id, person("Mamadou Diallo", "1985"))
    made = for_unit(contact, "banjul", permission="the judge of Dakar, on 3 March")
    assert 'Mamadou Dialo"' not in text(made)
    assert made.dossier.released_ids == ()


def term(wanted="Modou Jallow", found="Mamadou Dialo", bits=9.5, rule="names_agree"):
    return StoredEvidence.from_json({"what": "name", "rule": rule, "wanted": wanted, "found": found, "bits": bits})


def test_a_unit_reads_a_weight_whole_once_the_other_value_was_released(contact):
    (weight,) = for_unit(contact, "banjul").dossier.weights
    assert (weight.shown, weight.wanted, weight.found, weight.rule, weight.bits) == (
        Shown.OWN, "Modou Jallow", "", "", None,
    )  # fmt: skip
    contact.given("dakar", "Mamadou Dialo")
    (weight,) = for_unit(contact, "banjul", permission="the judge of Dakar, on 3 March").dossier.weights
    assert (weight.shown, weight.found, weight.rule, weight.bits) == (Shown.WHOLE, "Mamadou Dialo", "names_agree", None)


def test_what_contradicts_is_shown_to_a_desk_alone(contact):
    terms = [term(), term("1984", "1990", -6.0, "birth_years_six_to_ten_apart")]
    unit, desk = for_unit(contact, "banjul").dossier, for_desk(contact).dossier
    assert [one.what for one in weights_of(terms, unit.sides, own="watch")] == ["name"]
    assert [one.bits for one in weights_of(terms, desk.sides, own=None)] == [9.5, -6.0]
    assert unit.score is None and desk.score == 14.5


def test_the_thread_is_each_sides_own_view(contact):
    contact.open()
    contact.do(acts.say, "banjul", "We are ready.", Phrase.URGENT)
    contact.do(acts.ask_help, "banjul", "nobody answers there")
    assert "We are ready." in text(for_unit(contact, "dakar"))
    assert "nobody answers there" not in text(for_unit(contact, "dakar"))
    assert "nobody answers there" in text(for_unit(contact, "banjul"))
    assert "nobody answers there" in text(for_desk(contact))


def test_the_chain_of_custody_names_the_lines_of_the_trail(contact):
    made = for_desk(contact).dossier
    seen = {(line.action, line.subject) for line in made.custody}
    assert {("collection", "record"), ("collection", "watch"), ("combination", "hit"), ("decision", "hit")} <= seen
    assert ("disclosure", "pointer") in seen
    own = for_unit(contact, "dakar").dossier.custody
    assert {line.unit for line in own} <= {"Brigade de Dakar", ""}
    assert all(line.subject == "pointer" for line in own if not line.unit), "of the machine only the own delivery"


def test_the_export_leaves_its_line_with_the_manifests_hash(contact):
    made = for_unit(contact, "dakar")
    line = trail(contact, "disclosure")[-1]
    assert line.detail["manifest"] == made.manifest_hash and line.reason == WHY
    assert line.officer_id == contact.net.dakar.officer_id
    assert json.loads(files(made)["seal/receipt.json"])["trail_line"] == line.hash
    desks = for_desk(contact)
    assert json.loads(files(desks)["seal/trail-line.json"])["seq"] == trail(contact, "disclosure")[-1].seq


def test_what_a_unit_takes_along_does_not_say_how_much_was_written_since(contact):
    """Two of its dossiers, between them a hit on what it entered: no number of the log stands in either."""
    before = for_unit(contact, "dakar")
    record_id = contact.net.enter("dakar")
    contact.net.hit(record_id, contact.net.watch("banjul"))
    after = for_unit(contact, "dakar")
    for made in (before, after):
        assert not {name for name in files(made) if "proof" in name or "checkpoint" in name or "trail-line" in name}
    assert [line.seq for line in after.dossier.custody] == list(range(1, len(after.dossier.custody) + 1))


# ---- for whom there is none ------------------------------------------------------------------------------------


def test_who_has_no_part_in_it_gets_none(contact):
    net = contact.net
    for who in ("nouakchott", "banjul"):
        with pytest.raises(NotThere):
            evidence.export_for_unit(net.store, net.viewers[who], contact.pointer("dakar"), evidence.Wish(WHY), MAKING)
    for who in ("analyst", "auditor", "administrator", "magistrate"):
        with pytest.raises(NotAllowed):
            evidence.export_for_unit(net.store, net.viewers[who], contact.pointer("dakar"), evidence.Wish(WHY), MAKING)
        with pytest.raises(NotAllowed):
            for_desk(contact, who)
    with pytest.raises(NotThere):
        for_desk(contact, "protection")
    with pytest.raises(BadInput):
        evidence.export_for_home(net.store, contact.hit_id, evidence.Wish("..."), MAKING)


def test_only_what_somebody_judged_to_be_the_same_is_evidence(net):
    contact = Contact(net)
    for state in HitState:
        with net.store.writing() as session:
            session.execute(update(Hit).where(Hit.id == contact.hit_id).values(state=state.value))
        if state in ESTABLISHED:
            assert for_desk(contact).content
            assert evidence.export_for_home(net.store, contact.hit_id, evidence.Wish(WHY), MAKING).content
        else:
            for ask in (for_desk, lambda c: evidence.export_for_home(net.store, c.hit_id, evidence.Wish(WHY), MAKING)):
                with pytest.raises(Conflict, match="judged to be the same"):
                    ask(contact)
    with pytest.raises(NotThere):
        evidence.export_for_home(net.store, "f" * 32, evidence.Wish(WHY), MAKING)


def test_a_pointer_that_was_taken_back_gives_no_dossier(contact):
    with contact.net.store.writing() as session:
        session.execute(update(Record).where(Record.id == contact.record_id).values(protection=["minor"]))
    for who in ("dakar", "banjul"):
        with pytest.raises(Conflict, match="taken back"):
            for_unit(contact, who)
    with pytest.raises(NotThere):
        for_desk(contact)
    with pytest.raises(Conflict, match="protection desk"):
        evidence.export_for_home(contact.net.store, contact.hit_id, evidence.Wish(WHY), MAKING)
    with pytest.raises(Conflict, match="masked"):
        for_desk(contact, "protection")
    unmask(contact)
    assert "Kanaryrecordtext" in text(for_desk(contact, "protection")), "the protection desk's own, by two persons"


def unmask(contact):
    """For the protection officer, by a second one."""
    with contact.net.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "second.protection", unit="CO", roles=(Role.PROTECTION,))
        second = viewers.viewer_by_login(session, "second.protection")
        target = two_persons.Target("hit", contact.hit_id)
        asked = two_persons.ask(session, contact.net.protection, TwoPersonAct.UNMASK, target, WHY)
        two_persons.confirm(session, second, asked)


def test_for_a_unit_the_home_gets_that_units_dossier_byte_for_byte_in_what_it_says(contact):
    contact.given("dakar", "Mamadou Dialo")
    wish = evidence.Wish(WHY)
    home = evidence.export_for_home(contact.net.store, contact.hit_id, wish, MAKING, unit_code="GM-BJL")
    own = for_unit(contact, "banjul")
    for name in ("data/record.json", "data/watch.json", "data/weights.json", "data/thread.json"):
        assert files(home)[name] == files(own)[name]
    with pytest.raises(NotThere):
        evidence.export_for_home(contact.net.store, contact.hit_id, wish, MAKING, unit_code="MR-NKC")
    with pytest.raises(NotThere):
        evidence.export_for_home(contact.net.store, contact.hit_id, wish, MAKING, unit_code="XX-XXX")


def test_of_content_that_was_destroyed_no_dossier_is_made(contact):
    with contact.net.store.writing() as session:
        hit_content.erase(session, record_id=contact.record_id)
        key = identity_rows.identity_id(contact.record_id, 1)
        for table in ("identity_name", "identity_identifier", "identity_date", "identity_place"):
            session.connection().exec_driver_sql(f"DELETE FROM {table} WHERE identity_id = '{key}'")
        session.query(IdentityRow).filter(IdentityRow.id == key).delete()
    with pytest.raises(NotThere):
        for_desk(contact)


def test_a_record_shared_in_full_is_read_in_the_dossier_as_on_its_page(net):
    contact = Contact(net, rules=stated(sharing=Sharing.FULL, handling=Handling.H3, handling_text="as agreed")).sent()
    said = text(for_unit(contact, "banjul"))
    assert "Kanaryrecordtext" in said and "named by two" not in said and contact.record_id not in said
    core = Contact(net, rules=stated(sharing=Sharing.CORE, handling=Handling.H3, handling_text="as agreed")).sent()
    said = text(for_unit(core, "banjul"))
    assert "Kanaryrecordalias" in said
    assert not any(word in said for word in OF_RECORD if word != "Kanaryrecordalias")
