"""What scripts/check finds, each on a small example; and what the set-up's own files promise."""

import ast
import io
import re
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from scripts import packages, pin, refusals, translations
from scripts.checks import __main__ as runner
from scripts.checks import dead_code, dependencies, links, templates
from scripts.checks import translations as translations_check
from scripts.checks.used_elsewhere import USED

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BEFORE_ANYTHING_IS_INSTALLED = ("bootstrap", "ground", "debian", "packages", "pin")
ENTRY = re.compile(r"^[\w.-]+==[\w.]+(?: ; [^\\\n]+)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+", re.MULTILINE)


# ---- links and paths -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("docs/settings.md", ""),
        ("docs/settings.md#on-one-machine", ""),
        ("#start", ""),
        ("mailto:somebody", ""),
        ("docs/nowhere.md", "leads nowhere"),
        ("docs/settings.md#on-the-moon", "no such heading"),
        ("../elsewhere", "out of the repository"),
    ],
)
def test_a_link_leads_somewhere(target, problem):
    found = links.broken_link(README, target)
    assert problem in found
    assert bool(problem) == bool(found)


def test_links_in_code_are_none():
    text = "[a](x.md) `[b](y.md)`\n```\n[c](z.md)\n```\n![d](w.png)"
    assert list(links.links_of(text)) == [(1, "x.md"), (5, "w.png")]


def test_headings_are_named_as_a_forge_names_them():
    assert links.anchors("# One & two\n## `It` [is](x)\n## One & two") == {"one--two", "it-is", "one--two-1"}


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("see tests/conftest.py and `tests/conftest`", []),
        ("see tests/" + "gone.py.", ["tests/" + "gone.py"]),
        ("`casefile.errors.SetupError` and `casefile.errors`", []),
        ("`casefile." + "gone.name`", ["casefile." + "gone.name"]),
        ("`casefile.errors." + "Gone`", ["casefile.errors." + "Gone"]),
        ("every file of tests/*.py, or tests/{one,two}", []),
        ("as the README.md says, not as gone" + ".md does", ["gone" + ".md"]),
    ],
)
def test_paths_in_prose_are_there(line, missing):
    assert list(links.missing_in(line, ROOT)) == missing


@pytest.mark.parametrize("place", ["../" + "shared/x", "in /wo" + "rk/main", "/ro" + "ot/.x", "/tm" + "p/wt/x"])
def test_places_outside_are_refused(place):
    assert links.OUTSIDE.search(place)


def test_prose_is_comments_and_docstrings_alone():
    source = '"""One.\nTwo."""\nx = "no"  # three\n"""four"""\n'
    assert {text for _, text in links.prose_of(source)} == {"One.", "Two.", "# three", "four"}


# ---- templates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<p>\n  {% if a %}b{% endif %}\n</p>\n", ""),
        ("<pre>\n   three\n</pre>\n", ""),
        ("{% for on in a %}{% if on == b %}x{% endif %}{% endfor %}\n", ""),
        ('<script src="x"></script>\n', ""),
        ("{% if a %}b\n", "Jinja cannot read it"),
        ("   <p>\n", "indented by 3"),
        ("\t<p>\n", "a tab"),
        ("<p> \n", "space at the end"),
        ("<p>", "no line end"),
        ("x" * 201 + "\n", "201 characters"),
        ('<p style="a">\n', "an inline style"),
        ("<script>a</script>\n", "a script inside"),
        ('<a onclick="b">\n', "an inline handler"),
        ("<style>\n", "a style sheet inside"),
    ],
)
def test_templates_are_held_to_their_form(source, problem):
    found = [text for _, text in templates.of_template(source)]
    assert len(found) == bool(problem)
    assert problem in "".join(found)


# ---- translations --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "translation", "agree"),
    [
        ("%(n)s of %(m)s", "%(m)s : %(n)s", True),
        ("%(n)s", "%(m)s", False),
        ("%(n)s", "rien", False),
        (("one", "%(n)d all"), ("un", "%(n)d tous"), True),
        (("one", "%(n)d all"), ("un", "tous"), False),
        (("one", "%(n)d all"), ("%(m)d", "%(n)d"), False),
    ],
)
def test_places_to_fill_in_agree(text, translation, agree):
    assert translations_check.places_agree(Message(text, translation)) is agree


