"""A unit's table comes in row by row, killed or not, once; comes back as a workbook where it must; goes as it came."""

import json
import multiprocessing
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casefile import fault_points
from casefile.errors import BadInput, NotAllowed, NotThere
from casefile.exchange.workbooks import carrying, keeping, looking
from casefile.exchange.workbooks.at_command import bring_table, undo_table
from casefile.exchange.workbooks.plan import Plan, Said
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import (
    IdentifierRow,
    Officer,
    Record,
    TableImport,
    TableRow,
    Watch,
    WatchVersion,
)
from casefile.subjects.identity import identity_as_json
from casefile.subjects.identity_rows import identity_id, load_identities
from casefile.vocabulary import InfoGrade, Purpose, Role, SourceGrade, SubjectCategory
from tests.network.make import person
from tests.network.stored import SECRET, network

KILLED = -9
TABLE = """N° dossier;Nom;Prénom;Né le;Téléphone
A-1;Ficta;Modou;00/00/1984;+220 312 34 56 / +220 312 34 57
A-2;Mytha;Awa;31/02/1990;
A-3;Somna;Lamin;12/03/1985;+221 77 555 12 34
;;;;
A-4;فيكتا;مودو;1986;
"""
FIRST = TABLE.replace("A-1", "B-1").replace("Modou", "Modou Lamin")


def said(net, **changes):
    stated = Said(
        case_id=net.cases["dakar"], category=SubjectCategory.SUSPECT, ground="named by two witnesses",
        purpose=Purpose.SUPPORT_INVESTIGATION, legal_basis="art. 32", source_grade=SourceGrade.B,
        info_grade=InfoGrade.CORROBORATED,
    )  # fmt: skip
    return replace(stated, **changes)


def ordered(net, text=TABLE, who="dakar", **changes):
    viewer = net.viewers[who]
    with net.store.writing() as session:
        import_id = keeping.receive(session, viewer, "liste.csv", text.encode())
        plan = keeping.opened(session, viewer, import_id).plan
        keeping.set_plan(session, viewer, import_id, Plan(plan.sheets, said(net, **changes)))
        keeping.order(session, viewer, import_id)
    return import_id


def outcomes(net, import_id, who="dakar"):
    with net.store.reading() as session:
        return keeping.opened(session, net.viewers[who], import_id).outcomes


def active(store):
    """All that stands: what an export of a unit's records says, without ids."""
    with store.reading() as session:
        heads = session.execute(
            select(Record.id, Record.version, Record.origin_ref).where(Record.state == "active")
        ).all()
        held = load_identities(session, [identity_id(h.id, h.version) for h in heads])
        lines = [[h.id, h.version, h.origin_ref, identity_as_json(held[identity_id(h.id, h.version)])] for h in heads]
    return "\n".join(sorted(json.dumps(line) for line in lines))


def test_good_rows_come_in_and_the_bad_one_is_named_with_its_cell(store):
    net = network(store)
    import_id = ordered(net)
    assert carrying.carry_due(store) == 1
    assert outcomes(net, import_id) == {"created": 3, "rejected": 1}
    with store.reading() as session:
        numbers = session.scalars(select(IdentifierRow.value).order_by(IdentifierRow.value)).all()
        bad = keeping.refused(session, net.dakar, import_id)
    assert numbers == ["+220 312 34 56", "+220 312 34 57", "+221 77 555 12 34"]
    assert [(row.line, row.problems[0]["column"]) for row in bad] == [(3, 3)]
    assert carrying.carry_due(store) == 0


def test_the_units_own_number_makes_the_next_table_an_update(store):
    net = network(store)
    ordered(net)
    carrying.carry_due(store)
    again = ordered(net, TABLE.replace("31/02/1990", "30/12/1990").replace("Lamin", "Lamine"))
    carrying.carry_due(store)
    assert outcomes(net, again) == {"created": 1, "updated": 1, "unchanged": 2}


def test_an_undo_takes_back_what_it_made_and_nothing_else(store):
    net = network(store)
    net.enter("dakar", person("Somebody Else"))
    ordered(net, FIRST)
    carrying.carry_due(store)
    before = active(store)
    import_id = ordered(net, TABLE.replace("A-3", "C-3").replace("A-4", "C-4"))
    carrying.carry_due(store)
    assert active(store) != before
    with store.writing() as session:
        keeping.ask_undo(session, net.dakar, import_id, "the wrong file was sent")
    carrying.carry_due(store)
    assert active(store) == before
    assert outcomes(net, import_id)[keeping.TAKEN_BACK] == 3


