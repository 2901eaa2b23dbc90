"""The stamp, and whether a file bears it. Pure.

One word of ASCII letters, so that it stands the same in UTF-8, in Windows' pages, in JSON, XML and CSV, and that
nobody types it by chance. It is looked for in all of a file, in whatever place: who moves lines or columns keeps it.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import IO, Final

MARK: Final = "GRIOT-TRAINING-INVENTED-PEOPLE"
FORMS: Final = tuple(MARK.encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
"""As it stands in a file; Excel writes *Unicode text* as UTF-16."""
PART: Final = 1024 * 1024
MOST_UNPACKED: Final = 200 * 1024 * 1024
"""Of an archive, small parts first; more than a table may unpack to (`workbooks.reading`), which then refuses it."""
MOST_PARTS: Final = 2_000


def is_stamped(content: bytes) -> bool:
    """Whether these bytes come from a training space."""
    return file_is_stamped(io.BytesIO(content))


def file_is_stamped(file: IO[bytes]) -> bool:
    """The same of an open file, from its start and by parts: a list may have gigabytes. Leaves it at its start."""
    file.seek(0)
    packed = file.read(4) == b"PK\x03\x04"
    file.seek(0)
    try:
        return _in(_parts(file)) or (packed and _in_archive(file))
    finally:
        file.seek(0)


def _in(parts: Iterator[bytes]) -> bool:
    kept, longest = b"", max(map(len, FORMS))
    for part in parts:
        held = kept + part
        if any(form in held for form in FORMS):
            return True
        kept = held[1 - longest :]
    return False


def _parts(file: IO[bytes], most: int | None = None) -> Iterator[bytes]:
    left = most
    while part := file.read(PART if left is None else min(PART, left)):
        yield part
        left = None if left is None else left - len(part)


def _in_archive(file: IO[bytes]) -> bool:
    """In a part of it, unpacked as far as `MOST_UNPACKED`. What is no sound archive is for its reader to refuse."""
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(file) as archive:
            for part in sorted(archive.infolist()[:MOST_PARTS], key=lambda one: one.file_size):
                with archive.open(part) as handle:
                    if _in(_parts(handle, left)):
                        return True
                left -= part.file_size
                if left <= 0:
                    break
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        return False
    return False
