"""Files made to harm are refused within two seconds of a core and 200 MB (ASVS 5.2.3): both measured in a process."""

import io
import resource
import subprocess
import sys
import time
import zipfile

import pytest

from casefile.errors import BadInput
from casefile.exhibits import archives, content
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


def test_a_giant_picture_is_refused_before_it_is_unpacked():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    with pytest.raises(BadInput):
        content.drawn(files.giant_picture())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{time.monotonic() - began:.2f} s, the process at most {after.ru_maxrss / 1024:.0f} MB")
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SECONDS


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
