"""Files made to harm are refused within two seconds of a core and 200 MB (ASVS 5.2.3): both measured in a process."""

import io
import subprocess
import sys
import zipfile

import pytest
from PIL import Image

from casefile.errors import BadInput
from casefile.exhibits import archives, content
from casefile.policy import exhibits as law
from tests.network import files

SECONDS, MEGABYTES = 2.0, 200
BOMBS = {
    "ratio": files.bomb,
    "overlapping": files.overlapping_bomb,
    "twins": files.twins,
    "a million entries": files.crowded,
    "a million entries, said to be ten": lambda: files.crowded(stated=10),
    "nothing but an end": lambda: files.crowded(0)[:-4],
}

MEASURED = """
import resource, sys, time
from casefile.errors import BadInput
from casefile.exhibits import archives
import casefile.policy.exhibits, io
path = sys.argv[1]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
size = __import__("os").path.getsize(path)
began = time.process_time()
try:
    archives.check(open(path, "rb"), size)
    said = "taken"
except BadInput:
    said = "refused"
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(said, time.process_time() - began, (after - before) / 1024)
"""


@pytest.mark.parametrize("name", BOMBS)
def test_an_archive_made_to_harm_is_refused_cheaply(tmp_path, name):
    path = tmp_path / "bomb.zip"
    path.write_bytes(BOMBS[name]())
    done = subprocess.run([sys.executable, "-c", MEASURED, path], capture_output=True, text=True, check=True)
    said, seconds, megabytes = done.stdout.split()
    print(f"{name}: {float(seconds):.2f} s, {float(megabytes):.0f} MB")
    assert (said, float(seconds) < SECONDS, float(megabytes) < MEGABYTES) == ("refused", True, True), done.stdout


PICTURE_MEASURED = """
import resource, subprocess, sys
with open(sys.argv[1], "rb") as picture:
    done = subprocess.run([sys.executable, "-I", *sys.argv[2:]], stdin=picture, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
said = "refused" if done.returncode else "drawn" if done.stdout else "by its name"
print(f"{said};{used.ru_utime + used.ru_stime};{used.ru_maxrss / 1024}")
"""
"""Between the tests' process and the one that is measured: a process begins with the size of the one it came from."""


def photo(kind: str, megapixels: int, **how: object) -> bytes:
    out = io.BytesIO()
    side = int((megapixels * 1e6) ** 0.5)
    Image.linear_gradient("L").resize((side, side)).convert(how.pop("mode", "RGB")).save(out, kind, **how)
    return out.getvalue()


PICTURES = {
    "a giant of 3.6 thousand megapixels": (files.giant_picture, "refused"),
    "196 megapixels in a few hundred kilobytes": (lambda: photo("PNG", 196), "by its name"),
    "a photo of 50": (lambda: photo("JPEG", 50), "drawn"),
    "a photo of 50, stored by progress": (lambda: photo("JPEG", 50, progressive=True), "drawn"),
    "a photo of 190": (lambda: photo("JPEG", 190), "drawn"),
    "a scan of 35": (lambda: photo("PNG", 35), "drawn"),
    "a grey scan of 50": (lambda: photo("TIFF", 50, mode="L", compression="tiff_lzw"), "drawn"),
    "a WebP of 10": (lambda: photo("WEBP", 10, method=0), "drawn"),
    "a PNG of 50": (lambda: photo("PNG", 50, mode="RGBA"), "by its name"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_no_picture_takes_much_and_no_photo_is_refused(tmp_path, name):
    make, expected = PICTURES[name]
    path = tmp_path / "picture"
    path.write_bytes(make())
    drawing = [str(content.APART), "draw", str(law.MOST_PIXELS)]
    command = [sys.executable, "-I", "-c", PICTURE_MEASURED, str(path), *drawing]
    said, seconds, megabytes = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split(";")
    print(f"{name}: {said}, {float(seconds):.2f} s, {float(megabytes):.0f} MB")
    assert (said, float(seconds) < SECONDS, float(megabytes) < MEGABYTES) == (expected, True, True)


def test_what_is_too_large_to_draw_is_taken_and_has_no_picture():
    with pytest.raises(BadInput):
        content.drawn(files.giant_picture())
    assert content.drawn(photo("PNG", 100)) == (None, None)


def test_a_large_picture_made_smaller_in_bands_is_upright_and_whole():
    image = Image.new("RGB", (3001, 4001), "white")
    image.paste("red", (0, 0, 1500, 2000))
    turned = Image.Exif()
    turned[0x0112] = 6  # to be turned by a quarter to the right: top left goes to top right
    out = io.BytesIO()
    image.save(out, "PNG", exif=turned)
    thumbnail, preview = content.drawn(out.getvalue())
    for side, small in ((160, thumbnail), (1280, preview)):
        with Image.open(io.BytesIO(small)) as shown:
            assert max(shown.size) == side and shown.width > shown.height
            corners = [(x, y) for y in (0.1, 0.9) for x in (0.1, 0.9)]
            red = [shown.getpixel((int(x * shown.width), int(y * shown.height)))[1] < 60 for x, y in corners]
            assert red == [False, True, False, False]


@pytest.mark.parametrize(
    "whole",
    [
        files.archive({}),
        files.archive({f"{number}/photo.jpg": bytes([number]) * 500 for number in range(100)}),
        b"#!program in front\n" + files.archive({"a": b"x" * 100, "b": b"y"}),
        files.nested_bomb(),
    ],
    ids=["empty", "a hundred files", "behind something else", "archives in an archive"],
)
def test_honest_archives_are_taken(whole):
    assert zipfile.is_zipfile(io.BytesIO(whole))
    archives.check(io.BytesIO(whole), len(whole))


def test_sizes_of_64_bits_are_read():
    """As extractions of telephones have them: the library writes them where it is made to expect a large file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("a", "w", force_zip64=True) as file:
        file.write(b"x" * 1000)
    archives.check(io.BytesIO(out.getvalue()), out.tell())
