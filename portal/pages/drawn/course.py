"""The course of a case or of a joint case: on a line of time and on a map, each with the table that says the same."""

from collections.abc import Sequence
from datetime import UTC
from math import ceil
from typing import Final, TypeVar

from flask import Blueprint, render_template, url_for
from flask_babel import get_locale, get_timezone
from flask_babel import gettext as _

from casefile import joint
from casefile.course.read import Course, course_of
from casefile.course.said import About, Dated, Located
from casefile.exchange.ftm.export import MOST_AT_PORTAL, TooMany, look_at_case
from casefile.names.entities.gazetteer import KnownPlace
from casefile.policy.permissions import Permission
from casefile.records import cases
from portal.show.drawn.map import Map, map_of
from portal.show.drawn.picture import short
from portal.show.drawn.timeline import timeline_of
from portal.show.filters import word
from portal.web.context import store, viewer
from portal.web.gate import needs
from portal.web.paging import page_number

blueprint = Blueprint("course", __name__)

ROWS: Final = 50
"""Rows on a page of either table; the line of time shows the same fifty."""
Page = tuple[Course, dict[str, object]]
One = TypeVar("One")


@blueprint.get("/cases/<case_id>/timeline")
@needs(Permission.READ_RECORD)
def in_time(case_id: str) -> str:
    """What happened by the records of the case, by day."""
    return _in_time(*_of_case(case_id))


@blueprint.get("/cases/<case_id>/map")
@needs(Permission.READ_RECORD)
def on_map(case_id: str) -> str:
    """The places of the case, where they are known; those that are not stand last in the table."""
    return _on_map(*_of_case(case_id))


@blueprint.get("/joint/<joint_id>/timeline")
@needs(Permission.READ_JOINT)
def joint_in_time(joint_id: str) -> str:
    """What happened by the records put into a joint case, as far as this member reads them there."""
    return _in_time(*_of_joint(joint_id))


@blueprint.get("/joint/<joint_id>/map")
@needs(Permission.READ_JOINT)
def joint_on_map(joint_id: str) -> str:
    """The places of the same."""
    return _on_map(*_of_joint(joint_id))


def _in_time(course: Course, about: dict[str, object]) -> str:
    rows, page = _paged(course.dated)
    locale = get_locale()
    line = timeline_of(
        [(one.first, one.last) for one in rows], mirrored=locale is not None and locale.text_direction == "rtl"
    )
    return render_template(
        "course/timeline.html", facts=rows, line=line, many=len(course.dated), what_of=_what, **page, **about
    )


def _on_map(course: Course, about: dict[str, object]) -> str:
    drawn = _drawn(course)
    numbers = {place: mark.number for mark in drawn.marks for place in mark.places} if drawn else {}
    rows = sorted(
        ((place, one) for one in course.located for place in one.known or (None,)),
        key=lambda row: _order(row, numbers),
    )
    first = {numbers[place] if place else 0: at for at, (place, _one) in reversed(list(enumerate(rows)))}
    shown, page = _paged(rows)
    return render_template(
        "course/map.html", drawn=drawn, rows=shown, numbers=numbers, many=len({*numbers}), role_of=_role,
        unknown=sum(not one.known for one in course.located),
        page_of={number: at // ROWS + 1 for number, at in first.items()}, **page, **about,
    )  # fmt: skip


def _of_case(case_id: str) -> Page:
    """The course of the case and what both pages say of it; empty, with `most`, past what the portal gives."""
    who = viewer()
    with store().reading() as session:
        case = cases.case_of(session, who, case_id)
        trail = [(url_for("cases.listing"), _("Cases")), (url_for("cases.page", case_id=case_id), case.reference)]
        ways = [
            ("in_time", url_for("course.in_time", case_id=case_id), _("Timeline")),
            ("on_map", url_for("course.on_map", case_id=case_id), _("Map")),
            ("network", url_for("networks.of_case", case_id=case_id), _("Network")),
        ]
        shared = _shared(trail, ways)
        try:
            looked = look_at_case(session, who, case_id, most=MOST_AT_PORTAL)
        except TooMany:
            return Course((), (), ()), shared | {"most": MOST_AT_PORTAL}
        course = course_of(session, who, looked, zone=get_timezone() or UTC)
    return course, shared | {"left_out": sum(looked.left_out.values())}


def _of_joint(joint_id: str) -> Page:
    """The same of a joint case; empty, without `member`, for a colleague of its members."""
    with store().writing() as session:  # a member's look is a consultation: it stands in the trail
        looked = joint.joint_course(session, viewer(), joint_id)
    trail = [(url_for("joint.listing"), _("Joint cases")), (url_for("joint.page", joint_id=joint_id), looked.reference)]
    ways = [
        ("in_time", url_for("course.joint_in_time", joint_id=joint_id), _("Timeline")),
        ("on_map", url_for("course.joint_on_map", joint_id=joint_id), _("Map")),
        ("network", url_for("networks.of_joint", joint_id=joint_id), _("Network")),
    ]
    return looked.course, _shared(trail, ways) | {
        "joint": True, "member": looked.member, "cores": looked.cores,
        "address_of": lambda about: url_for("joint.record", joint_id=joint_id, record_id=about.record_id),
    }  # fmt: skip


def _shared(trail: list[tuple[str, str]], ways: list[tuple[str, str, str]]) -> dict[str, object]:
    return {
        "trail": trail, "ways": ways, "joint": False, "member": True, "most": 0, "left_out": 0, "cores": 0,
        "name_of": _name, "short": short, "address_of": _address,
    }  # fmt: skip


def _address(about: About) -> str:
    return url_for("records.page", record_id=about.record_id)


def _drawn(course: Course) -> Map | None:
    """Each known place is sure if one record at least says it is just there."""
    places: dict[KnownPlace, bool] = {}
    for one in course.located:
        for place in one.known:
            places[place] = places.get(place, False) or not one.approximate
    return map_of(places, [(way.start, way.end) for way in course.ways]) if places else None


def _order(
    row: tuple[KnownPlace | None, Located], numbers: dict[KnownPlace, int]
) -> tuple[bool, int, str, str, str, str]:
    place, one = row
    name = place.name if place else one.text
    return place is None, numbers[place] if place else 0, name, one.role or "", one.about.title, one.about.record_id


def _paged(rows: Sequence[One]) -> tuple[Sequence[One], dict[str, object]]:
    pages = max(ceil(len(rows) / ROWS), 1)
    page = min(page_number(), pages)
    return rows[(page - 1) * ROWS : page * ROWS], {"page": page, "pages": pages, "before": (page - 1) * ROWS}


def _name(about: About) -> str:
    """What a record is called by: one that says nothing of itself, by its kind."""
    return about.title or word(about.kind)


def _what(fact: Dated) -> str:
    return word(fact.what) if fact.what else _("Record entered")


def _role(place: Located) -> str:
    return word(place.role) if place.role else _("The place itself")
