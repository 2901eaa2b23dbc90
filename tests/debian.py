"""Programs of Debian's that a test asks for, by their packages; left out where GRIOT_TEST_SKIP says so."""

import os
import shutil
from pathlib import Path

import pytest

from scripts.debian import SKIPPED_AS, TEST_PACKAGES


def needed(package: str) -> str:
    """The path of the package's program, or the test says plainly that it is not there."""
    program, left_out = TEST_PACKAGES[package], SKIPPED_AS[package]
    if found := shutil.which(program):
        return found
    if left_out in os.environ.get("GRIOT_TEST_SKIP", "").split():
        pytest.skip(f"GRIOT_TEST_SKIP leaves out {left_out}")
    pytest.fail(f"{program} is not installed; scripts/test installs it (or: apt-get install {package})")


def with_clock(clock: str) -> dict[str, str]:
    """The variables that move a program's clock, as `libfaketime` takes it; or a file in which that stands.

    The library itself, not the `faketime` command: that one refuses to start (exit code 1) where an earlier one of the
    same process number was killed, for its semaphore is still there; with 32,768 numbers a long run meets one.
    """
    needed("faketime")
    library = {"LD_PRELOAD": str(next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")))}
    if Path(clock).is_absolute():
        return library | {"FAKETIME_TIMESTAMP_FILE": clock, "FAKETIME_CACHE_DURATION": "1"}
    return library | {"FAKETIME": clock}
