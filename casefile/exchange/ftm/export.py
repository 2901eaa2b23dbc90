"""A unit's records, or those of one case, as FollowTheMoney lines: its own alone, for a stated reason.

Two steps: `take_ftm` decides who takes what and writes it into the trail, `ftm_lines` reads. The same records always
make the same lines in the same order, so that two exports can be compared.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.budgets import spend
from casefile.errors import MISSING, BadInput, Figure, NotThere
from casefile.exchange.ftm.around import around_record
from casefile.exchange.ftm.entity import SCHEMA_OF
from casefile.exchange.ftm.given import Link, edge_of, entity_with
from casefile.policy.cases.offences import NO_OFFENCES, Offences
from casefile.policy.handling import rules_of
from casefile.policy.network.sources import topics_of
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.sharing import EVERY_UNIT
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer, require
from casefile.records import cases
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Case, Record, RecordLink, RecordVersion, Unit, new_id
from casefile.subjects import identity_rows
from casefile.subjects.identity import Identity
from casefile.subjects.merge import content_of
from casefile.subjects.offences import rows as offence_rows
from casefile.vocabulary import Act, Json, LinkRole, RecordKind, RecordState, SubjectCategory

AT_ONCE: Final = 400
"""Records read at a time."""
MOST_AT_PORTAL: Final = 5_000
"""Records of a file that the portal gives; the command gives all."""


class TooMany(BadInput):
    """More records than are given at once where it is asked."""


@dataclass(frozen=True, slots=True)
class Taking:
    """What was granted: `refs` are the records, by id, with the id each has in the file, in its order."""

    reference: str
    at: datetime
    refs: Mapping[str, str]
    left_out: Mapping[str, int]
    """How many were left out, by state: disputed, expired, withdrawn."""
    digest: str
    """SHA-256 over the records and versions taken: the trail has it, so that a paper is known for what was given."""


def take_ftm(
    session: Session, viewer: Viewer, *, unit: str, case: str = "", reason: str, most: int | None = None,
    written_as: str = "ftm", around: str = "",
) -> Taking:  # fmt: skip
    """The viewer's unit takes out what it holds, one of its cases (by reference), or what one of its records (by id,
    `around`) is linked to. Needs a writing session.

    Another unit's code, and a case that is not one's own, are not there. What is disputed stays: it is not passed on
    until its unit has settled it. Past `most` it raises TooMany, past the budget of a day OverBudget. The trail has
    what was taken and how many, and as which format (`written_as`), never what stands in it.
    """
    require(viewer, Permission.READ_RECORD)
    why = Reason.stated(reason)
    if unit != viewer.unit_code:
        raise NotThere(MISSING)
    near = around_record(session, viewer, around) if around else None
    kept, left = _kept(session, viewer, case, most, near)
    reference = new_id()
    spend.spend(session, viewer, Act.EXPORT, [reference])
    digest = hashlib.sha256("".join(sorted(f"{row.id} {row.version} {row.content_hash}\n" for row in kept)).encode())
    detail: dict[str, Json] = {
        "format": written_as, "reference": reference, "lines": len(kept), "digest": digest.hexdigest(),
        **({"around": around} if around else {}),
    }  # fmt: skip
    audit.write(
        session, viewer, audit.Action.EXPORT, "unit", viewer.unit_id, reason=why.text, case_ref=case, detail=detail
    )
    refs = {row.id: row.origin_ref or row.id for row in kept}
    return Taking(reference, tables.now(), refs, left, digest.hexdigest())


def look_at_case(session: Session, viewer: Viewer, case_id: str, *, most: int | None = None) -> Taking:
    """The very records that a file of this case would hold, to be shown here: nothing leaves, so nothing is spent and
    there is no reference. Each goes by its own id. Raises NotThere as `take_ftm` does, and TooMany past `most`."""
    require(viewer, Permission.READ_RECORD)
    kept, left = _kept(session, viewer, cases.case_of(session, viewer, case_id).reference, most)
    return Taking("", tables.now(), {row.id: row.id for row in kept}, left, "")


def look_at_record(session: Session, viewer: Viewer, record_id: str, *, most: int | None = None) -> Taking:
    """The same of what one of the own records is linked to, in two steps. Raises NotThere and TooMany."""
    require(viewer, Permission.READ_RECORD)
    kept, left = _kept(session, viewer, "", most, around_record(session, viewer, record_id))
    return Taking("", tables.now(), {row.id: row.id for row in kept}, left, "")


Head = Row[str, str | None, str, str, int, str]


def _kept(
    session: Session, viewer: Viewer, case: str, most: int | None, near: Collection[str] | None = None
) -> tuple[list[Head], dict[str, int]]:
    """What is given of the own records, and how many are left out, by state. `near`: those alone. Raises TooMany."""
    heads = _heads(session, viewer, case, near)
    if most is not None and len(heads) > most:
        raise TooMany("More than %(most)s records.", field="reason", most=Figure(most))
    left = Counter(row.state for row in heads if RecordState(row.state) not in READABLE)
    return [row for row in heads if RecordState(row.state) in READABLE], dict(sorted(left.items()))


def _heads(session: Session, viewer: Viewer, case: str, near: Collection[str] | None) -> list[Head]:
    """The own records in the order of the file. Raises NotThere without such a case."""
    wanted = (
        select(Record.id, Record.origin_ref, Record.state, Case.reference, Record.version, RecordVersion.content_hash)
        .join(Case, Case.id == Record.case_id)
        .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version))
        .where(Record.owner_unit_id == viewer.unit_id, Record.state != RecordState.TOMBSTONED.value)
    )
    if near is not None:
        wanted = wanted.where(among(Record.id, near))
    if case:
        held = select(Case.id).where(Case.unit_id == viewer.unit_id, Case.reference == case)
        if (case_id := session.scalar(held)) is None:
            raise NotThere(MISSING)
        wanted = wanted.where(Record.case_id == case_id)
    return sorted(session.execute(wanted), key=lambda row: (row.reference, row.origin_ref or row.id))


def ftm_lines(session: Session, viewer: Viewer, taking: Taking) -> Iterator[str]:
    """The lines of the file: the records, then their links. Of another unit's record nothing is given."""
    require(viewer, Permission.READ_RECORD)
    codes = {row.id: row.code for row in session.execute(select(Unit.id, Unit.code))}
    edges: list[dict[str, object]] = []
    for part in held_in_parts(session, viewer, taking):
        links = links_within(session, taking, [id for id, _, _ in part])
        for id, held, identity in part:
            beside: list[Link] = []
            for link, kind in links.get(id, ()):
                edge = edge_of(link, SCHEMA_OF[identity.kind], SCHEMA_OF[kind])
                if edge is None:
                    beside.append(link)
                else:
                    edges.append(edge)
            yield _line(_entity(taking.refs[id], held, identity, codes, beside))
    yield from (_line(edge) for edge in sorted(edges, key=lambda edge: str(edge["id"])))


