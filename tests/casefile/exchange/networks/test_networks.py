"""A unit's own records leave as a network: nodes, links and shared numbers, with handling, and nothing of others."""

import csv
import io
import zipfile
from xml.etree import ElementTree as ET

import networkx
import pytest
from sqlalchemy import select

from casefile.errors import BadInput, NotThere
from casefile.exchange.ftm.export import take_ftm
from casefile.exchange.networks.graph import NUMBER_ROLE, network_of
from casefile.exchange.networks.writing import GEXF_NAMESPACE, GRAPHML_NAMESPACE, as_gexf, as_graphml, as_i2
from casefile.records.links import LinkDraft, link_all
from casefile.storage.tables import Audit
from casefile.subjects.identity import Identifier, Identity, Name
from casefile.subjects.roles import roles
from casefile.vocabulary import Handling, IdentifierKind, Protection, RecordKind
from portal.show.cells import safe_cell
from tests.network import make
from tests.network.stored import network

REASON = "asked for by the analysts"
PHONE = Identifier(IdentifierKind.PHONE, "77 123 45 67", "SN")
AWA = Identity(RecordKind.PERSON, names=(Name("Awa <Ndiaye> & Cie\x0b"),), identifiers=(PHONE,))
MODOU = Identity(
    RecordKind.PERSON, names=(Name("=Modou"),), identifiers=(Identifier(IdentifierKind.PHONE, "+221 77 123 45 67"),)
)
BOAT = Identity(RecordKind.VESSEL, names=(Name("Yaye Awa"),), identifiers=(Identifier(IdentifierKind.HULL, "DK 778"),))
GUARDED = make.stated(handling=Handling.H3, handling_text="Not to be shown in court.",
                      protection=(Protection.SOURCE_AT_RISK,))  # fmt: skip


def taken(net, viewer, **wish):
    with net.store.writing() as session:
        taking = take_ftm(session, viewer, unit=viewer.unit_code, reason=REASON, written_as="gexf", **wish)
    with net.store.reading() as session:
        return network_of(session, viewer, taking)


def drawn(graph):
    """A network without what names the one export."""
    return graph.nodes, graph.edges, graph.handling


@pytest.fixture
def world(sqlite_store):
    """Two persons of Dakar's with one telephone, and a boat that one of them is linked to."""
    net = network(sqlite_store)
    net.ids = [net.enter("dakar", AWA, GUARDED), net.enter("dakar", MODOU), net.enter("dakar", BOAT)]
    net.role = next(iter(roles(RecordKind.PERSON, RecordKind.VESSEL)))
    with net.store.writing() as session:
        link_all(session, net.dakar, [(net.ids[0], LinkDraft(net.role, net.ids[2], note="as said"))])
    return net


def test_links_and_shared_numbers_join_the_records(world):
    graph = taken(world, world.dakar)
    number = graph.nodes[-1]
    assert {node.id for node in graph.nodes[:-1]} == set(world.ids) and number.said["kind"] == "phone"
    assert {(edge.source, edge.target, edge.said["role"]) for edge in graph.edges} == {
        (world.ids[0], world.ids[2], world.role.value),
        (world.ids[0], number.id, NUMBER_ROLE),
        (world.ids[1], number.id, NUMBER_ROLE),
    }
    assert "DK778" not in {node.label for node in graph.nodes}, "a number of one record alone joins nothing"


def test_a_shared_number_is_handled_as_its_records(world):
    graph = taken(world, world.dakar)
    number = graph.nodes[-1]
    assert Handling.H3.value in number.said["handling"] and Handling.H3.value in graph.handling
    assert number.said["handling_text"] == "Not to be shown in court."
    assert Protection.SOURCE_AT_RISK.value in number.said["protection"]


def test_what_others_hold_changes_nothing(world):
    before = drawn(taken(world, world.dakar))
    world.enter("banjul", BOAT)
    world.enter("banjul", AWA)
    assert drawn(taken(world, world.dakar)) == before
    with world.store.writing() as session, pytest.raises(NotThere):
        take_ftm(session, world.dakar, unit="GM-BJL", reason=REASON, written_as="gexf")


def test_a_reason_is_needed_and_stands_in_the_trail_with_the_format(world):
    with pytest.raises(BadInput), world.store.writing() as session:
        take_ftm(session, world.dakar, unit="SN-DKR", reason=" ", written_as="gexf")
    graph = taken(world, world.dakar)
    with world.store.reading() as session:
        event = session.scalars(select(Audit).order_by(Audit.seq.desc())).first()
        assert (event.reason, event.detail["format"], event.detail["reference"]) == (REASON, "gexf", graph.reference)


def test_gexf_says_every_node_and_edge(world):
    graph, space = taken(world, world.dakar), {"g": GEXF_NAMESPACE}
    root = ET.fromstring(as_gexf(graph))
    nodes = {one.get("id"): one for one in root.findall(".//g:node", space)}
    assert list(nodes) == [node.id for node in graph.nodes]
    assert nodes[world.ids[0]].get("label") == "Awa <Ndiaye> & Cie"
    values = {v.get("for"): v.get("value") for v in nodes[world.ids[0]].findall(".//g:attvalue", space)}
    assert values == {name: value for name, value in graph.nodes[[n.id for n in graph.nodes].index(world.ids[0])]
                      .said.items() if value}  # fmt: skip
    ends = [(one.get("source"), one.get("target")) for one in root.findall(".//g:edge", space)]
    assert ends == [(edge.source, edge.target) for edge in graph.edges]
    assert root.find(".//g:description", space).text.endswith("Handling: H2, H3")


@pytest.mark.parametrize(("write", "read"), [(as_gexf, networkx.read_gexf), (as_graphml, networkx.read_graphml)])
def test_networkx_reads_it_back_equal(world, write, read):
    graph = taken(world, world.dakar)
    back = read(io.BytesIO(write(graph)))
    assert back.is_directed() and set(back.nodes) == {node.id for node in graph.nodes}
    assert sorted(back.edges()) == sorted({(edge.source, edge.target) for edge in graph.edges})
    for node in graph.nodes:
        assert {name: back.nodes[node.id][name] for name, value in node.said.items() if value} == {
            name: value for name, value in node.said.items() if value
        }


def test_graphml_says_every_node_and_edge(world):
    graph, space = taken(world, world.dakar), {"g": GRAPHML_NAMESPACE}
    root = ET.fromstring(as_graphml(graph))
    declared = {key.get("id") for key in root.findall("g:key", space)}
    assert {data.get("key") for data in root.findall(".//g:data", space)} <= declared
    assert [one.get("id") for one in root.findall(".//g:node", space)] == [node.id for node in graph.nodes]
    ends = [(one.get("source"), one.get("target")) for one in root.findall(".//g:edge", space)]
    assert ends == [(edge.source, edge.target) for edge in graph.edges]


def test_i2_reads_two_tables_whose_ends_are_there_and_no_cell_is_a_formula(world):
    with zipfile.ZipFile(io.BytesIO(as_i2(taken(world, world.dakar), safe_cell))) as archive:
        entities, links = (
            list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in ("entities.csv", "links.csv")
        )
    ids = {row["Entity ID"] for row in entities}
    assert len(entities) == 4 and len(links) == 3
    assert all(row["From ID"] in ids and row["To ID"] in ids for row in links)
    assert "'=Modou" in {row["Label"] for row in entities}
