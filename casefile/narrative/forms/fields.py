"""Where a text is a form: its labelled fields, in order, on lines of their own or in one line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from casefile.narrative.forms.labels import NAMING, OPEN, label_at
from casefile.narrative.forms.numbers import NUMBERS, find_numbers
from casefile.narrative.tokens import Word

_MARK = re.compile(
    r"[ \tـ]*(?:\([^()\n]{0,30}\)|[°º.)]|n[°º])*[ \t]*(?:[:=：|]|/(?=[ \t]*[\u0600-\u06ff])|\.{2,}|…|_{2,}|\t|"
    r"[ \t]{3,}|"
    r"[ \t][–—-][ \t])[ \t.:=…_|–—-]*"
)
"""Between a label and its value: a colon, a bar, a tab, three blanks, dotted leaders."""
_ORDER = re.compile(r"[ \t]?[1-4](?=[ \t]*(?:[:=：|\t\n]|\.{2,}|…|_{2,}|[ \t]{3}|$))|[ \t][12](?=[ \t]\d{2}[- ]?\d{6})")
"""*Tél. 2 :*, *IMEI 1 35…*: which of several."""
_LEAD = re.compile(
    r"(?:^|[\n;,،؛|/\t•*·(–—]|[ ][-–—]|^-|\n-|  |\d[.)\-]{1,2}|"
    r"[.!?])[ \t]*[-•*·]?[ \t]*(?:\(?\d{1,3}[.)\-]{1,2}[ \t]*)?$"
)
"""What may stand before a label: the line's begin, a separator, a bullet, a number."""
_NUMBERED = re.compile(
    r"(?:^|\n)[ \t]*(?:\(?\d{1,3}[.)\-°]{1,2}|[-•*]?[ \t]*n[°º][ \t]?\d{1,3})[ \t.:)-]*$", re.IGNORECASE
)
_ORDINAL = re.compile(r"(?:^|[\n;,|])[ \t]*([12](?:[º°ªo]|er|re|do|st|nd)\.?)[ \t]*$")
"""*1er apellido*, *2º apellido*."""
_BEGINS_LINE = re.compile(r"(?:^|\n)[ \t]*[-•*·]?[ \t]*$")
_EDGES = " \t\r\n;,،|/–—-•*·:.="
_LOOK_BACK = 14


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value. Half-open places of characters: the label's begin, the value, trimmed."""

    kind: str
    start: int
    first: int
    last: int
    numbered: bool = False
    """Whether a number opens its line: *2. Nom : …*."""
    strong: bool = True
    """Whether a mark stands between label and value; else only a form around it makes it a field."""


@dataclass(frozen=True, slots=True)
class _Label:
    kind: str
    start: int
    end: int
    value: int
    strong: bool
    alone: bool
    """Nothing but the label in its line."""


def find_fields(text: str, words: Sequence[Word]) -> list[Field]:
    """All labelled fields, in order."""
    labels = _labels(text, words)
    found: list[Field] = []
    for at, one in enumerate(labels):
        limit = labels[at + 1].start if at + 1 < len(labels) else len(text)
        first, last = _value(text, one, limit)
        numbered = _NUMBERED.search(text, max(0, one.start - _LOOK_BACK), one.start) is not None
        found.append(Field(one.kind, one.start, first, last, numbered, one.strong))
    return found


def _value(text: str, one: _Label, limit: int) -> tuple[int, int]:
    line = text.find("\n", one.value, limit)
    end = line if line >= 0 else limit
    if not text[one.value : end].strip(_EDGES) and line >= 0:  # on the next line
        first = line + 1
        line = text.find("\n", first, limit)
        end = line if line >= 0 else limit
    else:
        first = one.value
    while first < end and text[first] in _EDGES:
        first += 1
    while end > first and text[end - 1] in _EDGES:
        end -= 1
    return first, end


def _labels(text: str, words: Sequence[Word]) -> list[_Label]:
    found: list[_Label] = []
    place = 0
    while place < len(words):
        one = _label(text, words, place, found)
        if one is None:
            place += 1
            continue
        label, place = one
        found.append(label)
    return _only_forms(text, found)


