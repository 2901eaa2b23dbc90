"""What bears the stamp of a training space is refused wherever real people are kept."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.errors import N_, BadInput
from casefile.stamp.mark import file_is_stamped, is_stamped
from casefile.storage.store import Store
from casefile.storage.tables import InstallationRow

FROM_TRAINING = N_(
    "Nothing was taken in: this comes from a training space, where all people are invented. Bring it in there, or take "
    "the file out of the real portal again."
)


def is_training(session: Session) -> bool:
    """Whether this is the database of a training space, which takes in both."""
    return bool(session.scalar(select(InstallationRow.training)))


def refuse_training(session: Session, content: bytes) -> None:
    """Raises BadInput where the content is of a training space and this is none."""
    if is_stamped(content) and not is_training(session):
        raise BadInput(FROM_TRAINING, field="file")


def refuse_training_file(store: Store, path: Path) -> None:
    """The same of a file, before anything of it is read. One that cannot be opened is for its reader to name."""
    try:
        with path.open("rb") as file:
            stamped = file_is_stamped(file)
    except OSError:
        return
    if stamped:
        with store.reading() as session:
            if not is_training(session):
                raise BadInput(FROM_TRAINING, field="file")
