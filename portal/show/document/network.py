"""A network on one page for a prosecutor: the drawing, its things and links in a table, who took it out, when and why.

What is said stands in the reader's language; what officers wrote stays as they wrote it. The drawing holds lines and
shapes alone; every word of it is set by Typst as text, so that Arabic and Latin stand as they should.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final, Literal

from babel import Locale
from flask_babel import force_locale, format_decimal, get_locale, gettext, ngettext

from casefile.exchange.networks.graph import Network, Node
from casefile.exchange.networks.shared import shared_by
from casefile.vocabulary import Handling
from portal.show.document.case import Sheet
from portal.show.document.parts import code, isolated, moment
from portal.show.document.pdf import as_pdf
from portal.show.drawn.picture import UNDER, Picture, picture_of, short
from portal.show.drawn.words import kind_of, name_of, role_of, words_of
from portal.show.filters import word

SOURCE: Final = "network.typ"
MOST_ROWS: Final = 1_000
"""Of the table, some twenty pages; more are counted."""
ON_A4: Final = (14, 20)
"""Things drawn and rows of the table that are still read on A4; more stand on A3."""
INK: Final = {"who": ("#e6eef7", "#24476b"), "where": ("#f7ecd9", "#9a5b00"), "": ("#ffffff", "#222222")}
"""Fill and line by sort; the shape says the kind, so that it is read in black and white too."""


@dataclass(frozen=True, slots=True)
class Label:
    """A word in the drawing; `x` is its middle, `y` its base, in the drawing's pixels."""

    x: int
    y: int
    text: str
    tone: Literal["name", "soft", "role"] = "name"


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """The whole. `svg` is empty where nothing is linked."""

    title: str
    lead: str
    language: str
    direction: str
    footer: str
    page: str
    watermark: str
    paper: Literal["a4", "a3"]
    facts: tuple[tuple[str, str], ...]
    hint: str
    notes: tuple[str, ...]
    svg: str
    width: int
    height: int
    labels: tuple[Label, ...]
    head: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...]
    goes_on: str


def network_pdf(network: Network, sheet: Sheet, called: str, language: str, *, centre: str = "") -> bytes:
    """The page as PDF, in one of the portal's languages. `called`: what it is the network of. Needs an application
    context; empty without the fonts."""
    with force_locale(language):
        page = network_page(network, sheet, called, centre=centre)
    return as_pdf(asdict(page), int(sheet.at.timestamp()), SOURCE)


def network_page(network: Network, sheet: Sheet, called: str, *, centre: str = "") -> NetworkPage:
    """The page, in the language that is set."""
    locale = get_locale() or Locale("en")
    direction = str(locale.text_direction)
    picture = picture_of(network, mirrored=direction == "rtl", centre=centre, wide=True)
    rows = list(_rows(network))
    shown = tuple(rows[:MOST_ROWS])
    mark = gettext("Copy for %(unit)s, %(officer)s", unit=isolated(sheet.unit), officer=isolated(sheet.officer))
    small = len(picture.things) <= ON_A4[0] and len(shown) <= ON_A4[1]
    return NetworkPage(
        title=gettext("Network"), lead=isolated(called), language=locale.language, direction=direction,
        footer=f"{mark} · {code(network.reference[:12])} · {moment(sheet.at)}", page=gettext("Page"), watermark=mark,
        paper="a4" if small else "a3", facts=_facts(network, sheet),
        hint=gettext(
            "The audit trail has reference and content hash. Not to be passed on but as the handling codes say."
        ),
        notes=tuple(_notes(picture, sheet, len(rows))), svg=_svg(picture) if picture.things else "",
        width=picture.width, height=picture.height, labels=tuple(_labels(picture)),
        head=(gettext("Who or what"), gettext("Role"), gettext("In whom or what")), rows=shown,
        goes_on=gettext("The table goes on on the next page."),
    )  # fmt: skip


