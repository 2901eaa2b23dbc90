"""What an investigator gets from a search, and what nobody gets: any trace of a record not released to the unit."""

import dataclasses
from pathlib import Path

import pytest
from sqlalchemy.pool import StaticPool

from casefile import records
from casefile.errors import BadInput, NotAllowed, SearchUnavailable
from casefile.policy.viewer import Viewer
from casefile.settings import Settings
from casefile.storage import migrate
from casefile.storage.store import Store
from casefile.subjects.identity import Identifier, Name, PartialDate, Place
from casefile.vocabulary import DateKind, IdentifierKind, NameKind, PlaceKind, Protection, RecordKind, Role, Sharing
from indexer.engine import indices
from indexer.engine.client import Engine
from indexer.pipeline.relay import Relay
from indexer.search import find
from indexer.search.find import MARK_END, MARK_START, SearchForm
from indexer.search.reading.form import check
from tests.indexer.search.asking import ids, search_as
from tests.network import stored
from tests.network.indexed import IndexedNetwork
from tests.network.make import person, report
from tests.network.memory_engine import MemoryEngine


@pytest.fixture
def shelf(net):
    """One record that has everything, and others next to it."""
    full = person(
        "Mamadou Dialo",
        "1985",
        "Modou Jallow",
        phone="77 123 45 67",
        passport="A0123 4567",
        narrative="Vu près de la plage de Mbour avec deux pirogues.",
    )
    full = dataclasses.replace(
        full,
        places=(Place(PlaceKind.BIRTH, "Kaolack", "SN"),),
        nationalities=("SN",),
        names=(*full.names, Name("مامادو ديالو", NameKind.ORIGINAL_SCRIPT)),
    )
    net.full = net.enter("dakar", full)
    net.other = net.enter("dakar", person("Awa Ndiaye", "1990"))
    net.report = net.enter("dakar", report("Un convoyeur nommé Ousmane Sarr a payé le départ à Nouadhibou."))
    net.drain()
    return net


def test_every_field_finds_the_record(shelf):
    """One way in after the other, on one index: the mapping, the documents and the questions speak alike."""
    for form in (
        {"text": "Mamadou Dialo", "mode": "written"},
        {"text": "mamadou DIALO", "mode": "tolerant"},
        {"text": "Dialo Mamadou", "mode": "tolerant"},
        {"text": "Mamadou Diallo", "mode": "sound"},
        {"text": "مامادو ديالو", "mode": "written"},
        {"text": "+221 77 123 45 67"},
        {"text": "77 123 45 67"},
        {"identifier": "771234567"},
        {"text": "A01234567"},
        {"identifier": "a 0123 4567"},
        {"text": "pirogues Mbour"},
        {"text": "Kaolack"},
        {"text": "Mamadou", "countries": ("SN",)},
        {"text": "Mamadou", "kinds": (RecordKind.PERSON,)},
        {"text": "Mamadou", "year_from": 1985, "year_to": 1985},
        {"text": "Dialo", "case_refs": ("DKR-1",)},
    ):
        page = search_as(shelf, "dakar", **form)
        assert ids(page)[:1] == [shelf.full], form
        assert page.total >= 1
    for form in (
        {"text": "Mamadou", "countries": ("MR",)},
        {"text": "Mamadou", "kinds": (RecordKind.VESSEL,)},
        {"text": "Mamadou", "year_from": 1990},
        {"text": "Mamadou", "case_refs": ("DKR-2",)},
        {"identifier": "999"},
        {"text": "Mamadou Diallo", "mode": "written"},
    ):
        assert shelf.full not in ids(search_as(shelf, "dakar", **form)), form


def test_the_page_says_why(shelf):
    (row,) = search_as(shelf, "dakar", "Mamadou Diallo", mode="sound").rows
    assert row.why == "name" and row.way == "sound" and not row.missing
    assert [(one.asked, one.found) for one in row.agreements] == [("Mamadou", "Mamadou"), ("Diallo", "Dialo")]
    assert any(MARK_START in s.text and s.field == "names" for s in row.highlights)
    (row,) = search_as(shelf, "dakar", "771234567").rows
    assert row.why == "identifier" and row.highlights[0].text == f"{MARK_START}+221771234567{MARK_END}"
    (row,) = search_as(shelf, "dakar", "payé le départ").rows
    assert row.record_id == shelf.report and row.why == "text"
    assert any(f"{MARK_START}départ{MARK_END}" in s.text for s in row.highlights)
    page = search_as(shelf, "dakar", countries=("SN",))
    assert {row.why for row in page.rows} == {"filter"} and ("person", 1) in page.facets["kind"]


