"""A name in the other script, as a proposal: Latin letters into Arabic ones, part by part.

Only what the comparison of names reads back as the same name is proposed; where it does not, nothing is. A proposal is
for an officer to look at and keep: it enters no record, no key and no comparison until then.

The letters: as names of the Sahel are written in Arabic in Mauritania and Senegal, where *ou* is waw, *dj* and *j* are
jim, and *p* and *v*, which Arabic lacks, are ba and fa. Parts that are known in both scripts come from the table of
equal names, whose sources stand there.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from casefile.names.compare import compare
from casefile.names.data.equivalents import ENTRIES
from casefile.names.normalize import bare, clean, words

LETTERS: tuple[tuple[str, str], ...] = (
    ("aye", "اي"), ("eye$", "اي"), ("ey", "ي"), ("ow$", "و"), ("aw$", "او"), ("ou", "و"), ("oo", "و"),
    ("ay", "اي"), ("ai", "اي"), ("ei", "ي"), ("tch", "تش"), ("dj", "ج"), ("ch", "ش"), ("sh", "ش"),
    ("kh", "خ"), ("gh", "غ"), ("th", "ت"), ("ph", "ف"), ("gn", "ني"), ("ny", "ني"), ("qu", "ك"), ("ck", "ك"),
    ("ce", "س"), ("ci", "سي"), ("e$", ""), ("h$", "ه"), ("a", "ا"), ("b", "ب"), ("c", "ك"), ("d", "د"),
    ("e", "ي"), ("f", "ف"), ("g", "غ"), ("h", "ه"), ("i", "ي"), ("j", "ج"), ("k", "ك"), ("l", "ل"),
    ("m", "م"), ("n", "ن"), ("o", "و"), ("p", "ب"), ("q", "ق"), ("r", "ر"), ("s", "س"), ("t", "ت"),
    ("u", "و"), ("v", "ف"), ("w", "و"), ("x", "كس"), ("y", "ي"), ("z", "ز"),
)  # fmt: skip
"""The first that fits counts; `$` is the end of a part."""
FIRST: Mapping[str, str] = {"a": "أ", "e": "إي", "i": "إي", "o": "أو", "u": "أو"}
"""A vowel at the beginning stands on an alif."""
_READ = re.compile("|".join(f"({latin})" for latin, _ in LETTERS))
_ARABIC = re.compile("[\u0621-\u064a]+")
_LATIN = re.compile(r"[a-z' -]+")
_SOUNDED = re.compile("[éèê]$")
"""An e that is heard at the end: Touré, Sané. One without a mark is not."""
JOINERS: Mapping[str, str] = {"mint": "منت", "bint": "بنت", "ben": "بن", "ibn": "ابن"}
"""Words between names, which are written without their vowel."""
MOST_PARTS = 6


def proposed_arabic(name: str) -> str | None:
    """The name in Arabic letters; None where it is not in Latin letters, or no proposal reads back as the same name."""
    parts = [bare(_SOUNDED.sub("i", word)) for word in words(clean(name))]
    if not 0 < len(parts) <= MOST_PARTS or not all(_LATIN.fullmatch(part) for part in parts):
        return None
    written = " ".join(JOINERS.get(part) or _known().get(part) or _by_letters(part) for part in parts)
    match = compare(name, written)
    return written if match.same and match.rule != "a part is missing" else None


@cache
def _known() -> dict[str, str]:
    """Latin spellings whose name has an Arabic one."""
    found: dict[str, str] = {}
    for forms, grade, _source in ENTRIES:
        for group in forms.split(" / ") if grade == "related" else [forms]:
            arabic = [word for word in group.split() if _ARABIC.fullmatch(word)]
            for word in group.split() if arabic else ():
                if word not in arabic:
                    found.setdefault(word, _nearest(word, arabic))
    return found


def _nearest(word: str, arabic: list[str]) -> str:
    """Of several spellings the one that says the same letters: *Modou* is not proposed as *Mamadou*."""
    wanted = _by_letters(word)
    return min(arabic, key=lambda one: (sum((Counter(wanted) - Counter(one)).values()), abs(len(wanted) - len(one))))


def _by_letters(part: str) -> str:
    single = re.sub(r"([bcdfghjklmnpqrstvwxyz])\1", r"\1", part.replace("'", ""))
    rest = _READ.sub(lambda found: LETTERS[(found.lastindex or 1) - 1][1], single)
    return FIRST[single[0]] + rest[1:] if single[:1] in FIRST and not single.startswith("ou") else rest
