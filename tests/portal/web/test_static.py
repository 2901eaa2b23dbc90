"""Style sheets and templates: right to left by construction, nothing inline, light."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "portal" / "static"
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border|scroll-margin)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|"
    r"(?:min|max)-(?:width|height))\s*:"
)
FIRST_PAGE_BYTES = 60_000
SIGN_IN_BYTES = 30_000


def rules(css):
    """Declarations without comments, `@media` conditions and selectors."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return re.sub(r"@media[^{]*", "", css)


def test_only_logical_properties():
    css = rules((STATIC / "griot.css").read_text("utf-8"))
    assert PHYSICAL.findall(css) == []
    assert not re.search(r"(?:text-align|float|clear)\s*:\s*(?:left|right)", css)


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_nothing_inline_in_a_template(path):
    text = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|hx-on|hx-vals=[\"']js", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", text)
    for form in re.findall(r"<form[^>]*method=[\"']post.*?</form>", text, re.S | re.I):
        assert "csrf" in form, f"a form without its token in {path}"


def weight(client, path):
    """Bytes that cross the line at a first visit: the page and all it asks for, compressed."""
    headers = {"Accept-Encoding": "gzip"}
    page = client.get(path, headers=headers)
    body = gzip.decompress(page.data) if page.headers.get("Content-Encoding") == "gzip" else page.data
    total, requests = len(page.data), 1
    for address in re.findall(r'<(?:link|script)[^>]*(?:href|src)="(/static/[^"]+)"', body.decode()):
        total += len(client.get(address, headers=headers).data)
        requests += 1
    return total, requests, len(page.data)


def test_pages_are_light(portal, case_of):
    case_of("dakar")
    total, requests, _page = weight(portal.stranger(), "/sign-in")
    assert total <= SIGN_IN_BYTES and requests <= 6
    client = portal.as_("dakar")
    for path in ("/", "/records/new?kind=person", "/cases/"):
        total, requests, page = weight(client, path)
        assert total <= FIRST_PAGE_BYTES and page <= 15_000 and requests <= 6, (path, total, requests, page)


def test_vendored_files_carry_their_licences():
    names = {path.name for path in (STATIC / "vendor").iterdir()}
    assert {"pico-LICENSE.md", "htmx-LICENSE", "README.md"} <= names
