"""A script: some ten actions drawn by a seed, each chosen from what may be done in the world as it stands by then.

It is drawn while the first world is lived through, and is data afterwards: the second world follows the same script
without what the other unit was never let know of.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from sqlalchemy import select

from casefile.policy.states import OPEN
from casefile.protection import lowering
from casefile.storage.tables import Hit, Pointer, Record, Watch
from casefile.vocabulary import HitState, LinkRole, Protection
from casefile.watches import approval
from tests.noninterference import desks, subjects
from tests.noninterference.handles import Action
from tests.noninterference.world import TRIANGLES, A, B, World

C = "nouakchott"
NOBODYS = "f" * 32
STEP_MINUTES = 7
ASKED_FIRST, ASKED_WIDE = 0.2, 0.5
MEETINGS = 0.5
"""The share of scripts that begin with a meeting of the two units: what follows a pointer takes too many steps to be
drawn often."""
JUDGEMENTS = ("same", "same", "same", "not_same", "unresolved")
MODES = ("written", "tolerant", "sound")

WEIGHTS: dict[str, dict[str, float]] = {
    A: {
        "enter": 5, "watch": 4, "amend": 1.5, "state": 1.6, "link": 4, "unlink": 5, "open_case": 0.2,
        "close_case": 0.3, "reopen_case": 1.5, "amend_watch": 0.8, "step_watch": 1, "import": 0.4,
        "import_watches": 0.3, "search": 0.2, "open": 0.2, "mark_read": 2, "answer": 8,
        "ask_lower": 1.5, "contact": 3, "ask_help": 1,
    },
    B: {
        "enter": 2.2, "watch": 2.2, "amend": 0.6, "state": 0.4, "link": 1, "unlink": 2, "open_case": 0.2,
        "close_case": 0.3, "reopen_case": 1.5, "amend_watch": 0.4, "step_watch": 0.6, "import": 0.2,
        "import_watches": 0.15, "search": 1.6, "open": 0.8, "mark_read": 1, "answer": 4,
        "ask_lower": 0.2, "contact": 3, "ask_help": 0.5,
    },
    C: {"enter": 0.5, "watch": 0.5},
    "coordinator": {"take": 1.5, "reveal": 2.5, "decide": 6, "settle": 8, "approve": 4, "refuse": 4},
    "protection": {"decide": 1.2, "lower": 12, "approve": 3, "refuse": 3},
    "": {"drain": 3.6, "deliver": 0.3, "upkeep": 0.4, "look": 0.9},
}  # fmt: skip
"""How often each does what; nobody: the machine itself."""

_CHOICES = [(who, do, weight) for who, acts in WEIGHTS.items() for do, weight in acts.items()]


class Drawing:
    """Chooses the next action of the first world."""

    def __init__(self, seed: int, world: World, opening: Sequence[Action] = ()) -> None:
        self.draw, self.world = Random(seed), world
        self.number = len(opening)
        self.minute = opening[-1]["at"] if opening else 0
        self._planned = self._meeting() if not opening and self.draw.random() < MEETINGS else []
        self._everybody = self.draw.randrange(len(subjects.PERSONS)) if self._planned else None
        self.made: dict[str, dict[str, list[str]]] = {who: {"r": [], "w": [], "l": []} for who in (A, B, C)}
        self.imports: dict[str, list[Action]] = {who: [] for who in (A, B, C)}

    def _meeting(self) -> list[tuple[str, str]]:
        """One enters whom the other watches, and a reviewer finds them to be the same."""
        sides = self.draw.choice((("enter", "watch"), ("watch", "enter")))
        owner = A if sides[0] == "enter" else B
        lapsed = [("", "upkeep"), ("coordinator", "settle")]
        talk = [(B, "contact"), (A, "contact"), (A, "ask_help"), (B, "contact")]
        after = self.draw.choice(([(owner, "answer")], lapsed, [(A, "mark_read")], talk, []))
        return [*zip((A, B), sides, strict=True), ("", "drain"), ("coordinator", "decide"), ("", "drain"), *after]

    def next(self) -> Action:
        self.number += 1
        self.minute += STEP_MINUTES
        if self._planned:
            action = self._begun(*self._planned.pop(0))
            if action is not None:
                return action
        for _ in range(100):
            [(who, do, _)] = self.draw.choices(_CHOICES, [weight for *_, weight in _CHOICES])
            action = self._begun(who, do)
            if action is not None:
                return action
        raise AssertionError("nothing can be done")

    def closing(self) -> list[Action]:
        """What ends every script: a look while something may be pending, all work done, and a look at the end."""
        actions = []
        for do in ("look", "drain", "look"):
            self.number += 1
            self.minute += STEP_MINUTES
            actions.append({**(self._begun("", do) or {}), "closing": True})
        return actions

    def noted(self, action: Action) -> None:
        """What the world made of an action can be spoken of from now on."""
        prefixes = tuple(f"{letter}{action.get('again', action['n'])}" for letter in "rwl")
        for handle in self.world.ids if action["do"] != "ask" else ():
            if handle.partition(".")[0] in prefixes and action["who"] in self.made:
                held = self.made[action["who"]][handle[0]]
                held += [handle] if handle not in held else []
        if action["do"] in ("import", "import_watches") and "again" not in action:
            self.imports[action["who"]].append(action)

    def _begun(self, who: str, do: str) -> Action | None:
        details = _DETAILS.get(do, lambda _drawing, _who: {})(self, who)
        return None if details is None else {"n": self.number, "at": self.minute, "who": who, "do": do, **details}

    # ---- what each action needs to know

    def said(self, who: str) -> dict[str, Any]:
        closed = 0.62 if who == A else 0.2
        if self._planned and self.draw.random() < ASKED_FIRST:
            return {"sharing": "pointer", "notify": "owner_first"}
        return dict(self.draw.choice(subjects.CLOSED if self.draw.random() < closed else subjects.OPEN))

    def _spec(self, *, thing: bool = True) -> subjects.Spec:
        """Somebody or something; in a planned meeting it is the same person on both sides."""
        if self._planned and self._everybody is not None:
            return {**subjects.draw_spec(self.draw, thing=False), "who": self._everybody, "born": True}
        return subjects.draw_spec(self.draw, thing=thing)

    def _subject(self, who: str) -> dict[str, Any]:
        return {"spec": self._spec(), "said": self.said(who), "case": self.draw.randrange(3)}

    def _watched(self, who: str) -> dict[str, Any]:
        spec = self._spec()
        while spec["kind"] == "report":
            spec = self._spec()
        return {"spec": spec, "said": self.said(who), "wide": self.draw.random() < ASKED_WIDE}

    def _amended(self, who: str) -> dict[str, Any] | None:
        of = self._one(who, "r")
        return of and {**of, **self._subject(who)}

    def _one(self, who: str, letter: str) -> dict[str, Any] | None:
        held = self.made[who][letter]
        return {"of": self.draw.choice(held)} if held else None

    def _state(self, who: str) -> dict[str, Any] | None:
        of = self._one(who, "r")
        return of and {**of, "move": self.draw.choice(("withdraw", "restrict", "restrict", "lift_restriction"))}

    def _link(self, who: str) -> dict[str, Any] | None:
        held = self.made[who]["r"]
        if len(held) < 2:
            return None
        start, end = self.draw.sample(held, 2)
        roles = (LinkRole.MENTIONED, LinkRole.ASSOCIATE, LinkRole.ORGANISER, LinkRole.VICTIM)
        return {"from": start, "to": end, "role": self.draw.choice(roles).value}

    def _amended_watch(self, who: str) -> dict[str, Any] | None:
        of = self._one(who, "w")
        return of and {**of, **self._watched(who)}

    def _stepped(self, who: str) -> dict[str, Any] | None:
        of = self._one(who, "w")
        step = self.draw.choice(("suspend", "resume", "renew", "end"))
        return of and {**of, "step": step, "days": self.draw.choice((1, 30, 300))}

    def _file(self, who: str) -> dict[str, Any]:
        if self.imports[who] and self.draw.random() < 0.3:
            before = self.draw.choice(self.imports[who])
            specs = [{**spec, "phone": self.draw.random() < 0.5} for spec in before["specs"]]
            return {"again": before["n"], "specs": specs, "said": before["said"]}
        specs = [subjects.draw_spec(self.draw, thing=False) for _ in range(self.draw.randint(1, 2))]
        return {"specs": specs, "said": self.said(who)}

    def form(self) -> dict[str, Any]:
        lot, draw = self.draw.random(), self.draw
        spellings, born, phone, passport = draw.choice(subjects.PERSONS)
        text = ""
        if lot < 0.35:
            text = draw.choice(spellings)
        elif lot < 0.55:
            text = " ".join(draw.choice(TRIANGLES))
        elif lot < 0.75:
            text = " ".join(draw.sample(subjects.WORDS, draw.randint(1, 4)))
        elif lot < 0.85:
            text = draw.choice((phone, passport))
        elif lot < 0.95:
            text = draw.choice(subjects.PLACES)[0]
        form: dict[str, Any] = {"text": text, "mode": draw.choice(MODES)}
        if not text or draw.random() < 0.2:
            narrow = draw.choice(("countries", "kinds", "decades", "topics", "year_from", "identifier", "offences"))
            form[narrow] = {
                "countries": ["SN"], "kinds": draw.choice((["person"], ["person", "report"])),
                "decades": [f"{born[:3]}0", "2010"], "year_from": int(born[:4]), "identifier": phone,
                "topics": ["crime", "sanction"], "offences": ["trafficking"],
            }[narrow]  # fmt: skip
        if draw.random() < 0.3:
            form |= {"size": 2, "page": draw.choice((1, 1, 2))}
        return form

    def _searched(self, _who: str) -> dict[str, Any]:
        return {"form": self.form()}

    def _opened(self, who: str) -> dict[str, Any]:
        """One's own, another's, or nobody's: an id may be guessed or remembered."""
        return {"id": self.draw.choice([*self.world.ids.values(), NOBODYS])}

    def _read(self, who: str) -> dict[str, Any] | None:
        with self.world.store.reading() as session:
            wanted = select(Pointer.id).where(Pointer.unit_id == self.world.viewers[who].unit_id)
            known = list(session.scalars(wanted.order_by(Pointer.id)))
        return {"id": self.draw.choice(known)} if known else None

    def _pair(self, who: str) -> dict[str, Any] | None:
        return self._in_state([state.value for state in OPEN])

    def _in_state(self, states: list[str], *also: Any) -> dict[str, Any] | None:
        handles = {id: handle for handle, id in self.world.ids.items()}
        with self.world.store.reading() as session:
            wanted = select(Hit.record_id, Hit.watch_id).where(Hit.state.in_(states), *also)
            pairs = session.execute(wanted.order_by(Hit.record_id, Hit.watch_id)).all()
        return {"pair": [handles[id] for id in self.draw.choice(pairs)]} if pairs else None

    def _decided(self, who: str) -> dict[str, Any] | None:
        pair = self._pair(who)
        return pair and {**pair, "judgement": "same" if self._planned else self.draw.choice(JUDGEMENTS)}

    def _contacted(self, who: str) -> dict[str, Any] | None:
        unit = self.world.viewers[who].unit_id
        held = select(Pointer.hit_id).where(Pointer.unit_id == unit, Pointer.sent_at.is_not(None))
        pair = self._in_state([state.value for state in HitState], Hit.id.in_(held))
        first = "acknowledge" if self._planned else self.draw.choice(list(desks.CONTACT))
        return pair and {**pair, "act": first}

    def _answered(self, who: str) -> dict[str, Any] | None:
        mine = Hit.record_unit_id == self.world.viewers[who].unit_id
        pair = self._in_state([HitState.OWNER_ASKED.value], mine)
        return pair and {**pair, "agree": self.draw.random() < 0.6}

    def _settled(self, _who: str) -> dict[str, Any] | None:
        pair = self._in_state([HitState.ANSWER_DUE.value])
        return pair and {**pair, "agree": self.draw.random() < 0.6}

    def _asked_lower(self, who: str) -> dict[str, Any] | None:
        """Of what is protected; now and then of what is not."""
        held = {handle: self.world.ids[handle] for handle in (*self.made[who]["r"], *self.made[who]["w"])}
        with self.world.store.reading() as session:
            known = {
                id: kept for head in (Record, Watch) for id, kept in session.execute(select(head.id, head.protection))
            }
        protected = [handle for handle, id in held.items() if known.get(id)]
        if not held:
            return None
        of = self.draw.choice(protected or list(held))
        return {"of": of, "protection": self.draw.choice(known.get(held[of]) or [Protection.MINOR.value])}

    def _lowered(self, who: str) -> dict[str, Any] | None:
        handles = {id: handle for handle, id in self.world.ids.items()}
        with self.world.store.reading() as session:
            asked = lowering.requests(session, self.world.viewers[who])
        if not asked:
            return None
        one = self.draw.choice(asked)
        return {"of": handles[one.subject_id], "protection": one.protection.value}

    def _before_desk(self, who: str) -> dict[str, Any] | None:
        handles = {id: handle for handle, id in self.world.ids.items()}
        with self.world.store.reading() as session:
            held = [one.id for one in approval.waiting(session, self.world.viewers[who])]
        return {"of": handles[self.draw.choice(held)]} if held else None

    def _waited(self, _who: str) -> dict[str, Any]:
        """The clock moves before it: hours, days, or beyond a watch's end."""
        self.minute += self.draw.choice((60, 3 * 24 * 60, 200 * 24 * 60))
        return {}

    def _looked(self, _who: str) -> dict[str, Any]:
        """What the other unit looks at: so many searches, and ids of anybody's to try everything on."""
        known = sorted(self.world.ids.values())
        ids = self.draw.sample(known, min(6, len(known)))
        return {"forms": [self.form() for _ in range(2)], "ids": [*ids, NOBODYS]}


