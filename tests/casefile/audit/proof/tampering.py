"""A seeded hand that alters a stopped home's database from outside, and what a true report has to name afterwards."""

import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from casefile.audit.trail import row_hash
from casefile.proof.digest import digest
from casefile.storage import proven

CONTENT = tuple(proven.covered())
TABLES = (*CONTENT, "audit", "leaf")


@dataclass
class Home:
    """A copy of a home whose database is open as any program may open it; `older` is a copy of earlier."""

    folder: Path
    older: Path
    rng: random.Random

    def __post_init__(self):
        self.db = sqlite3.connect(self.folder / "griot.db")
        self.db.row_factory = sqlite3.Row

    def rows(self, table):
        return self.db.execute(f'SELECT rowid AS "_rowid", * FROM "{table}"').fetchall()

    def filled(self, least=1, tables=TABLES):
        """A table with so many rows."""
        many = {t: self.db.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables}
        return self.rng.choice([t for t, n in many.items() if n >= least])

    def done(self):
        self.db.commit()
        self.db.close()


Named = set[str]
"""Beginnings of what the first problem may name."""


def _followed(home: Home, row) -> bool:
    """Whether a later leaf speaks of the same: the salt of the earlier one proves nothing that is still there, and goes
    when a record is erased."""
    later = "SELECT 1 FROM leaf WHERE kind = ? AND key = ? AND seq > ?"
    return home.db.execute(later, (row["kind"], row["key"], row["seq"])).fetchone() is not None


def edit(home: Home) -> Named:
    table = home.filled()
    row = home.rng.choice(home.rows(table))
    columns = [c for c in list(row.keys()) if c != "_rowid" and (table, c) not in proven.VOLATILE]
    column = home.rng.choice(columns)
    if (table, column) == ("leaf", "salt") and _followed(home, row):
        return edit(home)
    value = other(home.rng, row[column])
    try:
        home.db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (value, row["_rowid"]))
    except sqlite3.IntegrityError:  # NOT NULL or unique: the file itself refuses that; some other value then
        return edit(home)
    changed = home.db.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (row["_rowid"],)).fetchone()
    if changed is None:  # an integer key was moved
        changed = home.db.execute(f'SELECT * FROM "{table}" WHERE "{column}" = ?', (value,)).fetchone()
    return names(home, table, row) | names(home, table, changed)


def other(rng: random.Random, value: object) -> object:
    """Something else of about that kind."""
    if value is None:
        return rng.choice(["x", 1])
    if isinstance(value, bytes):
        return rng.choice([None, bytes([value[0] ^ 1]) + value[1:] if value else b"x"])
    if isinstance(value, int | float):
        return value + rng.choice([1, -1, 7])
    ways: list[Callable[[str], object]] = [
        lambda s: s + "x", lambda s: "x" + s, lambda s: s + " ", lambda s: s[:-1] if s else "y",
        lambda s: s.swapcase() if s.swapcase() != s else s + "é", lambda _: None,
    ]  # fmt: skip
    return rng.choice(ways)(str(value))


def delete(home: Home) -> Named:
    table = home.filled()
    row = home.rng.choice(home.rows(table))
    home.db.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row["_rowid"],))
    return names(home, table, row)


def copy_in(home: Home) -> Named:
    """A further row, made of one that is there."""
    table = home.filled(tables=CONTENT)
    row = dict(home.rng.choice(home.rows(table)))
    row.pop("_rowid")
    for column in proven.key_columns(table):
        row[column] = row[column] + 1000 if isinstance(row[column], int) else f"z{row[column]}"[: len(row[column])]
    places = ", ".join("?" for _ in row)
    columns = ", ".join(f'"{c}"' for c in row)
    try:
        home.db.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', tuple(row.values()))
    except sqlite3.IntegrityError:
        return copy_in(home)
    return names(home, table, row)


def swap(home: Home) -> Named:
    """Two rows of a table take each other's contents; their keys stay."""
    table = home.filled(2, tuple(t for t in TABLES if t != "leaf"))
    key = ("seq",) if table == "audit" else proven.key_columns(table)
    one, two = home.rng.sample(home.rows(table), 2)
    columns = [c for c in list(one.keys()) if c not in (*key, "_rowid") and (table, c) not in proven.VOLATILE]
    if all(one[c] == two[c] for c in columns):
        return swap(home)
    try:
        for to in (one, two):
            free = ", ".join(f'"{c}" = NULL' for c in columns if is_free(home, table, c))
            if free:
                home.db.execute(f'UPDATE "{table}" SET {free} WHERE rowid = ?', (to["_rowid"],))
        for to, by in ((one, two), (two, one)):
            sets = ", ".join(f'"{c}" = ?' for c in columns)
            home.db.execute(f'UPDATE "{table}" SET {sets} WHERE rowid = ?', (*(by[c] for c in columns), to["_rowid"]))
    except sqlite3.IntegrityError:
        home.db.rollback()
        return swap(home)
    return names(home, table, one) | names(home, table, two)


