"""What the worker does by the clock: a checkpoint every ten minutes, the whole proof once a night."""

import json
from datetime import datetime, timedelta

from casefile.audit.proof import checkpoints, contents
from casefile.audit.proof.verify import Report, verify
from casefile.errors import SetupError
from casefile.proof.notes import moment_text
from casefile.storage import tables
from casefile.storage.store import Store

NIGHT_HOURS = range(1, 5)
"""By UTC, which is the time of Dakar: reading everything takes some 20 seconds for a million rows."""
ONCE_IN = timedelta(hours=20)
AT_THE_LATEST = timedelta(hours=30)
"""Where the machine is off at night, it is done when it is on."""


def sign(store: Store, place: checkpoints.Place) -> None:
    """The next checkpoint, the first of a day for the units as well.

    What was written since the last one is held against its leaves. Raises SetupError when that is not as it was
    written: it is signed all the same, for the leaves are right.
    """
    before = checkpoints.rows_signed(place).leaves
    last = checkpoints.offered(place)
    today = moment_text(tables.now())[:10]
    if last is None or last[1].at[:10] < today:
        checkpoints.offer(store, place)
    else:
        checkpoints.write(store, place)
    for problem in contents.check(store, before) if before else ():
        raise SetupError("%(what)s: %(why)s. Say: griot audit verify", what=problem.what, why=problem.why)


def verify_due(store: Store, place: checkpoints.Place, moment: datetime) -> Report | None:
    """The whole proof where it is due; None where it is not yet."""
    last = last_verified(place)
    passed = moment - last if last and last <= moment else AT_THE_LATEST  # later than now: by a wrong clock
    if passed < ONCE_IN or (moment.hour not in NIGHT_HOURS and passed < AT_THE_LATEST):
        return None
    report = verify(store, place)
    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {"at": moment_text(moment), "sound": report.sound, "problems": [str(p.what) for p in report.problems]}
    (place.folder / checkpoints.VERIFIED).write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    return report


def last_verified(place: checkpoints.Place) -> datetime | None:
    """When the whole proof was last held together; None when never."""
    try:
        kept = json.loads((place.folder / checkpoints.VERIFIED).read_text("utf-8"))
        return datetime.fromisoformat(str(kept["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
