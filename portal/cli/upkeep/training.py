"""`griot training`: of a training space alone."""

import time

import click

from casefile.errors import SetupError
from portal.cli.context import Installation, emit

LONGEST_S = 180.0
EVERY_S = 0.2


@click.group("training")
def training() -> None:
    """A training space: invented people, in a home of its own. Start one with: griot up --training"""


@training.command("reset")
@click.pass_context
def reset(ctx: click.Context) -> None:
    """Put the space back to its start. All that was entered since is gone, every sign-in is ended."""
    from casefile.training.reset import has_start, is_wanted, want, why_failed
    from portal.install import supervisor
    from portal.install.training import put_back

    installation: Installation = ctx.obj
    home = installation.home
    if not installation.settings.training:
        raise SetupError("%(home)s is a real installation's, no training space. Nothing was touched.", home=home)
    if not has_start(home):
        raise SetupError("The start of the training space in %(home)s was not kept. Nothing was touched.", home=home)
    began = time.monotonic()
    if supervisor.SUPERVISOR in supervisor.running(home):
        want(home)
        while is_wanted(home):
            if time.monotonic() - began > LONGEST_S:
                raise SetupError("The reset was asked for and is not done yet. See %(log)s.", log=home / "logs")
            time.sleep(EVERY_S)
        if said := why_failed(home):
            raise SetupError("The space was not put back: %(why)s", why=said)
    else:
        supervisor.refuse_running(home)
        with supervisor.lock(home):
            put_back(home)
    taken = time.monotonic() - began
    emit(ctx, f"The training space is at its start, in {taken:.1f} s. The worker now makes its index.",
         {"reset": True, "seconds": round(taken, 1)})  # fmt: skip
