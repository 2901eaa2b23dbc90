"""The commands an administrator types, as typed: what they print, in words and as JSON, and how they end."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from casefile import outbox, records
from casefile.people import passwords
from casefile.people.units import system_viewer
from casefile.records import cases
from casefile.storage.tables import Audit, Lookup, Outbox, Record, Sighting, Watch
from casefile.subjects.travel_documents import check_digit
from casefile.vocabulary import Sharing, Topic
from indexer.pipeline.relay import Relay
from portal.cli import main
from tests.casefile.subjects.test_travel_documents import TD3
from tests.network.people import BANJUL, DAKAR, signs_in

SAMPLE = Path(__file__).parents[2] / "corpus" / "un_sample.xml"
PEOPLE = [
    {"id": "p1", "schema": "Person", "properties": {"name": ["Inventa Jallow"], "birthDate": ["1984-02-11"]}},
    {"id": "p2", "schema": "Person", "properties": {"name": ["Fictif Ndiaye"], "religion": ["private"]}},
]


@pytest.fixture
def griot(sqlite_store, tmp_path, monkeypatch):
    """Types a command at an installation on the test's database: (exit code, printed, last line as JSON)."""
    home = tmp_path / "installation"
    home.mkdir()
    monkeypatch.setenv("DATABASE_URL", str(sqlite_store.engine.url))
    monkeypatch.setenv("GRIOT_SECRET_KEY", "test-key-" + "0" * 40)

    def type_in(*words):
        done = CliRunner().invoke(main, ["--home", str(home), *map(str, words)], catch_exceptions=False)
        last = (done.stdout.strip().splitlines() or [""])[-1]
        return done.exit_code, done.output, json.loads(last) if last.startswith("{") else None

    type_in.home = home
    return type_in


@pytest.fixture
def units(griot):
    for unit in (BANJUL, DAKAR):
        assert griot("unit", "add", unit.code, "--country", unit.country, "--name", unit.name)[0] == 0
    return griot


def people(folder, *entities):
    path = folder / "people.jsonl"
    path.write_text("".join(json.dumps(entity) + "\n" for entity in entities or PEOPLE), "utf-8")
    return path


def test_a_unit_and_an_officer_are_set_up_and_the_same_twice_is_no_error(griot, sqlite_store):
    (griot.home / "installation.json").write_text('{"port": 8017}')
    for _ in range(2):
        code, printed, said = griot("unit", "add", "GM-X", "--country", "gm", "--name", "Unit X", "--json")
        assert code == 0 and said["unit"] == "GM-X" and said["country"] == "GM"
    links = []
    for _ in range(2):
        code, printed, said = griot("officer", "add", "banjul", "--unit", "GM-X", "--role", "investigator", "--json")
        assert code == 0 and said["link"].startswith("http://127.0.0.1:8017/first-password/")
        links.append(said["link"].rsplit("/", 1)[1])
    with sqlite_store.writing() as session:
        passwords.set_password(session, links[1], "four easy words indeed")
    code, printed, said = griot("officer", "add", "banjul", "--unit", "GM-X", "--role", "watch_officer", "--json")
    assert code == 0 and said["link"] is None
    code, printed, _ = griot("officer", "add", "dakar", "--unit", "NONE", "--role", "investigator")
    assert code == 1 and "There is no unit NONE" in printed


def test_the_un_list_is_told_in_figures_and_a_second_import_says_unchanged(griot):
    code, _, said = griot("import", "un", SAMPLE, "--json")
    assert code == 0
    assert [said[k] for k in ("read", "created", "updated", "unchanged", "rejected")] == [3, 3, 0, 0, 0]
    code, _, said = griot("import", "un", SAMPLE, "--json")
    assert code == 0 and (said["created"], said["unchanged"]) == (0, 3)
    code, printed, _ = griot("import", "un", SAMPLE)
    assert code == 0 and "3 unchanged" in printed and "not held: date of birth" in printed


def test_a_broken_list_ends_with_1_and_says_line_and_reason(griot, tmp_path, sqlite_store):
    broken = tmp_path / "broken.xml"
    broken.write_text(SAMPLE.read_text("utf-8")[:3000], "utf-8")
    code, printed, said = griot("import", "un", broken, "--json")
    assert code == 1 and "Nothing was imported" in printed and "line " in said["error"]
    assert said["created"] == 0 and said["rejected"] == 1
    with sqlite_store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 0