def test_a_facet_takes_several_values_and_counts_the_others_as_if_it_were_not_chosen(shelf):
    """Kinds, decades and own cases: any of the values answers, and each says how many it would add."""
    persons = search_as(shelf, "dakar", kinds=(RecordKind.PERSON,))
    assert set(ids(persons)) == {shelf.full, shelf.other}
    assert dict(persons.facets["kind"]) == {"person": 2}, "without the kind nothing is asked"
    assert dict(persons.facets["decades"]) == {"1980": 1, "1990": 1}
    both = search_as(shelf, "dakar", kinds=(RecordKind.PERSON, RecordKind.REPORT))
    assert set(ids(both)) == {shelf.full, shelf.other, shelf.report}
    younger = search_as(shelf, "dakar", decades=("1990", "2000"))
    assert ids(younger) == [shelf.other] and dict(younger.facets["decades"]) == {"1990": 1}, (
        "without it nothing is asked"
    )
    narrowed = search_as(shelf, "dakar", kinds=(RecordKind.PERSON,), decades=("1990",))
    assert dict(narrowed.facets["decades"]) == {"1980": 1, "1990": 1} and dict(narrowed.facets["kind"]) == {"person": 1}
    (case_id, count), *_ = persons.facets["case_id"]
    assert case_id and count == 2
    assert ids(search_as(shelf, "dakar", "Awa Ndiaye", case_refs=("no such case", "DKR-1"))) == [shelf.other]
    assert search_as(shelf, "banjul", kinds=(RecordKind.PERSON,)).facets["case_id"] == (), "another unit's case"


def test_the_case_of_a_record_that_is_released_in_full_is_counted_for_nobody_else(net):
    net.enter("dakar", person("Awa Ndiaye", "1990"), sharing=Sharing.FULL)
    net.drain()
    page = search_as(net, "banjul", "Awa Ndiaye")
    assert page.total == 1 and page.facets["case_id"] == () and page.facets["decades"] == (("1990", 1),)


def test_marks_typed_by_somebody_are_not_ours(shelf):
    (row,) = search_as(shelf, "dakar", f"{MARK_START}Awa{MARK_END} Ndiaye").rows
    assert row.record_id == shelf.other


SECRET = "Zoubeirou Xaxatou"
HIDDEN = person(SECRET, "1979", phone="+221 70 999 88 77", narrative="Le mot de passe est quinquina.")


@pytest.mark.parametrize(
    ("rules", "state"),
    [
        ({"sharing": Sharing.POINTER}, "active"),
        ({"sharing": Sharing.NONE}, "active"),
        ({"sharing": Sharing.FULL, "sharing_units": ("elsewhere",)}, "active"),
        ({"sharing": Sharing.FULL, "protection": (Protection.MINOR,)}, "active"),
        ({"sharing": Sharing.FULL}, "withdrawn"),
    ],
    ids=["pointer only", "shared with nobody", "another unit", "a minor", "withdrawn"],
)
def test_a_record_not_released_leaves_no_trace(net, rules, state):
    """The foreign unit's answer is the same, to the byte, as if the record did not exist."""
    asked = (
        {"text": SECRET},
        {"text": SECRET, "mode": "sound"},
        {"text": "quinquina"},
        {"identifier": "+221709998877"},
        {"year_from": 1979, "year_to": 1979},
        {"text": "Xaxatou", "case_refs": ("DKR-1",)},
    )
    net.enter("banjul", person("Lamin Ceesay", "1979"))
    net.drain()
    before = [search_as(net, "banjul", **form) for form in asked]
    record = net.enter("dakar", HIDDEN, **rules)
    if state == "withdrawn":
        with net.store.writing() as session:
            records.withdraw(session, net.viewers["dakar"], record, "Erreur de saisie")
    net.drain()
    after = [search_as(net, "banjul", **form) for form in asked]
    for old, new in zip(before, after, strict=True):
        assert (ids(new), new.total, new.facets) == (ids(old), old.total, old.facets)
    if state == "active":
        assert ids(search_as(net, "dakar", SECRET)) == [record]


def test_a_released_record_is_found_by_the_unit_it_is_released_to(net):
    own = net.viewers["banjul"].unit_id
    record = net.enter("dakar", HIDDEN, sharing=Sharing.FULL, sharing_units=(own,))
    net.drain()
    assert ids(search_as(net, "banjul", SECRET)) == [record]
    assert ids(search_as(net, "nouakchott", SECRET)) == []


def test_a_release_taken_back_counts_at_once(net):
    """The index still holds the old release; SQL is asked before anything is shown or counted."""
    record = net.enter("dakar", HIDDEN, sharing=Sharing.FULL)
    net.drain()
    assert ids(search_as(net, "banjul", SECRET)) == [record]
    net.amend("dakar", record, HIDDEN, sharing=Sharing.POINTER)
    page = search_as(net, "banjul", SECRET)
    assert (ids(page), page.total) == ([], 0)
    assert all(not counts for counts in page.facets.values())


def test_who_may_not_look_finds_nothing_out(shelf):
    nobody = Viewer("x", "x", shelf.viewers["dakar"].unit_id, "SN-DKR", frozenset({Role.AUDITOR}))
    with pytest.raises(NotAllowed):
        find.find(shelf.engine, shelf.store, nobody, SearchForm(text="Mamadou"))


def test_an_engine_away_is_not_an_empty_page(shelf, settings):
    away = Engine(dataclasses.replace(settings, opensearch_url="http://127.0.0.1:9"))
    with pytest.raises(SearchUnavailable):
        find.find(away, shelf.store, shelf.viewers["dakar"], SearchForm(text="Mamadou"))


