"""The compiler of questions: whatever is typed, only harmless queries come out, and nobody's scope is left."""

import json

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from casefile.errors import BadInput
from casefile.matching import prepare
from casefile.matching.other_evidence import identifier_evidence
from casefile.names.frequency import default
from casefile.policy.sharing import Scope
from casefile.subjects.identifiers import found_by
from casefile.subjects.identity import Identifier, Identity
from casefile.vocabulary import IdentifierKind, RecordKind
from indexer.engine import fields
from indexer.pipeline import documents
from indexer.search import clauses as ways
from indexer.search import near, queries, scoring
from indexer.search.queries import search_query
from indexer.search.reading.form import MODES, SearchForm, check, question_of
from indexer.search.reading.question import MAX_PARTS

DAKAR = Scope("dakar")
ALLOWED = {
    "bool", "term", "terms", "match", "match_phrase", "prefix", "range", "match_none", "constant_score", "dis_max",
}  # fmt: skip
SILENT, SCORING = {"filter", "must_not"}, {"must", "should"}
NO_SCORE_OF_ITS_OWN = {"bool", "dis_max", "constant_score", "match_none"}
TOP = {"minimum_should_match", "must_not", "should"}


def clauses(query, *, scored=True):
    """Every query in a compiled one: (kind, whether its score reaches the result)."""
    (kind, body), *more = query.items()
    assert not more
    yield kind, scored
    if kind == "bool":
        assert set(body) <= SILENT | SCORING | {"minimum_should_match"}
        for part in (SILENT | SCORING) & set(body):
            for clause in body[part]:
                yield from clauses(clause, scored=scored and part in SCORING)
    elif kind == "dis_max":
        for clause in body["queries"]:
            yield from clauses(clause, scored=scored)
    elif kind == "constant_score":
        yield from clauses(body["filter"], scored=False)


def kinds(query):
    return {kind for kind, _ in clauses(query)}


def branches(query):
    """The ways by which a record may be found, each as text."""
    assert set(query["bool"]) == TOP
    return [json.dumps(branch) for branch in query["bool"]["should"]]


@hypothesis_settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(MODES))
def test_any_text_makes_only_harmless_queries(text, identifier, mode):
    form = SearchForm(text=text, identifier=identifier, mode=mode, kinds=(RecordKind.PERSON,), year_from=1980)
    found = search_query(form, DAKAR, countries=["SN", "GM"])
    for query in (found, near.near_query(form, DAKAR, {"match_none": {}}, countries=["SN", "GM"])):
        assert kinds(query) <= ALLOWED
        assert json.dumps(query).count('"should"') < 400
        assert {kind for kind, scored in clauses(query) if scored} <= NO_SCORE_OF_ITS_OWN
        assert all(len(value) >= 3 for value in beginnings(query))


def beginnings(query):
    """Every beginning of a word that is asked for: a short one would walk through half of all words."""
    if isinstance(query, dict):
        for kind, body in query.items():
            if kind == "prefix":
                yield from (stated["value"] for stated in body.values())
            else:
                yield from beginnings(body)
    elif isinstance(query, list):
        for one in query:
            yield from beginnings(one)


@pytest.mark.parametrize("text", ["*", "name:*", "/.*d/", "a~9", '"} , "script": {"source": "1"}', "_exists_:x"])
def test_syntax_of_other_languages_stays_text(text):
    assert kinds(search_query(SearchForm(text=text), DAKAR)) <= ALLOWED


def test_nobody_finds_nothing():
    assert search_query(SearchForm(text="Diallo"), Scope("dakar", empty=True)) == {"match_none": {}}
    assert queries.readable(Scope("dakar", empty=True)) == {"match_none": {}}
    assert search_query(SearchForm(text="Diallo"), DAKAR, case_ids=[]) == {"match_none": {}}


def test_scope_is_a_filter_of_every_way_in():
    whole, core = search_query(SearchForm(text="Diallo"), DAKAR)["bool"]["should"]
    assert queries.readable(DAKAR) in whole["bool"]["filter"]
    assert queries.readable_core(DAKAR) in core["bool"]["filter"]
    assert json.dumps(queries.readable(DAKAR)).count("dakar") == 2
    assert queries.readable_core(Scope("dakar", empty=True)) == {"match_none": {}}


WHOLE_ONLY = [
    fields.NARRATIVE, fields.PLACES, fields.PLACES_SOUND, fields.IDENTIFIERS, fields.COUNTRIES,
    fields.YEARS, fields.NAME_WRITTEN, fields.NAME_LATIN, fields.NAME_SOUND, fields.CASE_ID, fields.READERS,
    fields.DAYS, fields.NAMES, fields.TITLES, fields.NARRATIVE_STEM, fields.MENTION_SOUND, fields.NUMBER_PIECES,
    fields.NAME_SLIPS,
]  # fmt: skip


