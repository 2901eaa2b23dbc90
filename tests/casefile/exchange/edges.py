"""A network to draw, without a database: who is what to whom."""

from casefile.exchange.networks.graph import EDGE_FIELDS, NODE_FIELDS, Edge, Network, Node

KINDS = {"awa": "person", "ben": "person", "cis": "person", "crew": "organisation", "phone": "phone", "other": "phone",
         "boat": "vessel", "quay": "place", "night": "event"}  # fmt: skip


def network(*edges, kinds=KINDS):
    """Of (who, role, what): a number is called `#…`."""
    said = dict.fromkeys(NODE_FIELDS, "")
    ends = {end for who, _, what in edges for end in (who, what)}
    nodes = tuple(
        Node(id, id, said | {"kind": kinds.get(id, "phone")}, is_number=id.startswith("#")) for id in sorted(ends)
    )
    about = dict.fromkeys(EDGE_FIELDS, "")
    drawn = tuple(Edge(who, what, about | {"role": role}) for who, role, what in edges)
    return Network("", "2026-11-27", nodes, drawn, ())