def test_ftm_records_and_watches_come_in(units, tmp_path):
    code, _, said = units("import", "ftm", people(tmp_path), "--unit", DAKAR.code, "--case", "B-17", "--json")
    assert code == 0 and said["created"] == 2 and said["not_held"] == {"property Person.religion": 1}
    code, _, said = units(
        "watch",
        "import",
        people(tmp_path),
        "--unit",
        BANJUL.code,
        "--ground",
        "Named by two passengers.",
        "--watchlist",
        "Boats",
        "--json",
    )
    assert code == 0 and said["created"] == 2
    code, printed, _ = units("watch", "import", people(tmp_path), "--unit", BANJUL.code, "--ground", "no")
    assert code == 2 and "State your reason" in printed
    code, printed, _ = units("import", "ftm", people(tmp_path), "--unit", "NOWHERE")
    assert code == 1 and "no unit NOWHERE" in printed
    code, printed, _ = units("import", "ftm", tmp_path / "none.jsonl", "--unit", BANJUL.code)
    assert code == 1 and "cannot be read" in printed


def test_a_file_that_comes_again_names_what_stands_against_it(units, tmp_path, sqlite_store):
    many = [{**PEOPLE[0], "id": f"m{number}"} for number in range(22)]
    command = ("import", "ftm", people(tmp_path, *many), "--unit", DAKAR.code, "--case", "B-17")
    assert units(*command)[0] == 0
    with sqlite_store.writing() as session:
        viewer = system_viewer(session, DAKAR.code)
        for line in records.records_of(session, viewer):
            view = records.read(session, viewer, line.id)
            mine = replace(view.rules, sharing=Sharing.NONE)
            draft = records.RecordDraft(view.identity, line.case_id, mine, line.origin_ref, view.suspicion_note)
            records.amend(session, viewer, line.id, draft)
    code, printed, _ = units(*command)
    assert (code, "22 kept as an officer wrote them, against the file: m0, m1, " in printed) == (0, True)
    assert printed.count(", m") == 19 and "m19, …" in printed
    code, _, said = units(*command, "--json")
    assert (code, said["unchanged"], said["kept"], said["kept_ids"]) == (0, 22, 22, [f"m{n}" for n in range(20)])


def test_wait_says_what_is_pending_and_returns_when_it_is_done(griot, sqlite_store):
    code, printed, said = griot("wait", "--json")
    assert code == 0 and said["pending"] == said["owed"] == 0
    with sqlite_store.writing() as session:
        outbox.enqueue(session, Topic.RECORD, "0" * 32, 1)
    code, printed, said = griot("wait", "--timeout", "0.5", "--json")
    assert code == 1 and said["pending"] == said["owed"] == said["to_index"] == 1
    code, printed, _ = griot("wait", "--timeout", "0.5")
    assert "1 to index" in printed and "whether the worker is running" in printed

    def worker():
        with sqlite_store.writing() as session:
            session.query(Outbox).delete()

    threading.Timer(0.7, worker).start()
    assert griot("wait", "--timeout", "20")[0] == 0


def compared(store):
    with store.reading() as session:
        return session.query(Sighting).count()


def test_hits_and_search_tell_what_the_portal_tells(units, tmp_path, sqlite_store, engine, settings, monkeypatch):
    monkeypatch.setenv("OPENSEARCH_URL", settings.opensearch_url)
    monkeypatch.setenv("GRIOT_INDEX_PREFIX", settings.index_prefix)
    units("watch", "import", people(tmp_path), "--unit", BANJUL.code, "--ground", "Named by two passengers.")
    known = {"name": ["Inventa Diallo"], "birthDate": ["1984-02-11"], "passportNumber": ["L898902C3"]}
    units("import", "ftm", people(tmp_path, {**PEOPLE[0], "id": "r1", "properties": known}), "--unit", DAKAR.code)
    units("officer", "add", "dakar", "--unit", DAKAR.code, "--role", "investigator")
    units("officer", "add", "banjul", "--unit", BANJUL.code, "--role", "investigator")
    units("officer", "add", "auditor", "--unit", BANJUL.code, "--role", "auditor")
    relay = Relay(sqlite_store, engine, settings)
    while relay.drain().claimed:
        pass
    assert units("wait", "--timeout", "5")[0] == 0
    code, printed, hit = units("hits", "export")
    assert code == 0 and (hit["record"], hit["watch"]) == ("r1", "p1")
    assert (hit["record_unit"], hit["watch_unit"], hit["state"]) == (DAKAR.code, BANJUL.code, "queued")
    assert {"what", "wanted", "found", "rule", "sentence", "bits"} <= set(hit["evidence"][0])

    code, _, said = units("search", "Inventa Diallo", "--as", "dakar", "--json")
    assert code == 0 and said["total"] == 1 and said["results"][0]["source"] == "r1"
    assert said["searched"] is True and said["near"] == []
    assert set(said) == {"total", "searched", "results", "near", "left_out", "not_obeyed"}
    fields = {"record", "source", "unit", "kind", "name", "born", "why", "way", "matched", "missing"}
    assert set(said["results"][0]) == fields, "no score"
    code, printed, said = units("search", "Inventa Diallo", "--as", "banjul")
    assert code == 0 and "Nothing found." in printed, "another unit's record that is not shared does not exist"
    check = ("document", "check", "--json", "--mrz")
    unknown = TD3.replace("L898902C36", f"L898902C5{check_digit('L898902C5')}")
    code, _, said = units(*check, TD3, "--as", "dakar")
    assert (code, said["ok"], said["answer"], said["desks"]) == (0, True, "contact_desk", [DAKAR.code])
    _, _, hidden = units(*check, TD3, "--as", "banjul")
    _, _, absent = units(*check, unknown, "--as", "banjul")
    answers = [{name: one[name] for name in ("answer", "desks")} for one in (hidden, absent)]
    assert answers == [{"answer": "nothing_found", "desks": []}] * 2
    assert compared(sqlite_store) == 3, "whatever the answer, what was asked is compared with what others hold"
    assert units(*check, TD3)[2]["answer"] == "could_not_be_checked", "nobody asked"
    unsound = unknown[:-35] + str((int(unknown[-35]) + 1) % 10) + unknown[-34:]
    assert units(*check, unsound, "--as", "banjul")[2]["answer"] == "could_not_be_checked", "not the number in hand"
    more = [{**PEOPLE[0], "id": "r2", "properties": {"name": ["Inventa Sow"]}}]
    units("import", "ftm", people(tmp_path, *more), "--unit", DAKAR.code)
    code, printed, _ = units("search", "Inventa Sow", "--as", "dakar")
    assert code == 0 and "NOT COMPLETE" in printed
    assert units(*check, unknown, "--as", "dakar")[2]["answer"] == "could_not_be_checked", "not all is searched yet"
    code, printed, _ = units("search", "Inventa Sow", "--as", "banjul")
    assert code == 0 and "NOT COMPLETE" not in printed, "what is on its way to others is not hers to know"
    code, printed, _ = units("search", "Inventa Diallo", "--as", "auditor")
    assert code == 1 and "You may not do this" in printed
    code, printed, _ = units("search", "x", "--as", "nobody")
    assert code == 1
    with sqlite_store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Lookup)) == 9
        assert session.scalar(select(func.count()).select_from(Audit).where(Audit.action == "search")) == 18


