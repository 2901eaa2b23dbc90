"""analyze(name): the only door by which index, query, percolation and comparison look at a name."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from casefile.names.data.korean import is_korean
from casefile.names.data.light_parts import Light
from casefile.names.data.particles import (
    ABBREVIATED,
    AFTER_AN_A,
    ARTICLE,
    BY_NAME,
    COMPOUND_END,
    DAUGHTER,
    EPITHETS,
    FATHER_OF,
    GIVEN_LIKE_A_BY_NAME,
    JOINING_SON,
    MARKERS,
    OF_EITHER_SEX,
    OF_GOD,
    RELIGION,
    SERVANT,
    SERVANT_IF,
    SON,
    SUN_ARTICLE,
    TITLES,
)
from casefile.names.normalize import MAX_TOKENS, bare, clean, unquoted, words
from casefile.names.parts import (
    Link,
    Token,
    Word,
    in_gaj,
    joined,
    korean_tokens,
    name_part,
    named_part,
    plain_word,
    token,
)
from casefile.names.phonetic import is_arabic, is_cyrillic, latin, writes_gaj

__all__ = ["NameKeys", "Token", "Word", "analyze", "joined"]
LAST_LATIN: Final = "\u024f"
ABD_AND_ARTICLE: Final = re.compile(r"(?<=^abd)[aeiou]{1,2}(?:l|[rnsztd](?=[rnsztd]))(?=..)|(?<=^عبد)ال(?=..)")
"""The article in a servant's name, which comes and goes: Abd al-Aziz, Abdulaziz."""
COME_FIRST: Final[tuple[Light, ...]] = ("title", "honorific")
MAX_NAMED: Final = 8  # A person has no more name-bearing parts; of a longer text the first ones stand for it.


@dataclass(frozen=True, slots=True, eq=False)
class NameKeys:
    """What analysis makes of a name. `name` is the string as given, `text` the same cleaned.

    One object for each name while it is remembered, so that comparisons of two are remembered by identity.
    """

    name: str
    text: str
    tokens: tuple[Token, ...]
    written: tuple[str, ...]
    latin: tuple[str, ...]
    sounds: tuple[str, ...]
    named: tuple[Token, ...]
    parses: tuple[tuple[Token, ...], ...]  # `named`, and again with a doubtful O. or B. read as an initial
    untitled: tuple[tuple[Token, ...], ...]
    """`named` without the titles it begins with, where two parts besides say who it is: Sheikh Aboud Rogo."""


@lru_cache(maxsize=65536)
def analyze(name: str) -> NameKeys:
    """Keys of any string.

    Only the first MAX_LENGTH letters, MAX_TOKENS words and MAX_NAMED name parts are looked at.
    """
    text = clean(name)
    found = [w for w in (unquoted(w) for w in words(text)) if w][: 2 * MAX_TOKENS]
    plain = [bare(w) for w in found]
    korean = (text.isascii() or max(text) <= LAST_LATIN) and is_korean([latin(w) for w in found])
    tokens = (korean_tokens(found) if korean else tuple(_tokens(found, plain)))[:MAX_TOKENS]
    if writes_gaj(found):
        tokens = tuple(in_gaj(part) for part in tokens)
    named = _own(tokens)
    if len(named) > 1 and named[0].link:  # Ben Ali, Zine: the family name came first
        named = (*named[1:], named[0])
    elif (
        len(named) > 2 and (name[:2].isupper() or "," in text or "،" in text) and (head := _family_first(name, text))
    ):  # DIALLO Mamadou Lamine; Diallo, Mamadou Lamine
        first = len(_own(tuple(_tokens(head, [bare(w) for w in head]))))
        named = (*named[first:], *named[:first])
    return NameKeys(
        name=name,
        text=text,
        tokens=tokens,
        written=tuple(dict.fromkeys((*plain, *(t.text for t in tokens)))),
        latin=tuple(dict.fromkeys(k for k in (*(latin(w) for w in found), *(t.latin for t in tokens)) if k)),
        sounds=tuple(dict.fromkeys(s for t in named for s in t.sounds)),
        named=named,
        parses=(*(_by_script(named) or (named,)), *_as_initials(tokens), *_otherwise(tokens)),
        untitled=_untitled(named),
    )


