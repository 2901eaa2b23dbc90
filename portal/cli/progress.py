"""How a long command shows that it moves: a bar on a terminal, a line every tenth elsewhere. Always standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from casefile.exchange.incoming import Progress as Report


@contextmanager
def progress_bar() -> Iterator[Report]:
    """Gives the function that reports (what, how much, out of how much)."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        tasks = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield tell


def _lines() -> Report:
    said: dict[str, int] = {}

    def tell(what: str, done: int, total: int) -> None:
        tenth = 10 * done // max(total, 1)
        if tenth > said.get(what, -1):
            said[what] = tenth
            click.echo(f"{what}: {10 * tenth} %", err=True)

    return tell
