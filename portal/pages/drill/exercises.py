"""Exercises in data entry: a text that comes in, a form, and the result fact by fact. Nothing of an answer is kept."""

from flask import Blueprint, render_template, request
from werkzeug.datastructures import ImmutableMultiDict

from casefile.errors import BadInput
from casefile.subjects.dates.reading import read_date
from casefile.training.exercises.exercise import GRADES, answered, exercise, exercises
from casefile.training.facts import BIRTH, CATEGORY, NAME, NATIONALITY, SEX
from casefile.vocabulary import DateKind, FactKind, IdentifierKind, PlaceKind, Sex, SubjectCategory
from portal.show.drill import words
from portal.web.errors import translated
from portal.web.gate import every_officer

blueprint = Blueprint("exercises", __name__, url_prefix="/exercises")

TYPED = (
    NAME, "name-2", BIRTH, IdentifierKind.PHONE.value, "phone-2", IdentifierKind.PASSPORT.value,
    IdentifierKind.NATIONAL_ID.value, IdentifierKind.PLATE.value, IdentifierKind.HULL.value, PlaceKind.ADDRESS.value,
    PlaceKind.DEPARTURE.value, PlaceKind.LANDING.value, PlaceKind.SEEN.value, FactKind.PEOPLE.value,
)  # fmt: skip
"""The lines of the form: the same for every exercise, so that it gives nothing away. A second one ends on 2."""
COUNTRIES = ("SN", "MR", "GM", "ML", "GN", "CI", "GW", "ES", "FR", "MA")
MOST = 200


@blueprint.get("/")
@every_officer
def listing() -> str:
    return render_template("exercises/listing.html", exercises=exercises(), grades=GRADES, words=words)


@blueprint.route("/<exercise_name>", methods=["GET", "POST"])
@every_officer
def page(exercise_name: str) -> str | tuple[str, int]:
    """The text and the form; after an answer the result above it, with what was typed."""
    one, problems, result = exercise(exercise_name), list[tuple[str, str]](), None
    if request.method == "POST":
        try:
            result = answered(one, _entered(request.form))
        except BadInput as error:
            problems = [(error.field or BIRTH, translated(error))]
    html = render_template(
        "exercises/page.html", one=one, result=result, problems=problems, given=request.form, typed=TYPED, words=words,
        countries=COUNTRIES, sexes=Sex, categories=SubjectCategory,
    )  # fmt: skip
    return html, (422 if problems else 200)


def _entered(form: ImmutableMultiDict[str, str]) -> dict[str, tuple[str, ...]]:
    """The facts as typed; a date is read as everywhere. Raises BadInput."""
    found: dict[str, list[str]] = {}
    for line in (*TYPED, SEX, NATIONALITY, CATEGORY):
        text = form.get(line, "").strip()[:MOST]
        if not text:
            continue
        if line == BIRTH:
            known = read_date(text, DateKind.BIRTH, field=BIRTH)
            text = known.value if known else ""
        found.setdefault(line.partition("-")[0], []).append(text)
    return {fact: tuple(values) for fact, values in found.items()}
