"""`griot rebuild`: new indices from the database, built while the old ones serve and put in place in one step."""

import sys

import click

from portal.cli.context import Installation, emit


@click.command(short_help="Rebuild the index from the database while work goes on.")
@click.pass_context
def rebuild(ctx: click.Context) -> None:
    """Rebuild the index from the database while work goes on.

    The old index serves until the new one is whole and compared; interrupted, nothing has changed.
    """
    from indexer.upkeep import rebuild as rebuilder

    installation: Installation = ctx.obj
    done = rebuilder.rebuild(installation.store, installation.engine, installation.settings, progress=_progress)
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
