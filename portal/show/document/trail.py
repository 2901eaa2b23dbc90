"""The lines of the trail as a document to print and sign: the file for the data-protection authority."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from babel import Locale
from flask_babel import get_locale, gettext, ngettext

from casefile.auditing import AuditLine, Wanted
from portal.show import trail_words
from portal.show.document.parts import Block, Document, Facts, Heading, Paragraph, TableOf, code, isolated, moment


def document_of(
    lines: Sequence[AuditLine], wanted: Wanted, codes: Mapping[str, str], *, made_by: str, at: datetime
) -> Document:
    """The document, in the language that is set. `codes`: {id of a unit: its code}; `made_by`: the auditor's login."""
    locale = get_locale() or Locale("en")
    found = ngettext("One line.", "%(num)d lines.", len(lines))
    blocks: list[Block] = [
        Paragraph(gettext("What was typed into a search is sealed and does not stand here."), "note"),
        Heading(gettext("What was asked for")),
        Facts(tuple(_filter(wanted, codes))),
        Heading(str(found)),
    ]
    if lines:
        head = (
            gettext("When"), gettext("Officer"), gettext("What"), gettext("Reason"), gettext("From address"),
        )  # fmt: skip
        blocks.append(TableOf(head, tuple(_cells(line, codes) for line in lines), wide=3))
    return Document(
        title=gettext("Trail"), lead=gettext("Who looked for what, and why"), language=locale.language,
        direction=str(locale.text_direction), page=gettext("Page"),
        footer=gettext("Made by %(officer)s, %(moment)s", officer=isolated(made_by), moment=moment(at)),
        blocks=tuple(blocks),
    )  # fmt: skip


def _filter(wanted: Wanted, codes: Mapping[str, str]) -> list[tuple[str, str]]:
    last = wanted.until - timedelta(days=1) if wanted.until else None
    action = trail_words.ACTIONS.get(wanted.action, wanted.action) or gettext("Everything")
    rows = [
        (gettext("Unit"), code(codes.get(wanted.unit_id, wanted.unit_id)) or gettext("All")),
        (gettext("Officer"), isolated(wanted.login) or gettext("All")),
        (gettext("What"), str(action)),
        (gettext("From"), code(wanted.since.date() if wanted.since else "")),
        (gettext("Until"), code(last.date() if last else "")),
        (gettext("About"), code(wanted.subject_id)),
    ]
    return [(label, value) for label, value in rows if value]


def _cells(line: AuditLine, codes: Mapping[str, str]) -> tuple[str, ...]:
    did = str(trail_words.ACTIONS.get(line.action, line.action))
    kind = str(trail_words.SUBJECTS.get(line.subject_kind, line.subject_kind))
    which = [code(line.subject_id[:8]), *(f"→ {code(codes.get(one, one))}" for one in line.recipients)]
    return (
        f"{moment(line.at)}\n{code(line.seq)}",
        _who(line),
        f"{did} · {kind}\n{' '.join(one for one in which if one)}".rstrip(),
        " ".join(one for one in (code(line.case_ref), isolated(line.reason)) if one),
        code(line.detail.get("address", "")),
    )


def _who(line: AuditLine) -> str:
    command = line.detail.get("command")
    if line.login:
        who = f"{isolated(line.login)}\n{code(line.unit_code)}".rstrip()
    elif command:
        who = f"{gettext('command line')} {isolated(line.detail.get('system_user'))}"
    else:
        who = gettext("by itself")
    return f"{who}\n{code(command)}" if command else who
