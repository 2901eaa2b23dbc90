"""A report's text and the records made of what it names: what was read, what is there already, making and undoing."""

from casefile.marked.make import Made, make_records, take_back
from casefile.marked.report import Known, Reading, read_report
from casefile.marked.wanted import NotAll, Wanted

__all__ = ["Known", "Made", "NotAll", "Reading", "Wanted", "make_records", "read_report", "take_back"]
