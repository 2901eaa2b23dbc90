"""The words of the strategic picture: titles, heads, what was counted, and the rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import format_decimal, gettext

from casefile.policy.strategic.suppression import Key
from casefile.policy.strategic.tables import LATER, PictureTable
from casefile.vocabulary import OffenceKind
from portal.show.document.parts import code
from portal.show.filters import country, word
from portal.web.i18n import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Words:
    """A table in words. `source`: what is counted, once in each row."""

    title: str
    heads: tuple[str, ...]
    source: str
    row: Callable[[Key], Sequence[str]]


MEANS: Final[Mapping[str, str]] = {
    "s:open boat": _("Open boat, pirogue"), "s:inflatable": _("Inflatable"), "s:fast boat": _("Fast boat"),
    "s:ship": _("Ship, trawler, yacht"), "s:": _("Boat, kind not said"), "l:lorry": _("Lorry"), "l:bus": _("Bus"),
    "l:car": _("Car"), "l:foot": _("On foot"), "l:train": _("Train"), "a:": _("Plane"),
}  # fmt: skip
"""`casefile.matching.departures.means`: way and make."""
ANSWERS: Final[Mapping[str, str]] = {
    "1d": _("Within 24 hours"), "2d": _("24 to 48 hours"), "3d": _("48 to 72 hours"), "7d": _("3 to 7 days"),
    LATER: _("More than 7 days"),
}  # fmt: skip


def _band(text: str) -> str:
    """*18–24*, *50 and over*; thousands parted as the language has them."""
    least, _dash, most = text.partition("-")
    if not most:
        return gettext("%(least)s and over", least=format_decimal(int(least)))
    return code(f"{format_decimal(int(least))}–{format_decimal(int(most))}")


EVENTS = _("Events with a place of departure that units entered in the month.")
TABLES: Final[Mapping[PictureTable, Words]] = {
    PictureTable.MEANS: Words(
        _("Departures by country and means"), (_("Country of departure"), _("Means of transport")), EVENTS,
        lambda key: (country(key[0]), str(MEANS.get(key[1], key[1]))),
    ),
    PictureTable.PLACES: Words(
        _("Places of departure"), (_("Country of departure"), _("Place")), EVENTS,
        lambda key: (country(key[0]), code(key[1])),
    ),
    PictureTable.PRICES: Words(
        _("Price per person"), (_("Currency"), _("Price")), _("Events with a price that units entered in the month."),
        lambda key: (code(key[0]), _band(key[1])),
    ),
    PictureTable.NATIONALITIES: Words(
        _("Nationalities"), (_("Nationality"),), _("Persons that units entered in the month."),
        lambda key: (country(key[0]),),
    ),
    PictureTable.AGES: Words(
        _("Ages"), (_("Age"),), _("Persons that units entered in the month, by year of birth."),
        lambda key: (_band(key[0]),),
    ),
    PictureTable.OFFENCES: Words(
        _("Offences"), (_("Offence"),),
        _("Records that units entered in the month and that state what they are about."),
        lambda key: (word(OffenceKind(key[0])),),
    ),
    PictureTable.HITS: Words(
        _("Hits between countries"), (_("Country"), _("Country")),
        _("Hits of which the units of two countries were both told, the second in the month."),
        lambda key: (country(key[0]), country(key[1])),
    ),
    PictureTable.ANSWERS: Words(
        _("Time to answer"), (_("Answered"),), _("Pointers sent in the month that were answered."),
        lambda key: (str(ANSWERS.get(key[0], key[0])),),
    ),
}  # fmt: skip
