"""The key of a home that is given none: made once, in a file that only its owner can read, and read at each start."""

import os
import secrets
from pathlib import Path

from casefile.errors import SetupError

SHORTEST_KEY = 16


def kept_secrets(home: Path) -> tuple[str, str]:
    """The key that signs cookies and seals second factors, and the one before it, which may be empty.

    The key is the file's first line, during a rotation the former one its second. Raises SetupError where it cannot be
    made or read, and where a line of it is shorter than a key may be: an empty one would sign what anybody can forge.
    """
    path = home / "secret-key"
    try:
        if not path.exists():
            make_once(path, secrets.token_urlsafe(48))
        lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(
            "%(path)s, the key of this home, cannot be made or read (%(error)s). Check whose the folder is and the "
            "free space, then start again.",
            path=path, error=getattr(error, "strerror", None) or "it is no text",
        ) from error  # fmt: skip
    if not lines or any(len(line) < SHORTEST_KEY for line in lines[:2]):
        raise SetupError(
            "%(path)s, the key of this home, is empty or shorter than %(least)s characters. Put it back from a copy. "
            "Without one remove the file: a new key is made, everybody signs in again, and second factors and one-time "
            "links are given out again.",
            path=path, least=SHORTEST_KEY,
        )  # fmt: skip
    return lines[0], lines[1] if len(lines) > 1 else ""


def make_once(path: Path, secret: str) -> None:
    """Write a secret for its owner alone, unless another process was first. Raises OSError.

    Whole or not at all: a start that is killed, or a full disk, leaves no empty file behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
            handle.write(secret)
            handle.flush()
            os.fsync(handle.fileno())
        os.link(part, path)
    except FileExistsError:
        pass  # another process of the same start was first
    finally:
        part.unlink(missing_ok=True)
