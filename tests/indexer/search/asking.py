"""Short ways to ask as an officer of the network."""

from indexer.search import find
from indexer.search.find import SearchForm


def search_as(net, unit, text="", **form):
    return find.find(net.engine, net.store, net.viewers[unit], SearchForm(text=text, **form))


def ids(page):
    return [row.record_id for row in page.rows]
