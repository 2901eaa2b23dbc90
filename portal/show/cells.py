"""Cells of a file for a spreadsheet."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula, in full width too (docs/sources/assurance.md, ASVS 1.2.10)."""


def safe_cell(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; taking the apostrophe away gives what stood there."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
