"""Networks across units: joined by judged hits and numbers, in figures, for the coordination office alone."""

from time import process_time

import pytest
from sqlalchemy import insert, select, update

from casefile.coordination import networks
from casefile.errors import NotAllowed
from casefile.storage import tables
from casefile.storage.tables import IdentifierRow, IdentityRow, NameRow, Record, RecordVersion
from casefile.subjects.identity import Identifier, Identity, Name
from casefile.vocabulary import Handling, IdentifierKind, Notify, Protection, RecordKind, Sharing
from tests.network.make import SEEN, WANTED, stated
from tests.network.stored import network

PHONE = Identifier(IdentifierKind.PHONE, "77 123 45 67", "SN")
SAME = Identifier(IdentifierKind.PHONE, "+221 77 123 45 67")


def some(name, *identifiers, kind=RecordKind.PERSON):
    return Identity(kind, names=(Name(name),), identifiers=identifiers)


def counted(net):
    counted = networks.count_by(net.store.reading)
    with net.store.writing() as session:
        networks.store_counted(session, counted)
    with net.store.reading() as session:
        found = networks.networks(session, net.coordinator)
        return [(one.units, one.persons, one.entries, one.new, len(one.hits)) for one in found]


def test_a_number_and_a_judged_hit_join_three_units(net):
    assert counted(net) == []
    net.enter("dakar", some("Awa Ndiaye", PHONE))
    net.enter("dakar", some("Nobody Else"))
    net.enter("banjul", some("Modou Jallow", SAME))
    assert counted(net) == [(2, 2, 2, True, 0)]
    seen = net.enter("dakar", Identity(SEEN.kind, SEEN.names, (*SEEN.identifiers, PHONE)), rules=stated())
    net.hit(seen, net.watch("nouakchott", WANTED))
    assert counted(net) == [(2, 3, 3, True, 0)], "a hit that nobody judged joins nothing"
    net.decide(net.hit_of(seen))
    assert counted(net) == [(3, 3, 4, True, 1)], "record and watch are one person"
    with net.store.reading() as session:
        assert networks.how_many_grew(session, net.coordinator) == 1 and not networks.is_due(session)
        for who in ("dakar", "banjul", "auditor"):
            with pytest.raises(NotAllowed):
                networks.networks(session, net.viewers[who])


@pytest.mark.parametrize(
    "hidden",
    [
        {"protection": (Protection.MINOR,)}, {"sharing": Sharing.NONE}, {"sharing": Sharing.COORDINATOR},
        {"notify": Notify.SILENT}, {"protection": (Protection.SOURCE_AT_RISK,)},
    ],
)  # fmt: skip
def test_what_is_protected_or_kept_back_is_not_counted(sqlite_store, hidden):
    net = network(sqlite_store)
    net.enter("dakar", some("Awa Ndiaye", PHONE))
    net.enter("banjul", some("Modou Jallow", SAME), stated(**hidden))
    assert counted(net) == []
    net.enter("nouakchott", some("Sidi Fall", PHONE), stated(handling=Handling.H1))
    assert counted(net) == [(2, 2, 2, True, 0)]


NUMBERS = [
    (PHONE, SAME), (Identifier(IdentifierKind.PLATE, "DK 1234 AB", "SN"),) * 2,
    (Identifier(IdentifierKind.PASSPORT, "A01234567", "SN"),) * 2,
]  # fmt: skip


@pytest.mark.parametrize(("theirs", "added"), NUMBERS, ids=["phone", "plate", "document"])
def test_a_number_added_to_an_old_record_is_growth(net, theirs, added):
    ids = [net.enter("dakar", some("Awa Ndiaye", theirs)), net.enter("banjul", some("Modou Jallow", theirs))]
    late = net.enter("nouakchott", some("Sidi Fall"))
    with net.store.writing() as session:
        long_ago = tables.now() - 2 * networks.law.GROWN_WITHIN
        for row, id in ((Record, Record.id), (RecordVersion, RecordVersion.record_id)):
            when = {"created_at" if row is Record else "entered_at": long_ago}
            session.execute(update(row).where(id.in_([*ids, late])).values(**when))

    def grown():
        counted(net)
        with net.store.reading() as session:
            return [(one.persons, one.before) for one in networks.networks(session, net.coordinator)]

    net.amend("dakar", ids[0], some("Awa Diop Ndiaye", theirs))
    assert grown() == [(2, 2)], "a name is no number"
    net.amend("nouakchott", late, some("Sidi Fall", added))
    assert grown() == [(3, 2)]


LARGE, MOST_SECONDS = 100_000, 60
COPIED = ((Record, Record.id), (RecordVersion, RecordVersion.record_id))
OF_IDENTITY = (
    (IdentityRow, IdentityRow.id),
    (NameRow, NameRow.identity_id),
    (IdentifierRow, IdentifierRow.identity_id),
)


def copied(session, id, mark, numbers):
    """A record once for each number, with all its versions, each time under another id and with that number."""
    for table, column in COPIED + OF_IDENTITY:
        at = column == id if table in (Record, RecordVersion) else column.startswith(f"{id}:")
        rows = [row._asdict() for row in session.execute(select(table.__table__).where(at))]
        more = [
            {name: f"{mark}{number:031}{value[32:]}" if isinstance(value, str) and value[:32] == id else value
             for name, value in row.items()} | ({"value": f"+22177{number:07}"} if table is IdentifierRow else {})
            for number in numbers for row in rows
        ]  # fmt: skip
        session.connection().execute(insert(table.__table__), more)


@pytest.mark.slow
def test_a_hundred_thousand_records_are_counted_in_a_minute_of_processor_time(sqlite_store):
    """Half of them with a telephone that a record of another unit has too, a tenth of all amended since."""
    net = network(sqlite_store)
    half, quarter, twentieth = LARGE // 2, LARGE // 4, LARGE // 20
    for who, first in (("dakar", 1_000_000), ("banjul", 1_000_000 + quarter)):  # so many numbers they have in common
        new, amended = (net.enter(who, some(name, PHONE)) for name in ("Awa Ndiaye", "Fatou Sow"))
        net.amend(who, amended, some("Fatou Diop Sow", PHONE))
        with net.store.writing() as session:
            copied(session, new, who[0], range(first + twentieth, first + half))
            copied(session, amended, who[0], range(first, first + twentieth))
    begun = process_time()
    when, found = networks.count_by(net.store.reading)
    with net.store.writing() as session:
        networks.store_counted(session, (when, found))
    took = process_time() - begun
    print(f"{LARGE} records, {len(found)} networks: {took:.1f} s of processor time")
    assert len(found) == quarter + 1 and took < MOST_SECONDS


def test_it_grew_since_a_month_ago_and_a_number_of_many_joins_nobody(sqlite_store, monkeypatch):
    net = network(sqlite_store)
    ids = [net.enter("dakar", some("Awa Ndiaye", PHONE)), net.enter("banjul", some("Modou Jallow", SAME))]
    with net.store.writing() as session:
        session.execute(
            update(Record).where(Record.id.in_(ids)).values(created_at=tables.now() - 2 * networks.law.GROWN_WITHIN)
        )
    counted(net)
    net.enter("nouakchott", some("Sidi Fall", PHONE))
    counted(net)
    with net.store.reading() as session:
        (one,) = networks.networks(session, net.coordinator)
    assert (one.units, one.persons, one.before, one.grown, one.new) == (3, 3, 2, 1, False)
    monkeypatch.setattr("casefile.policy.network.clusters.MOST_HOLDERS", 2)
    assert counted(net) == []