def test_search_without_the_engine_says_so_and_finds_nothing_out(units, monkeypatch):
    monkeypatch.setenv("OPENSEARCH_URL", "http://127.0.0.1:1")
    units("officer", "add", "dakar", "--unit", DAKAR.code, "--role", "investigator")
    code, printed, _ = units("search", "Inventa Diallo", "--as", "dakar")
    assert code == 1 and "Nothing found" not in printed


def test_the_demonstration_is_loaded_only_where_it_belongs(griot, sqlite_store, monkeypatch):
    code, printed, _ = griot("demo", "load")
    assert code == 1 and "not a demonstration" in printed
    monkeypatch.setenv("GRIOT_DEMO", "1")
    code, _, said = griot("demo", "load", "--json")
    assert code == 0 and {one["login"] for one in said["logins"]} >= {"dakar", "banjul", "nouakchott", "coordinator"}
    assert all(len(one["password"]) >= 20 for one in said["logins"])
    assert signs_in(sqlite_store, "dakar", said["logins"][0]["password"])
    code, _, said = griot("demo", "load", "--json")
    assert code == 0 and all(one["password"] is None for one in said["logins"])
    code, printed, said = griot("demo", "story", "--json")
    assert code == 0 and said["watches"][0]["name"] == "Modou Jallow"


@pytest.mark.parametrize(
    ("command", "option", "value", "said"),
    [
        (("watch", "import"), "--ground", "x", "State your reason"),
        (("watch", "import"), "--expires", "2020-01-01", "at most 12 months"),
        (("watch", "import"), "--watchlist", "w" * 201, "longer than 200"),
        (("watch", "import"), "--case", "c" * 81, "longer than 80"),
        (("watch", "import"), "--case", "SHUT", "open cases"),
        (("import", "ftm"), "--note", "x", "State the ground of suspicion"),
        (("import", "ftm"), "--basis", "b" * 301, "longer than 300"),
        (("import", "ftm"), "--case", "SHUT", "open cases"),
    ],
)
def test_a_wrong_option_is_said_once_before_the_file_is_read(
    units, tmp_path, sqlite_store, command, option, value, said
):
    """Of 730 subjects none can be watched without a ground: that is one mistake, not 730."""
    with sqlite_store.writing() as session:
        viewer = system_viewer(session, BANJUL.code)
        cases.close_case(session, viewer, cases.open_case(session, viewer, cases.CaseDraft("SHUT")), "It is over.")
    ground = ("--ground", "Named by two passengers.") if command[0] == "watch" and option != "--ground" else ()
    code, printed, _ = units(*command, tmp_path / "never-read.jsonl", "--unit", BANJUL.code, *ground, option, value)
    assert code == 2 and printed.count(said) == 1 and f"Invalid value for {option}" in printed
    with sqlite_store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Watch)) == 0
        assert session.scalar(select(func.count()).select_from(Record)) == 0
