"""A watch has a ground and an end, is seen by its own unit only, and never changes in silence."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile import hits, outbox, watches
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.storage import tables
from casefile.storage.tables import Hit
from casefile.subjects.identity import Identifier, Identity, Name
from casefile.vocabulary import HitState, IdentifierKind, RecordKind, WatchState
from tests.network import make
from tests.network.make import GROUND, SOMEBODY, person


def opened(net, watch_id, who="banjul"):
    with net.store.writing() as session:
        return watches.read_watch(session, net.viewers[who], watch_id, reason="checking")


def test_a_watch_has_its_ground_end_list_and_outbox_row(net):
    watch_id = net.watch("banjul", watchlist="Boats of the north")
    view = opened(net, watch_id)
    assert (view.ground, view.watchlist, view.state, view.caption) == (
        GROUND,
        "Boats of the north",
        WatchState.ACTIVE,
        "Modou Jallow",
    )
    assert timedelta(0) < view.expires_at - tables.now() <= watches.MAX_DURATION
    assert view.rules.retain_until > view.expires_at
    with net.store.reading() as session:
        assert outbox.pending_subjects(session, [watch_id])
        assert [(w.name, w.active) for w in watches.watchlists_of(session, net.banjul)] == [("Boats of the north", 1)]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"ground": "no"}, "ground"),
        ({"expires_at": timedelta(days=400)}, "expires_at"),
        ({"expires_at": timedelta(days=-1)}, "expires_at"),
        ({"identity": Identity(RecordKind.PERSON)}, "names"),
        ({"identity": Identity(RecordKind.PERSON, names=(Name("123 -"),))}, "names"),
        ({"case_id": "somebody else's"}, "case"),
    ],
)
def test_what_cannot_be_watched_is_refused_by_name(net, draft, field):
    if "expires_at" in draft:
        draft = {"expires_at": tables.now() + draft["expires_at"]}
    with pytest.raises(BadInput) as refused:
        net.watch("banjul", **draft)
    assert refused.value.field == field


def test_a_number_alone_can_be_watched(net):
    net.watch("banjul", Identity(RecordKind.PHONE, identifiers=(Identifier(IdentifierKind.PHONE, "+2203012233"),)))


def test_only_a_watch_officer_watches(net):
    with net.store.writing() as session, pytest.raises(NotAllowed):
        watches.watch(session, net.coordinator, watches.WatchDraft(SOMEBODY, "a ground"))


def test_another_units_watch_does_not_exist(net):
    watch_id = net.watch("banjul")
    answers = set()
    for wanted in (watch_id, "0" * 32):
        for act in (
            watches.read_watch,
            lambda s, v, w: watches.end(s, v, w, "because"),
            lambda s, v, w: watches.amend_watch(s, v, w, watches.WatchDraft(SOMEBODY, "a ground")),
        ):
            with net.store.writing() as session, pytest.raises(NotThere) as refused:
                act(session, net.dakar, wanted)
            answers.add(str(refused.value))
    assert len(answers) == 1
    with net.store.reading() as session:
        assert watches.watches_of(session, net.dakar) == []


def test_a_source_list_is_registered_once_and_then_followed(net):
    draft = watches.WatchDraft(SOMEBODY, "listed by the source", origin_ref="e1")
    outcomes = []
    for given in (draft, draft, replace(draft, identity=person("Mamadou Diallo", "1986"))):
        with net.store.writing() as session:
            outcomes.append(watches.watch_many(session, net.banjul, [given])[0])
    assert [o.outcome for o in outcomes] == ["created", "unchanged", "updated"]
    assert opened(net, outcomes[0].watch_id).version == 2


def test_each_change_of_state_is_a_version_the_index_will_follow(net):
    watch_id = net.watch("banjul")
    with net.store.writing() as session:
        assert watches.suspend(session, net.banjul, watch_id, "agent at risk") == 2
        with pytest.raises(Conflict):
            watches.suspend(session, net.banjul, watch_id, "once more")
        assert watches.resume(session, net.banjul, watch_id, "agent is safe") == 3
        assert watches.end(session, net.banjul, watch_id, "case closed") == 4
        with pytest.raises(Conflict):
            watches.resume(session, net.banjul, watch_id, "open again")
    view = opened(net, watch_id)
    assert (view.state, view.state_reason, view.version) == (WatchState.ENDED, "case closed", 4)


def test_silence_is_expiry_and_renewal_wakes(net, monkeypatch):
    watch_id = net.watch("banjul", expires_at=tables.now() + timedelta(days=30))
    later = tables.now() + timedelta(days=31)
    monkeypatch.setattr(tables, "now", lambda: later)
    with net.store.writing() as session:
        assert watches.expire_due(session, later) == 1
        assert watches.expire_due(session, later) == 0
        with pytest.raises(Conflict):
            watches.resume(session, net.banjul, watch_id, "still needed")
        with pytest.raises(BadInput):
            watches.renew(session, net.banjul, watch_id, later + timedelta(days=400), "still needed")
        watches.renew(session, net.banjul, watch_id, later + timedelta(days=90), "still needed")
    assert opened(net, watch_id).state is WatchState.ACTIVE


def test_an_ended_watch_takes_its_undecided_hits_with_it(net):
    record, watch_id = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch_id)
    with net.store.writing() as session:
        watches.end(session, net.banjul, watch_id, "case closed")
        assert session.scalars(select(Hit.state)).all() == [HitState.WITHDRAWN.value]
        assert list(hits.export(session))[0]["state"] == "withdrawn"


def test_a_watch_the_engine_refuses_says_so_and_is_repaired_by_amendment(net):
    watch_id = net.watch("banjul")
    with net.store.writing() as session:
        watches.mark_broken(session, watch_id, "too many clauses")
    assert (opened(net, watch_id).state, opened(net, watch_id).state_reason) == (WatchState.BROKEN, "too many clauses")
    with net.store.writing() as session:
        watches.amend_watch(
            session,
            net.banjul,
            watch_id,
            make.watch(person("Modou Jallow", "1986")),
        )
    assert opened(net, watch_id).state is WatchState.ACTIVE
