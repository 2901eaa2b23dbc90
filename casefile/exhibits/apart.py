"""What reads bytes of unknown origin, in a process of its own with little memory and time: `python -I apart.py`.

`type` reads the start of a file and writes its media type. `draw MOST_PIXELS` reads a picture and writes the length of
a thumbnail (4 bytes), the thumbnail, a preview; nothing where to read it would take more memory than there is here; it
ends with 1 when the picture cannot be read or is larger than any. Imports nothing of ours: a file made to harm the
library that reads it harms this process alone.
"""

import io
import resource
import sys

from PIL import Image, ImageOps

ORIENTATION = 0x0112
THUMBNAIL, PREVIEW = 160, 1280
"""The longer side in pixels. A thumbnail takes under 15 KB, the budget of a page on a thin line."""
MEMORY = 512 * 1024**2
SECONDS = 20

ROOM = 175_000_000
"""Bytes for a picture, packed and unpacked: with Python and its library the process stays below 200 MB. Photos are
JPEG, which is unpacked at an eighth of its size: 50 megapixels take 65 MB, stored by progress 180. Of PNG and TIFF 30
megapixels in colour fit, in grey four times as many."""
ONE_BYTE = frozenset({"1", "L", "P"})
COLOUR = 4
"""Bytes of a pixel, as the library keeps it."""
COPIES = {"WEBP": 4}
"""Its decoder unpacks into pictures of its own, which are copied."""
BANDS = 64
"""A large picture is made smaller in so many parts: each step on it as a whole would take as much again."""


def media_type(start: bytes) -> bytes:
    import magic  # noqa: PLC0415  (starts a program to look for its library)

    return str(magic.from_buffer(start, mime=True)).encode()


def needed(image: Image.Image, whole: int) -> int:
    """Bytes that it takes to unpack a picture of `whole` pixels at the size it is to be read in."""
    pixel = 1 if image.mode in ONE_BYTE else COLOUR
    unpacked = image.width * image.height * pixel * COPIES.get(str(image.format), 1)
    if not image.info.get("progressive"):
        return unpacked
    sampled = [(int(across), int(down)) for _, across, down, _ in getattr(image, "layer", ())] or [(1, 1)] * 3
    most = max(across for across, _ in sampled) * max(down for _, down in sampled)
    return unpacked + 2 * whole * sum(across * down for across, down in sampled) // most  # all of it, in 16 bits


def smaller(image: Image.Image) -> Image.Image:
    """A little larger than the preview, in RGB."""
    by = max(image.size) // PREVIEW
    if by <= 1:
        return image.convert("RGB")
    out = Image.new("RGB", (-(-image.width // by), -(-image.height // by)))
    step = max(1, image.height // BANDS // by) * by
    for top in range(0, image.height, step):
        band = image.crop((0, top, image.width, min(top + step, image.height)))
        out.paste(band.convert("RGB").reduce(by), (0, top // by))
    return out


def draw(picture: bytes, most_pixels: int) -> bytes | None:
    Image.MAX_IMAGE_PIXELS = None  # ours counts, before anything is unpacked
    try:
        with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG", "WEBP", "TIFF", "MPO")) as image:
            if image.width * image.height > most_pixels:
                return None
            whole = image.width * image.height
            image.draft("RGB", (PREVIEW, PREVIEW))
            if needed(image, whole) + len(picture) > ROOM:
                return b""
            turn = image.getexif().get(ORIENTATION)
            upright = smaller(image)
            upright.getexif()[ORIENTATION] = turn or 1
            upright = ImageOps.exif_transpose(upright)
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
