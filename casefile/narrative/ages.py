"""Ages, and the day a report was written: together the year of a birth, about."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from casefile.narrative.dates import date_at
from casefile.narrative.tokens import Word
from casefile.narrative.words.number_words import number_at
from casefile.narrative.words.stopwords import BIRTH_WORDS

YOUNGEST, OLDEST = 5, 99
_NUMBER = r"(?P<age>\d{1,2}|[^\W\d_]+(?:-[^\W\d_]+)*)"
_SURE = re.compile(
    rf"(?<!\w)(?:[âa]g[ée]{{1,2}}s? (?:d['’e] ?(?:environ )?)?{_NUMBER}[ \u00a0]ans|"
    r"aged? (?:of |about |around )?(?P<age2>\d{1,2})(?!\d)|(?P<age3>\d{1,2})[ \u00a0-](?:year|yr)s?[ -]old|"
    r"(?:de |con |unos )?(?P<age4>\d{1,2})[ \u00a0]años(?: de edad)?|(?:de |"
    r"com )?(?P<age5>\d{1,2})[ \u00a0]anos(?: de idade)?|"
    r"(?:عمر(?:ه|ها)(?: حوالي)?|(?:ال|ي|ت)بلغ(?:ة)? من العمر|البالغ(?:ة)? من العمر) (?P<age6>\d{1,2})|"
    r"(?:tem|tiene) (?P<age7>\d{1,2}) an[ñn]?os)(?!\w)",
    re.IGNORECASE,
)
"""*âgé de 39 ans*, *aged 39*, *de 39 años*."""
_APPOSED = re.compile(
    r"(?:[,(،][ \u00a0]?|(?<=[^\W\d_])[ ])(?:environ |about |around |circa |unos |cerca de |vers |"
    r"حوالي )?(?P<age>\d{2})[ \u00a0]?"
    r"(?:ans|yrs?|years?|yo|y/o|سنة|عاما|عامًا)(?: environ)?(?!\w)|"
    r",[ \u00a0](?:about |environ |aged |unos )?(?P<age2>[1-9]\d)(?=[,.;)](?:\s|$))",
    re.IGNORECASE,
)
"""Only directly behind a name: *X, 39 ans*, *X, Gambian, 44.*"""
_NO_AGE = re.compile(
    r"(?:depuis|pendant|durant|il y a|dans|condamn\w+ à|peine de|après|for|since|past|last|during|after|"
    r"sentence of|desde|hace|durante|"
    r"condena de|pena de|tras|há|desde há|منذ|لمدة|بعد)[ ]?(?:\w+ )?(?:de )?$",
    re.IGNORECASE,
)
_THEN = re.compile(r"alors|à l['’]époque|at the time|then aged|entonces|então|na altura|آنذاك|حينها", re.IGNORECASE)
_HEADER = re.compile(
    r"(?:^|\n)[ \t]*(?:date(?: du rapport| of report)?|report date|report dated|rapport du|report of|"
    r"informe del?|fecha(?: del informe)?|"
    r"relat[óo]rio de|data(?: do relat[óo]rio)?|تاريخ التقرير|تقرير بتاريخ|حرر بتاريخ)[ \t]*:?[ \t]*$|"
    r"(?:fait (?:à|a) [^\n,]{2,30}|dated|report dated|تقرير بتاريخ|حرر بتاريخ)[, ]{1,2}(?:le )?$",
    re.IGNORECASE,
)
_OTHER_DATE = re.compile(
    r"(?:expir\w*|délivr\w+|issued|valid\w*|jusqu\w+|until|caduc\w+|hasta|صالح\w*)[^.\n]{0,25}$", re.IGNORECASE
)
_OLDEST_REPORT = 1990


class Age(NamedTuple):
    """An age in a text, in whole years, and where it stands (characters)."""

    years: int
    start: int
    end: int
    sure: bool
    """Whether it says *âgé de*, *aged*; else it counts only directly behind a name."""


def find_ages(text: str) -> Iterator[Age]:
    """Every age, in order of its kind."""
    for pattern, sure in ((_SURE, True), (_APPOSED, False)):
        for match in pattern.finditer(text):
            written = next(value for name, value in match.groupdict().items() if value is not None)
            if (years := _years(written)) is None:
                continue
            around = text[max(0, match.start() - 30) : match.start()]
            if _NO_AGE.search(around) or _THEN.search(around):
                continue
            yield Age(years, match.start(), match.end(), sure)


def _years(written: str) -> int | None:
    if written.isdigit():
        value = int(written)
    else:
        number = number_at([written.casefold()])
        if number is None:
            return None
        value = number[0]
    return value if YOUNGEST <= value <= OLDEST else None


def year_written(text: str, words: Sequence[Word], births: Collection[int]) -> int | None:
    """The year a report was written in: that of its dated head, else the one year of all days it tells of.

    Births (`births`: where their words begin) and the days of papers do not count. None when it tells of no day, or of
    days in several years.
    """
    years: set[int] = set()
    place = 0
    while place < len(words):
        found = date_at(words, place) if words[place].number or not years else None
        if found is None or words[place].start in births:
            place += 1
            continue
        start = words[place].start
        before = text[max(0, start - 60) : start]
        if len(found.value) == 10 and int(found.value[:4]) >= _OLDEST_REPORT and not is_other_day(words, place, before):
            if names_report_day(before):
                return int(found.value[:4])
            years.add(int(found.value[:4]))
        place = max(found.after, place + 1)
    return years.pop() if len(years) == 1 else None


def is_other_day(words: Sequence[Word], place: int, before: str) -> bool:
    """Whether the day at this word is a birth's or a paper's; `before` is what stands before it."""
    return any(w.folded in BIRTH_WORDS for w in words[max(0, place - 6) : place]) or bool(_OTHER_DATE.search(before))


def names_report_day(before: str) -> bool:
    """Whether the day that follows these words is the report's own: *Rapport du*, *Fait à Dakar, le*."""
    return _HEADER.search(before) is not None
