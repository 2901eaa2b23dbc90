"""Every address of the portal and every command leaves exactly one line, and the line holds no personal data."""

from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from casefile.audit import Action
from casefile.exchange import outgoing
from casefile.storage.tables import Audit
from portal.cli import main
from portal.show import trail_words
from portal.web import trail
from tests.casefile.subjects.test_travel_documents import TD3
from tests.law.commands import COMMANDS, Acts
from tests.law.matrix import FORMS, METHODS, ROUTES
from tests.law.specimens import ONE_OF_EACH
from tests.law.test_routes import address, doors_of, nobodys
from tests.law.trail import GIVEN, LEAVES, NO_LINE, SEVERAL
from tests.network.trail import personal_texts, said_by_the_trail
from tests.steady.undrawn import undrawn

ACTORS = (*ONE_OF_EACH.values(), "banjul", "nouakchott", "dakar")
TRIED = 3
"""Specimens of a thing with which each address is tried by each officer."""
REFUSED_FROM = 400


def test_every_page_says_what_it_leaves():
    known = {f"{route.endpoint}:{method}" for route, method in METHODS if route.endpoint not in trail.LEFT_OUT}
    assert known - LEAVES.keys() == set(), "a page without a row in tests/law/trail.py"
    assert LEAVES.keys() - known == set(), "a row without a page"
    assert SEVERAL.keys() <= known
    assert trail.SHOWS.keys() <= {route.endpoint for route in ROUTES} - trail.LEFT_OUT.keys()


def lines_since(world, seq):
    with world.store.reading() as session:
        return session.execute(select(*Audit.__table__.columns).where(Audit.seq > seq).order_by(Audit.seq)).all()


def newest(world):
    with world.store.reading() as session:
        return session.scalar(select(Audit.seq).order_by(Audit.seq.desc()).limit(1)) or 0


@pytest.fixture(scope="module")
def doors(world):
    return doors_of(world)


@pytest.fixture(scope="module")
def asked(world, doors, no_budgets):
    """{(endpoint:method, status): lines of the officer who asked} of every address, asked by everybody who may and by
    one who may not, of what is there for them and of what is not."""
    found = defaultdict(list)
    for login in ACTORS:
        doors(login)
    for route, method in METHODS:
        if route.endpoint in trail.LEFT_OUT:
            continue
        forms = [{}, {**FORMS.get(route.endpoint, {}), **given(world, route)}] if method == "POST" else [{}]
        things = [one for one in world.of(route.of) if one.sample][:TRIED] if route.of else []
        values = [one.values for one in things] or [nobodys(world, route)]
        may = [login for login in ACTORS if not route.asks or any(world.viewers[login].may(p) for p in route.asks)]
        others = [login for login in ACTORS if login not in may][:1]
        for login in (*may, *others):
            for one in values[: 1 if login in others else None]:
                for form in forms:
                    before = newest(world)
                    answer = doors(login).ask(address(world, route, method, one), method, form)
                    mine = [line for line in lines_since(world, before)
                            if line.officer_id == world.viewers[login].officer_id]  # fmt: skip
                    found[f"{route.endpoint}:{method}"].append((answer.status_code, mine))
    return found


def given(world, route):
    form = dict(GIVEN.get(route.endpoint, {}))
    if form.get("case") == "an own case":
        form["case"] = world.cases["banjul"]
    if form.get("officer") == "an officer":
        form["officer"] = world.viewers["coordinator"].officer_id
    return form


@pytest.mark.parametrize("name", LEAVES)
def test_a_request_leaves_exactly_one_line(asked, name):
    for status, lines in asked[name]:
        said = f"{status}: {[(line.action, line.subject_kind, line.detail) for line in lines]}"
        assert len(lines) == 1 or (name in SEVERAL and len(lines) in (2, 3)), said
        actions = {line.action for line in lines}
        if status < REFUSED_FROM:
            assert actions <= LEAVES[name], said
        else:
            assert actions & {Action.REFUSED, Action.CONSULTATION}, said
        assert all(line.unit_id and line.detail["address"] == "127.0.0.1" for line in lines)


