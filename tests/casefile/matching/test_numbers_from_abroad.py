"""A telephone in its local form, of somebody who is not from here: read by the plans of its bearer's countries too."""

import pytest

from casefile.matching import decide, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.names.frequency import default
from casefile.subjects.identity import Identifier, Identity, Name, Place
from casefile.vocabulary import IdentifierKind, PlaceKind, RecordKind


def somebody(number, *, nation=(), place="", country=None, paper=None):
    numbers = [Identifier(IdentifierKind.PHONE, number, country)]
    numbers += [Identifier(IdentifierKind.PASSPORT, "PX4455667", paper)] if paper else []
    places = (Place(PlaceKind.BIRTH, place),) if place else ()
    return Identity(
        RecordKind.PERSON, (Name("Karim Benjelloun"),), tuple(numbers), nationalities=tuple(nation), places=places
    )


def phones(identity, home):
    return {key for key in prepare(identity, home).identifiers if key.startswith("t:")}


READ = [
    # as Dakar wrote it, what else the record says, what it is also read as
    ("07 87 98 80 58", {"nation": ["MA"]}, "+212787988058", "a nationality"),
    ("07 87 98 80 58", {"place": "Casablanca"}, "+212787988058", "a place of the gazetteer"),
    ("07 87 98 80 58", {"paper": "MA"}, "+212787988058", "the country of a paper"),
    ("01 17 75 33 51", {"nation": ["CI"]}, "+2250117753351", "Côte d'Ivoire"),
    ("692 73 70 95", {"nation": ["ES"]}, "+34692737095", "Spain"),
    ("61 27 22 97", {"nation": ["BF"]}, "+22661272297", "one that a neighbour's plan has as well"),
]


@pytest.mark.parametrize(("written", "said", "meant", "why"), READ, ids=[row[3] for row in READ])
def test_a_foreigners_local_number_meets_its_international_form(written, said, meant, why):
    record, watch = prepare(somebody(written, **said), "SN"), prepare(somebody(meant), "GM")
    assert f"t:{meant}" in record.identifiers, why
    assert f"i:t:{meant}" in record_keys(record) & query_keys(watch)
    agreed = decide(record, watch, common=default())
    assert agreed is not None and "phone" in {one.what for one in agreed.evidence if one.bits > 0}
    # and the other way round
    assert f"i:t:{meant}" in record_keys(watch) & query_keys(record)


LEFT = [
    ("77 123 45 67", {"nation": ["MA"]}, {"t:+221771234567"}, "a number of the unit's own country is that country's"),
    ("+221 771234567", {"nation": ["MA"]}, {"t:+221771234567"}, "written with its country"),
    ("07 87 98 80 58", {"nation": ["GM"]}, {"t:SN:0787988058"}, "no number of that country either: kept as written"),
    ("07 87 98 80 58", {}, {"t:SN:0787988058"}, "nothing says where from"),
]


@pytest.mark.parametrize(("written", "said", "read", "why"), LEFT, ids=[row[3] for row in LEFT])
def test_no_number_becomes_another(written, said, read, why):
    assert phones(somebody(written, **said), "SN") == read
