"""A list as its page has it: what is asked of it in the address, and the addresses that ask for something else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import parse_qsl

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casefile.lists import ACTS, SIZES, Asked, Shown
from casefile.policy.viewer import Viewer
from portal.pages.lists import finding
from portal.web.context import store, viewer
from portal.web.numbers import micros, moment_of, whole_number
from portal.web.paging import MAX_DIGITS

T = TypeVar("T")
MOST_MICROS = 16
Options = Sequence[tuple[str, str]]
"""(value, words)"""


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter as a page offers it; without options it is set by a link alone, and stays."""

    title: str
    options: Callable[[], Options] = tuple


@dataclass(frozen=True, slots=True)
class ActWords:
    """A bulk act in words. `may`: whether the state of a line allows it, as far as can be seen before it is tried."""

    title: str
    lead: str
    done: Callable[[int], str]
    may: Callable[[Any], bool]
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column of a list as a file: plain text, in the reader's language."""

    title: str
    cell: Callable[[T], str]


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """One list and its page. `before` distinguishes the names in the address where a page has two lists."""

    name: str
    endpoint: str
    """The page; `<blueprint>.find` takes what is looked for, `<blueprint>.act` what is to be done."""
    listed: Callable[[Session, Viewer, Asked], Shown[T]]
    sorts: Mapping[str, str]
    choices: Mapping[str, Choice]
    found_by: str
    """What may be typed into the find field, in words."""
    rows: Callable[[Session, Viewer, Sequence[str]], Sequence[T]] | None = None
    called: Callable[[T], str] = str
    """What a line is called on the page of a bulk act."""
    acts: Mapping[str, ActWords] = field(default_factory=dict)
    before: str = ""
    columns: Sequence["Column[T]"] = ()
    """Of the list as a file; empty: it is not taken out."""
    arrives: bool = False
    """Lines come in while it is read: its pages stay those of the moment when the first was shown."""

    def arg(self, name: str) -> str:
        return self.before + name

    def names(self) -> tuple[str, ...]:
        """What may stand in the address, of this list."""
        return tuple(self.arg(name) for name in ("find", "sort", "size", "page", *self._moment, *self.choices))

    @property
    def _moment(self) -> tuple[str, ...]:
        return ("until",) if self.arrives else ()


