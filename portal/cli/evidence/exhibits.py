"""`griot exhibit`: bring files in without the portal, and check that every one is still what was received."""

from pathlib import Path

import click

from casefile import audit, exhibits
from casefile.exhibits import ExhibitDraft
from casefile.people import viewers
from portal.cli.context import Installation, emit


@click.group("exhibit")
def exhibit() -> None:
    """Files that belong to records and cases."""


@exhibit.command("add")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True))
@click.option("--as", "login", required=True, help="Login of the officer who brings it in and will hold it.")
@click.option("--record", default="", help="Number of the record it belongs to.")
@click.option("--case", "case", default="", help="Id of the case, where it belongs to no record.")
@click.option("--description", default="", help="What it is: where and when it was found, by whom.")
@click.option("--kept-at", default="", help="Where the thing itself lies.")
@click.pass_context
def add(ctx: click.Context, file: Path, login: str, record: str, case: str, description: str, kept_at: str) -> None:
    """Bring FILE in: kept as it is, with its hash. Nothing is kept of a file that is refused."""
    store = ctx.obj.store
    with store.reading() as session:
        viewer = viewers.viewer_by_login(session, login)
    draft = ExhibitDraft(file.name, file.stat().st_size, description, kept_at, record, case)
    with file.open("rb") as content:
        exhibit_id = exhibits.bring_in(store, viewer, draft, content)
    with store.reading() as session:
        found = exhibits.exhibit_of(session, viewer, exhibit_id)
    look = found.look
    data = {"exhibit": exhibit_id, "reference": look.reference, "sha256": found.sha256, "type": look.media_type}
    emit(ctx, f"{look.reference}: {look.media_type}, SHA-256 {found.sha256}", data)


@exhibit.command("check")
@click.pass_context
def check(ctx: click.Context) -> None:
    """Read every exhibit whole and compare it with its hash on receipt. Ends with 1 when one is altered."""
    installation: Installation = ctx.obj
    whole, altered = 0, list[str]()
    with installation.store.reading() as session:
        for reference, sound in exhibits.checked(session):
            whole += sound
            altered += [] if sound else [reference]
    with installation.store.writing() as session:
        detail = {"whole": whole, "altered": len(altered)}
        audit.write(session, None, audit.Action.ADMINISTRATION, "exhibit", "check", detail=detail)
    lines = [f"{whole} exhibits are what was received.", *(f"Altered: {one}" for one in altered)]
    emit(ctx, "\n".join(lines), {"whole": whole, "altered": altered})
    if altered:
        ctx.exit(1)