def test_a_core_is_asked_by_its_own_fields_alone():
    form = SearchForm(
        text="Aminata Ndiaye* 1984 -Sarr", mode="sound", countries=("sn",), kinds=(RecordKind.PERSON,), year_from=1980
    )
    found = search_query(form, DAKAR, countries=["SN"])
    cores = [branches(found)[1], branches(near.near_query(form, DAKAR, found, countries=["SN"]))[1]]
    for core in cores:
        assert not [field for field in WHOLE_ONLY if f'"{field}"' in core]
        for field in (fields.CORE_READERS, fields.CORE_COUNTRIES, fields.CORE_YEARS, fields.CORE_LATIN, fields.KIND):
            assert f'"{field}"' in core
    assert f'"{fields.CORE_SOUND}"' in cores[1] and f'"{fields.CORE_SLIPS}"' in cores[1]


@pytest.mark.parametrize(
    ("form", "case_ids", "cores", "own_only"),
    [
        (SearchForm(text="Diallo"), None, True, False),
        (SearchForm(text="Diallo", countries=("SN",), kinds=(RecordKind.PERSON,), year_to=1990), None, True, False),
        (SearchForm(text="77 123 45 67"), None, False, False),
        (SearchForm(identifier="771234567"), None, False, False),
        (SearchForm(text="Diallo", identifier="771234567"), None, False, False),
        (SearchForm(text="Diallo", case_refs=("DKR-1",)), ["c1"], False, False),
        (SearchForm(text="Diallo", topics=("crime",)), None, False, False),
        (SearchForm(countries=("SN",)), None, False, True),
        (SearchForm(kinds=(RecordKind.PERSON,), year_from=1980), None, False, True),
        (SearchForm(case_refs=("DKR-1",)), ["c1"], False, True),
        (SearchForm(text=" ", identifier=" ", countries=("SN",)), None, False, True),
    ],
)
def test_which_records_a_question_may_find(form, case_ids, cores, own_only):
    """Filters alone list a unit's own records; a core is found by a name and never by a number or a case."""
    whole, *core = branches(search_query(form, DAKAR, countries=["SN"], case_ids=case_ids))
    assert bool(core) is cores
    assert (fields.READERS not in whole) is own_only


def test_what_is_older_in_the_index_is_left_out():
    query = search_query(SearchForm(text="Diallo"), DAKAR, left_out=["r1", "r2"])
    assert query["bool"]["must_not"] == [{"terms": {fields.RECORD_ID: ["r1", "r2"]}}]
    assert search_query(SearchForm(text="Diallo"), DAKAR)["bool"]["must_not"] == []


def test_cores_are_counted_apart_by_what_their_reader_may_know():
    whole, core, own = (queries.facets(DAKAR)[part]["aggs"] for part in ("whole", "core", "own"))
    assert whole[fields.COUNTRIES]["terms"]["field"] == fields.COUNTRIES
    assert core[fields.COUNTRIES]["terms"]["field"] == fields.CORE_COUNTRIES
    assert core[fields.DECADES]["terms"]["field"] == fields.CORE_DECADES
    assert set(core) == {fields.KIND, fields.UNIT, fields.COUNTRIES, fields.DECADES}
    assert set(whole) == {*core, fields.TOPICS, fields.OFFENCES, fields.EXPLOITATION}
    assert own[fields.TOPICS]["terms"]["field"] == fields.OWN_TOPICS
    assert set(own) == {fields.CASE_ID, fields.TOPICS} and queries.facets(DAKAR)["own"]["filter"] == {
        "term": {fields.UNIT: "dakar"}
    }


def test_parts_never_count_as_much_as_a_whole():
    parts = MAX_PARTS * sum(value for field, value in scoring.WORDS.items() if not field.startswith("core"))
    assert (
        parts < scoring.ALL_LATIN < scoring.ALL_WRITTEN < scoring.WHOLE_LATIN < scoring.WHOLE_WRITTEN < scoring.NUMBER
    )


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (SearchForm(), "text"),
        (SearchForm(text="x" * 301), "text"),
        (SearchForm(text="a " * 21), "text"),
        (SearchForm(text="a", page=501), "page"),
        (SearchForm(text="a", page=0), "page"),
        (SearchForm(text="a", size=101), "page"),
        (SearchForm(text="a", year_from=12), "year_from"),
        (SearchForm(text="a", countries=("SN", "SEN")), "country"),
        (SearchForm(text="a", decades=("1980", "198x")), "decade"),
        (SearchForm(text="a", mode="regexp"), "mode"),
        *((SearchForm(text=text), "text") for text in (".", "*", '""', "???", "—", " - ", "-Diallo")),
    ],
)
def test_what_asks_too_much_is_refused_with_the_place(form, field):
    with pytest.raises(BadInput) as refused:
        check(form)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("text", "countries", "form"),
    [
        ("77 123 45 67", ["SN"], "+221771234567"),
        ("+221 77 123 45 67", ["GM"], "+221771234567"),
        ("77 123 45 67", ["GM", "SN"], "+221771234567"),
        ("a 0123 4567", [], "A01234567"),
        ("DK-1234-AB", ["SN"], "DK1234AB"),
        ("Modou@Example.ORG", ["SN"], "modou@example.org"),
    ],
)
def test_a_number_is_recognised_however_it_is_written(text, countries, form):
    assert form in ways.identifier_forms(text, countries)