def test_each_kind_of_line_has_a_word_for_the_auditor(asked):
    """And so has each act: what is shown as it is stored is English to everybody."""
    lines = [line for answers in asked.values() for _, lines in answers for line in lines]
    assert {line.subject_kind for line in lines} - trail_words.SUBJECTS.keys() == set()
    assert {line.action for line in lines} - trail_words.ACTIONS.keys() == set()


def test_of_the_rows_most_were_seen_to_be_true(asked):
    """A page that only refuses in this world is asked in the tests of its own."""
    seen = {name for name, answers in asked.items() if any(status < REFUSED_FROM for status, _ in answers)}
    assert len(seen) >= 0.7 * len(LEAVES), sorted(LEAVES.keys() - seen)


def test_a_refused_page_names_what_was_asked_for_and_nothing_else_that_was_typed(world, doors):
    before = newest(world)
    doors("enters").ask("/records/" + "a" * 32, "GET")
    doors("enters").ask("/Mamadou-Diallo?name=Mamadou", "GET")
    first, second = lines_since(world, before)
    assert (first.action, first.subject_id, first.detail["status"]) == (Action.REFUSED, "a" * 32, 404)
    assert (second.action, second.subject_id) == (Action.REFUSED, "")
    assert "Mamadou" not in f"{second.detail} {second.reason}"


def test_strangers_leave_no_line_each(world):
    before = newest(world)
    for _ in range(3):
        world.stranger().get("/records/new")
    assert newest(world) == before


def test_without_its_line_a_page_shows_nothing(world, doors, monkeypatch):
    door = doors("enters")
    shown = door.ask("/cases/", "GET")
    monkeypatch.setattr(trail.audit, "write", lambda *_a, **_k: 1 / 0)
    broken = door.ask("/cases/", "GET")
    assert (shown.status_code, broken.status_code) == (200, 500)
    assert "BJL" in shown.text and "BJL" not in undrawn(broken.text)
    assert broken.headers["Content-Security-Policy"] == shown.headers["Content-Security-Policy"]


# ---- commands --------------------------------------------------------------------------------------------------

LAYOUT = Path(outgoing.__file__).parent / "layouts" / "interpol.csv"
TYPED = {
    "unit add": ["SN-XX", "--country", "SN", "--name", "Probe"], "unit list": [],
    "unit history": ["SN-XX", "--days", "90"],
    "unit close": ["SN-XX", "--reason", "merged into another unit"],
    "officer add": ["probe", "--unit", "GM-BJL", "--role", "analyst"], "officer list": [],
    "officer duties": ["probe", "--role", "investigator"],
    "matching weights": [], "matching fit": ["--write"],
    "officer link": ["probe"],
    "token add": ["kiosk", "--unit", "SN-XX", "--scopes", "match,search"], "token list": [], "token revoke": ["kiosk"],
    "webhook add": ["desk", "--unit", "GM-BJL", "--url", "https://hook.invalid/griot"], "webhook list": [],
    "template add": [str(LAYOUT), "--name", "Our form"], "template list": [], "template remove": ["Our form"],
    "webhook test": ["desk"], "webhook rotate": ["desk"], "webhook remove": ["desk"],
    "officer move": ["probe", "--unit", "SN-XX", "--reason", "asked for by the head"],
    "officer deactivate": ["probe", "--reason", "left the service"],
    "post add": ["Rosso", "--unit", "SN-XX"], "post list": [], "post end": ["Rosso"],
    "post extract": ["Rosso", "--as", "banjul", "--out", "rosso.extract"],
    "export ftm": ["--unit", "GM-BJL", "--as", "banjul"],
    "export network": ["--unit", "GM-BJL", "--as", "banjul", "--output", "network.gexf"],
    "export stix": ["--unit", "GM-BJL", "--as", "banjul", "--output", "bundle.json"],
    "export sheet": ["--unit", "GM-BJL", "--as", "banjul", "--output", "sheet.csv"],
    "export pdf": ["--unit", "GM-BJL", "--case", "BJL-1", "--as", "banjul", "--output", "case.pdf"],
    "hits export": [], "search": ["Inventa Diallo", "--as", "banjul"],
    "check batch": [__file__, "--as", "banjul", "--reason", "names of a skipper"],
    "document check": ["--mrz", TD3, "--as", "banjul"], "status": [], "doctor": [], "migrate": [],
    "officer lost-factor": ["probe"], "officer reseal": [],
    "exhibit check": [], "exhibit add": [__file__, "--as", "banjul"],
    "evidence export": ["a" * 32, "--as", "banjul", "--out", "dossier.zip"],
    "import end": ["a" * 32, "--reason", "the file was replaced by a newer one"],
    "import undo": ["a" * 32, "--unit", "GM-BJL", "--reason", "the wrong file was sent"],
    "import sources": [], "retention run": [], "reconcile": [], "rebuild": [], "wait": ["--timeout", "0"],
    "audit verify": [], "audit checkpoint": [], "audit prove": ["1"], "audit rotate": [],
    "audit receive": [__file__, "--unit", "GM-BJL", "--key", "none"],
}  # fmt: skip
"""What is typed after the command's name."""


