"""A case as a sheet for paper: who took it out, when, why and how to handle it; then each record, with its links.

What is said stands in the reader's language; what officers wrote stays as they wrote it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from babel import Locale
from flask_babel import force_locale, format_decimal, get_locale, gettext, ngettext

from casefile.exchange.outgoing.given import Given, Joined, Shared
from casefile.subjects.fields import fields_of
from casefile.vocabulary import (
    Handling,
    InfoGrade,
    LinkRole,
    Part,
    Protection,
    RecordKind,
    SourceGrade,
    SubjectCategory,
)
from portal.show.contact import field_label
from portal.show.document.parts import Block, Document, Facts, Heading, Paragraph, TableOf, code, isolated, moment
from portal.show.document.pdf import as_pdf
from portal.show.document.values import value_text
from portal.show.filters import word

MOST: Final = 500
"""Records on paper, some eighty pages; of a larger case the first, by kind and title."""
MOST_LINKS: Final = 50
"""Links of one record in the sheet; more are counted."""
ELSEWHERE: Final = frozenset({Part.SENTENCE, Part.CATEGORY})
"""The text stands below whole, the category with the rules."""
ORDER: Final = {kind: at for at, kind in enumerate(RecordKind)}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands above the records. `digest`: over all that was taken, as the trail has it."""

    officer: str
    unit: str
    at: datetime
    reason: str
    digest: str
    left_out: int = 0
    """Disputed, expired or withdrawn."""


def case_pdf(shared: Shared, sheet: Sheet, language: str) -> bytes:
    """The sheet as PDF, in one of the portal's languages. Needs an application context; empty without the fonts."""
    with force_locale(language):
        document = case_document(shared, sheet)
    return as_pdf(asdict(document), int(sheet.at.timestamp()))


def case_document(shared: Shared, sheet: Sheet) -> Document:
    """The sheet, in the language that is set."""
    locale = get_locale() or Locale("en")
    ordered = sorted(shared.records, key=_place)
    shown = ordered[:MOST]
    titles = {given.id: _title(given) for given in ordered}
    links = _by_record(shared.links)
    mark = gettext("Copy for %(unit)s, %(officer)s", unit=isolated(sheet.unit), officer=isolated(sheet.officer))
    blocks: list[Block] = [*_about(shared, sheet, len(shown))]
    for given in shown:
        blocks += _record(given, links.get(given.id, ()), titles)
    return Document(
        title=gettext("Case %(reference)s", reference=code(shared.name)),
        lead=isolated(shared.about),
        language=locale.language, direction=str(locale.text_direction), page=gettext("Page"),
        footer=f"{mark} · {code(shared.reference[:12])} · {moment(sheet.at)}",
        blocks=tuple(blocks), watermark=mark,
    )  # fmt: skip


def _about(shared: Shared, sheet: Sheet, shown: int) -> list[Block]:
    total = len(shared.records)
    codes = sorted({one for given in shared.records for one in given.handling})
    rows = [
        (gettext("Made by"), isolated(sheet.officer)),
        (gettext("Unit"), isolated(sheet.unit)),
        (gettext("Made on"), moment(sheet.at)),
        (gettext("Why"), isolated(sheet.reason)),
        (gettext("Legal basis"), isolated(shared.legal_basis)),
        (gettext("Offences"), " · ".join(map(word, shared.offences))),
        (gettext("Handling"), _handling(codes)),
        (gettext("Records"), format_decimal(total)),
        (gettext("Reference"), code(shared.reference)),
        (gettext("Content hash"), code(sheet.digest)),
    ]
    found: list[Block] = [Facts(tuple(row for row in rows if row[1]))]
    hint = gettext("The audit trail has reference and content hash. Not to be passed on but as the handling codes say.")
    found.append(Paragraph(hint, "soft"))
    if shown < total:
        cut = gettext(
            "Only the first %(shown)s of %(total)s records stand here. The others leave in another format.",
            shown=format_decimal(shown), total=format_decimal(total),
        )  # fmt: skip
        found.append(Paragraph(cut, "note"))
    if sheet.left_out:
        left = ngettext(
            "One record is left out: it is disputed, expired or withdrawn.",
            "%(num)d records are left out: they are disputed, expired or withdrawn.",
            sheet.left_out,
        )
        found.append(Paragraph(str(left), "note"))
    return found


def _record(given: Given, links: Iterable[Joined], titles: Mapping[str, str]) -> list[Block]:
    identity = given.identity
    if identity is None:
        return []
    rows = [
        (field_label(one), value_text(one))
        for one in fields_of(identity, SubjectCategory.NONE)
        if one.part not in ELSEWHERE and not (one.part is Part.BIRTH_YEAR and one.date not in identity.dates)
    ]  # a year alone is shown where no more is known
    rows += [(word(one.kind), isolated(one.value)) for one in identity.facts]
    found: list[Block] = [
        Heading(f"{isolated(titles[given.id])} · {word(identity.kind)}"),
        Facts((*rows, *_rules(given))),
    ]
    if identity.narrative.strip():
        found.append(Paragraph(isolated(identity.narrative)))
    every = [_link(one, given.id, titles) for one in links]
    if every:
        head = (gettext("Role"), gettext("Record"), gettext("Note"))
        found.append(TableOf(head, tuple(every[:MOST_LINKS]), wide=1))
    if len(every) > MOST_LINKS:
        more = ngettext("%(num)d further link.", "%(num)d further links.", len(every) - MOST_LINKS)
        found.append(Paragraph(str(more), "soft"))
    return found


def _rules(given: Given) -> list[tuple[str, str]]:
    said = given.said
    protection = [part for part in said.get("protection", "").split("; ") if part]
    graded = (("source_grade", SourceGrade), ("info_grade", InfoGrade))
    rows = [
        (gettext("In the case"), _word(said, "category", SubjectCategory)),
        (gettext("Ground of suspicion"), isolated(said.get("ground"))),
        (gettext("Legal basis"), isolated(said.get("legal_basis"))),
        (gettext("Source"), " ".join(filter(None, (_word(said, key, family) for key, family in graded)))),
        (gettext("Handling"), _handling(given.handling)),
        (gettext("Protected"), " · ".join(word(one, Protection) for one in protection)),
    ]
    return [row for row in rows if row[1]]


def _handling(codes: Iterable[tuple[Handling, str]]) -> str:
    return " · ".join(f"{word(one)} – {isolated(text)}" if text else word(one) for one, text in codes)


def _word(said: Mapping[str, str], key: str, family: type[StrEnum]) -> str:
    stored = said.get(key, "")
    return "" if stored in ("", SubjectCategory.NONE) else word(stored, family)


def _link(link: Joined, own: str, titles: Mapping[str, str]) -> tuple[str, str, str]:
    role, outward = word(link.role, LinkRole), link.start == own
    other = titles.get(link.end if outward else link.start, "")
    said = gettext("%(role)s in", role=role) if outward else gettext("has as %(role)s", role=role)
    return said, isolated(other), isolated(link.note)


def _by_record(links: Iterable[Joined]) -> dict[str, list[Joined]]:
    found: dict[str, list[Joined]] = {}
    for link in links:
        found.setdefault(link.start, []).append(link)
        found.setdefault(link.end, []).append(link)
    return found


def _place(given: Given) -> tuple[int, str, str]:
    kind = ORDER[given.identity.kind] if given.identity else len(ORDER)
    return kind, _title(given).casefold(), given.id


def _title(given: Given) -> str:
    if given.identity is None:
        return ""
    return given.identity.title or word(given.identity.kind)
