"""A sheet of the simulation for paper: everything with what is expected, or the cards of one part."""

from dataclasses import asdict

from babel import Locale
from flask_babel import force_locale, format_decimal, get_locale, gettext

from casefile.training.simulation.script import Inject, Part, Script, script
from casefile.training.simulation.sheets import WHOLE, SheetTaken
from casefile.training.texts import in_language
from portal.show.document.parts import Block, Document, Facts, Heading, Paragraph, TableOf, code, isolated, moment
from portal.show.document.pdf import as_pdf
from portal.show.drill import words


def sheet_pdf(sheet: str, taken: SheetTaken, officer: str, unit: str, language: str) -> bytes:
    """The sheet as PDF, in one of the portal's languages. Needs an application context; empty without the fonts."""
    with force_locale(language):
        document = sheet_document(sheet, taken, officer, unit)
    return as_pdf(asdict(document), int(taken.at.timestamp()))


def sheet_document(sheet: str, taken: SheetTaken, officer: str, unit: str) -> Document:
    """The sheet, in the language that is set."""
    locale, known = get_locale() or Locale("en"), script()
    language = locale.language
    part = None if sheet == WHOLE else known.part(sheet)
    mark = gettext("Copy for %(unit)s, %(officer)s", unit=isolated(unit), officer=isolated(officer))
    blocks: list[Block] = [Paragraph(in_language(known.story, language)), *_how(known, part, language)]
    for inject in known.injects:
        if part is None or inject.role == part.id:
            blocks += _card(known, inject, language, whole=part is None)
    blocks += [Facts(_about(taken, officer, unit))]
    return Document(
        title=in_language(part.title, language) if part else gettext("Instructor’s sheet"),
        lead=in_language(known.title, language), language=language, direction=str(locale.text_direction),
        footer=f"{mark} · {code(taken.reference[:12])} · {moment(taken.at)}", page=gettext("Page"),
        blocks=tuple(blocks), watermark=mark,
    )  # fmt: skip


def _how(known: Script, part: Part | None, language: str) -> list[Block]:
    if part is None:
        parts = [(in_language(one.title, language), _signs_in(one)) for one in known.parts]
        before = gettext(
            "Before: cut the cards of each part. During: start the clock, hand out or let arrive, skip when all are "
            "ready. After: go through the marking together."
        )
        return [Facts(tuple(parts)), Paragraph(before, "note")]
    rows = [(gettext("Sign in as:"), code(part.login)), (gettext("Your case:"), code(part.case))]
    during = gettext(
        "Each card is handed out at its minute. Do in Griot what you would do at work; say aloud what you would say on "
        "the telephone."
    )
    return [Facts(tuple(row for row in rows if row[1])), Paragraph(during, "note")]


def _signs_in(part: Part) -> str:
    return " · ".join(code(one) for one in (part.login, part.case) if one)


def _card(known: Script, inject: Inject, language: str, *, whole: bool) -> list[Block]:
    minute = gettext("Minute %(minute)s", minute=format_decimal(inject.minute))
    said = [minute, str(words.ARRIVES[inject.kind])]
    if whole:
        said.append(in_language(known.part(inject.role).title, language))
    found: list[Block] = [Heading(" · ".join(said)), Paragraph(in_language(inject.texts, language))]
    lines = [line for line in known.expected if whole and line.inject == inject.id]
    if lines:
        head = (gettext("Expected"), gettext("Until minute"))
        rows = tuple((words.expected(known, line, language), format_decimal(line.due)) for line in lines)
        found.append(TableOf(head, rows))
    return found


def _about(taken: SheetTaken, officer: str, unit: str) -> tuple[tuple[str, str], ...]:
    return (
        (gettext("Made by"), isolated(officer)), (gettext("Unit"), isolated(unit)),
        (gettext("Made on"), moment(taken.at)), (gettext("Why"), isolated(taken.reason)),
        (gettext("Reference"), code(taken.reference)), (gettext("Content hash"), code(taken.digest)),
    )  # fmt: skip
