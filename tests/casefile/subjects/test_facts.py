"""The facts smuggling cases consist of: kept, searched by words, matched where they identify, hidden as texts."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from casefile import records
from casefile.errors import BadInput
from casefile.exchange.ftm.convert import read_ftm
from casefile.exchange.incoming import ImportReport
from casefile.hits.shown import covered
from casefile.matching import prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.policy.handling import Rules, apply_defaults
from casefile.records import RecordDraft
from casefile.retention import tombstones
from casefile.storage import tables
from casefile.storage.tables import FactRow, IdentityRow
from casefile.subjects.cleaning import COUNTED, clean
from casefile.subjects.core import core_of
from casefile.subjects.facts import FACTS, WATCHED
from casefile.subjects.identity import Fact, Identifier, Identity, Name, identity_as_json
from casefile.subjects.merge import content_of, identity_from, merge
from casefile.vocabulary import FactKind, IdentifierKind, NameKind, RecordKind, SubjectCategory
from tests.network import make
from tests.network.make import stated

BOAT = Identity(
    RecordKind.VESSEL,
    names=(Name("Mame Njaay"),),
    facts=(
        Fact(FactKind.LENGTH, "18"),
        Fact(FactKind.COLOUR, "bleu et blanc"),
        Fact(FactKind.ENGINE, "Yamaha Enduro"),
        Fact(FactKind.HORSEPOWER, "60"),
        Fact(FactKind.CAPACITY, "120"),
        Fact(FactKind.OWNER, "Modou Jallow"),
    ),
)


def test_every_fact_belongs_to_a_kind_of_record_and_none_to_a_person():
    asked = {fact for facts in (*FACTS.values(), *WATCHED.values()) for fact in facts}
    assert asked == set(FactKind) and RecordKind.PERSON not in FACTS
    assert all(len(facts) == len(set(facts)) for facts in FACTS.values())


def test_facts_are_stored_and_read_back_with_their_version(net):
    record_id = net.enter("dakar", BOAT)
    assert net.opened("dakar", record_id).identity == BOAT
    changed = replace(BOAT, facts=(Fact(FactKind.LENGTH, "22"),))
    net.amend("dakar", record_id, changed)
    assert net.opened("dakar", record_id).identity == changed
    with net.store.writing() as session:
        assert records.read(session, net.dakar, record_id, version=1).identity == BOAT


@pytest.mark.parametrize("kind", sorted(COUNTED))
def test_what_is_counted_holds_a_number_in_any_digits(kind):
    for value, sound in (("18", True), ("environ 18 m", True), ("١٨", True), ("dix-huit", False), ("—", False)):
        given = Identity(RecordKind.VESSEL, facts=(Fact(kind, value),))
        if sound:
            assert clean(given).facts
        else:
            with pytest.raises(BadInput, match="no number"):
                clean(given)


def test_a_question_has_one_answer_and_a_blank_is_none():
    given = (Fact(FactKind.MAKE, " Toyota "), Fact(FactKind.MAKE, "Ford"), Fact(FactKind.COLOUR, "  "))
    assert clean(Identity(RecordKind.VEHICLE, facts=given)).facts == (Fact(FactKind.MAKE, "Toyota"),)


OWNERS = [  # the owner as written, and the watch that must meet it
    ("Modou Jallow", "Mamadou Diallo"),
    ("مامادو ديالو", "Mamadou Diallo"),
    ("NDIAYE Mame Coumba", "Mame Coumba Ndiaye"),
]


@pytest.mark.parametrize(("owner", "watched"), OWNERS)
@pytest.mark.parametrize("kind", [RecordKind.VESSEL, RecordKind.VEHICLE, RecordKind.ACCOUNT])
def test_the_owner_of_a_thing_meets_a_watch_for_the_person(kind, owner, watched):
    thing = Identity(
        kind, identifiers=(Identifier(IdentifierKind.HULL, "DK 4711"),), facts=(Fact(FactKind.OWNER, owner),)
    )
    person = Identity(RecordKind.PERSON, names=(Name(watched),))
    assert record_keys(prepare(thing, "SN")) & query_keys(prepare(person, "GM"))


def test_make_model_and_engine_are_no_persons():
    """*Toyota Hilux* reads like a name in a text; as an answer it is none."""
    facts = (
        Fact(FactKind.MAKE, "Toyota"),
        Fact(FactKind.MODEL, "Hilux Double"),
        Fact(FactKind.ENGINE, "Yamaha Enduro"),
    )
    assert prepare(Identity(RecordKind.VEHICLE, facts=facts), "SN").persons == ()


MONEY = [  # provider, number, is it the telephone 77 345 12 90?
    ("Orange Money", "77 345 12 90", True),
    ("Wave", "+221773451290", True),
    ("Wave", "00221 77 345 12 90", True),
    ("Ecobank", "773451290", False),
    ("", "773451290", False),
]


@pytest.mark.parametrize(("provider", "number", "is_phone"), MONEY)
def test_an_e_money_number_is_the_telephone_it_is(provider, number, is_phone):
    account = Identity(
        RecordKind.ACCOUNT,
        identifiers=(Identifier(IdentifierKind.ACCOUNT, number),),
        facts=(Fact(FactKind.PROVIDER, provider),),
    )
    phone = Identity(RecordKind.PHONE, identifiers=(Identifier(IdentifierKind.PHONE, "+221 77 345 12 90"),))
    assert bool(record_keys(prepare(account, "SN")) & query_keys(prepare(phone, "SN"))) is is_phone


def test_the_core_shows_no_fact_and_a_protected_persons_sentence_is_covered(net):
    assert core_of(BOAT).facts == () and covered.masked_identity(BOAT).facts == ()
    child = "avec une fille de 14 ans, Awa Sarr"
    event = Identity(RecordKind.EVENT, names=(Name("Départ"),), facts=(Fact(FactKind.MEANS, child),))
    record_id = net.enter("dakar", event)
    with net.store.reading() as session:
        hidden, _ground = covered.covered(session, record_id, event, "", "SN")
    assert "Awa" not in hidden.facts[0].value


def test_a_record_without_facts_is_hashed_as_before_there_were_any():
    assert "facts" not in identity_as_json(make.SOMEBODY)
    assert identity_as_json(BOAT)["facts"][0] == ["length", "18"]


def test_a_source_and_an_officer_each_answer_a_question():
    """What the officer corrected stands; what the source newly says comes in; older copies are understood."""
    rules = apply_defaults(Rules(), RecordKind.VESSEL, tables.now())
    base = content_of(replace(BOAT, facts=()), rules)
    del base["facts"]
    theirs = content_of(replace(BOAT, facts=(Fact(FactKind.LENGTH, "20"), Fact(FactKind.COLOUR, "vert"))), rules)
    ours = content_of(replace(BOAT, facts=(Fact(FactKind.LENGTH, "18"),)), rules)
    merged = identity_from(merge(base, ours, theirs).content)
    assert set(merged.facts) == {Fact(FactKind.LENGTH, "18"), Fact(FactKind.COLOUR, "vert")}
    assert identity_from(base).facts == ()


def test_destruction_takes_facts_too(net):
    assert FactRow in tombstones.CHILDREN_OF_IDENTITY
    assert {row.__tablename__ for row in tombstones.CHILDREN_OF_IDENTITY} == {
        table.name for table in IdentityRow.metadata.tables.values() if table.name.startswith("identity_")
    }


def test_an_alias_is_no_fact_and_nothing_else_of_the_record_changes(net):
    plain = Identity(RecordKind.VESSEL, names=(Name("Mame Njaay"), Name("Mame Ndiaye", NameKind.ALIAS)))
    with net.store.writing() as session:
        record_id = records.enter(session, net.dakar, RecordDraft(plain, net.record("dakar").case_id, stated()))
    with net.store.reading() as session:
        assert session.execute(select(FactRow).where(FactRow.identity_id.startswith(record_id))).all() == []


def test_a_ftm_file_brings_facts_where_it_has_one_answer(tmp_path):
    """Several answers stay in the text, as an answer is one."""
    entities = [
        {"id": "v1", "schema": "Vehicle", "properties": {"registrationNumber": ["DK 1234 AB"], "model": ["Hilux"]}},
        {"id": "v2", "schema": "Vehicle", "properties": {"registrationNumber": ["DK 1"], "model": ["Hilux", "Hiace"]}},
    ]
    file = tmp_path / "two.ftm.json"
    file.write_text("\n".join(map(json.dumps, entities)), "utf-8")
    one, several = (found.identity for found in read_ftm(file, SubjectCategory.SUSPECT, ImportReport()))
    assert one.facts == (Fact(FactKind.MODEL, "Hilux"),) and one.narrative == ""
    assert several.facts == () and "Hilux; Hiace" in several.narrative
