"""What narrows an answer: how many of the records found have which kind, unit, country, decade, topic and own case, as
the reader may know."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import cast

from casefile.policy.sharing import Access
from indexer.engine.wire import Answer, Facets
from indexer.search import queries
from indexer.search.found.checked import Found
from indexer.search.reading.form import NARROWED_BY

_COUNTED = {
    Access.CORE: tuple(queries.COUNTED_CORE.items()),
    Access.FULL: tuple(queries.COUNTED.items()),
    Access.OWN: (*queries.COUNTED.items(), *queries.COUNTED_OWN.items()),
}
Counts = dict[str, tuple[tuple[str, int], ...]]


def aggregated(answer: Answer, others: Sequence[Found]) -> dict[str, Counter[str]]:
    """The counts of records that are read whole, of cores, and of those found by a name like it, as one."""
    counts = counted(others)
    for part in cast(Facets, answer["aggregations"]).values():
        for name, counter in counts.items():
            for bucket in part[name]["buckets"] if name in part else ():
                counter[bucket["key"]] += bucket["doc_count"]
    return counts


def counted(shown: Sequence[Found]) -> dict[str, Counter[str]]:
    """The counts of these records."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in NARROWED_BY}
    for one in shown:
        for name, field in _COUNTED[one.seen]:
            value = one.hit["_source"].get(field) or []
            counts[name].update([value] if isinstance(value, str) else value)
    return counts


def ordered(counts: Mapping[str, Counter[str]]) -> Counts:
    """The most frequent value of each field first."""
    return {
        name: tuple(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))) for name, counter in counts.items()
    }
