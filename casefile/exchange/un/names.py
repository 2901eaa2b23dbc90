"""Names on the UN list: one element may hold several, in two scripts, with remarks among them.

What is cut away from a name is returned as a remark, so that the record's text still says it.
"""

import re
import unicodedata

from casefile.subjects.identity import Name
from casefile.vocabulary import NameKind

GRADES = {
    "good": NameKind.ALIAS,
    "low": NameKind.WEAK_ALIAS,
    "a.k.a.": NameKind.ALIAS,
    "f.k.a.": NameKind.FORMER,
    "": NameKind.WEAK_ALIAS,
}

_SEVERAL = re.compile(r"\s*;\s*|\s+\b[a-z]\)\s+")  # "A; B", "A b) B"
_TAIL = re.compile(r",?\s+\b(?:born|son of|daughter of)\b.*$", re.IGNORECASE | re.DOTALL)
_ORIGINAL = re.compile(r"^(?:.*\b)?(?:original script|in arabic(?: script)?)\s*:\s*", re.IGNORECASE)
_INNER = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_QUOTES = str.maketrans("", "", '"“”«»„')


def script_tag(text: str) -> str | None:
    """A language tag that names the script alone ("und-Arab"), for scripts other than Latin.

    The script does not tell the language: Arabic letters serve Arabic, Dari, Pashto and Urdu on this list.
    """
    for letter in text:
        if letter.isalpha():
            word = unicodedata.name(letter, "").split(" ")[0]
            return {"ARABIC": "und-Arab", "CYRILLIC": "und-Cyrl", "HANGUL": "und-Hang", "CJK": "und-Hani"}.get(word)
    return None


def main_names(parts: list[str]) -> list[Name]:
    """The name in its up to four parts as one; a further name behind a semicolon is an alias."""
    whole = " ".join(part for part in parts if part and part.casefold() != "na")
    first, *others = [piece.strip() for piece in whole.split(";") if piece.strip()] or [""]
    return [Name(first, NameKind.MAIN, script_tag(first)), *(Name(o, NameKind.ALIAS, script_tag(o)) for o in others)]


def alias_names(text: str, quality: str, note: str = "", *, person: bool = True) -> tuple[list[Name], str]:
    """The names an alias element holds, and what it says besides; the grade is that of the element.

    An organisation's name keeps its brackets, "(Hong Kong)" being part of it.
    """
    kind = GRADES.get(quality.casefold(), NameKind.WEAK_ALIAS)
    pieces = _pieces(text, person)
    from_note = _names_in_note(note)
    names = [Name(piece, kind, script_tag(piece)) for piece in dict.fromkeys([*pieces, *from_note])]
    changed = pieces != [text.strip()]
    remark = "; ".join(filter(None, (text if changed else "", note)))
    return names, remark


def _pieces(text: str, person: bool) -> list[str]:
    """The names in one alias: outside the brackets, and inside them when they hold the name in another script."""
    found: list[str] = []
    for inner in _INNER.findall(text):
        if _holds_names(inner, text):
            found += _SEVERAL.split(_ORIGINAL.sub("", inner))
    if not person and not found:
        return [name for piece in _SEVERAL.split(text) if (name := " ".join(piece.translate(_QUOTES).split()))]
    opening = re.match(r"^\((\w+)\)\s+", text)
    outside = f"{opening.group(1)} {text[opening.end() :]}" if opening else text
    outside = _TAIL.sub("", _INNER.sub(" ", outside))
    return [name for piece in [*_SEVERAL.split(outside), *found] if (name := _tidy(piece))]


def _holds_names(inner: str, text: str) -> bool:
    """Whether brackets hold a name, not a remark: they change the script, or list several names."""
    outside = text.replace(f"({inner})", " ")
    marked = bool(_ORIGINAL.match(inner))
    return marked or script_tag(_ORIGINAL.sub("", inner)) != script_tag(outside)


def _names_in_note(note: str) -> list[str]:
    """Names a note gives: one marked as the original script, or a plain list of them."""
    if _ORIGINAL.match(note):
        return [name for piece in _SEVERAL.split(_ORIGINAL.sub("", note)) if (name := _tidy(piece))]
    several = _SEVERAL.split(note)
    plain = len(several) > 1 and not re.search(r"[\d():.]", note)
    return [name for piece in several if (name := _tidy(piece))] if plain else []


def _tidy(piece: str) -> str:
    return " ".join(re.sub(r"\(.*", " ", piece).translate(_QUOTES).split()).strip(" ,;:")
