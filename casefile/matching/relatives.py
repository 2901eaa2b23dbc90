"""Names that are rather a relative's: at most *possible*, unless the rest says one person."""

from collections.abc import Iterable, Mapping
from typing import Final

from casefile.matching import weights as w
from casefile.matching.evidence import Evidence
from casefile.matching.rules import Rule
from casefile.names import Answer

RULE_OF: Final[Mapping[Answer, Rule]] = {
    Answer.PARENT_OR_CHILD: w.NAME_PARENT_OR_CHILD,
    Answer.OTHER_SEX: w.NAME_OTHER_SEX,
}
RULES: Final = frozenset(RULE_OF.values())
ONE_PERSON: Final = frozenset({Rule.BIRTH_DAY_AGREES, Rule.SEX_AGREES})
"""Together: a father and his son have no day of birth in common, a brother and his sister no sex."""
OWN_PAPERS: Final = frozenset({Rule.PASSPORT_AGREES, Rule.NATIONAL_ID_AGREES, Rule.LIST_REFERENCE_AGREES})
"""One number on two persons' papers is itself the finding; phones and addresses are a family's."""


def rather_a_relative(terms: Iterable[Evidence]) -> bool:
    """Whether these terms speak of two persons of one family, however much else agrees."""
    rules = {term.rule for term in terms}
    return not rules.isdisjoint(RULES) and not rules >= ONE_PERSON and rules.isdisjoint(OWN_PAPERS)