_DETAILS: dict[str, Callable[[Drawing, str], dict[str, Any] | None]] = {
    "enter": Drawing._subject,
    "amend": Drawing._amended,
    "state": Drawing._state,
    "link": Drawing._link,
    "unlink": lambda drawing, who: drawing._one(who, "l"),
    "open_case": lambda drawing, who: {"reference": f"{who[:3].upper()}-{drawing.draw.randint(1, 4)}"},
    "close_case": lambda drawing, who: {"case": drawing.draw.randrange(3)},
    "reopen_case": lambda drawing, who: {"case": drawing.draw.randrange(3)},
    "watch": Drawing._watched,
    "amend_watch": Drawing._amended_watch,
    "step_watch": Drawing._stepped,
    "import": Drawing._file,
    "import_watches": Drawing._file,
    "search": Drawing._searched,
    "open": Drawing._opened,
    "mark_read": Drawing._read,
    "take": Drawing._pair,
    "reveal": Drawing._pair,
    "decide": Drawing._decided,
    "answer": Drawing._answered,
    "contact": Drawing._contacted,
    "ask_help": Drawing._contacted,
    "settle": Drawing._settled,
    "ask_lower": Drawing._asked_lower,
    "lower": Drawing._lowered,
    "approve": Drawing._before_desk,
    "refuse": Drawing._before_desk,
    "upkeep": Drawing._waited,
    "look": Drawing._looked,
}
