"""`griot demo`: the invented network, its story, and a few decisions, for showing and for training."""

import click

from casefile.errors import SetupError
from portal.cli.context import Installation, emit
from portal.cli.progress import progress_bar
from portal.install.demo import new_password


@click.group("demo")
def demo() -> None:
    """An invented network of three units, to look at and to practise on. Never on an installation in use."""


@demo.command("load")
@click.option("--into-use", is_flag=True, help="Load it although this installation was not set up as a demonstration.")
@click.pass_context
def load_demo(ctx: click.Context, into_use: bool) -> None:
    """Load units, officers, cases and watches. Passwords are made now and shown this once."""
    from casefile.demo.load import load

    installation: Installation = ctx.obj
    if not (installation.settings.demo or into_use):
        raise SetupError("This installation is not a demonstration. Set up another: scripts/run --home DIR")
    made: dict[str, str] = {}

    def password_for(login: str) -> str:
        return made.setdefault(login, new_password())

    with progress_bar() as progress:
        logins = load(installation.store, password_for, progress=progress)
    lines = [f"{one.login:14} {made.get(one.login, '(has a password)'):26} {one.roles}, {one.unit}" for one in logins]
    emit(
        ctx,
        "\n".join(lines),
        {
            "logins": [
                {"login": one.login, "password": made.get(one.login), "roles": one.roles, "unit": one.unit}
                for one in logins
            ]
        },
    )


@demo.command("review")
@click.pass_context
def review_demo(ctx: click.Context) -> None:
    """Let the demonstration's coordinator decide a few of the hits that wait, so that no page is empty."""
    from casefile.demo.decisions import review_some

    installation: Installation = ctx.obj
    decided = review_some(installation.store)
    emit(ctx, f"{decided} hits decided.", {"decided": decided})


@demo.command("story")
@click.pass_context
def tell_story(ctx: click.Context) -> None:
    """Print the scripted story: who types what, and what must happen."""
    from casefile.demo import story

    data = story.as_json()
    emit(ctx, story.in_words(), data)