def _line(entity: Mapping[str, object]) -> str:
    return json.dumps(entity, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """One of the own records as it stands: its version, the protection derived for it, its case, its entry."""

    version: RecordVersion
    protection: list[str]
    case: Mapping[str, str]
    created: datetime
    offences: Offences = NO_OFFENCES


def held_in_parts(session: Session, viewer: Viewer, taking: Taking) -> Iterator[list[tuple[str, HeldRecord, Identity]]]:
    """The records of `taking` that are still the viewer's to give, in its order, some at a time: one that went, or that
    its unit withdrew, while the file was written is left out."""
    require(viewer, Permission.READ_RECORD)
    every = list(taking.refs)
    for start in range(0, len(every), AT_ONCE):
        ids = every[start : start + AT_ONCE]
        rows = held_records(session, viewer, ids)
        keys = {id: identity_rows.identity_id(id, row.version.version) for id, row in rows.items()}
        identities = identity_rows.load_identities(session, list(keys.values()))
        yield [(id, rows[id], identities[keys[id]]) for id in ids if id in rows]


def held_records(session: Session, viewer: Viewer, ids: Sequence[str]) -> dict[str, HeldRecord]:
    """Those of `ids` that are the viewer's own and may be given on, by id."""
    require(viewer, Permission.READ_RECORD)
    statement = (
        select(RecordVersion, Record.protection, Record.created_at, Case.reference, Case.title, Case.legal_basis)
        .join(Record, and_(Record.id == RecordVersion.record_id, Record.version == RecordVersion.version))
        .join(Case, Case.id == Record.case_id)
        .where(among(Record.id, ids), Record.owner_unit_id == viewer.unit_id)
        .where(Record.state.in_([state.value for state in READABLE]))
    )
    rows = session.execute(statement).all()
    said = offence_rows.load(session, [identity_rows.identity_id(row[0].record_id, row[0].version) for row in rows])
    return {
        version.record_id: HeldRecord(
            version, list(protection or ()), {"reference": reference, "title": title, "legal_basis": basis},
            created,
            said.get(identity_rows.identity_id(version.record_id, version.version), NO_OFFENCES),
        )
        for version, protection, created, reference, title, basis in rows
    }  # fmt: skip


def _entity(
    ref: str, held: HeldRecord, identity: Identity, codes: Mapping[str, str], links: list[Link]
) -> dict[str, object]:
    """Protection is given as it was derived: whoever has the file has it under the same protection."""
    version = held.version
    rules = rules_of(version)
    ruled = {name: getattr(version, name) for name in RULED}
    ruled["protection"] = sorted({*(one.value for one in rules.protection), *held.protection})
    ruled["sharing_units"] = sorted(
        EVERY_UNIT if id == EVERY_UNIT else codes[id] for id in version.sharing_units if id == EVERY_UNIT or id in codes
    )
    about = {"offences": held.offences.as_json()} if held.offences else {}
    content = content_of(
        identity,
        ruled,
        suspicion_note=version.suspicion_note,
        fact_or_opinion=version.fact_or_opinion,
        neutrality_check=version.neutrality_check,
        **about,
    )
    topics = topics_of(held.offences, SubjectCategory(version.subject_category))
    return entity_with(ref, identity, content, held.case, links, topics)


RULED: Final = (
    "purpose", "legal_basis", "subject_category", "source_grade", "info_grade", "handling", "handling_text", "sharing",
    "notify", "review_at", "retain_until",
)  # fmt: skip


def links_within(session: Session, taking: Taking, ids: Sequence[str]) -> dict[str, list[tuple[Link, RecordKind]]]:
    """What each plays a part in, within the file; in a fixed order."""
    statement = (
        select(RecordLink.from_record_id, RecordLink.to_record_id, RecordLink.role, RecordLink.note, Record.kind)
        .join(Record, Record.id == RecordLink.to_record_id)
        .where(among(RecordLink.from_record_id, ids), RecordLink.withdrawn_at.is_(None))
    )
    found: dict[str, list[tuple[Link, RecordKind]]] = {}
    for start, end, role, note, kind in session.execute(statement):
        if end in taking.refs:
            link = Link(taking.refs[start], taking.refs[end], LinkRole(role), note)
            found.setdefault(start, []).append((link, RecordKind(kind)))
    for links in found.values():
        links.sort()
    return found
