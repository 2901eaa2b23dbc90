"""Every command in the trail: one line when it opens the database, before it does or says anything."""

from typing import TYPE_CHECKING

import click

from casefile import acting

if TYPE_CHECKING:
    from casefile.storage.store import Store

LOOKS_AFTER = frozenset({"doctor"})
"""Commands that must work on a database that cannot be written, or not be read: there the line is left out."""


def write_line(store: "Store") -> None:
    """Write that the running command opened the database: its name, and the user of the system who typed it.

    What it then does stands in lines of its own, marked alike. Outside a command nothing is written.
    """
    from sqlalchemy.exc import DBAPIError

    from casefile import audit
    from casefile.people.units import SYSTEM

    scene = acting.scene()
    if scene is None or acting.COMMAND not in (mark := scene.mark()):
        return
    try:
        with store.writing() as session:
            audit.write(session, SYSTEM, audit.Action.COMMAND, "command", "", detail={})
    except DBAPIError:
        if mark[acting.COMMAND] not in LOOKS_AFTER:
            raise
        click.echo("The trail cannot be written: this look leaves no line.", err=True)