def test_what_an_officer_changed_since_stays_and_a_number_taken_back_is_free_again(store):
    net = network(store)
    import_id = ordered(net)
    carrying.carry_due(store)
    with store.reading() as session:
        row = keeping_row(session, import_id, "own:A-1")
    net.amend("dakar", row, person("Modou Corrected"))
    with store.writing() as session:
        keeping.ask_undo(session, net.dakar, import_id, "the wrong file was sent")
    carrying.carry_due(store)
    assert outcomes(net, import_id) == {keeping.TAKEN_BACK: 2, "kept": 1, "rejected": 1}
    again = ordered(net)
    carrying.carry_due(store)
    assert outcomes(net, again)["created"] == 2, "what was taken back comes in as new"


def keeping_row(session, import_id, ref):
    return session.scalars(
        select(TableRow.subject_id).where(TableRow.import_id == import_id, TableRow.ref == ref)
    ).one()


def test_as_watches_and_back(store):
    net = network(store)
    text = "Nom complet;Né le\nModou Lamin Ficta;1984\nAwa;\n"
    import_id = ordered(net, text, as_watches=True, ground="asked by the judge")
    carrying.carry_due(store)
    assert outcomes(net, import_id) == {"created": 1, "rejected": 1}
    with store.writing() as session:
        keeping.ask_undo(session, net.dakar, import_id, "the wrong file was sent")
    carrying.carry_due(store)
    with store.reading() as session:
        assert session.scalars(select(Watch.state)).all() == ["ended"]
        assert session.scalar(select(func.count()).select_from(WatchVersion)) == 2


def test_who_registers_watches_and_enters_no_records_brings_a_table_in_as_watches_alone(store):
    net = network(store)
    only = replace(net.dakar, roles=frozenset({Role.WATCH_OFFICER}))
    net.viewers["watcher"] = only
    text = "Nom complet;Né le\nModou Lamin Ficta;1984\n"
    with pytest.raises(NotAllowed):
        ordered(net, text, who="watcher")
    as_watches = {"as_watches": True, "ground": "asked by the judge"}
    import_id = ordered(net, text, who="watcher", **as_watches)
    records = ordered(net, TABLE)
    with store.writing() as session:
        session.get_one(Officer, net.dakar.officer_id).roles = ["watch_officer"]
    carrying.carry_due(store)
    assert outcomes(net, import_id) == {"created": 1}
    with store.writing() as session:
        with pytest.raises(NotAllowed):
            keeping.ask_undo(session, only, records, "the wrong file was sent")
        keeping.ask_undo(session, only, import_id, "the wrong file was sent")


def test_a_local_and_an_international_telephone_are_one_in_the_preview(store):
    net = network(store)
    net.enter("dakar", person("Awa Mytha", phone="+221 77 123 45 67"))
    text = "Nom complet;Téléphone\nModou Ficta;77 123 45 67\nLamin Somna;00221 77 123 45 67\nFatou Nova;77 765 43 21\n"
    with store.writing() as session:
        import_id = keeping.receive(session, net.dakar, "liste.csv", text.encode())
        found = looking.look(session, net.dakar, import_id).known
    assert [(one.row.line, bool(one.record_id), one.earlier and one.earlier.line) for one in found] == [
        (2, True, None), (3, True, 2),
    ]  # fmt: skip


def big(many):
    return "Nom;Prénom;Né le\n" + "".join(f"Ficta {n};Modou;{1950 + n % 50}\n" for n in range(many))


def _carry_and_die(url, nth):
    with fault_points.arm(f"import.part:kill:nth={nth}"):
        carrying.carry_due(Store(url, secret=SECRET))


def test_a_killed_worker_doubles_nothing(store):
    net, many = network(store), 1_000
    import_id = ordered(net, big(many))
    process = multiprocessing.get_context("spawn").Process(
        target=_carry_and_die, args=(store.engine.url.render_as_string(hide_password=False), 2)
    )
    process.start()
    process.join(120)
    assert process.exitcode == KILLED
    part = outcomes(net, import_id)
    assert 0 < part.get("created", 0) < many
    assert carrying.carry_due(store) == 0, "the dead worker holds it until its lease ends"
    with store.writing() as session:
        row = session.scalars(select(TableImport)).one()
        row.claimed_until = tables.now() - timedelta(seconds=1)
    assert carrying.carry_due(store, turn_s=600) == 1
    assert outcomes(net, import_id) == {"created": many}
    with store.reading() as session:
        states = Counter(session.scalars(select(Record.state)))
    assert states == {"active": many}


