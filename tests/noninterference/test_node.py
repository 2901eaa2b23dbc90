"""The same on the real search engine, seen through the portal's real pages; and through the pages on the one in memory.

Each world has indices of its own on the run's node.
"""

from dataclasses import replace

import pytest

from indexer.engine.client import Engine
from tests.faults.harness import chosen_seed
from tests.noninterference.experiment import experiment
from tests.noninterference.paging import pages_of
from tests.noninterference.world import World

FAST, SLOW, PAGES = 10, 500, 6
FROM = 40_000
"""Other seeds than those of the law's test."""


@pytest.fixture
def worlds(engine, settings, _migrated_file, tmp_path):
    other = Engine(replace(settings, index_prefix=f"{settings.index_prefix}-b"))
    folders = [tmp_path / name for name in ("one", "other")]
    yield [World(_migrated_file, folder, part) for folder, part in zip(folders, (engine, other), strict=True)]
    for name in other.aliases(f"{other.prefix}-*"):
        other.delete_index(name)
    other.close()


def no_difference(worlds, seeds):
    one, other = worlds
    tried = experiment(one, seeds, pages_of, other=other, shrink=False)
    assert tried.difference is None, str(tried.difference)
    assert tried.with_secrets > len(seeds) / 2


def test_pages_on_the_node_are_the_same_with_and_without(worlds):
    no_difference(worlds, range(FROM, FROM + FAST))


@pytest.mark.slow
def test_five_hundred_sequences_on_the_node(worlds):
    first = chosen_seed() * 1_000_000 + FROM
    print(f"seeds from {first}")
    no_difference(worlds, range(first, first + SLOW))


def test_pages_without_a_node_are_the_same(world):
    no_difference((world, None), range(FROM, FROM + PAGES))
