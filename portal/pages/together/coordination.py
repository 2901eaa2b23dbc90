"""The coordination office's desk and its lists; and each unit's own rows of reciprocity."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from casefile.coordination import agreements, desk, networks, reciprocity
from casefile.coordination.desk import Age
from casefile.policy.permissions import Permission
from casefile.storage import tables
from casefile.vocabulary import RecordKind
from portal.show import procedure
from portal.web.context import store, viewer
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("coordination", __name__, url_prefix="/coordination")

ON_THE_DESK = 5
"""Lines of a list that the desk shows; all of them stand on a page of their own."""
AGES = {
    Age.DAY: lazy_gettext("less than a day"),
    Age.THREE_DAYS: lazy_gettext("one to three days"),
    Age.WEEK: lazy_gettext("three to seven days"),
    Age.LONGER: lazy_gettext("more than a week"),
}
WHICH = {"late": True, "open": False}


@blueprint.get("/", endpoint="desk")
@needs(Permission.COORDINATE)
def overview() -> str:
    return desk_page()


def desk_page(**more: Any) -> str:
    """The desk; the coordinator's home, which shows `more`."""
    moment = tables.now()
    with store().reading() as session:
        counts = desk.counts(session, viewer())
        found = desk.unanswered(session, viewer(), limit=ON_THE_DESK)
        silent = desk.silent_units(session, viewer())
        differing = desk.conflicts(session, viewer(), limit=ON_THE_DESK)
        rows = reciprocity.table(session, viewer(), reciprocity.Month.of(moment))
    return render_template(
        "coordination/desk.html", counts=counts, pointers=_with_procedure(found), silent=silent, conflicts=differing,
        ages=AGES, rows=rows, month=reciprocity.Month.of(moment), kinds=RecordKind, procedure=procedure, **more,
    )  # fmt: skip


@blueprint.get("/pointers")
@needs(Permission.COORDINATE)
def pointers() -> str:
    """Pointers nobody answered: all, the late ones, or those in time."""
    page, which = page_number(), request.args.get("which", "")
    with store().reading() as session:
        found = desk.unanswered(
            session, viewer(), late=WHICH.get(which), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE
        )
    return render_template(
        "coordination/pointers.html", pointers=_with_procedure(found[:PAGE_SIZE]), page=page,
        more=len(found) > PAGE_SIZE, which=which if which in WHICH else "",
    )  # fmt: skip


@blueprint.get("/networks", endpoint="networks")
@needs(Permission.COORDINATE)
def across_units() -> str:
    """Networks of which several units hold a part: figures, as counted last."""
    page = page_number()
    with store().reading() as session:
        found = networks.networks(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
        counted = networks.counted_at(session, viewer())
    return render_template(
        "coordination/networks.html", networks=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE,
        counted=counted,
    )  # fmt: skip


@blueprint.get("/conflicts")
@needs(Permission.COORDINATE)
def conflicts() -> str:
    page = page_number()
    with store().reading() as session:
        found = desk.conflicts(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    return render_template(
        "coordination/conflicts.html", conflicts=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE,
        kinds=RecordKind, procedure=procedure,
    )  # fmt: skip


@blueprint.get("/waiting")
@needs(Permission.COORDINATE)
def waiting() -> str:
    """The hits that wait for a judgement, by how long: `?age=`, else the longest."""
    asked, page = request.args.get("age", ""), page_number()
    age = Age(asked) if asked in set(Age) else Age.LONGER
    with store().reading() as session:
        found = desk.waiting_by_age(session, viewer(), age, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    title = _("Waiting for %(how_long)s", how_long=AGES[age])
    return _hits(found, page, title, procedure.WAITS, age=age.value)


@blueprint.get("/owners")
@needs(Permission.COORDINATE)
def owners() -> str:
    """The hits whose owner was asked first and did not answer in time: the coordinator decides."""
    page = page_number()
    with store().reading() as session:
        found = desk.owner_silent(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    return _hits(found, page, _("Owners who did not answer"), procedure.OWNER_SILENT)


def _hits(found: list[desk.WaitingLine], page: int, title: str, says: str, **address: Any) -> str:
    here = request.endpoint or ""
    return render_template(
        "coordination/waiting.html", hits=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE, title=title,
        says=says, kinds=RecordKind, back=url_for(here, page=page - 1, **address),
        on=url_for(here, page=page + 1, **address),
    )  # fmt: skip


@blueprint.get("/reciprocity")
@needs(Permission.COORDINATE)
def table() -> str:
    """All units' figures of one month."""
    months = reciprocity.last_months(tables.now())
    asked = reciprocity.Month.read(request.args.get("month", ""))
    month = asked if asked in months else months[0]
    with store().reading() as session:
        rows = reciprocity.table(session, viewer(), month)
    return render_template("coordination/reciprocity.html", rows=rows, month=month, months=months)


@blueprint.get("/own")
@needs(Permission.READ_RECIPROCITY)
def own() -> str:
    """The own unit's rows, and the agreements it is a party to."""
    with store().reading() as session:
        rows = reciprocity.own(session, viewer())
        mine = agreements.agreements_of_unit(session, viewer())
    return render_template("coordination/own.html", rows=rows, agreements=mine)


def _with_procedure(found: list[desk.PointerLine]) -> list[tuple[desk.PointerLine, str]]:
    moment = tables.now()
    return [(line, procedure.of_pointer(line, moment - line.due_at)) for line in found]
