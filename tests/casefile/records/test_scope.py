"""One rule, three renderings; and a unit's whole visible world is the same with and without what is hidden from it."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import and_, select, update

from casefile import hits, records, watches
from casefile.errors import BadInput, NotThere
from casefile.hits import pointers
from casefile.policy.handling import record_facts
from casefile.policy.sharing import EVERY_UNIT, Access, access, core_readers, may_read, readers
from casefile.policy.states import HIT, JUDGEMENT_MOVE, RecordMove, allows
from casefile.records import cases, search_log
from casefile.records.scope import in_scope
from casefile.storage.tables import Hit, Pointer, Record, RecordVersion
from casefile.vocabulary import HitState, Judgement, Notify, Protection, Sharing, SubjectCategory
from tests.network.make import STATED, stated
from tests.network.stored import network


def test_single_read_list_and_index_field_agree_for_every_rule(net):
    units = {who: net.viewers[who].unit_id for who in ("dakar", "banjul", "nouakchott")}
    made = []
    for sharing, named, protection, category in product(
        (Sharing.POINTER, Sharing.CORE, Sharing.FULL),
        ((EVERY_UNIT,), (units["banjul"],), ("elsewhere",)),
        ((), (Protection.MINOR,)),
        (SubjectCategory.SUSPECT, SubjectCategory.VICTIM),
    ):
        made.append(
            net.enter(
                "dakar",
                rules=stated(sharing=sharing, sharing_units=named, protection=protection, subject_category=category),
            )
        )
    with net.store.writing() as session:
        for sharing, head in product(
            (Sharing.CORE, Sharing.FULL), ({"protection": None}, {"protection": ["minor"]}, {"names_protected": True})
        ):  # as it is worked out, or not yet: the version says nothing of it
            made.append(records.enter(session, net.dakar, net.record("dakar", rules=stated(sharing=sharing))))
            session.execute(update(Record).where(Record.id == made[-1]).values(**head))
    with net.store.writing() as session:
        for number, record_id in enumerate(made[:-6]):
            if number % 3 == 0:
                records.change_state(session, net.dakar, record_id, RecordMove.RESTRICT, "disputed by its subject")
    joined = select(Record, RecordVersion).join(
        RecordVersion, and_(Record.id == RecordVersion.record_id, Record.version == RecordVersion.version)
    )
    with net.store.reading() as session:
        rows = session.execute(joined).all()
        for who, viewer in net.viewers.items():
            listed = set(
                session.scalars(
                    select(Record.id)
                    .join(
                        RecordVersion,
                        and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version),
                    )
                    .where(in_scope(viewer))
                )
            )
            shown = records.lines(session, viewer, made) if viewer.may("record:read") else {}
            for head, version in rows:
                release = record_facts(head, version)
                line = shown.get(head.id)
                single = access(viewer, release)
                assert single == by_fields(viewer, release) == (line.access if line else None), (who, release)
                assert may_read(viewer, release) == (head.id in listed) == (single is not None), (who, release)


def by_fields(viewer, release):
    """What the engine's filter makes of the fields that are indexed."""
    mine = {EVERY_UNIT, viewer.unit_id}
    if not viewer.may("record:read"):
        return None
    if release.owner_unit_id == viewer.unit_id:
        return Access.OWN
    if mine & set(readers(release)):
        return Access.FULL
    return Access.CORE if mine & set(core_readers(release)) else None


def world(net, who):
    """Everything the officer's pages are made of, without ids and times."""
    viewer = net.viewers[who]
    with net.store.reading() as session:
        return {
            "cases": [(c.reference, c.records) for c in cases.cases_of(session, viewer)],
            "records": [r.caption for r in records.records_of(session, viewer)],
            "watches": [
                (w.caption, w.state, w.state_reason, w.version, w.pointers) for w in watches.watches_of(session, viewer)
            ],
            "lists": [(w.name, w.watches, w.active) for w in watches.watchlists_of(session, viewer)],
            "pointers": pointers.pointers_of(session, viewer),
        }