def is_free(home: Home, table: str, column: str) -> bool:
    info = home.db.execute(f'PRAGMA table_info("{table}")').fetchall()
    return any(i["name"] == column and not i["notnull"] for i in info)


def swap_keys(home: Home) -> Named:
    """Two lines of the trail change places, their numbers with them."""
    one, two = home.rng.sample(home.rows("audit"), 2)
    for seq, row in ((-1, one), (one["seq"], two)):
        home.db.execute("UPDATE audit SET seq = ? WHERE rowid = ?", (seq, row["_rowid"]))
    home.db.execute("UPDATE audit SET seq = ? WHERE seq = -1", (two["seq"],))
    return {f"audit line {min(one['seq'], two['seq'])}"}


def truncate(home: Home) -> Named:
    """The end is cut off: of the trail, of the leaves, or of both as it was at some moment."""
    lines, leaves = (home.db.execute(f"SELECT max(seq) FROM {t}").fetchone()[0] for t in ("audit", "leaf"))
    keep = home.rng.randrange(0, lines)
    which = home.rng.choice(["audit", "leaf", "both"])
    named: Named = set()
    if which != "leaf":
        home.db.execute("DELETE FROM audit WHERE seq > ?", (keep,))
        named |= {f"audit line {keep + 1}"}
    if which != "audit":
        kept = home.db.execute("SELECT count(*) FROM leaf WHERE trail <= ?", (keep,)).fetchone()[0]
        if kept == leaves:
            kept -= 1
        home.db.execute("DELETE FROM leaf WHERE seq > ?", (kept,))
        named |= {f"leaf {kept + 1}"}
    return named


def chain_again(home: Home) -> Named:
    """A line is altered or taken out and every hash from there on computed again, as whoever knows the code can."""
    rows = [dict(row) for row in home.db.execute("SELECT * FROM audit ORDER BY seq")]
    at = home.rng.randrange(len(rows))
    if home.rng.random() < 0.5:
        rows[at]["reason"] = rows[at]["reason"] + " as agreed"
    else:
        rows.pop(at)
        home.db.execute("DELETE FROM audit WHERE seq = ?", (len(rows) + 1,))
        home.db.execute("UPDATE leaf SET trail = trail - 1 WHERE trail > ?", (at,))
    previous = rows[at - 1]["hash"] if at else "0" * 64
    for seq, row in enumerate(rows[at:], at + 1):
        row["seq"], row["prev_hash"] = seq, previous
        row["hash"] = previous = hashed(row)
        sets = ", ".join(f'"{c}" = :{c}' for c in row)
        home.db.execute(f"UPDATE audit SET {sets} WHERE seq = :seq", row)
    return {f"audit line {at + 1}"}


def hashed(row: dict) -> str:
    at = datetime.strptime(row["at"], "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=UTC)
    return row_hash({**row, "detail": orjson.loads(row["detail"])}, at)


def digest_again(home: Home) -> Named:
    """A row is altered and its leaf's digest worked out again, with the salt that stands next to it."""
    kinds = [k for k in proven.kinds() if k not in ("officer",)]
    leaves = [r for r in home.rows("leaf") if r["row"] and r["salt"] and r["kind"] in kinds]
    leaf = home.rng.choice(leaves)
    table = leaf["kind"]
    key = proven.keys_of(table, [leaf["key"]])[0]
    where = " AND ".join(f'"{c}" = ?' for c in proven.key_columns(table))
    columns = [c for c in proven.columns(table) if c not in proven.key_columns(table)]
    column = home.rng.choice(columns)
    row = home.db.execute(f'SELECT * FROM "{table}" WHERE {where}', key).fetchone()
    try:
        value = other(home.rng, row[column])
        home.db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE {where}', (value, *key))
    except sqlite3.IntegrityError:
        return digest_again(home)
    chosen = ", ".join(f'"{c}"' for c in proven.columns(table))
    now = tuple(home.db.execute(f'SELECT {chosen} FROM "{table}" WHERE {where}', key).fetchone())
    made = digest(leaf["salt"], [now])
    home.db.execute('UPDATE leaf SET "row" = ? WHERE seq = ?', (made, leaf["seq"]))
    return {f"leaf {leaf['seq']} "}


def roll_back(home: Home) -> Named:
    """The database as it was earlier lies where the present one was, next to the newer checkpoints."""
    home.db.close()
    shutil.copyfile(home.older, home.folder / "griot.db")
    home.db = sqlite3.connect(home.folder / "griot.db")
    lines, leaves = (home.db.execute(f"SELECT max(seq) FROM {t}").fetchone()[0] for t in ("audit", "leaf"))
    return {f"audit line {lines + 1}", f"leaf {leaves + 1}"}


def roll_back_rows(home: Home) -> Named:
    """Of one table a row is put back as it stood earlier, or is gone that did not exist then."""
    old = sqlite3.connect(home.older)
    old.row_factory = sqlite3.Row
    table = home.filled(tables=CONTENT)
    key = proven.key_columns(table)
    before = {tuple(r[c] for c in key): tuple(r) for r in old.execute(f'SELECT * FROM "{table}"')}
    old.close()
    changed = [
        r for r in home.rows(table)
        if before.get(tuple(r[c] for c in key)) not in (None, tuple(r)[1:])
        and any((table, c) not in proven.VOLATILE for c in list(r.keys()))
    ]  # fmt: skip
    new = [r for r in home.rows(table) if tuple(r[c] for c in key) not in before]
    if not changed and not new:
        return roll_back_rows(home)
    row = home.rng.choice(changed or new)
    named = names(home, table, row)
    home.db.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row["_rowid"],))
    if changed:
        values = before[tuple(row[c] for c in key)]
        home.db.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" for _ in values)})', values)
    return named


