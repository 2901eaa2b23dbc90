"""The installation as its officers meet it, and the pieces every part of the story is made of."""

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from casefile.retention import belief
from casefile.storage import tables
from casefile.storage.tables import Hit
from casefile.vocabulary import Notify
from indexer.worker.chores import Worker
from tests.journeys.life.desk import Desk, Tongue
from tests.journeys.life.reached import SCHEDULE, Reached

WHY = "demandé par le procureur de la République"
LATER = timedelta(days=90)


@dataclass(frozen=True)
class Subject:
    """Somebody invented, as the two units know them."""

    name: str
    born: str
    phone: str = ""
    recorded_as: str = ""

    @property
    def record_name(self) -> str:
        return self.recorded_as or self.name


@dataclass
class World:
    installation: Any
    enter: Callable[..., Any]
    until: Callable[..., Any]
    tongue: Tongue
    reached: Reached
    engine: Any
    clock: Any
    desks: dict[str, Desk] = field(default_factory=dict)
    case_id: str = ""
    records: dict[str, str] = field(default_factory=dict)
    watches: dict[str, str] = field(default_factory=dict)

    @property
    def store(self):
        return self.installation.store

    def desk(self, login: str) -> Desk:
        if login not in self.desks:
            self.desks[login] = self.at_another_browser(login)
        return self.desks[login]

    def at_another_browser(self, login: str) -> Desk:
        """A further sign-in of the same officer."""
        page = self.enter(login, self.tongue.language)
        page.wait_for_selector(f"html[lang={self.tongue.language}]")
        return Desk(page, login, self.installation.address, self.tongue, self.reached)

    # ---- entering

    def watch(self, key: str, subject: Subject, login: str = "banjul", check: str = "save") -> str:
        """Through the check page; `check` is the button pressed there."""
        desk = self.desk(login).go("/watchlists/new?kind=person")
        desk.fill(names_0_text=subject.name, ground=WHY, watchlist="Tanji")
        if subject.born:
            desk.fill(dates_0_text=subject.born)
        if subject.phone:
            desk.select("#identifiers-0-kind", "phone").fill(identifiers_0_value=subject.phone)
        desk.follow("main .actions button[type=submit]")
        assert desk.there(f"button[name=check][value={check}]"), desk.text()
        desk.press(f"button[name=check][value={check}]")
        self.watches[key] = desk.id
        return desk.id

    def record(self, key: str, subject: Subject, category: str = "suspect", **rules: str) -> str:
        desk = self.desk("dakar").go(f"/records/new?kind=person&case={self.case_id}")
        desk.fill(names_0_text=subject.record_name, dates_0_text=subject.born)
        desk.select("#subject_category", category)
        if category == "suspect":
            desk.fill(suspicion_note="Désigné par deux passagers.")
        desk.unfold("source_grade").select("#source_grade", "B").select("#info_grade", "2")
        if subject.phone:
            desk.select("#identifiers-0-kind", "phone").fill(identifiers_0_value=subject.phone)
        for name, value in {"notify": Notify.MUTUAL.value, **rules}.items():  # else as in the case's newest record
            desk.select(f"#{name}", value)
        desk.press("main .actions button[type=submit]")
        self.records[key] = desk.id
        return desk.id

    # ---- hits

    def hit(self, key: str) -> str:
        """The hit of that record and that watch, once matching has found it."""

        def found():
            with self.store.reading() as session:
                pair = (Hit.record_id == self.records[key], Hit.watch_id == self.watches[key])
                return session.scalars(select(Hit.id).where(*pair)).first()

        return self.until(found, 120)

    def judge(self, key: str, judgement: str, *, login: str = "coordinator", take: bool = False, **typed: str) -> Desk:
        hit = self.hit(key)
        desk = self.desk(login)
        self.until(lambda: desk.go("/review/").there(f"a[href$='/review/{hit}']"), 120)
        desk.follow(f"a[href$='/review/{hit}']")
        if take:
            desk.page.click("details.drop > summary")
            desk.press("form[action$='/take'] button")
        desk.choose("judgement", judgement).fill(reason=WHY, **typed)
        return desk.press("form#judgement button[type=submit]")

    def pointer(self, login: str, own: str) -> Desk:
        """That officer opens the pointer about the own record or watch, once it has come."""
        desk = self.desk(login)
        line = f"main tbody tr:has(a[href$='/{own}']) th a"
        self.until(lambda: desk.go("/hits/").there(line), 120, 0.2)
        return desk.follow(line)

    def side(self, login: str, key: str) -> Desk:
        """The contact page of Dakar's record or of Banjul's watch."""
        return self.pointer(login, (self.records if login.startswith("dakar") else self.watches)[key])

    def no_pointer(self, login: str, own: str) -> None:
        assert not self.desk(login).go("/hits/").there(f"a[href$='/{own}']")

    # ---- time

    def move(self, table: Any, key: Any, **values: Any) -> None:
        """Dates of one row moved back, where the clock of all the others must not."""
        with self.store.writing() as session:
            session.execute(update(table).where(key).values(**values))

    @contextmanager
    def later(self, **ahead: float):
        """The clock of this process moved; nobody clicks meanwhile."""
        moment = tables.now() + timedelta(**ahead)
        with self.clock.context() as patch:
            patch.setattr(tables, "now", lambda: moment)
            yield

    def schedule(self, *chores: str) -> None:
        """What the clock of the worker starts every minute or hour, once and now."""
        worker = Worker(self.installation.settings, self.store, self.engine)
        with self.store.writing() as session:
            if belief.leapt(session):  # years have gone by, and whoever runs it says so
                belief.confirm(session)
        with self.reached.doing(SCHEDULE, f"the schedule: {', '.join(chores)}"):
            for chore in chores:
                getattr(worker, chore)()


def day_ahead(days: int) -> str:
    """As an officer types a day."""
    return (tables.now() + timedelta(days=days)).strftime("%d/%m/%Y")


@contextmanager
def timed(part: str, took: dict[str, float]):
    began = time.monotonic()
    yield
    took[part] = round(time.monotonic() - began, 1)
