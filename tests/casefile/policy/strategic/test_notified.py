"""Hits and answers of a month, and the attacker who has both tables of every month and all pointers of one unit.

As in test_attacker.py: what could be worked out of a row is what all regions have in common that look the same to the
attacker. For each row that is not shown, and for all of them at once, regions are built in which it counts 0, 1, ... 9
of what the attacker does not know, with both tables of all months and the attacker's own pointers the same. A hit may
be of a record of any month, so the two bound no table of records.
"""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, count
from random import Random

import pytest

from casefile.policy.strategic.notified import Notified, Span, answers, hits_between
from casefile.policy.strategic.suppression import LEAST, Counted, figures
from casefile.policy.strategic.tables import ANSWERS, LATER, PictureTable, answer_band

HITS, TIMES = PictureTable.HITS, PictureTable.ANSWERS
UNITS = ("dakar", "banjul", "nouakchott", "conakry")
NETWORKS = (("SN", "GM", "MR", "GN"), ("SN", "SN", "GM", "MR"), ("SN", "SN", "GM", "GM"), ("SN", "SN", "SN", "GM"))
"""The countries of these units: each alone, two of one, two and two, three of one."""
STARTS = [datetime(2026, month, 1, tzinfo=UTC) for month in (8, 9, 10)]
MONTHS = {f"{start:%Y-%m}": Span(start, end) for start, end in zip(STARTS, STARTS[1:], strict=False)}
BANDS = {**ANSWERS, LATER: timedelta(days=20)}
SEEDS = range(8)


def region(seed):
    """(pointers, countries): pairs of units that meet seldom or often; of some hits the owner alone was notified."""
    draw, names, notified = Random(seed), count(), []
    for pair in combinations(UNITS, 2):
        for _ in range(draw.choice([0, 3, 9, 12, 40, 60])):
            name, (first, other) = f"{next(names)}", draw.sample(pair, k=2)
            sent = STARTS[0] + timedelta(hours=draw.randrange(61 * 24))
            notified.append(Notified(name, first, other, sent, took(draw)))
            asked_first = draw.random() < 0.4
            if not asked_first or notified[-1].took and draw.random() < 0.6:
                later = notified[-1].took if asked_first else timedelta()
                notified.append(Notified(name, other, first, sent + later, took(draw)))
    return notified, dict(zip(UNITS, NETWORKS[seed % len(NETWORKS)], strict=True))


def took(draw):
    """Mostly within a day, some never: so that there are times to hide and times to show."""
    return draw.choice([None, *[BANDS["1d"]] * 3, *BANDS.values()])


def cells_of(notified, countries):
    """{(month, table, row): how many it counts}."""
    return Counter(thing.key for thing in _things(notified, countries))


def published(notified, countries):
    return figures(_things(notified, countries))


def _things(notified, countries):
    for month, when in MONTHS.items():
        for table, things in ((HITS, hits_between(notified, when, countries)), (TIMES, answers(notified, when))):
            yield from (Counted((month, table, *one.key), one.known_to) for one in things)


def parted(notified, reader):
    """What the reader was notified, hit by hit, and what it was not."""
    own = {one.hit_id for one in notified if one.to == reader}
    return [one for one in notified if one.hit_id in own], [one for one in notified if one.hit_id not in own]


def rows(reader, countries):
    """Every row in which others may have what the reader does not know: of a country that has another unit."""
    others = [unit for unit in UNITS if unit != reader]
    pairs = {tuple(sorted((countries[a], countries[b]))): (a, b) for a, b in combinations(others, 2)}
    between = {(month, HITS, *pair): who for month in MONTHS for pair, who in pairs.items() if len(set(pair)) > 1}
    return between | {(month, TIMES, band): (others[0], others[1]) for month in MONTHS for band in BANDS}


def by_hit(notified, countries):
    """[(its pointers, the row in which the hit counts or None)]."""
    hits = defaultdict(list)
    for one in notified:
        hits[one.hit_id].append(one)
    return [(hit, next((key for key in cells_of(hit, countries) if key[1] is HITS), None)) for hit in hits.values()]


def time_of(one):
    """The row in which its answer counts."""
    month = next((month for month, when in MONTHS.items() if one.sent_at in when), None)
    return (month, TIMES, answer_band(one.took)) if one.took is not None and month else None


def with_so_many(unknown, wanted, units):
    """What the reader does not know, changed to `wanted` {row: how many}: hits between others come and go; the answers
    of those that go are given by owners who were asked first and refused."""
    left, changed = Counter(wanted), []
    for hit, row in unknown:
        pointers = hit
        if row in wanted and left[row] <= 0:
            pointers = [replace(one, hit_id=f"{one.hit_id} {one.to}") for one in hit]
        left[row] -= 1
        for one in pointers:
            time = time_of(one)
            changed.append(replace(one, took=None) if time in wanted and left[time] <= 0 else one)
            left[time] -= 1
    for key, (one, other) in units.items():
        sent, took_so_long = MONTHS[key[0]].start, BANDS.get(key[2])
        for at in range(left[key]):
            changed.append(Notified(f"new {key} {at}", one, other, sent, took_so_long))
            changed += [Notified(f"new {key} {at}", other, one, sent, None)] if key[1] is HITS else []
    return changed