def test_pages_follow_one_another(net):
    entered = {net.enter("dakar", person(f"Cheikh Diop{chr(97 + n)}", "1980")) for n in range(7)}
    net.drain()
    pages = [ids(search_as(net, "dakar", "Cheikh", size=3, page=page)) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert {id for page in pages for id in page} == entered


def test_a_number_in_a_report_is_found_as_a_number(net):
    record = net.enter("dakar", report("Le passeur est joignable au 77 123 45 67, selon un témoin."))
    net.drain()
    (row,) = search_as(net, "banjul", "+221 77-123-45-67").rows or search_as(net, "dakar", "+221 77-123-45-67").rows
    assert row.record_id == record and row.why == "identifier"


@pytest.mark.parametrize("mode", ["written", "tolerant", "sound"])
def test_a_passport_with_letters_read_as_digits_is_found_as_a_watch_finds_it(net, mode):
    passport = Identifier(IdentifierKind.PASSPORT, "A0O1I2345")
    record = net.enter("dakar", dataclasses.replace(person("Inventa Ficta"), identifiers=(passport,)))
    net.drain()
    for asked in ("AOO1I2345", "A001I2345", "A0OII2345", "Passeport n° A0O1I2345 exp. 2027"):
        for form in ({"text": asked}, {"identifier": asked}):
            (row,) = search_as(net, "dakar", mode=mode, **form).rows
            assert (row.record_id, row.why) == (record, "identifier"), form
            assert row.highlights[0].text == f"{MARK_START}A0O1I2345{MARK_END}"


def test_identifiers_of_other_kinds_are_found(net):
    boat = dataclasses.replace(
        person("Sope Naby"),
        kind=RecordKind.VESSEL,
        dates=(PartialDate(DateKind.EVENT, "2024-05"),),
        identifiers=(Identifier(IdentifierKind.IMO, "IMO 9074729"), Identifier(IdentifierKind.PLATE, "DK-1234-AB")),
    )
    record = net.enter("dakar", boat)
    net.drain()
    for text in ("9074729", "IMO 9074729", "dk 1234 ab"):
        assert ids(search_as(net, "dakar", text)) == [record], text


@pytest.mark.parametrize(
    "text",
    ["字" * 300, "-".join("abcdefghij" * 15), " ".join(["a-b-c-d-e-f-g"] * 20), "ทดสอบ" * 60, "é. " * 20],
    ids=["one long word of signs", "hyphens", "many hyphens", "no spaces", "points"],
)
def test_a_text_of_many_parts_is_answered_too(shelf, text):
    for mode in ("written", "tolerant", "sound"):
        assert ids(search_as(shelf, "dakar", text, mode=mode)) == []


@pytest.mark.parametrize("text", [".", "*", '""', "???", "😀" * 300, "-Diallo"])
def test_where_nothing_is_to_be_searched_it_is_said(text):
    with pytest.raises(BadInput, match="nothing was searched"):
        check(SearchForm(text=text))


WORDS_OF_TWO = {
    "first": report("Groupe Étoile du Nord signalé. Le Nord voit une étoile. La pirogue verte est partie."),
    "second": report("Au nord de la ville, un groupe a vu l'étoile du berger. Facture nº4471."),
    "arabic": report("تم توقيف المُهَرِّب يوسُف بن حمّادي قرب نواذيبو"),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"Étoile du Nord"', {"first"}),
        ("étoile nord", {"first", "second"}),
        ("pirog*", {"first"}),
        ("pirogues", {"first"}),
        ("pirogue vert", {"first"}),
        ("étoile -pirogue", {"second"}),
        ('nord -"Étoile du Nord"', {"second"}),
        ("4471", {"second"}),
        ("facture n° 4471", {"second"}),
        ("يوسف", {"arabic"}),
        ("المهرب", {"arabic"}),
        ("مهرب", {"arabic"}),
        ("groupe étoile nord samedi", {"first", "second"}),
        ("groupe samedi", set()),
    ],
)
def test_words_of_reports(written, text, found):
    """Quotes, `*` and `-`, word forms, glued numbers, vowel signs; of four words one may be missing, of two none."""
    page = search_as(written, "dakar", text)
    assert {written.by_id[id] for id in ids(page)} == found
    assert all(row.agreements for row in page.rows)


@pytest.fixture(scope="module")
def written():
    """The three in the engine in memory, which tokenises them as the node does (tests/network/test_memory_engine)."""
    store = Store("sqlite://", secret=stored.SECRET, poolclass=StaticPool, connect_args={"check_same_thread": False})
    migrate.migrate(store)
    engine = MemoryEngine()
    indices.ensure(engine)
    settings = Settings.from_env(
        Path("/nonexistent"), {"GRIOT_SECRET_KEY": stored.SECRET, "OPENSEARCH_URL": "http://127.0.0.1:9"}
    )
    net = stored.fill(IndexedNetwork(store=store, engine=engine, relay=Relay(store, engine, settings)))
    net.by_id = {net.enter("dakar", identity): name for name, identity in WORDS_OF_TWO.items()}
    net.drain()
    return net
