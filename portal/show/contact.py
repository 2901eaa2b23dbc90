"""The words and values of a contact's pages: released values one by one, the journey, opening hours, languages."""

import re
from dataclasses import dataclass
from datetime import datetime

from babel import Locale
from flask_babel import get_locale, ngettext
from markupsafe import Markup, escape

from casefile.contact.view import ContactView
from casefile.policy.contact.clock import DAYS
from casefile.subjects.fields import Field
from casefile.vocabulary import ContactAct, Decision, Outcome, Part, Phrase, Sex, SubjectCategory
from portal.show.filters import code, country, partial_date, value, word
from portal.web.i18n import lazy_gettext as _

PARTS: dict[Part, str] = {
    Part.BIRTH_YEAR: _("Year of birth"), Part.NATIONALITY: _("Nationality"), Part.CATEGORY: _("Part in the case"),
    Part.SEX: _("Sex"), Part.SENTENCE: _("From the text"),
}  # fmt: skip
"""What a value is called whose kind does not say it."""

_DAY = re.compile("|".join(DAYS))


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the journey: what, whether it is behind, and when it was or is due."""

    what: str
    done: bool
    at: datetime | None


JOURNEY: tuple[tuple[str, frozenset[ContactAct]], ...] = (
    (_("Acknowledge"), frozenset({ContactAct.ACKNOWLEDGED})),
    (_("Talk"), frozenset({ContactAct.CALLED, ContactAct.WROTE})),
    (_("Decide"), frozenset({ContactAct.DECIDED})),
    (_("State the outcome"), frozenset({ContactAct.OUTCOME})),
)


def journey(contact: ContactView) -> list[Step]:
    """How far this side has come: what it did and when, what is due and until when."""
    done: dict[ContactAct, datetime] = {}
    for line in contact.thread:
        if line.side == "own":
            done.setdefault(line.act, line.at)
    due = {0: contact.clocks.acknowledge, 2: contact.clocks.decide}
    found = [Step(str(_("Notified")), True, contact.pointer.sent_at)]
    for at, (what, acts) in enumerate(JOURNEY):
        moments = [done[act] for act in acts if act in done]
        found.append(Step(str(what), bool(moments), min(moments) if moments else due.get(at)))
    return found


def field_label(field: Field) -> str:
    """What kind of value it is."""
    known = PARTS.get(field.part)
    return str(known) if known is not None else word(field.kind)


def field_value(field: Field) -> Markup:
    """The value as any page shows such a value."""
    if field.date is not None:
        return partial_date(field.date)
    match field.part:
        case Part.NATIONALITY:
            return value(country(field.text))
        case Part.CATEGORY:
            return escape(word(field.text, SubjectCategory))
        case Part.SEX:
            return escape(word(field.text, Sex))
        case Part.IDENTIFIER:
            shown = code(field.text)
        case Part.NAME if field.lang:
            return Markup('<bdi lang="{}">{}</bdi>').format(field.lang, field.text)
        case _:
            shown = value(field.text)
    return Markup("{} ({})").format(shown, value(country(field.country))) if field.country else shown


def line_text(act: ContactAct, stored: str) -> str:
    """What an act says, with its decision, outcome, phrase or number."""
    match act:
        case ContactAct.DECIDED:
            return word(stored, Decision)
        case ContactAct.OUTCOME:
            return word(stored, Outcome)
        case ContactAct.WROTE:
            return word(stored, Phrase)
        case ContactAct.RELEASED:
            number = int(stored)
            return str(ngettext("One value was released", "%(num)d values were released", number))
    return word(act)


def opening_hours(hours: str) -> Markup:
    """Opening hours with the days' names in the reader's language, a line for each part of the week."""
    days = (get_locale() or Locale("en")).days["format"]["abbreviated"]
    named = _DAY.sub(lambda found: days[DAYS.index(found[0])], hours.replace(",", ", "))
    return Markup("<br>").join(value(part.strip()) for part in named.split(";"))


def clock_time(local: datetime) -> Markup:
    """The hour of a place by its own clock."""
    return Markup("<time><bdi>{}</bdi></time>").format(f"{local:%H:%M}")


def language_name(tag: str) -> Markup:
    """A language in the reader's own; its code when it has no name."""
    return value((get_locale() or Locale("en")).languages.get(tag, tag))
