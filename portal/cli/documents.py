"""`griot document`: a travel document's machine-readable lines, checked; and whether its number is known."""

from datetime import datetime

import click
from sqlalchemy.orm import Session

from casefile.errors import SearchUnavailable
from casefile.policy.viewer import Viewer
from casefile.storage.clock import now
from casefile.subjects.travel_documents.checking import UNPROTECTED, CheckedZone, check_zone, problems_of
from casefile.subjects.travel_documents.shapes import remark_of, remarks, sentence
from casefile.vocabulary import Json, PostAnswer
from portal.cli.context import Installation, emit

REASON = "Check of a travel document on the command line"
SAID = {
    PostAnswer.NOTHING: "Nothing found as of {at}. Not found is not proof.",
    PostAnswer.CONTACT: "Contact this desk: {desks}",
    PostAnswer.NOT_CHECKED: "Could not be checked.",
}


@click.group("document")
def document() -> None:
    """Travel documents."""


@document.command("check")
@click.option("--mrz", required=True, help="The machine-readable lines, separated by line breaks.")
@click.option("--as", "login", default="", help="Login of the officer who asks: whose rights apply.")
@click.option(
    "--reason", default="", help="Why; kept with the question. Without it the officer’s errand at the portal."
)
@click.option("--case", "case_ref", default="", help="Reference of the case it is for; kept with the question.")
@click.pass_context
def check(ctx: click.Context, mrz: str, login: str, reason: str, case_ref: str) -> None:
    """Check the lines of MRZ digit by digit and, with --as, ask whether the document is known.

    Without --as nobody asks: the lines are checked, and what is known of the document is not.
    """
    at = now()
    zone = check_zone(mrz, at.date())
    answer, desks = PostAnswer.NOT_CHECKED, list[str]()
    if login and zone.number:
        answer, desks = _asked(ctx.obj, zone, login, reason, case_ref)
    emit(ctx, _said(zone, answer, desks, at), _stated(zone, answer, desks, at))


def _asked(
    installation: Installation, zone: CheckedZone, login: str, reason: str, case_ref: str
) -> tuple[PostAnswer, list[str]]:
    """One of the three answers, with the desks that know more, by what this officer may read and nothing else."""
    # Half a second of modules, which a check of the digits alone does without.
    from casefile import sightings
    from indexer.search.find import SearchForm
    from indexer.search.front_line import judged
    from portal.cli.search import asked

    def keep(session: Session, viewer: Viewer) -> None:
        sightings.keep(session, viewer, [sightings.Question("", zone=zone)])

    form = SearchForm(identifier=zone.number)
    try:
        page, lines, searched = asked(installation, form, login, reason, REASON, case_ref, also=keep)
    except SearchUnavailable:
        return PostAnswer.NOT_CHECKED, []
    reply = judged(page, lines, searched=searched and zone.number_holds)
    return reply.said, list(reply.desks)


def _stated(zone: CheckedZone, answer: PostAnswer, desks: list[str], at: datetime) -> dict[str, Json]:
    problems: list[Json] = [dict(one) for one in problems_of(zone)]
    return {
        "ok": zone.ok,
        "format": zone.size,
        "fields": {
            "code": zone.code, "number": zone.number, "issuer": zone.issuer, "nationality": zone.nationality,
            "names": f"{zone.given} {zone.surname}".strip(), "surname": zone.surname, "given": zone.given,
            "birth": zone.birth, "sex": zone.sex, "expiry": zone.expiry, "optional": zone.optional,
        },
        "problems": problems,
        "remarks": [remark_of(one) for one in remarks(zone)],
        "may_be": list(zone.may_be),
        "unprotected": list(UNPROTECTED),
        "answer": answer.value,
        "desks": list(desks),
        "at": at.isoformat(timespec="seconds"),
    }  # fmt: skip


def _said(zone: CheckedZone, answer: PostAnswer, desks: list[str], at: datetime) -> str:
    holds = "every check digit holds" if zone.ok else "does not hold as typed"
    lines = [f"{zone.size or 'No zone'}: {holds}."]
    for one in zone.problems:
        put_right = f" → {one.taken}" if one.taken else ""
        lines.append(f"  {one.field}: {one.fault.value} ({one.read}{put_right})")
    lines += [f"  {sentence(one)}" for one in remarks(zone)]
    if zone.may_be:
        lines.append(f"  number: may be {' or '.join(zone.may_be)}")
    if zone.size:
        lines.append(f"No check digit protects {', '.join(UNPROTECTED)}.")
        lines.append(
            f"{zone.given} {zone.surname}, born {zone.birth or '?'}, {zone.number} of {zone.issuer}, "
            f"valid until {zone.expiry or '?'}"
        )
    lines.append(SAID[answer].format(at=f"{at:%d.%m.%Y %H:%M} UTC", desks=", ".join(desks)))
    return "\n".join(lines)
