"""Makes the calls of webhooks that are due: each is sent and noted by itself, some side by side."""

import logging
from concurrent.futures import ThreadPoolExecutor

from casefile import fault_points
from casefile.logs import Code
from casefile.people.machines import calls
from casefile.people.machines.calls import Call
from casefile.policy.network import webhooks as rules
from casefile.policy.viewer import Viewer
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.store import Store
from indexer.worker import outward

NO_KEY = "key"
"""The secret cannot be opened: the installation's key was changed without keeping the former one."""

log = logging.getLogger("griot.webhooks")


def is_due(store: Store) -> bool:
    with store.reading() as session:
        return calls.waits(session, tables.now())


def send_due(settings: Settings, store: Store) -> int:
    """A turn; how many calls were made, taken or not."""
    if not is_due(store):
        return 0
    with store.writing() as session:
        due = calls.take_due(session, tables.now())
    if due:
        fault_points.point("webhook.taken")
        with ThreadPoolExecutor(max_workers=len(due), thread_name_prefix="webhooks") as pool:
            list(pool.map(lambda one: _made(settings, store, one), due))
    return len(due)


def send_test(settings: Settings, store: Store, viewer: Viewer, name: str) -> str:
    """Call the webhook of this name now, once; what it met. Raises NotThere."""
    with store.writing() as session:
        call = calls.trial_of(session, viewer, name)
    status = _sent(settings, call)
    if outward.taken(status):
        with store.writing() as session:
            calls.note_trial(session, call, status)
    return status


def _made(settings: Settings, store: Store, call: Call) -> None:
    status = _sent(settings, call)
    fault_points.point("webhook.sent")
    if not outward.taken(status):
        log.warning("webhook.not_taken id=%s try=%d status=%s", Code(call.webhook_id), call.tries, Code(status))
    with store.writing() as session:
        calls.note(session, call, status, taken=outward.taken(status))


def _sent(settings: Settings, call: Call) -> str:
    if not call.secrets:
        return NO_KEY
    if settings.training:  # what a trainee entered is never called
        return outward.NO_ADDRESS
    source = settings.address or f"urn:griot:{settings.installation}"
    content = rules.body(call.id, call.event, call.subject, call.made_at, source)
    headers = rules.headers(call.secrets, call.id, tables.now(), content)
    return outward.post(call.url, content, headers, settings.webhook_private)