def _label(text: str, words: Sequence[Word], place: int, before: Sequence[_Label]) -> tuple[_Label, int] | None:
    if words[place].number or (found := label_at(words, place, text)) is None:
        return None
    kind, after = found
    start, end = words[place].start, _past_marks(text, words[after - 1].end)
    kind, after, end = _second_language(text, words, kind, after, end)
    if kind in NUMBERS and (order := _ORDER.match(text, end)) is not None:
        after, end = after + 1, order.end()
    ordinal = _ORDINAL.search(text, max(0, start - _LOOK_BACK), start)
    if ordinal is not None:
        start = ordinal.start(1)
        kind = "second" if kind == "surname" and ordinal.group(1)[0] == "2" else kind
    lead = text[max(0, start - _LOOK_BACK) : start]
    opens, sign = _LEAD.search(lead) is not None, _number_sign(lead)
    if not opens and sign is not None:
        opens, start = True, start - len(lead) + sign
    mark = _MARK.match(text, end)
    alone = opens and _alone(text, end)
    if mark is not None and mark.end() > end:
        same_line = bool(before) and "\n" not in text[before[-1].start : start]
        sure = any(c in ":=：/" for c in mark.group())
        if opens or (same_line and sure and before[-1].strong):
            return _Label(kind, start, end, mark.end(), True, alone), after
        return None
    if alone:
        return _Label(kind, start, end, end, False, True), after
    if opens and kind in OPEN and after < len(words) and _begins_value(text, words, end, after):
        return _Label(kind, start, end, words[after].start, False, False), after
    return None


def _past_marks(text: str, end: int) -> int:
    """Behind what belongs to a label's last word: *Prénom(s)*, *Tél.*, *N°*."""
    while text[end : end + 1] in (")", "°", "º") or (text[end : end + 1] == "." and text[end + 1 : end + 2] != "."):
        end += 1
    return end


def _second_language(text: str, words: Sequence[Word], kind: str, after: int, end: int) -> tuple[str, int, int]:
    """*Nom / Surname*, *الاسم (Name)*: one label; the second may say what the first leaves open."""
    for _ in range(2):
        between = text[end : words[after].start] if after < len(words) else ""
        if not re.fullmatch(r"[ \t]*[/(|][ \t]*", between) or (other := label_at(words, after, text)) is None:
            break
        last = _past_marks(text, words[other[1] - 1].end)
        if "(" in between:
            last += text[last : last + 1] == ")"
        elif not re.match(r"[ \t]*(?:[:=：/(\n]|\.{2,}|\t|$)", text[last : last + 12]):
            break
        if kind in NAMING and other[0] in NAMING and other[0] != "name":
            kind = other[0]
        after, end = other[1], last
    return kind, after, end


def _number_sign(lead: str) -> int | None:
    """*N° de téléphone*, *Nº pasaporte*: where the sign begins, which belongs to the label."""
    match = re.search(
        r"(?:n\.?[°ºo.]{1,2}|no\.|num[ée]ro|n[úu]mero)[ \t]*(?:d[eou]s?[ \t]+|d['’])?$", lead, re.IGNORECASE
    )
    if match is None or (match.start() and _LEAD.search(lead[: match.start()]) is None):
        return None
    return match.start()


def _alone(text: str, end: int) -> bool:
    line = text.find("\n", end)
    return line >= 0 and not text[end:line].strip(" \t.:)")


def _begins_value(text: str, words: Sequence[Word], end: int, after: int) -> bool:
    """A capital or a figure, on the same line."""
    word = words[after]
    return "\n" not in text[end : word.start] and (word.number or word.upper or text[end : word.start].strip() == "+")


def _only_forms(text: str, labels: list[_Label]) -> list[_Label]:
    """A label without a mark, or alone in its line, counts when a form stands around it."""
    kept = []
    for at, one in enumerate(labels):
        if not one.strong:
            near = [o for o in labels[max(0, at - 3) : at + 4] if o is not one and abs(o.start - one.start) < 300]
            like = [o for o in near if (o.alone or o.strong if one.alone else True) and o.kind != one.kind]
            if _is_of_things(text, one, like):
                kept.append(one)
                continue
            if not like or not any(o.kind in NAMING or o.kind in ("nick", "birth") for o in [*like, one]):
                continue
            if not one.alone and one.kind in NAMING and not any(o.strong or o.kind in OPEN for o in like):
                continue
        kept.append(one)
    return kept


def _is_of_things(text: str, one: _Label, like: Sequence[_Label]) -> bool:
    """A form without a name: at the begin of its line, its number behind it, and another such label near."""
    if not _holds_number(text, one):
        return False
    return any(o.kind in NUMBERS and (o.strong or _holds_number(text, o)) for o in like)


def _holds_number(text: str, one: _Label) -> bool:
    """Whether its line, or where the label stands alone the next one, begins with a number of its kind."""
    if one.kind not in NUMBERS or not _BEGINS_LINE.search(text, max(0, one.start - _LOOK_BACK), one.start):
        return False
    first, last = _value(text, one, len(text))
    found = find_numbers(one.kind, text, first, last)
    return bool(found) and found[0][1][0] - first <= 1 and (not one.alone or found[-1][1][1] >= last)
