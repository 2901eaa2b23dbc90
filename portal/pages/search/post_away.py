"""At a post with the line down: a page that stays on the phone, what it needs, and the list of documents to carry.

The page is the same for every officer: no name, no unit, no token. What is kept on the phone is locked by the phone
itself (`portal/static/post/vault.js`); here is nothing of it.
"""

import json

from flask import Blueprint, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from casefile.errors import BadInput, Conflict, NotThere, OverBudget
from casefile.policy.permissions import Permission
from casefile.posts import posts
from casefile.subjects.identifiers.groups import PLACEHOLDERS
from casefile.subjects.issuers import COUNTRIES
from casefile.vocabulary import Purpose
from portal.show.guide.forged import FORGED
from portal.show.guide.shapes import carried
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.kept import keys

blueprint = Blueprint("post_away", __name__, url_prefix="/post")

SCRIPTS = ("post/zone.js", "post/extract.js", "post/vault.js", "post/send.js", "post/away.js")
"""`portal/static/<name>` of the page that stays on the phone, in the order in which they are read."""
STAYS = ("post.css", "griot.svg", *SCRIPTS)


@blueprint.get("/away")
@needs(Permission.SEARCH)
def shell() -> str:
    """The page that stays on the phone."""
    return render_template(
        "front_line/away.html",
        scripts=SCRIPTS,
        purposes=list(Purpose),
        forged=FORGED,
        shapes=carried(),
        issuers=" ".join(f"{letters}{code}" for letters, code in sorted(COUNTRIES.items())),
        placeholders=" ".join(sorted(word for word in PLACEHOLDERS if word.isascii() and word.isdigit())),
    )


@blueprint.get("/worker.js")
@needs(Permission.SEARCH)
def worker() -> Response:
    """The script that answers with that page where no line is. It may keep these addresses and no other."""
    stays = [url_for("static", filename=name) for name in STAYS]
    text = render_template(
        "front_line/worker.js",
        shell=url_for("post_away.shell"),
        ask=url_for("front_line.page"),
        stays=json.dumps(stays),
    )
    return Response(text, content_type="text/javascript; charset=utf-8")


@blueprint.get("/line")
@needs(Permission.SEARCH)
def line() -> dict[str, str]:
    """Whether the line is there, asked by the page that stays: whose phone it is now, and the token of a form."""
    return {"holder": keys.holder(), "token": generate_csrf()}


@blueprint.route("/list", methods=["GET", "POST"])
@needs(Permission.SEARCH)
def extract() -> str | Response | tuple[str, int]:
    """The documents on published lists as a file for one of the unit's posts."""
    if request.method == "GET":
        return _asked({})
    name, reason = request.form.get("post", ""), request.form.get("reason", "")
    try:
        with store().writing() as session:
            drafted = posts.draft_at_portal(session, viewer(), name, reason)
    except (BadInput, Conflict, NotThere, OverBudget) as error:
        field = getattr(error, "field", "") or "post"
        return _asked({"post": name, "reason": reason}, [(field, translated(error))]), error.status
    text, header = drafted.make()
    headers = {"Content-Disposition": f"attachment; filename=griot-{header.made_at:%Y-%m-%d}.extract"}
    return Response(text, content_type="application/octet-stream", headers=headers)


def _asked(given: dict[str, str], problems: list[tuple[str, str]] | None = None) -> str:
    with store().reading() as session:
        names = posts.own_posts(session, viewer())
    return render_template("front_line/list.html", posts=names, given=given, problems=problems or [])
