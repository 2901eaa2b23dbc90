"""What leaves for another program, whole: the unit's records, or one of its cases, as a network or as a STIX bundle.

The very action of the portal's page and of the command: the same right, trail and budget. The reason is the token's.
"""

from flask import Blueprint
from pydantic import RootModel
from werkzeug.wrappers import Response

from casefile.errors import BadInput, Figure
from casefile.exchange.ftm.export import MOST_AT_PORTAL, Taking, TooMany, take_ftm
from casefile.exchange.networks.graph import network_of
from casefile.exchange.networks.writing import FORMATS, as_gexf, as_graphml
from casefile.exchange.outgoing.own import shared_of
from casefile.exchange.stix.bundle import TYPE, as_stix
from casefile.vocabulary import TokenScope
from portal.api.operation import operation
from portal.api.own.shapes import Leaving, NetworkAsked
from portal.web.context import store, viewer
from portal.web.machine.door import caller

blueprint = Blueprint("api_leaving", __name__, url_prefix="/api/1")

SCOPE = TokenScope.RECORDS
STIX = "stix"


class File(RootModel[str]):
    """A file in the format that was asked for."""


@blueprint.get("/network")
@operation(
    "The unit's records, or one case, as a network to draw", File, SCOPE, query=NetworkAsked, errors=(404, 429),
    files=("application/xml",),
)  # fmt: skip
def network(query: NetworkAsked) -> Response:
    taking = _taken(query.case, query.format)
    with store().reading() as session:
        drawn = network_of(session, viewer(), taking)
    content = {"gexf": as_gexf, "graphml": as_graphml}[query.format](drawn)
    return Response(content, content_type=FORMATS[query.format][1])


@blueprint.get("/stix")
@operation(
    "The unit's records, or one case, as a STIX 2.1 bundle", File, SCOPE, query=Leaving, errors=(404, 429),
    files=(TYPE,),
)  # fmt: skip
def stix(query: Leaving) -> Response:
    taking = _taken(query.case, STIX)
    with store().reading() as session:
        shared = shared_of(session, viewer(), taking, query.case)
    return Response(as_stix(shared), content_type=TYPE)


def _taken(case: str, written_as: str) -> Taking:
    """Raises NotThere without such a case of the unit, BadInput past what is given at once, OverBudget."""
    who = viewer()
    try:
        with store().writing() as session:
            return take_ftm(
                session, who, unit=who.unit_code, case=case, reason=caller().reason, most=MOST_AT_PORTAL,
                written_as=written_as,
            )  # fmt: skip
    except TooMany as error:
        raise BadInput(
            "More than %(most)s records: ask for one case, or take it out by command.", field="case",
            most=Figure(MOST_AT_PORTAL),
        ) from error  # fmt: skip
