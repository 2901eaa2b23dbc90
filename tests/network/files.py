"""Files as officers bring them in, made here: a photo that knows where it was taken, archives, what is refused."""

import io
import zipfile

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