def _own(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    return tuple(t for t in tokens if t.role in ("name", "initial"))[:MAX_NAMED]


def _family_first(name: str, text: str) -> list[str]:
    """The words of the family name where writing shows that it stands first: a comma, or capitals for it alone."""
    head, comma, tail = text.replace("،", ",").partition(",")
    if not comma:
        written = name[: len(text)].split()
        capitals = next((i for i, word in enumerate(written) if not (word.isupper() and len(word) > 1)), 0)
        if not capitals or any(word.isupper() and len(word) > 2 for word in written[capitals:]):
            return []
        head, tail = clean(" ".join(written[:capitals])), "and more"
    after = [unquoted(w) for w in words(tail)]
    if not after or "," in tail or all(bare(w) in TITLES for w in after):  # Pedro Lara, Jr.
        return []
    return [w for w in (unquoted(w) for w in words(head)) if w]


def _as_initials(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """Khaled O. Slimane: the O may be Ould or Oumar."""
    if not any(t.role == "son" and t.text in ABBREVIATED for t in tokens):
        return []
    out: list[Token] = []
    doubtful = False
    for part in tokens:
        if part.role == "son" and part.text in ABBREVIATED:
            out.append(named_part(part.text, False, "", "", False))
            doubtful = True
        elif part.role in ("name", "initial"):
            out.append(replace(part, link="") if doubtful else part)
            doubtful = False
    return [tuple(out[:MAX_NAMED])]


def _otherwise(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """A. Rahman, whom others write Abdul Rahman; Ben Dupont, who may be a Benjamin as Ben Ali a son of Ali."""
    own = _own(tokens)
    if len(tokens) == 2 and len(own) == 1 and tokens[0].text == "ben":
        return [(name_part("ben", False, "", "", False), replace(own[0], link=""))]
    for place, (a, b) in enumerate(zip(own, own[1:], strict=False)):
        if a.text == "a" and a.role == "initial" and b.text in AFTER_AN_A:
            return [(*own[:place], name_part("abd" + b.text, False, a.link, "", a.other), *own[place + 2 :])]
    return []


def _untitled(named: tuple[Token, ...]) -> tuple[tuple[Token, ...], ...]:
    start = 0
    while start < len(named) and named[start].light in COME_FIRST:
        start += 1
    rest = named[start:]
    return (rest,) if start and sum(not t.light for t in rest) > 1 else ()


def _by_script(named: tuple[Token, ...]) -> tuple[tuple[Token, ...], ...]:
    """The name in each script where it is written in two, one after the other: Ali Jan علی جان."""
    arabic = tuple(t for t in named if t.word.arabic)
    if len(arabic) < 2 or len(named) - len(arabic) < 2:
        return ()
    return tuple(t for t in named if not t.word.arabic), arabic


def _tokens(found: list[str], plain: list[str]) -> list[Token]:
    """Words to tokens: particles set apart, words that are one name joined. `plain` are the words without marks."""
    plain = [latin(w) if is_cyrillic(w) else w for w in plain]  # аль, ибн, бен: particles are listed in Latin letters
    out: list[Token] = []
    link: Link = ""
    joiner, other, article, place = "", False, False, 0
    while place < len(found):
        word, rest = plain[place], plain[place + 1 :]
        role = _role(word, bool(out), bool(rest))
        if role == "article":
            article = True
        elif role == "name":
            used, whole = _whole(found[place], word, rest, found[place + 1 :])
            part = named_part(whole, article, link, joiner, other)
            if used and word in BY_NAME and rest[used - 1] not in GIVEN_LIKE_A_BY_NAME:
                part = replace(part, light="by-name")
            out.append(part)
            place += used
            link, joiner, article, other = "", "", False, False
        else:
            out.append(token(plain_word(word), role, "", False))
            if role in ("son", "daughter"):
                link = "of" if word in OF_EITHER_SEX else role
                joiner = word if word in JOINING_SON else ""
            other = other or role == "marker"
        place += 1
    if link and any(t.role in ("name", "initial") for t in out):
        out = _rotated(out, link, joiner)
    if not any(t.role in ("name", "initial") for t in out):  # Nothing but particles: then they are the name.
        out = [name_part(w, False, "", "", False) for w in found]
    return out


def _whole(marked: str, word: str, rest: list[str], marked_rest: list[str]) -> tuple[int, str]:
    """How many further words belong to this name (Abd al-Aziz, Abu Bakr, Nour Eddine), and all of them as one."""
    if not rest:
        return 0, marked
    if word in SERVANT or word in FATHER_OF or (word in SERVANT_IF and rest[0] in EPITHETS):
        used = 2 if rest[0] in ARTICLE and len(rest) > 1 else 1
        if word in FATHER_OF:  # Abu Abd al-Rahman, Abu Abdurrahman
            more = 0
            servant = marked_rest[used - 1]
            if rest[used - 1] in SERVANT:
                more, servant = _whole(servant, rest[used - 1], rest[used:], marked_rest[used:])
            return used + more, marked + ABD_AND_ARTICLE.sub("", servant)
        return used, marked + marked_rest[used - 1]
    return _of_religion_or_god(marked, rest, is_arabic(word))


def _of_religion_or_god(marked: str, rest: list[str], arabic: bool) -> tuple[int, str]:
    if rest[0] in COMPOUND_END:
        return 1, marked + ("الدين" if arabic else "eddine")
    if rest[0] in OF_GOD:
        return 1, marked + ("الله" if arabic else "ullah")
    if (rest[0] in ARTICLE or rest[0] in SUN_ARTICLE) and rest[1:2] and rest[1] in RELIGION:
        return 2, marked + "eddine"
    return 0, marked


def _role(word: str, inside: bool, more: bool) -> Literal["name", "son", "daughter", "title", "marker", "article"]:
    if word in TITLES:
        return "title"
    if word in MARKERS and inside and more:
        return "marker"
    if word in DAUGHTER:
        return "daughter"
    if word in SON and (word not in ABBREVIATED or (inside and more)):
        return "son"
    if word in ARTICLE and more:
        return "article"
    return "name"


def _rotated(out: list[Token], link: Link, joiner: str) -> list[Token]:
    """`Djebril, Abdelaziz Ould`: the particle left at the end belongs to the family name put first."""
    first = next(i for i, t in enumerate(out) if t.role in ("name", "initial"))
    head = out.pop(first)
    return [*out, name_part(head.text, False, link, joiner, head.other) if head.role == "name" else head]
