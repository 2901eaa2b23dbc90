"""The network of a case as a picture and as a table: the records, their links and the numbers that several have."""

from math import ceil
from typing import Final

from flask import Blueprint, render_template
from flask_babel import get_locale
from flask_babel import gettext as _

from casefile.exchange.ftm.export import MOST_AT_PORTAL, TooMany, look_at_case
from casefile.exchange.networks.graph import NUMBER_ROLE, Network, Node, network_of
from casefile.exchange.networks.shared import shared_by
from casefile.policy.permissions import Permission
from casefile.records import cases
from casefile.vocabulary import IdentifierKind, LinkRole, RecordKind
from portal.show.drawn.picture import MOST_TITLES, MOST_WORDS, UNDER, Line, Picture, picture_of, short, words_on
from portal.show.filters import word
from portal.web.context import store, viewer
from portal.web.gate import needs
from portal.web.paging import page_number

blueprint = Blueprint("networks", __name__)

ROWS: Final = 50
"""Links on a page of the table: with the picture of 60 things, long names and notes it stays under 200 KB."""


@blueprint.get("/cases/<case_id>/network")
@needs(Permission.READ_RECORD)
def of_case(case_id: str) -> str:
    """What a file of the case would hold, to look at. Past what the portal gives as a file nothing is drawn."""
    who = viewer()
    with store().reading() as session:
        case = cases.case_of(session, who, case_id)
        try:
            looked = look_at_case(session, who, case_id, most=MOST_AT_PORTAL)
        except TooMany:
            return render_template("networks/page.html", case=case, most=MOST_AT_PORTAL)
        network = network_of(session, who, looked)
    return _page(network, case=case, left_out=sum(looked.left_out.values()))


def _page(network: Network, **about: object) -> str:
    locale = get_locale()
    picture = picture_of(network, mirrored=locale is not None and locale.text_direction == "rtl")
    pages = max(ceil(len(network.edges) / ROWS), 1)
    page = min(page_number(), pages)
    return render_template(
        "networks/page.html", network=network, picture=picture, nodes={node.id: node for node in network.nodes},
        shared=shared_by(network), edges=network.edges[(page - 1) * ROWS : page * ROWS], page=page, pages=pages,
        name_of=_name, kind_of=_kind, role_of=_role, roles_of=_roles, short=short, most_titles=MOST_TITLES,
        under=UNDER, words=_words(picture), **about,
    )  # fmt: skip


def _words(picture: Picture) -> list[tuple[int, int, str]]:
    """What stands on the lines: nothing where they are too many; that it is its number goes without saying."""
    if len(picture.lines) > MOST_WORDS:
        return []
    return words_on(
        picture, ["" if set(line.roles) == {NUMBER_ROLE} else short(_roles(line)) for line in picture.lines]
    )


def _name(node: Node) -> str:
    """What it is called by: of a record that says nothing of itself, its kind."""
    return _kind(node) if node.label == node.id else node.label


def _kind(node: Node) -> str:
    return word(node.said["kind"], IdentifierKind if node.is_number else RecordKind)


def _role(role: str) -> str:
    return _("has this number") if role == NUMBER_ROLE else word(role, LinkRole)


def _roles(line: Line) -> str:
    return ", ".join(map(_role, line.roles))
