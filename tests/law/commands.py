"""The commands of `griot` as the matrix has the pages: in whose name each acts, and by which permission.

A new command is one more row; what the table lacks fails the build.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from casefile.policy.permissions import Permission as P
from casefile.vocabulary import Role as R
from tests.law.matrix import DESKS, FIELD, INVESTIGATOR, SEEKERS, WATCH_OFFICER


class Acts(StrEnum):
    """In whose name a command acts."""

    HOME = "home"
    """The installation's own: whoever may type it may read the database file. Marked in the trail."""
    UNIT = "unit"
    """The unit named, as its imports; marked in the trail."""
    OFFICER = "officer"
    """The officer named by `--as`, with that officer's rights and no others; marked in the trail."""
    NOBODY = "nobody"
    """Reads no case data: words, files, weights, measurements on installations of its own."""


@dataclass(frozen=True)
class Command:
    """A command of `griot`: in whose name it acts, which permission that takes, and who holds it."""

    name: str
    acts: Acts
    asks: frozenset[P] = frozenset()
    roles: frozenset[R] = frozenset()


def _command(name: str, acts: Acts, asks: str = "", roles: Iterable[R] = ()) -> Command:
    return Command(name, acts, frozenset(P[word] for word in asks.split()), frozenset(roles))


COMMANDS = (
    _command("up", Acts.HOME),
    _command("doctor", Acts.HOME),
    _command("training reset", Acts.HOME),
    _command("migrate", Acts.HOME),
    _command("upgrade", Acts.HOME),
    _command("unit add", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("unit list", Acts.HOME),
    _command("unit history", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("unit close", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("officer add", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("officer list", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("officer duties", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("officer link", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("officer lost-factor", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("officer reseal", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("officer move", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("officer deactivate", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("post add", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("post list", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("post end", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("post extract", Acts.OFFICER, "SEARCH", SEEKERS),
    _command("post check", Acts.NOBODY),
    _command("token add", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("token list", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("token revoke", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    *(
        _command(f"webhook {one}", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR})
        for one in ("add", "list", "rotate", "remove", "test")
    ),
    *(_command(f"template {one}", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}) for one in ("add", "list", "remove")),
    _command("template fields", Acts.NOBODY),
    _command("import un", Acts.UNIT, "ENTER_RECORD", {INVESTIGATOR}),
    _command("import table", Acts.UNIT, "ENTER_RECORD", {INVESTIGATOR}),
    _command("import undo", Acts.UNIT, "ENTER_RECORD", {INVESTIGATOR}),
    _command("import ftm", Acts.UNIT, "ENTER_RECORD", {INVESTIGATOR}),
    _command("import interpol", Acts.UNIT, "ENTER_RECORD", {INVESTIGATOR}),
    _command("import opensanctions", Acts.UNIT, "ENTER_RECORD", {INVESTIGATOR}),
    _command("import sltd", Acts.UNIT, "ENTER_RECORD", {INVESTIGATOR}),
    _command("import sources", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("import end", Acts.HOME, "ADMINISTER", {R.ADMINISTRATOR}),
    _command("watch import", Acts.UNIT, "WATCH_SUBJECT", {WATCH_OFFICER}),
    _command("wait", Acts.HOME),
    _command("hits export", Acts.OFFICER, "REVIEW_PROTECTED_HIT", {R.PROTECTION}),
    _command("export ftm", Acts.OFFICER, "READ_RECORD", SEEKERS),
    _command("export network", Acts.OFFICER, "READ_RECORD", SEEKERS),
    _command("export stix", Acts.OFFICER, "READ_RECORD", SEEKERS),
    _command("export sheet", Acts.OFFICER, "READ_RECORD", SEEKERS),
    _command("export pdf", Acts.OFFICER, "READ_RECORD", SEEKERS),
    _command("evidence export", Acts.OFFICER, "CONTACT REVIEW_HIT REVIEW_PROTECTED_HIT", FIELD | DESKS),
    _command("search", Acts.OFFICER, "SEARCH", SEEKERS),
    _command("check batch", Acts.OFFICER, "SEARCH", SEEKERS),
    _command("document check", Acts.OFFICER, "SEARCH", SEEKERS),
    _command("identifiers normalise", Acts.NOBODY),
    _command("names analysis", Acts.NOBODY),
    _command("names compare", Acts.NOBODY),
    _command("names evaluate", Acts.NOBODY),
    _command("names explain", Acts.NOBODY),
    _command("names find", Acts.NOBODY),
    _command("names fit", Acts.NOBODY),
    _command("names keys", Acts.NOBODY),
    _command("matching weights", Acts.HOME),
    _command("matching fit", Acts.HOME),
    _command("status", Acts.HOME, "READ_BACKLOG", {R.COORDINATOR, R.ADMINISTRATOR}),
    _command("reconcile", Acts.HOME),
    _command("rebuild", Acts.HOME),
    *(
        _command(f"audit {one}", Acts.HOME)
        for one in ("verify", "checkpoint", "receive", "prove", "consistency", "check", "keys", "rotate")
    ),
    _command("audit countersign", Acts.NOBODY),
    _command("backup", Acts.HOME),
    _command("backups", Acts.HOME),
    _command("archive", Acts.HOME),
    _command("recover", Acts.HOME),
    _command("retention run", Acts.HOME),
    _command("exhibit add", Acts.OFFICER, "KEEP_EXHIBITS", {INVESTIGATOR}),
    _command("exhibit check", Acts.HOME),
    _command("restore", Acts.HOME),
    _command("bench departures", Acts.NOBODY),
    _command("bench desk", Acts.NOBODY),
    _command("bench ingest", Acts.NOBODY),
    _command("bench names", Acts.NOBODY),
    _command("bench officers", Acts.NOBODY),
    _command("bench percolate", Acts.NOBODY),
    _command("bench portal", Acts.NOBODY),
    _command("bench rebuild", Acts.NOBODY),
    _command("bench upkeep", Acts.NOBODY),
    _command("bench search", Acts.NOBODY),
    _command("bench lists", Acts.NOBODY),
    _command("bench web", Acts.NOBODY),
    _command("demo load", Acts.HOME),
    _command("demo review", Acts.HOME),
    _command("demo story", Acts.NOBODY),
)
