"""What a report names, marked in its text on its page; the form that makes records of it, and taking that back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casefile import marked, records
from casefile import vocabulary as v
from casefile.errors import BadInput, Conflict, SearchUnavailable
from casefile.marked import Known, Made, NotAll, Wanted
from casefile.narrative.marks import MADE, Item, Marks, What
from casefile.policy.permissions import Permission
from casefile.records import RecordView
from casefile.storage import tables
from indexer.search.alike import alike_many
from portal.pages.entry import by_hand
from portal.pages.entry.helping import Like, like
from portal.web.context import engine, store, viewer
from portal.web.errors import translated
from portal.web.numbers import version_seen, whole_number

SHOWN = 60
"""Things listed on one page; the others follow on the next."""
KEYS = 9
"""The first lines that have a key of their own."""
SURE = frozenset({What.PHONE, What.PAPER, What.VEHICLE, What.VESSEL, What.ACCOUNT, What.PLACE})
"""What one button makes all of: things that nobody has to judge."""

BY_HAND = {what.value: make("1").kind for what, make in MADE.items()}
"""What a passage may be marked as, and the kind of record that is made of it."""
PERSON_ROLES = tuple(one for one in v.SubjectCategory if one is not v.SubjectCategory.NONE)


@dataclass
class Line:
    """One thing read. `number` is its number in the text; `known` the linked record that it is."""

    number: int
    item: Item
    known: Known | None = None
    alike: list[Like] = field(default_factory=list)
    problem: str = ""
    ticked: bool = False
    category: str = ""
    ground: str = ""
    to: str = ""
    key: str = ""
    """The key that presses its button."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; with a line, one that is marked."""

    text: str
    line: Line | None = None


@dataclass
class Section:
    """All that the page shows of it. `searched` is False where the own records could not be asked."""

    marks: Marks
    pieces: list[Piece]
    lines: list[Line]
    sure: str
    first: int
    searched: bool = True
    problem: str = ""
    events: tuple[Known, ...] = ()
    """Where a sum can be added."""
    also: tuple[str, ...] = ()
    """What was marked by hand, as the address has it."""
    missed: str = ""
    """Why a passage could not be marked."""

    @property
    def more(self) -> bool:
        return self.first + len(self.lines) < len(self.marks.items)


def section(db: Session, view: RecordView, refused: BadInput | None = None) -> Section | None:
    """What an own report names, for who may enter records of it; None where that is nobody's affair or nothing."""
    if not (view.own and view.line.kind in v.TITLED and view.line.may_amend and viewer().may(Permission.ENTER_RECORD)):
        return None
    if not view.identity.narrative:
        return None
    linked = records.lines(db, viewer(), [link.record_id for link in view.links])
    reading = marked.read_report(viewer(), view, list(linked.values()), tables.now().date(), by_hand.passages())
    every = [Line(n, item, reading.linked.get(item.key)) for n, item in enumerate(reading.marks.items, start=1)]
    first = min(whole_number(request.values.get("read", "")) or 0, max(0, len(every) - 1)) // SHOWN * SHOWN
    lines = every[first : first + SHOWN]
    waiting = [one for one in lines if one.known is None]
    _give_keys(waiting)
    _answer(waiting, refused)
    sure = [one.item.key for one in waiting if one.item.what in SURE and not one.item.protection]
    said = translated(refused) if refused is not None else ""
    missed = refused is not None and refused.field in by_hand.FIELDS
    return Section(
        reading.marks, _pieces(view.identity.narrative, every), lines, " ".join(sure), first,
        problem="" if missed else said, events=reading.events, missed=said if missed else "",
        also=tuple(by_hand.written(one) for one in by_hand.passages()),
    )  # fmt: skip


def _give_keys(lines: Sequence[Line]) -> None:
    """Each its own number; the keys of what is made already go to those that have none."""
    free = [n for n in range(1, KEYS + 1) if n not in {one.number for one in lines}]
    for one in lines:
        if one.number <= KEYS:
            one.key = str(one.number)
        elif free:
            one.key = str(free.pop(0))


def _answer(lines: Sequence[Line], refused: BadInput | None) -> None:
    """What was ticked and chosen, after an error; else what the text proposes."""
    wrong = refused.lines if isinstance(refused, NotAll) else {}
    asked = set(_asked()) if request.method == "POST" else set()
    for one in lines:
        key, proposed = one.item.key, one.item.category.value if one.item.category else ""
        one.ticked = key in asked
        one.category = request.form.get(f"as-{key}", proposed)
        one.ground = request.form.get(f"ground-{key}", one.item.said)
        one.to = request.form.get(f"to-{key}", "")
        if key in wrong:
            one.problem = translated(wrong[key])


