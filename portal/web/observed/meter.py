"""The application's own meter: one for all threads of a process, so that strangers who probe cost one look."""

from flask import current_app
from sqlalchemy.exc import DBAPIError

from indexer.engine.client import Engine
from indexer.health.measure import Measured, Meter
from portal.web.context import engine, settings, store

_KEY = "griot_meter"


def measured() -> Measured:
    """Every signal as it is now, or was up to two seconds ago."""
    meter: Meter | None = current_app.extensions.get(_KEY)
    if meter is None:
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # asked in threads of their own

        def own_engine() -> Engine:
            with app.app_context():
                try:
                    return engine()
                except DBAPIError:  # the database says whose the index is; the engine is there all the same
                    return Engine(settings())

        meter = current_app.extensions.setdefault(_KEY, Meter(settings(), store(), own_engine))
    return meter.measure()
