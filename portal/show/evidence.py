"""What agreed and what it is worth, in the reader's words: the evidence of a hit, as pages show it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import format_decimal, gettext
from markupsafe import Markup, escape

from casefile.matching import StoredEvidence
from casefile.matching.judging import posterior
from casefile.matching.judging.posterior import Band
from casefile.subjects.identity import PartialDate
from casefile.subjects.name_counts import TermFrequencies
from casefile.vocabulary import DateKind, IdentifierKind, RecordKind, Sex
from portal.show.filters import code, country, partial_date, value, word
from portal.web.i18n import lazy_gettext as _

STRONGEST_BITS = 24.0
"""Bits at which the bar of a value is full: what a passport number is worth."""

KINDS: dict[str, str] = {
    "name": _("Name"), "birth": _("Born"), "sex": _("Sex"), "nationality": _("Nationality"), "place": _("Place"),
    "founded": _("Founded"), "companion": _("Named with"), "linked": _("Linked record"),
    "event_place": _("Where"), "event_day": _("When"), "event_means": _("Means of transport"),
    "event_people": _("Number of people"), "event_end": _("The other end"),
}  # fmt: skip

NAME_RULES: dict[str, str] = {
    "written alike": _("Written alike"),
    "known as one name": _("Known as one name"),
    "same sound": _("Same sound"),
    "near sound": _("Near in sound"),
    "one slip": _("One slip of writing"),
    "initial": _("The initial agrees"),
    "initial in another spelling": _("The initial agrees in another spelling"),
    "other initial": _("Another initial"),
    "related name": _("Related names"),
    "short form": _("A short or everyday form"),
    "a part is missing": _("A part is missing"),
    "a part differs": _("A part differs"),
    "different": _("Different"),
    "parent or child": _("Rather a parent or a child: the first name is missing"),
    "other sex": _("The ending of the first name is the other sex's"),
    "son and daughter": _("A son and a daughter"),
    "father and son exchanged": _("Father and son are exchanged"),
    "nothing to compare": _("Nothing to compare"),
    # Names of companies, vessels and places.
    "written together": _("Written alike"),
    "means the same": _("Known as one name"),
    "initials": _("Known as one name"),
    "one place": _("Known as one name"),
    "a word is missing": _("A part is missing"),
}
"""Every rule of `casefile/names` by which two names or their parts are compared; a test holds the two together."""

NAME_ANSWERS: dict[str, str] = {
    "same": _("Griot considers them the same"),
    "compatible": _("They can be one person: one of them states less"),
    "parent_or_child": _("Rather a parent and a child"),
    "other_sex": _("Rather a brother and a sister"),
    "contradicting": _("Griot considers them different"),
}
"""What the comparison of two names says of their bearers: each `casefile.names.Answer`; a test holds them together."""

ONE_PERSON: dict[Band, str] = {
    Band.NEARLY_ALL: _("Nearly all such pairs are one person"),
    Band.NINE_IN_TEN: _("About 9 in 10 such pairs are one person"),
    Band.THREE_IN_FOUR: _("About 3 in 4 such pairs are one person"),
    Band.HALF: _("About half of such pairs are one person"),
    Band.ONE_IN_FOUR: _("About 1 in 4 such pairs is one person"),
    Band.ONE_IN_TEN: _("About 1 in 10 such pairs is one person"),
    Band.ONE_IN_HUNDRED: _("About 1 in 100 such pairs is one person"),
    Band.FEWER: _("Fewer than 1 in 100 such pairs is one person"),
}
ONE_THING: dict[Band, str] = {
    Band.NEARLY_ALL: _("Nearly all such pairs are one and the same"),
    Band.NINE_IN_TEN: _("About 9 in 10 such pairs are one and the same"),
    Band.THREE_IN_FOUR: _("About 3 in 4 such pairs are one and the same"),
    Band.HALF: _("About half of such pairs are one and the same"),
    Band.ONE_IN_FOUR: _("About 1 in 4 such pairs is one and the same"),
    Band.ONE_IN_TEN: _("About 1 in 10 such pairs is one and the same"),
    Band.ONE_IN_HUNDRED: _("About 1 in 100 such pairs is one and the same"),
    Band.FEWER: _("Fewer than 1 in 100 such pairs is one and the same"),
}
"""The posterior in words, of a watched person and of any other thing."""

DATE = re.compile(r"(?P<about>~)?(?P<first>[0-9-]{4,10})(?:–(?P<last>[0-9-]{4,10}))?")
"""A date as `casefile/matching` writes it down: `~1984`, `1980–1985`."""

DATES: dict[str, DateKind] = {"birth": DateKind.BIRTH, "founded": DateKind.FOUNDED, "event_day": DateKind.EVENT}

REORDERED = "order changed, "


@dataclass(frozen=True, slots=True)
class Line:
    """One value that agreed or contradicted, in words, with its bits and the length of its bar (0 to 100)."""

    what: str
    rule: str
    wanted: Markup
    found: Markup
    bits: float
    length: int

    @property
    def shown(self) -> str:
        return signed(self.bits)


def signed(bits: float) -> str:
    """The bits with their sign, as the reader's language writes them: +13.0, +13,0. The true minus, which no reader
    takes for a hyphen."""
    figure = format_decimal(abs(bits), "0.0")
    return f"{'−' if bits < 0 else '+'}{figure}"


def kind_word(what: str) -> str:
    """The word for a kind of fact: *Name*, *Phone number*, …"""
    for family in (IdentifierKind, RecordKind):
        if what in set(family):
            return word(what, family)
    return str(KINDS.get(what, what))


def chance(bits: float, evidence: Iterable[StoredEvidence], kind: RecordKind, common: TermFrequencies) -> str:
    """What so many bits mean in a network of this size: how many of such pairs are one; empty without evidence."""
    terms = list(evidence)
    if not terms:
        return ""
    by_number = any(posterior.is_number(term.what) and term.bits > 0 for term in terms)
    said = posterior.band(posterior.chance(bits, common, by_number=by_number))
    return str((ONE_PERSON if kind is RecordKind.PERSON else ONE_THING)[said])


STRENGTHS: dict[Band, tuple[int, str]] = {
    Band.NEARLY_ALL: (5, _("very strong")),
    Band.NINE_IN_TEN: (4, _("strong")),
    Band.THREE_IN_FOUR: (4, _("strong")),
    Band.HALF: (3, _("fair")),
    Band.ONE_IN_FOUR: (2, _("slight")),
    Band.ONE_IN_TEN: (2, _("slight")),
    Band.ONE_IN_HUNDRED: (1, _("weak")),
    Band.FEWER: (1, _("weak")),
}
"""Five steps, by how many of such pairs are one in a network of this size: the same bits say less in a larger one."""


def strength(bits: float, agreed: Iterable[str], common: TermFrequencies) -> tuple[int, str]:
    """How strong a hit is, from 1 to 5 and in a word. `agreed`: the kinds of what agreed."""
    by_number = any(posterior.is_number(what) for what in agreed)
    step, word_ = STRENGTHS[posterior.band(posterior.chance(bits, common, by_number=by_number))]
    return step, str(word_)


def name_rule(rule: str) -> str:
    """How two names compare, in words."""
    plain = rule.removeprefix(REORDERED)
    words = str(NAME_RULES.get(plain, plain))
    return gettext("%(rule)s, in another order", rule=words) if plain != rule else words


def lines(evidence: Iterable[StoredEvidence]) -> list[Line]:
    """The stored evidence, strongest first."""
    found = [_line(term) for term in evidence]
    return sorted(found, key=lambda line: -line.bits)


def _line(term: StoredEvidence) -> Line:
    wanted, found = shown_value(term.what, term.wanted), shown_value(term.what, term.found)
    length = max(2, min(100, round(abs(term.bits) / STRONGEST_BITS * 100)))
    return Line(kind_word(term.what), gettext(term.sentence), wanted, found, term.bits, length)


def shown_value(what: str, text: str) -> Markup:
    """One side's value as any page shows such a value: dates with the month's name, countries by name."""
    if what == "sex":
        return escape(word(text, Sex))
    if what == "nationality":
        return Markup(", ").join(value(country(code_)) for code_ in text.split(", ") if code_)
    if what in DATES and (known := DATE.fullmatch(text)):
        return partial_date(PartialDate(DATES[what], known["first"], known["last"], bool(known["about"])))
    return code(text) if what in set(IdentifierKind) else value(text)
