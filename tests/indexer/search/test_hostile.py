"""Two hundred questions made to cost much: each is answered or refused in time, and the engine answers others after."""

import random
import statistics
import time

import pytest

from casefile.errors import BadInput, BadSearch
from indexer.engine import indices
from indexer.search.find import SearchForm, find
from indexer.search.reading.form import MODES
from tests.network.make import person, report

SEED, MANY = 20261126, 200
P99_S = 2.0
"""What a page may wait for a search at most; the engine itself gives up after five."""

PIECES = (
    "*", "?", "/.*d/", "~2", "^9", "a*b*c*", "(((", ")))", "AND", "OR NOT", "[* TO *]", "{!lucene}", "_exists_:", "\\",
    "\u202e", "ߞߊ", "مامادو", "Ⅷ", "ﷺ", "𞤀", "́" * 40, "a" * 200, "aa " * 50, "77 123 45 67", "e", "de la", "Diallo~",
    "Mamadou", "'; DROP TABLE", '{"match_all":{}}', "<script>", "%00", "🂡" * 20, '"', "١٢٣", "x-" * 60, "o'" * 60,
)  # fmt: skip


@pytest.fixture
def shelf(net):
    for number in range(60):
        net.enter("dakar", person(f"Mamadou Diallo {number}", "1984", phone=f"+221 77 123 45 {number:02}"))
    net.enter("dakar", report("Le passeur Mamadou Diallo a été vu à Kayar. " * 40))
    net.drain()
    return net


def test_two_hundred_hostile_questions_cost_little(shelf):
    draw, took, refused = random.Random(SEED), [], 0
    for _ in range(MANY):
        text = " ".join(draw.choices(PIECES, k=draw.randrange(1, 30)))[: draw.choice([20, 200, 2_000])]
        form = SearchForm(text=text, mode=draw.choice(MODES), identifier=draw.choice(["", text[:40]]))
        began = time.monotonic()
        try:
            find(shelf.engine, shelf.store, shelf.viewers["dakar"], form)
        except (BadInput, BadSearch):
            refused += 1
        took.append(time.monotonic() - began)
    p99 = statistics.quantiles(took, n=100)[98]
    print(f"p99 {p99 * 1e3:.0f} ms, median {statistics.median(took) * 1e3:.0f} ms, {refused} of {MANY} refused")
    assert 0 < refused < MANY and p99 < P99_S
    assert shelf.engine.count(indices.live(shelf.engine, indices.Kind.RECORDS), {"match_all": {}}) == 61
    assert find(shelf.engine, shelf.store, shelf.viewers["dakar"], SearchForm(text="Mamadou Diallo 7")).total
