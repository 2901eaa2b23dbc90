"""Why a record was found, in the reader's words: each part of the question with what it was found as, and the rule."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup

from casefile.records import RecordLine
from casefile.subjects.identity import PartialDate
from casefile.vocabulary import DateKind
from indexer.engine import fields
from indexer.search import agreements as rules
from indexer.search.agreements import Agreement, Step, Way, Where
from indexer.search.find import ResultRow
from portal.show import evidence
from portal.show.filters import highlighted, in_short, partial_date, value
from portal.web.i18n import lazy_gettext as _

WAY_WORDS: dict[str, str] = {
    Way.NUMBER: _("By number"),
    Way.EXACT: _("Written alike"),
    Way.SCRIPT: _("Other script or marks"),
    Way.KNOWN: _("Same name, other form"),
    Way.SOUND: _("Same sound"),
    Way.PART: _("Part of the name"),
    Way.TEXT: _("In the text"),
    Way.NEAR: _("Near"),
}
"""Each way in which a record answers, as a filter says it."""

RULES: dict[str, str] = {
    **evidence.NAME_RULES,
    "one letter replaced": _("One letter differs"),
    rules.OTHER_SCRIPT: _("Other script or marks"),
    rules.BEGINS_ALIKE: _("Begins alike"),
    rules.IN_TEXT: _("In the text"),
    rules.WORD_FORM: _("Another form of the word"),
    rules.BEGINS: _("Begins so"),
    rules.AS_QUOTED: _("Word for word"),
    rules.SAME_NUMBER: _("The number agrees"),
    rules.PART_OF_NUMBER: _("A part of the number"),
    rules.ONE_SIGN_OFF: _("One sign differs"),
    rules.SAME_DATE: _("The date agrees"),
    rules.NEAR_DATE: _("One or two years apart"),
    rules.OWN_CASE: _("Your unit’s case"),
}
"""Every rule of `indexer/search/agreements`; a test holds the two together."""

PLACES: dict[Where, str] = {
    Where.TITLE: _("in the title"),
    Where.PLACE: _("as a place"),
    Where.TEXT: _("in the text"),
}
ONE_WORD = frozenset({rules.IN_TEXT, rules.WORD_FORM, rules.AS_QUOTED, rules.BEGINS, rules.OWN_CASE})
"""Rules that show the word asked for alone: what was found stands marked in the text."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the question. `found` is empty where the same word says both; `rule` in words."""

    asked: Markup
    found: Markup
    rule: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the result page. `texts`: pieces of its texts with marks; `missing`: what was asked and is not there.
    `name`: the name that answers, where it is not the one the record is called by."""

    line: RecordLine
    way: str
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    texts: tuple[Markup, ...]
    short: Markup
    name: str

    @property
    def partly(self) -> bool:
        """Whether it stands below the line: a part of the question only."""
        return bool(self.missing)


def found_line(line: RecordLine, row: ResultRow) -> Found:
    """A record found, as its line shows it."""
    shown = tuple(highlighted(one.text) for one in row.highlights if one.field == fields.NARRATIVE)
    other = row.name if row.name and row.name != line.caption else ""
    return Found(
        line=line,
        way=row.way,
        reasons=tuple(_reason(one) for one in row.agreements),
        missing=row.missing,
        texts=shown,
        short=in_short(line.identity),
        name=other,
    )


def _reason(one: Agreement) -> Reason:
    found = Markup("") if one.rule in ONE_WORD else _value(one)
    return Reason(value(one.asked), found, rule_words(one), one.step <= Step.SOUND)


def _value(one: Agreement) -> Markup:
    if one.where is Where.DATE and one.found[:4].isdigit() and one.found != one.asked:
        first, _dash, last = one.found.partition("–")
        return partial_date(PartialDate(DateKind.EVENT, first, last or None))
    return value(one.found)


def rule_words(one: Agreement) -> str:
    """The rule, and where the word stands when that is not the record's name."""
    words = str(RULES.get(one.rule, one.rule))
    place = PLACES.get(one.where)
    if place is None or one.rule == rules.IN_TEXT and one.where is Where.TEXT:
        return words
    if one.rule == rules.IN_TEXT:
        return str(place)
    return gettext("%(rule)s, %(place)s", rule=words, place=place)


def stated_plainly(found: Iterable[Agreement], missing: Iterable[str]) -> str:
    """The same on one line without marks, in English: *Modou ↔ مامادو: known as one name*."""
    said = [
        f"{one.asked}: {one.rule}" if one.rule in ONE_WORD else f"{one.asked} ↔ {one.found}: {one.rule}"
        for one in found
    ]
    lacking = [f"{part}: {rules.NOT_THERE}" for part in missing]
    return "; ".join([*said, *lacking])
