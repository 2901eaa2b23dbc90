"""The network and the course of a joint case: what its units put in, as far as one member reads it there.

Records keep to what the member reads of each on the page of the case. A core has neither links nor numbers; what was
put in whole by two units is joined by a number that both have, as it would be on the two pages laid side by side.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit, records
from casefile.budgets import spend
from casefile.course.read import Course, course_by
from casefile.course.said import About
from casefile.errors import BadInput
from casefile.exchange.networks.graph import NODE_FIELDS, Edge, HeldNode, Network, Node, born, joined, numbers_of
from casefile.joint.contents import standing
from casefile.joint.seats import MEMBERS_ONLY, Seated, seated
from casefile.policy.handling import Rules
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.sharing import link_shown
from casefile.policy.viewer import Viewer, require
from casefile.records.views import RecordLine
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import RecordLink, new_id
from casefile.vocabulary import Act

PART = 32
"""Hex digits of the id that a record has in a file: a part is no earlier state of the whole, nor the other way."""


@dataclass(frozen=True, slots=True)
class JointNetwork:
    """`member`: whether the reader is one; else nothing is drawn. `digest`: over what a file holds, as the trail has
    it."""

    reference: str
    title: str
    network: Network
    member: bool = True
    digest: str = ""
    units: tuple[str, ...] = ()
    """Names of the units whose records it holds."""


def look_at_joint(session: Session, viewer: Viewer, joint_id: str) -> JointNetwork:
    """What a file of it would hold, to be shown here. A member's look is written into the trail as that at its page,
    with the records it showed, so it needs a writing session. Records go by their own ids."""
    require(viewer, Permission.READ_JOINT)
    at = seated(session, viewer, joint_id, lock=False)
    if at.part is None:
        return JointNetwork(at.case.reference, at.case.title, Network("", "", (), (), ()), member=False)
    network = _network(session, "", [(line, None) for line in _looked(session, viewer, at)])
    return JointNetwork(at.case.reference, at.case.title, network)


@dataclass(frozen=True, slots=True)
class JointCourse:
    """`member`: whether the reader is one; else its course is empty. `cores`: of how many records that member reads no
    more than the core, which says neither when nor where."""

    reference: str
    title: str
    course: Course
    cores: int = 0
    member: bool = True


def joint_course(session: Session, viewer: Viewer, joint_id: str) -> JointCourse:
    """When and where, by what the member reads of each record on its page, which is not when its unit entered it. A
    member's look is written into the trail as that at the network, so it needs a writing session."""
    require(viewer, Permission.READ_JOINT)
    at = seated(session, viewer, joint_id, lock=False)
    if at.part is None:
        return JointCourse(at.case.reference, at.case.title, Course((), (), ()), member=False)
    lines = _looked(session, viewer, at)
    said = ((About(line.id, line.kind, line.identity.title, line.unit_name), line.identity, None) for line in lines)
    return JointCourse(at.case.reference, at.case.title, course_by(said), sum(line.core for line in lines))


def _looked(session: Session, viewer: Viewer, at: Seated) -> list[RecordLine]:
    """What a member reads of each record, and the line of the trail that says which were shown."""
    lines = list(records.lines_put_in(session, viewer, standing(session, at)).values())
    audit.write(
        session, viewer, audit.Action.CONSULTATION, "joint", at.case.id, case_ref=at.case.reference,
        detail={"records": sorted(line.id for line in lines)},
    )  # fmt: skip
    return lines


def take_joint_network(
    session: Session, viewer: Viewer, joint_id: str, reason: str, *, written_as: str
) -> JointNetwork:
    """The same, as it leaves in a file. Each record of another unit counts as opened; needs a writing session.

    Raises BadInput for who is no member, OverBudget as opening them would. The trail has which records, and a hash
    over what the file holds.
    """
    require(viewer, Permission.READ_JOINT)
    at = seated(session, viewer, joint_id, lock=False)
    why, reference = Reason.stated(reason), new_id()
    if at.part is None:
        raise BadInput(MEMBERS_ONLY, field="reason")
    spend.spend(session, viewer, Act.EXPORT, [reference])
    views = records.views_put_in(session, viewer, standing(session, at))
    network = _network(session, reference, [(view.line, view.rules) for view in views], file=True)
    digest = _digest(network)
    audit.write(
        session, viewer, audit.Action.EXPORT, "joint", joint_id, reason=why.text, case_ref=at.case.reference,
        detail={"format": written_as, "reference": reference, "lines": len(views), "digest": digest,
                "records": [view.id for view in views]},
    )  # fmt: skip
    units = tuple(sorted({view.line.unit_name for view in views}))
    return JointNetwork(at.case.reference, at.case.title, network, digest=digest, units=units)


def _network(
    session: Session, reference: str, read: Sequence[tuple[RecordLine, Rules | None]], *, file: bool = False
) -> Network:
    ids = {line.id: _in_file(line) if file else line.id for line, _ in read}
    held: list[HeldNode] = [
        (_node(ids[line.id], line, rules), numbers_of(line.identity, line.country)) for line, rules in read
    ]
    links = _links(session, {line.id: line for line, _ in read})
    edges = [Edge(ids[start], ids[end], said) for start, end, said in links]
    return joined(reference, f"{tables.now():%Y-%m-%d}", held, edges)


def _links(session: Session, lines: dict[str, RecordLine]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Between what is read: links are of one unit, and what it notes at them is for itself."""
    statement = select(RecordLink.from_record_id, RecordLink.to_record_id, RecordLink.role, RecordLink.note).where(
        among(RecordLink.from_record_id, lines), RecordLink.withdrawn_at.is_(None)
    )
    for start, end, role, note in session.execute(statement.order_by(RecordLink.created_at, RecordLink.id)):
        one, other = lines[start], lines.get(end)
        if other is not None and link_shown(one.access, other.access):
            yield start, end, {"role": role, "note": note if one.own and other.own else ""}


def _node(id: str, line: RecordLine, rules: Rules | None) -> Node:
    """What a member reads of it; grades, case and protection stay with its unit."""
    said = dict.fromkeys(NODE_FIELDS, "") | {
        "kind": line.kind.value,
        "born": born(line.identity),
        "nationality": "; ".join(line.identity.nationalities),
    }
    if rules is not None:
        said["category"] = rules.subject_category.value if rules.subject_category else ""
        said["handling"], said["handling_text"] = rules.handling.value, rules.handling_text
    return Node(id, line.identity.title or id, said)


def _in_file(line: RecordLine) -> str:
    return hashlib.sha256(f"{line.id} {line.access.value}".encode()).hexdigest()[:PART]


def _digest(network: Network) -> str:
    """SHA-256 over every node and edge, in their order."""
    parts: Iterable[object] = (
        [[node.id, node.label, dict(node.said)] for node in network.nodes],
        [[edge.source, edge.target, dict(edge.said)] for edge in network.edges],
    )
    return hashlib.sha256(json.dumps(list(parts), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
