"""What a file is, by its content: its type, whether it is a bomb, and a small picture of it."""

import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from casefile.errors import N_, BadInput
from casefile.exhibits import archives
from casefile.exhibits.rows import PartsFile, part
from casefile.policy import exhibits as law

DRAWN_FROM = 64 * 1024 * 1024
"""A larger picture is kept as it is and shown by its name alone."""
SECONDS = 30
APART = Path(__file__).with_name("apart.py")
BROKEN = N_("This file could not be read: it is damaged, or far too large. It was not taken.")


@dataclass(frozen=True, slots=True)
class Content:
    """A file's type and, of a picture, two small ones drawn again from it."""

    media_type: str
    thumbnail: bytes | None
    preview: bytes | None


def look_into(session: Session, exhibit_id: str, name: str, size: int) -> Content:
    """Raises BadInput when the file is not taken: its type, its name, a bomb, a picture that is none."""
    media = media_type(part(session, exhibit_id, 0))
    law.check_type(media, name)
    if media in law.ARCHIVES:
        archives.check(io.BufferedReader(PartsFile(session, exhibit_id, size), 1024 * 1024), size)
    if media not in law.PICTURES or size > DRAWN_FROM:
        return Content(media, None, None)
    return Content(media, *drawn(PartsFile(session, exhibit_id, size).read()))


def media_type(start: bytes) -> str:
    """The type, of the first part of the file."""
    return _apart(start, "type").decode()


def drawn(picture: bytes) -> tuple[bytes, bytes] | tuple[None, None]:
    """A thumbnail and a preview, as JPEG without anything else that the file held; none of what takes too much memory
    to unpack (`apart.ROOM`), which is kept as it is and shown by its name alone. Raises BadInput when it is no picture,
    or has more pixels than any camera makes."""
    found = _apart(picture, "draw", str(law.MOST_PIXELS))
    if not found:
        return None, None
    cut = 4 + int.from_bytes(found[:4], "big")
    return found[4:cut], found[cut:]


def _apart(given: bytes, *what: str) -> bytes:
    """What a process of its own reads out of these bytes; BadInput when it cannot."""
    command = [sys.executable, "-I", str(APART), *what]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise BadInput(BROKEN, field="file") from error
    if done.returncode:
        raise BadInput(BROKEN, field="file")
    return done.stdout
