"""One question at a border post, and one of three answers: what the page and `griot document check` both say.

The answer comes of what the asker's unit may find and of nothing else: of a record that it may not read, the answer is
that of a record that does not exist. What is not whole is never *nothing found*.
"""

import re
from dataclasses import asdict, dataclass
from enum import StrEnum

from casefile import records
from casefile.errors import BadSearch, SearchUnavailable
from casefile.narrative.dates import dates_in
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.records import search_log
from casefile.storage.store import Store
from casefile.subjects.travel_documents.checking import CheckedZone
from casefile.vocabulary import PostAnswer
from indexer.engine.client import Engine
from indexer.search.find import SearchForm, SearchPage, find

FEW = 5
"""Desks and records that an answer names: a post calls one, and reads one or two."""
_ZONE = re.compile(r"<<|<\s*\n|^[PVIAC][A-Z<][A-Z]{3}", re.IGNORECASE)


class Asked(StrEnum):
    """What a question is about."""

    ZONE = "zone"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Reply:
    """One of the three, and only for *contact*: the desks that know more, and the records that the asker may open."""

    said: PostAnswer
    desks: tuple[str, ...] = ()
    """Codes of units."""
    unit_ids: tuple[str, ...] = ()
    record_ids: tuple[str, ...] = ()


NOT_CHECKED = Reply(PostAnswer.NOT_CHECKED)


def guess(text: str) -> Asked:
    """What was typed, by its signs: fillers make a zone, digits a number (with or without letters), else a name.

    The digits of a full date beside a name, which is compared with it (`sightings`), make no number.
    """
    if "<" in text and _ZONE.search(text.strip()):
        return Asked.ZONE
    rest = text
    for one in reversed([day for day in dates_in(text) if day.exact]):
        rest = rest[: one.start] + rest[one.end :]
    if any(sign.isdigit() for sign in rest) or (rest != text and not any(sign.isalpha() for sign in rest)):
        return Asked.NUMBER
    return Asked.NAME


def form_of(text: str, kind: Asked, zone: CheckedZone | None) -> SearchForm | None:
    """The search that the question is. None where a zone holds no number."""
    text = text.strip()
    if kind is Asked.NAME:
        return SearchForm(text=text, size=FEW)
    if kind is Asked.NUMBER:
        return SearchForm(identifier=text, size=FEW)
    return SearchForm(identifier=zone.number, size=FEW) if zone and zone.number else None


def look(engine: Engine, store: Store, viewer: Viewer, form: SearchForm, kept: str, *, sure: bool = True) -> Reply:
    """The answer to a question that was kept (`search_log.save_search`); what was shown goes into the trail.

    `sure`: what was asked is what stands on the document (`CheckedZone.number_holds`). Never raises for an engine that
    is away: that is the third answer. Raises BadInput, NotAllowed as `find`.
    """
    require(viewer, Permission.SEARCH)
    with store.reading() as session:
        searched = search_log.all_searchable(session, viewer)
    try:
        page = find(engine, store, viewer, form)
    except (SearchUnavailable, BadSearch):
        return NOT_CHECKED
    with store.writing() as session:
        shown = [row.record_id for row in page.rows]
        search_log.note_result(session, viewer, kept, page.total, shown)
        return judged(page, records.lines(session, viewer, shown), searched=searched and sure and page.whole)


def judged(page: SearchPage, lines: dict[str, records.RecordLine], *, searched: bool) -> Reply:
    """Which of the three it is. Neighbours, which only resemble the question, make no answer."""
    found = [row for row in page.rows if row.record_id in lines]
    if found:
        desks = sorted({lines[row.record_id].unit_code for row in found})
        units = tuple(sorted({row.unit_id for row in found}))
        return Reply(PostAnswer.CONTACT, tuple(desks), units, tuple(row.record_id for row in found))
    # A record that was closed to the asker between search and reading: asked again, it is not there.
    return Reply(PostAnswer.NOTHING) if searched and not page.total else NOT_CHECKED


def as_kept(form: SearchForm) -> dict[str, str]:
    """What the trail and the officer's last searches hold of the question."""
    return {name: value for name, value in asdict(form).items() if isinstance(value, str) and value}
