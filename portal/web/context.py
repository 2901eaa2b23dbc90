"""What a view needs of the application: settings, database, search engine, the officer who asks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app, g

from casefile.policy.viewer import Viewer
from casefile.settings import Settings
from casefile.storage.store import Store

if TYPE_CHECKING:  # entering and reviewing need no search engine
    from indexer.engine.client import Engine

EXTENSION = "griot"


@dataclass(slots=True)
class Portal:
    """The parts one application stands on. The engine is made at first use: entering and reviewing need none."""

    settings: Settings
    store: Store
    search: "Engine | None" = None


def portal() -> Portal:
    held: Portal = current_app.extensions[EXTENSION]
    return held


def settings() -> Settings:
    return portal().settings


def store() -> Store:
    return portal().store


def engine() -> "Engine":
    """The search engine's door, made at first use."""
    held = portal()
    if held.search is None:
        from casefile.installation import identified  # noqa: PLC0415
        from indexer.engine.client import Engine  # noqa: PLC0415

        held.search = Engine(identified(held.settings, held.store))
    return held.search


def viewer() -> Viewer:
    """The officer of this request. The gate has made sure that there is one, save on open endpoints."""
    found: Viewer = g.viewer
    return found
