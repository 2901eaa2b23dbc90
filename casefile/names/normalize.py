"""Clean-up of a written name: one form for every apostrophe, dash and letter case, then words by ICU."""

import re
import threading
import unicodedata
from typing import Final

from icu import BreakIterator, Locale, UnicodeString  # type: ignore[import-untyped, unused-ignore]

from casefile.names.data.folding import SAME_LETTER

MAX_LENGTH: Final = 300  # A name longer than this is not a name: 100 kB of text must cost no more than 300 letters.
MAX_TOKENS: Final = 16
# Apostrophes, primes, letters used as apostrophes (N’Diaye, NʼDiaye, Na`ima, N´Dour), Arabic ayn and hamza signs in
# romanisation.
APOSTROPHES: Final = "'’‘‛ʼʻʾʿ`´′＇ꞌˈ"
_TABLE: Final = (
    {ord(c): "'" for c in APOSTROPHES}
    | {ord(c): "-" for c in "‐‑‒–—−_"}
    | {ord(c): same for c, same, _ in SAME_LETTER}
    | {0x0640: None}  # the Arabic stretch
)
_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ud800-\udfff]")
MARIA: Final = ("Mª", "M.ª", "mª", "m.ª")
"""María as Spanish papers write it; the raised a would else become a letter of an unknown name."""
_SPACE: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"\w")
_local = threading.local()


def clean(name: str) -> str:
    """One line, composed, casefolded, one apostrophe, one dash. Cleaning twice changes nothing."""
    text = _INVISIBLE.sub("", name[: 4 * MAX_LENGTH])
    if "ª" in text:
        for short in MARIA:
            text = text.replace(short, "maria")
    text = unicodedata.normalize("NFKC", text).translate(_TABLE).casefold()
    text = unicodedata.normalize("NFKC", text).translate(_TABLE)
    return _SPACE.sub(" ", text)[:MAX_LENGTH].strip()


def words(cleaned: str) -> list[str]:
    """Words of a cleaned name by the ICU word rules; letters and digits only, an apostrophe inside a word stays."""
    if cleaned.isascii() and not _local_needs_icu(cleaned):
        return cleaned.split()
    breaker = getattr(_local, "breaker", None)
    if breaker is None:  # Costly to make, not safe across threads: one for each thread.
        breaker = _local.breaker = BreakIterator.createWordInstance(Locale.getRoot())
    text = UnicodeString(cleaned)
    breaker.setText(text)
    found, start, joins = list[str](), breaker.first(), False
    for end in breaker:
        word = str(text[start:end])
        if _WORD.search(word):
            if joins and is_katakana(word):  # ICU's dictionary takes a foreign name apart
                found[-1] += word
            else:
                found.append(word)
        joins = is_katakana(word)
        start = end
    return found[: 4 * MAX_TOKENS]


_KATAKANA: Final = re.compile(r"[\u30a1-\u30fa\u30fc]+$")


def is_katakana(word: str) -> bool:
    """Whether it is written in the kana of foreign names, all of it."""
    return bool(_KATAKANA.match(word))


def is_kana(word: str) -> bool:
    """Whether it begins with a kana, of either kind: what voices one makes another letter of it."""
    return "\u3040" <= word[:1] <= "\u30ff"


_ODD: Final = re.compile(r"[^a-z0-9 ]")


def _local_needs_icu(cleaned: str) -> bool:
    return _ODD.search(cleaned) is not None


def bare(word: str) -> str:
    """The word in its own script without marks or vowel signs."""
    if word.isascii():
        return word
    if is_kana(word):
        return word
    if "\u0600" <= word[0] <= "\u06ff":  # A hamza on its carrier is a letter, not a mark.
        return "".join(c for c in word if not unicodedata.combining(c))
    return unicodedata.normalize(
        "NFC", "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    )


def unquoted(word: str) -> str:
    """The word without the apostrophes and points inside it: n'diaye, ndiaye."""
    return word.replace("'", "").replace(".", "")
