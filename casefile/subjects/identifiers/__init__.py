"""Numbers and codes in one written form: what a phone, a paper, a plate or a handle is compared by."""

from casefile.subjects.identifiers.groups import (
    confusable,
    found_by,
    group,
    index_terms,
    is_placeholder,
    is_sound,
    key,
    meet,
    search_terms,
)
from casefile.subjects.identifiers.labels import bare
from casefile.subjects.identifiers.pieces import holds, one_sign_off, pieces
from casefile.subjects.identifiers.reading import Reading, each_number, forms, keys, normal, read, read_of
from casefile.subjects.identifiers.several import split
from casefile.subjects.identifiers.trouble import Trouble
from casefile.subjects.identifiers.written import ascii_digits, plain

__all__ = [
    "Reading",
    "Trouble",
    "ascii_digits",
    "bare",
    "confusable",
    "each_number",
    "forms",
    "found_by",
    "group",
    "holds",
    "index_terms",
    "is_placeholder",
    "is_sound",
    "key",
    "keys",
    "meet",
    "normal",
    "one_sign_off",
    "pieces",
    "plain",
    "read",
    "read_of",
    "search_terms",
    "split",
]
