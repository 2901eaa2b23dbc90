"""What is due, in words: its title, what to press, and where that leads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, url_for
from flask_babel import ngettext

from casefile import due
from casefile.due import Line
from casefile.policy.oversight.due import Urgency
from casefile.storage import tables
from casefile.vocabulary import Due
from portal.web.context import store, viewer
from portal.web.i18n import lazy_gettext as _

DAYS_FROM = timedelta(hours=48)
"""From here on a clock is said in days."""


Many = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """`title` of one thing, `many` of the list of them; `act` is the verb on the button, empty: nothing is pressed."""

    title: str
    act: str
    listing: str = ""
    page: str = ""
    """Where one of them is done; its id is given as `key`."""
    key: str = ""
    many: Many | None = None
    args: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""


def _contact(title: str, act: str, hint: str = "", page: str = "contacts.page") -> Shown:
    return Shown(title, act, "pointers.listing", page, "pointer_id", hint=hint)


def _watch(title: str, act: str, hint: str = "", many: Many | None = None) -> Shown:
    return Shown(title, act, "watches.listing", "watches.page", "watch_id", many=many, hint=hint)


def _listed(act: str, listing: str, many: Many, **args: str) -> Shown:
    """A kind that is done in its list."""
    return Shown("", act, listing, many=many, args=args)


KINDS: Mapping[Due, Shown] = {
    Due.OWNER_ANSWER: _contact(
        _("Answer: may the other unit know?"), _("Answer"), _("The other unit knows nothing yet."), "pointers.question"
    ),
    Due.ACKNOWLEDGE: _contact(_("Acknowledge"), _("Open the contact")),
    Due.DECIDE: _contact(_("Decide: share, meet, act together or decline"), _("Open the contact")),
    Due.OUTCOME: _contact(_("State what came of it"), _("Open the contact")),
    Due.TAKEN_BACK: Shown(
        _("A pointer was taken back"), _("Note it"), "pointers.listing", hint=_("Do not act on it.")
    ),
    Due.RECALLED_VALUES: _contact(
        _("What you received no longer stands"), _("Acknowledge"), _("Do not rely on it any more.")
    ),
    Due.SECOND_RELEASE: _contact(_("A colleague asks you to confirm a release"), _("Check")),
    Due.MAGISTRATE_ASKS: _contact(_("The magistrate asks for more"), _("Answer")),
    Due.WATCH_ENDS: _watch(
        _("A watch ends"), _("Decide"), _("Renew it, or let it end."),
        lambda n: ngettext("%(num)d more watch ends", "%(num)d more watches end", n),
    ),
    Due.WATCH_BROKEN: _watch(
        _("A watch finds nothing"), _("Complete it"), _("The search engine rejects it. Amend it."),
        lambda n: ngettext("%(num)d more watch finds nothing", "%(num)d more watches find nothing", n),
    ),
    Due.WATCH_RETURNED: _watch(
        _("A watch was refused"), _("Read why"), "",
        lambda n: ngettext("%(num)d more watch was refused", "%(num)d more watches were refused", n),
    ),
    Due.WATCH_APPROVE: _listed(_("Decide"), "watches.approvals", lambda n: ngettext(
        "%(num)d watch waits for your approval", "%(num)d watches wait for your approval", n)),
    Due.RECORD_REVIEW: Shown(
        _("The review of a record is due"), _("Review"), "retention.listing", "retention.extend", "record_id",
        hint=_("Extend it, or let it go."), many=lambda n: ngettext(
            "The review of %(num)d more record is due", "The review of %(num)d more records is due", n),
    ),
    Due.RECORD_DISPUTED: Shown(
        _("A record is disputed"), _("Settle"), "cases.listing", "disputes.page", "record_id",
        hint=_("Until then it is in no search and no comparison."), many=lambda n: ngettext(
            "%(num)d more record is disputed", "%(num)d more records are disputed", n),
    ),
    Due.HOLD_SECOND: _listed(_("Decide"), "retention.listing", lambda n: ngettext(
        "One hold waits for a second officer", "%(num)d holds wait for a second officer", n)),
    Due.EXHIBIT_OFFERED: _listed(_("Take over"), "exhibits.listing", lambda n: ngettext(
        "One exhibit waits for you to take it over", "%(num)d exhibits wait for you to take them over", n)),
    Due.JOINT_ANSWER: Shown(
        _("A joint case is proposed to your unit"), _("Answer"), "joint.listing", "joint.page", "joint_id",
        many=lambda n: ngettext("%(num)d more joint case is proposed", "%(num)d more joint cases are proposed", n),
    ),
    Due.IMPORT_RUNNING: Shown(_("An import is running"), ""),
    Due.RECORD_FAULTY: _listed(_("Look"), "quality.page", lambda n: ngettext(
        "%(num)d record of yours has a value to set right", "%(num)d records of yours have values to set right", n)),
    Due.DRAFT: _listed(_("Go on"), "drafts.listing", lambda n: ngettext(
        "%(num)d draft is not finished", "%(num)d drafts are not finished", n)),
    Due.CASE_RECEIVED: _listed(_("Open"), "handover.received", lambda n: ngettext(
        "%(num)d case waits for your signature", "%(num)d cases wait for your signature", n)),
    Due.DOSSIER_RECEIVED: _listed(_("Open"), "dossiers.received", lambda n: ngettext(
        "%(num)d dossier has not been opened", "%(num)d dossiers have not been opened", n)),
    Due.QUEUE_LONGER: _listed(_("Judge"), "coordination.waiting", lambda n: ngettext(
        "%(num)d hit has waited for more than a week", "%(num)d hits have waited for more than a week", n),
        age="longer"),
    Due.QUEUE_WEEK: _listed(_("Judge"), "coordination.waiting", lambda n: ngettext(
        "%(num)d hit has waited for three to seven days", "%(num)d hits have waited for three to seven days", n),
        age="week"),
    Due.QUEUE_THREE_DAYS: _listed(_("Judge"), "coordination.waiting", lambda n: ngettext(
        "%(num)d hit has waited for one to three days", "%(num)d hits have waited for one to three days", n),
        age="three_days"),
    Due.QUEUE_DAY: _listed(_("Judge"), "coordination.waiting", lambda n: ngettext(
        "%(num)d hit of today waits", "%(num)d hits of today wait", n), age="day"),
    Due.CONTRADICTION: _listed(_("Look"), "coordination.conflicts", lambda n: ngettext(
        "%(num)d pair of decisions contradict each other", "%(num)d pairs of decisions contradict each other", n)),
    Due.UNIT_LATE: _listed(_("Call"), "contact_office.listing", lambda n: ngettext(
        "%(num)d unit is late in a contact", "%(num)d units are late in a contact", n)),
    Due.HELP_ASKED: _listed(_("Help"), "contact_office.listing", lambda n: ngettext(
        "%(num)d unit asks for help", "%(num)d units ask for help", n)),
    Due.RECALL_UNNOTED: _listed(_("Call"), "contact_office.listing", lambda n: ngettext(
        "%(num)d recall has not been acknowledged", "%(num)d recalls have not been acknowledged", n)),
    Due.OPERATION_CALL: _listed(_("Look"), "operations.listing", lambda n: ngettext(
        "The coordination office asks you to call about %(num)d planned operation",
        "The coordination office asks you to call about %(num)d planned operations", n)),
    Due.OPERATIONS_MEET: _listed(_("Decide"), "operations.meetings", lambda n: ngettext(
        "%(num)d conflict of planned operations", "%(num)d conflicts of planned operations", n)),
    Due.NETWORK_GROWN: _listed(_("Look"), "coordination.networks", lambda n: ngettext(
        "%(num)d network across units grew in the last 7 days",
        "%(num)d networks across units grew in the last 7 days", n)),
    Due.AGREEMENT_ENDS: _listed(_("Look"), "agreements.listing", lambda n: ngettext(
        "%(num)d agreement ends within 30 days", "%(num)d agreements end within 30 days", n)),
    Due.PROTECTED_HIT: _listed(_("Judge"), "review.queue", lambda n: ngettext(
        "%(num)d protected hit waits for a judgement", "%(num)d protected hits wait for a judgement", n),
        desk="protection"),
    Due.PROTECTED_CONTACT: _listed(_("Acknowledge"), "protection.listing", lambda n: ngettext(
        "%(num)d contact waits for you to say that you are there",
        "%(num)d contacts wait for you to say that you are there", n)),
    Due.PROTECTED_SECOND: _listed(_("Decide"), "protection.listing", lambda n: ngettext(
        "%(num)d request of another protection officer waits for you",
        "%(num)d requests of other protection officers wait for you", n)),
    Due.PROTECTION_REVIEW: _listed(_("Decide"), "protection.listing", lambda n: ngettext(
        "%(num)d person may be a victim of trafficking", "%(num)d persons may be victims of trafficking", n)),
    Due.PROTECTED_LOWER: _listed(_("Decide"), "protection.listing", lambda n: ngettext(
        "%(num)d unit asks to have a protection lowered", "%(num)d units ask to have a protection lowered", n)),
    Due.ADMIN_SECOND: _listed(_("Decide"), "admin.units", lambda n: ngettext(
        "One request of another administrator waits for you",
        "%(num)d requests of another administrator wait for you", n)),
    Due.AGREEMENT_CONFIRM: _listed(_("Decide"), "agreements.waiting", lambda n: ngettext(
        "%(num)d agreement waits for you", "%(num)d agreements wait for you", n)),
    Due.DEAD_LETTERS: _listed(_("Look"), "status.page", lambda n: ngettext(
        "%(num)d entry could not be processed", "%(num)d entries could not be processed", n)),
    Due.ALARM: _listed(_("Look"), "alarms.listing", lambda n: ngettext(
        "%(num)d alarm nobody has seen", "%(num)d alarms nobody has seen", n)),
    Due.OPENING_SECOND: _listed(_("Decide"), "seals.listing", lambda n: ngettext(
        "%(num)d request to open a sealed search waits for you",
        "%(num)d requests to open sealed searches wait for you", n)),
    Due.OPENING_READY: _listed(_("Open"), "seals.listing", lambda n: ngettext(
        "%(num)d sealed search may be opened now", "%(num)d sealed searches may be opened now", n)),
    Due.SAMPLE: _listed(_("Check"), "samples.listing", lambda n: ngettext(
        "%(num)d line of the sample is not checked yet", "%(num)d lines of the sample are not checked yet", n)),
}  # fmt: skip
"""Every kind of `vocabulary.Due`; a test holds it whole."""


def install(app: Flask) -> None:
    app.jinja_env.globals.update(due_about=about)
    app.jinja_env.filters.update(due_title=title, due_address=address)


def about(subject_id: str) -> list[tuple[Line, str]]:
    """What the own unit's contacts over one own record or watch want, each with its clock."""
    with store().reading() as session:
        lines = due.about(session, viewer(), subject_id)
    moment = tables.now()
    return [(line, clock(line, moment)) for line in lines]