hidden_act = st.tuples(
    st.sampled_from(["enter", "watch", "hit", "decide", "withdraw", "end"]),
    st.sampled_from([Sharing.NONE, Sharing.COORDINATOR, Sharing.POINTER, Sharing.CORE]),
    st.sampled_from([Notify.SILENT, Notify.OWNER_FIRST]),
    st.sampled_from([(), (Protection.MINOR,)]),
    st.sampled_from(Judgement),
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(hidden_act, max_size=8))
def test_what_is_hidden_changes_nothing_a_unit_can_see(sqlite_store, acts):
    """Dakar's silent records and watches meet Banjul's; whatever is judged, Banjul's world stays what it was."""
    net = network(sqlite_store) if not hasattr(sqlite_store, "net") else sqlite_store.net
    sqlite_store.net = net
    watch_of_banjul, record_of_banjul = net.watch("banjul"), net.enter("banjul", rules=stated(sharing=Sharing.POINTER))
    before = world(net, "banjul")
    own: dict[str, list[str]] = {"record": [], "watch": []}
    for act, sharing, notify, protection, judgement in acts:
        rules = stated(sharing=sharing, notify=notify, protection=protection)
        if act == "enter":
            own["record"].append(net.enter("dakar", rules=rules))
        elif act == "watch":  # silent: the record's owner is not notified of a watch that does not show itself
            own["watch"].append(net.watch("dakar", rules=stated(sharing=sharing, notify=Notify.SILENT)))
        elif act == "hit":
            for record_id in own["record"]:
                net.hit(record_id, watch_of_banjul)
            for watch_id in own["watch"]:
                net.hit(record_of_banjul, watch_id)
        elif act == "decide":
            judge_all(net, judgement)
        elif act == "withdraw" and own["record"]:
            with net.store.writing() as session:
                records.withdraw(session, net.dakar, own["record"].pop(), "mistaken identity")
        elif act == "end" and own["watch"]:
            with net.store.writing() as session:
                watches.end(session, net.dakar, own["watch"].pop(), "case closed")
        deliver_all(net)
        assert world(net, "banjul") == before


def judge_all(net, judgement):
    with net.store.writing() as session:
        for hit_id, desk, state in session.execute(select(Hit.id, Hit.desk, Hit.state)).all():
            if allows(HIT, HitState(state), JUDGEMENT_MOVE[judgement]):
                who = net.protection if desk == "protection" else net.coordinator
                hits.decide(session, who, hit_id, judgement, "judged in the test")


def deliver_all(net):
    with net.store.writing() as session:
        pointers.deliver(session, session.scalars(select(Pointer.id)).all())


def test_a_search_is_kept_with_its_reason_for_its_officer_alone(net):
    with net.store.writing() as session:
        kept = search_log.save_search(session, net.dakar, {"text": "Dialo"}, "named by a witness", "C-1")
        search_log.note_result(session, net.dakar, kept, 3, ["r1"])
        assert "Dialo" not in kept
        found = search_log.load(session, net.dakar, kept)
        assert (found.form, found.reason, found.found) == ({"text": "Dialo"}, "named by a witness", 3)
        assert [k.id for k in search_log.latest(session, net.dakar)] == [kept]
        for viewer in (net.banjul, net.nouakchott):
            with pytest.raises(NotThere):
                search_log.load(session, viewer, kept)
        with pytest.raises(BadInput):
            search_log.save_search(session, net.dakar, {}, "hm")


def test_cases_are_the_own_units_only(net):
    with net.store.writing() as session:
        assert cases.ensure_case(session, net.dakar, cases.CaseDraft("DKR-1")) == net.cases["dakar"]
        for wanted in (net.cases["dakar"], "0" * 32):
            with pytest.raises(NotThere):
                cases.case_of(session, net.banjul, wanted)
            with pytest.raises(NotThere):
                cases.close_case(session, net.banjul, wanted, "because")
        assert cases.open_case(session, net.banjul, cases.CaseDraft("DKR-1"))  # references are a unit's own
        assert STATED.legal_basis
