"""A network as a file: GEXF 1.2 (Gephi), GraphML (yEd, Cytoscape), a pair of CSV tables for i2 Analyst's Notebook.

i2's importer takes its columns by a specification of the user's own, and no layout is published: a template says which
columns there are (`casefile.exchange.outgoing.template`). Ours, `layouts/i2.csv`, is the default; not tried in i2.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from casefile.exchange.networks.graph import EDGE_FIELDS, NODE_FIELDS, Network
from casefile.exchange.outgoing.fields import Column, in_words
from casefile.exchange.outgoing.template import ENTITIES, I2, LINKS, Template, built_in

GEXF_NAMESPACE: Final = "http://www.gexf.net/1.2draft"
GRAPHML_NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
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


def as_i2(network: Network, cell: Cell, template: Template | None = None) -> bytes:
    """A ZIP of `entities.csv` and `links.csv`, UTF-8 with its mark so that old programs read the accents. Without a
    template, by our own."""
    tables = (template or built_in(I2)).tables
    entities = [{"id": node.id, "label": node.label, **node.said} for node in network.nodes]
    links = [
        {"id": str(at), "from": edge.source, "to": edge.target, **edge.said} for at, edge in enumerate(network.edges)
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for of, rows in ((ENTITIES, entities), (LINKS, links)):
            written = io.StringIO()
            writer = csv.writer(written)
            writer.writerow([cell(column.heading) for column in tables[of]])
            writer.writerows([cell(_i2_cell(column, row)) for column in tables[of]] for row in rows)
            archive.writestr(zipfile.ZipInfo(f"{of}.csv"), written.getvalue().encode("utf-8-sig"))
        archive.comment = about(network).encode()
    return packed.getvalue()


def _i2_cell(column: Column, said: Mapping[str, str]) -> str:
    """As the network says it, in the template's words."""
    if column.field.startswith("="):
        return column.field[1:]
    said_so = said[column.field]
    if not column.words and not column.form:
        return said_so
    values = [one for one in said_so.split("; ") if one]
    return in_words(column, values[:1] if column.form else values)


def _text(text: str) -> str:
    return NOT_XML.sub("", text)


def _document(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    "gexf": ("gexf", "application/xml"), "graphml": ("graphml", "application/xml"), "i2": ("i2.zip", "application/zip"),
}  # fmt: skip
"""Each format with the ending of its files and their type."""


def written(network: Network, form: str, cell: Cell, template: Template | None = None) -> bytes:
    """The file in one of FORMATS; for i2 by a template, if there is one."""
    if form == I2:
        return as_i2(network, cell, template)
    return {"gexf": as_gexf, "graphml": as_graphml}[form](network)
