"""Pairs of names: compared before the reviewer's eyes, marked the same or not, taken out as a labelled file."""

import csv
import io

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from casefile import limits
from casefile.errors import BadInput
from casefile.hits import name_judgements
from casefile.names import NameMatch, compare
from casefile.policy.permissions import Permission
from casefile.vocabulary import Judgement
from portal.pages.lists.pattern import asked_anew
from portal.pages.lists.pattern import listing as listed
from portal.pages.lists.tables import NAME_PAIRS
from portal.show import evidence
from portal.show.cells import safe_cell
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs

blueprint = Blueprint("name_pairs", __name__, url_prefix="/names")

COLUMNS = ("id", "left", "right", "label", "kind", "source")


@blueprint.get("/")
@needs(Permission.JUDGE_NAMES)
def listing() -> str:
    return _page("", "", None, [])


@blueprint.post("/")
@needs(Permission.JUDGE_NAMES)
def judge() -> AnyResponse | str | tuple[str, int]:
    """Without a judgement the two names are only compared and shown with the reason."""
    left, right = (request.form.get(name, "").strip() for name in ("left", "right"))
    asked = request.form.get("judgement", "")
    if asked not in set(Judgement):
        if not left or not right:
            return _page(left, right, None, [("left", _("Enter both names."))]), 422
        return _page(left, right, compare(left[: limits.JUDGED_NAME], right[: limits.JUDGED_NAME]), [])
    try:
        with store().writing() as session:
            name_judgements.judge(session, viewer(), left, right, Judgement(asked))
    except BadInput as error:
        return _page(left, right, None, [(error.field or "left", translated(error))]), 422
    flash(_("Saved. The next refit learns from it."), "good")
    return redirect(url_for("name_pairs.listing"), 303)


@blueprint.post("/find")
@needs(Permission.JUDGE_NAMES)
def find() -> AnyResponse:
    """Find, narrow and sort: what is typed stands locked in the address."""
    return asked_anew(NAME_PAIRS)


@blueprint.get("/labelled.csv")
@needs(Permission.JUDGE_NAMES)
def labelled() -> Response:
    """The judged pairs in the form that `griot names evaluate` and `griot names fit` read."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    with store().reading() as session:
        for pair in name_judgements.labelled(session):
            writer.writerow({key: safe_cell(value) for key, value in pair.items()})
    return Response(
        text.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=griot-name-pairs.csv"},
    )


def _page(left: str, right: str, match: NameMatch | None, problems: list[tuple[str, str]]) -> str:
    return render_template(
        "name_pairs/listing.html",
        left=left,
        right=right,
        match=match,
        problems=problems,
        name_rule=evidence.name_rule,
        name_answers=evidence.NAME_ANSWERS,
        list=listed(NAME_PAIRS),
    )
