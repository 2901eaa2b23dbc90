"""The network of a joint case: what each member reads there, joined by links and numbers of what was put in whole."""

import pytest
from sqlalchemy import select

from casefile import joint
from casefile.errors import BadInput, NotThere
from casefile.exchange.networks.graph import NUMBER_ROLE
from casefile.policy.sharing import Access
from casefile.records.links import LinkDraft, link_all
from casefile.storage.tables import ActRow, Audit
from casefile.subjects.identity import Identifier, Identity, Name
from casefile.vocabulary import Act, Handling, IdentifierKind, JointPart, LinkRole, RecordKind
from tests.network.make import stated

REASON = "asked for by the prosecutor"
PHONE = Identifier(IdentifierKind.PHONE, "+221 77 123 45 67")


def some(kind, name, *identifiers):
    return Identity(kind, names=(Name(name),), identifiers=identifiers)


@pytest.fixture
def drawn(pair):
    """Put in whole: of Dakar's, Awa with a telephone and the boat she owns; of Banjul's, Modou with that telephone."""
    net = pair.net
    pair.awa = net.enter(
        "dakar",
        some(RecordKind.PERSON, "Awa Ndiaye", PHONE),
        stated(handling=Handling.H3, handling_text="Not in court."),
    )
    pair.boat = net.enter("dakar", some(RecordKind.VESSEL, "Yaye Awa"))
    pair.left = net.enter("dakar", some(RecordKind.PERSON, "Not Put In", PHONE))
    pair.modou = net.enter("banjul", some(RecordKind.PERSON, "Modou Jallow", PHONE))
    owns = LinkDraft(LinkRole.OWNER, pair.boat, note="as the harbour says")
    with net.store.writing() as session:
        link_all(session, net.dakar, [(pair.awa, owns), (pair.left, owns)])
    for who, id in (("dakar", pair.awa), ("dakar", pair.boat), ("banjul", pair.modou)):
        pair.do(joint.put_in, who, id, Access.FULL)
    return pair


def looked(at, who):
    network = at.do(joint.look_at_joint, who).network
    return {(e.source, e.target, e.said["role"], e.said["note"]) for e in network.edges}, network


def test_two_units_records_are_joined_by_what_each_member_reads_of_both(drawn):
    edges, network = looked(drawn, "banjul")
    number = network.nodes[-1]
    assert edges == {
        (drawn.awa, drawn.boat, "owner", ""), (drawn.awa, number.id, NUMBER_ROLE, ""),
        (drawn.modou, number.id, NUMBER_ROLE, ""),
    }  # fmt: skip
    assert {node.label for node in network.nodes} == {"Awa Ndiaye", "Yaye Awa", "Modou Jallow", number.label}
    own, _ = looked(drawn, "dakar")
    assert (drawn.awa, drawn.boat, "owner", "as the harbour says") in own, "its own note is for its own unit"


@pytest.mark.parametrize("who", ["core", "mentor", "taken out"])
def test_a_core_has_neither_links_nor_numbers(drawn, who):
    if who == "mentor":
        mentor = drawn.officer("mentor", "GM-BJL").officer_id
        drawn.do(joint.name_member, "banjul", mentor, JointPart.MENTOR)
    elif who == "core":
        drawn.do(joint.put_in, "dakar", drawn.awa, Access.CORE)
    else:
        drawn.do(joint.take_out, "dakar", drawn.awa)
    edges, network = looked(drawn, "mentor" if who == "mentor" else "banjul")
    assert not edges and "+221771234567" not in {node.label for node in network.nodes}


def test_who_is_no_member_sees_nothing_and_a_third_unit_not_that_it_is_there(drawn):
    drawn.officer("colleague", "GM-BJL")
    seen = drawn.do(joint.look_at_joint, "colleague")
    assert not seen.member and not seen.network.nodes
    with pytest.raises(BadInput):
        drawn.do(lambda *at: joint.take_joint_network(*at, REASON, written_as="gexf"), "colleague")
    with pytest.raises(NotThere):
        drawn.do(joint.look_at_joint, "nouakchott")


def test_a_file_counts_what_it_holds_and_the_trail_has_its_hash(drawn):
    taken = drawn.do(lambda *at: joint.take_joint_network(*at, REASON, written_as="gexf"), "banjul")
    with drawn.net.store.reading() as session:
        read = set(session.scalars(select(ActRow.subject_id).where(ActRow.kind == Act.FOREIGN_READ.value)))
        action, reason, detail = session.execute(
            select(Audit.action, Audit.reason, Audit.detail).order_by(Audit.seq.desc())
        ).first()
    assert read == {drawn.awa, drawn.boat}
    assert (action, reason, detail["digest"]) == ("export", REASON, taken.digest)
    assert sorted(detail["records"]) == sorted([drawn.awa, drawn.boat, drawn.modou])
    ids = {node.id for node in taken.network.nodes}
    assert not ids & {drawn.awa, drawn.modou} and len(taken.network.edges) == 3, "a part is no state of the whole"
    assert taken.network.handling == ("H2", "H3")
