"""Values to what templates show: words of the closed lists, dates with the month's name, countries, counts."""

import re
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from babel import Locale
from babel.dates import format_date, format_skeleton, get_timezone
from babel.units import format_unit
from flask import Flask, g, request, url_for
from flask_babel import format_decimal, get_locale, gettext
from flask_babel import get_timezone as page_timezone
from markupsafe import Markup

from casefile.policy.permissions import Permission
from casefile.policy.protection import MASK
from casefile.storage.tables import now
from casefile.subjects.identity import Identity, PartialDate
from casefile.vocabulary import DateKind, RecordState
from portal.show import labels
from portal.show.breaking import END, FOUND, breaking, is_address
from portal.show.guide.glossary import term_of
from portal.show.labels.demonstration import OWN_WORDS
from portal.show.topics import topic

ENOUGH_PARTS = 2
"""Facts after which the one line about a subject leaves its place out."""
TONES = {
    RecordState.ACTIVE: "good", RecordState.EXTENDED: "good", RecordState.HOLD: "calm",
    RecordState.WITHDRAWN: "bad", RecordState.EXPIRED: "bad", RecordState.TOMBSTONED: "bad",
}  # fmt: skip


def install(app: Flask) -> None:
    app.jinja_env.filters.update(
        word=word, moment=moment, hour=hour, day=day, partial_date=partial_date, country=country, value=value,
        code=code, record_title=record_title, in_short=in_short, state_tone=state_tone, highlighted=highlighted,
        dialled=dialled, weight=weight, topic=topic, whole=format_decimal, breaking=breaking,
    )  # fmt: skip
    app.jinja_env.globals.update(page_address=page_address, countries=countries, printed_at=now, term_of=term_of)

    @app.context_processor
    def duties() -> dict[str, bool]:
        viewer = g.get("viewer")
        return {"may_enter": viewer is not None and viewer.may(Permission.ENTER_RECORD)}


def page_address(number: int) -> str:
    """This page's address at another page number, for `ui.pager`."""
    given = {**request.args.to_dict(), **(request.view_args or {}), "page": number}
    return url_for(request.endpoint or "home.start", **given)


def word(item: StrEnum | str | None, family: type[StrEnum] | None = None) -> str:
    """The word of a closed list in the reader's language; of a plain string when its list is given."""
    if item is None or item == "":
        return ""
    if family is not None and not isinstance(item, family):
        item = family(str(item))
    known = labels.WORDS.get(type(item), {}).get(item) if isinstance(item, StrEnum) else None
    return str(known) if known is not None else str(item)


def mask() -> Markup:
    """Stands for a masked value: dots to see, a word to hear."""
    return Markup('<span class="mask"><span aria-hidden="true">{}</span><span class="hidden">{}</span></span>').format(
        MASK, gettext("masked")
    )


def value(text: object) -> Markup:
    """A value from the data: isolated, so that its direction never disturbs the sentence around it; an address is read
    from left to right."""
    if text == MASK:
        return mask()
    if isinstance(text, str):
        text = OWN_WORDS.get(text, text)
    shape = '<bdi dir="ltr">{}</bdi>' if is_address(text) else "<bdi>{}</bdi>"
    return Markup(shape).format(breaking(text))  # noqa: S704 (one of the two above)


def code(text: object) -> Markup:
    """A number, plate, address, reference or other code: isolated and always left to right."""
    if text == MASK:
        return mask()
    return Markup('<bdi dir="ltr" class="code">{}</bdi>').format(breaking(text))


def weight(size: int) -> str:
    """A file's size, in the units of the reader's language: 1.4 MB, 1,4 Mo."""
    for unit, bytes_ in (("digital-megabyte", 1024 * 1024), ("digital-kilobyte", 1024)):
        if size >= bytes_:
            return format_unit(round(size / bytes_, 1), unit, "short", locale=_locale())
    return format_unit(size, "digital-byte", "short", locale=_locale())


def dialled(telephone: str) -> str:
    """The telephone as a link dials it: without blanks, and without what is said to the operator."""
    return re.sub(r"[^0-9+]", "", re.split(r"ext|poste", telephone)[0])


def _locale() -> Locale:
    return get_locale() or Locale("en")


def moment(when: datetime | None) -> Markup:
    """A moment in the unit's own time, month by name, with the offset shown when it is not UTC."""
    if when is None:
        return Markup("")
    local = when.astimezone(page_timezone() or get_timezone("UTC"))
    shown = f"{_day_text(local.date())}, {local:%H:%M}"
    return Markup('<time datetime="{}">{}</time>').format(
        when.isoformat(timespec="seconds"), Markup("<bdi>{}</bdi>").format(shown)
    )


def hour(when: datetime) -> Markup:
    """The time of day in the unit's own time."""
    local = when.astimezone(page_timezone() or get_timezone("UTC"))
    return Markup('<time datetime="{}"><bdi>{:%H:%M}</bdi></time>').format(when.isoformat(timespec="seconds"), local)


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
    match parts:
        case [year]:
            return str(year)
        case [year, month]:
            return str(format_skeleton("yMMMM", date(year, month, 1), locale=_locale()))
        case _:
            return str(format_date(date(*parts), "d MMMM y", locale=_locale()))


def country(code_: str | None) -> str:
    """The country's name in the reader's language; the code when it has none."""
    if not code_:
        return ""
    return str(_locale().territories.get(code_.upper(), code_.upper()))


def is_country_code(text: str) -> bool:
    """Two letters: territories of a locale are continents and regions too, by number."""
    return len(text) == len("SN") and text.isalpha()


@lru_cache(maxsize=8)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """All countries as (code, name), by name, for lists to choose from."""
    names = Locale(language).territories
    found = [(c, n) for c, n in names.items() if is_country_code(c) and c not in NOT_COUNTRIES]
    return tuple(sorted(found, key=lambda pair: pair[1].casefold()))


NOT_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


class Titled(Protocol):
    """A record in a list or opened: what a title is made of."""

    @property
    def identity(self) -> Identity: ...


def record_title(record: Titled) -> str:
    """What to call a record by: its name or number, else how its text begins, else its kind."""
    return record.identity.title or word(record.identity.kind)


def in_short(identity: Identity) -> Markup:
    """One line of what is known: born or took place, nationality, a number."""
    parts: list[Markup] = []
    for known in identity.dates:
        if known.kind in (DateKind.BIRTH, DateKind.EVENT):
            parts.append(Markup("{} {}").format(word(known.kind), partial_date(known)))
            break
    parts += [value(country(c)) for c in identity.nationalities[:1]]
    numbers = identity.identifiers if identity.names else identity.identifiers[1:]
    parts += [code(number.value) for number in numbers[:1]]
    parts += [value(place.text) for place in identity.places[:1]] if len(parts) < ENOUGH_PARTS else []
    return Markup(" · ").join(parts)


def state_tone(state: RecordState) -> str:
    return TONES.get(state, "warn")


def highlighted(text: str, opening: str = FOUND, closing: str = END) -> Markup:
    """Escaped text whose marked parts stand in `<mark>`; the marks are private-use characters set by the lookup."""
    safe = str(breaking(text))
    return Markup(safe.replace(opening, "<mark>").replace(closing, "</mark>"))  # noqa: S704 (escaped in the line above)
