"""Search in the handbook and the glossary, in the reader's language: no engine, no record; nothing typed is kept.

A word finds what begins with it. Accents, capitals, Arabic vowel signs, forms of alif and the article do not count
(`casefile.names.entities.folding`, the folding of names of firms).
"""

import re
from dataclasses import dataclass
from functools import cache

from flask import url_for
from flask_babel import force_locale

from casefile.names.entities.folding import fold
from casefile.names.normalize import clean
from portal.show.guide import book, glossary

LONGEST, MOST_WORDS, MOST_FOUND = 100, 8, 20
SHORT = 3
"""Letters below which a word is looked for only where nothing longer was typed: *de*, *of*, *في*."""
AROUND = 90
"""Letters of the excerpt on each side of the first word found."""
_WORD = re.compile(r"[^\W_]+")
_MARKED = "\ue000{}\ue001"


@dataclass(frozen=True, slots=True)
class Place:
    """A section or a term, with its words folded as they stand: (folded, begin, end)."""

    chapter: str
    heading: str
    text: str
    url: str
    of_title: tuple[str, ...]
    of_heading: tuple[str, ...]
    of_text: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A result: where it stands, and an excerpt whose found words are marked for `|highlighted`."""

    chapter: str
    heading: str
    url: str
    excerpt: str


def asked_words(text: str) -> tuple[str, ...]:
    """What is looked for: at most eight words, folded; the short ones only if there is nothing else."""
    folded = [word for word, _begin, _end in _folded(text[:LONGEST])]
    return tuple(dict.fromkeys([one for one in folded if len(one) >= SHORT] or folded))[:MOST_WORDS]


def find(text: str, language: str, glossary_name: str) -> list[Found]:
    """Sections and terms with all words, those that name them in their heading first, else in the book's order."""
    wanted = asked_words(text)
    if not wanted:
        return []
    hits = [(not any(_holds(word, place.of_heading) for word in wanted), at, place)
            for at, place in enumerate(_places(language)) if _has_all(place, wanted)]  # fmt: skip
    return [Found(place.chapter or glossary_name, place.heading, place.url, _excerpt(place, wanted))
            for _rank, _at, place in sorted(hits, key=lambda hit: hit[:2])[:MOST_FOUND]]  # fmt: skip


def _folded(text: str) -> list[tuple[str, int, int]]:
    return [(fold(clean(found[0])), found.start(), found.end()) for found in _WORD.finditer(text)]


@cache
def _places(language: str) -> tuple[Place, ...]:
    made = list[Place]()
    for chapter in book.CHAPTERS:
        rendered, page = book.read(chapter.name, language), url_for("handbook.read", chapter=chapter.name)
        made += [_place(rendered.title, one.heading, one.text, f"{page}#{one.anchor}" if one.anchor else page)
                 for one in rendered.sections]  # fmt: skip
    with force_locale(language):
        made += [_place("", str(term.name), str(term.text), f"{url_for('guide.terms')}#{term.anchor}")
                 for term in glossary.TERMS]  # fmt: skip
    return tuple(made)


def _place(chapter: str, heading: str, text: str, url: str) -> Place:
    title, of_heading = ([one[0] for one in _folded(of)] for of in (chapter, heading))
    return Place(chapter, heading, text, url, tuple(title), tuple(of_heading), tuple(_folded(text)))


def _holds(word: str, among: tuple[str, ...]) -> bool:
    return any(one.startswith(word) for one in among)


def _has_all(place: Place, wanted: tuple[str, ...]) -> bool:
    """All words in the section or its chapter's title, one of them at least in the section itself."""
    own = place.of_heading + tuple(one[0] for one in place.of_text)
    return any(_holds(word, own) for word in wanted) and all(_holds(word, own + place.of_title) for word in wanted)


def _excerpt(place: Place, wanted: tuple[str, ...]) -> str:
    spans = [(begin, end) for word, begin, end in place.of_text if word.startswith(wanted)]
    centre = spans[0][0] if spans else 0
    first, last = max(0, centre - AROUND), min(len(place.text), centre + AROUND)
    first = place.text.rfind(" ", 0, first) + 1 if first else 0
    last = place.text.find(" ", last) if place.text.find(" ", last) > 0 else len(place.text)
    parts, at = ["… " if first else ""], first
    for begin, end in (span for span in spans if first <= span[0] and span[1] <= last):
        parts += [place.text[at:begin], _MARKED.format(place.text[begin:end])]
        at = end
    return "".join([*parts, place.text[at:last], " …" if last < len(place.text) else ""])