class Offer(NamedTuple):
    """A filter with what may be chosen."""

    name: str
    title: str
    options: Options


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """What a template has of a list."""

    of: ListPage[T]
    asked: Asked
    shown: Shown[T]
    every_ticked: bool
    fixed: Mapping[str, str] = field(default_factory=dict)

    @property
    def narrowed(self) -> bool:
        chosen = (value for name, value in self.asked.chosen.items() if name not in self.fixed)
        return bool(self.asked.find or any(chosen))

    def offers(self) -> list[Offer]:
        """The filters among which a reader may choose, in the order of the page."""
        offered = ((name, one.title, one.options()) for name, one in self.of.choices.items())
        return [Offer(name, title, options) for name, title, options in offered if options]

    def kept(self, offers: Sequence[Offer]) -> list[tuple[str, str]]:
        """Filters that are set and that nobody chooses here: a link set them."""
        offered = {one.name for one in offers}
        return [(name, value) for name, value in self.asked.chosen.items() if value and name not in offered]

    def set_now(self, offers: Sequence[Offer]) -> list[str]:
        """What is chosen of the filters and the order, in words; the usual order says nothing."""
        chosen = [words for one in offers for value, words in one.options if value == self.asked.chosen.get(one.name)]
        usual = next(iter(self.of.sorts))
        return [*chosen, *([self.of.sorts[self.shown.sort]] if self.shown.sort != usual else [])]

    @property
    def sizes(self) -> Sequence[int]:
        return SIZES

    @property
    def acts(self) -> dict[str, ActWords]:
        """Those that the officer may do."""
        known = ACTS.get(self.of.name, {})
        return {name: words for name, words in self.of.acts.items() if viewer().may(known[name].permission)}

    def address(self, **changed: object) -> str:
        """The list's address with something else asked; None takes it away. The page begins anew unless it is given."""
        of = self.of
        kept: dict[str, Any] = {
            name: value for name, value in request.args.items() if name not in (of.arg("page"), "all")
        }
        kept |= {of.arg(name): value for name, value in self.fixed.items()}
        for name, value in changed.items():
            kept.pop(of.arg(name), None)
            if value not in (None, ""):
                kept[of.arg(name)] = str(value)
        return url_for(of.endpoint, **kept)

    def page_address(self, number: int) -> str:
        if self.of.arrives and self.shown.until:
            return self.address(page=number, until=micros(self.shown.until))
        return self.address(page=number)

    def since(self) -> str:
        """The same list with what came since, where these are the pages of a moment before."""
        return self.address(until=None) if self.asked.until else ""

    def tick_address(self, *, every: bool) -> str:
        return self.address(page=self.shown.page, **({"all": 1} if every else {}))

    def find_address(self) -> str:
        return url_for(f"{self.of.endpoint.partition('.')[0]}.find")

    def act_address(self) -> str:
        return url_for(f"{self.of.endpoint.partition('.')[0]}.act")

    def export_address(self) -> str:
        return url_for(f"{self.of.endpoint.partition('.')[0]}.export")

    def everything(self) -> str:
        free = (name for name in self.of.choices if name not in self.fixed)
        return self.address(find=None, until=None, **dict.fromkeys(free))

    def back(self) -> str:
        """What is asked now, for the page of an act to come back to."""
        return self.page_address(self.shown.page).partition("?")[2]


def listing(of: ListPage[T], **fixed: str) -> Listing[T]:
    """What the address asks of the list, read; `fixed` are filters that the page itself sets."""
    asked = asked_in(of, request.args, fixed)
    with store().reading() as session:
        shown = of.listed(session, viewer(), asked)
    return Listing(of, asked, shown, request.args.get("all") == "1", fixed)


def asked_in(of: ListPage[Any], args: Mapping[str, str], fixed: Mapping[str, str] = MappingProxyType({})) -> Asked:
    """What the words of an address ask of the list."""
    return Asked(
        find=finding.opened(args.get(of.arg("find"), ""), of.name),
        sort=args.get(of.arg("sort"), ""),
        chosen={name: args.get(of.arg(name), "") for name in of.choices} | dict(fixed),
        page=whole_number(args.get(of.arg("page"), "1"), 10**MAX_DIGITS - 1) or 1,
        size=whole_number(args.get(of.arg("size"), "")) or SIZES[0],
        until=moment(args.get(of.arg("until"), "")) if of.arrives else None,
    )


def moment(text: str) -> datetime | None:
    """The moment that an address holds as `micros`; None for anything else."""
    return moment_of(int(text)) if text.isascii() and text.isdecimal() and len(text) <= MOST_MICROS else None


def asked_before(of: ListPage[Any]) -> dict[str, Any]:
    """What was asked of the list from which a form comes (its field `back`), of this list's own words alone."""
    asked = dict(parse_qsl(request.form.get("back", "")[:4_000]))
    return {name: asked[name] for name in of.names() if name in asked}


def asked_anew(of: ListPage[Any]) -> Response:
    """From the form of a list to its address: what was typed stands in it locked."""
    form, given = request.form, dict[str, Any]()
    unsaid = {"sort": next(iter(of.sorts)), "size": str(SIZES[0])}
    for name in ("sort", "size", *of.choices):
        if (value := form.get(of.arg(name), "").strip()) and value != unsaid.get(name):
            given[of.arg(name)] = value
    if find := finding.locked(form.get("find", ""), of.name):
        given[of.arg("find")] = find
    return redirect(url_for(of.endpoint, **given), 303)
