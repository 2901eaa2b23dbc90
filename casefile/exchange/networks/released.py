"""The network of own records with what other units released to the viewer's unit: to be looked at, never in a file.

Of such a record is drawn what a list says of it: its kind, its name, its unit, and that it has a number which an own
record has too. Whoever wants more opens it, with a reason and within the budget.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casefile import audit, records
from casefile.exchange.networks.graph import NODE_FIELDS, Edge, Held, HeldNode, Network, Node, joined, numbers_of
from casefile.policy.permissions import Permission
from casefile.policy.sharing import Access, link_shown
from casefile.policy.viewer import Viewer, require
from casefile.records.views import RecordLine
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import RecordLink


@dataclass(frozen=True, slots=True)
class NetworkWithReleased:
    """`units`: by node, the name of the unit that released it; of own ones and of numbers nothing."""

    network: Network
    units: Mapping[str, str]


def network_with_released(
    session: Session, viewer: Viewer, held: Held, record_ids: Sequence[str], subject: tuple[str, str] = ("", "")
) -> NetworkWithReleased:
    """`held` joined with those of the records that were released to the viewer's unit in full and have a number of it,
    and with what these are linked to, if that was released too.

    Which they were is written into the trail, as a look at the `subject` (kind, id); it needs a writing session then.
    A core has neither numbers nor links, and joins nothing.
    """
    require(viewer, Permission.READ_RECORD)
    known = {number for _, numbers in held.nodes for number, _, _ in numbers}
    found = {
        id: line
        for id, line in _released(session, viewer, record_ids).items()
        if any(number in known for number, _, _ in numbers_of(line.identity, line.country))
    }
    links = _links(session, list(found))
    found |= _released(session, viewer, {end for link in links for end in link[:2]} - found.keys())
    if found and subject[0]:
        detail = {"records": sorted(found)}
        audit.write(session, viewer, audit.Action.CONSULTATION, *subject, detail={**detail})
    nodes: list[HeldNode] = [(_node(line), numbers_of(line.identity, line.country)) for line in found.values()]
    edges = [
        Edge(start, end, {"role": role, "note": ""})
        for start, end, role in links
        if start in found and end in found and link_shown(found[start].access, found[end].access)
    ]
    network = joined("", f"{tables.now():%Y-%m-%d}", [*held.nodes, *nodes], [*held.links, *edges])
    return NetworkWithReleased(network, {id: line.unit_name for id, line in found.items()})


def _released(session: Session, viewer: Viewer, ids: Sequence[str] | set[str]) -> dict[str, RecordLine]:
    lines = records.lines(session, viewer, sorted(ids)) if ids else {}
    return {id: line for id, line in lines.items() if line.access is Access.FULL}


def _links(session: Session, ids: Sequence[str]) -> list[tuple[str, str, str]]:
    """From whom to what, as what. A note is its unit's own."""
    if not ids:
        return []
    ends = or_(among(RecordLink.from_record_id, ids), among(RecordLink.to_record_id, ids))
    columns = (RecordLink.from_record_id, RecordLink.to_record_id, RecordLink.role)
    wanted = select(*columns).where(ends, RecordLink.withdrawn_at.is_(None))
    return [(start, end, role) for start, end, role in session.execute(wanted.order_by(RecordLink.id))]


def _node(line: RecordLine) -> Node:
    said = dict.fromkeys(NODE_FIELDS, "") | {"kind": line.kind.value}
    return Node(line.id, line.identity.title or line.id, said)
