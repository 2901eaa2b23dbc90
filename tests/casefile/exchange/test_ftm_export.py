"""A unit's records leave as FollowTheMoney lines: its own, by right and reason, and they come back as they were."""

import importlib
import json
from collections import Counter

import pytest
from click.testing import CliRunner
from followthemoney import EntityProxy
from sqlalchemy import select

from casefile import records
from casefile.demo import network as demo_network
from casefile.demo.load import load
from casefile.errors import BadInput, NotThere
from casefile.exchange.ftm import envelope
from casefile.exchange.ftm.export import TooMany, ftm_lines, take_ftm
from casefile.exchange.import_runs import import_ftm
from casefile.people.units import system_viewer
from casefile.policy.cases.offences import Offences
from casefile.policy.states import RecordMove
from casefile.records import cases
from casefile.records.links import LinkDraft, link_all
from casefile.storage.migrate import migrate
from casefile.storage.store import Store
from casefile.storage.tables import Audit, Record
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate, Place
from casefile.subjects.roles import roles
from casefile.vocabulary import (
    DateKind,
    Exploitation,
    FactKind,
    Handling,
    IdentifierKind,
    NameKind,
    OffenceKind,
    PlaceKind,
    Protection,
    RecordKind,
    Sex,
    Sharing,
    SubjectCategory,
)
from tests.network import make, people
from tests.network.stored import network

REASON = "asked for by the analysts"
_K, _I = RecordKind, IdentifierKind


def taken(store, viewer, case="", unit="", reason=REASON):
    with store.writing() as session:
        taking = take_ftm(session, viewer, unit=unit or viewer.unit_code, case=case, reason=reason)
    with store.reading() as session:
        return list(ftm_lines(session, viewer, taking)), taking


def empty(folder, units):
    store = Store(f"sqlite:///{folder / 'other.db'}")
    migrate(store)
    with store.writing() as session:
        people.add_units(session, units)
    return store


def back(store, folder, unit, lines):
    path = folder / "out.ftm.json"
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    report = import_ftm(store, path, unit)
    with store.reading() as session:
        viewer = system_viewer(session, unit)
    return taken(store, viewer)[0], report


THINGS = (
    Identity(
        _K.PERSON,
        names=(Name("Awa Ndiaye"), Name("عوا انجاي", NameKind.ORIGINAL_SCRIPT, "und-Arab"),
               Name("N'Diaye", NameKind.BIRTH)),
        identifiers=(Identifier(_I.PHONE, "77 123 45 67", "SN"), Identifier(_I.PASSPORT, "A0 12.345", "SN")),
        dates=(PartialDate(DateKind.BIRTH, "1945", "1950", circa=True), PartialDate(DateKind.DEATH, "2020-02")),
        places=(Place(PlaceKind.BIRTH, "Mbour", "SN"), Place(PlaceKind.SEEN, "Tanji")),
        sex=Sex.FEMALE, nationalities=("SN", "GM"), narrative="Seen twice.\nAt the quay.",
    ),
    Identity(_K.ORGANISATION, names=(Name("Port Sec SARL"),), identifiers=(Identifier(_I.REGISTRATION, "RC 12"),)),
    Identity(_K.VEHICLE, identifiers=(Identifier(_I.PLATE, "AA 123 BC"),), facts=(Fact(FactKind.COLOUR, "blue"),)),
    Identity(_K.VESSEL, names=(Name("Yaye Awa"),), 
             identifiers=(Identifier(_I.MMSI, "663000001"), Identifier(_I.IMO, "1"))),
    Identity(_K.PHONE, identifiers=(Identifier(_I.PHONE, "+221 77 765 43 21"), Identifier(_I.IMEI, "490154203237518"))),
    Identity(_K.ACCOUNT, identifiers=(Identifier(_I.HANDLE, "@yaye"),), facts=(Fact(FactKind.PROVIDER, "Wave"),)),
    Identity(_K.TRAVEL_DOCUMENT, identifiers=(Identifier(_I.PASSPORT, "B7654321", "GM"),)),
    Identity(_K.PLACE, names=(Name("Quai de Mbour"),), places=(Place(PlaceKind.ADDRESS, "Quai de Mbour", "SN"),)),
    Identity(_K.EVENT, names=(Name("Départ de nuit"),), dates=(PartialDate(DateKind.EVENT, "2024-05-02"),)),
    Identity(_K.REPORT, narrative="La pirogue est partie de Mbour."),
)  # fmt: skip
"""One of every kind, with what FollowTheMoney has no word for: ranges, a colour, a number in local form."""

RULES = make.stated(
    handling=Handling.H3, handling_text="Not to be shown in court.", sharing=Sharing.FULL, legal_basis="Art. 4",
    protection=(Protection.SOURCE_AT_RISK,),
)  # fmt: skip


