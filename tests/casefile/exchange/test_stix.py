"""A case leaves as a STIX 2.1 bundle that an independent library reads, with its handling, and nothing of others."""

import json
import os
import subprocess
import sys

import pytest
import stix2
from stix2.properties import DictionaryProperty, ListProperty, StringProperty

from casefile.errors import BadInput, NotThere
from casefile.exchange.ftm.export import take_ftm
from casefile.exchange.outgoing.own import shared_of
from casefile.exchange.stix.bundle import as_stix
from casefile.exchange.stix.marking import COLOUR, RED, TLP, markings
from casefile.exchange.stix.objects import OWN_TYPE, SUBJECT
from casefile.records.links import LinkDraft, link_all
from casefile.subjects.identity import Identifier, Identity, Name, Place
from casefile.subjects.roles import roles
from casefile.vocabulary import Handling, IdentifierKind, PlaceKind, Protection, RecordKind
from tests.network import make
from tests.network.stored import network

REASON = "asked for by the analysts"
CASE = "DKR-1"
IN_SENEGAL = Identity(RecordKind.PLACE, names=(Name("Port of Dakar"),), places=(Place(PlaceKind.SEEN, "Dakar", "SN"),))
AWA = Identity(
    RecordKind.PERSON, names=(Name("Awa <Ndiaye> \"'& Cie"), Name("آوا ندياي")),
    identifiers=(Identifier(IdentifierKind.PHONE, "+221 77 123 45 67", "SN"),), nationalities=("SN",),
)  # fmt: skip
GUARDED = make.stated(handling=Handling.H3, handling_text="Not to be shown in court.",
                      protection=(Protection.SOURCE_AT_RISK,))  # fmt: skip
TYPES = {
    RecordKind.PERSON: "identity", RecordKind.ORGANISATION: "identity", RecordKind.REPORT: "report",
    RecordKind.EVENT: "incident", **dict.fromkeys(
        (RecordKind.PLACE, RecordKind.VEHICLE, RecordKind.VESSEL, RecordKind.PHONE, RecordKind.ACCOUNT,
         RecordKind.TRAVEL_DOCUMENT), SUBJECT),
}  # fmt: skip

LISTS = ("names", "numbers", "dates", "places", "facts")
WORDS = ("kind", "sex", "text", "case", "category", "source_grade", "info_grade", "ground", "legal_basis", "protection",
         "extent")  # fmt: skip


@stix2.v21.CustomObject(
    SUBJECT,
    [*((name, ListProperty(DictionaryProperty(spec_version="2.1"))) for name in LISTS),
     ("nationalities", ListProperty(StringProperty)), *((name, StringProperty()) for name in WORDS)],
    OWN_TYPE["id"],
)  # fmt: skip
class GriotSubject:
    """What our extension defines, as whoever receives a bundle tells the library."""


def bundle(net, viewer, case="", unit=""):
    with net.store.writing() as session:
        taking = take_ftm(session, viewer, unit=unit or viewer.unit_code, case=case, reason=REASON, written_as="stix")
    with net.store.reading() as session:
        return json.loads(as_stix(shared_of(session, viewer, taking, case)))


def by_name(made):
    return {one["name"]: one for one in made["objects"] if "name" in one}


@pytest.fixture
def world(sqlite_store):
    """A record of every kind of Dakar's, a place in a country, and Awa, who is in the report."""
    net = network(sqlite_store)
    for kind in RecordKind:
        net.enter("dakar", Identity(kind, names=(Name(f"One {kind.value}"),), narrative="As it was told."))
    net.enter("dakar", IN_SENEGAL)
    awa, told = net.enter("dakar", AWA, GUARDED), net.enter("dakar", make.report("She was seen.", "The report"))
    with net.store.writing() as session:
        role = next(iter(roles(RecordKind.PERSON, RecordKind.REPORT)))
        link_all(session, net.dakar, [(awa, LinkDraft(role, told, note="as said"))])
    return net


def test_the_library_of_stix_reads_all_of_it(world):
    made = bundle(world, world.dakar)
    for one in made["objects"]:  # what refers to our own type is custom to the library, whoever defines the type
        read = stix2.parse(json.dumps(one), allow_custom=SUBJECT in json.dumps(one.get("object_refs", "")))
        assert json.loads(read.serialize()).keys() == one.keys()
    assert len(stix2.parse(json.dumps(made), allow_custom=True).objects) == len(made["objects"])
    ids = [one["id"] for one in made["objects"]]
    assert len(set(ids)) == len(ids)
    named = {ref for one in made["objects"] for key, value in one.items() if key.endswith(("_ref", "_refs"))
             for ref in (value if isinstance(value, list) else [value])}  # fmt: skip
    assert named <= set(ids), "what an object refers to is in the bundle"


