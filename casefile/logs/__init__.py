"""The logs of every process: one line an event, as JSON or for reading, and nothing personal in any."""

from casefile.logs.ids import begin, bound_to, request_id
from casefile.logs.lines import Code, configure

__all__ = ["Code", "begin", "bound_to", "configure", "request_id"]
