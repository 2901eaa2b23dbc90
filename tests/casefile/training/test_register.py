"""The register of training: noted once it took place, read per unit, never changed but withdrawn; on both databases."""

from datetime import timedelta

import pytest

from casefile import lists
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.lists import Asked
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.training import register
from casefile.training.register import TrainingDraft
from casefile.vocabulary import Role, TrainingCourse, UnitKind
from tests.network.stored import network


@pytest.fixture
def net(store):
    return network(store)


def draft(net, login, course=TrainingCourse.SEARCH, days=0, tutor="Awa Sarr, Dakar"):
    officer = net.viewers[login].officer_id if login in net.viewers else login
    return TrainingDraft(officer, course, tables.now().date() - timedelta(days=days), tutor)


def own(net, login):
    """An administrator of that officer's unit."""
    of = net.viewers[login]
    return Viewer(of.officer_id, of.login, of.unit_id, of.unit_code, frozenset({Role.ADMINISTRATOR}), of.unit_kind)


def note(net, viewer, *args, **more):
    with net.store.writing() as session:
        return register.note_training(session, viewer, draft(net, *args, **more))


def shown(net, viewer, **asked):
    with net.store.reading() as session:
        rows = lists.listed_trainings(session, viewer, Asked(**asked)).rows
    return [(one.unit_code, one.officer, one.course.value, one.withdrawn_at is not None) for one in rows]


def test_each_unit_reads_its_own_register_and_the_coordination_office_all(net):
    office, dakar, banjul = net.viewers["coordinator"], own(net, "dakar"), own(net, "banjul")
    assert office.unit_kind is UnitKind.COORDINATION
    mine = note(net, dakar, "dakar", days=3)
    note(net, office, "banjul", TrainingCourse.PROTECTION, days=1)
    assert [line[0] for line in shown(net, office)] == ["GM-BJL", "SN-DKR"], "the newest day first"
    assert [line[2] for line in shown(net, dakar)] == ["search"]
    assert [line[2] for line in shown(net, banjul)] == ["protection"]
    assert [line[0] for line in shown(net, office, chosen={"course": "search"})] == ["SN-DKR"]
    assert shown(net, banjul, chosen={"unit": dakar.unit_id}) == [], "a filter opens nobody else's"
    with net.store.writing() as session:
        for viewer in (banjul, net.viewers["protection"]):
            with pytest.raises((NotThere, NotAllowed)):
                register.open_training(session, viewer, mine)
            with pytest.raises((NotThere, NotAllowed)):
                register.withdraw_training(session, viewer, mine, "not ours at all")
        assert {one.id for one in register.trainable(session, banjul)} < {
            one.id for one in register.trainable(session, office)
        }


def test_what_is_wrong_is_withdrawn_with_the_reason_and_stays(net):
    dakar = own(net, "dakar")
    wrong = note(net, dakar, "dakar")
    with net.store.writing() as session, pytest.raises(BadInput):
        register.withdraw_training(session, dakar, wrong, "")
    with net.store.writing() as session:
        register.withdraw_training(session, dakar, wrong, "it was another officer")
    with net.store.writing() as session, pytest.raises(Conflict, match="withdrawn already"):
        register.withdraw_training(session, dakar, wrong, "it was another officer")
    with net.store.writing() as session:
        view = register.open_training(session, dakar, wrong)
    assert (view.reason, view.withdrawn_by) == ("it was another officer", view.noted_by)
    assert [line[3] for line in shown(net, dakar)] == [True]
    assert shown(net, dakar, chosen={"state": "valid"}) == []


@pytest.mark.parametrize(("login", "more", "field"), [
    ("dakar", {"tutor": " "}, "tutor"), ("dakar", {"tutor": "x" * 121}, "tutor"), ("dakar", {"days": -1}, "day"),
    ("banjul", {}, "officer"), ("f" * 32, {}, "officer"),
])  # fmt: skip
def test_a_bad_entry_is_refused_by_its_field_and_nothing_is_noted(sqlite_store, login, more, field):
    net = network(sqlite_store)
    dakar = own(net, "dakar")
    with pytest.raises(BadInput) as refused:
        note(net, dakar, login, **more)
    assert refused.value.field == field and shown(net, dakar) == []
