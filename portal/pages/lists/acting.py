"""One act on the lines that were ticked: what is about to be done and with what it cannot be, one reason, what came of
it. Ticks travel in the form, never in an address.
"""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile.errors import BadInput
from casefile.lists import ACTS, Act, Done, Given, carry_out
from casefile.lists.bulk import MOST
from portal.forms.watch import read_end
from portal.pages.lists.pattern import ActWords, ListPage, asked_before
from portal.web.context import store, viewer
from portal.web.errors import translated

Answer = Response | str | tuple[str, int]


def acted(of: ListPage[Any]) -> Answer:
    """The page that asks for the reason, or what came of the act."""
    name, ids = request.form.get("act", ""), list(dict.fromkeys(request.form.getlist("ids")))[: MOST + 1]
    words, act = of.acts.get(name), ACTS[of.name].get(name)
    if words is None or act is None or not ids:
        flash(_("Tick at least one line, then choose what to do."), "warn")
        return redirect(_back(of), 303)
    if not request.form.get("confirm"):
        return _asked(of, name, ids, [])
    try:
        given = Given(request.form.get("reason", "").strip(), _until(act))
        with store().writing() as session:
            done = carry_out(session, viewer(), act, ids, given)
    except BadInput as error:
        field = "until" if error.field in ("until", "expires", "expires_at") else "reason"
        return _asked(of, name, ids, [(field, translated(error))]), 422
    if not done.left:
        flash(words.done(len(done.done)), "good")
        return redirect(_back(of), 303)
    return _partly(of, words, done)


def _until(act: Act) -> datetime | None:
    return read_end(request.form.get("until", "")) if act.asks_until else None


def _asked(of: ListPage[Any], name: str, ids: list[str], problems: list[tuple[str, str]]) -> str:
    words, act = of.acts[name], ACTS[of.name][name]
    rows = _rows(of, ids)
    return render_template(
        "lists/act.html", of=of, name=name, words=words, act=act, problems=problems, given=request.form,
        ids=ids, can=[row for row in rows if words.may(row)], cannot=[row for row in rows if not words.may(row)],
        back=_back(of),
    )  # fmt: skip


def _partly(of: ListPage[Any], words: ActWords, done: Done) -> str:
    """Not all of it was done: which was not, and why."""
    called = {row.id: of.called(row) for row in _rows(of, [one.id for one in done.left])}
    left = [(called.get(one.id, ""), translated(one.error)) for one in done.left]
    return render_template("lists/partly.html", of=of, words=words, many=len(done.done), left=left, back=_back(of))


def _rows(of: ListPage[Any], ids: list[str]) -> list[Any]:
    """Of what is not the own unit's there is no row: it will be answered as what is not there."""
    if of.rows is None:
        return []
    with store().reading() as session:
        return list(of.rows(session, viewer(), ids))


def _back(of: ListPage[Any]) -> str:
    """The list as it was asked for."""
    return url_for(of.endpoint, **asked_before(of))
