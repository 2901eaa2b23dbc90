"""An import next to people at work, killed half-way, taken up again: nobody waits, nothing is lost or twice."""

import itertools
import json
import multiprocessing
import threading
import time
from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from casefile import audit, fault_points
from casefile.errors import BadInput, Conflict, NotThere
from casefile.exchange import runs
from casefile.exchange.import_runs import import_ftm, import_watches
from casefile.people import sessions
from casefile.people.units import SYSTEM
from casefile.storage.store import Store
from casefile.storage.tables import Audit, ImportRun, Outbox, Record, RecordLink, Watch
from tests.network.make import person
from tests.network.people import BANJUL, DAKAR
from tests.network.stored import SECRET, network

MANY = 2_000
KILLED = -9
GIVEN, FAMILY = ("Inventa", "Ficta", "Fabula", "Mytha", "Somna"), ("Jallow", "Ndiaye", "Sarr", "Camara")


def entities(many, links=0):
    for n in range(many):
        name = f"{GIVEN[n % 5]} {FAMILY[n % 4]} {n}"
        yield {"id": f"p{n}", "schema": "Person", "properties": {"name": [name], "birthDate": [str(1950 + n % 50)]}}
    for n in range(links):
        ends = {"subject": [f"p{n}"], "object": [f"p{n + 1}"], "role": ["friend"]}
        yield {"id": f"l{n}", "schema": "UnknownLink", "properties": ends}


@pytest.fixture
def big(tmp_path):
    def write(many=MANY, links=0):
        path = tmp_path / "many.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in entities(many, links)), "utf-8")
        return path

    return write


def test_officers_save_and_sign_in_while_thousands_come_in(store, big):
    """None of them waits for a tenth of it: on yesterday's code each waited for all that was left of it."""
    net, ended, took = network(store), threading.Event(), {"save": [], "sign_in": []}

    def at_work():
        acts = {"save": lambda n: net.enter("dakar", person(f"Somebody {n}")), "sign_in": lambda _: signs_in(net)}
        for n in range(10_000):
            for what, act in acts.items():
                if ended.is_set():
                    return
                started = time.perf_counter()
                act(n)
                took[what].append(time.perf_counter() - started)

    officer = threading.Thread(target=at_work)
    path = big()
    officer.start()
    started = time.perf_counter()
    report = import_ftm(store, path, BANJUL.code)
    whole = time.perf_counter() - started
    ended.set()
    officer.join(60)
    assert report.created == MANY
    longest = sorted(took["save"] + took["sign_in"])[-2]  # the machine itself may stand still once
    assert len(took["save"]) > 5 and longest < max(0.5, whole / 4), f"{longest:.2f} s of {whole:.2f}"
    with store.reading() as session:
        assert audit.verify(session) is None


@pytest.mark.parametrize(("held_s", "grows"), [(0.0, False), (60.0, True)], ids=["others wait", "nobody waits"])
def test_a_part_is_as_large_as_others_may_wait_for(store, big, monkeypatch, held_s, grows):
    monkeypatch.setattr(runs, "HELD_S", held_s)
    monkeypatch.setattr(runs, "LEAST", 50)
    network(store)
    came = [0]

    def note(what, done, _total):
        came.extend([done] if what == "writing" else [])

    import_ftm(store, big(350), BANJUL.code, progress=note)
    sizes = [after - before for before, after in itertools.pairwise(came)]
    assert sizes == ([50, 100, 200] if grows else [50] * 7)


def signs_in(net):
    with net.store.writing() as session:
        sessions.open_session(session, net.dakar.officer_id)


def interrupted(url, path, nth, watches=False):
    """In a process of its own: an import that is killed after its nth part."""
    store = Store(url, secret=SECRET)
    with fault_points.arm(f"import.part:kill:nth={nth}"):
        if watches:
            import_watches(store, path, BANJUL.code, "Named by two passengers.")
        else:
            import_ftm(store, path, BANJUL.code)


def killed(store, path, nth, **how):
    url = store.engine.url.render_as_string(hide_password=False)
    child = multiprocessing.get_context("spawn").Process(target=interrupted, args=(url, path, nth), kwargs=how)
    child.start()
    child.join(120)
    assert child.exitcode == KILLED


def count(store, table, *where):
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(*where))


def left(store):
    with store.reading() as session:
        return runs.unfinished(session)


def test_a_killed_import_says_how_far_it_came_and_the_same_command_goes_on(store, big):
    network(store)
    path = big(900, links=50)
    killed(store, path, 2)
    (run,) = left(store)
    assert (run.unit, run.kind, run.total) == (BANJUL.code, "ftm", 900) and 0 < run.done < 900
    assert count(store, Record) == run.done, "what is said to be in is in, and nothing else"
    entered = lines(store, "record")
    report = import_ftm(store, path, BANJUL.code)
    assert (report.created, report.unchanged, report.links) == (900, 0, 50), "the figures are those of the whole"
    assert left(store) == [] and count(store, Record) == 900 and count(store, RecordLink) == 50
    assert lines(store, "record") - entered == 900 - run.done, "what was in was not touched again"
    with store.reading() as session:
        enqueued = Counter(session.scalars(select(Outbox.subject_id)))
        assert set(session.scalars(select(Record.id))) <= enqueued.keys(), "each is on its way to be searched"
        assert audit.verify(session) is None
        assert len(session.scalars(select(ImportRun.id)).all()) == 1


