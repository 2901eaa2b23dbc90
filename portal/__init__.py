"""The web: parse, call one action of `casefile`, render."""

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the command line passes here too, and most commands need neither Flask nor the database
    from flask import Flask

    from casefile.settings import Settings
    from casefile.storage.store import Store

ROOT = Path(__file__).resolve().parent.parent

PARTS = (
    "auth", "home", "cases", "records", "admin",
    "lookup", "watchlists", "hits", "review", "names", "status",
)  # fmt: skip
"""The subjects of the portal: `portal/<name>.py` holds `blueprint`; one that is not written yet is left out."""

LARGEST_FORM_BYTES = 2 * 1024 * 1024


def create_app(settings: "Settings", store: "Store | None" = None, engine: Any = None) -> "Flask":
    """The application for one installation. `store` and `engine` are given by tests, else made from the settings."""
    from flask import Flask

    from casefile.storage.store import Store
    from portal import (  # here, so that the commands start fast
        auth,
        errors,
        gate,
        i18n,
        menu,
        present,
        security,
        weight,
    )
    from portal.context import EXTENSION, Portal

    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "portal" / "static"))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions[EXTENSION] = Portal(settings, store or Store(settings.database_url), engine, _parts())
    security.install(app, settings)
    weight.install(app)
    i18n.install(app)
    errors.install(app)
    gate.install(app)
    auth.install(app)
    present.install(app)
    menu.install(app)
    for part in app.extensions[EXTENSION].parts:
        app.register_blueprint(importlib.import_module(f"portal.{part}").blueprint)
    _check_links(app)
    return app


def _parts() -> tuple[str, ...]:
    return tuple(part for part in PARTS if (ROOT / "portal" / f"{part}.py").exists())


def _check_links(app: "Flask") -> None:
    """Give templates `has(endpoint)`, so that a link to a part that is not there is not drawn."""
    from flask import url_for

    def has(endpoint: str) -> bool:
        return endpoint in app.view_functions

    app.jinja_env.globals.update(has=has, static_url=lambda name: url_for("static", filename=name))
