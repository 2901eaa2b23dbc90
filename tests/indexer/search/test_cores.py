"""Of a record shared to the core another unit finds, counts and is shown the core alone, whatever it asks."""

import dataclasses

import pytest

from casefile.policy.cases.offences import Offences
from casefile.policy.handling import Rules
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import (
    DateKind,
    Exploitation,
    IdentifierKind,
    NameKind,
    OffenceKind,
    PlaceKind,
    RecordKind,
    Sex,
    Sharing,
    SubjectCategory,
)
from indexer.search import asking
from indexer.search.reading.form import NARROWED_BY
from tests.indexer.search.asking import ids, search_as
from tests.network.make import person

CANARY = "Qanaari"
PLANTED = Identity(
    kind=RecordKind.PERSON,
    names=(Name("Mamadou Dialo"), Name("Modou Jallow", NameKind.ALIAS)),
    identifiers=(
        Identifier(IdentifierKind.PHONE, "+221 77 999 88 77", "SN"),
        Identifier(IdentifierKind.PASSPORT, "A0123 4567", "ML"),
    ),
    dates=(
        PartialDate(DateKind.BIRTH, "1985-11-23"),
        PartialDate(DateKind.EVENT, "2011-05-06"),
        PartialDate(DateKind.DEATH, "2019"),
    ),
    places=(Place(PlaceKind.BIRTH, f"Village {CANARY}", "CI"),),
    sex=Sex.MALE,
    nationalities=("GN",),
    narrative=f"Vu avec {CANARY} Sarr au 77 123 45 67 près de la plage.",
)
ABOUT = Offences((OffenceKind.TRAFFICKING,), (Exploitation.ORGANS,))
FINDS = (
    {"text": "Mamadou Dialo", "mode": "written"},
    {"text": "MODOU jallow"},
    {"text": "Mamadou Diallo", "mode": "sound"},
    {"text": "Mamadou Dialo", "countries": ("GN",)},
    {"text": "Mamadou Dialo", "year_from": 1985, "year_to": 1985},
    {"text": "Mamadou Dialo", "kinds": (RecordKind.PERSON,)},
)
FINDS_NOTHING = (
    *({"text": CANARY, "mode": mode} for mode in ("written", "tolerant", "sound")),
    {"text": f"{CANARY} Sarr"},
    {"text": f"Village {CANARY}", "mode": "sound"},
    {"text": "plage"},
    {"text": "+221 77 999 88 77"},
    {"text": "77 123 45 67"},
    {"text": "A01234567"},
    {"identifier": "A01234567"},
    {"identifier": "+221779998877"},
    {"text": "Mamadou Dialo", "identifier": "A01234567"},
    {"text": "Mamadou Dialo", "case_refs": ("DKR-1",)},
    {"text": "Mamadou Dialo", "countries": ("SN",)},
    {"text": "Mamadou Dialo", "countries": ("ML",)},
    {"text": "Mamadou Dialo", "countries": ("CI",)},
    {"text": "Mamadou Dialo", "year_from": 2011, "year_to": 2011},
    {"text": "Mamadou Dialo", "decades": ("2010",)},
    {"text": "Mamadou Dialo", "year_from": 2019},
    {"text": "Mamadou Dialo", "kinds": (RecordKind.REPORT,)},
    {"countries": ("GN",)},
    {"text": "Mamadou Dialo", "offences": ("trafficking",)},
    {"text": "Mamadou Dialo", "exploitation": ("organs",)},
    {"offences": ("trafficking",)},
    {"kinds": (RecordKind.PERSON,)},
    {"year_from": 1985, "year_to": 1985},
)


@pytest.fixture
def shared(net):
    net.core = net.enter("dakar", PLANTED, sharing=Sharing.CORE, offences=ABOUT)
    net.drain()
    return net


