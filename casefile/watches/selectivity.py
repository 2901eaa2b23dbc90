"""Can this watch find anything at all, and how many strangers would it meet? Answered by the matcher itself.

A *twin*, a record of all that the watch holds, agrees with it as far as anything can: a watch that its twin does not
reach finds nothing, ever. How many strangers it would meet is reckoned over published name frequencies and a network of
a fixed size: nothing here reads the database, so the answer says nothing of what other units hold. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import prod

from casefile.matching import Prepared, decide, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.matching.departures import reckoning as departures
from casefile.matching.name_kinds import PERSON
from casefile.matching.prepared import PreparedName
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate
from casefile.subjects.name_counts import TermFrequencies, default
from casefile.subjects.stop_values import without_stop_values
from casefile.vocabulary import Band, DateKind, FactKind, IdentifierKind, NameKind, RecordKind, Remedy, Weakness

PERSONS = 20_000
"""Persons in the network for which the estimate is made: the size Griot is measured with, and never the true one."""
ENTITIES = 2_000
"""The same for boats, companies and vehicles, which are a tenth of the records of the published lists."""
YEAR_KNOWN = 0.75
"""Records of persons that know a year of birth; on the UN list it is four in five, in reports fewer."""
DAY_KNOWN = 0.5
"""Of those, records that know the day as well: half of the UN list."""
YEARS = 40
"""The span of years of birth (`casefile.matching.weights`): each has one in forty."""
NEAR_YEARS = 5
"""So far around the watch's years a record's may lie and still count; further apart is a contradiction."""
MOST_NAMES, MOST_PARTS = 6, 5
"""Names and parts of one name that are reckoned with: nobody types more, and a list's forty aliases repeat."""
NEGLIGIBLE = 0.2
"""Expected strangers of all ages below which a name, or a part of one, is not looked at closely."""
BANDS = ((0.5, Band.NONE), (5.5, Band.FEW), (20.5, Band.SOME))
"""Expected number below which a band holds."""
RARE = "Zwangobi"
"""A name nobody has counted, standing for the second name that the officer may still learn."""


@dataclass(frozen=True, slots=True)
class Selectivity:
    """What a watch can do as it stands. `ways` are the least sets of its facts that make a record count."""

    grade: str | None
    """*hit* or *possible* at the most; None: it finds nothing."""
    ways: tuple[tuple[str, ...], ...]
    weaknesses: tuple[Weakness, ...]
    remedies: tuple[Remedy, ...]
    band: Band
    """Strangers, by published frequencies."""
    stop_values: tuple[str, ...] = ()
    """As written."""

    @property
    def fires(self) -> bool:
        return self.grade is not None

    @property
    def wide(self) -> bool:
        """Whether it needs a coordinator's approval: it finds nothing, everything, or what everybody holds."""
        return not self.fires or bool({Weakness.STOP_VALUE, Weakness.TOO_MANY} & set(self.weaknesses))


def selectivity(identity: Identity, country: str | None, common: TermFrequencies | None = None) -> Selectivity:
    """All that can be said of a watch for this identity, of a unit in that country."""
    common = common or default()
    kept, stopped = without_stop_values(identity)
    watch = prepare(kept, country)
    grade, band = twin(watch, common), band_of(strangers(watch, common))
    weaknesses = tuple(_weaknesses(watch, grade, band, bool(stopped)))
    return Selectivity(
        grade,
        tuple(_ways(watch, common)) if grade else (),
        weaknesses,
        tuple(_remedies(kept, country, grade, band, common)) if weaknesses else (),
        band,
        tuple(one.text if isinstance(one, Name) else one.value for one in stopped),
    )


def can_fire(identity: Identity, country: str | None) -> bool:
    """Whether its twin would be found: what a state badge must know, at a tenth of the price."""
    return twin(prepare(without_stop_values(identity)[0], country), default()) is not None