@pytest.fixture
def world(sqlite_store):
    """One record of each kind, every one linked to every other by every role that fits."""
    net = network(sqlite_store)
    units = (net.banjul.unit_id,)
    ids = [net.enter("dakar", one, RULES, sharing_units=units, suspicion_note=make.SUSPICION) for one in THINGS]
    kinds = dict(zip(ids, (one.kind for one in THINGS), strict=True))
    with net.store.writing() as session:
        pairs = [(a, b, role) for a in ids for b in ids if a < b for role in roles(kinds[a], kinds[b])]
        link_all(session, net.dakar, [(a, LinkDraft(role, b, note="as said")) for a, b, role in pairs])
    return net


def test_what_leaves_comes_back_as_it_was(world, tmp_path):
    lines, _ = taken(world.store, world.dakar)
    assert {json.loads(line)["griot"]["content"]["kind"] for line in lines if "content" in line} == set(RecordKind)
    other = empty(tmp_path, people.UNITS)
    again, report = back(other, tmp_path, "SN-DKR", lines)
    assert again == lines
    assert (report.created, report.rejected, dict(report.not_held)) == (len(THINGS), 0, {})
    other.close()


def test_the_same_file_again_changes_nothing(world, tmp_path):
    lines, _ = taken(world.store, world.dakar)
    other = empty(tmp_path, people.UNITS)
    back(other, tmp_path, "SN-DKR", lines)
    again, report = back(other, tmp_path, "SN-DKR", lines)
    assert again == lines and (report.created, report.updated) == (0, 0)
    other.close()


def test_the_demonstration_comes_back_as_it_was(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'demo.db'}")
    migrate(store)
    load(store, lambda _login: people.PASSWORD)
    unit = demo_network.INVESTIGATING[0]
    with store.reading() as session:
        viewer = system_viewer(session, unit.code)
    lines, taking = taken(store, viewer)
    assert len(taking.refs) > 300
    here = [people.NetworkUnit(one.code, one.country, one.name) for one in demo_network.UNITS]
    other = empty(tmp_path, tuple(here))
    again, report = back(other, tmp_path, unit.code, lines)
    assert again == lines and report.created == len(taking.refs)
    store.close()
    other.close()


def written(world, folder):
    """The lines, and a file of them."""
    lines, _ = taken(world.store, world.dakar)
    path = folder / "out.ftm.json"
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return lines, path


def test_the_library_takes_every_value(world, tmp_path):
    """Its model, which drops what it does not take, gives the very same properties."""
    lines, _ = written(world, tmp_path)
    for one in map(json.loads, lines):
        theirs = EntityProxy.from_dict(one, cleaned=False).to_dict()
        assert theirs["schema"] == one["schema"]
        assert {k: sorted(v) for k, v in theirs["properties"].items()} == {
            k: sorted(v) for k, v in one["properties"].items()
        }


def test_the_library_s_own_commands_check_it_and_make_a_graph_and_a_workbook(world, tmp_path):
    """With what they ask for besides, which only the tests' environment has (`scripts/pin.py`, READ_BY_TESTS)."""
    cli = importlib.import_module("followthemoney.cli.cli").cli
    importlib.import_module("followthemoney.cli.exports")  # its commands are there once it is read
    lines, path = written(world, tmp_path)
    done = CliRunner().invoke(cli, ["validate", "-i", str(path)])
    assert done.exit_code == 0, done.output
    ours = {one["id"]: one["properties"] for one in map(json.loads, lines)}
    theirs = {one["id"]: one["properties"] for one in map(json.loads, filter(None, done.stdout.splitlines()))}
    assert {id: {k: sorted(v) for k, v in one.items()} for id, one in theirs.items()} == {
        id: {k: sorted(v) for k, v in one.items()} for id, one in ours.items()
    }
    for command, name in (("export-gexf", "out.gexf"), ("export-excel", "out.xlsx")):
        done = CliRunner().invoke(cli, [command, "-i", str(path), "-o", str(tmp_path / name)])
        assert done.exit_code == 0, done.output
        assert (tmp_path / name).stat().st_size > 500


def test_rules_and_ground_leave_beside_the_entity_and_handling_is_kept(world):
    lines, _ = taken(world.store, world.dakar)
    content = next(one for one in map(json.loads, lines) if one["schema"] == "Person")["griot"]["content"]
    assert (content["handling"], content["handling_text"]) == ("H3", "Not to be shown in court.")
    assert content["sharing_units"] == ["GM-BJL"] and content["suspicion_note"] == make.SUSPICION
    assert "source_at_risk" in content["protection"]


def test_only_the_own_units_records_leave(world):
    theirs = world.enter("banjul", make.person("Modou Jallow", "1984"), make.stated(sharing=Sharing.FULL))
    lines, _ = taken(world.store, world.dakar)
    assert theirs not in "".join(lines) and "Modou Jallow" not in "".join(lines)
    for unit in ("GM-BJL", "XX-NIL"):
        with pytest.raises(NotThere) as refused:
            taken(world.store, world.dakar, unit=unit)
        assert str(refused.value)
    ours = set(taken(world.store, world.banjul)[1].refs)
    assert ours == {theirs}


