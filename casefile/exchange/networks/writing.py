"""A network as a file: GEXF 1.2 (Gephi), GraphML (yEd, Cytoscape), a pair of CSV tables for i2 Analyst's Notebook.

The columns for i2 are our own choice of names (identity, type, label, both ends, direction), to be assigned in its
importer; they were not tried in i2, nor taken from a published layout.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from casefile.exchange.networks.graph import EDGE_FIELDS, NODE_FIELDS, Network

GEXF_NAMESPACE: Final = "http://www.gexf.net/1.2draft"
GRAPHML_NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
ENTITY_COLUMNS: Final = ("Entity ID", "Entity Type", "Label", *NODE_FIELDS[1:])
LINK_COLUMNS: Final = ("Link ID", "Link Type", "From ID", "To ID", "Direction", "Note")
NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document may hold, even written as a number."""

Cell = Callable[[str], str]
"""What guards a cell against being taken for a formula."""


def about(network: Network) -> str:
    """The line that goes with the file: which export it is, and the handling codes to keep to."""
    return f"Griot export {network.reference}, {network.day}. Handling: {', '.join(network.handling) or 'none stated'}"


def as_gexf(network: Network) -> bytes:
    """GEXF 1.2, directed; fields of nodes and edges as attributes, empty ones left out. networkx 3.5 reads no 1.3."""
    root = ET.Element("gexf", {"xmlns": GEXF_NAMESPACE, "version": "1.2"})
    meta = ET.SubElement(root, "meta", lastmodifieddate=network.day)
    ET.SubElement(meta, "creator").text = "Griot"
    ET.SubElement(meta, "description").text = about(network)
    graph = ET.SubElement(root, "graph", defaultedgetype="directed", mode="static")
    for of, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        declared = ET.SubElement(graph, "attributes", {"class": of})
        for field in fields:
            ET.SubElement(declared, "attribute", id=field, title=field, type="string")
    nodes, edges = ET.SubElement(graph, "nodes"), ET.SubElement(graph, "edges")
    for node in network.nodes:
        one = ET.SubElement(nodes, "node", id=_text(node.id), label=_text(node.label))
        _gexf_values(one, NODE_FIELDS, node.said)
    for at, edge in enumerate(network.edges):
        ends = {"source": _text(edge.source), "target": _text(edge.target)}
        one = ET.SubElement(edges, "edge", {"id": str(at), "label": edge.said["role"], **ends})
        _gexf_values(one, EDGE_FIELDS, edge.said)
    return _document(root)


def _gexf_values(element: ET.Element, fields: Sequence[str], said: Mapping[str, str]) -> None:
    values = ET.SubElement(element, "attvalues")
    for field in fields:
        if said[field]:
            ET.SubElement(values, "attvalue", {"for": field, "value": _text(said[field])})


def as_graphml(network: Network) -> bytes:
    """GraphML, directed; fields as data of string keys, the label as the key *label*."""
    root = ET.Element("graphml", xmlns=GRAPHML_NAMESPACE)
    ET.SubElement(root, "key", {"id": "about", "for": "graph", "attr.name": "about", "attr.type": "string"})
    for of, fields in (("node", ("label", *NODE_FIELDS)), ("edge", EDGE_FIELDS)):
        for field in fields:
            ET.SubElement(root, "key", {"id": f"{of}-{field}", "for": of, "attr.name": field, "attr.type": "string"})
    graph = ET.SubElement(root, "graph", edgedefault="directed")
    ET.SubElement(graph, "data", key="about").text = about(network)
    for node in network.nodes:
        one = ET.SubElement(graph, "node", id=_text(node.id))
        _graphml_values(one, "node", {"label": node.label, **node.said})
    for at, edge in enumerate(network.edges):
        ends = {"source": _text(edge.source), "target": _text(edge.target)}
        _graphml_values(ET.SubElement(graph, "edge", {"id": f"e{at}", **ends}), "edge", edge.said)
    return _document(root)


def _graphml_values(element: ET.Element, of: str, said: Mapping[str, str]) -> None:
    for field, value in said.items():
        if value:
            ET.SubElement(element, "data", key=f"{of}-{field}").text = _text(value)


def as_i2(network: Network, cell: Cell) -> bytes:
    """A ZIP of `entities.csv` and `links.csv`, UTF-8 with its mark so that old programs read the accents."""
    entities = [(node.id, node.said["kind"], node.label, *(node.said[f] for f in NODE_FIELDS[1:])) 
                for node in network.nodes]  # fmt: skip
    links = [
        (str(at), edge.said["role"], edge.source, edge.target, "->", edge.said["note"])
        for at, edge in enumerate(network.edges)
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, columns, rows in (("entities.csv", ENTITY_COLUMNS, entities), ("links.csv", LINK_COLUMNS, links)):
            written = io.StringIO()
            writer = csv.writer(written)
            writer.writerow(columns)
            writer.writerows([cell(value) for value in row] for row in rows)
            archive.writestr(zipfile.ZipInfo(name), written.getvalue().encode("utf-8-sig"))
        archive.comment = about(network).encode()
    return packed.getvalue()


def _text(text: str) -> str:
    return NOT_XML.sub("", text)


def _document(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    "gexf": ("gexf", "application/xml"), "graphml": ("graphml", "application/xml"), "i2": ("i2.zip", "application/zip"),
}  # fmt: skip
"""Each format with the ending of its files and their type."""


def written(network: Network, form: str, cell: Cell) -> bytes:
    """The file in one of FORMATS."""
    if form == "i2":
        return as_i2(network, cell)
    return {"gexf": as_gexf, "graphml": as_graphml}[form](network)
