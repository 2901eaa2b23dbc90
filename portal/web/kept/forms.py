"""A form that was sent and not saved is kept for its officer, also where the sign-in has ended meanwhile."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from flask import g, request, url_for

from casefile import drafts
from casefile.drafts import Typed
from casefile.errors import CasefileError
from casefile.people.viewers import viewer_of
from casefile.vocabulary import RecordKind
from portal.web.context import store
from portal.web.kept import keys as form_keys
from portal.web.kept.keys import FormKey
from portal.web.numbers import whole_number

KEEPS_FORMS = frozenset({"records.enter", "records.amend", "drafts.keep"})
"""Where a form comes that may have taken an hour: the sign-in may have ended meanwhile."""
NOT_KEPT = frozenset({form_keys.FIELD, "csrf_token", "kind", "as", "more", "then", "page", "count", "language", "next"})
"""What belongs to the page and not to what was typed."""
MOST_COUNT = 1_000_000


def keep_posted(kind: RecordKind | None = None) -> str:
    """Keep the form that this request carries, and return the address under which it comes back; empty where it is
    none of ours, or cannot be kept."""
    held = form_keys.opened(request.form.get(form_keys.FIELD, ""))
    if held is None:
        return ""
    said = request.form.get("kind", "")
    return keep_posted_as(held, kind or (RecordKind(said) if said in set(RecordKind) else RecordKind.REPORT))


def keep_posted_as(held: FormKey, kind: RecordKind, also: Mapping[str, str] = MappingProxyType({})) -> str:
    """The same under another key of the officer's, with these fields besides."""
    fields = [(name, value) for name, value in _fields() if name not in also] + list(also.items())
    typed = Typed(
        held.key, kind, fields, held.record_id or None, page=request.form.get("page", "")[:32],
        count=whole_number(request.form.get("count", ""), MOST_COUNT) or 0,
    )  # fmt: skip
    try:
        with store().writing() as db:
            viewer = g.viewer or viewer_of(db, held.officer_id)
            if viewer is None or viewer.officer_id != held.officer_id:
                return ""
            drafts.keep(db, viewer, typed)
    except CasefileError:
        return ""
    return address(held.key, held.record_id, kind)


def address(key: str, record_id: str | None, kind: RecordKind) -> str:
    """Where a form is gone on with. It holds no word of it."""
    if record_id:
        return url_for("records.amend", record_id=record_id, form=key)
    return url_for("records.enter", kind=kind.value, form=key)


def _fields() -> Iterator[tuple[str, str]]:
    yield from ((name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT)
