"""Passwords and keys for the services of docker-compose.yml: made once, each reader given a file of its own.

    python -m scripts.passwords FOLDER

Nobody types them and no environment holds them. What is there stays: the database was made with it. To use secrets of
one's own, put the files there before the first start. Keep a copy of the folder; the service `backup` does, sealed.
"""

import argparse
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts.readers import GRIOT, POSTGRES, RABBITMQ, give


@dataclass(frozen=True, slots=True)
class Secret:
    """One secret, and in which form and for whom it is written. `{}` is the place of the secret in the form."""

    name: str
    files: tuple[tuple[str, int | str, str], ...]


SECRETS = (
    Secret("secret-key", (("griot/secret-key", GRIOT, "{}\n"),)),
    Secret(
        "database-password",
        (("postgres/password", POSTGRES, "{}\n"), ("griot/database-password", GRIOT, "{}\n")),
    ),
    Secret(
        "broker-password",
        (
            ("rabbitmq/30-password.conf", RABBITMQ, "default_user = griot\ndefault_pass = {}\n"),
            ("griot/broker-password", GRIOT, "{}\n"),
        ),
    ),
)


def write(folder: Path, random: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> list[str]:
    """Make what is missing; the names of what was made. A secret of which one reader has a file and another not is
    written for the other from the first. What is there is given to its reader again: in a newer image that user may
    have another number."""
    made = []
    for secret in SECRETS:
        value = _known(folder, secret)
        if value is None:
            value = random()
            made.append(secret.name)
        for name, owner, form in secret.files:
            if not (folder / name).exists():
                _place(folder / name, form.replace("{}", value), owner)
            give(folder / name, owner)
    return made


def _known(folder: Path, secret: Secret) -> str | None:
    for name, _, form in secret.files:
        path = folder / name
        if path.exists():
            before, _, after = form.partition("{}")
            return path.read_text("ascii").removeprefix(before).removesuffix(after).strip()
    return None


def _place(path: Path, text: str, owner: int | str) -> None:
    """The folder may be entered, for each file is its reader's alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w", encoding="ascii") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    give(part, owner)
    part.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    made = write(parser.parse_args().folder)
    print(f"Made: {', '.join(made)}." if made else "All secrets are there.")


if __name__ == "__main__":
    main()
