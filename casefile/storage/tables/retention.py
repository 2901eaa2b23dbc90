"""What is left of a record or watch whose content was destroyed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Table, Word


class Tombstone(Table):
    """That there was something, whose it was, when and by which rule it went. Holds nothing of its content.

    The hash is keyed with a key of this record alone that was forgotten in the same moment: nobody can test a guess
    against it, the operator included.
    """

    __tablename__ = "tombstone"
    subject_id: Mapped[str] = mapped_column(Id, primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(8))
    """*record* or *watch*."""
    owner_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    entered_at: Mapped[datetime]
    retain_until: Mapped[datetime]
    destroyed_at: Mapped[datetime]
    policy_id: Mapped[str] = mapped_column(String(40))
    """The rule its date came from."""
    after_state: Mapped[str] = mapped_column(Word)
    """The state from which it went: *expired* (nobody kept it), *withdrawn*, *ended*."""
    approvers: Mapped[list[str]]
    """Ids of the officers who decided on its life: who entered, extended, held, withdrew or ended it."""
    content_hash: Mapped[str] = mapped_column(String(64))
    source_id_until: Mapped[datetime | None] = mapped_column(index=True)
    """Until when its id at the source stays on its head: the next file must not bring back what was taken back."""
