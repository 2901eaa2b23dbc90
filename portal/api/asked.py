"""A machine's question as an officer's: counted, stated with its reason, written into the trail, then asked.

The very actions of the search page: `search_log.save_search` before, `note_result` before anything is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from casefile.exchange.ftm import entity
from casefile.exchange.incoming import ImportReport
from casefile.exchange.overflow import fit
from casefile.people import units
from casefile.people.units import UnitView
from casefile.records import search_log
from casefile.subjects import cleaning
from casefile.subjects.identity import Identity
from casefile.vocabulary import Json, Purpose, UnitKind
from indexer.search.matched.match import Matched, Matches, match
from portal.web.context import engine, store, viewer
from portal.web.machine.door import caller


@dataclass(frozen=True, slots=True)
class Query:
    """One query entity: a schema and its properties."""

    schema: str
    properties: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Answered:
    """What is shown for one query, the likeliest first, and of how many."""

    shown: tuple[Matched, ...]
    total: int
    whole: bool


Keep = Callable[[Matched], bool]


def matched(queries: Sequence[Query], limits: Sequence[int], keep: Keep = lambda _one: True) -> list[Answered]:
    """The records that each of these may be, as far as the caller wants them (`keep`). Raises OverBudget,
    SearchUnavailable, BadInput."""
    subjects = [_subjects(one) for one in queries]
    with store().writing() as session:
        searches = [
            search_log.save_search(session, viewer(), _form(one, many), caller().reason, "", Purpose.IDENTIFY)
            for one, many in zip(queries, subjects, strict=True)
        ]
    flat = [one for many in subjects for one in many]
    answers = iter(match(engine(), store(), viewer(), flat, caller().country))
    found = [_joined([next(answers) for _ in many], keep, most) for many, most in zip(subjects, limits, strict=True)]
    with store().writing() as session:  # the trail first: no answer without its line
        for search_id, one in zip(searches, found, strict=True):
            shown = [record.line.id for record in one.shown]
            search_log.note_result(session, viewer(), search_id, one.total, shown)
    return found


def unit_views() -> dict[str, UnitView]:
    """The units of the network by id, as everybody may know them."""
    with store().reading() as session:
        return {unit.id: unit for unit in units.units(session)}


def is_list(unit: UnitView | None) -> bool:
    """Whether its records are a list that somebody publishes."""
    return unit is not None and unit.kind is UnitKind.SOURCE


def _subjects(query: Query) -> list[Identity]:
    found = entity.subjects_of(query.schema, query.properties)
    return [replace(cleaning.clean(fit(one, ImportReport(), (0, ""))), narrative="", facts=()) for one in found]


def _form(query: Query, subjects: Sequence[Identity]) -> dict[str, Json]:
    """The question as the search page would have it: what series are looked for in, and what auditors can open."""
    subject = subjects[0] if subjects else None
    form: dict[str, Json] = {
        "text": subject.names[0].text if subject and subject.names else "",
        "identifier": subject.identifiers[0].value if subject and subject.identifiers else "",
        "mode": "match",
        "schema": query.schema[:80],
    }
    rest = {name: "; ".join(values)[:2000] for name, values in query.properties.items() if values}
    return {**{name: value for name, value in form.items() if value}, **{f"asked {k}"[:80]: v for k, v in rest.items()}}


def _joined(parts: Sequence[Matches], keep: Keep, most: int) -> Answered:
    """One list of what a subject was found as by each of its kinds; a record once, by its best."""
    best: dict[str, Matched] = {}
    for part in parts:
        for one in part.found:
            if one.line.id not in best or one.score > best[one.line.id].score:
                best[one.line.id] = one
    ordered = sorted(filter(keep, best.values()), key=lambda one: (-one.score, one.line.id))
    return Answered(tuple(ordered[:most]), len(ordered), all(part.whole for part in parts))