def test_a_core_is_found_by_what_it_shows_and_by_nothing_else(shared):
    for form in FINDS:
        page = search_as(shared, "banjul", **form)
        assert (ids(page), page.total) == ([shared.core], 1), form
        assert page.facets == {
            "kind": (("person", 1),),
            "unit": ((shared.dakar.unit_id, 1),),
            "countries": (("GN", 1),),
            "decades": (("1980", 1),),
            "topics": (),
            "case_id": (),
            "offences": (),
            "exploitation": (),
        }
        for hidden in (CANARY, "123 45 67", "0123", "plage", "23"):
            assert hidden not in repr(page.rows[0].highlights), form
    for form in FINDS_NOTHING:
        page = search_as(shared, "banjul", **form)
        counts = [many for name, many in page.facets.items() if NARROWED_BY[name] not in form]
        assert (ids(page), page.total, any(counts)) == ([], 0, False), form


def test_its_own_unit_finds_it_by_everything(shared):
    for form in (*FINDS, *FINDS_NOTHING[:11], {"countries": ("CI",)}, {"text": "Mamadou Dialo", "decades": ("2010",)}):
        assert ids(search_as(shared, "dakar", **form)) == [shared.core], form


def test_what_is_released_in_full_is_counted_and_narrowed_by_what_it_is_about(net):
    """A victim's record beside it is counted by nobody but its own unit."""
    shared = net.enter("dakar", PLANTED, sharing=Sharing.FULL, offences=ABOUT)
    victim = net.enter("dakar", PLANTED, sharing=Sharing.FULL, offences=ABOUT, subject_category=SubjectCategory.VICTIM)
    net.drain()
    for who, mine in (("banjul", [shared]), ("dakar", [shared, victim])):
        for more in ({}, {"offences": ("trafficking",)}, {"exploitation": ("organs", "sexual")}):
            page = search_as(net, who, text="Mamadou Dialo", **more)
            assert sorted(ids(page)) == sorted(mine), (who, more)
            assert page.facets["offences"] == (("trafficking", len(mine)),)
            assert page.facets["exploitation"] == (("organs", len(mine)),)
        assert ids(search_as(net, who, text="Mamadou Dialo", offences=("drugs",))) == []


def test_a_core_is_for_the_units_that_are_named(net):
    record = net.enter("dakar", PLANTED, sharing=Sharing.CORE, sharing_units=(net.banjul.unit_id,))
    net.drain()
    assert ids(search_as(net, "banjul", "Mamadou Dialo")) == [record]
    assert ids(search_as(net, "nouakchott", "Mamadou Dialo")) == []


def test_what_changes_behind_a_core_moves_nothing(net):
    """Two cores that answer alike stay where they are when one of them is amended in what its reader may not know."""
    pair = [net.enter("dakar", dataclasses.replace(PLANTED, sex=None), sharing=Sharing.CORE) for _ in range(2)]
    own = net.enter("banjul", person("Mamadou Dialo"))
    net.drain()
    asked = [{"text": "Mamadou Dialo"}, {"text": "Dialo Xaxatou"}, {"text": "Mamadou Dialo", "size": 1, "page": 2}]
    before = [repr(search_as(net, "banjul", **form)) for form in asked]
    assert ids(search_as(net, "banjul", "Mamadou Dialo")) == [own, *sorted(pair)]
    for record in pair:
        changed = dataclasses.replace(PLANTED, sex=None, narrative=f"Mamadou Dialo, dit {CANARY}, {record}")
        net.amend("dakar", record, changed, sharing=Sharing.CORE)
        net.drain()
        assert [repr(search_as(net, "banjul", **form)) for form in asked] == before


def test_counts_speak_of_whole_records_and_of_cores_each_by_its_own(net, monkeypatch):
    for n in range(3):
        net.enter("dakar", dataclasses.replace(PLANTED, narrative=f"{CANARY} {n}"), sharing=Sharing.CORE)
    boat = Identity(RecordKind.VESSEL, names=(Name("Mamadou Dialo"),), places=(Place(PlaceKind.SEEN, "Mbour", "SN"),))
    net.enter("dakar", boat, Rules(sharing=Sharing.FULL))
    net.drain()
    page = search_as(net, "banjul", "Mamadou Dialo")
    assert page.facets["kind"] == (("person", 3), ("vessel", 1))
    assert page.facets["countries"] == (("GN", 3), ("SN", 1))
    monkeypatch.setattr(asking, "WINDOW", 1)  # not all at hand: the engine counts
    assert search_as(net, "banjul", "Mamadou Dialo", size=1).facets == page.facets
