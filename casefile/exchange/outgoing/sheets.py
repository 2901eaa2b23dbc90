"""Field sheets: what was taken out as a table, under the headings that another system's own form gives its fields.

Which headings those are, a template says (`template.py`). What a record cannot say in a field stays empty, and nothing
is made up to fill it.
"""

from collections.abc import Iterator

from casefile.exchange.outgoing.fields import cell
from casefile.exchange.outgoing.given import Shared
from casefile.exchange.outgoing.template import Template


def rows_of(template: Template, shared: Shared) -> Iterator[tuple[str, ...]]:
    """The headings, then a row for each record that the template is of."""
    ((kind, columns),) = template.tables.items()
    yield tuple(column.heading for column in columns)
    for given in shared.records:
        if given.identity is not None and given.identity.kind.value == kind:
            yield tuple(cell(column, given) for column in columns)