def test_every_command_that_opens_the_database_leaves_one_line_first(world, tmp_path, monkeypatch):
    """Of the command itself, before it says or does anything; what it then does is marked with it."""
    monkeypatch.chdir(tmp_path)  # some write a file
    for name, words in TYPED.items():
        before = newest(world)
        typed(world, tmp_path, *name.split(), *words)
        lines = lines_since(world, before)
        own = [line for line in lines if line.action == Action.COMMAND]
        assert len(own) == 1 and own[0] == (lines[-1] if name == "migrate" else lines[0]), name
        for line in lines:
            assert (line.detail["command"], line.detail["system_user"]) == (name, own[0].detail["system_user"])


def test_the_other_commands_open_no_installation():
    elsewhere = {f"audit {one}" for one in ("consistency", "check", "keys", "countersign")}
    # signed notes and public keys, in files that every unit has
    elsewhere |= {
        "up",
        "training reset",  # of a training space alone; elsewhere it is refused before anything is opened
        "upgrade",
        "backup",
        "backups",
        "archive",
        "recover",
        "restore",
        "import un",
        "import ftm",
        "import table",
        "import interpol",
        "import opensanctions",
        "import sltd",
        "watch import",
        "demo load",
        "demo review",
        "post check",
    }
    for command in COMMANDS:
        group = command.name.partition(" ")[0]
        if not {command.name, group} & NO_LINE.keys():
            assert command.name in TYPED.keys() | elsewhere, f"{command.name}: say in TYPED how it is tried"
        else:
            assert command.acts is Acts.NOBODY, command.name


def test_doctor_looks_at_a_database_that_cannot_be_written(world, tmp_path, monkeypatch):
    from casefile.storage.store import Store

    def full(_store):
        raise OperationalError("", {}, Exception("disk full"))

    monkeypatch.setattr(Store, "writing", full)
    assert "leaves no line" in typed(world, tmp_path, "doctor").output
    refused = typed(world, tmp_path, "unit", "list")
    assert refused.exit_code == 1 and "GM-BJL" not in refused.output


def typed(world, home, *words):
    environment = {"DATABASE_URL": str(world.store.engine.url), "GRIOT_SECRET_KEY": "test-key-" + "0" * 40,
                   "OPENSEARCH_URL": "http://127.0.0.1:9"}  # fmt: skip
    return CliRunner().invoke(main, ["--home", str(home), *words], env=environment)


def test_no_line_holds_what_the_pages_were_told_about_persons(world, asked):
    """After every page and form of the matrix, and the specimens with all that happened to them."""
    texts = personal_texts(world.store)
    assert {"Mamadou Dialo", "Vu au quai."} <= texts
    assert said_by_the_trail(world.store, texts | {"Inventa Diallo"}) == []
