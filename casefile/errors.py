"""The error tree. Each error knows its HTTP status and says, in the reader's language, what is wrong and the way out.

Messages are gettext keys (English sentences); `portal/web/errors.py` and the command line translate them.
"""


class Figure(int):
    """How many of something, in an error's `values`: grouped in English as it stands (5,000), and in each other
    language by its own rule where a page shows it."""

    def __str__(self) -> str:
        return f"{int(self):,}"


class CasefileError(Exception):
    """Base of everything Griot refuses on purpose. `message` may hold `%(name)s` places filled from `values`."""

    status = 400

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values

    @property
    def kept_values(self) -> dict[str, int | str]:
        """The values as a table keeps them for a later page: numbers as numbers, for its reader's language."""
        return {name: value if isinstance(value, int) else str(value) for name, value in self.values.items()}


class BadInput(CasefileError):
    """What was given cannot be stored. `field` names the place ("birth_date", "line 12")."""

    status = 422

    def __init__(self, message: str, *, field: str = "", **values: object) -> None:
        super().__init__(message, **values)
        self.field = field


class NotAllowed(CasefileError):
    """The viewer's roles do not hold the permission."""

    status = 403


class NotThere(CasefileError):
    """It does not exist, or the viewer may not know that it does: the two must look alike."""

    status = 404


class Conflict(CasefileError):
    """Somebody else changed it meanwhile, or the state does not allow this step."""

    status = 409


class OverBudget(CasefileError):
    """More than a budget allows, or a series: refused for now, and shown to coordinator and auditor."""

    status = 429


class SearchUnavailable(CasefileError):
    """The index could not be asked, or answered in part. Never to be read as *nothing found*."""

    status = 503


class ForeignIndex(SearchUnavailable):
    """What stands under the index's name is not this installation's, and is left alone."""


class BadSearch(CasefileError):
    """The engine refuses the question itself."""

    status = 400


class SetupError(CasefileError):
    """The installation is not in order; the message says the way out."""

    status = 500


MISSING = "There is nothing here under this address."
"""The one sentence for *not there* and *not yours*: their difference would be a leak."""


def N_(sentence: str) -> str:
    """Marks a sentence for translation where it stands; it is translated where it is shown."""
    return sentence
