"""Lists that units ordered are checked: part after part, by any worker, any number of times.

Nothing is answered twice: a part's answers are one transaction, and what has an answer is not asked again. Where the
index does not answer, or does not hold all, a line *could not be checked*, and is tried again.
"""

import logging
import time

from casefile import fault_points
from casefile.batches import asking
from casefile.batches.asking import Answered, Job, Open
from casefile.budgets.series import ListSeries
from casefile.errors import N_, BadInput, BadSearch, CasefileError, NotThere, SearchUnavailable
from casefile.storage.store import Store
from casefile.vocabulary import LineAnswer
from indexer.engine.client import Engine
from indexer.search.asking import cleaned
from indexer.search.batch.many import search_many
from indexer.search.clauses import identifier_forms
from indexer.search.reading.form import SearchForm

TURN_S = 15.0
"""A worker has other chores, which wait so long at most."""
NO_NUMBER = N_("This does not look like a number. Say that it is a name, or write it as on the paper.")
log = logging.getLogger("griot.checks")


def check_due(engine: Engine, store: Store, *, turn_s: float = TURN_S, only: str = "") -> int:
    """Check what waits for it, for one turn. Returns how many lists were taken in hand."""
    done, until = 0, time.monotonic() + turn_s
    while (job := asking.claimed(store, only)) is not None:
        done += 1
        try:
            if not _carry_out(engine, store, job, until):
                with store.writing() as session:
                    asking.let_go(session, job)
                break
        except NotThere as error:  # in other hands now
            log.warning("check.stopped %s %s", job.id, error)
    return done


def _carry_out(engine: Engine, store: Store, job: Job, until: float) -> bool:
    """Whether all of it was gone through in this turn."""
    after, series = -1, None
    while True:
        with store.reading() as session:
            positions = asking.next_part(session, job, after)
            series = series or ListSeries(session, job.viewer)
        if not positions:
            break
        if time.monotonic() >= until:
            return False
        with store.writing(bulk=job.viewer.unit_id) as session:
            asked = asking.note_asked(session, job, positions, series)
        fault_points.point("check.asked")
        answers = _answers(engine, store, job, asked)
        with store.writing(bulk=job.viewer.unit_id) as session:
            asking.note_answers(session, job, answers)
        fault_points.point("check.part")
        after = positions[-1]
    with store.writing() as session:
        asking.finish(session, job)
    return True


def _answers(engine: Engine, store: Store, job: Job, asked: list[Open]) -> list[Answered]:
    sound: list[tuple[Open, SearchForm]] = []
    answers: list[Answered] = []
    for one in asked:
        try:
            sound.append((one, _form(one)))
        except BadInput as error:
            answers.append(_unchecked(one, error))
    try:
        found = search_many(engine, store, job.viewer, [form for _, form in sound])
    except SearchUnavailable as error:
        log.warning("check.unavailable %s %s", job.id, type(error).__name__)
        return answers + [_unchecked(one) for one, _ in sound]
    except BadSearch:
        return answers + [_alone(engine, store, job, one, form) for one, form in sound]
    answers += [
        Answered(one.position, one.lookup_id, it.answer, it.found, it.records)
        for (one, _), it in zip(sound, found, strict=True)
    ]
    return answers


def _alone(engine: Engine, store: Store, job: Job, one: Open, form: SearchForm) -> Answered:
    """A question that the engine refuses is the only one of its part that is not answered."""
    try:
        [it] = search_many(engine, store, job.viewer, [form])
    except BadSearch as error:
        return _unchecked(one, error)
    except SearchUnavailable:
        return _unchecked(one)
    return Answered(one.position, one.lookup_id, it.answer, it.found, it.records)


def _unchecked(one: Open, problem: CasefileError | None = None) -> Answered:
    return Answered(one.position, one.lookup_id, LineAnswer.UNCHECKED, problem=problem)


def _form(one: Open) -> SearchForm:
    """The line as the index understands it. Raises BadInput for what would be asked as nothing at all."""
    text, number = one.form.get("text", ""), one.form.get("identifier", "")
    form = cleaned(SearchForm(text=text, identifier=number, mode="all"))
    if number and not identifier_forms(number, ()):
        raise BadInput(NO_NUMBER, field="identifier")
    return form
