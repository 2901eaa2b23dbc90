"""The first five minutes of whoever sets Griot up: any folder, any locale, any typing error, and nothing unneeded."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from casefile.settings import VARIABLES, Settings
from indexer.node import launch
from portal.cli import main
from portal.install.misspelt import known, misspelt
from scripts import debian, icu, packages, pin, spare
from scripts.ground import Stop

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.unit

NONSENSE = {variable.name: "age1nonsense" if variable.name == "GRIOT_BACKUP_TO" else "half" for variable in VARIABLES}
"""*half* is no number, no switch, no address, no file and, with four characters, no key."""
ANY_TEXT = {"GRIOT_INDEX_PREFIX": "No Prefix", "GRIOT_HOSTS": "https://half/", "GRIOT_WEBHOOK_PRIVATE": "half/33"}
"""Where *half* would do."""


# ---- settings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(NONSENSE))
@pytest.mark.parametrize("command", ["status", "migrate", "backup x"])
def test_nonsense_in_a_setting_is_one_sentence(tmp_path, monkeypatch, name, command):
    monkeypatch.setenv(name, ANY_TEXT.get(name, NONSENSE[name]))
    said = CliRunner().invoke(main, ["--home", str(tmp_path), *command.split()])
    assert said.exit_code == 1 and isinstance(said.exception, SystemExit)
    assert name in said.output and "docs/settings.md" in said.output
    assert len(said.output.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("module", "fault"),
    [
        ("portal.serve", "secret-key"),
        ("portal.serve", "GRIOT_SESSION_IDLE_MIN"),
        ("indexer.worker.tasks worker", "GRIOT_SESSION_IDLE_MIN"),
        ("indexer.worker.tasks beat", "GRIOT_SECRET_KEY_FILE"),
    ],
)
def test_a_server_that_cannot_start_says_one_sentence(tmp_path, module, fault):
    (tmp_path / "secret-key").write_text("")
    env = {"GRIOT_HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    env |= {} if fault == "secret-key" else {"GRIOT_SECRET_KEY": "k" * 48, fault: "half"}
    if fault == "GRIOT_SECRET_KEY_FILE":
        del env["GRIOT_SECRET_KEY"]
    done = subprocess.run(
        [sys.executable, "-m", *module.split()], env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and fault in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("text", ["", "\n", "short", f"{'n' * 48}\nshort\n"])
def test_an_empty_or_short_key_is_refused_with_the_way_out(tmp_path, text):
    (tmp_path / "secret-key").write_text(text)
    said = CliRunner().invoke(main, ["--home", str(tmp_path), "status"])
    assert said.exit_code == 1 and "secret-key" in said.output and "Put it back from a copy" in said.output


def test_a_key_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", _full)
    said = CliRunner().invoke(main, ["--home", str(tmp_path), "status"])
    assert said.exit_code == 1 and "No space left" in said.output
    assert not list(tmp_path.glob("secret-key*"))
    monkeypatch.undo()
    assert len(Settings.from_env(tmp_path, {}).secret_key) >= 48
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def _full(_handle):
    raise OSError(28, "No space left on device")


def test_a_home_that_is_a_file_is_one_sentence(tmp_path):
    file = tmp_path / "home"
    file.write_text("")
    said = CliRunner().invoke(main, ["--home", str(file), "up"])
    assert said.exit_code == 1 and str(file) in said.output and "Traceback" not in said.output


@pytest.mark.parametrize("heap", ["nonsense", "0g", "-1g", "1", "1.5g"])
def test_a_heap_that_is_none_is_refused_before_anything_starts(tmp_path, heap):
    said = CliRunner().invoke(main, ["--home", str(tmp_path), "up", "--heap", heap])
    assert said.exit_code == 2 and "512m" in said.output and not list(tmp_path.iterdir())


def test_a_misspelt_setting_is_named_with_the_one_that_was_meant():
    [line] = misspelt({"GRIOT_SECURE_COKIES": "1", "PATH": "/bin", "GRIOT_HOME": "/x", "GRIOT_OF_ANOTHER_PROGRAM": "1"})
    assert "GRIOT_SECURE_COKIES" in line and "GRIOT_SECURE_COOKIES" in line
    assert not list(misspelt(dict.fromkeys(known(), "1"))), "no setting is taken for another"


# ---- secrets as files --------------------------------------------------------------------------------------------


def file_of(folder, text, name="secret"):
    path = folder / name
    path.write_text(text)
    return str(path)


def test_a_secret_may_stand_in_a_file(tmp_path):
    key = file_of(tmp_path, "k" * 48 + "\n")
    assert Settings.from_env(tmp_path, {"GRIOT_SECRET_KEY_FILE": key}).secret_key == "k" * 48


def test_a_servers_password_may_stand_apart_from_its_address(tmp_path):
    env = {
        "GRIOT_SECRET_KEY": "k" * 48,
        "DATABASE_URL": "postgresql+psycopg://griot@db.example/griot?sslmode=verify-full",
        "DATABASE_PASSWORD_FILE": file_of(tmp_path, "p@ss/w:rd\n"),
        "BROKER_URL": "amqps://griot@mq.example//",
        "BROKER_PASSWORD_FILE": file_of(tmp_path, "b-w-q", "broker"),
    }
    settings = Settings.from_env(tmp_path, env)
    assert settings.database_url == "postgresql+psycopg://griot:p%40ss%2Fw%3Ard@db.example/griot?sslmode=verify-full"
    assert settings.broker_url == "amqps://griot:b-w-q@mq.example//"


@pytest.mark.parametrize(
    ("env", "says"),
    [
        ({"GRIOT_SECRET_KEY_FILE": "/nowhere/key"}, "GRIOT_SECRET_KEY_FILE says /nowhere/key"),
        ({"GRIOT_SECRET_KEY_FILE": "{empty}"}, "holds nothing"),
        ({"GRIOT_SECRET_KEY_FILE": "{lines}"}, "holds several lines"),
        ({"GRIOT_SECRET_KEY": "k" * 48, "GRIOT_SECRET_KEY_FILE": "{good}"}, "both set"),
        ({"DATABASE_PASSWORD_FILE": "{good}"}, "names no user"),
        ({"DATABASE_URL": "postgresql://u:p@h/d", "DATABASE_PASSWORD_FILE": "{good}"}, "a password of its own"),
        ({"GRIOT_SECRET_KEY_FILE": "{short}"}, "GRIOT_SECRET_KEY is not shown"),
    ],
)
def test_a_secret_that_is_not_there_is_one_sentence_that_shows_no_secret(tmp_path, monkeypatch, env, says):
    texts = {"empty": "", "lines": "a-hidden-one\nanother", "good": "a-hidden-one", "short": "hidden"}
    files = {name: file_of(tmp_path, text, name) for name, text in texts.items()}
    for name, value in env.items():
        monkeypatch.setenv(name, value.format(**files))
    said = CliRunner().invoke(main, ["--home", str(tmp_path), "status"])
    assert said.exit_code == 1 and says in said.output and "hidden" not in said.output.replace(str(tmp_path), "")
    assert len(said.output.strip().splitlines()) == 1


# ---- any locale --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {}, {"LANG": "fr_FR.ISO-8859-1"}])
def test_the_scripts_speak_utf8_whatever_the_locale(locale):
    done = subprocess.run(
        ["/bin/sh", "-c", '. scripts/python; "$PYTHON" -c "import sys; print(sys.getfilesystemencoding())"'],
        cwd=ROOT, text=True, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", **locale},
    )  # fmt: skip
    assert done.stdout.strip() == "utf-8"


@pytest.mark.parametrize("locale", ["C", "POSIX", "fr_FR.ISO-8859-1", None])
def test_the_engine_is_given_a_locale_that_can_name_every_folder(tmp_path, monkeypatch, locale):
    monkeypatch.delenv("LC_ALL", raising=False)
    if locale:
        monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setattr(launch, "find_java", lambda: _Java)
    monkeypatch.setattr(launch, "_account", lambda: None)
    (tmp_path / "agent").mkdir()
    (tmp_path / "agent" / "opensearch-agent-3.jar").touch()
    home = tmp_path / "Mes données été"
    home.mkdir()
    made = launch.prepare(home, program=tmp_path, closed=False)
    assert made.env["LC_ALL"] == "C.UTF-8"
    assert "LANG" not in made.env and str(home) in " ".join(made.argv)


class _Java:
    path = Path("/usr/bin/java")


JVM_WITHOUT_A_CAUSE = """Exception in thread "main" java.nio.file.InvalidPathException: Malformed: /home/Mes donn?es
	at java.base/sun.nio.fs.UnixPath.encode(UnixPath.java:147)
	at org.opensearch.bootstrap.OpenSearch.main(OpenSearch.java:91)
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (JVM_WITHOUT_A_CAUSE, "InvalidPathException"),
        ("fatal error in thread\nCaused by: java.io.IOException: disk\n\tat a.b.C(D.java:1)\n\t... 5 more\n", "disk"),
        ("Error: Could not create the Java Virtual Machine.\n", "Could not create"),
        ("something\n\tat a.b.C(D.java:1)\n", "something"),
        ("", ""),
    ],
)
def test_the_engines_last_words_are_why_and_not_where(tmp_path, text, words):
    log = tmp_path / "console.log"
    log.write_text(text)
    said = launch._last_words(log)
    assert words in said and "D.java" not in said and "OpenSearch.java" not in said


