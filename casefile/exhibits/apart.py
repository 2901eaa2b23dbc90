"""What reads bytes of unknown origin, in a process of its own with little memory and time: `python -I apart.py`.

`type` reads the start of a file and writes its media type. `draw MOST_PIXELS` reads a picture and writes the length of
a thumbnail (4 bytes), the thumbnail, a preview; it ends with 1 when the picture cannot be read. Imports nothing of
ours: a file made to harm the library that reads it harms this process alone.
"""

import io
import resource
import sys

from PIL import Image, ImageOps

THUMBNAIL, PREVIEW = 160, 1280
"""The longer side in pixels. A thumbnail takes under 15 KB, the budget of a page on a thin line."""
MEMORY = 2 * 1024**3
SECONDS = 20


def media_type(start: bytes) -> bytes:
    import magic  # noqa: PLC0415  (starts a program to look for its library)

    return str(magic.from_buffer(start, mime=True)).encode()


def draw(picture: bytes, most_pixels: int) -> bytes | None:
    Image.MAX_IMAGE_PIXELS = None  # ours counts, before anything is unpacked
    try:
        with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG", "WEBP", "TIFF", "MPO")) as image:
            if image.width * image.height > most_pixels:
                return None
            image.draft("RGB", (PREVIEW, PREVIEW))
            upright = ImageOps.exif_transpose(image).convert("RGB")
            small = []
            for side, quality in ((PREVIEW, 80), (THUMBNAIL, 70)):
                upright.thumbnail((side, side))
                upright.info = {}
                out = io.BytesIO()
                upright.save(out, "JPEG", quality=quality)
                small.append(out.getvalue())
    except (OSError, ValueError, MemoryError, SyntaxError, ArithmeticError):
        return None
    preview, thumbnail = small
    return len(thumbnail).to_bytes(4, "big") + thumbnail + preview


def main(what: str, *arguments: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    given = sys.stdin.buffer.read()
    found = media_type(given) if what == "type" else draw(given, int(arguments[0]))
    if found is None:
        return 1
    sys.stdout.buffer.write(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
