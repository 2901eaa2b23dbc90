"""The network of a case, a record or a joint case as a picture and as a table: the records, their links and the numbers
that several have."""

from collections.abc import Callable, Mapping
from math import ceil
from types import MappingProxyType
from typing import Any, Final

from flask import Blueprint, render_template, url_for
from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _

from casefile import joint
from casefile.errors import SearchUnavailable
from casefile.exchange.ftm.export import MOST_AT_PORTAL, TooMany, look_at_case, look_at_record
from casefile.exchange.networks.graph import Held, Network, Node, held_of
from casefile.exchange.networks.released import network_with_released
from casefile.exchange.networks.shared import shared_by
from casefile.policy.permissions import Permission
from casefile.records import cases
from casefile.records.read import own_line
from indexer.search.matched.released import Released, released_with
from portal.show.drawn.picture import MOST_TITLES, UNDER, Picture, picture_of, short
from portal.show.drawn.words import kind_of, name_of, role_of, roles_of, words_of
from portal.show.filters import record_title
from portal.web.context import engine, store, viewer
from portal.web.gate import needs
from portal.web.paging import page_number

blueprint = Blueprint("networks", __name__)

ROWS: Final = 50
"""Links on a page of the table: with the picture of 60 things, long names and notes it stays under 200 KB."""


Trail = list[tuple[str, str]]
NOBODYS: Final[Mapping[str, str]] = MappingProxyType({})


@blueprint.get("/cases/<case_id>/network")
@needs(Permission.READ_RECORD)
def of_case(case_id: str) -> str:
    """What a file of the case would hold, to look at. Past what the portal gives as a file nothing is drawn."""
    who, back = viewer(), url_for("cases.page", case_id=case_id)
    with store().reading() as session:
        case = cases.case_of(session, who, case_id)
        trail = [(url_for("cases.listing"), _("Cases")), (back, case.reference)]
        try:
            looked = look_at_case(session, who, case_id, most=MOST_AT_PORTAL)
        except TooMany:
            most = format_decimal(MOST_AT_PORTAL)
            return _too_many(
                trail, _("This case has more than %(most)s records. Nothing of it is left out in its list.", most=most)
            )
        held = held_of(session, who, looked)
    return _with_released(
        held, ("case", case_id), trail, left_out=sum(looked.left_out.values()),
        out=url_for("ftm.take_out", case=case_id),
        lead=_("What the records of this case are to one another, and the numbers that several of them have."),
        called=_("Network of the case"),
    )  # fmt: skip


@blueprint.get("/records/<record_id>/network")
@needs(Permission.READ_RECORD)
def of_record(record_id: str) -> str:
    """What an own record is linked to, and what that is linked to."""
    who, back = viewer(), url_for("records.page", record_id=record_id)
    with store().reading() as session:
        try:
            looked = look_at_record(session, who, record_id, most=MOST_AT_PORTAL)
        except TooMany:
            return _too_many([(back, _("Record"))], _("This record is linked to more than %(most)s records.",
                                                      most=format_decimal(MOST_AT_PORTAL)))  # fmt: skip
        held = held_of(session, who, looked)
        line = own_line(session, who, record_id)
    trail = [(url_for("cases.page", case_id=line.case_id), line.case_reference or ""), (back, record_title(line))]
    return _with_released(
        held, ("record", record_id), trail, left_out=sum(looked.left_out.values()),
        out=url_for("ftm.take_out", record=record_id),
        lead=_("What this record is linked to, what that is linked to, and the numbers that several of them have."),
        called=_("Network of the record"), centre=record_id,
    )  # fmt: skip


@blueprint.get("/joint/<joint_id>/network")
@needs(Permission.READ_JOINT)
def of_joint(joint_id: str) -> str:
    """What the units put into a joint case, as far as this member reads it there."""
    with store().writing() as session:  # a member's look is a consultation: it stands in the trail
        looked = joint.look_at_joint(session, viewer(), joint_id)
    trail = [(url_for("joint.listing"), _("Joint cases")), (url_for("joint.page", joint_id=joint_id), looked.reference)]
    return _page(
        looked.network, trail, out=url_for("leaving.of_joint", joint_id=joint_id) if looked.member else "",
        lead=_("What the records put in are to one another, as far as you may read them here, and the numbers that "
               "several of them have."),
        called=_("Network of the joint case"), member=looked.member,
        address_of=lambda node: url_for("joint.record", joint_id=joint_id, record_id=node.id),
    )  # fmt: skip


def _too_many(trail: Trail, why: str) -> str:
    return render_template("networks/page.html", trail=trail, too_many=why)


def _address(node: Node) -> str:
    return url_for("records.page", record_id=node.id)


def _with_released(held: Held, subject: tuple[str, str], trail: Trail, **about: Any) -> str:
    """With what other units released to the reader's: not looked for where the search does not answer, and said so."""
    who, searched, found = viewer(), True, Released()
    forms = sorted({form for _, numbers in held.nodes for _, _, form in numbers})
    try:
        found = released_with(engine(), store(), who, forms)
    except SearchUnavailable:
        searched = False
    with store().writing() if found.ids else store().reading() as session:  # what was shown stands in the trail
        seen = network_with_released(session, who, held, found.ids, subject)
    return _page(seen.network, trail, units=seen.units, searched=searched, whole=found.whole, **about)


def _page(
    network: Network, trail: Trail, *, address_of: Callable[[Node], str] = _address, member: bool = True,
    left_out: int = 0, centre: str = "", units: Mapping[str, str] = NOBODYS, searched: bool = True, whole: bool = True,
    **about: str,
) -> str:  # fmt: skip
    locale = get_locale()
    picture = picture_of(network, mirrored=locale is not None and locale.text_direction == "rtl", centre=centre)
    place = {thing.node.id: at for at, thing in enumerate(picture.things)}
    pages = max(ceil(len(network.edges) / ROWS), 1)
    page = min(page_number(), pages)
    return render_template(
        "networks/page.html", network=network, picture=picture, nodes={node.id: node for node in network.nodes},
        shared=shared_by(network), edges=network.edges[(page - 1) * ROWS : page * ROWS], page=page, pages=pages,
        name_of=name_of, kind_of=kind_of, role_of=role_of, roles_of=roles_of, short=short, most_titles=MOST_TITLES,
        under=UNDER, words=words_of(picture), address_of=address_of, member=member, left_out=left_out, trail=trail,
        units=units, searched=searched, whole=whole,
        place=place, near=_near(picture, place), family=_family, kinds=_kinds(picture), **about,
    )  # fmt: skip


def _near(picture: Picture, place: Mapping[str, int]) -> dict[str, str]:
    """By thing, the places of those that a line joins it to, as the script reads them."""
    found: dict[str, set[int]] = {id: set() for id in place}
    for line in picture.lines:
        found[line.source.id].add(place[line.target.id])
        found[line.target.id].add(place[line.source.id])
    return {id: " ".join(map(str, sorted(others))) for id, others in found.items()}


def _family(node: Node) -> str:
    """By what it is left out of the drawing: its kind; numbers by themselves."""
    return "number" if node.is_number else node.said["kind"]


def _kinds(picture: Picture) -> dict[str, str]:
    """Every family of the drawing and its name, numbers last."""
    found = {_family(thing.node): thing.node for thing in picture.things}
    return {
        one: _("Numbers") if one == "number" else kind_of(found[one])
        for one in sorted(found, key=lambda one: (one == "number", one))
    }
