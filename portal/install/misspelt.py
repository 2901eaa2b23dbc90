"""A variable that is no setting does nothing, in silence: one that nearly has a setting's name was meant as that."""

import difflib
from collections.abc import Iterator, Mapping

from casefile.secrets.files import AS_FILES, PASSWORDS
from casefile.settings import BEGINNINGS, VARIABLES

OTHERS = {
    "GRIOT_HOME", "GRIOT_CACHE", "GRIOT_PYTHON", "GRIOT_PORT", "GRIOT_TEST_OPENSEARCH_URL", "GRIOT_TEST_SKIP",
    "GRIOT_FAULTS", "GRIOT_FAULTS_LOG", "GRIOT_FAULT_SEED", "GRIOT_UP_READY_FD",
}  # fmt: skip
"""Read elsewhere: by the scripts, the compose file, the tests and the start itself."""

LIKE = 0.85
"""`GRIOT_SECURE_COKIES` is 0.97 like the setting that was meant."""


def known() -> set[str]:
    return {variable.name for variable in VARIABLES} | {f"{name}_FILE" for name in AS_FILES} | {*PASSWORDS} | OTHERS


def misspelt(env: Mapping[str, str]) -> Iterator[str]:
    """A line for each variable that nearly has the name of a setting."""
    settings = known()
    for name in sorted(env):
        if name.startswith(BEGINNINGS) and name not in settings:
            for meant in difflib.get_close_matches(name, settings, 1, LIKE):
                yield f"Note: {name} is no setting and does nothing. Was {meant} meant? docs/settings.md has them all."
