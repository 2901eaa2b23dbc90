"""A watch as an officer or an import gives it: cleaned, checked, hashed; and merged with what an officer corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from casefile.errors import BadInput
from casefile.matching import Prepared as Ready
from casefile.matching import prepare as prepare_identity
from casefile.matching.blocking_keys import query_keys
from casefile.matching.departures.keys import check_watchable
from casefile.matching.departures.reading import read_event
from casefile.policy.handling import RuledColumns, Rules, apply_defaults, rules_as_json
from casefile.policy.reasons import Reason
from casefile.storage.versioned import content_hash
from casefile.subjects import cleaning
from casefile.subjects.identity import Identity, identity_as_json
from casefile.subjects.merge import UNSTATED, Content, content_of, identity_from, rules_from
from casefile.subjects.source_copies import Copy, Reconciled
from casefile.vocabulary import RecordKind
from casefile.watches.selectivity import is_wide

MAX_DURATION = timedelta(days=366)  # docs/sources/governance.md, "Watch states": at most 12 months
DEFAULT_DURATION = timedelta(days=183)
KEPT_AFTER_END = timedelta(days=365)
"""How long a watch's content is kept after its last day: long enough to answer for the hits it had."""
DEFAULT_LIST = "Watchlist"


@dataclass(frozen=True, slots=True)
class WatchDraft:
    """What an officer or an import gives. Without `expires_at` a new watch runs half a year."""

    identity: Identity
    ground: str
    watchlist: str = DEFAULT_LIST
    case_id: str | None = None
    expires_at: datetime | None = None
    rules: Rules = Rules()
    origin_ref: str | None = None
    wide: bool = False
    """That it is to be kept even if it finds nothing, too much, or what everybody holds."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft that may be stored: cleaned, checked, hashed."""

    draft: WatchDraft
    identity: Identity
    ruled: RuledColumns
    content_hash: str
    expires_at: datetime
    wide: bool
    """Whether it is."""


def prepare(draft: WatchDraft, cases: Mapping[str, str], home: str | None, moment: datetime) -> Prepared:
    """The draft ready to be stored, of a unit whose country is `home`. Raises BadInput naming the field."""
    ground = Reason.stated(draft.ground, "ground").text
    if draft.case_id is not None and draft.case_id not in cases:
        raise BadInput("Choose one of your unit's open cases.", field="case")
    cleaning.check_origin_ref(draft.origin_ref)
    identity = cleaning.clean(draft.identity)
    ready = prepare_identity(identity, home)
    if identity.kind is RecordKind.EVENT:
        _check_event(ready)
    elif not identity.identifiers and not any(c.isalpha() for n in identity.names for c in n.text):
        raise BadInput("A watch needs a name or a number to look for.", field="names")
    if not query_keys(ready):  # raises BadInput itself when the spellings are too many
        raise BadInput(
            "This could never produce a hit: a single name also needs a second name, a year of birth, a number "
            "or a document.",
            field="names",
        )
    expires = expiry(draft.expires_at, moment) if draft.expires_at else moment + DEFAULT_DURATION
    rules = replace(draft.rules, retain_until=draft.rules.retain_until or expires + KEPT_AFTER_END)
    stated = [
        identity_as_json(identity),
        rules_as_json(draft.rules),
        ground,
        draft.case_id,
        draft.watchlist,
        draft.expires_at.date().isoformat() if draft.expires_at else None,
    ]
    ruled = apply_defaults(rules, identity.kind, moment)
    wide = is_wide(identity, home, ready)
    return Prepared(replace(draft, ground=ground), identity, ruled, content_hash(stated), expires, wide)


def has_place_and_day(event: Identity) -> bool:
    """Whether an event states a place that is known and a day: what a departure is watched by."""
    return read_event(event) is not None


def _check_event(ready: Ready) -> None:
    """An event is looked for by place and day, or by a number. Raises BadInput without, or if too wide."""
    if ready.event is not None:
        check_watchable(ready.event)
    elif not ready.identifiers:
        raise BadInput(
            "A departure is watched by a place that Griot knows and a day. Enter both; a larger place nearby will do.",
            field="places",
        )


def expiry(until: datetime, moment: datetime) -> datetime:
    """The end somebody chose. Raises BadInput when it does not lie ahead, or more than 12 months."""
    if not moment < until <= moment + MAX_DURATION:
        raise BadInput(
            "A watch must end on a day ahead, at most 12 months from now. It can be renewed.", field="expires_at"
        )
    return until


def merged_with_ours(ready: Prepared, one: Reconciled, home: str | None, moment: datetime) -> Prepared | None:
    """What is to be written: None for nothing, and where the two words together make what may not be held."""
    if not one.write:
        return None
    content = one.merged.content
    moved = "expires_at" not in one.merged.fresh and content["expires_at"] != one.ours["expires_at"]
    rules = rules_from(content)
    held = rules.retain_until if rules.retain_until and rules.retain_until > moment and not moved else None
    draft = replace(
        ready.draft,
        identity=identity_from(content),
        case_id=content["case_id"],
        rules=replace(rules, retain_until=held, review_at=rules.review_at if held else None),
        ground=content["ground"],
        watchlist=content["watchlist"],
        expires_at=ready.draft.expires_at if moved else None,
    )
    try:
        return prepare(draft, {draft.case_id: ""} if draft.case_id else {}, home, moment)
    except BadInput:
        return None


def content_of_draft(ready: Prepared) -> Content:
    """All it states, as sources and units are compared; what it leaves open is named."""
    draft = ready.draft
    return content_of(
        ready.identity,
        ready.ruled,
        ground=draft.ground,
        case_id=draft.case_id,
        watchlist=draft.watchlist.strip() or DEFAULT_LIST,
        expires_at=ready.expires_at.date().isoformat(),
    ) | {UNSTATED: _unstated(draft)}


def copy_of(watch_id: str, version: int, ready: Prepared, expires_at: str | None = None) -> Copy:
    """That this version says what the source does; `expires_at` is the day it ends where the source names none."""
    content, unstated = content_of_draft(ready), _unstated(ready.draft)
    held = {name: content[name] for name in ("case_id", "watchlist", "expires_at")} | {UNSTATED: unstated}
    if expires_at is not None and "expires_at" in unstated:
        held["expires_at"] = expires_at
    return Copy(watch_id, ready.content_hash, version, held)


def _unstated(draft: WatchDraft) -> list[str]:
    given = {
        "review_at": draft.rules.review_at,
        "retain_until": draft.rules.retain_until,
        "expires_at": draft.expires_at,
    }
    return [name for name, value in given.items() if value is None]
