"""Programs of Debian's that a test asks for, by their packages; left out where GRIOT_TEST_SKIP says so."""

import os
import shutil

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
