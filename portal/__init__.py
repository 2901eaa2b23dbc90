"""The web: parse, call one action of `casefile`, render."""

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command line passes here too, and most commands need neither Flask nor the database
    from flask import Flask

    from casefile.settings import Settings
    from casefile.storage.store import Store
    from indexer.engine.client import Engine

PACKAGE = Path(__file__).resolve().parent
TEMPLATES = next(path for path in (PACKAGE / "templates", PACKAGE.parent / "templates") if path.is_dir())
"""In the package where it is installed (setup.py), at the top of the tree in a checkout."""

PAGES = (
    "sign_in", "identity.account", "identity.tokens", "identity.webhooks", "home", "cases", "records", "ftm", "quality",
    "entry.drafts", "entry.compare", "entry.interviews",
    "admin", "officers",
    "search", "search.errand", "search.checks", "search.front_line", "search.post_away",
    "watches", "pointers", "contact.contacts", "contact.contact_office", "contact.reach",
    "review",
    "protection", "name_pairs", "status", "alarms", "time.retention", "time.disputes", "evidence.exhibits",
    "evidence.proof", "together.joint", "together.leaving", "together.handover", "together.coordination",
    "together.picture", "together.unit", "together.agreements", "together.operations",
    "evidence.dossiers", "drawn.networks", "drawn.course",
    "oversight.audit", "oversight.seals", "oversight.samples", "oversight.consulted", "oversight.history",
    "training.register", "running.health", "running.lists", "running.tables", "guide.guide", "guide.handbook",
)  # fmt: skip
"""The subjects of the portal: `portal/pages/<name>.py` holds `blueprint`, `templates/<last part>/` its pages."""

TRAINING_PAGES = ("training.space", "drill.simulation", "drill.exercises")
"""Those that a training space has besides; elsewhere their addresses are as unknown as any other."""

API = (
    "yente.match", "yente.search", "openrefine.routes", "own.records", "own.watches", "own.pointers", "own.operations",
    "own.leaving",
    "openapi",
)  # fmt: skip
"""What machines ask: `portal/api/<name>.py` holds `blueprint`. Let in by a token alone, so without a form's token."""

PATIENCE_S = 10.0
"""A person who waits longer for a busy database is told so, with what was typed."""
LARGEST_FORM_BYTES = 2 * 1024 * 1024


def create_app(settings: "Settings", store: "Store | None" = None, engine: "Engine | None" = None) -> "Flask":
    """The application for one installation. `store` and `engine` are given by tests, else made from the settings."""
    from flask import Flask, url_for  # here, so that the commands start fast

    from casefile.storage.store import Store
    from portal.show import due as due_words
    from portal.show import filters, written_numbers
    from portal.web import (
        bodies,
        compression,
        errors,
        gate,
        i18n,
        numbers,
        security,
        signed_in,
        trail,
        training,
    )
    from portal.web.context import EXTENSION, Portal
    from portal.web.header import due, errand, menu
    from portal.web.identity import step_up
    from portal.web.observed import metrics, request_ids

    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=str(PACKAGE / "static"))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions[EXTENSION] = Portal(
        settings,
        store or Store(settings.database_url, secret=settings.secret_keys, patience_s=PATIENCE_S),
        engine,
    )
    metrics.install(app)
    request_ids.install(app, settings)
    trail.install(app, settings)
    security.install(app, settings)
    compression.install(app)
    training.install(app, settings)
    i18n.install(app)
    errors.install(app)
    bodies.install(app)
    numbers.install(app)
    gate.install(app)
    signed_in.install(app)
    step_up.install(app)
    filters.install(app)
    due_words.install(app)
    app.jinja_env.filters.update(number_notes=written_numbers.number_notes)
    due.install(app)
    menu.install(app)
    errand.install(app)
    for page in PAGES + (TRAINING_PAGES if settings.training else ()):
        app.register_blueprint(importlib.import_module(f"portal.pages.{page}").blueprint)
    for part in API:
        blueprint = importlib.import_module(f"portal.api.{part}").blueprint
        app.register_blueprint(blueprint)
        app.extensions["csrf"].exempt(blueprint)
    app.jinja_env.globals.update(static_url=lambda name: url_for("static", filename=name))
    return app
