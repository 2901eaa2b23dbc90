"""The Security Council's list brought in, as `griot import un` does."""

from casefile.exchange.sources.adapters import ADAPTERS, Wish
from casefile.exchange.sources.lists import import_list


def import_un(store, path, **wish):
    return import_list(store, path, ADAPTERS["un"], wish=Wish(**wish))
