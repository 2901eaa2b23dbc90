"""What is pending in the pipeline: for coordinators and administrators. Nobody else may read a queue's depth.

An administrator reads here as well how every signal of the installation stands, in the words that the alarms have.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from casefile import hits, installation, outbox
from casefile.policy.permissions import Permission
from casefile.storage import tables
from casefile.vocabulary import Topic
from portal.show.health import signal_lines
from portal.web.context import store, viewer
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext
from portal.web.numbers import whole_number
from portal.web.observed.meter import measured

blueprint = Blueprint("status", __name__, url_prefix="/status")

TOPICS: dict[Topic, str] = {
    Topic.RECORD: lazy_gettext("Record"), Topic.WATCH: lazy_gettext("Watch"), Topic.NOTICE: lazy_gettext("Pointer"),
    Topic.OPERATION: lazy_gettext("Planned operation"),
}  # fmt: skip


@blueprint.get("/")
@needs(Permission.READ_BACKLOG)
def page() -> str:
    with store().reading() as session:
        backlog, dead = outbox.read_backlog(session), outbox.dead_letters(session, viewer())
        doubt, overdue = installation.doubt(session), hits.overdue(session)
    return render_template(
        "status/page.html", backlog=backlog, dead_letters=dead, doubt=doubt, topics=TOPICS,
        may_retry=viewer().may(Permission.RETRY_DEAD_LETTERS),
        signals=signal_lines(measured().judged) if viewer().may(Permission.ADMINISTER) else [],
        stuck=backlog.is_stuck(tables.now()), overdue=overdue,
    )  # fmt: skip


@blueprint.post("/retry")
@needs(Permission.RETRY_DEAD_LETTERS)
def retry() -> Response:
    ids = [number for value in request.form.getlist("id") if (number := whole_number(value)) is not None]
    with store().writing() as session:
        freed = outbox.retry_dead_letters(session, viewer(), ids)
    flash(ngettext("%(num)d item is tried again.", "%(num)d items are tried again.", freed), "good")
    return redirect(url_for("status.page"), 303)
