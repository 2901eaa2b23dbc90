"""What a ride has to do: files of watches and of records whose hits are known beforehand, and the commands that bring
them in.

Whoever is watched carries a passport that nobody else has. A record carries the same one, spelled in another way or
another script; of every third only the second version does, which comes by another file. So what must be found stands
in the plan, and needs neither database nor matcher. Near twins give further hits; `griot reconcile` judges those.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casefile.subjects.identity import Identity
from casefile.vocabulary import Json
from indexer.bench.population import Population
from tests.faults.world import WHERE

CASE = "EXP-1"
GROUND = "Sought in a case of smuggling of migrants"
RECORDS_A_FILE, WATCHES_A_FILE = 30, 20

Pair = tuple[str, str]
"""Record's and watch's id at their source."""


@dataclass(frozen=True)
class Job:
    """One command, repeated until it has ended well. `after`: what has to be done before it may begin."""

    name: str
    kind: str
    arguments: tuple[str, ...]
    after: str = ""
    again: bool = True
    """Whether it may be done a second time and changes nothing."""


@dataclass
class Work:
    """The jobs, and by job what it brings: a pair must be found once both of its jobs are done."""

    jobs: list[Job] = field(default_factory=list)
    must: dict[Pair, frozenset[str]] = field(default_factory=dict)
    watched: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Passport: the watch's id and unit. What an officer types at the desk is drawn from these."""
    job_of_watch: dict[str, str] = field(default_factory=dict)

    def expected(self, done: set[str]) -> set[Pair]:
        return {pair for pair, jobs in self.must.items() if jobs <= done}


def work(folder: Path, seed: int, *, watches: int, records: int, rebuilds: int) -> Work:
    """Write the files of a ride and say what must come of them."""
    folder.mkdir(parents=True, exist_ok=True)
    population, draw, made = Population(seed), random.Random(seed), Work()
    units = [unit.code for unit in WHERE]
    people: list[tuple[str, str, Identity, str]] = []
    for at, part in enumerate(_parts(range(watches), WATCHES_A_FILE)):
        unit, lines = draw.choice(units), []
        for n in part:
            person, passport = population.person(), f"R{seed % 1000:03d}{n:05d}"
            people.append((f"w{n}", unit, person, passport))
            made.watched[passport] = (f"w{n}", unit)
            made.job_of_watch[f"w{n}"] = f"watches{at}"
            lines.append(_entity(f"w{n}", person, passport))
        _write(folder / f"watches{at}", lines)
        made.jobs.append(_job(f"watches{at}", folder, "watch", "import", "--unit", unit, "--ground", GROUND))
    for at, part in enumerate(_parts(range(records), RECORDS_A_FILE)):
        unit = draw.choice(units)
        first, second = _two_versions(made, population, draw, (f"records{at}", unit, part), people)
        for name, lines, after in ((f"records{at}", first, ""), (f"records{at}-again", second, f"records{at}")):
            _write(folder / name, lines)
            rules = ("--unit", unit, "--case", CASE, "--basis", "Art. 12", "--note", "Named by two witnesses.")
            made.jobs.append(_job(name, folder, "import", "ftm", *rules, after=after, again=bool(after)))
    draw.shuffle(made.jobs)
    for at in range(rebuilds):
        place = (at + 1) * len(made.jobs) // (rebuilds + 1)
        made.jobs.insert(place, Job(f"rebuild{at}", "rebuild", ("rebuild",), again=False))
    return made


def _two_versions(
    made: Work,
    population: Population,
    draw: random.Random,
    file: tuple[str, str, Sequence[int]],
    people: Sequence[tuple[str, str, Identity, str]],
) -> tuple[list[Json], list[Json]]:
    """One file of records, and the same records as they come a second time."""
    name, unit, numbers = file
    first: list[Json] = []
    second: list[Json] = []
    for n in numbers:
        watch, watching, person, passport = draw.choice(people)
        stranger = _entity(f"r{n}", population.person(), "")
        known = _entity(f"r{n}", population.seen_again(person), passport)
        if watching == unit or draw.random() < 1 / 3:
            first.append(stranger)
            second.append(stranger)
            continue
        late = draw.random() < 1 / 3
        first.append(stranger if late else known)
        second.append(known)
        jobs = {made.job_of_watch[watch], name, *([f"{name}-again"] if late else [])}
        made.must[f"r{n}", watch] = frozenset(jobs)
    return first, second


def _job(name: str, folder: Path, *command: str, after: str = "", again: bool = True) -> Job:
    what, how, *options = command
    return Job(name, "importer", (what, how, str(folder / name), *options), after, again)


def _entity(id: str, person: Identity, passport: str) -> Json:
    said: dict[str, Json] = {"name": [name.text for name in person.names]}
    if person.dates:
        said["birthDate"] = [person.dates[0].value]
    if passport:
        said["passportNumber"] = [passport]
    return {"id": id, "schema": "Person", "properties": said}


def _write(path: Path, entities: Sequence[Json]) -> None:
    path.write_text("".join(json.dumps(entity) + "\n" for entity in entities), "utf-8")


def _parts(numbers: range, size: int) -> list[range]:
    return [numbers[at : at + size] for at in range(0, len(numbers), size)]
