"""`world`: one database and one engine in memory; made once for a process, put back to the beginning by each script."""

import pytest

from tests.noninterference.world import World


@pytest.fixture(scope="session")
def world(_migrated_file, tmp_path_factory) -> World:
    return World(_migrated_file, tmp_path_factory.mktemp("noninterference"))