def _facts(network: Network, sheet: Sheet) -> tuple[tuple[str, str], ...]:
    things = ngettext("%(num)d thing", "%(num)d things", len(network.nodes))
    links = ngettext("%(num)d link", "%(num)d links", len(network.edges))
    rows = (
        (gettext("Made by"), isolated(sheet.officer)),
        (gettext("Unit"), isolated(sheet.unit)),
        (gettext("Made on"), moment(sheet.at)),
        (gettext("Why"), isolated(sheet.reason)),
        (gettext("Handling"), _handling(network)),
        (gettext("Network"), f"{things} · {links}"),
        (gettext("Reference"), code(network.reference)),
        (gettext("Content hash"), code(sheet.digest)),
    )
    return tuple(row for row in rows if row[1])


def _handling(network: Network) -> str:
    """Every code of its records, each with its text."""
    found = sorted({
        (node.said["handling"], node.said["handling_text"])
        for node in network.nodes
        if node.said["handling"] and not node.is_number
    })  # fmt: skip
    said = [(word(one, Handling), text) for one, text in found]
    return " · ".join(f"{one} – {isolated(text)}" if text else one for one, text in said)


def _notes(picture: Picture, sheet: Sheet, rows: int) -> Iterator[str]:
    if picture.others:
        yield ngettext(
            "The %(drawn)s with the most links are drawn; %(num)d more is in the table.",
            "The %(drawn)s with the most links are drawn; %(num)d more are in the table.",
            picture.others, drawn=len(picture.things),
        )  # fmt: skip
    if rows > MOST_ROWS:
        yield gettext(
            "Only the first %(shown)s of %(total)s rows stand here. The others leave in another format.",
            shown=format_decimal(MOST_ROWS), total=format_decimal(rows),
        )  # fmt: skip
    if sheet.left_out:
        yield ngettext(
            "One record is left out: it is disputed, expired or withdrawn.",
            "%(num)d records are left out: they are disputed, expired or withdrawn.",
            sheet.left_out,
        )


def _rows(network: Network) -> Iterator[tuple[str, str, str]]:
    """Every link; then each thing that has none."""
    nodes, shared = {node.id: node for node in network.nodes}, shared_by(network)
    linked = {end for edge in network.edges for end in (edge.source, edge.target)}

    def said(node: Node) -> str:
        parts = [kind_of(node)]
        if node.id in shared:
            parts.append(gettext("shared by %(num)s", num=shared[node.id]))
        if node.said["protection"] and not node.is_number:
            parts.append(gettext("Protected"))
        name = code(node.label) if node.is_number else isolated(name_of(node))
        return f"{name} ({', '.join(parts)})"

    for edge in network.edges:
        role, note = role_of(edge.said["role"]), edge.said["note"]
        yield said(nodes[edge.source]), f"{role}: {isolated(note)}" if note else role, said(nodes[edge.target])
    for node in network.nodes:
        if node.id not in linked:
            yield said(node), gettext("no link"), ""


def _labels(picture: Picture) -> Iterator[Label]:
    for thing in picture.things:
        kind = short(kind_of(thing.node))
        yield Label(thing.x, thing.y + UNDER[0], isolated(thing.label or kind))
        if thing.label:
            yield Label(thing.x, thing.y + UNDER[1], kind, "soft")
    for one in words_of(picture):
        yield Label(one.x, one.y, one.text, "role")


def _svg(picture: Picture) -> str:
    """Lines and shapes: numbers and paths of our own, nothing of the data."""
    lines = f'<path d="{picture.all_lines}" fill="none" stroke="#8a8a8a" stroke-width="1.5"/>'
    shapes = "".join(
        f'<path transform="translate({thing.x} {thing.y})" d="{thing.shape}" fill="{fill}" stroke="{ink}" '
        'stroke-width="1.5"/>'
        for thing in picture.things
        for fill, ink in (INK["who" if thing.who else "where" if thing.where else ""],)
    )
    size = f'width="{picture.width}" height="{picture.height}" viewBox="0 0 {picture.width} {picture.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{lines}{shapes}</svg>'
