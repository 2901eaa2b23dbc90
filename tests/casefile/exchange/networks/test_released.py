"""What other units released stands in a looked-at network as far as it was released, and in no file."""

import pytest
from sqlalchemy import select

from casefile.exchange.ftm.export import look_at_case, take_ftm
from casefile.exchange.networks.graph import NODE_FIELDS, held_of, network_of
from casefile.exchange.networks.released import network_with_released
from casefile.records.lifecycle import withdraw
from casefile.records.links import LinkDraft, link_all
from casefile.storage.tables import Audit
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import DateKind, Handling, IdentifierKind, LinkRole, Protection, RecordKind, Sharing
from tests.network.make import stated

PHONE = Identifier(IdentifierKind.PHONE, "77 123 45 67", "SN")
SAME = Identifier(IdentifierKind.PHONE, "+221 77 123 45 67")


def some(name, *identifiers):
    return Identity(RecordKind.PERSON, names=(Name(name),), identifiers=identifiers)


def seen(net, ids, who="dakar"):
    viewer, case = net.viewers[who], net.cases[who]
    with net.store.writing() as session:
        held = held_of(session, viewer, look_at_case(session, viewer, case))
        return network_with_released(session, viewer, held, ids, ("case", case))


FULL, CORE = {"sharing": Sharing.FULL}, {"sharing": Sharing.CORE}
CASES = {
    "to_all": (FULL, True),
    "core": (CORE, False),
    "pointer": ({}, False),
    "kept": ({"sharing": Sharing.NONE}, False),
    "minor": (FULL | {"protection": (Protection.MINOR,)}, False),
}  # fmt: skip


@pytest.mark.parametrize("how", CASES)
def test_drawn_is_what_was_released_in_full_and_has_a_number_in_common(net, how):
    rules, drawn = CASES[how]
    net.enter("dakar", some("Awa Ndiaye", PHONE))
    before = seen(net, [])
    theirs = net.enter("banjul", some("Modou Jallow", SAME), stated(**rules))
    other = net.enter(
        "banjul", some("Of another number", Identifier(IdentifierKind.PHONE, "+220 7012345")), stated(**FULL)
    )
    found = seen(net, [theirs, other])
    assert found.units == ({theirs: "Banjul Serious Crime Unit"} if drawn else {})
    assert (found == before) is not drawn
    assert other not in {node.id for node in found.network.nodes}


@pytest.mark.parametrize("to", ["dakar", "nouakchott"])
def test_released_to_one_unit_it_is_drawn_for_that_one_alone(sqlite_net, to):
    net = sqlite_net
    net.enter("dakar", some("Awa Ndiaye", PHONE))
    rules = stated(sharing=Sharing.FULL, sharing_units=(net.viewers[to].unit_id,))
    theirs = net.enter("banjul", some("Modou Jallow", SAME), rules)
    assert (theirs in seen(net, [theirs]).units) is (to == "dakar")


def test_of_it_is_drawn_no_more_than_a_list_says_and_what_it_is_linked_to_if_that_was_released(sqlite_net):
    net = sqlite_net
    own = net.enter("dakar", some("Awa Ndiaye", PHONE))
    rules = stated(sharing=Sharing.FULL, handling=Handling.H3, handling_text="Not in court.")
    born = (PartialDate(DateKind.BIRTH, "1984-03-12"),)
    theirs = net.enter("banjul", Identity(RecordKind.PERSON, (Name("Modou Jallow"),), (SAME,), born), rules)
    boat = net.enter("banjul", Identity(RecordKind.VESSEL, names=(Name("Yaye Awa"),)), stated(sharing=Sharing.FULL))
    kept = net.enter("banjul", Identity(RecordKind.VESSEL, names=(Name("Kept Back"),)), stated(sharing=Sharing.CORE))
    with net.store.writing() as session:
        draft = [LinkDraft(LinkRole.OWNER, one, note="as the harbour says") for one in (boat, kept)]
        link_all(session, net.banjul, [(theirs, one) for one in draft])
    found = seen(net, [theirs])
    nodes = {node.id: node for node in found.network.nodes}
    (number,) = (id for id, node in nodes.items() if node.is_number)
    assert set(nodes) == {own, theirs, boat, number} and set(found.units) == {theirs, boat}
    assert nodes[theirs].label == "Modou Jallow" and [f for f in NODE_FIELDS if nodes[theirs].said[f]] == ["kind"]
    edges = {(edge.source, edge.target, edge.said["role"], edge.said["note"]) for edge in found.network.edges}
    assert edges == {(own, number, "has", ""), (theirs, number, "has", ""), (theirs, boat, "owner", "")}
    with net.store.writing() as session:
        line = session.scalars(select(Audit).order_by(Audit.seq.desc())).first()
        assert (line.subject_kind, line.subject_id) == ("case", net.cases["dakar"])
        assert line.detail["records"] == sorted([theirs, boat])
        case = look_at_case(session, net.dakar, net.cases["dakar"])
        taken = take_ftm(session, net.dakar, unit="SN-DKR", reason="for the analysts", written_as="gexf")
        assert {node.label for node in network_of(session, net.dakar, taken).nodes} == {"Awa Ndiaye"}
        assert len(network_of(session, net.dakar, case).nodes) == 1, "no file holds another unit's record"
        withdraw(session, net.banjul, theirs, "entered twice")
    assert seen(net, [theirs]).units == {}