def is_wide(identity: Identity, country: str | None, prepared: Prepared | None = None) -> bool:
    """`Selectivity.wide` alone, for imports of ten thousand: only names that many bear are reckoned with."""
    kept, stopped = without_stop_values(identity)
    if stopped:
        return True
    watch = prepared if prepared is not None else prepare(kept, country)
    if twin(watch, default()) is None:
        return True
    return _may_be_many(watch, default()) and band_of(strangers(watch, default())) is Band.MORE


def twin(watch: Prepared, common: TermFrequencies) -> str | None:
    """What the strongest possible agreement is worth: *hit*, *possible*, or nothing."""
    return _found(departures.twin(watch), watch, common)


def band_of(expected: float) -> Band:
    return next((band for limit, band in BANDS if expected < limit), Band.MORE)


def widest(bands: Iterable[Band]) -> Band:
    """The widest of some bands."""
    return max(bands, key=list(Band).index, default=Band.NONE)


def strangers(watch: Prepared, common: TermFrequencies) -> float:
    """How many of the reference network's subjects would be found who have nothing to do with it.

    Numbers are nobody else's; what strangers share is names, and then years and nationalities by chance.
    """
    if watch.event is not None:
        return departures.strangers(watch, lambda probe: _found(probe, watch, common) is not None)
    if watch.letter == PERSON:
        return sum(_strangers_of_name(watch, name, common) for name in _different(watch.names))
    return sum(_entities_of_name(watch, name, common) for name in _different(watch.names))


# ---- persons ----------------------------------------------------------------------------------------------------


def _strangers_of_name(watch: Prepared, name: PreparedName, common: TermFrequencies) -> float:
    # Parts in Latin letters: who writes the very same Arabic letters is few among those who sound alike, and what the
    # matcher gives for one spelling must not be counted for all. A single part, or one with initials, as it is written.
    as_written = len(name.keys.named) == 1 or any(part.role == "initial" for part in name.keys.named)
    named = [part for part in name.keys.named if part.role == "name"][:MOST_PARTS]
    parts = [(part.latin or part.text, _share(part.sounds, common)) for part in named]
    wanted = [chosen for size in range(1, len(parts) + 1) for chosen in combinations(parts, size)]
    worth = [chosen for chosen in wanted if PERSONS * prod(share for _, share in chosen) > NEGLIGIBLE]
    if not worth:
        return 0.0
    total = 0.0
    for likely, dates, nations in _circumstances(watch.identity):
        least: list[frozenset[str]] = []  # sets of parts that suffice; a larger one is among those counted already
        for chosen in worth:
            texts = frozenset(text for text, _ in chosen)
            if any(known <= texts for known in least):
                continue
            whole = as_written and len(chosen) == len(parts)
            text = name.text if whole else " ".join(part for part, _ in chosen)
            other = Identity(RecordKind.PERSON, (Name(text),), dates=dates, nationalities=nations)
            if _found(prepare(other, watch.country), watch, common):
                least.append(texts)
                total += likely * PERSONS * prod(share for _, share in chosen)
    return total


def _circumstances(watched: Identity) -> Iterator[tuple[float, tuple[PartialDate, ...], tuple[str, ...]]]:
    """What else a stranger of that name bears, each with its probability; contradictions are left out."""
    nations: list[tuple[float, tuple[str, ...]]] = [(1.0, ())]
    if watched.nationalities:
        nations = [(1 / 3, watched.nationalities), (2 / 3, ())]
    births: list[tuple[float, tuple[PartialDate, ...]]] = [(1.0, ())]
    if watched.birth():
        births = [
            (YEAR_KNOWN * years / YEARS * part, (PartialDate(DateKind.BIRTH, f"{year:04}{day}"),))
            for year, years in _years_around(watched.birth())
            for day, part in _days(watched.birth())
        ]
        births.append((1 - YEAR_KNOWN, ()))
    return ((a * b, dates, nation) for a, dates in births for b, nation in nations)


