"""Linked records through the whole pipeline: a link raises a grade, taking it back lowers it, and the check agrees."""

from sqlalchemy import select

from casefile.policy.handling import Rules
from casefile.records import links
from casefile.storage.tables import Hit
from casefile.subjects.identity import Identifier, Identity
from casefile.vocabulary import IdentifierKind, LinkRole, RecordKind
from indexer.upkeep import reconcile
from tests.network import make

NUMBER = "+221 77 123 45 67"


def grade(net, man):
    with net.store.reading() as session:
        return session.execute(select(Hit.decision, Hit.score).where(Hit.record_id == man)).one()


def test_a_link_made_and_withdrawn_moves_the_grade(net):
    phone = Identity(RecordKind.PHONE, identifiers=(Identifier(IdentifierKind.PHONE, NUMBER),))
    man, thing = net.enter("dakar", make.person("Mamadou Diallo", "1984")), net.enter("dakar", phone, Rules())
    net.watch("banjul", make.person("Mamadou Diallo", "1984", phone=NUMBER))
    net.drain()
    decision, before = grade(net, man)
    assert decision == "possible"
    with net.store.writing() as session:
        links.link(session, net.dakar, man, thing, LinkRole.USER)
    net.drain()
    decision, after = grade(net, man)
    assert decision == "hit" and after > before + 7
    assert reconcile.reconcile(net.store, net.engine).sound
    (link,) = net.opened("dakar", man).links
    with net.store.writing() as session:
        links.withdraw_link(session, net.dakar, link.id, "not his")
    net.drain()
    assert grade(net, man) == ("possible", before)
