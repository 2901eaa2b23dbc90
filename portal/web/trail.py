"""Every page in the trail: what no action of `casefile` has written about a request is written here, before the answer.

An action that changes or opens something writes its own line, with its reason, in its own transaction. What is left
are pages that only show: lists, queues, forms; and pages that were refused. Each is one line with the officer, the
unit, the network address and the thing that the address names. Where that line cannot be written, nothing is shown.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus

from flask import Flask, g, request
from werkzeug.wrappers import Response

from casefile import acting, audit
from casefile.audit import Action
from casefile.policy.oversight.trail import address_as
from casefile.settings import Settings
from casefile.vocabulary import Json
from portal.web.context import store

log = logging.getLogger(__name__)

LEFT_OUT: Mapping[str, str] = {
    "static": "a style sheet or a picture, the same for everybody",
    "sign_in.alive": "asked by machines every few seconds; it says that the web server runs",
    "home.bell": "asked by an open page every minute; two numbers of the officer's own desk, and no person's act",
    "post_away.line": "asked by an open page while questions wait; a token of the officer's own, and no person's act",
    "post_away.shell": "a page without data, the same for everybody",
    "post_away.worker": "a script, the same for everybody",
    "health.live": "asked by machines every few seconds; no person's act, and nobody's data",
    "health.ready": "asked by machines every few seconds; no person's act, and nobody's data",
    "health.figures": "asked by a monitor with its token; figures of the whole, no person's act",
    "guide.terms": "words of the product, the same for everybody",
    "guide.keys": "words of the product, the same for everybody",
    "guide.first_day": "words of the product, the same for everybody of a duty",
    "guide.put_away": "that an officer has seen the tour: no look at anything, and nothing of a case",
    "guide.styles": "the portal's building stones, where it is for development and training alone",
    "handbook.contents": "words of the product, the same for everybody",
    "handbook.find": "words of the product, looked for in the handbook alone: nothing of a case, and nothing is kept",
    "handbook.read": "words of the product, the same for everybody",
    "handbook.picture": "a picture of the demonstration, the same for everybody",
    "sign_in.language": "the language of the page, for strangers too",
    "sign_in.enter": "signing in writes its own lines, with the officer as the subject",
    "sign_in.first_password": "setting a password writes its own line, with the officer as the subject",
    "drafts.keep": "what is being typed, a few seconds after each pause; the record writes its line when it is saved",
    "exhibits.small": "a small picture of a page that has its line",
    "sign_in.sign_out": "signing out writes its own line, with the officer as the subject",
}
"""Endpoints about which nothing is written here, each with the reason."""

_L, _Q, _F, _E, _C = Action.LIST, Action.QUEUE, Action.FORM, Action.EXPORT, Action.CONSULTATION

SHOWS: Mapping[str, tuple[Action, str]] = {
    "home.start": (_L, "home"),
    "home.people": (_L, "officer"),
    "sign_in.sign_out_page": (_F, "sign_in"),
    "sign_in.code": (_F, "sign_in"),
    "sign_in.second": (_F, "sign_in"),
    "account.page": (_L, "account"),
    "account.password": (_F, "account"),
    "account.app": (_F, "account"),
    "account.add_key": (_F, "account"),
    "account.set_up": (_F, "account"),
    "disputes.page": (_F, "record"),
    "interviews.page": (_C, "record"),
    "interviews.refer": (_C, "record"),
    "admin.focal_points": (_L, "focal_point"),
    "exhibits.listing": (_L, "exhibit"),
    "exhibits.new": (_F, "exhibit"),
    "exhibits.begin": (_F, "exhibit"),
    "exhibits.upload": (_F, "exhibit"),
    "exhibits.drop": (Action.ERASURE, "exhibit"),
    "exhibits.page": (_C, "exhibit"),
    "exhibits.large": (_C, "exhibit"),
    "dossiers.received": (_L, "dossier"),
    "dossiers.of_hit": (_F, "dossier"),
    "dossiers.of_contact": (_F, "dossier"),
    "proof.page": (_L, "checkpoint"),
    "protection.request_page": (_C, "protection_request"),
    "officers.second_factor": (_C, "officer"),
    "records.alike": (_L, "record"),
    "records.enter": (_F, "record"),
    "drafts.listing": (_L, "draft"),
    "drafts.discard": (Action.ERASURE, "draft"),
    "compare.page": (_C, "record"),
    "records.page": (_F, "record"),
    "records.open_with_reason": (_F, "record"),
    "records.amend": (_C, "record"),
    "records.withdraw": (_C, "record"),
    "records.link": (_C, "record"),
    "records.make": (_C, "record"),
    "records.undo": (_C, "record"),
    "records.withdraw_link": (_C, "link"),
    "cases.listing": (_L, "case"),
    "cases.find": (_L, "case"),
    "cases.act": (_L, "case"),
    "cases.export": (_F, "case"),
    "cases.amend": (_C, "case"),
    "records.listing": (_L, "record"),
    "records.find": (_L, "record"),
    "records.act": (_L, "record"),
    "records.export": (_F, "record"),
    "ftm.take_out": (_F, "unit"),
    "quality.page": (_L, "record"),
    "cases.page": (_C, "case"),
    "networks.of_case": (_C, "case"),
    "networks.of_record": (_C, "record"),
    "networks.of_joint": (_C, "joint"),
    "course.in_time": (_C, "case"),
    "course.on_map": (_C, "case"),
    "course.joint_in_time": (_C, "joint"),
    "course.joint_on_map": (_C, "joint"),
    "cases.new": (_F, "case"),
    "cases.close": (_C, "case"),
    "cases.reopen": (_C, "case"),
    "retention.listing": (_Q, "retention"),
    "retention.extend": (_C, "record"),
    "retention.hold": (_C, "record"),
    "search.form": (_F, "lookup"),
    "front_line.page": (_F, "lookup"),
    "post_away.extract": (_F, "post_extract"),
    "search.ask": (_F, "lookup"),
    "search.narrow": (_F, "lookup"),
    "search.again": (_F, "lookup"),
    "search.kept": (_L, "kept_question"),
    "errand.page": (_F, "errand"),
    "errand.begin": (_F, "errand"),
    "errand.end": (_F, "errand"),
    "watches.listing": (_L, "watch"),
    "watches.find": (_L, "watch"),
    "watches.act": (_L, "watch"),
    "watches.export": (_F, "watch"),
    "watches.new": (_F, "watch"),
    "watches.preview": (Action.SEARCH, "watch"),
    "watches.amend": (_C, "watch"),
    "watches.approvals": (_Q, "watch"),
    "pointers.listing": (_L, "pointer"),
    "pointers.find": (_L, "pointer"),
    "pointers.act": (_L, "pointer"),
    "pointers.export": (_F, "pointer"),
    "pointers.question": (_C, "pointer"),
    "contacts.page": (_C, "pointer"),
    "contacts.choose": (_C, "pointer"),
    "contacts.received": (_C, "pointer"),
    "contacts.note_recalls": (_C, "pointer"),
    "leaving.of_contact": (_C, "pointer"),
    "contact_office.listing": (_Q, "contact"),
    "joint.listing": (_L, "joint"),
    "joint.new": (_F, "joint"),
    "joint.page": (_C, "joint"),
    "leaving.of_joint": (_C, "joint"),
    "joint.accept": (_C, "joint"),
    "joint.decline": (_C, "joint"),
    "joint.leave": (_C, "joint"),
    "joint.close": (_C, "joint"),
    "handover.give": (_C, "case"),
    "handover.received": (_L, "handover"),
    "coordination.desk": (_Q, "coordination"),
    "coordination.pointers": (_Q, "pointer"),
    "coordination.conflicts": (_Q, "conflict"),
    "coordination.waiting": (_Q, "waiting"),
    "coordination.owners": (_Q, "owner"),
    "coordination.networks": (_L, "networks"),
    "coordination.table": (_L, "reciprocity"),
    "coordination.own": (_L, "reciprocity"),
    "picture.page": (_L, "picture"),
    "unit.page": (_L, "unit"),
    "picture.take_out": (_F, "picture"),
    "audit.listing": (_L, "audit"),
    "audit.grants": (_L, "approval"),
    "seals.listing": (_L, "seal"),
    "seals.ask": (_F, "seal"),
    "seals.passphrase": (_F, "auditor_key"),
    "samples.listing": (_L, "sample"),
    "consulted.listing": (_L, "reading"),
    "history.page": (_L, "history"),
    "trainings.listing": (_L, "training"),
    "trainings.find": (_L, "training"),
    "trainings.new": (_F, "training"),
    "trainings.export": (_F, "training"),
    "operations.listing": (_L, "operation"),
    "operations.new": (_F, "operation"),
    "operations.page": (_C, "operation"),
    "operations.postpone": (_C, "operation"),
    "operations.end": (_C, "operation"),
    "operations.meetings": (_Q, "operation_meeting"),
    "operations.decide": (_C, "operation_meeting"),
    "agreements.listing": (_L, "agreement"),
    "agreements.new": (_F, "agreement"),
    "agreements.end": (_C, "agreement"),
    "agreements.waiting": (_Q, "agreement"),
    "review.queue": (_Q, "hit"),
    "review.find": (_Q, "hit"),
    "review.act": (_Q, "hit"),
    "protection.listing": (_Q, "protection"),
    "protection.ask": (_C, "protection"),
    "name_pairs.listing": (_Q, "names"),
    "name_pairs.find": (_Q, "names"),
    "name_pairs.labelled": (_E, "names"),
    "status.page": (_L, "outbox"),
    "alarms.listing": (_L, "alarm"),
    "alarms.seen": (_L, "alarm"),
    "lists.listing": (_L, "import"),
    "lists.bring_in": (_F, "import"),
    "checks.listing": (_L, "batch_check"),
    "checks.give": (_F, "batch_check"),
    "checks.page": (_C, "batch_check"),
    "checks.order": (_C, "batch_check"),
    "checks.seen": (_C, "batch_check"),
    "checks.again": (_C, "batch_check"),
    "checks.export": (_F, "batch_check"),
    "tables.listing": (_L, "import"),
    "tables.send": (_F, "import"),
    "tables.page": (_C, "import"),
    "tables.order": (_C, "import"),
    "tables.undo": (_C, "import"),
    "tables.refused": (_E, "import"),
    "admin.units": (_L, "unit"),
    "admin.find": (_L, "unit"),
    "admin.add_unit": (_F, "unit"),
    "admin.service": (_C, "unit"),
    "admin.close_unit": (_C, "unit"),
    "admin.ask": (_C, "approval"),
    "reach.page": (_C, "unit"),
    "tokens.listing": (_L, "api_token"),
    "tokens.revoke": (_L, "api_token"),
    "webhooks.listing": (_L, "webhook"),
    "webhooks.add": (_F, "webhook"),
    "webhooks.page": (_C, "webhook"),
    "webhooks.remove": (_L, "webhook"),
    "officers.add": (_F, "officer"),
    "officers.duties": (_C, "officer"),
    "officers.move": (_C, "officer"),
    "officers.link": (_C, "officer"),
    "officers.deactivate": (_C, "officer"),
}
"""Endpoint: the action and the kind of subject of the line that stands for its page, where no action has written one.
One that is missing here is written as a consultation of what its name says: nothing is lost, and tests/law/trail.py
asks for the row."""

MACHINES: Mapping[str, tuple[Action, str]] = {
    "yente_match.algorithms": (_L, "unit"),
    "yente_search.catalog": (_L, "unit"),
    "openrefine.root": (_L, "unit"),
    "openrefine.suggest_entity": (_L, "lookup"),
    "openrefine.suggest_type": (_L, "unit"),
    "openrefine.suggest_property": (_L, "unit"),
    "openrefine.properties": (_L, "unit"),
    "openrefine.preview": (_C, "record"),
    "api_records.open_cases": (_L, "case"),
    "api_records.listing": (_L, "record"),
    "api_leaving.network": (_F, "unit"),
    "api_leaving.stix": (_F, "unit"),
    "api_watches.listing": (_L, "watch"),
    "api_operations.listing": (_L, "operation"),
    "api_pointers.feed": (_L, "pointer"),
    "api_pointers.read": (_C, "pointer"),
    "api_records.read": (_C, "record"),
    "yente_search.fetch": (_C, "record"),
}
"""The same of what machines ask; by a word in the address (`…_at`) as by a token in the header."""

ID = re.compile(r"[0-9a-f]{32}")
_KIND = 20


def install(app: Flask, settings: Settings) -> None:
    """Before everything else: what is written after a request is written last, when the answer is complete."""
    _set_scene(app, settings)

    @app.after_request
    def written(response: Response) -> Response:
        if "griot_trail" not in g:  # an answer about a line that failed gets no line itself
            g.setdefault("griot_trail", True)
            write_line(response.status_code)
        return response


def _set_scene(app: Flask, settings: Settings) -> None:
    inner: Callable[..., Iterable[bytes]] = app.wsgi_app

    def visited(environ: dict[str, str], start_response: object) -> Iterable[bytes]:
        with acting.visited(address_as(settings.trail_address, environ.get("REMOTE_ADDR", ""))):
            return inner(environ, start_response)

    app.wsgi_app = visited  # type: ignore[method-assign]


def write_line(status: int) -> None:
    """Write what the request was, unless an action has written it, or nobody is signed in, or the table leaves it out.

    Strangers are sent to the sign-in page whatever they ask for: they leave no line each, else they could fill the
    trail.
    """
    viewer, endpoint, scene = g.get("viewer"), request.endpoint or "", acting.scene()
    if viewer is None or endpoint in LEFT_OUT or (scene is not None and scene.lines):
        return
    name = endpoint.removesuffix("_at")
    action, kind = {**SHOWS, **MACHINES}.get(name, (Action.CONSULTATION, endpoint.partition(".")[0][:_KIND]))
    detail: dict[str, Json] = {"page": endpoint}
    if status >= HTTPStatus.BAD_REQUEST:
        action, detail = Action.REFUSED, {**detail, "status": status}
    with store().writing() as session:
        audit.write(session, viewer, action, kind or "page", _subject(), detail=detail)


def _subject() -> str:
    """The id that the address names, whether or not there is such a thing; whatever else was typed is not kept."""
    given = [value for name, value in (request.view_args or {}).items() if name.endswith("_id")]
    return next((value for value in given if isinstance(value, str) and ID.fullmatch(value)), "")
