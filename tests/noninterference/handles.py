"""What an action speaks of: by whom it is done, and the handles by which subjects are named before they have ids."""

from typing import Any

from casefile.policy.viewer import Viewer
from tests.noninterference.world import World

Action = dict[str, Any]
WHY = "asked by the duty officer"


class Missing(Exception):
    """What the action is about was never made: it does not happen."""


def id_of(world: World, handle: str) -> str:
    if handle not in world.ids:
        raise Missing(handle)
    return world.ids[handle]


def viewer_of(world: World, action: Action) -> Viewer:
    return world.viewers[action["who"]]
