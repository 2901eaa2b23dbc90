"""What is written leaves a leaf in the same transaction; what is destroyed leaves one that tells nothing of it."""

import re
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from casefile import records
from casefile.audit.proof import contents
from casefile.audit.proof.log import ends, walk
from casefile.proof.digest import BACKFILL, GONE, digest
from casefile.retention import run
from casefile.storage import migrate, proven, tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.tables import AuditorKey, Country, Leaf, OfficerRole, Record, Unit
from tests.network.make import person
from tests.network.outside import outside
from tests.network.stored import network
from tests.reuse import standing

ROOT = Path(__file__).resolve().parents[4]


def leaves(store, **of):
    with store.reading() as session:
        wanted = select(Leaf.__table__).order_by(Leaf.seq)
        for name, value in of.items():
            wanted = wanted.where(Leaf.__table__.c[name] == value)
        return session.execute(wanted).all()


def sound(store):
    assert list(contents.check(store)) == []
    assert [entry.what for entry in walk(store, ends(store)) if entry.why] == []


def test_entering_adds_one_leaf_for_head_and_version_and_amending_another(store):
    net = network(store)
    record_id = net.enter("dakar")
    net.amend("dakar", record_id, person("Awa Ndiaye", "1980"))
    found = leaves(store, key=record_id)
    assert [(one.kind, one.number, bool(one.row), bool(one.content)) for one in found] == [
        ("record", 1, True, True), ("record", 2, True, True),
    ]  # fmt: skip
    sound(store)


def test_rows_and_audit_lines_stand_in_one_order_without_gaps(store):
    net = network(store)
    net.enter_many("dakar", [person(f"Awa {n}") for n in range(5)])
    until = ends(store)
    places = list(walk(store, until))
    assert [one.index for one in places] == list(range(until.lines + until.leaves))
    assert len({one.hash for one in places}) == until.size


def test_what_is_undone_leaves_no_leaf(store):
    net = network(store)
    before = ends(store)
    with pytest.raises(ZeroDivisionError), store.writing() as session:
        records.enter(session, net.dakar, net.record("dakar"))
        _ = 1 / 0
    assert ends(store) == before
    sound(store)


WRITES = {
    "a row with its key": lambda s: s.execute(insert(Country), {"code": "ZZ", "name": "Nowhere"}),
    "several": lambda s: s.execute(insert(Country), [{"code": "ZY", "name": "a"}, {"code": "ZX", "name": "b"}]),
    "an object": lambda s: s.add(Country(code="ZW", name="Nowhere")),
    "a change by key": lambda s: s.execute(update(Country).where(Country.code == "SN").values(name="x")),
    "a change by another column": lambda s: s.execute(update(Country).where(Country.name != "").values(name="x")),
    "a change of all": lambda s: s.execute(update(Country).values(name="x")),
    "a deletion": lambda s: s.execute(OfficerRole.__table__.delete().where(OfficerRole.role == "analyst")),
    "an insert that may meet one": lambda s: s.execute(
        tables.insert_for(s)(Country.__table__)
        .values(code="SN", name="Sénégal!")
        .on_conflict_do_update(index_elements=["code"], set_={"name": "Sénégal!"})
    ),
    "an insert that meets one and is dropped": lambda s: s.execute(
        tables.insert_for(s)(Country.__table__).values(code="SN", name="no").on_conflict_do_nothing()
    ),
    "many inserts of which some meet one": lambda s: s.connection().execute(
        (upsert := tables.insert_for(s)(Country.__table__)).on_conflict_do_update(
            index_elements=["code"], set_={"name": upsert.excluded.name}
        ),
        [{"code": f"{n:02x}" if n else "SN", "name": "x"} for n in range(proven.MAX_BOUND + 2)],
    ),
    "the bytes of a file, with many others": lambda s: insert_rows(
        s,
        AuditorKey,
        [
            {
                "id": "k",
                "unit_id": None,
                "public": b"p",
                "locked": b"l",
                "salt": b"s",
                "made_at": tables.now(),
                "made_by": None,
            }
        ],
    ),
    "a change that meets nothing": lambda s: s.execute(update(Country).where(Country.code == "??").values(name="x")),
}


@pytest.mark.parametrize("way", WRITES)
def test_however_a_row_is_written_its_leaf_is_right(store, way):
    network(store)
    with store.writing() as session:
        WRITES[way](session)
    sound(store)


def test_no_statement_of_ours_writes_a_covered_table_unseen():
    """Text statements are not noted, so there must be none that writes."""
    writes = re.compile(r"""["'(]\s*(INSERT INTO|UPDATE|DELETE FROM)\s+(?!OF)""", re.IGNORECASE)
    allowed = {"casefile/storage/bulk_insert.py", "casefile/storage/store.py"}
    found = {
        path.relative_to(ROOT).as_posix()
        for package in ("casefile", "indexer", "portal")
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts and writes.search(path.read_text("utf-8"))
    }
    assert found <= allowed


