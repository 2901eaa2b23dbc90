"""Lists, those that others publish and a unit's own: of which date each is, a new file of one looked at, brought in.

Of a published list nobody it names is shown.
"""

import tempfile
from datetime import UTC, datetime, time
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from casefile.errors import BadInput, CasefileError
from casefile.exchange.incoming import FileRefused, ImportReport, ListRefused
from casefile.exchange.sources.adapters import ADAPTERS, Wish
from casefile.exchange.sources.at_portal import OwnTerms, bring, kinds_for, lists_of, look, on_their_way
from casefile.exchange.sources.lists import ListLook
from casefile.policy.network.sources import OWN_LIST, Refusal
from casefile.policy.permissions import Permission
from casefile.subjects.dates.reading import read_date
from casefile.vocabulary import DateKind, SubjectCategory
from portal.web.bodies import LARGEST_FILE_BYTES, takes_up_to
from portal.web.context import store, viewer
from portal.web.errors import filled, translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext

blueprint = Blueprint("lists", __name__, url_prefix="/lists")

REFUSED = {
    Refusal.OLDER: lazy_gettext(
        "Nothing was imported: this file is of %(date)s, and the list of %(newest)s is in. To go back, tick it below."
    ),
    Refusal.SEEN: lazy_gettext(
        "Nothing was imported: this file came in before, and a newer one since. To go back, tick it below."
    ),
    Refusal.SHRINKS: lazy_gettext(
        "Nothing was imported: this file lacks %(missing)s of the %(listed)s entries of the list. It seems cut off. If "
        "the list did shrink, or the file says only what has changed, tick it below."
    ),
}
MOST_FAULTS = 20
"""So many lines of what is wrong are shown; the command names all."""


MOST_LEAVING = 20
"""So many of the ids that would leave a list are shown."""
OWN_WORDS = {
    "sltd": lazy_gettext("Stolen and lost travel documents"),
    OWN_LIST: lazy_gettext("A list of your unit, in FollowTheMoney"),
}
"""Published lists are called as their publishers call them."""


@blueprint.get("/")
@needs(Permission.ADMINISTER, Permission.ENTER_RECORD)
def listing() -> str:
    return _page([], [])


@blueprint.post("/")
@takes_up_to(LARGEST_FILE_BYTES)
@needs(Permission.ADMINISTER, Permission.ENTER_RECORD)
def bring_in() -> Response | tuple[str, int]:
    """A file of a list, looked at or brought in. It comes in by parts: whoever leaves finds here how far it is."""
    try:
        kind, wish, given = _kind(), _wish(), request.files.get("file")
        if given is None or not given.filename:
            raise BadInput("Choose the file.", field="file")
        if request.form.get("do") == "look":
            return _page([], [], _looked(kind, wish, given)), 200
        report = _brought(kind, wish, given)
    except (FileRefused, ListRefused) as error:
        return _page([("file", _sentence(error))], error.report.problems[:MOST_FAULTS]), 422
    except BadInput as error:
        return _page([(error.field or "file", translated(error))], []), 422
    except CasefileError as error:
        return _page([("file", translated(error))], []), error.status
    flash(_said(report), "good")
    return redirect(url_for("lists.listing"), 303)


def _sentence(error: FileRefused | ListRefused) -> str:
    if isinstance(error, ListRefused):
        return filled(str(REFUSED[error.refusal]), error.said)
    return _("Nothing was imported. Correct the file, or fetch it again, and repeat the import.")


def _kind() -> str:
    kind = request.form.get("kind", "")
    if kind not in kinds_for(viewer()):
        raise BadInput("Choose the list.", field="kind")
    return kind


def _wish() -> Wish:
    said = request.form.get("as_of", "").strip()
    day = read_date(said, DateKind.LISTED, field="as_of") if said else None
    if day is not None and len(day.value) != len("2026-01-31"):
        raise BadInput("Give the whole date of the list: day, month and year.", field="as_of")
    as_of = datetime.combine(datetime.fromisoformat(day.value), time(), UTC) if day else None
    ticked = {name: bool(request.form.get(name)) for name in ("older", "shrink", "delta")}
    return Wish(as_of=as_of, **ticked)


def _own_terms() -> OwnTerms:
    form, category = request.form, request.form.get("subject_category", "")
    return OwnTerms(
        form.get("list", ""), form.get("case", ""), SubjectCategory(category) if category in CATEGORIES else None,
        form.get("suspicion_note", "").strip(), form.get("legal_basis", ""),
    )  # fmt: skip


CATEGORIES = frozenset(SubjectCategory)


def _brought(kind: str, wish: Wish, given: FileStorage) -> ImportReport:
    with tempfile.TemporaryDirectory() as folder:
        return bring(store(), viewer(), _saved(folder, given), kind, wish, _own_terms())


def _looked(kind: str, wish: Wish, given: FileStorage) -> ListLook:
    with tempfile.TemporaryDirectory() as folder:
        return look(store(), viewer(), _saved(folder, given), kind, wish, _own_terms())


def _saved(folder: str, given: FileStorage) -> Path:
    path = Path(folder) / "list"
    given.save(path)
    return path


def _said(report: ImportReport) -> str:
    said = _(
        "%(read)d read: %(created)d new, %(updated)d changed, %(unchanged)d as before, %(withdrawn)d no longer listed "
        "and withdrawn.",
        read=report.read, created=report.created, updated=report.updated, unchanged=report.unchanged,
        withdrawn=report.withdrawn,
    )  # fmt: skip
    if report.faults:
        said += " " + _("%(count)d values could not be read as what they are given for.", count=len(report.faults))
    return said


def _page(problems: list[tuple[str, str]], faults: list[str], looked: ListLook | None = None) -> str:
    kinds = kinds_for(viewer())
    return render_template(
        "lists/page.html", sources=lists_of(store(), viewer()), runs=on_their_way(store(), viewer()),
        problems=problems, faults=faults, given=request.form, look=looked, most=MOST_LEAVING,
        kinds=[(kind, OWN_WORDS[kind] if kind in OWN_WORDS else ADAPTERS[kind].name) for kind in kinds],
        own=OWN_LIST in kinds, show_ids=request.form.get("kind") == OWN_LIST,
        categories=[one for one in SubjectCategory if one is not SubjectCategory.NONE],
    )  # fmt: skip
