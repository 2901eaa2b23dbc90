"""Two officers changed the same record: both versions, field by field; what is chosen becomes the next version."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from casefile import drafts, records
from casefile.drafts import DraftView, SavedBefore
from casefile.drafts.compare import Pick, Row, draft_of, joined, rows, unanswered
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.people import profiles
from casefile.policy.permissions import Permission
from casefile.records import RecordDraft, RecordView
from portal.forms import populate
from portal.forms.fields import RecordForm
from portal.forms.parse import read_record
from portal.pages.entry.opening import draft_of_address, key_in_address, offer, own_line
from portal.show.versions import both
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.numbers import version_seen

blueprint = Blueprint("compare", __name__, url_prefix="/records")

Answer = Response | str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Two:
    """What was typed next to what stands. `current` is the record as it stands."""

    current: RecordView
    mine: RecordDraft
    rows: list[Row]
    kept: DraftView
    cases: dict[str, str]


@blueprint.route("/<record_id>/compare", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def page(record_id: str) -> Answer:
    with store().writing() as db:
        own_line(db, record_id)
        if not (key := key_in_address()):
            return redirect(url_for("records.amend", record_id=record_id), 303)
        if (saved := drafts.saved_as(db, viewer(), key)) is not None:
            return redirect(url_for("records.page", record_id=saved.record_id), 303)
        two = _read(db, record_id)
        author = _author(db, two.current)
    problems: list[tuple[str, str]] = []
    picks = _picked(two)
    if request.method == "POST":
        problems = [
            (f"pick-{row.part.name}", _("Choose one of the two versions.")) for row in unanswered(two.rows, picks)
        ]
        if version_seen(request.form.get("against", "")) != two.current.line.version:
            problems = [("", _("It was changed once more meanwhile. Look again, then choose."))]
        if not problems and (answer := _save(two, picks, key, problems)) is not None:
            return answer
    return render_template(
        "compare/page.html", view=two.current, author=author, rows=both.shown(two.rows, picks, two.cases), key=key,
        problems=problems,
    ), (422 if problems else 200)  # fmt: skip


def _save(two: Two, picks: dict[str, Pick], key: str, problems: list[tuple[str, str]]) -> Response | None:
    chosen = joined(two.mine, two.rows, picks)
    try:
        with store().writing() as db:
            note = dict(two.kept.fields).get("change_note", "").strip()
            number = drafts.amend_once(
                db, viewer(), key, two.current.id, chosen, expected_version=two.current.line.version, change_note=note
            )
    except SavedBefore as before:
        return redirect(url_for("records.page", record_id=before.saved.record_id), 303)
    except BadInput as error:
        problems.append((error.field, translated(error)))
        return None
    except Conflict as error:
        problems.append(("", translated(error)))
        return None
    flash(_("Saved as version %(number)s.", number=number), "good")
    return redirect(url_for("records.page", record_id=two.current.id), 303)


def _read(db: Session, record_id: str) -> Two:
    """The draft, the version it began with and the one that stands. Raises NotThere where one of them is not the
    officer's to see."""
    kept = draft_of_address(db, record_id)
    if kept is None:
        raise NotThere(MISSING)
    current = records.read(db, viewer(), record_id, reason=_("to compare two versions"))
    form = RecordForm(formdata=MultiDict(kept.fields))
    seen = version_seen(form.version.data or "") or current.line.version
    base = current if seen >= current.line.version else records.read(db, viewer(), record_id, version=seen)
    kind = current.line.kind
    offered = offer(db, form, kind, current.line.case_id or "", amending=True)
    typed, _problems = read_record(form, kind)
    if typed is None:  # it was read when it was sent; what it names may be gone since
        raise Conflict("What was typed can no longer be saved as it is. Open the draft and look through it.")
    mine = populate.keep_unasked(populate.with_ticks(form, typed, base), base, kind)
    return Two(current, mine, rows(draft_of(base), mine, draft_of(current)), kept, dict(offered.choices))


def _author(db: Session, current: RecordView) -> str:
    newest = current.versions[0]
    names = profiles.names_of(db, viewer(), [newest.entered_by] if newest.entered_by else [])
    return names.get(newest.entered_by or "", "")


def _picked(two: Two) -> dict[str, Pick]:
    """What was chosen; where both can stand, both, until something else is."""
    found = {}
    for row in two.rows:
        said = request.form.get(f"pick-{row.part.name}", "")
        if said in set(Pick):
            found[row.part.name] = Pick(said)
        elif Pick.BOTH in row.picks and request.method == "GET":
            found[row.part.name] = Pick.BOTH
    return found
