"""Data sets of OpenSanctions in FollowTheMoney: entities, deltas (`op`, `entity`) or statements as CSV.

Ids that the publisher found to be one (`referents`) become one record; a measure (Sanction) is said of whom it is
against; the lists an entity comes from (`datasets`) stand in its text. `first_seen` and `last_seen` move each day and
are the date of the file, no part of the entry.
"""

import csv
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from casefile.exchange.ftm.convert import held_of
from casefile.exchange.ftm.read import BadLine, Entity, add_entity, entity_of, read_file
from casefile.exchange.incoming import MAX_PROBLEMS, FileRead, ImportReport, Progress, unreadable
from casefile.exchange.sources.un_list import moment
from casefile.vocabulary import SubjectCategory

COLUMNS = frozenset({"canonical_id", "entity_id", "prop", "schema", "value"})
NO_VALUE = "id"
"""A statement of this property says only that there is an entity of this id."""
ADDED = frozenset({"ADD", "MOD"})
MAX_FIELD = 4_000_000


def read(path: Path, report: ImportReport, progress: Progress) -> FileRead:
    """Whatever form the file has."""
    seen = _Seen()
    entities = _statements(path, report, seen) if _is_csv(path) else read_file(path, report, progress, seen.unwrap)
    found = held_of(entities, SubjectCategory.SUSPECT, report)
    found = [replace(one, identity=seen.told(one.ref, one.identity)) for one in found]
    return FileRead(found, seen.as_of, seen.delta, frozenset(seen.removed), frozenset(entities))


class _Seen:
    """What the lines say besides their entities."""

    def __init__(self) -> None:
        self.as_of: datetime | None = None
        self.delta = False
        self.removed: set[str] = set()
        self.datasets: dict[str, set[str]] = {}

    def unwrap(self, data: dict[str, Any]) -> dict[str, Any] | None:
        """The entity of a line; None of one that says an entity is gone."""
        if "op" in data:
            self.delta = True
            entity = data.get("entity")
            if not isinstance(entity, dict) or data["op"] not in {*ADDED, "DEL"}:
                raise BadLine("a delta needs op (ADD, MOD or DEL) and entity")
            if data["op"] == "DEL":
                self.removed.add(str(entity.get("id") or ""))
                return None
            data = entity
        self.note(str(data.get("id") or ""), data.get("datasets"), data.get("last_seen"))
        return data

    def note(self, ref: str, datasets: Any, last_seen: Any) -> None:
        if isinstance(datasets, list):
            self.datasets.setdefault(ref, set()).update(str(one) for one in datasets)
        at = moment(last_seen) if isinstance(last_seen, str) else None
        if at is not None and (self.as_of is None or at > self.as_of):
            self.as_of = at

    def told(self, ref: str, identity: Any) -> Any:
        """The identity, with the lists that name it in its text."""
        lists = ", ".join(sorted(self.datasets.get(ref, ())))
        return replace(identity, narrative="\n".join(filter(None, (identity.narrative, lists and f"Lists: {lists}"))))


def _is_csv(path: Path) -> bool:
    try:
        with path.open("rb") as handle:
            head = handle.readline(10_000).decode("utf-8-sig", "replace")
    except OSError as error:
        raise unreadable(path, error) from error
    return {name.strip().strip('"') for name in head.split(",")} >= COLUMNS


def _statements(path: Path, report: ImportReport, seen: _Seen) -> dict[str, Entity]:
    """Each row states one value of one entity; the canonical id is the entity's, the other one a referent."""
    entities: dict[str, Entity] = {}
    csv.field_size_limit(MAX_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for number, row in enumerate(csv.DictReader(handle), start=2):
                if len(report.problems) >= MAX_PROBLEMS:
                    break
                _statement(number, row, entities, report, seen)
    except UnicodeDecodeError:
        report.problems.append("the statements are not UTF-8")
    except csv.Error as error:
        report.problems.append(f"the statements cannot be read ({error})")
    report.read = len(entities)
    return entities


def _statement(
    number: int, row: dict[str, Any], entities: dict[str, Entity], report: ImportReport, seen: _Seen
) -> None:
    ref, before = str(row.get("canonical_id") or ""), str(row.get("entity_id") or "")
    if not ref or not row.get("schema") or row.get("value") is None:
        report.problems.append(f"line {number}: a statement without canonical_id, schema or value: cut off?")
        return
    values = {} if row["prop"] == NO_VALUE else {str(row["prop"]): [row["value"]]}
    try:
        data = {"id": ref, "schema": row["schema"], "properties": values, "referents": [before] if before else []}
        entity = entity_of(data, number, report)
    except BadLine as error:
        report.problems.append(f"line {number}: {error}")
        return
    if entity is None:
        return
    seen.note(ref, [row["dataset"]] if row.get("dataset") else None, row.get("last_seen"))
    if (known := entities.get(entity.id)) is not None:
        known.referents = tuple(sorted({*known.referents, *entity.referents}))
    add_entity(entity, number, entities, report)
