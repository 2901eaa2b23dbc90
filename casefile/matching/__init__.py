"""From two identities to a decision, as weights of evidence in bits (Fellegi–Sunter). Pure; see docs/matching.md."""

from casefile.matching.decision import Decision, decide, facts_hash
from casefile.matching.evidence import LINKED, Evidence, EvidenceJson, StoredEvidence
from casefile.matching.prepared import Prepared, prepare
from casefile.matching.rules import Rule
from casefile.matching.weights import HIT_BITS, MODEL_VERSION, POSSIBLE_BITS

__all__ = [
    "HIT_BITS",
    "LINKED",
    "POSSIBLE_BITS",
    "MODEL_VERSION",
    "Decision",
    "Evidence",
    "EvidenceJson",
    "Prepared",
    "Rule",
    "StoredEvidence",
    "decide",
    "facts_hash",
    "prepare",
]