def look_for_own(read: Section, report_id: str) -> None:
    """Which of the own unit's records each may be: theirs alone (`indexer.search.alike`). A day and a sum are none.
    Outside any transaction: the engine is asked."""
    asked = [one for one in read.lines if one.known is None and one.item.what not in (What.DATE, What.SUM)]
    try:
        found = alike_many(engine(), store(), viewer(), [one.item.identity for one in asked], leave_out=report_id)
    except SearchUnavailable:
        read.searched = False
        return
    with store().reading() as db:
        held = records.lines(db, viewer(), [one.record_id for many in found for one in many])
    for one, many in zip(asked, found, strict=True):
        one.alike = [like(held[each.record_id], each) for each in many if each.record_id in held]
        if request.method == "GET" and one.alike and one.alike[0].numbers:
            one.to = one.alike[0].line.id  # the number is held already: a second record of it would be a double


def _pieces(text: str, lines: Sequence[Line]) -> list[Piece]:
    spans = sorted(((span, one) for one in lines for span in one.item.spans), key=lambda pair: pair[0])
    pieces, last = [], 0
    for (start, end), one in spans:
        pieces += [Piece(text[last:start]), Piece(text[start:end], one)]
        last = end
    return [*pieces, Piece(text[last:])]


def _asked() -> list[str]:
    """The one whose button was pressed, all the sure ones, or those that are ticked."""
    if only := request.form.get("only"):
        return [only]
    return request.form.get("all", "").split() or list(dict.fromkeys(request.form.getlist("take")))


def made(record_id: str) -> Response | BadInput:
    """Make what was asked; what was refused is for the page to show."""
    wanted = [_wanted(key) for key in _asked()]
    try:
        with store().writing() as db:
            version = version_seen(request.form.get("version", "")) or 0
            done = marked.make_records(
                db, viewer(), record_id, version, wanted, reason=_("to make records of what it names"),
                legal_basis=request.form.get("legal_basis", ""), by_hand=by_hand.passages(),
            )  # fmt: skip
    except BadInput as error:
        return error
    except Conflict as error:
        flash(translated(error), "warn")
        return redirect(url_for("records.page", record_id=record_id), 303)
    said = [
        ngettext("%(num)d record was made.", "%(num)d records were made.", done.made) if done.made else "",
        ngettext("%(num)d own record was linked.", "%(num)d own records were linked.", done.linked)
        if done.linked
        else "",
        ngettext("%(num)d sum was added to the departure.", "%(num)d sums were added to the departure.", done.added)
        if done.added
        else "",
    ]
    flash(" ".join(filter(None, said)) or _("It was made already. Nothing was made twice."), "good")
    first = whole_number(request.form.get("read", "")) or None
    just = _written(done) if done.made or done.linked else None
    also = [by_hand.written(one) for one in by_hand.passages()]
    return redirect(url_for("records.page", record_id=record_id, just=just, read=first, also=also) + "#read", 303)


def _wanted(key: str) -> Wanted:
    category = request.form.get(f"as-{key}", "")
    return Wanted(
        key,
        v.SubjectCategory(category) if category in set(v.SubjectCategory) else None,
        request.form.get(f"ground-{key}", ""),
        request.form.get(f"to-{key}", ""),
    )


def undone(record_id: str) -> Response:
    """Take back what was linked, and withdraw what was made, at the moment that the form names."""
    try:
        with store().writing() as db:
            marked.take_back(db, viewer(), _read(request.form), _("taken back right after it was made"))
        flash(_("It is taken back. The history keeps it."), "good")
    except (Conflict, BadInput) as error:
        flash(translated(error), "warn")
    return redirect(url_for("records.page", record_id=record_id), 303)


def just_made() -> str:
    """What the address says was made just now; empty where it says nothing that could be taken back."""
    just = request.args.get("just", "")
    try:
        _read({"just": just})
    except BadInput:
        return ""
    return just


def _written(done: Made) -> str:
    return just_written(done.linked_at, done.made_at, made=bool(done.made))


def just_written(linked_at: datetime, made_at: datetime, *, made: bool) -> str:
    """What was just done, for the address: the two moments, and whether records were made too."""
    return f"{linked_at.isoformat()}~{made_at.isoformat()}~{int(made)}"


def _read(form: Mapping[str, str]) -> Made:
    """Raises BadInput for anything but what `just_written` writes."""
    nothing = BadInput("There is nothing left to take back.")
    linked_at, _bar, rest = form.get("just", "").partition("~")
    made_at, _bar, made = rest.partition("~")
    try:
        moments = datetime.fromisoformat(linked_at), datetime.fromisoformat(made_at)
    except ValueError as error:
        raise nothing from error
    if made not in ("0", "1") or any(one.tzinfo is None for one in moments):
        raise nothing
    return Made(int(made), 0, *moments)