def test_a_refusal_in_a_constant_is_a_text():
    source = (
        b"AWAY = 'It is away.'\nOTHER = 'Not said.'\ndef f():\n    raise BadInput(AWAY)\n    raise ValueError(OTHER)\n"
    )
    found = refusals.extract(io.BytesIO(source), translations.KEYWORDS, [], {})
    assert [text for _, _, text, _ in found if text] == ["It is away."]


# ---- dead code and dependencies ------------------------------------------------------------------------------


def test_what_templates_name_is_alive():
    assert {"url_for", "text_first", "language_code"} & dead_code.names_of_templates()


def test_each_excuse_has_a_reason():
    assert all(len(why) > 10 for why in [*USED.values(), *dependencies.ASKED_FOR_BY_NAME.values()])


def test_declared_packages_are_read_without_their_extras():
    declared = dependencies.declared()
    assert "psycopg" in declared["postgres"]
    assert "flask-babel" in declared[""]


def test_foreign_modules_are_found():
    assert "flask" in dependencies.imported("portal")
    assert not {"sys", "casefile"} & dependencies.imported("portal").keys()


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("LGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)", False),
        ("MIT", False),
    ],
)
def test_the_gpl_is_refused_and_the_lgpl_is_not(licence, refused):
    assert bool(dependencies.GPL.search(licence)) is refused


# ---- the runner ----------------------------------------------------------------------------------------------


def test_all_checks_run_though_one_fails(capsys):
    checks = [runner.Check(name, "says", ("-c", code)) for name, code in (("bad", "exit('why')"), ("good", ""))]
    assert runner.summary(runner.run_all(checks)) == 1
    said = capsys.readouterr().out
    assert "--  bad" in said
    assert "ok  good" in said
    assert "why" in said
    assert "scripts/check --fix" in said


def test_unknown_checks_and_options_are_refused(capsys):
    assert runner.main(["spelling"]) == 2
    assert runner.main(["--faster"]) == 2
    assert "unknown: --faster" in capsys.readouterr().out


# ---- the set-up ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BEFORE_ANYTHING_IS_INSTALLED)
def test_the_set_up_needs_nothing_installed(name):
    tree = ast.parse((ROOT / "scripts" / f"{name}.py").read_text("utf-8"))
    roots = {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    roots |= {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    assert roots <= sys.stdlib_module_names | {"scripts", "casefile"}


@pytest.mark.parametrize("name", ["build", *pin.LAYERS])
def test_every_version_has_hashes_and_no_host(name):
    text = (ROOT / "constraints" / f"{name}.txt").read_text("utf-8")
    rest = ENTRY.sub("", text).split("\n")
    assert [line for line in rest if line and not re.fullmatch(r"# .*|-r \w+\.txt", line)] == []
    assert "://" not in text


def test_one_version_of_each():
    texts = [(ROOT / "constraints" / f"{name}.txt").read_text("utf-8") for name in ("build", *pin.LAYERS)]
    versions = {}
    for text in texts:
        for name, version in pin.pins(pin.BLOCK.findall(text)).items():
            assert versions.setdefault(name, version) == version


def test_each_command_installs_the_file_that_names_the_others():
    for files in packages.FILES.values():
        named = [f"-r {name}" for name in files[1:-1]]
        lasts = [(ROOT / "constraints" / name).read_text("utf-8") for name in files[1:]]
        assert all(line in "".join(lasts) for line in named)


def test_a_stamp_follows_what_is_pinned(tmp_path, monkeypatch):
    before = packages.stamp("run")
    assert before != packages.stamp("test")
    for name in packages.FILES["run"]:
        (tmp_path / name).write_bytes((packages.CONSTRAINTS / name).read_bytes() + b"# changed\n")
    monkeypatch.setattr(packages, "CONSTRAINTS", tmp_path)
    assert packages.stamp("run") != before
