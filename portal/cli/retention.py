"""`griot retention run`: what the schedule does every hour, once and now."""

import click

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
@click.option("--clock-is-right", is_flag=True, help="The clock is far ahead of all that was seen, and is right.")
@click.pass_context
def run(ctx: click.Context, clock_is_right: bool) -> None:
    """Ask for reviews, let expire, destroy and sweep what is due at this moment. The trail keeps that it was done.

    Does nothing, and says so, when the clock leapt more than a week ahead of all that the database has seen.
    """
    from casefile.retention import belief, run_now

    installation: Installation = ctx.obj
    if clock_is_right:
        with installation.store.writing() as session:
            belief.confirm(session)
    counts = run_now(installation.store, always_noted=True)
    lines = [f"  {number} {SAID.get(name, f'old rows of {name}')}" for name, number in counts.items()]
    emit(ctx, "\n".join(["Done:", *lines] if lines else ["Nothing is due."]), dict(counts))
