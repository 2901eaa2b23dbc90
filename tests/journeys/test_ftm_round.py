"""Importing watches for one unit and records for another makes the same hits as registering them in the portal."""

import json
from datetime import timedelta

import pytest

from casefile import hits, records
from casefile.exchange.import_runs import FTM_RULES, import_ftm, import_watches
from casefile.people.units import system_viewer
from casefile.policy.handling import Rules
from casefile.records import RecordDraft
from casefile.records.cases import CaseDraft, ensure_case
from casefile.storage import tables
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import (
    DateKind,
    IdentifierKind,
    NameKind,
    Purpose,
    RecordKind,
    SubjectCategory,
)
from casefile.watches import WatchDraft, watch
from indexer.pipeline.relay import Relay
from tests.network import people
from tests.network.indexed import drain
from tests.network.make import SUSPICION
from tests.network.people import BANJUL, DAKAR

GROUND = "Named by two passengers."


def person(ref, name, *, born="", phone="", alias="", arabic=""):
    properties = {
        "name": [n for n in (name, arabic) if n],
        "birthDate": [born] if born else [],
        "phone": [phone] if phone else [],
        "alias": [alias] if alias else [],
    }
    return {"id": ref, "schema": "Person", "properties": {k: v for k, v in properties.items() if v}}


def report(ref, text):
    return {"id": ref, "schema": "Note", "properties": {"description": [text]}}


def vehicle(ref, number, country):
    return {"id": ref, "schema": "Vehicle", "properties": {"registrationNumber": [number], "country": [country]}}


WATCHED = [
    person("w-jallow", "Modou Jallow", born="1984-02-11"),
    person("w-phone", "Inventa Camara", phone="+221 77 123 45 67"),
    person("w-khattri", "Brahim Ould Khattri", born="1979"),
    person("w-nobody", "Fictif Nullepart", born="1950"),
    vehicle("w-car", "AA 123 BC", "sn"),
]
HELD = [
    person("r-dialo", "Mamadou Dialo", born="1984-02-11"),
    person("r-phone", "Quelqu'un Sarr", phone="+221771234567", born="1990"),
    person("r-arabic", "إبراهيم ولد خطري", born="1979-05-02"),
    person("r-other", "Awa Ndiaye", born="1999"),
    report("r-report", "Le passeur Mamadou Dialo, né en 1984, propriétaire de la pirogue, est parti de Mbour."),
    vehicle("r-car", "AA-123-BC", "sn"),
]


def as_typed(entity) -> Identity:
    """The same subject as an officer would type it into the portal's form."""
    values = {key: value[0] for key, value in entity["properties"].items()}
    if entity["schema"] == "Note":
        return Identity(RecordKind.REPORT, narrative=values["description"])
    if entity["schema"] == "Vehicle":
        return Identity(
            RecordKind.VEHICLE,
            identifiers=(Identifier(IdentifierKind.PLATE, values["registrationNumber"], values["country"].upper()),),
        )
    arabic = not values["name"].isascii() and "ا" in values["name"]
    return Identity(
        RecordKind.PERSON,
        names=(Name(values["name"], NameKind.MAIN, "ar" if arabic else None),),
        identifiers=(Identifier(IdentifierKind.PHONE, values["phone"]),) if "phone" in values else (),
        dates=(PartialDate(DateKind.BIRTH, values["birthDate"]),) if "birthDate" in values else (),
    )


@pytest.fixture
def two_units(sqlite_store):
    with sqlite_store.writing() as session:
        people.add_units(session)
    return sqlite_store


def imported(store, tmp_path):
    for name, entities in (("watched.jsonl", WATCHED), ("held.jsonl", HELD)):
        (tmp_path / name).write_text("".join(json.dumps(e) + "\n" for e in entities), "utf-8")
    assert import_watches(store, tmp_path / "watched.jsonl", BANJUL.code, GROUND).created == len(WATCHED)
    assert import_ftm(store, tmp_path / "held.jsonl", DAKAR.code).created == len(HELD)


def typed(store, tmp_path):
    with store.writing() as session:
        viewer = system_viewer(session, BANJUL.code)
        for entity in WATCHED:
            watch(
                session,
                viewer,
                WatchDraft(
                    as_typed(entity),
                    GROUND,
                    origin_ref=entity["id"],
                    expires_at=tables.now() + timedelta(days=90),
                    rules=Rules(purpose=Purpose.LOCATE_WANTED),
                ),
            )
    with store.writing() as session:
        viewer = system_viewer(session, DAKAR.code)
        case_id = ensure_case(session, viewer, CaseDraft("B-1", legal_basis="a case"))
        for entity in HELD:
            about_person = entity["schema"] == "Person"
            records.enter(
                session,
                viewer,
                RecordDraft(
                    as_typed(entity),
                    case_id,
                    Rules(
                        purpose=Purpose.SUPPORT_INVESTIGATION,
                        source_grade=FTM_RULES.source_grade,
                        info_grade=FTM_RULES.info_grade,
                        subject_category=SubjectCategory.SUSPECT if about_person else None,
                    ),
                    origin_ref=entity["id"],
                    suspicion_note=SUSPICION if about_person else "",
                ),
            )


def found(store, engine, settings):
    """What `griot hits export` tells, less the ids of the hits themselves."""
    drain(Relay(store, engine, settings), store, 240)
    with store.reading() as session:
        lines = list(hits.export(session))
    return {
        (
            h["watch_unit"],
            h["watch"],
            h["record_unit"],
            h["record"],
            h["decision"],
            round(h["score"], 2),
            json.dumps(h["evidence"], sort_keys=True),
        )
        for h in lines
    }


@pytest.fixture(params=[imported, typed], ids=["imported", "typed"])
def way(request):
    return request.param


EXPECTED = {
    ("w-jallow", "r-dialo"),
    ("w-jallow", "r-report"),
    ("w-phone", "r-phone"),
    ("w-khattri", "r-arabic"),
    ("w-car", "r-car"),
}


def test_the_hits_are_those_expected_whichever_way_the_data_came(two_units, engine, settings, tmp_path, way):
    way(two_units, tmp_path)
    assert {(watch, record) for _, watch, _, record, *_ in found(two_units, engine, settings)} == EXPECTED


def test_imported_and_typed_make_the_very_same_hits(
    sqlite_store, two_units, engine, settings, tmp_path, tmp_path_factory
):
    """With evidence and weights, not only the same pairs."""
    imported(two_units, tmp_path)
    by_import = found(two_units, engine, settings)
    by_hand = _typed_elsewhere(tmp_path_factory.mktemp("typed"), engine, settings)
    assert by_import == by_hand


def _typed_elsewhere(folder, engine, settings):
    """The same typed into an installation of its own, with an index of its own."""
    from dataclasses import replace

    from casefile.storage.migrate import migrate
    from casefile.storage.store import Store
    from indexer.engine import indices
    from indexer.engine.client import Engine

    store = Store(f"sqlite:///{folder / 'typed.db'}")
    migrate(store)
    with store.writing() as session:
        people.add_units(session)
    other = Engine(replace(settings, index_prefix=f"{settings.index_prefix}-typed"))
    try:
        indices.ensure(other)
        typed(store, folder)
        return found(store, other, settings)
    finally:
        for name in other.aliases(f"{other.prefix}-*"):
            other.delete_index(name)
        other.close()
        store.close()
