"""How records are linked, as protection and matching read it: protection travels along links to records and into texts,
and what a linked record holds weighs in the matches of the other, which is matched again when it changes."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.orm import Session

from casefile import outbox
from casefile.policy.protection import Neighbour
from casefile.policy.states import READABLE
from casefile.storage.in_list import among
from casefile.storage.tables import Record, RecordLink
from casefile.subjects import identity_rows
from casefile.vocabulary import LinkRole, Protection, RecordKind, Stage, Topic


class Linked(NamedTuple):
    """A linked record, and what a text may call it if it is a protected person."""

    neighbour: Neighbour
    names: tuple[str, ...]


def links_of(session: Session, ids: Sequence[str]) -> dict[str, list[Linked]]:
    """The records linked to each, with their protection and, if they are protected persons, their names."""
    ends = _ends(session, ids)
    statement = select(Record.id, Record.kind, Record.version, Record.protection).where(
        among(Record.id, {other for _, other, _, _ in ends})
    )
    others = {r.id: r for r in session.connection().execute(statement)}
    persons = [r for r in others.values() if r.kind == RecordKind.PERSON.value and r.protection]
    known = identity_rows.load_identities(session, [identity_rows.identity_id(r.id, r.version) for r in persons])
    names = {
        r.id: tuple(name.text for name in identity.names)
        for r in persons
        if (identity := known.get(identity_rows.identity_id(r.id, r.version))) is not None
    }
    found: dict[str, list[Linked]] = {}
    for id, other, role, plays in ends:
        r = others[other]
        protection = frozenset(Protection(p) for p in r.protection or ())
        neighbour = Neighbour(other, RecordKind(r.kind), LinkRole(role), plays, protection)
        found.setdefault(id, []).append(Linked(neighbour, names.get(other, ())))
    return found


def _ends(session: Session, ids: Sequence[str]) -> list[tuple[str, str, str, bool]]:
    """The links of each record: (record, the other one, role, whether this record plays it)."""
    statement = select(RecordLink.from_record_id, RecordLink.to_record_id, RecordLink.role).where(
        or_(among(RecordLink.from_record_id, ids), among(RecordLink.to_record_id, ids)),
        RecordLink.withdrawn_at.is_(None),
    )
    wanted, found = set(ids), []
    for start, end, role in session.connection().execute(statement.order_by(RecordLink.id)):
        if start in wanted:
            found.append((start, end, role, True))
        if end in wanted:
            found.append((end, start, role, False))
    return found


def linked_to(session: Session, ids: Collection[str]) -> set[str]:
    """The records at the other ends of these ones' links."""
    return {other for _, other, _, _ in _ends(session, sorted(ids))}


def protected_of(session: Session, ids: Collection[str]) -> set[str]:
    """Those of the records that are themselves protected."""
    statement = select(Record.id).where(among(Record.id, ids), cast(Record.protection, Text) != "[]")
    return set(session.connection().execute(statement).scalars())


def reached_by(session: Session, links: Collection[tuple[str, str, str]]) -> set[str]:
    """Of new links (from, to, role), the ends they may protect: an import states thousands that protect nobody."""
    protected = protected_of(session, {end for start, to, _ in links for end in (start, to)})
    return {
        end
        for start, to, role in links
        for end in (start, to)
        if role == LinkRole.VICTIM.value or start in protected or to in protected
    }


def match_again(session: Session, ids: Collection[str]) -> None:
    """Put these records, in the version they stand in, into the outbox: to be matched, since the index has them."""
    if not ids:
        return
    standing = Record.state.in_([state.value for state in READABLE])
    rows = session.connection().execute(
        select(Record.id, Record.version).where(among(Record.id, sorted(ids)), standing).order_by(Record.id)
    )
    outbox.enqueue_many(session, [(Topic.RECORD, id, version) for id, version in rows], stage=Stage.MATCH)


def match_linked_again(session: Session, ids: Collection[str]) -> None:
    """The same for the records at the other ends of these ones' links; they themselves are in the outbox already."""
    match_again(session, linked_to(session, ids) - set(ids) if ids else ())