VALIDATOR = """
import json, sys
from stix2validator import ValidationOptions, validate_string
said = validate_string(sys.stdin.read(), ValidationOptions(version="2.1", enforce_refs=True))
print(json.dumps({"valid": said.is_valid, "warned": [str(one) for one in said.warnings]}))
"""
MISP = """
import json, sys
from misp_stix_converter import ExternalSTIX2toMISPParser
from stix2.parsing import parse
reader = ExternalSTIX2toMISPParser()
reader.load_stix_bundle(parse(sys.stdin.read(), allow_custom=True, interoperability=True))
reader.parse_stix_bundle()
event = json.loads(reader.misp_event.to_json())
print(json.dumps({
    "names": [a["value"] for o in event["Object"] for a in o["Attribute"] if a["object_relation"] == "name"],
    "tags": [one["name"] for one in event["Tag"]],
}))
"""


def by_another(script, module, made):
    """What an independent reader makes of the bundle; it is no dependency: `GRIOT_CLIENTS` names one that has it."""
    python = os.environ.get("GRIOT_CLIENTS", sys.executable)
    if subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False, timeout=120).returncode:
        pytest.skip(f"{module} is not installed")
    words, text = [python, "-c", script], json.dumps(made)
    done = subprocess.run(words, input=text, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_validator_of_oasis_finds_it_valid(world):
    said = by_another(VALIDATOR, "stix2validator", bundle(world, world.dakar))
    known = ("{103}", "{202}")  # ids are worked out, and roles are the trade's: said in docs/exchange.md
    assert said["valid"] and [one for one in said["warned"] if not any(code in one for code in known)] == []


def test_misp_reads_persons_with_their_colour(world):
    said = by_another(MISP, "misp_stix_converter", bundle(world, world.dakar))
    assert {"One person", "One organisation", AWA.names[0].text} <= set(said["names"])
    assert "tlp:red" in said["tags"] and any("Not to be shown in court." in one for one in said["tags"])


def test_each_kind_is_what_stix_has_a_word_for(world):
    found = by_name(bundle(world, world.dakar))
    names = {kind: f"One {kind.value}" for kind in RecordKind}
    subjects = [one for one in bundle(world, world.dakar)["objects"] if one["type"] == SUBJECT]
    assert {kind: found[name]["type"] for kind, name in names.items() if name in found} == {
        kind: type for kind, type in TYPES.items() if type != SUBJECT
    }
    assert {one["kind"] for one in subjects} == {kind.value for kind, type in TYPES.items() if type == SUBJECT}
    assert (found["Port of Dakar"]["type"], found["Port of Dakar"]["country"]) == ("location", "SN")


def test_handling_and_links_leave_with_the_record(world):
    made = bundle(world, world.dakar)
    found, known = by_name(made), {one["id"]: one for one in made["objects"]}
    awa, told = found["Awa <Ndiaye> \"'& Cie"], found["The report"]
    assert awa["contact_information"] == "+221 77 123 45 67"
    marks = [known[id]["definition"] for id in awa["object_marking_refs"]]
    assert marks[0] == {"tlp": "red"} and "Not to be shown in court." in marks[1]["statement"] and len(marks) == 3
    (link,) = (one for one in made["objects"] if one["type"] == "relationship")
    assert (link["source_ref"], link["target_ref"], link["description"]) == (awa["id"], told["id"], "as said")
    assert told["object_refs"] == [awa["id"]] and set(awa["object_marking_refs"]) <= set(link["object_marking_refs"])


def test_the_same_records_are_the_same_objects_and_others_change_nothing(world):
    first = bundle(world, world.dakar)
    world.enter("banjul", AWA)
    again = bundle(world, world.dakar)
    assert first["id"] != again["id"] and first["objects"] == again["objects"]
    assert "Banjul" not in json.dumps(again) and "GM-BJL" not in json.dumps(again)


def test_another_units_case_is_not_there_and_an_empty_one_is_an_empty_bundle(world):
    with pytest.raises(NotThere):
        bundle(world, world.dakar, unit="GM-BJL")
    with pytest.raises(NotThere):
        bundle(world, world.dakar, case="no such case")
    empty = bundle(world, world.banjul)
    assert set(empty) == {"type", "id"} and stix2.parse(json.dumps(empty), version="2.1")
    with pytest.raises(BadInput), world.store.writing() as session:
        take_ftm(session, world.dakar, unit="SN-DKR", reason=" ", written_as="stix")


@pytest.mark.parametrize("code", Handling)
@pytest.mark.parametrize("protected", [False, True])
def test_the_colour_is_the_strictest(code, protected):
    made = markings([(Handling.H0, ""), (code, "with words")], protected=protected)
    assert made[0]["id"] == TLP["red" if protected or COLOUR[code] == RED else "amber"]["id"]
    assert sum("with words" in str(one["definition"]) for one in made) == 1


def test_the_colours_are_those_that_stix_fixes():
    assert {colour: one["id"] for colour, one in TLP.items()} == {
        "amber": stix2.TLP_AMBER.id, "red": stix2.TLP_RED.id,
    }  # fmt: skip
