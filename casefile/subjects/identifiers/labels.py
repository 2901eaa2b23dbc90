"""Takes the label before a number and the remark behind it away, and never a sign of the number itself."""

import re
from collections.abc import Iterator
from functools import lru_cache

from casefile.subjects.identifiers import countries
from casefile.subjects.identifiers.data.label_words import BY_KIND, COMMON, GLUED, PAPERS, TAILS, TIED
from casefile.subjects.identifiers.written import digits_of, plain, upper
from casefile.vocabulary import IdentifierKind as Kind

_TOKEN = re.compile(r"[^\W_]+")
_ABBREVIATED = re.compile(r"(?<![^\W_])((?:[A-Z]\.){2,}[A-Z]?|[A-Z](?:\.[A-Z]){1,4}|[A-Z]/[A-Z])\.?(?=\s|:|#|$)")
_BRACKETED = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_YEAR = re.compile(r"\W*(?:19|20)\d\d\W*")
_SIGN = re.compile(r"[^\d#:]*?([^\W\d_]*)[^\w#:]*(?:[#:][\s#:.]*)+")
_GLUED_TAIL = re.compile(r"(?<=[\s,(])(EXP|VAL|VALID)\.?(?=\d)")
_DAY = re.compile(r"[\s,]+\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\W*$")
_ARABIC_WORDS = re.compile(r"[\u0621-\u064a](?:[\s.]*[\u0621-\u064a])+")
_OF_ITS_OWN = re.compile(r"\s*[:#=]|\s+#|\s+[A-Z]{1,2}-?\d{5}")
_MARKED = re.compile(r"\s*[:#=]|\s+#")
_ANY_LABEL = frozenset().union(*BY_KIND.values()) | COMMON | PAPERS
LEAST_DIGITS = 3
"""What is left of a field when label and remark are gone holds at least so many digits, or nothing is taken away."""
NAMES_COUNTRY = frozenset({Kind.PASSPORT, Kind.NATIONAL_ID, Kind.DOCUMENT, Kind.IMEI, Kind.VIN, Kind.IMO, Kind.MMSI})
"""A country's name or code next to such a number is no part of it; in a register's number it is (SN-DKR-2019-B-12345).
"""


@lru_cache(maxsize=16384)
def core(kind: Kind, text: str, country: str | None = None) -> str:
    """The number within its field, in upper case, punctuation kept; the whole field when no number would be left."""
    folded = upper(_without_remarks(kind, _one_for_small_l(plain(text))))
    folded = _abbreviations_joined(folded)
    folded = _without_brackets(kind, _behind_sign(kind, folded))
    if kind in NAMES_COUNTRY:
        folded = _if_left(countries.named(_GLUED_TAIL.sub(r"\1 ", folded))[1], folded)
    folded = _without_label(kind, folded, country)
    folded = _without_tail(kind, folded)
    if kind in NAMES_COUNTRY:
        day = _DAY.search(folded)
        folded = folded[: day.start()] if day and len(digits_of(folded[: day.start()])) >= 5 else folded
        folded = _if_left(_ARABIC_WORDS.sub(" ", folded), folded)
        folded = _without_code(folded, country) if country else folded
    return folded.strip(" .,:;#-/\"'")


def _one_for_small_l(text: str) -> str:
    """A small l in a number whose letters are capitals is a one that a keyboard or a reader made so."""
    numbers = [t.group() for t in _TOKEN.finditer(text) if digits_of(t.group())]
    letters = {c for number in numbers for c in number if c.isalpha()}
    if "l" not in letters or len(letters) == 1 or any(c.islower() for c in letters - {"l"}):
        return text
    return _TOKEN.sub(lambda t: t.group().replace("l", "1") if digits_of(t.group()) else t.group(), text)


def bare(text: str) -> str:
    """A text without any label of any kind: to see whether what is left looks like a number."""
    folded = _abbreviations_joined(upper(plain(text)))
    tokens = (t.group() for t in _TOKEN.finditer(countries.named(folded)[1]))
    return " ".join(word for word in tokens if word not in _ANY_LABEL)


def _abbreviations_joined(folded: str) -> str:
    """*C.N.I. 1 755 …*: a label is one word."""
    return _ABBREVIATED.sub(lambda m: re.sub(r"\W", "", m.group(1)) + " ", folded)


def _if_left(shorter: str, whole: str) -> str:
    return shorter if shorter == whole or len(digits_of(shorter)) >= LEAST_DIGITS else whole


def _without_remarks(kind: Kind, text: str) -> str:
    """Words behind the number in small letters when the number itself has none: *A0123456 perdu*."""
    if kind not in NAMES_COUNTRY:
        return text
    tokens = list(_TOKEN.finditer(text))
    numbers = [t for t in tokens if any(c.isdigit() for c in t.group())]
    if not numbers or any(c.islower() for t in numbers for c in t.group()):
        return text
    for token in tokens:
        word = token.group()
        small = len(word) > 2 and word.isalpha() and word != word.upper() and upper(word) not in TAILS
        if small and token.start() > numbers[0].start() and _enough(text[: token.start()]):
            return text[: token.start()]
    return text


