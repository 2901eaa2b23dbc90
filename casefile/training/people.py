"""Whom one signs in as in a training space: invented officers, all with one password that everybody may know."""

from dataclasses import dataclass

from casefile.demo import network
from casefile.training.simulation.people import SPAIN, SPANISH

PASSWORD = "quatre pirogues devant Mbour"  # noqa: S105 -- known to all on purpose: it opens invented people alone
"""Shown on the sign-in page of the space. Real installations give each officer a password of their own."""


@dataclass(frozen=True, slots=True)
class Trainee:
    """A line of the sign-in page."""

    login: str
    unit: str
    roles: tuple[str, ...]


def trainees() -> tuple[Trainee, ...]:
    """The officers of the invented network, in its order; last Spain's, whom the simulation adds."""
    names = {unit.code: unit.name for unit in (*network.UNITS, SPAIN)}
    return tuple(Trainee(one.login, names[one.unit], tuple(one.roles)) for one in (*network.OFFICERS, SPANISH))
