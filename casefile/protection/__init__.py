"""The protection desk: why a record or watch is protected, who asks to have that lowered, and who lowers it."""

from casefile.protection.lowering import (
    ProtectedSubject,
    Request,
    ask,
    lower,
    open_subject,
    requests,
    why_protected,
)
from casefile.subjects.protection_signs import SubjectKind

__all__ = ["ProtectedSubject", "Request", "SubjectKind", "ask", "lower", "open_subject", "requests", "why_protected"]
