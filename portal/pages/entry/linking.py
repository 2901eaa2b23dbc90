"""Linking an own record to others of its case: several at once, in the roles that fit, either way round."""

from dataclasses import dataclass, field

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from casefile import records
from casefile.errors import BadInput
from casefile.records import RecordLine, links
from casefile.records.links import LinkDraft
from portal.forms import link_roles
from portal.pages.entry.marks import just_made, just_written
from portal.pages.entry.opening import own_line
from portal.show.filters import record_title
from portal.web.context import store, viewer
from portal.web.errors import translated

Answer = Response | str | tuple[str, int]
SHOWN = 200
"""Records of the case in the list, newest first; of more, those whose title holds the words that are asked for."""
MOST = 1_000


@dataclass
class Other:
    """Another record of the case, and what it may be."""

    line: RecordLine
    choices: list[tuple[str, str]]
    linked: bool = False
    ticked: bool = False
    role: str = ""
    problem: str = ""


@dataclass
class Page:
    """All of the page. `following` is the record after this one in its case, by which one goes on."""

    line: RecordLine
    others: list[Other]
    following: str = ""
    cut: bool = False
    problems: list[tuple[str, str]] = field(default_factory=list)


def page(record_id: str) -> Answer:
    """Shown, or sent: all that is ticked is linked, or nothing is."""
    shown = _read(record_id)
    if request.method == "POST" and (answer := _save(shown)) is not None:
        return answer
    return render_template(
        "records/link.html", page=shown, line=shown.line, words=request.values.get("words", ""),
        note=request.form.get("note", ""), problems=shown.problems, just=just_made(),
        undo_of=request.args.get("of", ""),
    ), (422 if shown.problems else 200)  # fmt: skip


def _read(record_id: str) -> Page:
    words = request.values.get("words", "").casefold().split()
    asked = set(request.form.getlist("to"))
    with store().reading() as db:
        line = own_line(db, record_id)
        everybody = records.records_of(db, viewer(), case_id=line.case_id, limit=MOST)
        linked = links.linked_ids(db, viewer(), record_id)
    ids = [one.id for one in everybody]
    at = ids.index(record_id) if record_id in ids else -1
    found = [
        one for one in everybody
        if one.id != record_id and (one.id in asked or all(w in record_title(one).casefold() for w in words))
    ]  # fmt: skip
    others = [_other(line, one, one.id in linked, one.id in asked) for one in found[:SHOWN]]
    return Page(line, others, ids[at + 1] if 0 <= at < len(ids) - 1 else "", cut=len(found) > SHOWN)


def _other(line: RecordLine, one: RecordLine, linked: bool, ticked: bool) -> Other:
    choices = link_roles.between(line.kind, one.kind)
    chosen = request.form.get(f"role-{one.id}") or request.form.get("role", "")
    return Other(one, choices, linked, ticked, chosen or choices[0][0])


def _save(shown: Page) -> Response | None:
    stated = [(one, link_roles.read(one.role)) for one in shown.others if one.ticked]
    here = shown.line.id
    if not stated or len(stated) < len(set(request.form.getlist("to"))):
        shown.problems = [("others", _("Choose the record in which it has this role."))]
        return None
    drafts: list[tuple[str, LinkDraft]] = []
    note = request.form.get("note", "").strip()
    for one, role in stated:
        if role is None or one.role not in {value for value, _words in one.choices}:
            one.problem = _("This role does not fit these two records.")
            shown.problems.append((f"role-{one.line.id}", one.problem))
        else:
            start, end = (one.line.id, here) if role[1] else (here, one.line.id)
            drafts.append((start, LinkDraft(role[0], end, note=note)))
    if shown.problems:
        return None
    try:
        with store().writing() as db:
            moment = links.link_all(db, viewer(), drafts)
    except BadInput as error:
        shown.problems = [("note" if error.field == "links" else error.field, translated(error))]
        return None
    flash(ngettext("%(num)d link was made.", "%(num)d links were made.", len(drafts)), "good")
    just = just_written(moment, moment, made=False)
    if request.form.get("then") == "next" and shown.following:
        return redirect(url_for("records.link", record_id=shown.following, just=just, of=here), 303)
    return redirect(url_for("records.page", record_id=here, just=just), 303)