def _without_brackets(kind: Kind, text: str) -> str:
    """A bracket holds a remark when it is words, a country or a year; a letter or a figure is part of the number."""

    def judge(match: re.Match[str]) -> str:
        inner = match.group(1).strip()
        words = [t.group() for t in _TOKEN.finditer(inner)]
        remark = any(word in TAILS for word in words if len(word) > 2) or inner in countries.codes()
        remark = remark or bool(inner) and not digits_of(inner) and any(len(word) > 2 for word in words)
        if kind in NAMES_COUNTRY and _YEAR.fullmatch(inner):
            remark = True
        return " " if remark else match.group()

    return _if_left(_BRACKETED.sub(judge, text), text)


def _behind_sign(kind: Kind, text: str) -> str:
    """What follows *n°* or a colon, when only words stand before it; letters of a series (*série AB n° 12…*) stay."""
    found = _SIGN.match(text)
    if found is None or not _enough(text[found.end() :]):
        return text
    last = found.group(1)
    mark = 1 if ":" in found.group() else 0  # one letter and a colon (P: …) announce
    series = (
        last
        if mark < len(last) <= 2 and last not in BY_KIND.get(kind, frozenset()) | COMMON and last not in TIED
        else ""
    )
    return f"{series} {text[found.end() :]}"


def _without_label(kind: Kind, text: str, country: str | None) -> str:
    rest = text[_end_of_label(kind, text, country) :].lstrip(" .,:;#=°_-–—/\"'")
    pattern = GLUED.get(kind)
    if pattern and (glued := re.match(pattern, re.sub(r"[\s.\-]", "", rest))):
        rest = _drop(rest, glued.end())
    return rest


def _end_of_label(kind: Kind, text: str, country: str | None) -> int:
    """Where the number begins. A short word (LA, DU, NO) may be a number's own letters: it is a label only within one,
    or before a sign, or as *no* behind one."""
    words = BY_KIND.get(kind, frozenset()) | COMMON
    short = 3 if kind in SHORT_GROUPS else 2
    end = 0
    for token in _TOKEN.finditer(text):
        word, behind = token.group(), text[token.end() :]
        tied = word in TIED and (country in TIED[word] or _OF_ITS_OWN.match(behind) is not None)
        if word not in words and not tied and not (kind is Kind.IMEI and word in ("1", "2")):
            break
        if not _enough(behind):
            break
        weak = word.isascii() and len(word) <= short and not tied and word not in NUMBERED
        weak = weak and not (kind is Kind.REGISTRATION and word not in COMMON) and not behind.startswith(". ")
        numbered = word in NUMBERED and (end > 0 or len(word) > 2)
        if not weak and (word not in NUMBERED or numbered) or _MARKED.match(behind) or _is_id(word, behind):
            end = token.end()
    return end


def _is_id(word: str, behind: str) -> bool:
    """*ID 1755198400123*: more digits than any number with two letters has."""
    return word == "ID" and len(digits_of(behind)) >= 9


SHORT_GROUPS = frozenset({Kind.PASSPORT, Kind.PLATE, Kind.HULL})
"""Kinds whose numbers may begin with three letters."""
NUMBERED = frozenset("NO NR NUM NRO NBR".split())


def _drop(text: str, signs: int) -> str:
    """The text without its first so many signs, blanks and punctuation not counted."""
    for place, sign in enumerate(text):
        if signs == 0:
            return text[place:].lstrip(" .,:;#-")
        if sign not in " .-\t":
            signs -= 1
    return ""


def _enough(text: str) -> bool:
    return len(digits_of(text)) >= LEAST_DIGITS


def _without_tail(kind: Kind, text: str) -> str:
    tails = TAILS if kind in NAMES_COUNTRY else _LONG_TAILS
    mark = text.find("#")
    if mark > 0 and len(digits_of(text[:mark])) >= 5:
        text = text[:mark]
    for token in _TOKEN.finditer(text):
        if token.group() in tails and _enough(text[: token.start()]) and _apart(text, token):
            return text[: token.start()]
    last = text
    while kind in NAMES_COUNTRY and (found := _LAST_WORD.search(last)) and found.group(1) in BY_KIND[kind]:
        last = last[: found.start()]
    return _if_left(last, text)


_LAST_WORD = re.compile(r"[^\w]+([^\W\d_]{3,})\W*$")
_LONG_TAILS = frozenset(word for word in TAILS if len(word) > 2)


def _apart(text: str, token: re.Match[str]) -> bool:
    """A word of one letter is a remark only before a blank and a longer word: *à Dakar*, not the A of a series."""
    if len(token.group()) > 1:
        return True
    return re.match(r"\s+[^\W\d_]{3,}", text[token.end() :]) is not None


def _without_code(text: str, country: str) -> str:
    """Without the country's own code at either end, where the number has letters of its own, or is longer than one with
    two letters would be: SN 1234567 keeps them."""
    own = {country, *(three for three, two in countries.ALPHA3.items() if two == country)}
    tokens = list(_TOKEN.finditer(text))
    for token in _ends(tokens):
        if token.group() in own:
            rest = text[: token.start()] + " " + text[token.end() :]
            lettered = any(c.isalpha() for c in rest) and len(digits_of(rest)) >= 5
            if lettered or len(digits_of(rest)) >= 10:
                return rest
    return text


def _ends(tokens: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    if len(tokens) > 1:
        yield tokens[0]
        yield tokens[-1]
