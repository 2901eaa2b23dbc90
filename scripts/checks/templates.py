"""The templates' form: Jinja can read them, lines are short, indentation is even, nothing is inline.

The formatters for Jinja are under the GPL or no longer kept, so this says what a reviewer would. Jinja's own parser
finds blocks that do not close; the policy of the pages (no inline style, no inline script) is held here too.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

from scripts.checks import ROOT, report, short

MAX_LINE = 200
INDENT = 2
INLINE = (
    (re.compile(r"<[a-z][^>]*\sstyle\s*=\s*['\"]", re.IGNORECASE), "an inline style; write a class"),
    (re.compile(r"<style\b", re.IGNORECASE), "a style sheet inside the page; write it in portal/static"),
    (re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE), "a script inside the page; write it in portal/static"),
    (re.compile(r"<[a-z][^>]*\son[a-z]+\s*=\s*['\"]", re.IGNORECASE), "an inline handler; write it in portal/static"),
    (re.compile(r"javascript:", re.IGNORECASE), "an address that is a script"),
)
JINJA = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"], autoescape=True)


def findings() -> Iterator[str]:
    for path in template_files():
        for line, text in of_template(path.read_text("utf-8")):
            yield f"{short(path)}:{line}: {text}"


def of_template(source: str) -> Iterator[tuple[int, str]]:
    try:
        JINJA.parse(source)
    except TemplateSyntaxError as error:
        yield error.lineno, f"Jinja cannot read it: {error.message}"
    verbatim = False
    for number, line in enumerate(source.split("\n"), 1):
        yield from ((number, text) for text in of_line(line, verbatim=verbatim))
        verbatim = _verbatim_after(line, verbatim=verbatim)
    if source and not source.endswith("\n"):
        yield source.count("\n") + 1, "no line end at the end of the file"


def of_line(line: str, *, verbatim: bool) -> Iterator[str]:
    if len(line) > MAX_LINE:
        yield f"{len(line)} characters; {MAX_LINE} are readable"
    if line != line.rstrip():
        yield "space at the end of the line"
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in line:
        yield "a tab; indent with spaces"
    elif not verbatim and len(indent) % INDENT:
        yield f"indented by {len(indent)}; each level is {INDENT}"
    yield from (text for pattern, text in INLINE if pattern.search(line))


def _verbatim_after(line: str, *, verbatim: bool) -> bool:
    """Between <pre> or <textarea> and its end, spaces are content."""
    opened = max(line.rfind("<pre"), line.rfind("<textarea"))
    closed = max(line.rfind("</pre"), line.rfind("</textarea"))
    return opened > closed if opened != closed else verbatim


def template_files() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


if __name__ == "__main__":
    sys.exit(report(findings()))