def _years_around(dates: Sequence[PartialDate]) -> Iterator[tuple[int, int]]:
    """Years a stranger's birth may lie in, one for all that come out alike, and for how many years it stands."""
    if len(dates) > 1:
        spans = [date.years() for date in dates]
        years = {y for first, last in spans for y in range(first - NEAR_YEARS, min(last, first + 60) + NEAR_YEARS + 1)}
        yield from ((year, 1) for year in sorted(years))
        return
    first, last = dates[0].years()
    yield first, min(last - first + 1, YEARS)
    yield from ((first - gap, years) for gap, years in ((1, 2), (2, 2), (3, 4), (5, 2)))  # 3 for 4 as well


def _days(dates: Sequence[PartialDate]) -> Sequence[tuple[str, float]]:
    """How a stranger's date goes on after the year: strangers share a year, hardly ever a day."""
    held = {date.value[4:] for date in dates}
    if held == {""}:
        return (("", 1.0),)
    other = next((day for day in ("-07-19", "-08-23", "-09-27", "-10-29") if day not in held), "")
    return (("", 1 - DAY_KNOWN), (other, DAY_KNOWN))


def _may_be_many(watch: Prepared, common: TermFrequencies) -> bool:
    """Whether `strangers` could come to more than 20 at all: a bound from above, at a fifth of the price.

    Each pair of parts is taken to suffice, in every circumstance; a single part only if it would with all that the
    watch itself holds.
    """
    if watch.letter != PERSON:
        return True
    likely = sum(one for one, _, _ in _circumstances(watch.identity))
    most, best = 0.0, replace(watch.identity, identifiers=(), narrative="")
    for name in _different(watch.names):
        parts = [part for part in name.keys.named if part.role == "name"][:MOST_PARTS]
        shares = [_share(part.sounds, common) for part in parts]
        most += sum(a * b for a, b in combinations(shares, 2))
        for part, share in zip(parts, shares, strict=True):
            alone = replace(best, names=(Name(name.text if len(parts) == 1 else part.latin or part.text),))
            if _found(prepare(alone, watch.country), watch, common):
                most += share
    return likely * PERSONS * most >= BANDS[-1][0]


def _share(sounds: tuple[str, ...], common: TermFrequencies) -> float:
    return max((common.share(sound) for sound in sounds), default=0.0)


# ---- boats, companies, vehicles, places ---------------------------------------------------------------------------


def _entities_of_name(watch: Prepared, name: PreparedName, common: TermFrequencies) -> float:
    """By the weight the matcher itself gives the name: its bits are minus the logarithm of the strangers' share."""
    other = Identity(watch.identity.kind, (Name(name.text),))
    decision = decide(prepare(other, watch.country), watch, common=common) if name.entity.own else None
    return ENTITIES * 2.0**-decision.bits if decision else 0.0


# ---- what to say of it ----------------------------------------------------------------------------------------------


def _found(record: Prepared, watch: Prepared, common: TermFrequencies) -> str | None:
    if record_keys(record).isdisjoint(query_keys(watch)):
        return None
    decision = decide(record, watch, common=common)
    return decision.grade if decision and decision.listed else None


def _different(names: Iterable[PreparedName]) -> list[PreparedName]:
    """One of those that sound alike, part by part: a list gives four spellings of one name."""
    kept: list[PreparedName] = []
    for name in names:
        if not any(_alike(name, other) for other in kept):
            kept.append(name)
    return kept[:MOST_NAMES]


def _alike(one: PreparedName, other: PreparedName) -> bool:
    heard = [set(part.sounds) for part in other.keys.named]
    return all(any(sounds & set(part.sounds) for sounds in heard) for part in one.keys.named)


