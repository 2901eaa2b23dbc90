"""Files as officers bring them in, made here: a photo that knows where it was taken, archives, what is refused."""

import io
import os
import struct
import zipfile
import zlib

from PIL import Image

PLACE = (14, 41, 30)
"""Degrees, minutes and seconds north that the photo holds."""
MAKER = "Appareil de Dakar"


def photo(width: int = 640, height: int = 480, kind: str = "JPEG") -> bytes:
    """A picture of two colours with the place and the camera in it."""
    image = Image.new("RGB", (width, height), (20, 60, 110))
    image.paste((220, 200, 150), (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[0x010F] = MAKER
    exif.get_ifd(0x8825)[2] = PLACE
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """An archive of 0.3 MB that unpacks to 300 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("a", "w") as file:
        for _ in range(300):
            file.write(bytes(1024 * 1024))
    return out.getvalue()


def nested_bomb() -> bytes:
    """An archive of bombs: what is in an archive stays packed, and each counts by its packed size."""
    return archive({f"{number}.zip": bomb() for number in range(4)})


def overlapping_bomb(entries: int = 5000, kernel: int = 20_000_000) -> bytes:
    """One file of zeros that each of the entries claims as its own: 0.3 MB that unpack to 100 GB."""
    one = archive({"a": bytes(kernel)})
    place = one.index(b"PK\1\2")
    entry = one[place : one.index(b"PK\5\6")]
    return _closed(one[:place], entry * entries, entries)


def twins() -> bytes:
    """The same with two entries: it unpacks to little, and is no archive that a program of its own accord writes."""
    one = archive({"a": os.urandom(2000)})
    place = one.index(b"PK\1\2")
    return _closed(one[:place], one[place : one.index(b"PK\5\6")] * 2, 2)


def crowded(entries: int = 1_000_000, stated: int | None = None) -> bytes:
    """A directory of so many entries and nothing else; it may state fewer than it has."""
    entry = archive({"a": b""})
    entry = entry[entry.index(b"PK\1\2") : entry.index(b"PK\5\6")]
    return _closed(b"", entry * entries, entries if stated is None else stated)


def _closed(files: bytes, directory: bytes, entries: int) -> bytes:
    many = min(entries, 0xFFFF)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, many, many, len(directory), len(files), 0)
    return files + directory + end


def giant_picture(side: int = 60_000) -> bytes:
    """The head of a PNG of 3.6 thousand million pixels, and one row of it."""
    head = struct.pack(">2L5B", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1 + 3 * side))
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data)) for kind, data in chunks
    )
