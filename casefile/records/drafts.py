"""A record as an officer or an import gives it: cleaned, checked, hashed; merged with what an officer corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Literal

from casefile import limits
from casefile.errors import BadInput
from casefile.policy.cases.offences import NO_OFFENCES, Offences, checked
from casefile.policy.handling import RuledColumns, Rules, apply_defaults, demand_for_people, rules_as_json
from casefile.records.links import LinkDraft
from casefile.storage.versioned import content_hash
from casefile.subjects import cleaning
from casefile.subjects.identity import Identity, identity_as_json
from casefile.subjects.merge import UNSTATED, Content, content_of, identity_from, rules_from
from casefile.subjects.source_copies import Copy, Reconciled
from casefile.vocabulary import RecordKind

Defaulted = dict[tuple[Rules, RecordKind], RuledColumns]
"""Rules already filled in: an import gives thousands of records the same ones."""


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """What an officer or an import gives. `origin_ref` is the id it carries where it comes from."""

    identity: Identity
    case_id: str
    rules: Rules = Rules()
    origin_ref: str | None = None
    suspicion_note: str = ""
    fact_or_opinion: Literal["fact", "opinion"] = "fact"
    neutrality_check: bool = True
    links: tuple[LinkDraft, ...] = ()
    offences: Offences = NO_OFFENCES


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft that may be stored: cleaned, checked, hashed."""

    position: int
    draft: RecordDraft
    identity: Identity
    ruled: RuledColumns
    content_hash: str
    offences: Offences = NO_OFFENCES


def prepare(
    position: int, draft: RecordDraft, cases: dict[str, str], moment: datetime, defaulted: Defaulted
) -> Prepared:
    """The draft ready to be stored in one of these cases (id to legal basis). Raises BadInput naming the field."""
    if draft.case_id not in cases:
        raise BadInput("Choose one of your unit's open cases.", field="case")
    cleaning.check_origin_ref(draft.origin_ref)
    limits.check_length(draft.suspicion_note, limits.SUSPICION_NOTE, "suspicion_note")
    identity = cleaning.clean(draft.identity)
    said = identity.narrative or identity.dates or identity.places or identity.facts
    if not identity.caption and not said:
        raise BadInput("There is nothing in this record: give a name, a number or a text.", field="names")
    rules = draft.rules
    if not rules.legal_basis.strip():
        rules = replace(rules, legal_basis=cases[draft.case_id])
    demand_for_people(rules, identity.kind, draft.suspicion_note)
    offences = checked(draft.offences)
    stated: list[object] = [
        identity_as_json(identity),
        rules_as_json(rules),
        draft.suspicion_note,
        draft.fact_or_opinion,
        draft.neutrality_check,
        draft.case_id,
        [[k.role, k.to_record_id, k.to_origin_ref, k.note, *(["in"] if k.inward else [])] for k in draft.links],
        *([offences.as_json()] if offences else []),  # hashes of what says nothing stay as they were
    ]
    key = (rules, identity.kind)
    if key not in defaulted:
        defaulted[key] = apply_defaults(rules, identity.kind, moment)
    return Prepared(position, draft, identity, defaulted[key], content_hash(stated), offences)


def merged_with_ours(ready: Prepared, one: Reconciled, moment: datetime) -> Prepared | None:
    """What is to be written: None for nothing, and where the two words together make what may not be held."""
    if not one.write:
        return None
    content = one.merged.content | dict.fromkeys(one.merged.fresh)
    rules = rules_from(content)
    if rules.retain_until is not None and rules.retain_until <= moment:  # it ran out: kept on, as a new one is
        rules = replace(rules, review_at=None, retain_until=None)
    draft = replace(
        ready.draft,
        identity=identity_from(content),
        case_id=content["case_id"],
        rules=rules,
        suspicion_note=content["suspicion_note"],
        fact_or_opinion=content["fact_or_opinion"],
        neutrality_check=content["neutrality_check"],
        offences=Offences.of_json(content["offences"]),
    )
    try:
        return prepare(ready.position, draft, {draft.case_id: rules.legal_basis}, moment, {})
    except BadInput:
        return None


def content_of_draft(ready: Prepared) -> Content:
    """All it states, as sources and units are compared; what it leaves open is named."""
    draft = ready.draft
    return content_of(
        ready.identity,
        ready.ruled,
        suspicion_note=draft.suspicion_note,
        fact_or_opinion=draft.fact_or_opinion,
        neutrality_check=draft.neutrality_check,
        case_id=draft.case_id,
        offences=ready.offences.as_json(),
    ) | {UNSTATED: list(_unstated(draft.rules))}


def copy_of(record_id: str, version: int, ready: Prepared) -> Copy:
    """That this version says what the source does."""
    return Copy(record_id, ready.content_hash, version, _held(ready.draft.case_id, _unstated(ready.draft.rules)))


def _unstated(rules: Rules) -> tuple[str, ...]:
    return tuple(name for name in ("review_at", "retain_until") if getattr(rules, name) is None)


@lru_cache(maxsize=256)  # one object for a whole import: it is made into JSON once
def _held(case_id: str, unstated: tuple[str, ...]) -> Mapping[str, object]:
    return {"case_id": case_id, UNSTATED: unstated}