def test_what_is_destroyed_keeps_its_leaf_and_loses_its_salt(store, later):
    net = network(store)
    record_id = net.enter("dakar", person("Awa Ndiaye", "1980"))
    with store.writing() as session:
        records.withdraw(session, net.dakar, record_id, "mistaken identity")
    before = leaves(store, key=record_id)
    later(2200)
    run(store, tables.now())
    later(40)
    run(store, tables.now())
    with store.reading() as session:
        assert session.scalar(select(Record.state).where(Record.id == record_id)) == "tombstoned"
    after = {one.seq: one for one in leaves(store, key=record_id)}
    for one in before:
        assert one.salt is not None
        assert after[one.seq].salt is None
        assert dict(after[one.seq]._mapping) == {**one._mapping, "salt": None}
    sound(store)


def test_a_row_that_was_replaced_or_taken_away_leaves_nothing_to_test_a_guess_on(store):
    net = network(store)
    unit = net.dakar.unit_id
    with store.writing() as session:
        session.execute(update(Unit).where(Unit.id == unit).values(desk="another desk"))
    first, *_, last = leaves(store, kind="unit", key=unit)
    assert first.salt is None and last.salt is not None
    with store.writing() as session:
        hit_free = session.scalar(select(func.count()).select_from(Leaf).where(Leaf.mark == GONE))
        session.execute(OfficerRole.__table__.delete())
    assert hit_free == 0
    sound(store)


def test_pictures_and_parts_of_files_count_by_their_own_hash():
    salt = b"a" * 16
    assert digest(salt, [b"picture"]) == digest(salt, [memoryview(b"picture")]) != digest(salt, [b"Picture"])
    assert digest(salt, [b"picture"]) != digest(salt, ["picture"])


def test_the_same_content_has_another_digest_each_time():
    content = [["Awa Ndiaye", "1980"]]
    assert digest(b"a" * 16, content) != digest(b"b" * 16, content)


def test_what_stood_before_is_given_leaves_marked_as_such(store):
    net = network(store)
    net.enter("dakar")
    migrate.downgrade(store, "0010")
    migrate.migrate(store)
    assert {one.mark for one in leaves(store)} == {BACKFILL}
    sound(store)
    net.enter("dakar")
    sound(store)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET reason = 'x'", "DELETE FROM audit WHERE seq = 1", "DELETE FROM leaf WHERE seq = 1",
     "UPDATE leaf SET mark = 'gone' WHERE seq = 1", "UPDATE leaf SET salt = row WHERE seq = 1"],
)  # fmt: skip
def test_griots_own_connection_can_only_add(store, statement):
    network(store)
    with pytest.raises(DBAPIError, match="only added to"), store.writing() as session:
        session.execute(text(statement))
    sound(store)


@pytest.mark.postgres
def test_on_postgresql_a_role_of_its_own_has_no_right_to_more(postgres_store):
    network(postgres_store)
    role = f"griot_app_{id(postgres_store)}"
    held = "has_table_privilege('{0}', '{1}', '{2}')"
    outside(
        postgres_store,
        f"CREATE ROLE {role}",
        f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT UPDATE (salt) ON leaf TO {role}",
    )
    with postgres_store.reading() as session:
        for table in ("audit", "leaf"):
            for right, expected in {"SELECT": True, "INSERT": True, "UPDATE": False, "DELETE": False}.items():
                assert session.scalar(text("SELECT " + held.format(role, table, right))) is expected
        acl = session.scalar(text("SELECT relacl::text FROM pg_class WHERE relname = 'audit'"))
    rights = re.findall(r"=([a-zA-Z]*)/", acl)
    assert rights and not any({"w", "d", "D"} & set(one) for one in rights), "its owner too"
    outside(postgres_store, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


def test_every_table_is_covered_or_says_why_not():
    known = set(tables.Table.metadata.tables)
    assert set(proven.NOT_COVERED) <= known and set(proven.covered()) == known - set(proven.NOT_COVERED)
    assert {name for name, _ in proven.VOLATILE} <= set(proven.covered())
    assert set(proven.covered()) >= proven.PARTS


def test_hits_reviews_and_agreements_are_covered():
    assert {"record", "watch", "hit", "review", "officer", "unit", "agreement", "pointer", "contact_line",
            "released_field", "handover", "joint_case", "tombstone"} <= set(proven.kinds())  # fmt: skip


def _forget_columns():
    for one in (proven.columns, proven.key_places, proven._getter, proven._plan):
        one.cache_clear()


def test_a_row_of_before_a_column_holds_until_somebody_fills_the_column(store, monkeypatch):
    monkeypatch.setattr(standing, "_images", {})
    with monkeypatch.context() as earlier:
        came = {("case_file", column): "" for column in proven.LATER["case_file"]}
        earlier.setattr(proven, "VOLATILE", proven.VOLATILE | came)
        _forget_columns()
        case_id = network(store).cases["dakar"]
    _forget_columns()
    sound(store)
    for column, said in (("offences", '["drugs"]'), ("exploitation", '["organs"]')):
        outside(store, f"UPDATE case_file SET {column} = '{said}' WHERE id = '{case_id}'")
        assert [(one.what, one.why) for one in contents.check(store)] == [(f"case_file {case_id}", "it was altered")]
        outside(store, f"UPDATE case_file SET {column} = '[]' WHERE id = '{case_id}'")
    sound(store)
