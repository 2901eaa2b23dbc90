"""What of a record's text a reader without the protection duty may read: all but what is about protected persons."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from casefile.narrative.protected import masked, read_protected
from casefile.policy.protection import SignSource
from casefile.storage import tables
from casefile.subjects import protection_signs
from casefile.subjects.identity import Identity
from casefile.vocabulary import TITLED


def covered(
    session: Session, record_id: str, identity: Identity, ground: str, country: str | None
) -> tuple[Identity, str]:
    """The identity and the ground of suspicion with every sentence about a protected person covered."""
    signs = protection_signs.kept(session, record_id)
    names = [one.sign.detail for one in signs if one.sign.source is SignSource.NAMED and one.sign.detail]
    title = identity.names if identity.kind not in TITLED else ()
    names_shown = title or tuple(replace(name, text=_cover(name.text, country, names)) for name in identity.names)
    hidden = replace(identity, names=names_shown, narrative=_cover(identity.narrative, country, names))
    return hidden, _cover(ground, country, names)


def _cover(text: str, country: str | None, names: Sequence[str]) -> str:
    return masked(text, read_protected(text, country, tables.now().date(), names).spans) if text else text
