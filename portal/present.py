"""Values to what templates show: words of the closed lists, dates with the month's name, countries, counts."""

from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton, get_timezone
from flask import Flask
from flask_babel import get_locale, get_timezone as page_timezone, gettext
from markupsafe import Markup, escape

from casefile.identity import PartialDate
from portal import words


def install(app: Flask) -> None:
    app.jinja_env.filters.update(
        word=word, moment=moment, day=day, partial_date=partial_date, country=country, value=value, code=code
    )


def word(item: StrEnum | str | None, family: type[StrEnum] | None = None) -> str:
    """The word of a closed list in the reader's language; of a plain string when its list is given."""
    if item is None or item == "":
        return ""
    if family is not None and not isinstance(item, family):
        item = family(str(item))
    known = words.WORDS.get(type(item), {}).get(item) if isinstance(item, StrEnum) else None
    return str(known) if known is not None else str(item)


def value(text: object) -> Markup:
    """A value from the data: isolated, so that its direction never disturbs the sentence around it."""
    return Markup("<bdi>{}</bdi>").format("" if text is None else text)


def code(text: object) -> Markup:
    """A number, plate, reference or other code: isolated and always left to right."""
    return Markup('<bdi dir="ltr" class="code">{}</bdi>').format("" if text is None else text)


def _locale() -> Locale:
    return get_locale() or Locale("en")


def moment(when: datetime | None) -> Markup:
    """A moment in the unit's own time, month by name, with the offset told when it is not UTC."""
    if when is None:
        return Markup("")
    local = when.astimezone(page_timezone() or get_timezone("UTC"))
    shown = f"{_day_text(local.date())}, {local:%H:%M}"
    return Markup('<time datetime="{}">{}</time>').format(when.isoformat(timespec="seconds"), Markup("<bdi>{}</bdi>").format(shown))


def day(when: datetime | date | None) -> Markup:
    """A day, month by name."""
    if when is None:
        return Markup("")
    if isinstance(when, datetime):
        when = when.astimezone(page_timezone() or get_timezone("UTC")).date()
    return Markup('<time datetime="{}"><bdi>{}</bdi></time>').format(when.isoformat(), _day_text(when))


def _day_text(when: date) -> str:
    return format_date(when, "d MMM y", locale=_locale())


def partial_date(known: PartialDate | str | None) -> Markup:
    """A date exactly as far as it is known: *1984*, *March 1984*, *about 1984*, *1980 to 1985*."""
    if not known:
        return Markup("")
    if isinstance(known, str):
        shown = _prefix(known)
    else:
        shown = _prefix(known.value)
        if known.until:
            shown = gettext("%(first)s to %(last)s", first=shown, last=_prefix(known.until))
        if known.circa:
            shown = gettext("about %(date)s", date=shown)
    return Markup("<bdi>{}</bdi>").format(shown)


def _prefix(text: str) -> str:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    if len(parts) == 2:
        return str(format_skeleton("yMMMM", date(parts[0], parts[1], 1), locale=_locale()))
    return str(format_date(date(*parts), "d MMMM y", locale=_locale()))


def country(code_: str | None) -> str:
    """The country's name in the reader's language; the code when it has none."""
    if not code_:
        return ""
    return str(_locale().territories.get(code_.upper(), code_.upper()))


@lru_cache(maxsize=8)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """All countries as (code, name), by name, for lists to choose from."""
    names = Locale(language).territories
    found = [(c, n) for c, n in names.items() if len(c) == 2 and c.isalpha() and c not in NOT_COUNTRIES]
    return tuple(sorted(found, key=lambda pair: pair[1].casefold()))


NOT_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


def highlighted(text: str, opening: str = "\ue000", closing: str = "\ue001") -> Markup:
    """Escaped text whose marked parts stand in `<mark>`; the marks are private-use characters set by the lookup."""
    safe = str(escape(text))
    return Markup(safe.replace(opening, "<mark>").replace(closing, "</mark>"))


def language_choices() -> list[tuple[str, Any]]:
    from portal.i18n import LANGUAGES

    return list(LANGUAGES.items())