@pytest.mark.parametrize(
    ("kind", "written", "searched", "meets"),
    [
        (IdentifierKind.PASSPORT, "A0O1I2345", "AOO1I2345", True),
        (IdentifierKind.PASSPORT, "A0O1I2345", "A001I2345", True),
        (IdentifierKind.PASSPORT, "A0O1I2345", "A0OII2345", True),
        (IdentifierKind.PASSPORT, "A00112345", "A0O1I2345", True),
        (IdentifierKind.PASSPORT, "A0O1I2345", "A0O1I2346", False),
        (IdentifierKind.NATIONAL_ID, "1755198400123", "carte nationale d'identité n° 1 755 1984 00123", True),
        (IdentifierKind.NATIONAL_ID, "1755198400123", "رقم البطاقة الوطنية ١٧٥٥١٩٨٤٠٠١٢٣", True),
        (IdentifierKind.PLATE, "12345-أ-6", "MA 12345 A 6", True),
        (IdentifierKind.PHONE, "701 23 45", "+220 701 2345", True),
        (IdentifierKind.PHONE, "77 123 45 67 / 76 234 56 78", "762345678", True),
        (IdentifierKind.HANDLE, "https://wa.me/221771234567", "77 123 45 67", True),
        (IdentifierKind.HANDLE, "facebook.com/modou.kandji", "https://m.facebook.com/modou.kandji?ref=1", True),
        (IdentifierKind.HANDLE, "facebook.com/modou.kandji", "instagram.com/modou.kandji", False),
        (IdentifierKind.HANDLE, "facebook.com/modou.kandji", "@modou.kandji", True),
        (IdentifierKind.HANDLE, "@modou.kandji", "instagram.com/modou.kandji", True),
        (IdentifierKind.EMAIL, "modou.kandji@gmail.com", "modoukandji@gmail.com", True),
        (IdentifierKind.EMAIL, "modou.kandji@example.org", "modoukandji@example.org", False),
    ],
)
def test_a_search_finds_a_number_where_a_watch_on_it_would(kind, written, searched, meets):
    """The record's terms in the index against those that the search asks for; next to it the watch's keys and forms."""
    held = prepare(Identity(RecordKind.PERSON, identifiers=(Identifier(kind, written),)), "SN")
    as_kind = IdentifierKind.PHONE if "wa.me" in written else kind
    asked = prepare(Identity(RecordKind.PERSON, identifiers=(Identifier(as_kind, searched),)), "SN")
    terms = frozenset(ways.identifier_forms(searched, ["SN", "MA"]))
    assert (not terms.isdisjoint(documents.identifiers(held))) is meets
    assert bool(found_by(terms, documents.identifiers(held))) is meets
    assert bool(identifier_evidence(held, asked, default())) is meets


@pytest.mark.parametrize("text", ["Mamadou Diallo", "le passeur arrive en 2024 avec deux pirogues et dix hommes", ""])
def test_words_are_not_taken_for_a_number(text):
    assert ways.identifier_forms(text, ["SN"]) == []


def test_modes_widen_from_spelling_to_sound():
    used = {}
    for mode in MODES:
        form = SearchForm(text="Modou Jallow", mode=mode)
        found = search_query(form, DAKAR)
        used[mode] = json.dumps([found, near.near_query(form, DAKAR, found) if near.asked(form) else ""])
    assert fields.NAME_LATIN not in used["written"] and fields.NAME_SOUND not in used["written"]
    assert fields.NAME_LATIN in used["tolerant"] and fields.NAME_SOUND not in used["tolerant"]
    for mode in ("sound", "all"):
        assert all(name in used[mode] for name in (fields.NAME_WRITTEN, fields.NAME_LATIN, fields.NAME_SOUND))


@pytest.mark.parametrize("text", ["F. Ndiaye", "F Ndiaye", "Mme Ndiaye", "Mme F. Ndiaye", "Capt. Ndiaye"])
def test_a_title_or_an_initial_need_not_stand_in_the_record(text):
    assert [part.text for part in question_of(text).required] == ["Ndiaye"]


def test_an_initial_alone_is_a_word():
    assert [part.text for part in question_of("F.").required] == ["F."]
