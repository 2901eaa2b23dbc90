"""The date of birth after *né*, *born*, *nacido*, *مواليد*: as exact as it is written, no more."""

from collections.abc import Sequence

from casefile.narrative.stopwords import CIRCA_WORDS, MONTHS
from casefile.narrative.tokens import Word
from casefile.subjects.identity import PartialDate
from casefile.vocabulary import DateKind

AHEAD = 7  # words after the marker: "né à Saint-Louis vers le 3 mars 1985"
EARLIEST, LATEST = 1900, 2035


def birth_after(words: Sequence[Word], marker: int) -> PartialDate | None:
    """The first date within a few words after the marker; None when there is none."""
    circa = False
    for place in range(marker + 1, min(marker + 1 + AHEAD, len(words))):
        word = words[place]
        if word.folded in CIRCA_WORDS:
            circa = True
        if not word.number:
            continue
        if (value := _date_at(words, place)) is not None:
            return PartialDate(DateKind.BIRTH, value, circa=circa)
    return None


def _date_at(words: Sequence[Word], place: int) -> str | None:
    text = words[place].text.strip("./-")
    pieces = [p for p in text.replace("/", "-").replace(".", "-").split("-") if p]
    if len(pieces) == 1:
        if len(text) == 4:
            return text if EARLIEST <= int(text) <= LATEST else None
        return _spelled(words, place, int(text)) if len(text) <= 2 else None
    if len(pieces) == 2 and len(pieces[1]) == 4:  # 03/1985
        return _iso(pieces[1], pieces[0], None)
    if len(pieces) == 3:
        year_first = len(pieces[0]) == 4
        year, month, day = pieces if year_first else reversed(pieces)
        return _iso(year, month, day)
    if len(pieces) == 2 and all(len(p) == 4 for p in pieces):
        return pieces[0]
    return None


def _spelled(words: Sequence[Word], place: int, day: int) -> str | None:
    """`3 mars 1985`, `3 de marzo de 1985`, `1er janvier 1985`."""
    month = None
    for word in words[place + 1 : place + 6]:
        if word.folded in MONTHS:
            month = MONTHS[word.folded]
        elif word.number:
            digits = word.text.strip("./-")
            if month is None or len(digits) != 4:
                return None
            return _iso(digits, str(month), str(day))
    return None


def _iso(year: str, month: str, day: str | None) -> str | None:
    if not (year + month + (day or "0")).isdigit() or len(year) != 4 or not EARLIEST <= int(year) <= LATEST:
        return None
    m, d = int(month), int(day) if day else None
    if d is not None and m > 12 >= d:  # written month first
        m, d = d, m
    if not 1 <= m <= 12 or (d is not None and not 1 <= d <= 31):
        return year
    return f"{year}-{m:02d}" if d is None else f"{year}-{m:02d}-{d:02d}"
