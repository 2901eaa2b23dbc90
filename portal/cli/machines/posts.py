"""`griot post`: the documents on published lists, carried to a post whose line is often down."""

from pathlib import Path

import click

from casefile.posts.extract import DAYS, MOST_DAYS, ROUNDS
from casefile.posts.offline import Asked, ask
from casefile.subjects.travel_documents.shapes import remark_of, sentence
from casefile.vocabulary import Json, PostAnswer
from portal.cli.context import Installation, emit, reason_for

REASON = "Extract of document lists for a post"
SAID = {
    PostAnswer.NOTHING: "Nothing found as of {at}, on these lists: {lists}. Not found is not proof.",
    PostAnswer.CONTACT: "Contact this desk: {desks}. By the lists of {at}.",
    PostAnswer.NOT_CHECKED: "Could not be checked. {why}",
}


@click.group("post")
def post() -> None:
    """Posts with a thin line, and the lists of documents carried to them."""


@post.command("add")
@click.argument("name")
@click.option("--unit", "unit_code", required=True, help="Code of the unit whose post it is.")
@click.pass_context
def post_add(ctx: click.Context, name: str, unit_code: str) -> None:
    """Add a post and print its key, once. Carry the key apart from the extracts."""
    from casefile.people.units import SYSTEM
    from casefile.posts import posts

    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        made, key = posts.add_post(session, SYSTEM, name, unit=unit_code)
    text = f"Post {made.name} of {made.unit_code}. Its key, shown once:\n{key}"
    emit(ctx, text, {"id": made.id, "name": made.name, "unit": made.unit_code, "key": str(key)})


@post.command("list")
@click.pass_context
def post_list(ctx: click.Context) -> None:
    """All posts, those in force first."""
    from casefile.people.units import SYSTEM
    from casefile.posts import posts

    installation: Installation = ctx.obj
    with installation.store.reading() as session:
        found = posts.posts_of(session, SYSTEM)
    lines = [
        f"{one.name}\t{one.unit_code}\t{'ended' if one.ended_at else 'in force'}\t"
        + (f"last extract {one.extract_at:%Y-%m-%d}" if one.extract_at else "no extract yet")
        for one in found
    ]
    rows: list[Json] = [
        {
            "id": one.id, "name": one.name, "unit": one.unit_code,
            "added_at": one.added_at.isoformat(),
            "ended_at": one.ended_at.isoformat() if one.ended_at else None,
            "extract_at": one.extract_at.isoformat() if one.extract_at else None,
        }
        for one in found
    ]  # fmt: skip
    emit(ctx, "\n".join(lines), {"posts": rows})


@post.command("end")
@click.argument("name")
@click.pass_context
def post_end(ctx: click.Context, name: str) -> None:
    """Make no more extracts for a post: its device is lost, or it is closed. The last extract ends by itself."""
    from casefile.people.units import SYSTEM
    from casefile.posts import posts

    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        ended = posts.end_post(session, SYSTEM, name)
    emit(ctx, f"Post {ended.name} is ended.", {"id": ended.id, "name": ended.name})


@post.command("extract")
@click.argument("name")
@click.option("--out", "path", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where it goes.")
@click.option("--as", "login", required=True, help="Login of an officer of the post’s unit: whose rights apply.")
@click.option("--days", default=DAYS, show_default=True, help=f"For how long it is good, {MOST_DAYS} at most.")
@click.option("--rounds", default=ROUNDS, show_default=True, help="How dear it is to try a number.")
@click.option("--reason", default="", help="Why; stands in the trail.")
@click.pass_context
def post_extract(ctx: click.Context, name: str, path: Path, login: str, days: int, rounds: int, reason: str) -> None:
    """Write the documents on lists that the officer may read to a file: sealed, signed, good for some days."""
    from casefile.backup import files
    from casefile.people import viewers
    from casefile.posts import posts

    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        viewer = viewers.viewer_by_login(session, login)
        stated, _ = reason_for(session, viewer, installation.settings, reason, REASON)
        drafted = posts.draft_extract(session, viewer, name, stated, days=days, rounds=rounds)
    text, header = drafted.make()
    try:
        files.put(path, text.encode())
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}. Name another place.") from error
    ends = header.ends_at
    said = f"{path}: {header.documents} documents of {len(header.lists)} lists, good until {ends:%d.%m.%Y %H:%M} UTC."
    emit(
        ctx, said,
        {"documents": header.documents, "lists": list(header.lists), "ends_at": ends.isoformat(), "id": header.id},
    )  # fmt: skip


@post.command("check")
@click.option("--extract", "extract", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", "key", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mrz", default="", help="The machine-readable lines, separated by line breaks.")
@click.option("--number", default="", help="A document’s number, where there are no such lines.")
@click.option("--issuer", default="", help="Country that issued it, two letters; with --number.")
@click.pass_context
def post_check(ctx: click.Context, extract: Path, key: Path, mrz: str, number: str, issuer: str) -> None:
    """Ask an extract, with the line down: no installation, database or search engine is needed."""
    if bool(mrz) == bool(number):
        raise click.UsageError("Give --mrz or --number.")
    asked = ask(extract.read_text("utf-8", "replace"), key.read_text("utf-8", "replace"), mrz or number, issuer)
    emit(ctx, _said(asked), _stated(asked))


def _said(asked: Asked) -> str:
    at = f"{asked.as_of:%d.%m.%Y %H:%M} UTC" if asked.as_of else ""
    lines = [f"{asked.number or 'No number'}{' of ' + asked.issuer if asked.issuer else ''}"]
    lines += [f"  {one.field}: {one.fault.value} ({one.read})" for one in asked.problems]
    lines += [f"  {sentence(one)}" for one in asked.remarks]
    text = SAID[asked.answer].format(at=at, lists="; ".join(asked.lists), desks=", ".join(asked.desks), why=asked.why)
    return "\n".join([*lines, text])


def _stated(asked: Asked) -> dict[str, Json]:
    return {
        "answer": asked.answer.value, "number": asked.number, "issuer": asked.issuer, "desks": list(asked.desks),
        "as_of": asked.as_of.isoformat() if asked.as_of else None,
        "ends_at": asked.ends_at.isoformat() if asked.ends_at else None,
        "lists": list(asked.lists), "why": asked.why,
        "problems": [
            {"field": one.field, "what": one.fault.value, "read": one.read, "taken": one.taken}
            for one in asked.problems
        ],
        "remarks": [remark_of(one) for one in asked.remarks],
    }  # fmt: skip
