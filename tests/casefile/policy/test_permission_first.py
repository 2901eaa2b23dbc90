"""Every action asks for its permission before anything else: nothing is read, and nothing said, to who may not."""

import ast
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "casefile"
ASKS = {"require", "require_any_desk"}
NO_ACTION = {
    "auditing/history.py": {"own_lines"},  # the officer's own
    "audit/trail.py": {"write", "write_many"},  # what an action does, under the permission it has asked for
    "budgets/alarms.py": {"refuse"},  # how an action refuses
    "budgets/command_line.py": {"run_of"},  # who asks, nothing else
    "budgets/same_reason.py": {"check_search_reason", "check_read_reason", "check_list_reason"},  # within looking
    "budgets/series.py": {"check_search", "check_watches"},  # within searching and watching
    "budgets/spend.py": {"spend"},  # within every counted action
    "audit/proof/countersigned.py": {"receive"},  # the rest of countersigning, and what the command line does
    "audit/refusals.py": {"refuse", "next_state"},  # how an action refuses, and takes a step or refuses it
    "contact/stand.py": {"stand", "check", "refuse", "step", "write_line"},  # what every act in a contact consists of
    # each source asks first; an officer without duties has nothing due
    "due/table.py": {"counts", "desk", "about"},
    "due/slots.py": {"wanted", "choose"},  # the officer's own
    # each part asks by the policy's `brings`; who has no such duty brings no list
    "exchange/sources/at_portal.py": {"kinds_for", "lists_of", "on_their_way"},
    "exhibits/rows.py": {"of_unit"},  # what every action on an exhibit looks up
    "hits/items/ranked.py": {"ranked", "at_desk"},  # conditions of the lists, which ask
    "hits/review.py": {
        "require_any_desk",
        "hit_at_desk",
        "save_review",
        "refuse",
    },  # the asking itself, and what follows it
    "joint/members.py": {"save_member"},  # the rest of naming, proposing and accepting
    # where the viewer sits, and the steps: what every action on a joint case consists of
    "joint/seats.py": {"seated", "require_acting", "refuse", "seat_after", "move"},
    "protection/contact_rows.py": {"move_contact", "refuse_move"},  # within every action on a contact
    "protection/lowering.py": {"check_before_the_desk"},  # a check within what the desk looks at and does
    "people/acts.py": {"is_command_line"},  # a question about the viewer
    "people/changes.py": {"changes_of"},  # what everybody of the unit sees of the own unit
    "people/links.py": {"make_link"},  # the rest of an administrator's action
    "people/own.py": {"account", "end_sign_ins", "forget_device", "change_password"},  # the officer's own
    "people/profiles.py": {
        "profile_of",
        "names_of",
        "set_locale",
        "tour_is_open",
        "put_tour_away",
    },  # the officer's own, and colleagues' names
    "policy/contact/dossier.py": {"desk_view", "may_open_dossier"},  # rules, in a folder of the policy's own
    "policy/network/webhooks.py": {"keeps"},  # a rule, in a folder of the policy's own
    "policy/network/operations.py": {"asks_as", "sees_meeting"},  # rules, in a folder of the policy's own
    "policy/network/training.py": {"notes_for_all", "notes_for"},  # rules, in a folder of the policy's own
    "training/register.py": {"in_register"},  # a condition of the list and the acts, which ask
    "policy/network/together.py": {"may_receive"},  # a rule, in a folder of the policy's own
    "records/cases.py": {"open_cases", "case_named", "correctable"},  # a check within entering and watching
    "records/lifecycle.py": {"step", "next_state"},  # the rest of an action, and what the schedule does
    "records/links.py": {"store_links"},  # the rest of entering
    # who plays no part has nothing that came in; elsewhere than in a training space it is not there
    "training/simulation/course.py": {"desk"},
    "training/simulation/people.py": {"plays"},  # a question about the viewer
    "watches/standing.py": {"refuse_wide", "at_first", "amended", "renewed"},  # checks within registering
    "watches/moves.py": {"make", "next_state", "refuse"},  # what every action on a watch ends in
    "records/scope.py": {"in_scope"},  # a condition: empty for who lacks the permission
}
"""Functions that take a viewer and are no action of their own, each with the reason."""


def takes_viewer(path):
    public = (
        node
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    )
    return [node for node in public if "viewer" in {a.arg for a in (*node.args.args, *node.args.kwonlyargs)}]


ACTIONS = [
    (path.relative_to(FOLDER).as_posix(), node)
    for path in sorted(FOLDER.rglob("*.py"))
    if path.parts[-2] != "policy"
    for node in takes_viewer(path)
]


@pytest.mark.parametrize(("file", "action"), ACTIONS, ids=lambda part: getattr(part, "name", part))
def test_an_action_asks_first(file, action):
    first = next(node for node in action.body if not isinstance(node, ast.Expr) or isinstance(node.value, ast.Call))
    asks = isinstance(first, ast.Expr) and getattr(first.value.func, "id", "") in ASKS
    assert asks is not (action.name in NO_ACTION.get(file, ()))


def test_there_are_actions_to_ask_of():
    assert len(ACTIONS) > 40
    known = {(file, action.name) for file, action in ACTIONS}
    assert {(file, name) for file, names in NO_ACTION.items() for name in names} <= known
