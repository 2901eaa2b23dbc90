"""What administrators take out."""

import pytest

from casefile import hits
from casefile.hits.shown.covered import unmasked_hits
from casefile.vocabulary import Judgement, Notify, Sharing, SubjectCategory
from tests.network.make import stated
from tests.network.protection import protected_hit, staff, unmasked


def test_export_names_both_sides_by_their_source_ids(net):
    record, watch = net.enter("dakar", origin_ref="src-1"), net.watch("banjul", origin_ref="src-2")
    net.hit(record, watch)
    with net.store.reading() as session:
        (line,) = hits.export(session)
    assert {k: line[k] for k in ("record", "watch", "record_unit", "watch_unit", "state")} == {
        "record": "src-1",
        "watch": "src-2",
        "record_unit": "SN-DKR",
        "watch_unit": "GM-BJL",
        "state": "queued",
    }
    assert set(line) >= {"hit", "score", "evidence"}


def exported(net, **more):
    with net.store.reading() as session:
        (line,) = hits.export(session, **more)
    return line


def test_export_says_desk_and_who_may_read_a_pointer_as_things_stand(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    line = exported(net)
    assert (line["desk"], line["recipients"]) == ("coordination", ["SN-DKR", "GM-BJL"])
    net.decide(net.hit_of(record), Judgement.NOT_SAME)
    assert exported(net)["recipients"] == []


@pytest.mark.parametrize(
    ("rules", "desk", "recipients"),
    [
        ({"sharing": Sharing.COORDINATOR}, "coordination", []),
        ({"notify": Notify.SILENT}, "coordination", []),
        ({"notify": Notify.OWNER_FIRST}, "coordination", ["SN-DKR"]),
        ({"subject_category": SubjectCategory.VICTIM}, "protection", []),
    ],
)
def test_export_follows_the_rules_of_both_sides(net, rules, desk, recipients):
    net.hit(net.enter("dakar"), net.watch("banjul", rules=stated(**rules)))
    line = exported(net)
    assert (line["desk"], line["recipients"]) == (desk, recipients)


def test_export_covers_what_would_name_a_protected_person(net):
    net.hit(net.enter("dakar", rules=stated(subject_category=SubjectCategory.VICTIM)), net.watch("banjul"))
    covered = exported(net)
    assert "Dialo" not in str(covered) and "Jallow" not in str(covered) and covered["evidence"][0]["found"] == "[…]"


def test_export_shows_who_two_persons_have_unmasked_to_who_asked_and_to_nobody_else(net):
    hit_id = protected_hit(staff(net, "deputy"))
    unmasked(net, hit_id)
    for who, found in (("protection", "Diary Ndour"), ("deputy", "[…]"), ("coordinator", "[…]")):
        with net.store.reading() as session:
            shown = unmasked_hits(session, net.viewers[who].officer_id)
        assert exported(net, unmasked=shown)["evidence"][0]["found"] == found
