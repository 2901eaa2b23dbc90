"""A report's text and the records made of what it names: what was read, what is there already, making and undoing."""

from casefile.marked.make import Made, NotAll, Wanted, make_records, take_back
from casefile.marked.report import Known, Reading, read_report

__all__ = ["Known", "Made", "NotAll", "Reading", "Wanted", "make_records", "read_report", "take_back"]
