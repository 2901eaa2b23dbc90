"""`griot hits export`: what was found, one JSON object a line."""

import json
from pathlib import Path

import click

from casefile import audit
from casefile import hits as found
from casefile.hits.shown.covered import unmasked_hits
from casefile.people import viewers
from casefile.policy.permissions import Permission
from casefile.policy.viewer import require
from casefile.vocabulary import HitState
from portal.cli.context import Installation


@click.group("hits")
def hits() -> None:
    """What watches have found."""


@hits.command("export")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([s.value for s in HitState]),
    help="Only hits in this state; may be repeated.",
)
@click.option(
    "--as", "login", default="", help="A protection officer's login: what was unmasked for this one is shown."
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of standard output.")
@click.pass_context
def export(ctx: click.Context, states: tuple[str, ...], login: str, output: Path | None) -> None:
    """Every hit with its evidence, its desk and who may read a pointer, oldest first. The trail keeps that it was done.

    What would name a protected person is covered, but where two protection officers have unmasked it for who asks.
    """
    installation: Installation = ctx.obj
    wanted = {HitState(s) for s in states} or None
    with installation.store.writing() as session:
        viewer = viewers.viewer_by_login(session, login) if login else None
        if viewer is not None:
            require(viewer, Permission.REVIEW_PROTECTED_HIT)
        audit.write(
            session,
            viewer,
            audit.Action.DISCLOSURE,
            "hit",
            "export",
            reason="griot hits export",
            detail={"states": sorted(states)},
        )
    with installation.store.reading() as session:
        unmasked = unmasked_hits(session, viewer.officer_id) if viewer else ()
        every = found.export(session, states=wanted, unmasked=unmasked)
        lines = (json.dumps(line, ensure_ascii=False, default=str) for line in every)
        if output is None:
            for line in lines:
                click.echo(line)
        else:
            output.write_text("".join(f"{line}\n" for line in lines), "utf-8")
