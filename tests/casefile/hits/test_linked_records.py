"""Linked records weigh in a match: which of them are read, who sees it, and what is matched once more."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from casefile.contact.view import matched
from casefile.evidence.contents import Side
from casefile.evidence.sides import weights_of
from casefile.hits import candidate_pairs, expected
from casefile.matching import LINKED, StoredEvidence
from casefile.names.frequency import default
from casefile.policy.handling import Rules
from casefile.records import links, withdraw
from casefile.storage.tables import Outbox
from casefile.subjects.identity import Identifier, Identity
from casefile.vocabulary import IdentifierKind, LinkRole, RecordKind, Sharing, SubjectCategory, Topic
from tests.network import make

NUMBER = "+221 77 123 45 67"
PHONE = Identity(RecordKind.PHONE, identifiers=(Identifier(IdentifierKind.PHONE, NUMBER),))
MAN = make.person("Kerkoub Mbengue", "1984")
NO_RULES = Rules()
WATCHED = make.person("Kerkoub Mbengue", "1984", phone=NUMBER)


def linked(net, identity=PHONE, rules=NO_RULES):
    """A man of Dakar, something linked to him, and a watch of Banjul that holds its number."""
    man = net.enter("dakar", MAN)
    thing = net.enter("dakar", identity, rules)
    with net.store.writing() as session:
        role = LinkRole.USER if identity.kind is RecordKind.PHONE else LinkRole.ASSOCIATE
        links.link(session, net.dakar, man, thing, role)
    return man, thing, net.watch("banjul", WATCHED)


def terms(net, man, watch):
    """What matching keeps of the pair, and the oracle with it."""
    reader = candidate_pairs.Reader()
    with net.store.reading() as session:
        records = reader.with_linked(session, reader.records(session, {man}), {man})
        watches = reader.watches(session, {watch})
        (hit,) = candidate_pairs.match({(man, watch)}, default(), records=records, watches=watches).hits
        (ought,) = expected.expected_hits(session, default(), [man])
    assert ought.decision.bits == hit.score and ought.decision.evidence_json() == list(hit.evidence)
    return hit.evidence


def linked_terms(net, man, watch):
    return [term["rule"] for term in terms(net, man, watch) if term["what"] == LINKED]


def test_a_telephone_linked_to_the_record_weighs_in_its_match(net):
    man, _, watch = linked(net)
    assert linked_terms(net, man, watch) == ["linked_number_agrees"]


@pytest.mark.parametrize("page", [1, 2, expected.PAGE])
def test_the_oracle_reads_what_is_linked_to_each_record_page_by_page(net, monkeypatch, page):
    one, other, alone, phone = (net.enter("dakar", who) for who in (MAN, make.person("Awa Sow", "1990"), MAN, PHONE))
    with net.store.writing() as session:
        for man in (one, other):
            links.link(session, net.dakar, man, phone, LinkRole.USER)
    monkeypatch.setattr(expected, "PAGE", page)
    with net.store.reading() as session:
        for asked in (None, [one, alone]):
            found = expected.with_linked(session, expected.records_in_force(session, asked))
            ends = {record.id: [end.id for end in record.linked] for record in found}
            whole = {one: [phone], other: [phone], alone: [], phone: sorted([one, other])}
            assert ends == {id: whole[id] for id in asked or whole}


SILENT = [
    (Rules(sharing=Sharing.NONE), "takes no part in matching"),
    (Rules(sharing=Sharing.FULL), "released otherwise"),
]


@pytest.mark.parametrize(("rules", "why"), SILENT, ids=[row[1] for row in SILENT])
def test_what_was_not_released_as_the_record_was_stays_out(net, rules, why):
    man, _, watch = linked(net, rules=rules)
    assert linked_terms(net, man, watch) == []


def test_a_protected_linked_record_stays_out(net):
    victim = make.person("Awa Sow", "1990", phone=NUMBER)
    man, _, watch = linked(net, victim, make.stated(subject_category=SubjectCategory.VICTIM))
    assert linked_terms(net, man, watch) == []


def test_what_is_withdrawn_weighs_no_more_and_the_man_is_matched_again(net):
    man, phone, watch = linked(net)
    with net.store.writing() as session:
        session.query(Outbox).delete()
    with net.store.writing() as session:
        withdraw(session, net.dakar, phone, "entered twice")
    assert linked_terms(net, man, watch) == []
    assert enqueued(net) == {phone, man}


def enqueued(net):
    with net.store.writing() as session:
        found = set(session.scalars(select(Outbox.subject_id).where(Outbox.topic == Topic.RECORD.value)))
        session.query(Outbox).delete()
    return found


def test_links_and_what_is_linked_are_matched_again_when_either_changes(net):
    man, phone, watch = linked(net)
    assert enqueued(net) == {man, phone}
    another = Identity(RecordKind.PHONE, identifiers=(Identifier(IdentifierKind.PHONE, "+221 77 999 99 99"),))
    net.amend("dakar", phone, another, NO_RULES)
    assert enqueued(net) == {man, phone}
    assert linked_terms(net, man, watch) == []
    (link,) = net.opened("dakar", man).links
    with net.store.writing() as session:
        links.withdraw_link(session, net.dakar, link.id, "not his")
    assert enqueued(net) == {man, phone}


ALONE = [
    StoredEvidence("name", "names_agree", "Kerkoub Mbengue", "Kerkoub Mbengue", 14.0),
    StoredEvidence(LINKED, "linked_number_agrees", NUMBER, NUMBER, 8.0),
]


@pytest.mark.parametrize("own", ["record", "watch"])
def test_a_unit_that_was_sent_a_pointer_is_told_nothing_of_links(own):
    at = SimpleNamespace(
        hit=SimpleNamespace(evidence=[one.as_json() for one in ALONE]), pointer=SimpleNamespace(own_subject=own)
    )
    assert [one.what for one in matched(at)] == ["name"]


@pytest.mark.parametrize("own", [None, "record", "watch"])
def test_no_dossier_holds_what_a_link_brought(own):
    sides = tuple(Side(subject, "Dakar", "SN", whole=True, fields=(), withheld=0) for subject in ("record", "watch"))
    assert [one.what for one in weights_of(ALONE, sides, own=own)] == ["name"]
