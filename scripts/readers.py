"""Whose a file of the compose files' shared volumes is: one service's user, who alone may read it."""

import os
import pwd
from pathlib import Path

POSTGRES, RABBITMQ, OPENSEARCH = 999, 999, 1000
"""The numbers of the users in those images."""

GRIOT = "griot"
"""The account of our own image, whose number (`Dockerfile`) no other image's user has."""


def give(path: Path, owner: int | str) -> None:
    """The reader's, by number or name. Only root can give away: with anybody else it stays theirs."""
    if os.geteuid() == 0:
        os.chown(path, owner if isinstance(owner, int) else pwd.getpwnam(owner).pw_uid, -1)
