"""`griot migrate`: the database to the state this version expects. `griot up` does it by itself."""

import click

from casefile.storage.migrate import migrate as bring_up_to_date
from casefile.storage.store import Store
from portal.cli.context import Installation, emit
from portal.cli.trail import write_line


@click.command(short_help="Bring the database to the state this version expects.")
@click.pass_context
def migrate(ctx: click.Context) -> None:
    """Bring the database to the state this version expects; done already is no error.

    For installations whose parts are started one by one (docker-compose.yml). Make a backup first.
    """
    installation: Installation = ctx.obj
    store = Store(installation.settings.database_url)
    try:
        revision = bring_up_to_date(store)
        write_line(store)
    finally:
        store.close()
    emit(ctx, f"The database is at revision {revision}.", {"revision": revision})
