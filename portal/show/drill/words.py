"""The words of a simulation and of exercises: how the clock stands, what is expected, what became of it."""

from collections.abc import Iterable, Mapping

from flask_babel import get_locale, gettext

from casefile.errors import N_
from casefile.policy.simulation.clock import ClockAt, ClockMove
from casefile.training.facts import BIRTH, CATEGORY, NAME, NATIONALITY, SEX, Result
from casefile.training.simulation.marking import Leak, Mark
from casefile.training.simulation.script import Arrives, Expected, Script, What
from casefile.training.texts import in_language
from casefile.vocabulary import FactKind, IdentifierKind, PlaceKind, Sex, SubjectCategory
from portal.show.document.parts import code
from portal.show.filters import country, word
from portal.web.i18n import lazy_gettext as _

ARRIVES: Mapping[Arrives, str] = {
    Arrives.CALL: _("Telephone call"), Arrives.INTERVIEW: _("Interview"), Arrives.DOCUMENT: _("Document"),
    Arrives.LANDING: _("Landing"), Arrives.TIP: _("Tip"),
}  # fmt: skip
STANDS: Mapping[ClockAt, tuple[str, str]] = {
    ClockAt.WAITING: (_("Not started"), "calm"), ClockAt.RUNNING: (_("The clock runs"), "good"),
    ClockAt.PAUSED: (_("Paused"), "warn"), ClockAt.OVER: (_("Over"), "calm"),
}  # fmt: skip
MOVES: Mapping[ClockMove, str] = {
    ClockMove.START: _("Start the simulation"), ClockMove.PAUSE: _("Pause"), ClockMove.GO_ON: _("Go on"),
    ClockMove.SKIP: _("Skip to what arrives next"),
}  # fmt: skip
MARKS: Mapping[Mark, tuple[str, str]] = {
    Mark.DONE: (_("Done in time"), "good"), Mark.LATE: (_("Done late"), "warn"), Mark.WRONG: (_("Wrong"), "bad"),
    Mark.MISSED: (_("Missed"), "bad"), Mark.OPEN: (_("Not yet due"), "calm"),
    Mark.BLOCKED: (_("Not possible: a step before it is missing"), "calm"), Mark.KEPT: (_("Kept"), "good"),
    Mark.LEAKED: (_("Leaked"), "bad"),
}  # fmt: skip
LEAKS: Mapping[Leak, str] = {
    Leak.SHARED: _("the record is open to other units"), Leak.OPENED: _("another unit opened the record"),
    Leak.RELEASED: _("it was released to another unit"), Leak.WRITTEN: _("it stands in a message"),
    Leak.HELD: _("another unit entered it"), Leak.HANDED: _("it was handed over with a case"),
}  # fmt: skip
RESULTS: Mapping[Result, tuple[str, str]] = {
    Result.RIGHT: (_("Right"), "good"), Result.SPELLING: (_("Other spelling, fine"), "good"),
    Result.MISSING: (_("Missing"), "warn"), Result.WRONG: (_("Wrong"), "bad"),
    Result.EXTRA: (_("Not in the text: leave it out"), "bad"),
}  # fmt: skip
FACTS: Mapping[str, str] = {
    NAME: _("Name"), BIRTH: _("Date of birth"), SEX: _("Sex"), NATIONALITY: _("Nationality"),
    CATEGORY: _("Category of the person"),
}  # fmt: skip
EXPECTED: Mapping[What, str] = {
    What.RECORD: N_("Enter a record (%(kind)s). %(facts)s"),
    What.WATCH: N_("Register a watch (%(kind)s). %(facts)s"),
    What.JUDGED: N_("Judge the hit of the record %(record)s and the watch %(watch)s: %(judgement)s"),
    What.PROTECTED: N_("%(record)s is protected: %(signs)s"),
    What.ANSWERED: N_("Acknowledge the pointer about %(record)s"),
    What.CORRECTED: N_("Correct the record of %(record)s. %(facts)s"),
    What.HANDED: N_("Hand the case to: %(part)s"),
    What.RECEIVED: N_("Sign for the case of: %(part)s"),
    What.KEPT: N_("No other unit learns the name %(name)s"),
}
_KINDS = (*IdentifierKind, *PlaceKind, *FactKind)


def fact(name: str) -> str:
    """What a fact is called."""
    if name in FACTS:
        return str(FACTS[name])
    return str(word(next(kind for kind in _KINDS if kind.value == name)))


def fact_value(name: str, value: str) -> str:
    """A value of a fact as a reader reads it."""
    if name == CATEGORY:
        return str(word(SubjectCategory(value)))
    if name == SEX:
        return str(word(Sex(value)))
    return str(country(value)) if name == NATIONALITY else value


def facts(said: Mapping[str, Iterable[str]]) -> str:
    """All of them in a line."""
    return "; ".join(
        gettext("%(fact)s: %(values)s", fact=fact(name), values=", ".join(_value(name, one) for one in values))
        for name, values in said.items()
    )


def _value(name: str, value: str) -> str:
    """In a line of Arabic a number stays from left to right."""
    shown = fact_value(name, value)
    locale = get_locale()
    return code(shown) if locale and locale.text_direction == "rtl" and value[-1:].isdigit() else shown


def expected(known: Script, line: Expected, language: str) -> str:
    """An expectation as a sentence."""

    def named(id: str) -> str:
        return known.line(id).facts[NAME][0] if id else ""

    return gettext(
        str(EXPECTED[line.what]),
        kind=word(line.kind),
        facts=facts(line.facts),
        record=named(line.record or line.watch),
        watch=named(line.watch),
        judgement=word(line.judgement),
        signs=", ".join(str(word(one)) for one in sorted(line.protection)),
        part=in_language(known.part(line.other).title, language) if line.other else "",
        name=", ".join(line.names),
    )
