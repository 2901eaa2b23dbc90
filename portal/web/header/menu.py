"""What is offered to whom: the main menu and the tiles of the home page, from one table."""

from dataclasses import dataclass
from typing import TypedDict

from flask import Flask, g, request, url_for

from casefile.policy.permissions import Permission as P
from casefile.vocabulary import Due as D
from portal.web.context import settings
from portal.web.header import due
from portal.web.i18n import lazy_gettext as _


class Entry(TypedDict):
    """A line of the menu."""

    url: str
    label: str
    current: bool
    due: int
    """How many things are due behind it."""


class Tile(TypedDict):
    """A field of the home page."""

    url: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A page, whom it is offered to (one of the permissions), its name, and what it is for."""

    endpoint: str
    permissions: frozenset[P]
    label: str
    text: str
    in_menu: bool = True
    """Whether it stands in the menu too; what is read now and then is a tile of the home page alone."""


CASE_WORK = frozenset({P.READ_JOINT})
"""Of those who work on cases; the coordinator reads records of others and has none."""

OFFERS = (
    Offer("unit.page", frozenset({P.READ_UNIT_FIGURES}), _("Unit in figures"),
          _("What waits for an answer, how fast you answer, which watches end, who was trained.")),
    Offer("records.enter", frozenset({P.ENTER_RECORD}), _("Enter a record"),
          _("A report in free text, a person, a number, a vehicle, a boat, an event.")),
    Offer("drafts.listing", frozenset({P.ENTER_RECORD}), _("Your drafts"),
          _("Typed and not saved. Only you see them; nothing of them is searched or compared."), in_menu=False),
    Offer("search.form", frozenset({P.SEARCH}), _("Search"),
          _("By name in any spelling or script, by number, by words.")),
    Offer("checks.listing", frozenset({P.SEARCH}), _("Check a list"),
          _("Up to 5,000 names, phones, documents or plates at once."), in_menu=False),
    Offer("front_line.page", frozenset({P.SEARCH}), _("At the post"),
          _("One question, one answer: a document, a plate, a telephone, a name.")),
    Offer("cases.listing", CASE_WORK, _("Cases"), _("Your unit’s cases and their records.")),
    Offer("watches.listing", frozenset({P.READ_WATCH}), _("Watchlists"),
          _("The subjects your unit watches for, with ground and expiry.")),
    Offer("watches.approvals", frozenset({P.REVIEW_HIT, P.REVIEW_PROTECTED_HIT}), _("Wide watches"),
          _("Watches that find nothing or too much, which a unit asks to keep.")),
    Offer("exhibits.listing", frozenset({P.KEEP_EXHIBITS}), _("Exhibits"),
          _("Photos, scans and files you hold, and what colleagues hand to you.")),
    Offer("tables.listing", frozenset({P.BRING_TABLE}), _("Tables"),
          _("Bring in a table your unit keeps, as records or as watches."), in_menu=False),
    Offer("retention.listing", CASE_WORK, _("Retention"),
          _("Records whose date comes near: extend them, hold them, or let them go."), in_menu=False),
    Offer("quality.page", CASE_WORK, _("Quality of the data"),
          _("What in your records is missing, impossible, written twice or unreadable, and how it is set right."),
          in_menu=False),
    Offer("pointers.listing", frozenset({P.READ_POINTER}), _("Pointers"),
          _("Which other units investigate the same subjects as yours.")),
    Offer("consulted.listing", frozenset({P.READ_CONSULTED}), _("Read by others"),
          _("Which units opened what yours released, when and why."), in_menu=False),
    Offer("joint.listing", frozenset({P.READ_JOINT}), _("Joint cases"),
          _("Cases your unit holds together with others, and what each puts in.")),
    Offer("operations.listing", frozenset({P.PLAN_OPERATION}), _("Planned operations"),
          _("What your unit plans, where and when. The coordination office sees where two units meet; nobody else."),
          in_menu=False),
    Offer("operations.meetings", frozenset({P.COORDINATE}), _("Operations that meet"),
          _("Two units that plan at one place and time. Neither learns of it before you decide."), in_menu=False),
    Offer("coordination.networks", frozenset({P.COORDINATE}), _("Networks across units"),
          _("Networks of which several units hold a part, and how they grow: figures alone, counted each night."),
          in_menu=False),
    Offer("coordination.own", frozenset({P.READ_RECIPROCITY}), _("Reciprocity"),
          _("How your unit answers others, and how they answer yours."), in_menu=False),
    Offer("picture.page", frozenset({P.READ_PICTURE}), _("Picture"),
          _("Departures, means, prices, nationalities, hits and answers of a month, over all units.")),
    Offer("handover.received", frozenset({P.RECEIVE_CASE}), _("Cases received"),
          _("Cases handed to your service, each with its list and receipt.")),
    Offer("dossiers.received", frozenset({P.RECEIVE_CASE}), _("Dossiers"),
          _("Sealed dossiers of hits, addressed to your service.")),
    Offer("review.queue", frozenset({P.REVIEW_HIT, P.REVIEW_PROTECTED_HIT}), _("Review"),
          _("Hits waiting for your judgement, both sides on one page.")),
    Offer("contact_office.listing", frozenset({P.REVIEW_HIT, P.REVIEW_PROTECTED_HIT}), _("Contacts"),
          _("Units that are late, ask for help, or have not acknowledged a recall.")),
    Offer("protection.listing", frozenset({P.REVIEW_PROTECTED_HIT}), _("Protection"),
          _("Contacts between protection officers, what waits for a second one, requests of units.")),
    Offer("name_pairs.listing", frozenset({P.JUDGE_NAMES}), _("Names"), _("Pairs of names: the same, or not.")),
    Offer("audit.listing", frozenset({P.READ_AUDIT}), _("Trail"),
          _("Who looked for what, when and why; who gave what to whom; samples to check.")),
    Offer("alarms.listing", frozenset({P.READ_ALARMS}), _("Alarms"),
          _("Who asks more than usual, and series of nearly the same question.")),
    Offer("proof.page", frozenset({P.READ_AUDIT}), _("Proof"),
          _("Signed checkpoints: that nothing was rewritten, and who countersigned.")),
    Offer("status.page", frozenset({P.READ_BACKLOG}), _("Status"),
          _("What is not yet indexed, compared or sent, and what failed.")),
    Offer("agreements.waiting", frozenset({P.ADMINISTER}), _("Agreements"),
          _("Pairs of units that a coordinator proposes to connect by treaty.")),
    Offer("lists.listing", frozenset({P.ADMINISTER}), _("Lists"),
          _("Lists that others publish: of which date each is, and a new file of one.")),
    Offer("trainings.listing", frozenset({P.TRAIN}), _("Register of training"),
          _("Who was trained in what, by whom and when."), in_menu=False),
    Offer("admin.units", frozenset({P.ADMINISTER}), _("Units and officers"),
          _("Who is on the network; one-time links for passwords.")),
)  # fmt: skip

TRAINING = (
    Offer(
        "simulation.desk", frozenset(P), _("Joint simulation"), _("What has come in for you, and what to do with it.")
    ),
    Offer("exercises.listing", frozenset(P), _("Exercises"), _("Enter what comes in, and see what was right.")),
)
"""In a training space alone, before all others."""


AT_HOME = frozenset({"home.start", "drafts.listing", "consulted.listing", "history.page", "quality.page"})
"""Pages that are reached from the home page alone."""
BELONGS_TO = {
    "tokens": "admin",
    "webhooks": "admin",
    "seals": "audit",
    "samples": "audit",
    "officers": "admin",
    "reach": "admin",
    "contacts": "pointers",
}
"""Pages that stand under another one's entry."""


