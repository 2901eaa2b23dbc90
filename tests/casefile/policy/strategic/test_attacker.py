"""The attacker who has every published table of a region, knows the rule, and all that one unit may read.

What could be worked out of a cell is what all regions have in common that look the same to the attacker. So for each
cell that is not shown the regions are built in which it counts 0, 1, ... 9 of what the attacker does not know: every
table of them is published the same and the attacker's own knowledge is the same, whatever is added, subtracted or
put together from them. For a cell that is shown the part that is not known is 10 or more.
"""

from collections import Counter
from dataclasses import dataclass
from random import Random

import pytest

from casefile.policy.strategic.suppression import LEAST, Counted, figures
from casefile.policy.strategic.tables import PictureTable

UNITS = ("dakar", "banjul", "nouakchott", "conakry")
ANSWERS = {
    PictureTable.MEANS: [("SN", "s:open boat"), ("SN", "s:fast boat"), ("MR", "s:open boat"), ("GM", "l:car")],
    PictureTable.PLACES: [("SN", "Mbour"), ("SN", "Kayar"), ("MR", "Nouadhibou"), ("GM", "Tanji")],
    PictureTable.PRICES: [("XOF", "200000-499999"), ("XOF", "500000-999999"), ("EUR", "1000-1999")],
    PictureTable.NATIONALITIES: [("SN",), ("GM",), ("ML",), ("GN",)],
    PictureTable.AGES: [("0-17",), ("18-24",), ("25-34",)],
    PictureTable.OFFENCES: [("smuggling",), ("trafficking",), ("document_fraud",)],
}
MONTHS = ("2026-08", "2026-09")
SEEDS = range(20)


@dataclass(frozen=True)
class Entry:
    month: str
    says: frozenset
    """(table, cell) of each question that it answers."""
    known_to: frozenset


def region(seed):
    """Two months of a few units of different sizes; some share what they enter with one unit or with all."""
    draw = Random(seed)
    entries = []
    for unit, many in zip(UNITS, draw.sample([10, 40, 60, 90], k=4), strict=True):
        for _ in range(many):
            others = draw.choice([(), (), (), (draw.choice(UNITS),), ("*",)])
            says = {
                (table, draw.choices(cells, weights=range(len(cells), 0, -1))[0])
                for table, cells in ANSWERS.items()
                if draw.random() < 0.7  # the rest leave it open
            }
            entries.append(Entry(draw.choice(MONTHS), frozenset(says), frozenset((unit, *others))))
    return entries


def cells_of(entries):
    return Counter((one.month, *said) for one in entries for said in one.says)


def published(entries):
    """Every table of every month, as it is published."""
    things = [Counted((one.month, table, *cell), one.known_to) for one in entries for table, cell in one.says]
    return figures(things)


def hidden_from(reader, entries):
    return [one for one in entries if not {reader, "*"} & one.known_to]


def with_so_many(entries, reader, wanted):
    """The same region but for some cells, {key: how many of it the reader does not know}: an entry that answers one
    question alone is a possible entry, and so is one that leaves it open."""
    changed, have = [], Counter()
    for one in entries:
        if not {reader, "*"} & one.known_to:
            said = set(one.says)
            for table, cell in one.says:
                key = (one.month, table, cell)
                have[key] += 1
                if key in wanted and have[key] > wanted[key]:
                    said.discard((table, cell))
            changed.append(Entry(one.month, frozenset(said), one.known_to))
        else:
            changed.append(one)
    owner = frozenset((next(unit for unit in UNITS if unit != reader),))
    for (month, *said), many in wanted.items():
        changed += [Entry(month, frozenset((tuple(said),)), owner)] * (many - have[month, *said])
    return changed


@pytest.mark.parametrize("seed", SEEDS)
def test_from_all_tables_no_reader_works_out_a_figure_under_ten(seed):
    """Each hidden cell takes each number in one of ten regions, and with it different ones of all the others."""
    entries = region(seed)
    shown, all_cells = published(entries), cells_of(entries)
    every = [(month, table, cell) for month in MONTHS for table, cells in ANSWERS.items() for cell in cells]
    for reader in UNITS:
        unknown = cells_of(hidden_from(reader, entries))
        knows = all_cells - unknown
        for month, table, cell in every:
            if (figure := shown.get((month, table, *cell))) is not None:
                assert figure - knows[month, table, cell] >= LEAST, "what is left of it is not small"
        small = [key for key in every if unknown[key] < LEAST and (*key[:2], *key[2]) not in shown]
        assert small, "the region has cells to hide"
        for turn in range(LEAST):
            wanted = {key: (turn + place * 7) % LEAST for place, key in enumerate(small)}
            other = with_so_many(entries, reader, wanted)
            left = cells_of(hidden_from(reader, other))
            assert {key: left[key] for key in small} == wanted
            assert cells_of(other) - left == knows, "what the reader knows by itself is the same"
            assert published(other) == shown, (reader, turn)


def test_the_regions_have_figures_to_show_too():
    assert sum(len(published(region(seed))) for seed in SEEDS) > 4 * len(SEEDS)


def test_this_attacker_finds_what_a_bare_threshold_gives_away():
    """Where cells of ten are shown whoever holds them, who entered most of one subtracts their own."""
    for seed in SEEDS:
        entries = region(seed)
        bare = {key: many for key, many in cells_of(entries).items() if many >= LEAST}
        for reader in UNITS:
            knows = cells_of(entries) - cells_of(hidden_from(reader, entries))
            if any(0 < many - knows[key] < LEAST for key, many in bare.items()):
                return
    raise AssertionError("no region in which a bare threshold gives anything away: the test shows nothing")
