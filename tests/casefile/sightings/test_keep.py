"""A question at a post is kept to be compared: once, whole or not at all, for 30 days, and read by nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casefile import records, sightings, watches
from casefile.errors import NotThere
from casefile.hits.expected import expected_hits
from casefile.people import units
from casefile.policy.handling import record_facts
from casefile.policy.sharing import access
from casefile.records import search_log
from casefile.retention import schedule
from casefile.sightings import Question
from casefile.storage import tables
from casefile.storage.tables import Hit, Outbox, Record, RecordVersion, Sighting, Unit, Watch
from casefile.subjects import identity_rows
from casefile.subjects.name_counts import default
from casefile.vocabulary import HitState, UnitKind
from casefile.watches.closing import close_unit
from tests.network.make import person

NUMBER, OTHER = "+221 77 123 45 68", "A01478852"


def keep(net, *texts, who="dakar"):
    with net.store.writing() as session:
        return sightings.keep(session, net.viewers[who], [Question(text) for text in texts])


def stand(net):
    """(record's state, watch's state, times kept until) of each question."""
    with net.store.reading() as session:
        wanted = (
            select(Record.state, Watch.state, RecordVersion.retain_until, Watch.expires_at, Record.id, Watch.id)
            .select_from(Sighting)
            .join(Record, Record.id == Sighting.record_id)
            .join(Watch, Watch.id == Sighting.watch_id)
            .join(RecordVersion, (RecordVersion.record_id == Record.id) & (RecordVersion.version == Record.version))
        )
        return session.execute(wanted.order_by(Sighting.first_at)).all()


def count(net, what, *where):
    with net.store.reading() as session:
        return session.scalar(select(func.count()).select_from(what).where(*where))


def test_it_is_kept_once_goes_through_the_outbox_and_is_read_by_nobody(net):
    before = count(net, Outbox)
    assert keep(net, NUMBER, NUMBER, OTHER, "12345") == 2
    assert count(net, Outbox) - before == 4, "each as a record and as a watch, in the same transaction"
    assert keep(net, "A" * 150 + "1") == 0, "what cannot be stored is no error: the question is answered all the same"
    assert keep(net, NUMBER) == 0 and keep(net, OTHER, who="banjul") == 1
    with pytest.raises(RuntimeError), net.store.writing() as session:
        sightings.keep(session, net.viewers["dakar"], [Question("B99887766")])
        raise RuntimeError("killed")
    assert count(net, Sighting) == 3 and count(net, Outbox) - before == 6
    with net.store.reading() as session:
        for head in session.scalars(select(Record)):
            version = session.get(RecordVersion, (head.id, head.version))
            assert all(access(viewer, record_facts(head, version)) is None for viewer in net.viewers.values())
            with pytest.raises(NotThere):
                records.read(session, net.viewers["dakar"], head.id, reason="asked by the duty officer")
        assert search_log.all_searchable(session, net.viewers["dakar"])
        assert search_log.searchable_count(session, net.viewers["dakar"]) == 0
        assert not watches.watches_of(session, net.viewers["dakar"])
        assert all(one.kind is not UnitKind.POST for one in units.units(session))
        code = session.scalar(select(Unit.code).where(Unit.asks_for.is_not(None)).limit(1))
        with pytest.raises(NotThere):
            units.unit_by_code(session, code)


def test_it_meets_others_records_and_watches_and_never_its_own_units(net):
    somebody = person("Awa Kanary", "1985", phone=NUMBER)
    own, ownwatch = net.enter("dakar", somebody), net.watch("dakar", somebody)
    record, watch = net.enter("banjul", somebody), net.watch("nouakchott", somebody)
    keep(net, NUMBER), keep(net, NUMBER, who="nouakchott")
    [mine, theirs] = stand(net)
    with net.store.reading() as session:
        pairs = {(one.record_id, one.watch_id) for one in expected_hits(session, default())}
    asked_record, asked_watch = mine[4], mine[5]
    assert {(asked_record, watch), (record, asked_watch)} <= pairs
    assert not {(asked_record, ownwatch), (own, asked_watch)} & pairs
    assert not {(asked_record, theirs[5]), (theirs[4], asked_watch)} & pairs, "two questions are no hit"
    assert net.hit(asked_record, ownwatch) == net.hit(own, asked_watch) == net.hit(asked_record, theirs[5]) == 0
    assert net.hit(asked_record, watch) == net.hit(record, asked_watch) == 1
    with net.store.reading() as session:
        dakar = net.viewers["dakar"].unit_id
        sides = {(one.record_unit_id, one.watch_unit_id) for one in session.scalars(select(Hit))}
    assert {unit for pair in sides for unit in pair} >= {dakar} and all(dakar in pair for pair in sides)
    with net.store.writing() as session:
        close_unit(session, net.viewers["administrator"], dakar, "the unit leaves the network")
    assert {state for hit in (asked_record, record) for state in net.states(hit)} == {HitState.WITHDRAWN}
    with net.store.reading() as session:
        left = {(one.record_id, one.watch_id) for one in expected_hits(session, default())}
    assert not {pair for pair in left if asked_record in pair or asked_watch in pair}


def test_it_lasts_thirty_days_from_the_last_time_and_as_long_as_an_open_hit(net, monkeypatch):
    start = tables.now()

    def day(number):
        monkeypatch.setattr(tables, "now", lambda: start + timedelta(days=number))
        with net.store.writing() as session:
            watches.expire_due(session, tables.now())
        schedule.run(net.store, tables.now())
        return {row[4]: row for row in stand(net)}

    day(0)
    keep(net, NUMBER, OTHER)
    [found] = [row[4] for row in stand(net) if NUMBER in title_of(net, row[4])]
    [plain] = [row[4] for row in stand(net) if row[4] != found]
    watch = net.watch("banjul", person("Awa Kanary", "1985", phone=NUMBER))
    assert net.hit(found, watch) == 1
    then = day(25)
    assert then[found][2] == then[found][3] == start + timedelta(days=25) + sightings.KEPT, "a hit is open"
    assert then[plain][2] == then[plain][3] == start + sightings.KEPT
    assert then[found][:2] == then[plain][:2] == ("active", "active")
    assert keep(net, NUMBER) == 0
    then = day(31)
    assert then[found][:2] == ("active", "active") and then[plain][0] == "expired" and then[plain][1] != "active"
    assert keep(net, NUMBER, OTHER) == 1, "what has ended is compared anew when it is asked again"
    assert count(net, Sighting) == 2 and day(32)[found][:2] == ("active", "active")
    net.decide(net.hit_of(found), "not_same")
    ends = day(50)[found][2]
    assert ends == start + timedelta(days=31) + sightings.KEPT, "thirty days from when it was last asked"
    assert day(62)[found][0] == "expired"
    day(125)
    assert count(net, Record, Record.state == "active") == 0
    assert count(net, Record, Record.state == "tombstoned") == 3
    assert count(net, Sighting) == 0, "nothing is left that a number could be tested against"


def title_of(net, record_id):
    with net.store.reading() as session:
        version = session.get(Record, record_id).version
        key = identity_rows.identity_id(record_id, version)
        return identity_rows.load_identities(session, [key])[key].title
