"""The log walked from its beginning: audit lines and leaves in their one order, each checked and hashed for the tree.

Read in pages, so that a long walk keeps no writer waiting.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection

from casefile.audit.trail import GENESIS, row_hash
from casefile.proof import digest, tree
from casefile.storage.leaves import heads
from casefile.storage.store import Store

PAGE = 2000
LINE = ("seq", "at", "action", "officer_id", "unit_id", "subject_kind", "subject_id", "reason", "case_ref", "purpose",
        "detail", "prev_hash", "hash")  # fmt: skip
LEAF = ("seq", "trail", "kind", "key", "number", "mark", "form", "row", "content")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the tree. `why` is empty when the row there is as it was written, so far as it tells itself."""

    index: int
    """Counted from 0."""
    what: str
    """Which row: `audit line 7`, `leaf 3 (record …)`."""
    hash: bytes
    why: str = ""
    is_leaf: bool = False
    before: str = ""
    """Of the other kind, the row that would come here if it were there."""


@dataclass(frozen=True, slots=True)
class Ends:
    """How many audit lines and leaves there are; the tree's size is their sum."""

    lines: int
    leaves: int

    @property
    def size(self) -> int:
        return self.lines + self.leaves


@dataclass(frozen=True, slots=True)
class Start:
    """Where a walk goes on: after so many lines and leaves, the last line having this hash."""

    lines: int = 0
    leaves: int = 0
    hash: str = GENESIS


def ends(store: Store) -> Ends:
    """Both at one moment."""
    with store.reading() as session:
        return Ends(*heads(session.connection()))


def walk(store: Store, until: Ends, start: Start | None = None) -> Iterator[Entry]:
    """Every place from the start to these ends. After one with a `why` nothing more comes: what follows is moved."""
    start = start or Start()
    lines = _rows(store, "audit", LINE, start.lines, until.lines)
    leaves = _rows(store, "leaf", LEAF, start.leaves, until.leaves)
    line, leaf = next(lines, None), next(leaves, None)
    at, leaf_at, previous = start.lines, start.leaves, start.hash
    index = at + leaf_at
    while line or leaf or at < until.lines or leaf_at < until.leaves:
        if (leaf and leaf["trail"] <= at) or not (line or leaf or at < until.lines):
            leaf_at += 1
            place = _leaf(index, leaf, leaf_at, at)
            leaf = next(leaves, None)
        else:  # the next leaf comes after a line: where that is not there, it is what is missing
            at += 1
            place, previous = _line(index, line, at, previous)
            line = next(lines, None)
        yield place
        if place.why:
            return
        index += 1


def _leaf(index: int, leaf: dict[str, Any] | None, expected: int, at: int) -> Entry:
    if leaf is None or leaf["seq"] != expected:
        return Entry(index, f"leaf {expected}", b"", "it is missing")
    what = f"leaf {expected} ({named(leaf['kind'], leaf['key'], leaf['number'])})"
    if leaf["trail"] != at:
        return Entry(index, what, b"", "it was moved")
    try:
        subject = (leaf["kind"], leaf["key"], leaf["number"])
        data = digest.leaf_data(expected, subject, leaf["mark"], leaf["form"], (leaf["row"], leaf["content"]))
    except (TypeError, AttributeError, ValueError):
        return Entry(index, what, b"", "it was altered")
    return Entry(index, what, tree.leaf_hash(data), is_leaf=True, before=f"audit line {at + 1}")


def _line(index: int, line: dict[str, Any] | None, expected: int, previous: str) -> tuple[Entry, str]:
    what, before = f"audit line {expected}", f"leaf {index - expected + 2}"
    if line is None or line["seq"] != expected:
        return Entry(index, what, b"", "it is missing"), previous
    if not _sound(line) or line["prev_hash"] != previous:
        return Entry(index, what, b"", "it was altered, or the line before it"), previous
    return Entry(index, what, tree.leaf_hash(digest.line_data(expected, line["hash"])), before=before), line["hash"]


def _sound(line: dict[str, Any]) -> bool:
    """Whether the line's own hash is over what stands in it, and its values have the form they are written in."""
    try:
        at = _moment(line["at"])
        detail = orjson.loads(line["detail"])
        if orjson.dumps(detail).decode() != line["detail"]:
            return False
        return bool(row_hash({**line, "detail": detail}, at) == line["hash"])
    except (TypeError, ValueError, AttributeError):
        return False


MOMENT = "%Y-%m-%d %H:%M:%S.%f"


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    found = datetime.strptime(str(value), MOMENT).replace(tzinfo=UTC)
    if found.strftime(MOMENT) != value:
        raise ValueError
    return found


def _rows(store: Store, table: str, names: tuple[str, ...], after: int, until: int) -> Iterator[dict[str, Any]]:
    while after < until:
        with store.reading() as session:
            page = _page(session.connection(), table, names, after, until)
        if not page:
            return
        yield from page
        after = page[-1]["seq"]


def _page(connection: Connection, table: str, names: tuple[str, ...], after: int, until: int) -> list[dict[str, Any]]:
    place, as_text = ("?", "") if connection.dialect.paramstyle == "qmark" else ("%s", "::text")
    chosen = ", ".join(f'"{name}"{as_text}' if name == "detail" else f'"{name}"' for name in names)
    sql = f"SELECT {chosen} FROM {table} WHERE seq > {place} AND seq <= {place} ORDER BY seq LIMIT {PAGE}"  # noqa: S608
    fetched = connection.exec_driver_sql(sql, (after, until)).cursor.fetchall()
    return [dict(zip(names, row, strict=True)) for row in fetched]


def named(kind: str, key: str, number: int | None = None) -> str:
    """How a subject is named to people."""
    return f"{kind} {key}" + (f" version {number}" if number is not None else "")
