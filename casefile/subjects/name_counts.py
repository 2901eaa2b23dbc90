"""Counts how common each name is among the records, and keeps the counts in versions.

The weights of evidence are made of the newest one (`casefile.names.frequency`). What else they rest on is kept with it:
the size of the network, what was judged, what decisions have taught (`casefile.subjects.network_counts`).
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import Session

from casefile.names.frequency import ASSUMED, TOGETHER, TermFrequencies, built_in, count_names, default
from casefile.policy.states import NOT_COUNTED
from casefile.storage import tables
from casefile.storage.tables import FrequencyTable, IdentityRow, NameRow, Record
from casefile.subjects import network_counts
from casefile.vocabulary import RecordKind

__all__ = [
    "TermFrequencies",
    "as_stored",
    "count",
    "count_and_store",
    "count_names",
    "default",
    "load_newest",
    "newest_version",
    "store",
]

CHANGED_ENOUGH = 0.05
"""A new version is stored when the number of records has moved by this share, which moves no weight by 0.1 bit."""
BATCH = 5_000
SIZE, EXPECTED, TOGETHER_AS = "#size", "#expected", "#together"
PEOPLES, CARRIERS, FITTED = "#peoples", "#carriers", "#fitted"
"""Where a stored table keeps what was counted besides names."""
MODEL = "#model"
SCHEME = "#scheme"
"""Where a stored table keeps the mark of the analysis it was counted with; no key begins with #."""


@lru_cache(maxsize=1)
def scheme() -> str:
    """A mark of how names are analysed now: counts made under another analysis have other keys and are not used."""
    keys = "".join(sorted(built_in()))
    return hashlib.sha256(keys.encode()).hexdigest()[:16]


def load_newest(session: Session) -> TermFrequencies:
    """The newest stored count; the built-in table when nothing was counted yet, or not by today's analysis."""
    row = _newest(session)
    if row is None or row.counts.get(SCHEME) != scheme():
        return default()
    return _read(row.version, row.total, row.counts)


def _read(version: int, total: int, stored: Mapping[str, object]) -> TermFrequencies:
    numbers = {key: value for key, value in stored.items() if isinstance(value, (int, float))}
    return TermFrequencies(
        version,
        total,
        {key: int(number) for key, number in numbers.items() if not key.startswith("#")},
        size=int(numbers.get(SIZE, 0)),
        expected=float(numbers.get(EXPECTED, 0.0)),
        together=float(numbers.get(TOGETHER_AS, TOGETHER)),
        peoples={key: int(number) for key, number in _part(stored, PEOPLES).items()},
        carriers={key: int(number) for key, number in _part(stored, CARRIERS).items()},
        fitted=_part(stored, FITTED),
        model=str(stored.get(MODEL, "")),
    )


def _part(stored: Mapping[str, object], name: str) -> dict[str, float]:
    part = stored.get(name)
    if not isinstance(part, dict):
        return {}
    return {str(key): float(number) for key, number in part.items() if isinstance(number, (int, float))}


def newest_version(session: Session) -> int:
    """The number of the newest stored count; 0 when there is none."""
    return session.scalar(select(func.max(FrequencyTable.version))) or 0


def _newest(session: Session) -> FrequencyTable | None:
    return session.scalars(select(FrequencyTable).order_by(FrequencyTable.version.desc()).limit(1)).first()


def count(session: Session) -> TermFrequencies:
    """Counted from the records in force, with what decisions have taught so far; not stored."""
    in_force = load_newest(session)
    return replace(
        count_names(_names_by_person(session)),
        size=network_counts.size(session),
        expected=network_counts.expected(session, ASSUMED),
        carriers=network_counts.carriers(session),
        fitted=in_force.fitted,
        model=in_force.model,
    )


def count_and_store(session: Session) -> int:
    """Count afresh; store a new version when the records have changed enough. Returns the version in force.

    Running it twice stores nothing the second time.
    """
    newest = _newest(session)
    in_force, counted_then = (newest.version, newest.total) if newest else (0, 0)
    outdated = newest is not None and newest.counts.get(SCHEME) != scheme()
    now_there = session.scalar(_persons().with_only_columns(func.count())) or 0
    grown = network_counts.size(session) - (_read(0, 0, newest.counts).size if newest else 0)
    moved = max(abs(now_there - counted_then), abs(grown))
    if not outdated and moved <= CHANGED_ENOUGH * max(counted_then, 1):
        return in_force
    return store(session, count(session))


def store(session: Session, counted: TermFrequencies) -> int:
    """Keep these counts as the newest version, and return its number."""
    in_force, kept = newest_version(session), as_stored(counted)
    extra = {
        SCHEME: scheme(), SIZE: kept.size, EXPECTED: kept.expected, TOGETHER_AS: kept.together,
        PEOPLES: dict(kept.peoples), CARRIERS: dict(kept.carriers), FITTED: dict(kept.fitted),
        MODEL: kept.model,
    }  # fmt: skip
    session.add(
        FrequencyTable(version=in_force + 1, counted_at=tables.now(), total=kept.total, counts={**extra, **kept.counts})
    )
    session.flush()
    return in_force + 1


def as_stored(counted: TermFrequencies) -> TermFrequencies:
    """These counts as a stored table gives them back: a key met once says no more than the smoothing does, and such
    keys are most of the table."""
    return replace(counted, counts={key: number for key, number in sorted(counted.counts.items()) if number > 1})


def _persons() -> Select[str]:
    current = Record.id + ":" + cast(Record.version, String)
    return (
        select(IdentityRow.id)
        .join(Record, current == IdentityRow.id)
        .where(IdentityRow.kind == RecordKind.PERSON.value)
        .where(Record.state.not_in([state.value for state in NOT_COUNTED]))
    )


def _names_by_person(session: Session) -> Iterator[list[str]]:
    ids = _persons().subquery()
    rows = session.execute(
        select(NameRow.identity_id, NameRow.text)
        .join(ids, ids.c.id == NameRow.identity_id)
        .order_by(NameRow.identity_id)
        .execution_options(yield_per=BATCH)
    )
    person, names = None, list[str]()
    for identity_id, text in rows:
        if identity_id != person and names:
            yield names
            names = []
        person = identity_id
        names.append(text)
    if names:
        yield names
