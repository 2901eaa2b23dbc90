"""Signals in the reader's words: how each stands, what was measured, from where on it is a warning or worse."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import format_decimal, format_timedelta, gettext

from casefile.policy.oversight.health import Judged, Level, Unit
from portal.web.i18n import lazy_gettext as _

LEVELS: dict[Level, tuple[str, str]] = {
    Level.FINE: (_("Fine"), "good"),
    Level.WARNING: (_("Warning"), "warn"),
    Level.CRITICAL: (_("Critical"), "bad"),
}
"""Word and tone of a badge."""


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal as the page shows it. `says` and `remedy` are empty while all is in order."""

    title: str
    level: str
    tone: str
    value: str
    measured: str
    limits: str
    says: str
    remedy: str


def signal_lines(judged: Iterable[Judged]) -> list[SignalLine]:
    """All signals, those that are worst first."""
    return [_line(one) for one in sorted(judged, key=lambda one: -one.level)]


def _line(one: Judged) -> SignalLine:
    rule, (word, tone) = one.rule, LEVELS[one.level]
    return SignalLine(
        title=gettext(rule.title),
        level=word,
        tone=tone,
        value="" if rule.unit is Unit.STATE else amount(rule.unit, one.value),
        measured=gettext(rule.measured),
        limits=_limits(one),
        says=gettext(rule.says) if one.level else "",
        remedy=gettext(rule.remedy) if one.level else "",
    )


def _limits(one: Judged) -> str:
    rule = one.rule
    if rule.unit is Unit.STATE:
        return ""
    warn = amount(rule.unit, rule.warn)
    if rule.critical is None:
        return gettext("Warning from %(warn)s.", warn=warn)
    return gettext("Warning from %(warn)s, critical from %(critical)s.", warn=warn,
                   critical=amount(rule.unit, rule.critical))  # fmt: skip


def amount(unit: Unit, value: float) -> str:
    """A value with its unit, in the reader's language."""
    if math.isinf(value):
        return gettext("never")
    if unit is Unit.SECONDS:
        return str(format_timedelta(round(value), granularity="second", threshold=2))
    number = str(format_decimal(round(value)))
    return gettext("%(number)s MB", number=number) if unit is Unit.MEGABYTES else number
