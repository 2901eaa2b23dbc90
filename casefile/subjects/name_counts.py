"""Counts how common each name is among the records, and keeps the counts in versions.

The weights of evidence are made of the newest one (`casefile.names.frequency`). What else they rest on is kept with it:
the size of the network, what was judged, what decisions have taught (`casefile.subjects.network_counts`).
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import Session

from casefile.names.frequency import ASSUMED, TOGETHER, TermFrequencies, built_in, count_names, default
from casefile.policy.states import NOT_COUNTED
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import FrequencyTable, IdentityRow, NameRow, Record
from casefile.subjects import network_counts
from casefile.subjects.network_counts import Reading
from casefile.vocabulary import RecordKind

__all__ = [
    "TermFrequencies",
    "as_stored",
    "count",
    "count_and_store",
    "count_by",
    "count_names",
    "default",
    "is_due",
    "load_newest",
    "newest_version",
    "store",
    "store_counted",
]

CHANGED_ENOUGH = 0.05
"""A new version is stored when the number of records has moved by this share, which moves no weight by 0.1 bit."""
PAGE = 500
"""Persons whose names are read at once."""
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
    return count_by(lambda: nullcontext(session))


def count_by(reading: Reading) -> TermFrequencies:
    """The same in many short reads (`Store.reading`): a count takes minutes of a large installation, and on SQLite
    nobody's save is committed while anybody reads."""
    with reading() as session:
        in_force, size = load_newest(session), network_counts.size(session)
        expected = network_counts.expected(session, ASSUMED)
    return replace(
        count_names(_names_by_person(reading)),
        size=size,
        expected=expected,
        carriers=network_counts.carriers(reading),
        fitted=in_force.fitted,
        model=in_force.model,
    )


def is_due(session: Session) -> bool:
    """Whether the records have changed enough since they were counted, or were counted by another analysis."""
    newest = _newest(session)
    if newest is not None and newest.counts.get(SCHEME) != scheme():
        return True
    now_there = session.scalar(_persons().with_only_columns(func.count())) or 0
    grown = network_counts.size(session) - (_read(0, 0, newest.counts).size if newest else 0)
    counted_then = newest.total if newest else 0
    return bool(max(abs(now_there - counted_then), abs(grown)) > CHANGED_ENOUGH * max(counted_then, 1))


def count_and_store(session: Session) -> int:
    """Count afresh where that is due, and store it. Returns the version in force.

    Running it twice stores nothing the second time.
    """
    return store(session, count(session)) if is_due(session) else newest_version(session)


def store_counted(session: Session, counted: TermFrequencies) -> int:
    """Keep what was counted some time ago; what decisions have taught meanwhile stays in force."""
    in_force = load_newest(session)
    return store(session, replace(counted, fitted=in_force.fitted, model=in_force.model))


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
        .where(Record.state.not_in([state.value for state in NOT_COUNTED]), network_counts.known())
    )


def _names_by_person(reading: Reading) -> Iterator[list[str]]:
    last = ""
    while True:
        with reading() as session:
            page = _persons().add_columns(Record.id).where(Record.id > last).order_by(Record.id).limit(PAGE)
            found = session.execute(page).all()
            ids = [identity_id for identity_id, _ in found]
            asked = select(NameRow.identity_id, NameRow.text).where(among(NameRow.identity_id, ids))
            rows = session.execute(asked.order_by(NameRow.identity_id)).all() if ids else ()
        for _, names in groupby(rows, key=itemgetter(0)):
            yield [text for _, text in names]
        if len(found) < PAGE:
            return
        last = found[-1][1]
