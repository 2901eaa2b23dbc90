"""`griot retention run`: what the schedule does every hour, once and now."""

import click

from casefile.storage import tables
from portal.cli.context import Installation, emit

SAID = {
    "asked": "records whose unit is asked for a review",
    "settled": "reviews answered by a newer version",
    "expired": "records expired",
    "holds_ended": "holds ended",
    "destroyed": "records destroyed",
    "watches_expired": "watches expired",
    "watches_destroyed": "watches destroyed",
    "exhibits_destroyed": "exhibits destroyed",
    "uploads": "files that never came whole dropped",
    "source_ids": "ids at the source forgotten",
    "cases": "titles of closed cases forgotten",
    "counts": "older counts of names dropped",
}


@click.group("retention")
def retention() -> None:
    """How long everything is kept."""


@retention.command("run")
@click.pass_context
def run(ctx: click.Context) -> None:
    """Ask for reviews, let expire, destroy and sweep what is due at this moment. The trail keeps that it was done."""
    from casefile.retention import run as run_now

    installation: Installation = ctx.obj
    counts = run_now(installation.store, tables.now(), always_noted=True)
    lines = [f"  {number} {SAID.get(name, f'old rows of {name}')}" for name, number in counts.items()]
    emit(ctx, "\n".join(["Done:", *lines] if lines else ["Nothing is due."]), dict(counts))
