"""The whole proof: keys, checkpoints, log and contents held against each other, and the first bad row named.

Needs the database and the home's folder only; nothing has to run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from casefile.audit.proof import checkpoints, contents, keys
from casefile.audit.proof.contents import Problem
from casefile.audit.proof.leaf_hashes import LeafHashes
from casefile.audit.proof.log import Ends, Entry, ends, walk
from casefile.errors import SetupError
from casefile.proof.notes import Checkpoint, VerifyKey, signers
from casefile.proof.tree import Frontier
from casefile.storage.store import Store

MOST_NAMED = 20
"""Of what is bad so much is named; the first one is what counts."""


@dataclass(slots=True)
class Report:
    """What was held against what, and what was not as it was written; sound when nothing."""

    lines: int = 0
    leaves: int = 0
    checkpoints: int = 0
    newest: str = ""
    """When the newest of the home's checkpoints was made."""
    problems: list[Problem] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    """Folders with the checkpoints of what stood before a restore: another history, which was given up."""

    @property
    def sound(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Signed:
    """A checkpoint whose signature holds, and where it came from."""

    checkpoint: Checkpoint
    source: str


def verify(store: Store, place: checkpoints.Place | None, against: Sequence[Path] = ()) -> Report:
    """Hold everything against everything. `place` None: there is no home, only the database is looked at."""
    report = Report()
    try:
        _verify(store, place, against, report)
    except DBAPIError as error:
        report.problems.append(Problem("the database", f"it cannot be read: {error.orig}"))
    except SetupError as error:
        report.problems.append(Problem("the proof", str(error)))
    return report


def _verify(store: Store, place: checkpoints.Place | None, against: Sequence[Path], report: Report) -> None:
    until = ends(store)
    report.lines, report.leaves = until.lines, until.leaves
    signed: list[_Signed] = []
    trouble: list[Problem] = []
    if place is not None:
        signed = _own(place, trouble)
        trouble += _keys(store, place)
        report.aside = sorted(path.name for path in place.folder.glob(f"{checkpoints.ASIDE}*"))
        report.newest = signed[-1].checkpoint.at if signed else ""
        kept = [place.folder / name for name in (checkpoints.OFFERED, checkpoints.COUNTERSIGNED)]
        signed += _others(place, [*against, *kept], trouble)
    report.checkpoints = len(signed)
    report.problems += _log(store, until, signed, place)
    report.problems += islice(contents.check(store), MOST_NAMED)
    report.problems += trouble


def _own(place: checkpoints.Place, trouble: list[Problem]) -> list[_Signed]:
    public, found = keys.known(place.folder), list[_Signed]()
    for path in place.notes():
        one = _signed(path, public)
        if one is None:
            trouble.append(Problem(f"checkpoint {path.name}", "it was altered: its signature does not hold"))
        else:
            found.append(one)
    return found


def _others(place: checkpoints.Place, against: Sequence[Path], trouble: list[Problem]) -> list[_Signed]:
    """Checkpoints kept elsewhere, countersigned perhaps. They count with this home's signature, whoever kept them."""
    public, found = keys.known(place.folder), list[_Signed]()
    for given in against:
        for path in [given] if given.is_file() else sorted(given.glob("**/*.txt")):
            if path.name in (keys.KEYS, keys.ROTATIONS):
                continue
            one = _signed(path, public)
            if one is None:
                trouble.append(Problem(f"checkpoint {path}", "it is not signed by a key of this home"))
            else:
                found.append(one)
    return found


def _signed(path: Path, public: Sequence[VerifyKey]) -> _Signed | None:
    read = checkpoints.read_note(path)
    if read is None or not signers(read[0], public) or read[1].origin not in {key.name for key in public}:
        return None
    return _Signed(read[1], path.name)


def _keys(store: Store, place: checkpoints.Place) -> Iterator[Problem]:
    """The keys of the folder are the ones the trail names, and each vouches for the next."""
    known, named = {str(key) for key in keys.known(place.folder)}, checkpoints.keys_named(store)
    for key in sorted(named.keys() - known):
        yield Problem(f"key {key.split('+')[1]}", f"the trail names it, and {keys.KEYS} does not hold it")
    for key in sorted(known - named.keys()):
        yield Problem(f"key {key.split('+')[1]}", "it was slipped in: the trail does not name it")
    if named and not place.notes():
        yield Problem(f"the checkpoints in {place.folder}", "they are missing, though a key to sign them was made")
    for public in keys.not_vouched(place.folder):
        if named.get(str(public)) not in (checkpoints.WITHOUT_OLD, checkpoints.AFTER_RESTORE):
            yield Problem(f"key {public.id.hex()}", "it was slipped in: the key before it does not vouch for it")


def _log(store: Store, until: Ends, signed: Sequence[_Signed], place: checkpoints.Place | None) -> list[Problem]:
    """The first place of the log that is not what was signed, or not what it says itself."""
    file = LeafHashes(place.folder / checkpoints.LEAVES if place is not None else None)
    due = sorted(signed, key=lambda one: one.checkpoint.size)
    tree, of_file, first = Frontier(), Frontier(), _First(file)
    kept = 0
    for at in walk(store, until):
        if at.why:
            return [first.problem() or Problem(at.what, at.why)]
        tree.append(at.hash)
        other = file.at(at.index)
        of_file.append(other or at.hash)
        first.see(at, other)
        while kept < len(due) and due[kept].checkpoint.size <= tree.size:
            one = due[kept]
            if one.checkpoint.size == tree.size and one.checkpoint.root != tree.root():
                first.see_on(store, until)
                is_signed = of_file.root() == one.checkpoint.root
                return [_between(one, due[kept - 1] if kept else None, first.problem(), is_signed)]
            kept += 1
    if kept < len(due):
        return [first.problem() or _cut(until, due[kept], checkpoints.rows_signed(place) if place else until)]
    if (found := first.problem()) is not None:
        return [Problem(f"the file {checkpoints.LEAVES}", f"it was altered: {found.what} stands otherwise in it")]
    if place is not None and due and file.size < due[-1].checkpoint.size:
        return [Problem(f"the file {checkpoints.LEAVES}", "it is missing or cut short")]
    return []


class _First:
    """The first place where log and file differ, and which row it is: that one, or one that was moved or taken out."""

    def __init__(self, file: LeafHashes) -> None:
        self._file = file
        self._at: Entry | None = None
        self._wanted = b""
        self._moved: Entry | None = None

    def see(self, at: Entry, other: bytes | None) -> None:
        """Look at one place, of which the file says `other`."""
        if self._at is None:
            if other is not None and other != at.hash:
                self._at, self._wanted = at, other
        elif self._moved is None and at.hash == self._wanted:
            self._moved = at

    def see_on(self, store: Store, until: Ends) -> None:
        """Look at all that follows: what was moved may come much later."""
        if self._at is not None and self._moved is None:
            for at in walk(store, until):
                if at.index > self._at.index:
                    self.see(at, None)

    def problem(self) -> Problem | None:
        """What was found; None while nothing differs."""
        if self._at is None:
            return None
        if self._moved is not None:  # a line is told from its neighbours: of the two it is the leaf that was moved
            return Problem((self._at if self._at.is_leaf else self._moved).what, "it was moved")
        if self._file.holds(self._at.hash, after=self._at.index):
            return Problem(self._at.before, "it is missing: what follows was moved up")
        return Problem(self._at.what, "it is not the one that was signed")


def _between(one: _Signed, before: _Signed | None, first: Problem | None, file_is_signed: bool) -> Problem:
    if first is not None and file_is_signed:
        return first
    since = before.checkpoint.size if before else 0
    return Problem(
        first.what if first else f"one of the rows from place {since + 1} to {one.checkpoint.size} of the log",
        f"what was signed on {one.checkpoint.at} ({one.source}) was other",
    )


def _cut(until: Ends, first: _Signed, counted: Ends) -> Problem:
    what = [f"audit line {until.lines + 1}"] if until.lines < counted.lines else []
    what += [f"leaf {until.leaves + 1}"] if until.leaves < counted.leaves else []
    return Problem(
        " and ".join(what) or f"place {until.size + 1} of the log",
        f"it is missing with all that followed: rolled back or cut off. {first.source} was signed over "
        f"{first.checkpoint.size} rows, and {until.size} are there",
    )
