"""A number plate as written: letters of two scripts, the country's mark aside, in the order of the plate."""

import re
from itertools import groupby

from casefile.subjects.identifiers import countries
from casefile.subjects.identifiers.data.plate_marks import LETTERS, LETTERS_OF, MARKS, PLATES, SINGLE_GROUP, WORDS
from casefile.subjects.identifiers.labels import core
from casefile.subjects.identifiers.written import upper
from casefile.vocabulary import IdentifierKind as Kind

_TOKEN = re.compile(r"[^\W_]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_TUNISIA = re.compile(r"(\d{1,4})(TUN|TU|TN)(\d{1,4})")
_SUSPENDED = re.compile(r"(\d{1,6})RS|RS(\d{1,6})")
_ALGERIA = re.compile(r"(\d{5,6})-?(\d{3})-?(\d{2})")


def read_plate(text: str, country: str | None) -> str | None:
    """The plate's signs alone; None when there are none. `country` is the plate's own, else the unit's."""
    folded = core(Kind.PLATE, text, country)
    arabic = _ARABIC.search(folded) is not None
    for word, written in WORDS.items():
        folded = re.sub(rf"(?<![^\W\d_]){word}(?![^\W\d_])", f" {written} ", folded)
    if "TUN" not in folded:
        named, folded = countries.named(folded)
        country = named or country
    tokens = _without_words([t.group() for t in _TOKEN.finditer(folded)])
    country, tokens = _without_mark([_latin(t, country) for t in tokens], country)
    if not any(c.isdigit() for token in tokens for c in token):
        return None
    return _ordered(_joined(_word_between(tokens)), country, arabic)


def _word_between(tokens: list[str]) -> list[str]:
    """Tunisia's word stands between the two groups; next to Arabic letters it may come first or last."""
    if tokens.count("TUN") == 2 and tokens[0] == "TUN":  # the first is the country's
        return tokens[1:]
    if len(tokens) == 3 and "TUN" in (tokens[0], tokens[2]):
        groups = [one for one in tokens if one.isdigit()]
        return [groups[0], "TUN", groups[1]] if len(groups) == 2 else tokens
    return tokens


def _without_words(tokens: list[str]) -> list[str]:
    """Without the make or colour before and behind it: words longer than any group of letters on a plate."""
    first, last = 0, len(tokens)
    while first < last and _is_word(tokens[first]):
        first += 1
    while last > first and _is_word(tokens[last - 1]):
        last -= 1
    return tokens[first:last]


def _is_word(token: str) -> bool:
    return token.isalpha() and len(token) > SINGLE_GROUP


def _latin(token: str, country: str | None) -> str:
    letters = LETTERS | LETTERS_OF.get(country or "", {})
    return "".join(letters.get(c, c) for c in upper(token))


def _without_mark(tokens: list[str], country: str | None) -> tuple[str | None, list[str]]:
    """Without the oval's letters, where the rest is a plate of that country and the whole is nobody's: AB 1234 NE is a
    plate of Senegal, not one of Niger with its mark."""
    for mark, rest in ((tokens[:1], tokens[1:]), (tokens[-1:], tokens[:-1])):
        if len(tokens) < 2 or mark[0] not in MARKS:
            continue
        owner, whole = MARKS[mark[0]] or country, _joined(tokens)
        if owner is None or not _is_plate(_joined(rest), owner):
            continue
        if not (_is_plate(whole, owner) if owner == country else any(_is_plate(whole, other) for other in PLATES)):
            return owner, rest
    return country, tokens


def _is_plate(form: str, country: str) -> bool:
    pattern = PLATES.get(country)
    return pattern is not None and re.fullmatch(pattern, _ordered(form, country, False)) is not None


def _joined(tokens: list[str]) -> str:
    """All signs together; a dash stays between two groups of digits, which would else run into one another."""
    parts: list[str] = []
    for token in tokens:
        if parts and parts[-1][-1:].isdigit() and token[:1].isdigit():
            parts.append("-")
        parts.append(token)
    form = "".join(parts)
    return form if form.replace("-", "").isdigit() else form.replace("-", "")


def _ordered(form: str, country: str | None, arabic: bool) -> str:
    """In the order of the plate: next to Arabic letters the groups may come from the other side."""
    if (found := _TUNISIA.fullmatch(form)) and _is_tunisian(form, found.group(2), country):
        series, _, number = found.groups()
        return f"{number}TUN{series}" if len(series) == 4 and len(number) < 4 else f"{series}TUN{number}"
    if found := _SUSPENDED.fullmatch(form):
        return f"RS{found.group(1) or found.group(2)}"
    if country == "DZ" and (found := _ALGERIA.fullmatch(form)):
        return "".join(found.groups())
    if country == "TG" and re.fullmatch(r"\d{4}[A-Z]{1,2}", form):
        return f"TG{form}"
    groups = ["".join(signs) for _, signs in groupby(form, str.isdigit)]
    return "".join(reversed(groups)) if _turned(groups, country, arabic) else form


def _is_tunisian(form: str, word: str, country: str | None) -> bool:
    """TU and TN are letters of other countries' plates too (1234 TN 00 in Mauritania)."""
    return word == "TUN" or country == "TN" or not any(re.fullmatch(shape, form) for shape in PLATES.values())


def _turned(groups: list[str], country: str | None, arabic: bool) -> bool:
    lengths = [len(group) for group in groups]
    if country == "MA":
        return len(groups) == 3 and lengths[0] <= 2 < lengths[2] and lengths[1] == 1
    if country == "MR":
        return arabic and lengths == [2, 2, 4]
    return country == "EG" and len(groups) == 2 and groups[0].isdigit()