# ---- what is installed ---------------------------------------------------------------------------------------------


def pinned(file):
    return set(pin.pins(pin.BLOCK.findall((ROOT / "constraints" / f"{file}.txt").read_text("utf-8"))))


def test_what_runs_holds_no_checker_and_no_test_tool():
    others = re.compile(r"mypy|pytest|ruff|vulture|hypothesis|playwright|coverage|types-|celery-types")
    assert [name for name in pinned("run") if others.match(name)] == []
    assert not pinned("run") & {*pin.CHECKERS, *pin.UNREAD}
    assert "mypy" in pinned("check"), "the checks still have theirs"


WITHOUT = """
import importlib, pkgutil, sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in GONE or name.startswith("google.protobuf"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Gone())
import casefile, indexer, portal
for package in (casefile, indexer, portal):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not found.name.endswith("__main__") and ".migrations." not in found.name:
            importlib.import_module(found.name)
from followthemoney import EntityProxy, model
print(model.make_entity("Person").schema.name)
"""


def test_all_of_griot_is_read_without_what_is_left_out():
    gone = ("mypy", "grpc", "opensearch", "networkx", "rdflib", "pyparsing", "pytest")
    code = WITHOUT.replace("GONE", repr(gone))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "Person"), done.stderr[-600:]


def test_what_nothing_reads_is_taken_out_and_what_is_read_stays(tmp_path):
    kept = ("en.dat", "en_GB.dat", "fr.dat", "fr_SN.dat", "ar.dat", "root.dat")
    for name in (*kept, "ja.dat", "ko_KR.dat"):
        path = tmp_path / "babel" / "locale-data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for name in ("geodata", "data"):
        (tmp_path / "phonenumbers" / name).mkdir(parents=True)
    spare.thin_out(tmp_path)
    assert sorted(path.name for path in (tmp_path / "babel" / "locale-data").iterdir()) == sorted(kept)
    assert [path.name for path in (tmp_path / "phonenumbers").iterdir()] == ["data"]
    for name in spare.languages():
        (tmp_path / "babel" / "locale-data" / f"{name}.dat").touch()
    assert spare.lacking(tmp_path) == []
    (tmp_path / "babel" / "locale-data" / "ar.dat").unlink()
    assert spare.lacking(tmp_path) == ["babel"], "a language that was added since comes back"


