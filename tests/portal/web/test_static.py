"""Style sheets and templates: right to left by construction, one scale, nothing inline, light."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

from portal import create_app
from portal.web import compression

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "portal" / "static"
STYLES = STATIC / "css"
SHEETS = sorted(STYLES.rglob("*.css"))
PAGES = sorted((ROOT / "templates").rglob("*.html"))
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border|scroll-margin)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|"
    r"(?:min|max)-(?:width|height))\s*:"
)
SPACED = re.compile(r"(?:scroll-)?(?:margin|padding)(?:-[a-z-]+)?|(?:row-|column-)?gap")
SPACES = {f"var(--space-{step})" for step in range(1, 7)} | {"0", "auto", "1px", "2px"}
"""Six spaces; nothing, whatever is left, and hairlines need no token."""
SIZES = {f"var(--size-{step})" for step in range(1, 6)} | {"inherit"}
UNSTYLED: set[str] = set()
"""Classes of templates that need no rule."""
GIVEN = {"good", "warn", "bad", "calm", "code", "mask"}
"""Classes that a template gets as a value: tones of notes and badges, and what `|code` writes."""
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\(", re.I)
NAMED_COLOURS = """
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
    darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
    firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
    hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
    lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue
    mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred
    midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple
    rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue
    slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white
    whitesmoke yellow yellowgreen"""
MAX_LINES = 250
FIRST_PAGE_BYTES = 60_000
SIGN_IN_BYTES = 30_000

each_sheet = pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.relative_to(STYLES).as_posix())


def without_comments(css):
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def rules(css):
    """Declarations without comments, `@media` conditions and selectors."""
    return re.sub(r"@media[^{]*", "", without_comments(css))


def declarations(css):
    """(property, value) of every declaration."""
    return re.findall(r"([-\w]+)\s*:\s*([^;{}]+);", without_comments(css))


def selectors(css):
    return " ".join(re.findall(r"([^{};]*)\{", rules(css)))


@each_sheet
def test_only_logical_properties(path):
    css = rules(path.read_text("utf-8"))
    assert PHYSICAL.findall(css) == []
    assert not re.search(r"(?:text-align|float|clear)\s*:\s*(?:left|right)", css)


@each_sheet
def test_a_style_sheet_is_short_and_says_what_it_is_for(path):
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) <= MAX_LINES and re.fullmatch(r"/\* [A-Z].+\. \*/", lines[0])


@each_sheet
def test_colours_stand_in_the_tokens_alone(path):
    if path.name == "tokens.css":
        return
    for name, value in declarations(path.read_text("utf-8")):
        words = set(re.findall(r"(?<![-\w])[a-z]+(?![-\w(])", value.lower()))
        assert not COLOUR.search(value) and not words & set(NAMED_COLOURS.split()), f"{name}: {value}"


@each_sheet
def test_spaces_and_text_sizes_come_from_the_scale(path):
    for name, value in declarations(path.read_text("utf-8")):
        if SPACED.fullmatch(name):
            assert set(value.split()) <= SPACES, f"{name}: {value}"
        assert name != "font" and (name != "font-size" or value in SIZES), f"{name}: {value}"


def test_the_scale_has_six_spaces_and_five_sizes():
    defined = {name for name, _ in declarations((STYLES / "tokens.css").read_text("utf-8"))}
    assert {name for name in defined if name.startswith("--space-")} == {f"--space-{step}" for step in range(1, 7)}
    assert {name for name in defined if name.startswith("--size-")} == {f"--size-{step}" for step in range(1, 6)}


def test_every_token_is_defined_and_used():
    css = "".join(path.read_text("utf-8") for path in SHEETS)
    defined = {name for name, _ in declarations(css) if name.startswith("--")}
    used = set(re.findall(r"var\((--[-\w]+)", css))
    assert used - defined == set()
    assert {name for name in defined - used if not name.startswith("--pico-")} == set()


def classes_of(text):
    """Classes a template writes, those behind a condition too: `{{ 'wrong' if … else 'right' }}`."""
    found = set()
    for value in re.findall(r'class="((?:\{\{.*?\}\}|[^"])*)"', text):
        for written in re.findall(r"'([^']*)'\s+if\b|\belse\s+'([^']*)'", value):
            found |= set(" ".join(written).split())
        found |= set(re.sub(r"\{\{.*?\}\}", " ", value).split())
    return found


def test_every_class_has_a_rule_and_every_rule_its_class():
    used = set().union(*(classes_of(path.read_text("utf-8")) for path in PAGES))
    ruled = set(re.findall(r"\.([a-z][-\w]*)", " ".join(selectors(path.read_text("utf-8")) for path in SHEETS)))
    by_script = re.findall(
        r'classList\.(?:add|toggle)\("([-\w]+)"', " ".join(path.read_text() for path in STATIC.glob("*.js"))
    )
    assert (used | set(by_script)) - ruled == UNSTYLED
    assert ruled - used - set(by_script) - GIVEN == set()


def test_the_style_sheets_are_served_as_one(portal):
    served = {name for _, names in compression.SHEETS.values() for name in names}
    assert sorted(STYLES / f"{name}.css" for name in served) == SHEETS, "none left out"
    assert all(len(set(names)) == len(names) for _, names in compression.SHEETS.values()), "each once"
    assert compression.STYLES[0] == "tokens" and not (STATIC / compression.STYLE_SHEET).exists()
    client = portal.stranger()
    answer = client.get("/static/griot.css")
    assert answer.status_code == 200 and answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    at = [answer.text.index((STYLES / f"{name}.css").read_text("utf-8")) for name in compression.STYLES]
    assert at == sorted(at)
    packed = client.get("/static/griot.css", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.data) == answer.data
    assert client.get("/static/griot.css", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_every_worker_gives_the_style_sheet_the_same_address(portal, portal_settings):
    def address(app):
        return re.search(r'href="(/static/griot\.css\?v=\w+)"', app.test_client().get("/sign-in").text)[1]

    content = portal.stranger().get("/static/griot.css").data
    assert address(portal.app) == address(create_app(portal_settings, portal.store))
    assert address(portal.app).endswith(hashlib.sha256(content).hexdigest()[: compression.HASH_LENGTH])


def test_a_page_asks_for_one_style_sheet_of_ours(portal):
    client = portal.as_("dakar")
    for page in (portal.stranger().get("/sign-in"), client.get("/"), client.get("/cases/"), client.get("/nowhere")):
        sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"?]+)', page.text)
        assert [name for name in sheets if not name.startswith("vendor/")] == ["griot.css"]
    assert re.findall(r'<link rel="stylesheet" href="/static/([^"?]+)', client.get("/post/").text) == ["post.css"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_nothing_inline_in_a_template(path):
    text = path.read_text("utf-8")
    assert not re.search(r"\s(?:fill|stroke|color|bgcolor)=", text), "colours stand in the style sheets"
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|hx-on|hx-vals=[\"']js", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", text)
    for form in re.findall(r"<form[^>]*method=[\"']post.*?</form>", text, re.S | re.I):
        assert "csrf" in form, f"a form without its token in {path}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_is_read_aloud_of_a_link_or_button_begins_with_what_stands_on_it(path):
    """What it is about follows in a hidden span: who speaks to the machine says the word that is seen."""
    for label, text in re.findall(
        r"<(?:a|button)\b[^<>]*\saria-label=([^<>]*)>(.*?)</(?:a|button)>", path.read_text(), re.S
    ):
        assert not re.search(r"\{\{|\w", re.sub(r"<svg.*?</svg>|<[^>]+>", "", text, flags=re.S)), label


def bytes_of(client, path):
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
    total, requests, _page = bytes_of(portal.stranger(), "/sign-in")
    assert total <= SIGN_IN_BYTES and requests <= 6
    client = portal.as_("dakar")
    for path in ("/", "/records/new?kind=person", "/cases/"):
        total, requests, page = bytes_of(client, path)
        assert total <= FIRST_PAGE_BYTES and page <= 15_000 and requests <= 6, (path, total, requests, page)


def test_vendored_files_carry_their_licences():
    names = {path.name for path in (STATIC / "vendor").iterdir()}
    assert {"pico-LICENSE.md", "htmx-LICENSE", "README.md"} <= names


@pytest.mark.parametrize(
    ("path", "packed"),
    [("/watchlists/", True), ("/watchlists/?page=12", True), ("/records/new?kind=person", True),
     ("/watchlists/?text=Diallo", False), ("/watchlists/?page=7712", False), ("/records/new?kind=Diallo", False),
     ("/records/new?Diallo=person", False),
     ("/watchlists/?page=csrf_token", False), ("/watchlists/?page=2&x=IjAxMjM0", False), ("/nothing-here?a=b", False)],
)  # fmt: skip
def test_a_page_whose_address_holds_words_is_not_compressed(portal, path, packed):
    """They stand in the page again: its size would say how much of them agrees with what else is there (BREACH)."""
    answer = portal.as_("dakar").get(path, headers={"Accept-Encoding": "gzip"})
    assert (answer.headers.get("Content-Encoding") == "gzip") is packed
    assert "Accept-Encoding" in answer.headers.get("Vary", "") or not packed