@pytest.mark.parametrize("seed", SEEDS)
def test_from_both_tables_no_unit_works_out_a_figure_under_ten(seed):
    notified, countries = region(seed)
    shown = published(notified, countries)
    for reader in UNITS:
        known, unknown = parted(notified, reader)
        hidden_part, units = cells_of(unknown, countries), rows(reader, countries)
        for key in shown.keys() & units.keys():
            assert hidden_part[key] >= LEAST, "what is left of it is not small"
        for key in shown.keys() - units.keys():
            assert not hidden_part[key], "the reader knows all of it"
        hidden, hits = [key for key in units if key not in shown], by_hit(unknown, countries)
        for turn in range(LEAST):
            wanted = {key: (turn + place * 7) % LEAST for place, key in enumerate(hidden)}
            other = with_so_many(hits, wanted, units)
            found = cells_of(other, countries)
            assert {key: found[key] for key in hidden} == wanted
            assert parted([*known, *other], reader)[0] == known, "what the reader knows by itself is the same"
            assert published([*known, *other], countries) == shown, (reader, turn)


def test_the_regions_have_all_that_makes_it_hard():
    """Rows to show and to hide in both tables; times shown beside a hidden row where no hit is within a country."""
    seen = Counter()
    for notified, countries in map(region, SEEDS):
        shown, every = published(notified, countries), cells_of(notified, countries)
        seen.update(key[1] for key in shown)
        seen.update((key[1], "hidden") for key in every if key not in shown)
        alone = len(set(countries.values())) == len(UNITS)
        hides = any(key[1] is HITS and key not in shown for key in every)
        seen["hard"] += alone and hides and any(key[1] is TIMES for key in shown)
    for what in (HITS, TIMES, (HITS, "hidden"), (TIMES, "hidden"), "hard"):
        assert seen[what] >= 2, (what, seen)


def test_this_attacker_finds_what_a_count_of_all_who_were_notified_gives_away():
    """Where a hit of which the owner alone was notified counted too, the other unit would take away those it knows."""
    for notified, countries in map(region, SEEDS):
        notified_of = defaultdict(set)
        for one in notified:
            notified_of[one.hit_id] |= {one.to, one.about}
        pairs = Counter(tuple(sorted(countries[unit] for unit in units)) for units in notified_of.values())
        alone = [unit for unit in UNITS if list(countries.values()).count(countries[unit]) == 1]
        for reader in alone:
            known = Counter(
                tuple(sorted(countries[unit] for unit in notified_of[hit]))
                for hit in {one.hit_id for one in notified if one.to == reader}
            )
            if any(0 < pairs[pair] - known[pair] < LEAST <= pairs[pair] for pair in known):
                return
    raise AssertionError("no region in which counting all gives a hit away: the test shows nothing")


A, B, C, D = "a", "b", "c", "d"
WHERE = {A: "SN", B: "SN", C: "GM", D: "MR"}
DAY, DAYS = STARTS[0], timedelta(days=1)
WHEN = MONTHS["2026-08"]


def pointer(to, about, sent=DAY, took=None):
    return Notified("hit", to, about, sent, took)


@pytest.mark.parametrize(
    ("notified", "counted"),
    [
        ([pointer(A, C), pointer(C, A)], [("GM", "SN"), {A}]),
        ([pointer(C, D), pointer(D, C)], [("GM", "MR"), set()]),
        ([pointer(A, B), pointer(B, A)], None),  # of one country
        ([pointer(A, C)], None),  # the owner was asked first
        ([pointer(A, C, DAY - DAYS), pointer(C, A)], [("GM", "SN"), {A}]),  # agreed in the month
        ([pointer(A, C), pointer(C, A, WHEN.end)], None),  # agreed after it
        ([pointer(A, C, DAY - DAYS), pointer(C, A, DAY - DAYS)], None),
    ],
)
def test_a_hit_counts_where_both_were_notified_in_the_month_of_the_second(notified, counted):
    assert hits_between(notified, WHEN, WHERE) == ([Counted(counted[0], frozenset(counted[1]))] if counted else [])


@pytest.mark.parametrize(
    ("notified", "counted"),
    [
        ([pointer(A, C, took=DAYS)], {A}),  # the other never learned of it
        ([pointer(A, C, took=DAYS), pointer(C, A)], {A, C}),
        ([pointer(A, C)], None),
        ([pointer(A, C, WHEN.end, DAYS)], None),
    ],
)
def test_an_answer_counts_in_the_month_of_its_pointer_and_is_known_to_whoever_was_notified(notified, counted):
    assert answers(notified, WHEN) == ([Counted(("1d",), frozenset(counted))] if counted else [])