def test_every_language_that_the_code_names_stays():
    """Each module of ours may ask babel for a language by its letters: found by reading, not by luck."""
    named = set()
    for folder in ("casefile", "indexer", "portal"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text("utf-8")
            if "from babel import" in text or "import babel" in text:
                named |= set(re.findall(r"\bLocale(?:\.parse)?\([\"'](\w\w)", text))
                for row in re.findall(r"^_?LANGUAGES\b[^=]*= (.*)$", text, re.MULTILINE):
                    named |= set(re.findall(r"[\"'](\w\w)[\"']", row))
    assert {"es", "pt"} <= named <= spare.languages()


def test_pyicu_of_the_system_stands_in_for_the_one_that_must_be_built(tmp_path, monkeypatch):
    listed = (ROOT / "constraints" / "run.txt").read_text("utf-8")
    left = set(pin.pins(pin.BLOCK.findall(icu.without_pyicu(listed))))
    assert pinned("run") - left == {"pyicu"}
    theirs = tmp_path / "system" / "icu"
    theirs.mkdir(parents=True)
    (theirs / "__init__.py").touch()
    (tmp_path / "system" / "PyICU-2.10.2.egg-info").mkdir()
    (tmp_path / "system" / "another").mkdir()
    monkeypatch.setattr(icu, "of_the_system", lambda: theirs)
    ours = tmp_path / "ours"
    ours.mkdir()
    icu.link(ours)
    icu.link(ours)
    assert {path.name for path in ours.iterdir()} == {"icu", "PyICU-2.10.2.egg-info"}
    assert (ours / "icu").resolve() == theirs


@pytest.mark.parametrize(
    ("system", "offered", "root", "compiler", "asked_for"),
    [
        (True, True, False, False, []),
        (False, True, True, True, ["python3-icu"]),
        (False, True, False, False, ["python3-icu"]),
        (False, True, False, True, []),
        (False, False, True, False, ["g++", "pkg-config", "libicu-dev", "python3-dev"]),
        (False, False, False, True, []),
    ],
)
def test_a_compiler_is_asked_for_only_where_debians_icu_does_not_serve(
    monkeypatch, system, offered, root, compiler, asked_for
):
    asked = []
    found = lambda: ROOT if system else None  # noqa: E731
    found.cache_clear = lambda: None
    monkeypatch.setattr(icu, "of_the_system", found)
    monkeypatch.setattr(icu, "may_be_installed", lambda: offered)
    monkeypatch.setattr(debian, "_offered", lambda name: offered)
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(debian, "_there", lambda sign: compiler or sign in debian.NEEDED.values())
    monkeypatch.setattr(debian, "install", lambda names, why: asked.extend(names))
    debian.provide_build_packages()
    assert asked == asked_for


@pytest.mark.parametrize(
    ("root", "there", "offered", "asked_for"),
    [
        (True, False, True, [debian.LIGHT_BROWSER]),
        (True, False, False, []),
        (True, True, True, []),
        (False, False, True, []),  # who may not install anything is not sent for a convenience
    ],
)
def test_the_lighter_browser_comes_where_debian_has_one(monkeypatch, root, there, offered, asked_for):
    asked = []
    monkeypatch.delenv("GRIOT_TEST_SKIP", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(debian, "_offered", lambda name: offered)
    monkeypatch.setattr(debian, "_there", lambda sign: there or sign != debian.LIGHT_BROWSER)
    monkeypatch.setattr(debian, "install", lambda names, why: asked.extend(names))
    debian.provide_test_packages()
    assert asked == asked_for


def test_where_the_lighter_browser_does_not_come_the_tests_go_on(monkeypatch, capsys):
    def fails(names, _why):
        raise Stop(f"{names} cannot be had")

    monkeypatch.delenv("GRIOT_TEST_SKIP", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(debian, "_offered", lambda _name: True)
    monkeypatch.setattr(debian, "_there", lambda sign: sign != debian.LIGHT_BROWSER)
    monkeypatch.setattr(debian, "install", fails)
    debian.provide_test_packages()
    assert "The tests take chromium" in capsys.readouterr().out


def test_a_stamp_changes_with_the_languages(monkeypatch):
    before = packages.stamp("run")
    monkeypatch.setattr(spare, "languages", lambda: {"en", "fr", "ar", "pt", "root"})
    assert packages.stamp("run") != before
