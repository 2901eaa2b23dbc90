"""Which part a record of one kind may play in a record of another, as a table: a telephone has users and owners, no
victims. Every way in obeys it: page, import, command.

Which roles: ours, from what links of case files state, and from FollowTheMoney's, which come in by `exchange.ftm`.
"""

from collections.abc import Mapping
from enum import Enum

from casefile.vocabulary import LinkRole, RecordKind

_R, _K = LinkRole, RecordKind
EVERYWHERE = (_R.MENTIONED, _R.OTHER)
"""What any record may be in any other: a report's word for it, and what no word here says."""
_PEOPLE = (_K.PERSON, _K.ORGANISATION)
_THINGS = (_K.VEHICLE, _K.VESSEL, _K.PHONE, _K.ACCOUNT, _K.TRAVEL_DOCUMENT)

_TABLE: Mapping[tuple[RecordKind, RecordKind], tuple[LinkRole, ...]] = {
    (_K.PERSON, _K.REPORT): (_R.SUSPECT, _R.VICTIM, _R.WITNESS, _R.ORGANISER),
    (_K.PERSON, _K.EVENT): (_R.SUSPECT, _R.VICTIM, _R.WITNESS, _R.ORGANISER, _R.DRIVER, _R.USER),
    (_K.PERSON, _K.PERSON): (_R.RELATIVE, _R.ASSOCIATE, _R.VICTIM, _R.WITNESS, _R.SUSPECT),
    (_K.PERSON, _K.ORGANISATION): (
        _R.MEMBER, _R.DIRECTOR, _R.OWNER, _R.ORGANISER, _R.ASSOCIATE, _R.VICTIM, _R.SUSPECT, _R.WITNESS,
    ),
    (_K.PERSON, _K.VEHICLE): (_R.DRIVER, _R.OWNER, _R.USER, _R.HOLDER),
    (_K.PERSON, _K.VESSEL): (_R.DRIVER, _R.OWNER, _R.USER, _R.HOLDER, _R.MEMBER),
    (_K.PERSON, _K.PHONE): (_R.USER, _R.OWNER, _R.HOLDER),
    (_K.PERSON, _K.ACCOUNT): (_R.HOLDER, _R.OWNER, _R.USER),
    (_K.PERSON, _K.TRAVEL_DOCUMENT): (_R.HOLDER, _R.OWNER, _R.USER),
    (_K.PERSON, _K.PLACE): (_R.OWNER, _R.USER, _R.SUSPECT, _R.WITNESS),
    (_K.ORGANISATION, _K.REPORT): (_R.SUSPECT, _R.ORGANISER, _R.VICTIM),
    (_K.ORGANISATION, _K.EVENT): (_R.ORGANISER, _R.SUSPECT, _R.VICTIM),
    (_K.ORGANISATION, _K.PERSON): (_R.ASSOCIATE,),
    (_K.ORGANISATION, _K.ORGANISATION): (_R.MEMBER, _R.OWNER, _R.ASSOCIATE, _R.DIRECTOR),
    (_K.PLACE, _K.PLACE): (_R.PLACE_OF,),
    (_K.EVENT, _K.EVENT): (_R.ASSOCIATE,),
    **{(_K.ORGANISATION, thing): (_R.OWNER, _R.USER, _R.HOLDER) for thing in (*_THINGS, _K.PLACE)},
    **{(_K.PLACE, kind): (_R.PLACE_OF,) for kind in (*_PEOPLE, *_THINGS, _K.EVENT, _K.REPORT)},
    **{(thing, _K.EVENT): (_R.USER,) for thing in (_K.PHONE, _K.ACCOUNT)},
    **{(thing, _K.PHONE): (_R.USER,) for thing in (_K.PHONE, _K.ACCOUNT)},
}  # fmt: skip
"""(who plays the part, in what): the likeliest first."""


def roles(player: RecordKind, other: RecordKind) -> tuple[LinkRole, ...]:
    """The parts that a record of the first kind may play in one of the second, the likeliest first."""
    return (*_TABLE.get((player, other), ()), *EVERYWHERE)


class Fit(Enum):
    """How a role fits two records as they were given."""

    AS_GIVEN = "as given"
    TURNED = "turned round"
    """The other one plays it: a source that says *the phone is user of the man* means the man."""
    NOT = "not"


def fit(player: RecordKind, other: RecordKind, role: LinkRole) -> Fit:
    """Whether the role fits as given, else the other way round, else not at all."""
    if role in roles(player, other):
        return Fit.AS_GIVEN
    return Fit.TURNED if role in roles(other, player) else Fit.NOT


def roles_into(other: RecordKind) -> tuple[LinkRole, ...]:
    """All that some record may be in one of this kind."""
    found = {role for player in RecordKind for role in roles(player, other)}
    return tuple(role for role in LinkRole if role in found)


def roles_of(player: RecordKind) -> tuple[LinkRole, ...]:
    """All that a record of this kind may be in some other."""
    found = dict.fromkeys(role for other in RecordKind for role in roles(player, other))
    return tuple(role for role in LinkRole if role in found)
