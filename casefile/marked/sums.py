"""A sum that was read in a report becomes the price and the currency of its departure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from casefile import records
from casefile.drafts.compare import draft_of
from casefile.errors import BadInput
from casefile.marked.report import SHARED_BY_FACT
from casefile.marked.wanted import NotAll, Wanted
from casefile.narrative.marks import Item
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.subjects.identity import Identity


def add_sums(session: Session, viewer: Viewer, items: Mapping[str, Item], sums: Sequence[Wanted], reason: str) -> None:
    """Write each into the event that was chosen for it, as a new version. Raises NotAll where the event states another
    price already: that is amended on its own form."""
    require(viewer, Permission.ENTER_RECORD)
    wrong: dict[str, BadInput] = {}
    for one in sums:
        view = records.read(session, viewer, one.record_id, reason=reason)
        held = {fact.value for fact in view.identity.facts if fact.kind in SHARED_BY_FACT}
        if held - {fact.value for fact in items[one.key].identity.facts}:
            wrong[one.key] = BadInput("This departure states another price. Amend it on its own page.")
            continue
        draft = replace(draft_of(view), identity=_priced(view.identity, items[one.key]))
        try:
            records.amend(session, viewer, one.record_id, draft, expected_version=view.line.version, change_note=reason)
        except BadInput as error:
            wrong[one.key] = error
    if wrong:
        raise NotAll("Nothing was made yet: look at the marked lines.", wrong)


def _priced(held: Identity, item: Item) -> Identity:
    others = tuple(fact for fact in held.facts if fact.kind not in SHARED_BY_FACT)
    return replace(held, facts=(*others, *item.identity.facts))