def title(line: Line) -> str:
    """What is to be done."""
    shown = KINDS[line.kind]
    return str(shown.title) if line.id or shown.many is None else shown.many(line.many)


def address(line: Line) -> str:
    """Where it is done; empty where nothing is pressed."""
    shown = KINDS[line.kind]
    if not shown.act:
        return ""
    one = {shown.key: line.id} if line.id and shown.page else {}
    given: dict[str, Any] = one or dict(shown.args)
    return url_for(shown.page if one else shown.listing, **given)


def concerns(line: Line) -> str:
    """Which of the own it is about: *your record*, *your watch*; empty where it is about neither."""
    return {"record": str(_("About your record")), "watch": str(_("About your watch"))}.get(line.own_kind, "")


def clock(line: Line, now: datetime) -> str:
    """The clock that runs, in words: *5 h left*, *3 days late*; empty without one."""
    if line.due_at is None:
        return ""
    ahead, left = line.due_at > now, abs(line.due_at - now)
    if left >= DAYS_FROM:
        days = left.days
        if ahead:
            return ngettext("%(num)d day left", "%(num)d days left", days)
        return ngettext("%(num)d day late", "%(num)d days late", days)
    hours = int(left.total_seconds() // 3600)
    if not hours:
        return str(_("less than an hour left")) if ahead else str(_("just late"))
    if ahead:
        return ngettext("%(num)d hour left", "%(num)d hours left", hours)
    return ngettext("%(num)d hour late", "%(num)d hours late", hours)


TONES = {Urgency.LATE: "bad", Urgency.SOON: "warn", Urgency.CALM: "calm"}
