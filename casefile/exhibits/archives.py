"""What a ZIP archive would unpack to, read from its directory alone and entry by entry.

The library reads the whole directory into memory before it says how long it is: a million entries, 50 MB, become 600 MB
of objects. Layout: PKWARE's APPNOTE, sections 4.3.12 to 4.3.16 and 4.5.3.
"""

import struct
from array import array
from typing import BinaryIO

from casefile.errors import BadInput
from casefile.policy import exhibits as law

END, END64, LOCATOR64, ENTRY = b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\1\2"
END_BYTES, ENTRY_BYTES, LOCATOR_BYTES, LOCAL_BYTES = 22, 46, 20, 30
LONGEST_COMMENT = 0xFFFF
FULL = 0xFFFFFFFF
"""Written where the number stands in the extra field of 64 bits instead."""


def check(file: BinaryIO, size: int) -> None:
    """Raises BadInput when the archive is damaged, would unpack to far too much, or holds files inside each other."""
    try:
        entries, unpacked, starts, ends = _read(file, *_directory(file, size))
    except (struct.error, ValueError) as error:
        raise BadInput("This archive is damaged. Make it again.", field="file") from error
    law.check_unpacked(entries, unpacked, size)
    order = sorted(range(entries), key=starts.__getitem__)
    if any(ends[one] > starts[following] for one, following in zip(order, order[1:], strict=False)):
        raise BadInput("This archive would unpack to far more than it should. It was not taken.", field="file")


def _directory(file: BinaryIO, size: int) -> tuple[int, int, int]:
    """Where the directory starts, its length, and by how much all offsets are too small: an archive may stand behind
    something else. Raises ValueError when there is none."""
    tail_at = max(0, size - END_BYTES - LONGEST_COMMENT)
    file.seek(tail_at)
    tail = file.read()
    if (place := tail.rfind(END)) < 0:
        raise ValueError("no end of a directory")
    length, start = struct.unpack_from("<2L", tail, place + 12)
    end = tail_at + place
    if FULL in (length, start) and tail[place - LOCATOR_BYTES :].startswith(LOCATOR64):
        (end,) = struct.unpack_from("<Q", tail, place - LOCATOR_BYTES + 8)
        file.seek(end)
        found = file.read(56)
        if not found.startswith(END64):
            raise ValueError("no end of a directory of 64 bits")
        length, start = struct.unpack_from("<2Q", found, 40)
    moved = end - length - start
    if moved < 0:
        raise ValueError("the directory lies outside of the file")
    return start + moved, length, moved


def _read(file: BinaryIO, start: int, length: int, moved: int) -> tuple[int, int, "array[int]", "array[int]"]:
    """How many entries, how many bytes they unpack to, where each begins and ends. Stops where there are too many."""
    starts, ends = array("Q"), array("Q")
    entries = unpacked = 0
    file.seek(start)
    while length > 0 and entries <= law.MOST_ENTRIES:
        head = file.read(ENTRY_BYTES)
        if not head.startswith(ENTRY):
            raise ValueError("no entry")
        packed, plain, name, extra, comment = struct.unpack_from("<2L3H", head, 20)
        (at,) = struct.unpack_from("<L", head, 42)
        rest = file.read(name + extra + comment)
        plain, packed, at = _wide(rest[name : name + extra], plain, packed, at)
        starts.append(at + moved)
        ends.append(at + moved + LOCAL_BYTES + packed)
        unpacked += plain
        entries += 1
        length -= ENTRY_BYTES + len(rest)
    return entries, unpacked, starts, ends


def _wide(extra: bytes, *numbers: int) -> list[int]:
    """The numbers, each that is full taken from the field of 64 bits: it holds those alone, in this order."""
    wide = b""
    while len(extra) >= 4:  # noqa: PLR2004  (a kind and a length)
        kind, many = struct.unpack_from("<2H", extra)
        if kind == 1:
            wide = extra[4 : 4 + many]
        extra = extra[4 + many :]
    found = []
    for number in numbers:
        if number == FULL and wide:
            (number,), wide = struct.unpack_from("<Q", wide), wide[8:]  # noqa: PLW2901
        found.append(number)
    return found
