"""What becomes of a form that is sent: another kind, more rows, an error next to its field, or a record, once."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile import drafts, records
from casefile import vocabulary as v
from casefile.drafts import SavedBefore, Typed
from casefile.drafts.compare import added, draft_of
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.records import RecordDraft, RecordView
from portal.forms import populate
from portal.forms.fields import HINTS, LAYOUTS, add_rows, carried, fact_input, offer_choices, propose_rows, seen_version
from portal.forms.parse import RULE_FIELDS, Reading, read_identity, read_record, show_refusal
from portal.pages.entry import helping, marks, opening
from portal.pages.entry.helping import Help
from portal.pages.entry.opening import Opened, kind_asked
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.kept import forms as kept_forms
from portal.web.kept import keys as form_keys

Answer = Response | str | tuple[str, int]


def entered() -> Answer:
    """The form of a new record: asked for, or sent."""
    if request.method == "GET":
        return _went_before() or page(opening.new_form())
    if (asked := request.form.get("as", "")) in set(v.RecordKind):
        return _as_another_kind(v.RecordKind(asked))
    opened = opening.posted(kind_asked(request.values.get("kind", "")))
    answer = _pressed(opened)
    return _enter(opened) if answer is None else answer


def _pressed(opened: Opened) -> Answer | None:
    """A button that saves nothing: more rows, look for doubles, add it to a record that is there."""
    if _adds_rows(opened):
        return page(opened)
    if (to := request.form.get("add_to")) and opened.view is None:
        return _added_to(to, opened)
    if request.form.get("look"):  # of a browser without scripts
        kept_forms.keep_posted(opened.kind)
        return page(opened, helping.of_form(opened.form, opened.kind))
    return None


def _enter(opened: Opened) -> Answer:
    draft, opened.problems = read_record(opened.form, opened.kind, opened.offered.basis)
    if draft is not None:
        try:
            with store().writing() as db:
                record_id = drafts.enter_once(db, viewer(), opened.key.key, draft)
                entered_at = opening.own_line(db, record_id).entered_at
            flash(_("Saved. It is being compared with what other units watch for."), "good")
            just = marks.just_written(entered_at, entered_at, made=False) if draft.links and entered_at else None
            return redirect(_then(record_id, opened.kind, draft.case_id, just), 303)
        except SavedBefore as before:
            return _saved_before(before, draft)
        except BadInput as error:
            opened.problems = show_refusal(opened.form, error)
    kept_forms.keep_posted(opened.kind)
    return page(opened)


def amended(view: RecordView) -> Answer:
    """The form of a record that stands: asked for, or sent."""
    if request.method == "GET":
        return _went_before() or page(opening.amending_form(view))
    opened = opening.posted(view.line.kind, view)
    if (answer := _pressed(opened)) is not None:
        return answer
    draft, opened.problems = read_record(opened.form, opened.kind, opened.offered.basis)
    if draft is not None:
        try:
            return _amend(
                opened, view, populate.keep_unasked(populate.with_ticks(opened.form, draft, view), view, opened.kind)
            )
        except SavedBefore as before:
            return _saved_before(before, draft)
        except BadInput as error:
            opened.problems = show_refusal(opened.form, error)
        except Conflict as error:
            if kept_forms.keep_posted(opened.kind):
                return redirect(url_for("compare.page", record_id=view.id, form=opened.key.key), 303)
            opened.problems = [("", translated(error))]
    kept_forms.keep_posted(opened.kind)
    return page(opened)


def _amend(opened: Opened, view: RecordView, draft: RecordDraft) -> Response:
    seen = seen_version(opened.form, view.line.version)
    if populate.unchanged(draft, view):
        flash(_("Nothing was changed."), "")
        with store().writing() as db:
            drafts.discard(db, viewer(), opened.key.key)
    else:
        note = (opened.form.change_note.data or "").strip()
        with store().writing() as db:
            version = drafts.amend_once(
                db, viewer(), opened.key.key, view.id, draft, expected_version=seen, change_note=note
            )
        flash(_("Saved as version %(number)s.", number=version), "good")
    return redirect(url_for("records.page", record_id=view.id), 303)


def _then(record_id: str, kind: v.RecordKind, case_id: str, just: str | None) -> str:
    """Where it goes on; `just` says what links were made, so that they can be taken back from there."""
    if request.form.get("then") == "next":
        to, of = request.form.get("link_to") or None, record_id if just else None
        return url_for("records.enter", kind=kind.value, case=case_id, link=to, just=just, of=of)
    return url_for("records.page", record_id=record_id, just=just)


def _adds_rows(opened: Opened) -> bool:
    """Answer an “add more” button, of a browser without scripts."""
    more = request.form.get("more")
    if not more:
        return False
    opened.first = add_rows(opened.form, more)
    offer_choices(opened.form, opened.kind)
    propose_rows(opened.form, LAYOUTS[opened.kind])
    kept_forms.keep_posted(opened.kind)
    return True


def _as_another_kind(kind: v.RecordKind) -> Answer:
    """Another kind was chosen: what was typed stays, also what the other kind does not ask."""
    if back := kept_forms.keep_posted(kind):
        return redirect(back, 303)
    opened = opening.posted(kind)
    propose_rows(opened.form, LAYOUTS[kind])
    return page(opened)


def _went_before() -> Response | None:
    """The address names a form that was saved: what it became, instead of the form again."""
    if not (key := opening.key_in_address()):
        return None
    with store().reading() as db:
        saved = drafts.saved_as(db, viewer(), key)
    if saved is None:
        return None
    flash(_("This form was saved already. This is the record it became."), "")
    return redirect(url_for("records.page", record_id=saved.record_id), 303)


def _saved_before(before: SavedBefore, draft: RecordDraft) -> Answer:
    """The form was saved already: nothing is saved twice, and what was typed since is compared with the record."""
    saved = before.saved
    with store().writing() as db:
        try:
            view = records.read(db, viewer(), saved.record_id, reason=_("to compare it with a form sent again"))
        except NotThere:
            view = None
    if view is None or _same(populate.keep_unasked(draft, view, view.line.kind), view):
        flash(_("This form was saved already. Nothing was saved twice."), "")
        return redirect(url_for("records.page", record_id=saved.record_id), 303)
    again = form_keys.new(saved.record_id)
    kept_forms.keep_posted_as(again, view.line.kind, {"version": str(saved.version)})
    return redirect(url_for("compare.page", record_id=saved.record_id, form=again.key), 303)


def _same(draft: RecordDraft, view: RecordView) -> bool:
    held = draft_of(view)
    return (draft.identity, draft.case_id, draft.suspicion_note, draft.fact_or_opinion, draft.offences) == (
        held.identity, held.case_id, held.suspicion_note, held.fact_or_opinion, held.offences,
    )  # fmt: skip


def _added_to(record_id: str, opened: Opened) -> Answer:
    """What was typed is added to an own record: its amendment as a draft, to be looked at and saved."""
    with store().writing() as db:
        if opening.own_line(db, record_id).kind is not opened.kind:
            raise NotThere(MISSING)
        view = records.read(db, viewer(), record_id, reason=_("to add to it"))
    typed = read_identity(opened.form, opened.kind, LAYOUTS[opened.kind], Reading())
    key = form_keys.new(record_id)
    fields = populate.fields_of(replace(view, line=replace(view.line, identity=added(view.identity, typed))))
    with store().writing() as db:
        drafts.keep(db, viewer(), Typed(key.key, opened.kind, fields, record_id))
        drafts.discard(db, viewer(), opened.key.key)
    return redirect(kept_forms.address(key.key, record_id, opened.kind), 303)


def page(opened: Opened, help: Help | None = None) -> Answer:
    """The form, with what is wrong in it."""
    form, view, offered = opened.form, opened.view, opened.offered
    wrong = {name for name, _text in opened.problems}
    case_id = "" if view else form.case.data or request.values.get("case", "")  # what is there is linked from its page
    opening.offer_links(form, case_id)
    return render_template(
        "records/form.html", form=form, kind=opened.kind, layout=LAYOUTS[opened.kind], kinds=list(LAYOUTS),
        problems=opened.problems, first=opened.first, view=view, cases_cut=offered.cut, closed=offered.closed,
        hint=HINTS.get(opened.kind, ""), case_id=form.case.data or request.args.get("case", ""),
        open_rules=bool(wrong & RULE_FIELDS) or form.purpose.data == "",
        key=opened.key, form_key=form_keys.signed(opened.key),
        draft=opened.draft.line if opened.draft else None, count=opened.count, page_id=form_keys.new().key,
        carried=carried(LAYOUTS[opened.kind], _given(opened)), browser_key=form_keys.browser_key(), help=help,
        fact_input=fact_input, just=marks.just_made(), undo_of=request.args.get("of", ""),
    ), (422 if opened.problems else 200)  # fmt: skip


def _given(opened: Opened) -> list[tuple[str, str]]:
    if request.method == "POST":
        return list(request.form.items(multi=True))
    return list(opened.draft.fields) if opened.draft else []
