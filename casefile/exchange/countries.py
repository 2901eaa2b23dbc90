"""A country as a source writes it, in any language or as an adjective, to ISO 3166 alpha-2."""

from functools import lru_cache

NOT_A_COUNTRY = frozenset({"", "na", "n/a", "none", "unknown", "-"})
""""na" is how the UN list says *not available*; a lookup would read Namibia."""


@lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """The code, or None when it is no present-day country ("former Soviet Union") or not known."""
    from rigour.territories import lookup_territory  # noqa: PLC0415  (about 1 s to load, needed by imports only)

    words = " ".join(text.split())
    if words.casefold() in NOT_A_COUNTRY:
        return None
    found = lookup_territory(words)
    while found is not None and len(found.code) > 2:  # "gb-sct" is told apart by nobody's papers
        if "-" not in found.code:
            return None
        found = lookup_territory(found.code.partition("-")[0])
    return found.code.upper() if found is not None else None
