"""What stands in the database of the subjects of leaves, as digests take it.

A row is its own subject; an officer is one with the duties. The versions of a record or watch, each with its identity,
are read with its head.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from sqlalchemy import Connection

from casefile.storage import proven
from casefile.storage.proven import CHILDREN, IDENTITY, ROLES, VERSIONS, Key, Values
from casefile.storage.touched import Touched

OFFICER = "officer"
Subject = tuple[str, str]
"""Kind and key of a leaf."""
Content = list[object]
"""What a digest is over."""
Versions = dict[int, Content]
NO_NUMBER = -1
"""Of a version whose number is none: somebody has altered it, and no leaf has this one."""


@dataclass(slots=True)
class Found:
    """Of some subjects their rows, and their versions by number."""

    rows: dict[Subject, Content] = field(default_factory=dict)
    versions: dict[Subject, Versions] = field(default_factory=dict)


Wanted = dict[Subject, list[int]]
"""Subjects, and which versions of them."""


def of_noted(connection: Connection, noted: Touched) -> tuple[Found, Wanted]:
    """What a transaction has written, as it stands now."""
    found, wanted = Found(), Wanted()
    if ROLES in noted.tables():
        written = noted.keys[ROLES] | {proven.key_of(ROLES, values) for values in noted.rows[ROLES]}
        noted.keys[OFFICER] |= {(key[0],) for key in written}
    for name in noted.tables():
        if name in proven.PARTS:
            continue
        again = noted.keys[name]
        if name == OFFICER:
            again |= {proven.key_of(name, values) for values in noted.rows[name]}
        for values in noted.rows[name]:
            key = proven.key_of(name, values)
            subject = (name, proven.key_text(key))
            wanted[subject] = []
            if key not in again:
                found.rows[subject] = [values]
        for key in again:
            wanted[name, proven.key_text(key)] = []
        if again:
            found.rows.update(rows_of(connection, name, again))
    _versions_noted(connection, noted, found, wanted)
    return found, wanted


def _versions_noted(connection: Connection, noted: Touched, found: Found, wanted: Wanted) -> None:
    """Versions with their identities: as inserted where all of it was and stayed, else read."""
    bodies = _identities_inserted(noted)
    unread = {str(key[0]) for name in (IDENTITY, *CHILDREN) for key in noted.keys[name]}
    for name, kind in VERSIONS.items():
        again = noted.keys[name]
        unread |= {f"{subject_id}:{number}" for subject_id, number in again}
        subject_at, number_at = proven.key_places(name)
        for values in noted.rows[name]:
            subject_id, number = values[subject_at], values[number_at]
            body = bodies.pop(f"{subject_id}:{number}", None)
            if body is None or (again and (subject_id, number) in again):
                unread.add(f"{subject_id}:{number}")
                continue
            body[0] = values
            subject = (kind, subject_id)
            found.versions.setdefault(subject, {})[number] = body  # type: ignore[arg-type,index]
            wanted.setdefault(subject, []).append(number)  # type: ignore[arg-type]
    unread |= {str(key) for key in bodies}
    if unread:
        for subject, versions in versions_of(connection, unread).items():
            found.versions.setdefault(subject, {}).update(versions)
            wanted.setdefault(subject, []).extend(versions)


def _identities_inserted(noted: Touched) -> dict[object, Content]:
    """Identities that were inserted whole, with their names, numbers, dates and places; before them a place is free."""
    at = itemgetter(proven.key_places(IDENTITY)[0])
    bodies: dict[object, Content] = {at(values): _body(None, values) for values in noted.rows[IDENTITY]}
    for place, name in enumerate(CHILDREN, 2):
        at = itemgetter(proven.key_places(name)[0])
        for values in noted.rows[name]:
            if (body := bodies.get(at(values))) is not None:
                body[place].append(values)  # type: ignore[attr-defined]
    for name in (IDENTITY, *CHILDREN):
        for key in noted.keys[name]:
            bodies.pop(key[0], None)
    for body in bodies.values():
        _as_hashed(body)
    return bodies


def _body(version: Values | None, identity: Values | None = None) -> Content:
    """A version's row, its identity, and a place for the rows of each child."""
    return [version, identity, *([] for _ in CHILDREN)]


def _as_hashed(body: Content) -> None:
    """Facts came later than the other children: a version without any is digested as it was before there were facts."""
    if len(body) == len(CHILDREN) + 2 and not body[-1]:
        del body[-1]


def rows_of(connection: Connection, name: str, keys: Iterable[Key]) -> dict[Subject, Content]:
    """The rows of one kind with these keys."""
    return _with_duties(connection, name, proven.rows(connection, name, keys))


def versions_of(connection: Connection, ids: Iterable[str]) -> dict[Subject, Versions]:
    """Versions by the ids of their identities (`<record or watch id>:<version>`)."""
    parts = [one.rpartition(":") for one in ids]
    keys: list[Key] = [(subject_id, int(number)) for subject_id, _, number in parts if number.isdigit()]
    return _with_identities(connection, {name: proven.rows(connection, name, keys) for name in VERSIONS})


def of_rows(connection: Connection, name: str, read: Sequence[Values]) -> Found:
    """The subjects that these rows of one table are, or the versions."""
    if name in VERSIONS:
        return Found(versions=_with_identities(connection, {name: read}))
    return Found(rows=_with_duties(connection, name, read))


def everything(connection: Connection) -> Iterator[Found]:
    """All subjects in the database, a few hundred at a time."""
    for name in (*proven.kinds(), *VERSIONS):
        last: Key | None = None
        while read := proven.page(connection, name, last):
            yield of_rows(connection, name, read)
            last = proven.key_of(name, read[-1])


def _with_duties(connection: Connection, name: str, read: Sequence[Values]) -> dict[Subject, Content]:
    found: dict[Subject, Content] = {(name, proven.key_text(proven.key_of(name, row))): [row] for row in read}
    if name == OFFICER and read:
        duties = defaultdict[str, list[Values]](list)
        for row in proven.rows(connection, ROLES, [proven.key_of(name, row) for row in read], ("officer_id",)):
            duties[str(proven.key_of(ROLES, row)[0])].append(row)
        for (_, key), content in found.items():
            content.append(sorted(duties[key], key=repr))
    return found


def _with_identities(connection: Connection, read: Mapping[str, Sequence[Values]]) -> dict[Subject, Versions]:
    found: dict[Subject, Versions] = {}
    bodies: dict[object, Content] = {}
    for name, rows in read.items():
        for row in rows:
            subject_id, number = proven.key_of(name, row)
            body = _body(row)
            bodies[f"{subject_id}:{number}"] = body
            counted = number if isinstance(number, int) else NO_NUMBER
            found.setdefault((VERSIONS[name], str(subject_id)), {})[counted] = body
    keys: list[Key] = [(one,) for one in bodies]
    for row in proven.rows(connection, IDENTITY, keys):
        bodies[proven.key_of(IDENTITY, row)[0]][1] = row
    for place, name in enumerate(CHILDREN, 2):
        for row in proven.rows(connection, name, keys, ("identity_id",)):
            bodies[proven.key_of(name, row)[0]][place].append(row)  # type: ignore[attr-defined]
    for body in bodies.values():
        _as_hashed(body)
    return found
