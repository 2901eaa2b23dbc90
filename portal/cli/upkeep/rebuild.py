"""`griot rebuild`: new indices from the database, built while the old ones serve and put in place in one step."""

import sys

import click

from portal.cli.context import Installation, emit


@click.command(short_help="Rebuild the index from the database while work goes on.")
@click.option(
    "--take-from",
    metavar="ID",
    help="Take over the index of an installation that is gone for good (nobody: one that carries no mark).",
)
@click.pass_context
def rebuild(ctx: click.Context, take_from: str | None) -> None:
    """Rebuild the index from the database while work goes on.

    The old index serves until the new one is whole and compared; interrupted, nothing has changed. An index of another
    installation is refused; --take-from replaces it, when that one is gone for good.
    """
    from indexer.upkeep import ownership
    from indexer.upkeep import rebuild as rebuilder

    installation: Installation = ctx.obj
    if take_from:
        ownership.take(installation.engine, take_from)
    else:
        ownership.claim(installation.store, installation.engine, installation.own_settings)
    done = rebuilder.rebuild(installation.store, installation.engine, installation.own_settings, progress=_progress)
    text = (
        f"{done.records} records and {done.watches} watches in {done.seconds:.1f} s; {done.removed} old indices "
        f"removed."
    )
    if done.refused:
        text += f" {done.refused} were refused by the engine: see griot status."
    emit(ctx, text, done.as_json())


def _progress(kind: str, done: int, total: int) -> None:
    """A line that counts, for a person at a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"\r{kind} {done}/{total}", err=True, nl=done >= total)
