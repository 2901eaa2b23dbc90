"""The strategic picture of a month as a report for paper, in one of the portal's languages."""

from collections.abc import Iterable
from dataclasses import asdict

from babel import Locale
from flask_babel import force_locale, format_decimal, get_locale, gettext

from casefile.picture.published import TakenPicture
from casefile.policy.strategic.tables import PictureTable
from portal.show.document.parts import Block, Document, Facts, Heading, Paragraph, TableOf, code, isolated, moment
from portal.show.document.pdf import as_pdf
from portal.show.filters import partial_date
from portal.show.labels.picture import TABLES


def picture_pdf(taken: TakenPicture, officer: str, unit: str, which: Iterable[PictureTable], language: str) -> bytes:
    """The report as PDF. Needs an application context; empty without the fonts."""
    with force_locale(language):
        document = picture_document(taken, officer, unit, which)
    return as_pdf(asdict(document), int(taken.at.timestamp()))


def picture_document(taken: TakenPicture, officer: str, unit: str, which: Iterable[PictureTable]) -> Document:
    """The report, in the language that is set: who took it out and why, how to read it, then each table."""
    locale, picture = get_locale() or Locale("en"), taken.picture
    mark = gettext("Copy for %(unit)s, %(officer)s", unit=isolated(unit), officer=isolated(officer))
    rows = [
        (gettext("Made by"), isolated(officer)),
        (gettext("Unit"), isolated(unit)),
        (gettext("Made on"), moment(taken.at)),
        (gettext("Why"), isolated(taken.reason)),
        (gettext("Counted on"), moment(picture.counted_at) if picture.counted_at else gettext("not counted yet")),
        (gettext("Reference"), code(taken.reference)),
    ]
    blocks: list[Block] = [Facts(tuple(rows)), Paragraph(how_to_read(), "note")]
    for table in which:
        blocks += _table(taken, table)
    return Document(
        title=gettext("Picture of %(month)s", month=isolated(partial_date(str(picture.month)).striptags())),
        lead=gettext("Over what all units entered. Counted once, 30 days after the month is over."),
        language=locale.language, direction=str(locale.text_direction), page=gettext("Page"),
        footer=f"{mark} · {code(taken.reference[:12])} · {moment(taken.at)}", blocks=tuple(blocks), watermark=mark,
    )  # fmt: skip


def how_to_read() -> str:
    """What the figures say, and what they do not; the same on screen, in files and on paper."""
    return gettext(
        "A row stands here where 10 or more of what it counts lie with other units, whichever unit reads it. What is "
        "not shown may be any number. There are no totals: what leaves a question open is counted in no row, and one "
        "entry may count in several tables."
    )


def _table(taken: TakenPicture, table: PictureTable) -> list[Block]:
    words, rows = TABLES[table], taken.picture.tables.get(table, ())
    source = gettext("Source: %(source)s", source=words.source)
    found: list[Block] = [Heading(str(words.title)), Paragraph(source, "soft")]
    if not rows:
        return [*found, Paragraph(nothing_shown(counted=taken.picture.counted_at is not None))]
    head = (*map(str, words.heads), gettext("How many"))
    return [*found, TableOf(head, tuple((*words.row(key), format_decimal(figure)) for key, figure in rows))]


def nothing_shown(*, counted: bool) -> str:
    """In place of the rows; never *nothing there*."""
    if counted:
        return gettext("No row may be shown for this month.")
    return gettext("This month has not been counted yet.")
