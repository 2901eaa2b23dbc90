"""Names that no code of ours calls and that must stay, each with who uses it. `dead_code.py` reads this.

A name that is used again is reported too, so that this list never outlives its reasons.
"""

_SQLALCHEMY = "SQLAlchemy reads it of a type, a model or a connection"
_BABEL = "stands in the head of a catalogue"
_FLASK = "Flask or an extension of it reads or calls it"
_ASKED_BY_NAME = "asked of Flask's `g` by its name"
_FORMS = "WTForms reads it of a field"
_CLICK = "click calls it to find a command"
_TESTS = "tests call it to break things on purpose, or to see what broke"
_REPORT = "asdict hands the whole report on, to the command line"
_ZIP = "zipfile writes it into an entry of a ZIP"
_FRONT = "waitress reads it of a server, a connection or an answer"
_WIRE = "urllib3 and http.client read or call it of a connection"
_SHEET = "openpyxl reads it of a cell"
_PAPER = "asdict hands the whole page on, to Typst"
_WHOLE = "the law's tests ask for all that a unit was sent in one go; pages ask by lists"
_STORY = "tests and docs tell the demonstration's story with it"

_CLIENTS = "a member of what the API reads or answers: programs read it over the wire"
_PYDANTIC = "pydantic reads or calls it of a type"

USED = {
    "data_type": _SHEET,
    "font": _SHEET,
    "pointers_of": _WHOLE,
    "model_config": _PYDANTIC,
    "_one_or_many": _PYDANTIC,
    "changed_since": _CLIENTS,
    "index_current": _CLIENTS,
    "index_stale": _CLIENTS,
    "explanations": _CLIENTS,
    "algorithms": _CLIENTS,
    "impl": _SQLALCHEMY,
    "cache_ok": _SQLALCHEMY,
    "load_dialect_impl": _SQLALCHEMY,
    "process_bind_param": _SQLALCHEMY,
    "process_result_value": _SQLALCHEMY,
    "inherit_cache": _SQLALCHEMY,
    "isolation_level": _SQLALCHEMY,
    "type_annotation_map": _SQLALCHEMY,
    "creation_date": _BABEL,
    "revision_date": _BABEL,
    "header_comment": _BABEL,
    "msgid_bugs_address": _BABEL,
    "language_team": _BABEL,
    "last_translator": _BABEL,
    "jinja_options": _FLASK,
    "_login_user": _FLASK,
    "griot_again": _ASKED_BY_NAME,
    "griot_trail": _ASKED_BY_NAME,
    "get_id": _FLASK,
    "add_hash": _FLASK,
    "direct_passthrough": _FLASK,
    "session_interface": _FLASK,
    "get_timestamp": _FLASK,
    "max_content_length": _FLASK,
    "MAX_IMAGE_PIXELS": "Pillow reads it before it opens a picture",
    "seekable": "what reads an archive asks it of the file",
    "readinto": "Python's buffered reader calls it of the file",
    "widget": _FORMS,
    "option_widget": _FORMS,
    "list_commands": _CLICK,
    "get_command": _CLICK,
    "compress_type": _ZIP,
    "create_system": _ZIP,
    "external_attr": _ZIP,
    "arm": _TESTS,
    "matched_queries": "the engine says by this name which clauses a hit answered",
    "firings": _TESTS,
    "RECORD_FIELDS": _TESTS,
    "WATCH_FIELDS": _TESTS,
    "REPORT_TITLE": _STORY,
    "REPORTED_NAME": _STORY,
    "ARABIC_RECORD": _STORY,
    "NEVER_SHOWN": _STORY,
    "svg": _PAPER,
    "owed_again": _REPORT,
    "fill_seconds": _REPORT,
    "_new_conn": _WIRE,
    "ConnectionCls": _WIRE,
    "sock": _WIRE,
    "_extract_indices": _FORMS,
    "response_headers": _FRONT,
    "error_task_class": _FRONT,
    "channel_class": _FRONT,
    "regex": _FLASK,
    "__getattr__": "Python calls it when portal.wsgi is asked for its application",
    "_value_": "the enumeration machinery reads it of a member with more than a value",
    "lowered_by": "a column for the auditors: which protection officer",
    "ended_by": "a column for the auditors: which coordinator",
    "may_read": _TESTS,
    "WITH_SUBJECT": "a test holds every table to its period or its reason",
    "LASTS": "a test holds every table to its period or its reason",
    "after_state": "a column of a tombstone, for the auditors: the state it went from",
    "approvers": "a column of a tombstone, for the auditors: who decided on its life",
    "portal_url": "griot officer link reads it by name from installation.json",
    "doc_count": "a name of the engine's answer",
    "aggregations": "a name of the engine's answer",
    "_put": "Kombu calls it to send a message",
}
