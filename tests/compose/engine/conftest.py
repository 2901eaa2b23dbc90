import shutil

import pytest

from tests.compose.engine import engine as engines
from tests.compose.engine import stand_ins


@pytest.fixture(scope="session")
def engine(tmp_path_factory):
    """An engine with all images, which it made itself."""
    engines.must_be_possible()
    folder = tmp_path_factory.mktemp("engine")
    one = engines.Engine(folder / "docker")
    try:
        one.start()
        stand_ins.make(one, folder)
        yield one
    finally:
        one.close()
        shutil.rmtree(folder, ignore_errors=True)
