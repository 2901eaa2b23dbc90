"""The guides say commands as they are: each line of a block that calls Griot is one that Griot takes."""

import re
import shlex
from pathlib import Path

import click
import pytest

from portal.cli import main

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ("administration.md", "administration.fr.md", "upgrading.md")
BLOCK = re.compile(r"^ {4,}\S.*$", re.MULTILINE)
INLINE = re.compile(r"`(griot [a-z][^`]*)`")


def typed(guide: str) -> list[str]:
    text = (ROOT / "docs" / guide).read_text("utf-8")
    lines = [line.split("  #")[0].strip() for line in BLOCK.findall(text)]
    parts = [part.strip() for line in lines for part in line.split("&&")]
    found = [part for part in parts if re.match(r"(\S*/)?griot |scripts/run", part)]
    return found + [one for one in INLINE.findall(text) if "…" not in one]


@pytest.mark.parametrize(("guide", "line"), [(guide, line) for guide in GUIDES for line in typed(guide)])
def test_a_command_of_the_guides_is_one_that_griot_takes(guide, line):
    program, *words = shlex.split(line)
    if program.endswith("scripts/run"):
        words = ["up", *words]
    command: click.Command = main
    context = click.Context(main)
    while isinstance(command, click.Group):
        known = {option for parameter in command.params for option in parameter.opts}
        while words and words[0].startswith("--"):
            assert words.pop(0) in known, line
            words.pop(0)
        if not words:
            return
        name = words.pop(0)
        command = command.get_command(context, name) or pytest.fail(f"{line}: griot has no {name}")
    options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    for word in words:
        if word.startswith("-"):
            assert word in options | {"--help"}, f"{line}: {word}"


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_types_commands_at_all(guide):
    assert len(typed(guide)) >= 4


def test_both_languages_type_the_same_commands():
    english, french = typed(GUIDES[0]), typed(GUIDES[1])
    assert [line for line in english if not re.search(r"[\"']", line)] == [
        line for line in french if not re.search(r"[\"']", line)
    ]


def test_both_languages_have_the_same_parts():
    headings = [re.findall(r"^(#+) ", (ROOT / "docs" / guide).read_text("utf-8"), re.MULTILINE) for guide in GUIDES[:2]]
    assert headings[0] == headings[1]
