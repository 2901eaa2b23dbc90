"""The handbook's chapters: Markdown files in `portal/handbook/<language>/`, rendered once in a process.

Three notations besides Markdown, whose HTML is off:

    [[Save]]                   a word of the screen: a text of the catalogue, shown in the reader's language
    [[Search -> search.form]]  the same, and a link to that page for whoever may open it
    [text](review)             another chapter; ![text](review) a picture of docs/pictures, fetched when it is seen

So there is one source of the words on buttons, and the handbook cannot name one that is not there (a test holds it).
A chapter that a language lacks stands in the first of FALLBACK that has it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from flask import current_app, url_for
from flask_babel import force_locale, gettext
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from casefile.policy.viewer import Viewer
from casefile.vocabulary import Role as R
from portal.web.gate import wanted_by
from portal.web.i18n import lazy_gettext as _

PACKAGE = Path(__file__).resolve().parents[2]
FOLDER = PACKAGE / "handbook"
PICTURES = next(path for path in (PACKAGE / "pictures", PACKAGE.parent / "docs" / "pictures") if path.is_dir())
"""In the package where it is installed (setup.py), in docs/ in a checkout."""
SHOWN = frozenset({"desk", "search", "nothing-found", "entry", "marks", "review", "contact"})
"""Pictures that chapters show: as a telephone has them, 11 to 22 KB each, in French or Arabic."""
FALLBACK = ("fr", "en")
WORD = re.compile(r"\[\[([^\]>]+?)(?:\s*->\s*([a-z_]+\.[a-z_]+))?\]\]")
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_PNG_SIZE = slice(16, 24)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter, and whose work it is about: links in it lead to pages that one of these duties opens."""

    name: str
    number: int
    roles: frozenset[R]


@dataclass(frozen=True, slots=True)
class Part:
    """Chapters under one heading of the contents."""

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, as plain words; the first has the chapter's own title and no anchor."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A chapter in the words of one language of the screen. `language` is that of its text."""

    chapter: Chapter
    language: str
    direction: str
    title: str
    body: str
    """HTML, with a place for each word of the screen."""
    words: tuple[tuple[str, str], ...]
    """(word as the screen has it, endpoint of its page or "")."""
    sections: tuple[Section, ...]

    def html_for(self, viewer: Viewer) -> Markup:
        """Words of the screen as links where this officer may open the page, else as words."""
        return Markup(_PLACE.sub(lambda found: self._shown(int(found[1]), viewer), self.body))  # noqa: S704 (escaped)

    def _shown(self, number: int, viewer: Viewer) -> str:
        word, endpoint = self.words[number]
        bold = Markup("<b>{}</b>").format(word)
        return str(Markup('<a href="{}">{}</a>').format(url_for(endpoint), bold) if opens(viewer, endpoint) else bold)


_SEEKERS = frozenset({R.INVESTIGATOR, R.WATCH_OFFICER, R.ANALYST, R.COORDINATOR})
_FIELD = frozenset({R.INVESTIGATOR, R.WATCH_OFFICER})
_OFFICE = frozenset({R.COORDINATOR})
_EVERYBODY = frozenset(R)

PARTS = (
    Part(_("User guide"), (
        Chapter("start", 10, _EVERYBODY),
        Chapter("investigator", 11, frozenset({R.INVESTIGATOR})),
        Chapter("post", 12, _SEEKERS),
        Chapter("watches", 13, frozenset({R.WATCH_OFFICER})),
        Chapter("analyst", 14, frozenset({R.ANALYST})),
        Chapter("coordinator", 15, _OFFICE),
        Chapter("protection", 16, frozenset({R.PROTECTION})),
        Chapter("administrator", 17, frozenset({R.ADMINISTRATOR})),
        Chapter("auditor", 18, frozenset({R.AUDITOR})),
        Chapter("magistrate", 19, frozenset({R.MAGISTRATE})),
        Chapter("chief", 20, frozenset({R.CHIEF})),
    )),
    Part(_("Procedures of the coordination office"), (
        Chapter("intake", 30, _OFFICE | _FIELD),
        Chapter("review", 31, _OFFICE),
        Chapter("contact", 32, _OFFICE | _FIELD),
        Chapter("escalation", 33, _OFFICE),
        Chapter("victim", 34, frozenset({R.PROTECTION, R.INVESTIGATOR})),
        Chapter("correction", 35, _OFFICE | _FIELD),
        Chapter("evidence", 36, _OFFICE | _FIELD | {R.MAGISTRATE}),
        Chapter("breach", 37, frozenset({R.ADMINISTRATOR, R.AUDITOR, R.COORDINATOR})),
    )),
    Part(_("Data protection"), (Chapter("data", 50, _EVERYBODY),)),
)  # fmt: skip
CHAPTERS = tuple(chapter for part in PARTS for chapter in part.chapters)
GUIDE = PARTS[0].chapters
"""In every language of the portal; the others in French, English and Arabic."""
NAMED = {chapter.name: chapter for chapter in CHAPTERS}