def empty_table(home: Home) -> Named:
    """A whole table is emptied, or dropped."""
    table = home.filled()
    named = {name for row in home.rows(table) for name in names(home, table, row)}
    if home.rng.random() < 0.5:
        home.db.execute(f'DELETE FROM "{table}"')
        return named
    home.db.execute(f'DROP TABLE "{table}"')
    return {"the database"}


def file_of_leaves(home: Home) -> Named:
    """Not the database but the file next to the checkpoints."""
    path = home.folder / "proof" / "leaves.bin"
    data = bytearray(path.read_bytes())
    if home.rng.random() < 0.5:
        data[home.rng.randrange(len(data))] ^= 1 << home.rng.randrange(8)
        path.write_bytes(data)
    else:
        path.write_bytes(data[: home.rng.randrange(len(data))])
    return {"the file leaves.bin"}


def checkpoint(home: Home) -> Named:
    """A signed checkpoint says something else than it did."""
    path = home.rng.choice(sorted((home.folder / "proof" / "checkpoints").iterdir()))
    text = path.read_text("utf-8")
    lines = text.splitlines(keepends=True)
    line = home.rng.choice([0, 1, 2, 3, 5])  # all but the empty one
    body = lines[line].rstrip("\n")
    at = home.rng.randrange(len(body))
    lines[line] = body[:at] + ("0" if body[at] != "0" else "1") + body[at + 1 :] + "\n"
    path.write_text("".join(lines), "utf-8")
    return {f"checkpoint {path.name}"}


WAYS = {
    edit: 40, delete: 10, copy_in: 6, swap: 8, swap_keys: 4, truncate: 8, chain_again: 8, digest_again: 6,
    roll_back: 2, roll_back_rows: 6, empty_table: 6, file_of_leaves: 4, checkpoint: 4,
}  # fmt: skip
"""Each way and how often of a hundred."""


def names(home: Home, table: str, row) -> Named:
    """How a report may call this row."""
    row = dict(row)
    if table == "audit":
        return {f"audit line {row['seq']}"}
    if table == "leaf":
        number = f" version {row['number']}" if row["number"] is not None else ""
        return {f"leaf {row['seq']}", f"{row['kind']} {row['key']}{number}", f"{row['kind']} {row['key']}"}
    if table in proven.VERSIONS:
        kind = proven.VERSIONS[table]
        return {f"{kind} {row[f'{kind}_id']} version {row['version']}"}
    if table == proven.IDENTITY or table in proven.CHILDREN:
        key = str(row["id"] if table == proven.IDENTITY else row["identity_id"])
        subject, _, number = key.rpartition(":")
        return {f"{kind} {subject} version {number}" for kind in ("record", "watch")} | {
            f"{name} {key}" for name in (proven.IDENTITY, *proven.CHILDREN)
        }
    if table == proven.ROLES:
        return {f"officer {row['officer_id']}", f"officer_role {row['officer_id']}"}
    return {f"{table} {':'.join(str(row[c]) for c in proven.key_columns(table))}"}


def said(report) -> str:
    return json.dumps([(p.what, p.why) for p in report.problems[:3]], ensure_ascii=False)
