"""Search truth: each question of the table has its record among the first ten, most of them first; others find nothing.

Over the demonstration, as its officers ask. A sample of every kind in the fast tier, all of it with `--slow`. The share
of each kind is printed (`-s`) and stands in docs/search.md.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from casefile.demo import load
from casefile.people import viewers
from casefile.records.read import lines
from indexer.search import find
from indexer.search.reading.form import SearchForm
from indexer.upkeep import rebuild

HERE = Path(__file__).parent
FIRST, TEN = 0.90, 0.99
EACH = 12
"""Of the fast tier: every so-manieth question."""


@dataclass(frozen=True, slots=True)
class Question:
    question: str
    login: str
    kind: str
    expected: str


def questions(name: str) -> list[Question]:
    with (HERE / name).open(encoding="utf-8") as file:
        return [Question(**row) for row in csv.DictReader(file)]


@pytest.fixture
def shown(sqlite_store, engine, settings):
    """shown(question) → the page, and the sources of its rows in order."""
    load.load(sqlite_store, lambda _: "quatre mots faciles ici")
    rebuild.rebuild(sqlite_store, engine, settings)
    with sqlite_store.reading() as session:
        officers = {login: viewers.viewer_by_login(session, login) for login in ("dakar", "banjul", "nouakchott")}

    def ask(one: Question):
        viewer = officers[one.login]
        page = find.find(engine, sqlite_store, viewer, SearchForm(text=one.question, size=10))
        with sqlite_store.reading() as session:
            known = lines(session, viewer, [row.record_id for row in page.rows])
        return page, [known[row.record_id].origin_ref for row in page.rows]

    return ask


def test_the_table_holds_what_it_must():
    asked, none = questions("questions.csv"), questions("nothing.csv")
    assert len(asked) >= 300 and len(none) >= 100
    assert len({one.kind for one in asked}) >= 20
    assert all(one.expected for one in asked) and not any(one.expected for one in none)


@pytest.mark.parametrize("each", [EACH, pytest.param(1, marks=pytest.mark.slow)], ids=["a sample", "all"])
def test_what_is_there_stands_in_the_first_ten_and_what_is_not_is_not_found(shown, each):
    asked, none = questions("questions.csv")[::each], questions("nothing.csv")[::each]
    first, ten, all_of, missed = Counter(), Counter(), Counter(one.kind for one in asked), []
    for one in asked:
        page, sources = shown(one)
        wanted = set(one.expected.split())
        first[one.kind] += bool(sources) and sources[0] in wanted
        ten[one.kind] += not wanted.isdisjoint(sources)
        assert all(row.agreements for row in page.rows), "each row says why"
        if wanted.isdisjoint(sources):
            missed.append((one.kind, one.question, page.total))
    for kind, number in all_of.items():
        print(f"{kind:25} {number:4} first {first[kind]:4} in ten {ten[kind]:4}")
    found = [(one.question, page.rows[0].agreements) for one in none for page, _ in [shown(one)] if page.total]
    assert found == []
    assert ten.total() >= TEN * len(asked) - (each > 1), missed
    assert first.total() >= FIRST * len(asked)
