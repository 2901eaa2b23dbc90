"""The compiler of questions: whatever is typed, only harmless queries come out, and nobody's scope is left."""

import json

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from casefile.errors import BadInput
from casefile.policy.sharing import Scope
from casefile.vocabulary import RecordKind
from indexer.engine import fields
from indexer.search import queries
from indexer.search.queries import SearchForm, search_query

DAKAR = Scope("dakar")
ALLOWED = {"bool", "term", "terms", "match", "range", "match_none"}
PARTS = {"filter", "must", "must_not", "should"}


def kinds(query):
    """The kinds of query in a compiled one."""
    (kind, body), *more = query.items()
    assert not more
    found = {kind}
    if kind == "bool":
        for part in PARTS & set(body):
            for clause in body[part] if isinstance(body[part], list) else [body[part]]:
                found |= kinds(clause)
    return found


@hypothesis_settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(queries.MODES))
def test_any_text_makes_only_harmless_queries(text, identifier, mode):
    form = SearchForm(text=text, identifier=identifier, mode=mode, kind=RecordKind.PERSON, year_from=1980)
    query = search_query(form, DAKAR, countries=["SN", "GM"])
    assert kinds(query) <= ALLOWED
    assert json.dumps(query).count('"should"') < 200


@pytest.mark.parametrize("text", ["*", "name:*", "/.*d/", "a~9", '"} , "script": {"source": "1"}', "_exists_:x"])
def test_syntax_of_other_languages_stays_text(text):
    assert kinds(search_query(SearchForm(text=text), DAKAR)) <= ALLOWED


def test_nobody_finds_nothing():
    assert search_query(SearchForm(text="Diallo"), Scope("dakar", empty=True)) == {"match_none": {}}
    assert queries.readable(Scope("dakar", empty=True)) == {"match_none": {}}
    assert search_query(SearchForm(text="Diallo"), DAKAR, case_ids=[]) == {"match_none": {}}


def test_scope_is_a_filter_of_every_query():
    query = search_query(SearchForm(text="Diallo"), DAKAR)
    assert queries.readable(DAKAR) in query["bool"]["filter"]
    assert json.dumps(queries.readable(DAKAR)).count("dakar") == 2


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
        (SearchForm(text="a", country="SEN"), "country"),
        (SearchForm(text="a", mode="regexp"), "mode"),
    ],
)
def test_what_asks_too_much_is_refused_with_the_place(form, field):
    with pytest.raises(BadInput) as refused:
        queries.check(form)
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
    assert form in queries.identifier_forms(text, countries)


@pytest.mark.parametrize("text", ["Mamadou Diallo", "le passeur arrive en 2024 avec deux pirogues et dix hommes", ""])
def test_words_are_not_taken_for_a_number(text):
    assert queries.identifier_forms(text, ["SN"]) == []


def test_modes_widen_from_spelling_to_sound():
    used = {mode: json.dumps(queries.name_clauses("Modou Jallow", mode)) for mode in queries.MODES}
    assert fields.NAME_LATIN not in used["written"] and fields.NAME_SOUND not in used["written"]
    assert fields.NAME_LATIN in used["tolerant"] and fields.NAME_SOUND not in used["tolerant"]
    assert all(name in used["sound"] for name in (fields.NAME_WRITTEN, fields.NAME_LATIN, fields.NAME_SOUND))