def opens(viewer: Viewer, endpoint: str) -> bool:
    """Whether the endpoint is a page that this officer may open."""
    wanted = wanted_by(current_app, endpoint) if endpoint else None
    return wanted is not None and (not wanted or any(viewer.may(permission) for permission in wanted))


def own(viewer: Viewer) -> list[Chapter]:
    """The chapters of the user guide that are about this officer's duties, the common one first."""
    return [chapter for chapter in GUIDE if chapter.roles & viewer.roles]


def neighbours(chapter: Chapter) -> tuple[Chapter | None, Chapter | None]:
    """The one before and the one after it."""
    at = CHAPTERS.index(chapter)
    return (CHAPTERS[at - 1] if at else None), (CHAPTERS[at + 1] if at + 1 < len(CHAPTERS) else None)


def source(chapter: Chapter, language: str) -> tuple[str, str]:
    """(language it stands in, Markdown): the language asked for, else the first of FALLBACK that has the chapter."""
    for one in (language, *FALLBACK):
        path = FOLDER / one / f"{chapter.number}-{chapter.name}.md"
        if path.is_file():
            return one, path.read_text("utf-8")
    raise FileNotFoundError(chapter.name)


@cache
def read(name: str, language: str) -> Rendered:
    """The chapter for who reads the screen in that language. Files do not change while the process runs."""
    chapter = NAMED[name]
    stands_in, text = source(chapter, language)
    words: list[tuple[str, str]] = []

    def taken(found: re.Match[str]) -> str:
        with force_locale(language):
            words.append((gettext(found[1]), found[2] or ""))
        return f"{_OPEN}{len(words) - 1}{_CLOSE}"

    tokens = _markdown().parse(WORD.sub(taken, text))
    title, tokens = tokens[1].content, tokens[3:]  # h1: open, inline, close
    sections = tuple(_sections(title, tokens, words))
    _linked(tokens, language)
    markdown = _markdown()
    body = markdown.renderer.render(tokens, markdown.options, {})
    direction = Locale(stands_in).text_direction
    return Rendered(chapter, stands_in, direction, title, body, tuple(words), sections)


def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def _sections(title: str, tokens: list[Token], words: list[tuple[str, str]]) -> list[Section]:
    """Cut at each heading of the second rank, which gets its anchor: its place, the same in all languages."""
    found, anchor, heading, texts = list[Section](), "", title, list[str]()
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            found.append(Section(anchor, heading, " ".join(texts)))
            anchor, heading, texts = f"s{len(found)}", _plain(tokens[at + 1], words), []
            token.attrSet("id", anchor)
        elif token.type == "inline" and tokens[at - 1].type != "heading_open":
            texts.append(_plain(token, words))
    return [*found, Section(anchor, heading, " ".join(texts))]


def _plain(inline: Token, words: list[tuple[str, str]]) -> str:
    text = "".join(" " if one.type == "softbreak" else one.content
                   for one in inline.children or [] if one.type != "image")  # fmt: skip
    return _PLACE.sub(lambda found: words[int(found[1])][0], text)


def _linked(tokens: list[Token], language: str) -> None:
    """Addresses in the place of the names of chapters and pictures."""
    ways: dict[str, Callable[[Token], None]] = {"link_open": _to_chapter, "image": lambda one: _drawn(one, language)}
    for token in (child for one in tokens for child in one.children or []):
        if token.type in ways:
            ways[token.type](token)


def _to_chapter(link: Token) -> None:
    link.attrSet("href", url_for("handbook.read", chapter=NAMED[str(link.attrGet("href"))].name))


def _drawn(image: Token, language: str) -> None:
    name = str(image.attrGet("src"))
    file = picture(name, "ar" if language == "ar" else "fr")
    if file is None:
        raise KeyError(name)
    size = file.read_bytes()[_PNG_SIZE]
    image.attrSet("src", url_for("handbook.picture", shown=name, language="ar" if language == "ar" else "fr"))
    image.attrSet("width", str(int.from_bytes(size[:4])))
    image.attrSet("height", str(int.from_bytes(size[4:])))
    image.attrSet("loading", "lazy")


def picture(name: str, language: str) -> Path | None:
    """The file of a picture as a telephone has it; None where chapters show none of that name and language."""
    if name not in SHOWN or language not in ("fr", "ar"):
        return None
    return PICTURES / (f"{name}-ar-phone.png" if language == "ar" else f"{name}-phone.png")
