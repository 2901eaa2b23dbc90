"""What a case file says of itself, amended with its history."""

from casefile.records.case_history.versions import CaseVersionLine, amend_case, versions_of

__all__ = ["CaseVersionLine", "amend_case", "versions_of"]
