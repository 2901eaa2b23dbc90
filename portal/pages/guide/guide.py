"""Pages of words, the same for everybody: the glossary, the keys, the first day by duty, and the style guide.

They show nobody's data. The style guide is there where the installation is for development or training alone
(`GRIOT_DEMO` or `GRIOT_TEST_NETWORK`); elsewhere its address leads nowhere.
"""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from casefile.people import profiles
from casefile.vocabulary import RecordKind
from portal.pages.guide import samples
from portal.show.guide import glossary, tokens
from portal.show.guide.first_day import steps_for
from portal.web.context import settings, store, viewer
from portal.web.gate import every_officer

blueprint = Blueprint("guide", __name__)


@blueprint.get("/help/glossary")
@every_officer
def terms() -> str:
    return render_template("guide/glossary.html", terms=glossary.TERMS)


@blueprint.get("/help/keys")
@every_officer
def keys() -> str:
    return render_template("guide/keys.html")


@blueprint.get("/help/first-day")
@every_officer
def first_day() -> str:
    with store().reading() as session:
        open_still = profiles.tour_is_open(session, viewer())
    return render_template("guide/first_day.html", steps=steps_for(viewer()), open=open_still)


@blueprint.post("/help/first-day")
@every_officer
def put_away() -> Response:
    """The officer has seen it: the desk offers it no more."""
    with store().writing() as session:
        profiles.put_tour_away(session, viewer())
    return redirect(url_for("home.start"), 303)


@blueprint.get("/styleguide")
@every_officer
def styles() -> str:
    if not (settings().demo or settings().test_network):
        abort(404)
    return render_template(
        "guide/styles.html", colours=tokens.colours(), sizes=tokens.sizes(), form=samples.form(),
        list=samples.a_list(), person=samples.PERSON, choices=RecordKind,
    )  # fmt: skip
