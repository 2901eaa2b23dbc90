"""In what order results stand, and that a list is one list: whatever its pages, none comes twice and none is lost."""

from collections import Counter
from dataclasses import replace

import pytest

from casefile import records
from casefile.subjects.identity import Name
from casefile.vocabulary import NameKind, RecordKind, Sharing
from indexer.search import asking
from tests.indexer.search.asking import ids, search_as
from tests.network.make import person, report


def test_better_answers_first_then_the_newest(net):
    entered = {}
    for what, identity in (
        ("part", person("Mamadou Sow")),
        ("report", report("Mamadou Diallo a été vu à Mbour.")),
        ("known, old", person("Modou Jallow")),
        ("script", person("Mamadou Diállo")),
        ("exact, old", person("Mamadou Diallo", narrative="Mamadou Diallo et Mamadou Diallo")),
        ("number", person("Awa Ndiaye", phone="+221 77 123 45 67")),
        ("exact, new", person("Mamadou DIALLO")),
        ("known, new", person("Mamadou Dialo")),
    ):
        entered[net.enter("dakar", identity)] = what
    net.drain()

    def order(text, **more):
        return [entered[id] for id in ids(search_as(net, "dakar", text, **more))]

    names = ["exact, new", "exact, old", "script", "known, new", "known, old"]
    assert order("Mamadou Diallo", mode="sound") == order("Mamadou Diallo") == [*names, "report"]
    assert order("Mamadou Diallo", mode="written") == [*names[:3], "report"]
    assert order("+221 77 123 45 67 Mamadou Diallo")[0] == "number"


def test_the_best_of_several_names_counts(net):
    many = replace(person("Xyz Unrelated"), names=(Name("Xyz"), Name("Awa Ndiaye", NameKind.ALIAS)))
    wanted = net.enter("dakar", many)
    net.enter("dakar", person("Awa Ndiaye Sarr"))
    net.drain()
    assert ids(search_as(net, "dakar", "Awa Ndiaye"))[0] == wanted


MANY = 300


@pytest.fixture
def crowd(net):
    """More than the window holds, in two units, alike enough that many places are ties."""
    kinds = ("Cheikh Diop", "Cheikh Dioup", "Cheikh Diop Fall", "Diop Cheikh", "Cheick Diop", "Šeikh Diop")
    drafts = [
        net.record("dakar", person(kinds[n % 6], str(1900 + n % 100)), sharing=(Sharing.FULL, Sharing.CORE)[n // 6 % 2])
        for n in range(MANY)
    ]
    with net.store.writing() as session:
        records.enter_many(session, net.dakar, drafts)
    net.drain()
    return net


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("dakar", {"text": "Cheikh Diop", "mode": "sound"}),
        ("dakar", {"kinds": (RecordKind.PERSON,)}),
        ("banjul", {"text": "Cheikh Diop", "mode": "sound"}),
    ],
    ids=["own by name", "own by kind", "another unit's, whole and cores"],
)
@pytest.mark.parametrize("size", [7, 20, 64, 100])
def test_pages_of_any_size_are_one_list(crowd, who, asked, size):
    """Each size but the second has a page that lies across the end of the window."""
    assert asking.WINDOW < MANY
    pages, total = [], 0
    for number in range(1, MANY // size + 3):
        page = search_as(crowd, who, size=size, page=number, **asked)
        pages.append(ids(page))
        total = page.total
    seen = [id for page in pages for id in page]
    assert total == len(seen) == len(set(seen)), Counter(seen).most_common(3)
    assert all(len(page) == size for page in pages[: total // size])
    assert seen == [id for number in (1, 2, 3) for id in ids(search_as(crowd, who, size=100, page=number, **asked))]
    assert total == MANY
