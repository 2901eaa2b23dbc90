"""Departures out of a table: guessed in three languages, read as the form reads them, met by watches, taken back."""

import pytest
from sqlalchemy import select

from casefile.exchange.workbooks import carrying, keeping, looking
from casefile.exchange.workbooks.columns import Column as C
from casefile.exchange.workbooks.events import NO_FIRST_DAY, NO_PEOPLE, ONLY_EVENTS
from casefile.exchange.workbooks.guessing import guess
from casefile.exchange.workbooks.rows import read_row
from casefile.matching.departures.keys import event_query_keys, event_record_keys
from casefile.matching.departures.reading import read_event
from casefile.storage.tables import Record, Watch
from casefile.subjects.identity import Fact, Identity, PartialDate, Place
from casefile.subjects.identity_rows import load_identities
from casefile.vocabulary import DateKind, FactKind, PlaceKind, RecordKind, SubjectCategory
from tests.casefile.exchange.workbooks.test_carrying import ordered, outcomes
from tests.casefile.exchange.workbooks.test_taking_back import brought, exported, taken_back
from tests.network.stored import network

SHEETS = {
    "French": (
        [("Départs signalés",), ("Date", "Lieu de départ", "Destination", "Embarcation", "Nombre de personnes"),
         ("02/09/2026", "Mbour", "El Hierro", "pirogue", "80")],
        (C.EVENT_DAY, C.DEPARTURE, C.LANDING, C.MEANS, C.PEOPLE), RecordKind.EVENT),
    "French, the cells say which": (
        [("Départ", "Plage de départ", "Nombre", "Moyen", "Nationalité"),
         ("2026-09-02", "Mbour", "80", "pirogue", "SN"),
         ("2026-09-03", "Kayar", "60-70", "pirogue", "SN"), ("2026-09-03", "Joal", "beaucoup", "pirogue", "SN")],
        (C.DEPARTED_AT, C.DEPARTURE, C.PEOPLE, C.MEANS, C.NATIONALITY), RecordKind.EVENT),
    "English": (
        [("First day", "Last day", "Departed from", "Landed at", "Means", "People", "Remarks"),
         ("2026-09-02", "2026-09-03", "Nouadhibou", "", "cayuco", "75", "engine failed")],
        (C.EVENT_DAY, C.EVENT_LAST, C.DEPARTURE, C.LANDING, C.MEANS, C.PEOPLE, C.NOTE), RecordKind.EVENT),
    "Arabic": (
        [("التاريخ", "مكان الانطلاق", "مكان الوصول", "وسيلة النقل", "عدد الأشخاص"),
         ("2026-09-02", "نواذيبو", "", "زورق", "٧٥")],
        (C.EVENT_DAY, C.DEPARTURE, C.LANDING, C.MEANS, C.PEOPLE), RecordKind.EVENT),
    "persons who say where they left": (
        [("Nom", "Prénom", "Né le", "Lieu de départ", "Date de départ"),
         ("Ficta", "Modou", "1984", "Mbour", "2/9/2026")],
        (C.FAMILY, C.GIVEN, C.BIRTH, C.LEAVE, C.LEAVE), RecordKind.PERSON),
    "a place alone is no event": ([("Immatriculation", "Lieu"), ("DK 1234 AB", "Rosso")], (C.PLATE, C.LEAVE),
                                  RecordKind.VEHICLE),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_a_table_of_departures_is_taken_for_one(name):
    rows, columns, kind = SHEETS[name]
    found = guess(rows)
    assert (found.columns, found.kind) == (columns, kind)


def event(*cells):
    return read_row([cell for _, cell in cells], [column for column, _ in cells], RecordKind.EVENT)


DAYS = [  # cells, the day that is read
    ([(C.EVENT_DAY, "02/09/2026")], PartialDate(DateKind.EVENT, "2026-09-02")),
    ([(C.EVENT_DAY, "46267")], PartialDate(DateKind.EVENT, "2026-09-02")),
    ([(C.EVENT_DAY, "2/9/2026 – 4/9/2026")], PartialDate(DateKind.EVENT, "2026-09-02", "2026-09-04")),
    ([(C.EVENT_LAST, "4/9/2026"), (C.EVENT_DAY, "2/9/2026")], PartialDate(DateKind.EVENT, "2026-09-02", "2026-09-04")),
]


@pytest.mark.parametrize(("cells", "day"), DAYS)
def test_a_day_is_read_or_the_first_and_the_last(cells, day):
    assert event(*cells).identity.dates == (day,)


def test_what_an_event_says_is_read_as_the_form_reads_it():
    row = event(
        (C.DEPARTURE, "Mbour"), (C.SEEN, "Joal"), (C.MEANS, "pirogue"), (C.PEOPLE, "80-90"), (C.NATIONALITY, "SN, ML"),
        (C.DEPARTED_AT, "46267"), (C.NAME, "Départ de nuit"),
    )  # fmt: skip
    assert not row.faults and row.identity.title == "Départ de nuit"
    assert row.identity.places == (Place(PlaceKind.DEPARTURE, "Mbour"), Place(PlaceKind.SEEN, "Joal"))
    assert {fact.kind: fact.value for fact in row.identity.facts} == {
        FactKind.MEANS: "pirogue", FactKind.PEOPLE: "80-90", FactKind.NATIONALITIES: "SN, ML",
        FactKind.DEPARTED_AT: "2026-09-02",
    }  # fmt: skip


FAULTS = [
    (RecordKind.EVENT, C.PEOPLE, "beaucoup", NO_PEOPLE),
    (RecordKind.EVENT, C.EVENT_LAST, "2/9/2026", NO_FIRST_DAY),
    (RecordKind.PERSON, C.DEPARTURE, "Mbour", ONLY_EVENTS),
]


@pytest.mark.parametrize(("kind", "column", "cell", "message"), FAULTS)
def test_what_a_cell_cannot_be_is_named_with_its_column(kind, column, cell, message):
    row = read_row(["Modou Ficta", cell], [C.NAME, column], kind)
    assert [(fault.column, fault.message) for fault in row.faults] == [(1, message)]


def test_the_last_day_does_not_lie_before_the_first():
    row = event((C.EVENT_DAY, "4/9/2026"), (C.EVENT_LAST, "2/9/2026"))
    assert [fault.column for fault in row.faults] == [1]


def test_a_departure_of_a_table_is_met_by_a_watch_on_its_place_and_days():
    watched = Identity(
        RecordKind.EVENT, dates=(PartialDate(DateKind.EVENT, "2026-09-03"),),
        places=(Place(PlaceKind.DEPARTURE, "Joal"),), facts=(Fact(FactKind.RADIUS, "50"),),
    )  # fmt: skip
    read = event((C.EVENT_DAY, "02/09/2026"), (C.DEPARTURE, "Mbour"), (C.MEANS, "pirogue"), (C.PEOPLE, "80")).identity
    assert event_record_keys(read_event(read)) & event_query_keys(read_event(watched))


TABLE = """N° dossier;Date;Lieu de départ;Embarcation;Nombre de personnes
D-1;02/09/2026;Mbour;pirogue;80
D-2;03/09/2026;Plage inconnue;pirogue;60
D-3;;;pirogue;60
D-4;04/09/2026;Kayar;pirogue;beaucoup
"""


def test_departures_come_in_as_records_are_changed_by_the_next_table_and_taken_back(store):
    net = network(store)
    first = ordered(net, TABLE)
    with store.reading() as session:
        seen = looking.look(session, net.dakar, first)
    assert (seen.sound, seen.faulty, seen.unplaced) == (2, 2, ("Plage inconnue",))
    carrying.carry_due(store)
    assert outcomes(net, first) == {"created": 2, "rejected": 2}
    with store.reading() as session:
        kind, key = session.execute(select(Record.kind, Record.id + ":1").where(Record.origin_ref == "own:D-1")).one()
        assert kind == "event" and read_event(load_identities(session, [key])[key]) is not None
    before = exported(net)
    changed = brought(net, TABLE.replace("Mbour;pirogue;80", "Mbour;cayuco;95"))
    assert outcomes(net, changed)["updated"] == 1 and exported(net) != before
    assert taken_back(net, changed)["put_back"] == 1
    assert exported(net) == before


def test_departures_come_in_as_watches_and_what_cannot_be_watched_is_named(store):
    net = network(store)
    import_id = ordered(net, TABLE, as_watches=True, category=SubjectCategory.NONE, ground="convoys expected")
    carrying.carry_due(store)
    assert outcomes(net, import_id) == {"created": 1, "rejected": 3}
    with store.reading() as session:
        assert session.scalars(select(Watch.kind)).all() == ["event"]
        bad = keeping.refused(session, net.dakar, import_id)
    assert "a place that Griot knows" in str(bad[0].problems)