def test_a_case_alone_and_a_case_of_somebody_else(world):
    with world.store.reading() as session:
        mine = cases.case_of(session, world.dakar, world.cases["dakar"]).reference
        theirs = cases.case_of(session, world.banjul, world.cases["banjul"]).reference
    assert len(taken(world.store, world.dakar, mine)[1].refs) == len(THINGS)
    answers = []
    for reference in (theirs, "nothing of the kind"):
        with pytest.raises(NotThere) as refused:
            taken(world.store, world.dakar, reference)
        answers.append(str(refused.value))
    assert len(set(answers)) == 1


def test_a_reason_is_asked_and_the_trail_has_it(world):
    with pytest.raises(BadInput):
        taken(world.store, world.dakar, reason=" ")
    _, taking = taken(world.store, world.dakar)
    with world.store.reading() as session:
        line = session.scalars(select(Audit).order_by(Audit.seq.desc()).limit(1)).one()
        assert (line.action, line.reason) == ("export", REASON)
        assert line.detail["reference"] == taking.reference and line.detail["lines"] == len(THINGS)
        assert "Ndiaye" not in json.dumps(line.detail)


def test_what_is_disputed_or_withdrawn_stays_and_is_counted(world):
    with world.store.reading() as session:
        first, second, *_ = session.scalars(select(Record.id).where(Record.owner_unit_id == world.dakar.unit_id))
    with world.store.writing() as session:
        records.withdraw(session, world.dakar, first, "entered by mistake")
        records.change_state(session, world.dakar, second, RecordMove.RESTRICT, "disputed by a person")
    lines, taking = taken(world.store, world.dakar)
    assert Counter(taking.left_out) == {"withdrawn": 1, "restricted": 1}
    assert first not in "".join(lines) and second not in "".join(lines)


def test_more_than_the_portal_gives_is_said(world):
    with pytest.raises(TooMany, match="More than 3 records"), world.store.writing() as session:
        take_ftm(session, world.dakar, unit="SN-DKR", reason=REASON, most=3)


def test_its_own_export_doubles_nothing(world, tmp_path):
    lines, _ = taken(world.store, world.dakar)
    path = tmp_path / "own.ftm.json"
    more = {"id": "new", "schema": "Person", "properties": {"name": ["Fatou Sarr"]}}
    path.write_text("".join(f"{line}\n" for line in [*lines, json.dumps(more)]), "utf-8")
    report = import_ftm(world.store, path, "SN-DKR")
    assert report.created == 1
    assert report.not_held["a record that is here already: the file is this unit's own export"] == len(THINGS)


def test_what_another_program_changed_is_read_by_its_properties(world, tmp_path):
    lines, _ = taken(world.store, world.dakar)
    person = next(one for one in map(json.loads, lines) if one["schema"] == "Person")
    person["properties"]["name"] = ["Somebody Else"]
    other = empty(tmp_path, people.UNITS)
    again, report = back(other, tmp_path, "SN-DKR", [json.dumps(person)])
    assert "Somebody Else" in again[0]
    assert report.not_held["what Griot said beside an entity that was changed since: read by its properties"] == 1
    other.close()


def test_a_unit_that_is_not_here_widens_nothing(world, tmp_path):
    lines, _ = taken(world.store, world.dakar)
    other = empty(tmp_path, (people.DAKAR, people.NOUAKCHOTT))
    again, report = back(other, tmp_path, "SN-DKR", lines)
    content = [one["griot"]["content"] for one in map(json.loads, again) if "content" in one["griot"]]
    assert {one["sharing"] for one in content} == {"none"}
    assert report.not_held["a unit it is shared with that is not here"] == len(THINGS)
    other.close()


@pytest.mark.parametrize("said", ["", 4, {"version": 1}, {"version": 1, "of": ""}])
def test_a_broken_envelope_is_refused_or_passed_over(tmp_path, said):
    properties = {"name": ["Awa"]}
    if isinstance(said, dict) and "of" in said:
        assert envelope.opened(said, "Person", properties) is None
        broken = {**said, "of": envelope.digest("Person", properties), "content": {}, "case": {}}
        with pytest.raises(envelope.Unreadable):
            envelope.opened(broken, "Person", properties)
    elif isinstance(said, dict):
        with pytest.raises(envelope.Unreadable):
            envelope.opened(said, "Person", properties)
    else:
        assert envelope.opened(said, "Person", properties) is None


def test_what_a_record_is_about_comes_back_and_its_topics_accuse_no_victim(net, tmp_path):
    about = Offences((OffenceKind.TRAFFICKING,), (Exploitation.ORGANS,))
    for name, category in (("Demba Sanyang", SubjectCategory.SUSPECT), ("Awa Ndiaye", SubjectCategory.VICTIM)):
        net.enter("dakar", make.person(name, "1985"), make.stated(subject_category=category), offences=about)
    lines, _ = taken(net.store, net.dakar)
    topics = {one["properties"]["name"][0]: one["properties"].get("topics") for one in map(json.loads, lines)}
    assert topics == {"Demba Sanyang": ["crime.traffick.human"], "Awa Ndiaye": None}
    other = empty(tmp_path, [people.DAKAR])
    again, report = back(other, tmp_path, net.dakar.unit_code, lines)
    assert (report.created, report.problems) == (2, [])
    assert [json.loads(one)["griot"]["content"]["offences"] for one in again] == [about.as_json()] * 2
