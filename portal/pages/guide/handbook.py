"""The handbook: its contents with the reader's own chapters first, search in it, a chapter, a picture.

Words of the product, the same for everybody: no line in the trail, no reason, no budget. What is typed to search in it
is posted, so that it stands in no address, no log and no history of the browser.
"""

from flask import Blueprint, abort, render_template, request, send_file
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.show.guide import book, book_search
from portal.web.context import viewer
from portal.web.gate import every_officer

blueprint = Blueprint("handbook", __name__, url_prefix="/help/handbook")


@blueprint.get("")
@every_officer
def contents() -> str:
    return _contents("", None)


@blueprint.post("")
@every_officer
def find() -> str:
    text = request.form.get("text", "").strip()[: book_search.LONGEST]
    return _contents(text, book_search.find(text, _language(), _("Glossary")) if text else None)


@blueprint.get("/<chapter>")
@every_officer
def read(chapter: str) -> str:
    if chapter not in book.NAMED:
        abort(404)
    rendered = book.read(chapter, _language())
    before, after = book.neighbours(rendered.chapter)
    return render_template(
        "handbook/chapter.html", chapter=rendered, body=rendered.html_for(viewer()), before=_titled(before),
        after=_titled(after),
    )  # fmt: skip


@blueprint.get("/picture/<shown>.<language>.png")
@every_officer
def picture(shown: str, language: str) -> Response:
    file = book.picture(shown, language)
    if file is None:
        abort(404)
    return send_file(file, mimetype="image/png")


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "en"


def _titled(one: book.Chapter | None) -> book.Rendered | None:
    return book.read(one.name, _language()) if one else None


def _contents(text: str, found: list[book_search.Found] | None) -> str:
    language = _language()
    parts = [(part.title, [book.read(one.name, language) for one in part.chapters]) for part in book.PARTS]
    return render_template(
        "handbook/contents.html", parts=parts, own=[book.read(one.name, language) for one in book.own(viewer())],
        text=text, found=found, longest=book_search.LONGEST,
    )  # fmt: skip
