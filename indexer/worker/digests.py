"""Sends the digests whose hour has come: each is sent and noted by itself, so that one bad address holds up nobody."""

import logging

from casefile import fault_points
from casefile.due import digest, slots
from casefile.due.digest import Reader
from casefile.people import viewers
from casefile.retention import belief
from casefile.settings import Settings
from casefile.storage.store import Store
from indexer.health import ways
from indexer.health.ways import NotSent

log = logging.getLogger("griot.digests")


def send_due(settings: Settings, store: Store) -> int:
    """Send what is due; how many that were. Raises Conflict when the clock leapt: by such a clock nothing leaves."""
    if not settings.alarm_smtp_url:
        return 0
    with store.writing() as session:
        due = slots.take_due(session, belief.moment(session))
    return sum(_sent(settings, store, one) for one in due)


def _sent(settings: Settings, store: Store, taken: slots.Taken) -> bool:
    fault_points.point("digest.taken")
    with store.reading() as session:
        viewer = viewers.viewer_of(session, taken.officer_id)
        if viewer is None:
            return False
        reader = Reader(viewer, taken.language, taken.timezone, settings.address)
        letter = digest.compose(session, reader, taken.slot)
    try:
        ways.mail(settings, letter.subject, letter.text, to=taken.address, message_id=letter.id)
    except NotSent as error:  # taken again in some minutes, until its hour is long past
        log.warning("digest.not_sent %s", type(error.__cause__ or error).__name__)
        return False
    fault_points.point("digest.sent")
    with store.writing() as session:
        slots.note_sent(session, taken)
    return True