COUNTED_AT = {
    "drafts.listing": frozenset({D.DRAFT}),
    "quality.page": frozenset({D.RECORD_FAULTY}),
    "pointers.listing": frozenset(
        {D.OWNER_ANSWER, D.ACKNOWLEDGE, D.DECIDE, D.OUTCOME, D.TAKEN_BACK, D.RECALLED_VALUES, D.SECOND_RELEASE,
         D.MAGISTRATE_ASKS}
    ),
    "watches.listing": frozenset({D.WATCH_ENDS, D.WATCH_BROKEN, D.WATCH_RETURNED}),
    "watches.approvals": frozenset({D.WATCH_APPROVE}),
    "retention.listing": frozenset({D.RECORD_REVIEW, D.RECORD_DISPUTED, D.HOLD_SECOND}),
    "exhibits.listing": frozenset({D.EXHIBIT_OFFERED}),
    "joint.listing": frozenset({D.JOINT_ANSWER}),
    "handover.received": frozenset({D.CASE_RECEIVED}),
    "dossiers.received": frozenset({D.DOSSIER_RECEIVED}),
    "review.queue": frozenset({D.QUEUE_LONGER, D.QUEUE_WEEK, D.QUEUE_THREE_DAYS, D.QUEUE_DAY, D.PROTECTED_HIT}),
    "contact_office.listing": frozenset({D.UNIT_LATE, D.HELP_ASKED, D.RECALL_UNNOTED}),
    "protection.listing": frozenset({D.PROTECTED_CONTACT, D.PROTECTED_SECOND, D.PROTECTED_LOWER, D.PROTECTION_REVIEW}),
    "agreements.waiting": frozenset({D.AGREEMENT_CONFIRM}),
    "admin.units": frozenset({D.ADMIN_SECOND}),
    "status.page": frozenset({D.DEAD_LETTERS}),
    "alarms.listing": frozenset({D.ALARM}),
    "audit.listing": frozenset({D.OPENING_SECOND, D.OPENING_READY, D.SAMPLE}),
}  # fmt: skip
"""Under which entry what is due is counted, besides the desk itself."""


def install(app: Flask) -> None:
    @app.context_processor
    def menu() -> dict[str, list[Entry] | str]:
        if g.get("viewer") is None or g.officer.limited:
            return {"menu": []}
        part = (request.endpoint or "").partition(".")[0]
        part = BELONGS_TO.get(part, part)
        at_desk = g.viewer.may(P.COORDINATE)
        home = request.endpoint in AT_HOME or (at_desk and part == "coordination")
        counts = due.current()
        entries: list[Entry] = [
            {"url": url_for("home.start"), "label": _("My desk"), "current": home, "due": counts.total}
        ]
        for offer in offered():
            if not offer.in_menu:
                continue
            here = offer.endpoint.partition(".")[0] == part and (
                part != "records" or request.endpoint == offer.endpoint
            )
            url, behind = url_for(offer.endpoint), counts.of(COUNTED_AT.get(offer.endpoint, ()))
            entries.append({"url": url, "label": offer.label, "current": here, "due": behind})
        return {"menu": entries, "bell": due.tag_of(counts)}


def offered() -> list[Offer]:
    """What this request's officer is offered."""
    every = (*TRAINING, *OFFERS) if settings().training else OFFERS
    return [offer for offer in every if any(g.viewer.may(p) for p in offer.permissions)]


def tiles() -> list[Tile]:
    return [{"url": url_for(offer.endpoint), "title": offer.label, "text": offer.text} for offer in offered()]