def lines(store, kind):
    return count(store, Audit, Audit.subject_kind == kind, Audit.action == audit.Action.COLLECTION)


def test_it_is_killed_between_the_links_and_taken_up(sqlite_store, big):
    network(sqlite_store)
    path = big(runs.LEAST_IN_FILE, links=30)
    killed(sqlite_store, path, 1)
    assert left(sqlite_store)[0].done == runs.LEAST_IN_FILE
    assert import_ftm(sqlite_store, path, BANJUL.code).links == 30
    assert count(sqlite_store, RecordLink) == 30


def test_watches_too_go_on_where_they_were_killed(sqlite_store, big):
    network(sqlite_store)
    path = big(400)
    killed(sqlite_store, path, 2, watches=True)
    done = left(sqlite_store)[0].done
    assert 0 < done == count(sqlite_store, Watch) < 400
    assert import_watches(sqlite_store, path, BANJUL.code, "Named by two passengers.").created == 400
    assert count(sqlite_store, Watch) == 400 and left(sqlite_store) == []


def test_a_kill_at_every_part_in_turn_loses_nothing(sqlite_store, big):
    network(sqlite_store)
    path = big(500)
    for nth in (1, 1):
        killed(sqlite_store, path, nth)
    assert import_ftm(sqlite_store, path, BANJUL.code).created == 500
    assert count(sqlite_store, Record) == 500


def test_half_of_a_file_is_not_brought_in_with_other_options(sqlite_store, big):
    network(sqlite_store)
    path = big(300)
    killed(sqlite_store, path, 1)
    with pytest.raises(Conflict, match="other options"):
        import_ftm(sqlite_store, path, BANJUL.code, "CASE-9")
    assert import_ftm(sqlite_store, path, DAKAR.code).created == 300, "another unit's import is its own"


def test_what_is_not_to_be_continued_is_ended_with_a_reason(sqlite_store, big):
    network(sqlite_store)
    killed(sqlite_store, big(300), 1)
    (run,) = left(sqlite_store)
    with sqlite_store.writing() as session, pytest.raises(BadInput):
        runs.end_unfinished(session, SYSTEM, run.id, "no")
    with sqlite_store.writing() as session:
        assert runs.end_unfinished(session, SYSTEM, run.id, "the list came again, corrected") == run.done
    assert left(sqlite_store) == [] and count(sqlite_store, Record) == run.done, "what came in stays in"
    with sqlite_store.writing() as session, pytest.raises(NotThere):
        runs.end_unfinished(session, SYSTEM, run.id, "the list came again, corrected")
    with pytest.raises(BadInput, match="no unfinished import"):
        runs.check_unfinished(sqlite_store, BANJUL.code, "ftm", big(300))


def test_what_stands_in_its_way_is_tried_again_then_said(sqlite_store, big, monkeypatch):
    network(sqlite_store)
    monkeypatch.setattr(runs.time, "sleep", lambda _: None)
    path, writes, refuse = big(300), [], {2}
    writing = Store.writing

    def busy(store, **how):
        writes.append(how)
        if how.get("bulk") and len([one for one in writes if one.get("bulk")]) in refuse:
            raise OperationalError("", {}, Exception("database is locked"))
        return writing(store, **how)

    monkeypatch.setattr(Store, "writing", busy)
    assert import_ftm(sqlite_store, path, BANJUL.code).created == 300, "one time busy is tried again"
    writes.clear()
    refuse |= set(range(2, 20))
    path.write_text(path.read_text("utf-8").replace("Jallow", "Sanneh"), "utf-8")
    with pytest.raises(runs.PartlyImported, match=rf"Partly imported: {runs.LEAST_IN_FILE} of 300 .*busy or away"):
        import_ftm(sqlite_store, path, BANJUL.code)
    refuse.clear()
    assert import_ftm(sqlite_store, path, BANJUL.code).updated == 75


def test_a_record_that_would_change_its_kind_refuses_the_file_before_any_of_it_is_in(sqlite_store, big):
    network(sqlite_store)
    path = big(30)
    import_ftm(sqlite_store, path, BANJUL.code)
    boat = {"id": "p7", "schema": "Vessel", "properties": {"name": ["Yaay Fictive"]}}
    new = {"id": "q1", "schema": "Person", "properties": {"name": ["Ficta Nova"]}}
    path.write_text("".join(json.dumps(one) + "\n" for one in (new, boat)), "utf-8")
    with pytest.raises(BadInput, match="line 2: p7: A record keeps its kind"):
        import_ftm(sqlite_store, path, BANJUL.code)
    assert count(sqlite_store, Record) == 30 and left(sqlite_store) == []