def test_a_worker_thought_dead_writes_nothing_more(store):
    net = network(store)
    ordered(net, big(10))
    job = carrying._claimed(store)
    with store.writing() as session:
        session.scalars(select(TableImport)).one().claim = "another"
    with pytest.raises(Exception, match="Another worker"):
        carrying._carry_out(store, job, lambda: None)
    assert active(store) == ""


def test_what_the_law_wants_is_asked_before_anything_comes_in(store):
    net = network(store)
    for lacking, field in (
        ({"purpose": None}, "purpose"), ({"category": None}, "subject_category"), ({"ground": ""}, "suspicion_note"),
        ({"source_grade": None}, "source_grade"), ({"case_id": net.cases["banjul"]}, "case"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            ordered(net, **lacking)
        assert refused.value.field == field


def test_another_unit_learns_nothing_of_it(store):
    net = network(store)
    import_id = ordered(net)
    with store.writing() as session:
        assert keeping.imports_of(session, net.banjul) == []
        for ask in (keeping.opened, keeping.sheets_of, keeping.refused, keeping.order):
            with pytest.raises(NotThere):
                ask(session, net.banjul, import_id)
        with pytest.raises(NotAllowed):
            keeping.receive(session, net.coordinator, "x.csv", b"Nom\nx\n")


def test_a_saved_mapping_is_taken_for_the_next_table_of_its_columns(store):
    net = network(store)
    text = b"X;Y\n12;34\n"
    with store.writing() as session:
        first = keeping.receive(session, net.dakar, "a.csv", text)
        plan = keeping.opened(session, net.dakar, first).plan
        sheet = replace(plan.sheets[0], columns=("name", "phone"))
        keeping.set_plan(session, net.dakar, first, Plan((sheet,), said(net)), mapping="Monthly list")
        second = keeping.receive(session, net.dakar, "b.csv", text)
        assert keeping.opened(session, net.dakar, second).plan.sheets[0].columns == ("name", "phone")
        assert [name for name, _ in keeping.mappings(session, net.banjul)] == []


def test_a_worker_stops_after_its_turn_and_goes_on_at_the_next(store):
    net = network(store)
    import_id = ordered(net, big(500))
    assert carrying.carry_due(store, turn_s=0) == 1
    assert 0 < outcomes(net, import_id)["created"] < 500
    while carrying.carry_due(store, turn_s=0):
        pass
    assert outcomes(net, import_id) == {"created": 500}


def test_the_command_brings_the_next_table_in_by_the_saved_mapping(store, tmp_path):
    net, path = network(store), tmp_path / "next.csv"
    with store.writing() as session:
        first = keeping.receive(session, net.dakar, "liste.csv", TABLE.encode())
        plan = keeping.opened(session, net.dakar, first).plan
        keeping.set_plan(session, net.dakar, first, Plan(plan.sheets, said(net)), mapping="Monthly list")
    path.write_text(TABLE, "utf-8")
    view = bring_table(store, path, "SN-DKR", "Monthly list")
    assert view.finished_at is not None and view.outcomes == {"created": 3, "rejected": 1}
    with pytest.raises(NotThere):
        undo_table(store, view.id, "GM-BJL", "the wrong file was sent")
    back = undo_table(store, view.id, "SN-DKR", "the wrong file was sent")
    assert back.undone_at is not None and back.outcomes == {"taken_back": 3, "rejected": 1}
    with pytest.raises(BadInput, match="no mapping"):
        bring_table(store, path, "SN-DKR", "Another")
    with pytest.raises(BadInput, match="cannot be read"):
        bring_table(store, tmp_path / "none.csv", "SN-DKR")


def test_who_may_no_longer_sign_in_brings_nothing_in(store):
    net = network(store)
    import_id = ordered(net)
    with store.writing() as session:
        session.get_one(Officer, net.dakar.officer_id).active = False
    assert carrying.carry_due(store) == 0
    with store.reading() as session:
        assert session.get_one(TableImport, import_id).stopped["message"] == carrying.STRANGER
    assert active(store) == ""