def _ways(watch: Prepared, common: TermFrequencies) -> Iterator[tuple[str, ...]]:
    """The least facts of its own that make a record count, in words of `casefile.vocabulary` kinds."""
    one = watch.identity
    if watch.event is not None:
        bare = departures.twin(watch, people=False)
        yield ("event",) if _found(bare, watch, common) else ("event", "people")
        one = replace(one, places=())
    base = Identity(one.kind, one.names)
    facts: Mapping[str, Identity] = {
        "birth": replace(base, dates=one.birth()),
        "nationality": replace(base, nationalities=one.nationalities),
        "place": replace(base, places=one.places),
    }
    found = watch.event is not None
    if one.names and _found(prepare(base, watch.country), watch, common):
        found = True
        yield ("name",)
    elif one.names and watch.event is None:
        for fact, probe in facts.items():
            if probe != base and _found(prepare(probe, watch.country), watch, common):
                found = True
                yield ("name", fact)
    for kind in dict.fromkeys(number.kind for number in one.identifiers):
        held = tuple(number for number in one.identifiers if number.kind is kind)
        if _found(prepare(Identity(one.kind, identifiers=held), watch.country), watch, common):
            found = True
            yield (kind.value,)
    if not found:
        yield ("together",)


def _weaknesses(watch: Prepared, grade: str | None, band: Band, stopped: bool) -> Iterator[Weakness]:
    if stopped:
        yield Weakness.STOP_VALUE
    if grade is None and watch.event is not None:
        yield Weakness.WIDE_EVENT
    elif grade is None and watch.names:
        parts = max(sum(part.role == "name" for part in name.keys.named) for name in watch.names)
        if watch.letter != PERSON:
            yield Weakness.NAME_ALONE
        else:
            yield Weakness.SINGLE_NAME if parts <= 1 else Weakness.COMMON_NAME
    if band is Band.MORE:
        yield Weakness.TOO_MANY


def _remedies(
    kept: Identity, country: str | None, grade: str | None, band: Band, common: TermFrequencies
) -> Iterator[Remedy]:
    """Facts that the matcher itself says would help, one at a time: to find something, or to find less."""
    for remedy, better in _improved(kept):
        watch = prepare(better, country)
        if twin(watch, common) is None:
            continue
        if grade is None or list(Band).index(band_of(strangers(watch, common))) < list(Band).index(band):
            yield remedy


def _improved(kept: Identity) -> Iterator[tuple[Remedy, Identity]]:
    numbers = kept.identifiers
    if kept.kind is RecordKind.EVENT:
        people = Fact(FactKind.PEOPLE, "80")
        yield Remedy.PEOPLE, replace(kept, facts=(*(f for f in kept.facts if f.kind is not people.kind), people))
        return
    if kept.kind is RecordKind.PERSON:
        if kept.names and not (kept.birth() and all(d.years()[0] == d.years()[1] for d in kept.birth())):
            yield Remedy.YEAR, replace(kept, dates=(PartialDate(DateKind.BIRTH, "1980"),))
        fuller = tuple(replace(name, text=f"{name.text} {RARE}") for name in kept.names)
        yield Remedy.SECOND_NAME, replace(kept, names=fuller or (Name(f"Awa {RARE}", NameKind.MAIN),))
        yield Remedy.PHONE, replace(kept, identifiers=(*numbers, Identifier(IdentifierKind.PHONE, "+221771234568")))
        yield Remedy.DOCUMENT, replace(kept, identifiers=(*numbers, Identifier(IdentifierKind.PASSPORT, "A01729384")))
        return
    if kept.kind in (RecordKind.ORGANISATION, RecordKind.VESSEL, RecordKind.VEHICLE):
        number = Identifier(IdentifierKind.REGISTRATION, "RC 4417-29")
        yield Remedy.REGISTRATION, replace(kept, identifiers=(*numbers, number))
        return
    yield Remedy.PHONE, replace(kept, identifiers=(*numbers, Identifier(IdentifierKind.PHONE, "+221771234568")))
