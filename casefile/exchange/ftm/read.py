"""Reading FollowTheMoney entities from JSON lines, with the line of each kept for what has to be said about it.

Values stay as written: the library's own cleaning drops in silence what it cannot read (a phone number in local
form, a year range), and what is dropped must be named. The library gives the model: schemata, properties, ranges.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casefile.exchange.ftm.envelope import KEY, Envelope, Unreadable, opened
from casefile.exchange.ftm.known import common_schema, model
from casefile.exchange.incoming import MAX_PROBLEMS, ImportReport, Progress, silent, unreadable
from casefile.stamp.leaving import unstamped

if TYPE_CHECKING:
    from followthemoney.schema import Schema

MAX_LINE = 4_000_000  # bytes; a book's text fits
MAX_ID = 180  # characters; the column holds 200
REPORT_EVERY = 1000

Unwrap = Callable[[dict[str, Any]], dict[str, Any] | None]


class BadLine(Exception):
    """Why a line is no entity."""


@dataclass(slots=True)
class Entity:
    """One entity, its fragments merged: several lines may carry parts of the same id."""

    id: str
    line: int
    schema: Schema
    values: dict[str, list[str]] = field(default_factory=dict)
    referents: tuple[str, ...] = ()
    """Ids that its source merged into this one."""
    beside: Envelope | None = None
    """What a Griot said of it beside the model's words."""

    def all(self, *names: str) -> list[str]:
        """The values of the properties, in order, each once."""
        return list(dict.fromkeys(value for name in names for value in self.values.get(name, ())))

    def first(self, *names: str) -> str:
        return next(iter(self.all(*names)), "")

    def is_a(self, *names: str) -> bool:
        return any(self.schema.is_a(name) for name in names)


def read_file(
    path: Path, report: ImportReport, progress: Progress = silent, unwrap: Unwrap | None = None
) -> dict[str, Entity]:
    """The entities of the file by id. What is at fault is in `report.problems`, what is unknown in its `not_held`.

    `unwrap` takes the entity out of what a line holds; None: the line has none.
    """
    try:
        size, done = path.stat().st_size, 0
        entities: dict[str, Entity] = {}
        with path.open("rb") as handle:
            for number, line in enumerate(handle, start=1):
                done += len(line)
                if number % REPORT_EVERY == 0:
                    progress("reading", done, size)
                _read_line(line, number, entities, report, unwrap)
                if len(report.problems) >= MAX_PROBLEMS:
                    break
        progress("reading", done, size)
    except OSError as error:
        raise unreadable(path, error) from error
    return entities


def _read_line(
    line: bytes, number: int, entities: dict[str, Entity], report: ImportReport, unwrap: Unwrap | None
) -> None:
    if not line.strip():
        return
    report.read += 1
    try:
        entity = _entity(line, number, report, unwrap)
    except (BadLine, ValueError, RecursionError) as error:  # ValueError: not UTF-8, not JSON
        report.problems.append(f"line {number}: {_reason(error)}")
        report.rejected += 1
        return
    if entity is not None:
        add_entity(entity, number, entities, report)


def add_entity(entity: Entity, number: int, entities: dict[str, Entity], report: ImportReport) -> None:
    """Put it among the others, merged with what they say of the same id."""
    known = entities.get(entity.id)
    if known is None:
        entities[entity.id] = entity
        return
    if (schema := common_schema(known.schema, entity.schema)) is None:
        report.problems.append(
            f"line {number}: “{entity.id}” is {entity.schema.name} here and {known.schema.name} in line {known.line}"
        )
        report.rejected += 1
        return
    known.schema = schema
    known.beside = None  # a part of something else than what the envelope speaks of
    for name, values in entity.values.items():
        known.values[name] = list(dict.fromkeys([*known.values.get(name, ()), *values]))


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON ({error.msg} at column {error.colno})"
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8"
    if isinstance(error, RecursionError):
        return "nested too deep"
    return str(error)


def _entity(line: bytes, number: int, report: ImportReport, unwrap: Unwrap | None) -> Entity | None:
    if len(line) > MAX_LINE:
        raise BadLine(f"longer than {MAX_LINE} bytes")
    data = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    if unwrap is not None and isinstance(data, dict):
        data = unwrap(data)
        if data is None:
            return None
    return entity_of(data, number, report)


def entity_of(data: object, number: int, report: ImportReport) -> Entity | None:
    """The entity that a line states; None, counted in the report, when FollowTheMoney has no such schema."""
    if not isinstance(data, dict):
        raise BadLine("not an entity: a JSON object with id, schema and properties is needed")
    entity_id, schema_name = data.get("id"), data.get("schema")
    if not isinstance(entity_id, str) or not entity_id.strip():
        raise BadLine("an entity without id: it could not be updated by the next import")
    if len(entity_id) > MAX_ID:
        raise BadLine(f"the id is longer than {MAX_ID} characters")
    if not isinstance(schema_name, str) or not schema_name:
        raise BadLine("an entity without schema")
    schema = model().get(schema_name)
    if schema is None:
        report.not_held[f"schema {schema_name[:60]}"] += 1
        return None
    properties = data.get("properties", {})
    if not isinstance(properties, dict):
        raise BadLine("“properties” must map names to lists of values")
    properties = dict(unstamped(properties))
    said = data.get("referents", [])
    referents = [one for one in said if isinstance(one, str) and one != entity_id] if isinstance(said, list) else []
    entity = Entity(entity_id.strip(), number, schema, referents=tuple(sorted(set(referents))))
    for name, values in properties.items():
        if name not in schema.properties or schema.properties[name].stub:
            report.not_held[f"property {schema.name}.{str(name)[:60]}"] += 1
        elif texts := _texts(values, str(name)):
            entity.values[str(name)] = texts
    if KEY in data:
        _open(data[KEY], entity, properties, report)
    return entity


def _open(said: object, entity: Entity, properties: dict[str, Any], report: ImportReport) -> None:
    try:
        entity.beside = opened(said, entity.schema.name, properties)
    except Unreadable as error:
        raise BadLine("what Griot said beside it (“griot”) cannot be read") from error
    if entity.beside is None:
        report.not_held["what Griot said beside an entity that was changed since: read by its properties"] += 1


def _texts(values: object, name: str) -> list[str]:
    """Values as texts; a nested entity counts as its id."""
    found = []
    for one in values if isinstance(values, list) else [values]:
        value = one.get("id") if isinstance(one, dict) else one
        if value is None or isinstance(value, list | bool):
            raise BadLine(f"“{name}” holds something that is neither text nor number")
        if text := " ".join(str(value).split(" ")).strip():
            found.append(text)
    return found


@lru_cache(maxsize=256)
def entity_properties(schema_name: str) -> frozenset[str]:
    """The properties of a schema whose values are ids of other entities."""
    schema = model().schemata[schema_name]
    return frozenset(name for name, prop in schema.properties.items() if prop.type.name == "entity" and not prop.stub)
