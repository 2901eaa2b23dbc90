"""What two texts have in common besides the subject: a third person, a boat. It adds little, and never more than that.

Whose entry names the smuggler *with* a certain skipper, and a report that names both, are likelier one; but dozens
travel together, so it is bounded far below what makes a hit by itself.
"""

from casefile.matching import weights as w
from casefile.matching.entity_evidence import entity_evidence
from casefile.matching.evidence import Evidence
from casefile.matching.name_evidence import agreements, are_one
from casefile.matching.prepared import Prepared
from casefile.names.frequency import TermFrequencies
from casefile.vocabulary import RecordKind

MOST_NAMED = 30
"""Persons of one text that are compared with the other's: a passenger list says nothing of who is whose companion."""


def company_evidence(record: Prepared, watch: Prepared, common: TermFrequencies) -> list[Evidence]:
    """The best companion, and the best vessel, that both texts name."""
    return [*_companion(record, watch, common), *_vessel(record, watch)]


def _companion(record: Prepared, watch: Prepared, common: TermFrequencies) -> list[Evidence]:
    if not 0 < len(watch.persons) <= MOST_NAMED or not 0 < len(record.persons) <= MOST_NAMED:
        return []
    answering = record.persons_by_record_pair
    places = sorted(
        {
            (i, j)
            for i, name in enumerate(watch.persons)
            if not any(are_one(name, own) for own in watch.names)  # the subject itself is no companion
            for pair in name.query_pairs
            for j in answering.get(pair, ())
        }
    )
    met = agreements(watch.persons, record.persons, places, common, in_text=True)
    if not met:
        return []
    best = max(met, key=lambda one: one.evidence.bits).evidence
    bits = min(w.COMPANION.bits, best.bits * w.COMPANION_SHARE)
    return [Evidence("companion", w.COMPANION.rule, best.wanted, best.found, bits)] if bits > 0 else []


def _vessel(record: Prepared, watch: Prepared) -> list[Evidence]:
    if not watch.vessels or not record.vessels:
        return []
    met = entity_evidence(RecordKind.VESSEL.value, watch.vessels, record.vessels, in_text=True)
    if not met:
        return []
    return [Evidence("companion", w.VESSEL_IN_BOTH.rule, met[0].wanted, met[0].found, w.VESSEL_IN_BOTH.bits)]
