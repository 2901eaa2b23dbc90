"""`griot upgrade`: bring the home to this version, with a way back."""

import click

from portal.cli.context import Installation, emit
from portal.install.upgrade import upgrade as upgrade_home


@click.command(short_help="Bring the home to this version: copy, tables, proof, start; put back when it does not hold.")
@click.pass_context
def upgrade(ctx: click.Context) -> None:
    """Bring the home to this version of Griot, with a way back.

    Stops what runs, copies the database, brings its tables up, proves them (integrity, tables, trail, rows) and starts
    again what ran. When any of it does not hold the database of before is put in its place, and this ends with 1. The
    copy stays in before-upgrade/ of the home until the next upgrade. On PostgreSQL the same, once nobody else is
    connected: other machines' web servers, workers and clocks are stopped first.
    """
    installation: Installation = ctx.find_root().obj
    done = upgrade_home(installation.home)
    how = "It runs." if done.started else "Nothing ran before; start it with: griot up"
    if done.before == done.after:
        text = f"The tables were at revision {done.after} already; {done.rows} rows proved. {how}"
    else:
        text = f"From revision {done.before} to {done.after}; {done.rows} rows proved. {how}"
    emit(ctx, text, {"before": done.before, "after": done.after, "rows": done.rows, "started": done.started})
