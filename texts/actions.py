"""What the engine's actions are called; one that this version does not know is shown by its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.kinds import KINDS
from texts.markup import clipped

if TYPE_CHECKING:
    from texts.language import Texts

LONGEST_ACTION = 32


def action_name(t: Texts, action: str) -> str:
    """Return an action's name as it stands within a sentence, plain: "stop", "force stop"."""
    if action in KINDS:
        return t.plain(f"action-{action}")
    return t.plain("action-unknown", action=clipped(action, LONGEST_ACTION))


def doing(t: Texts, action: str) -> str:
    """Return an action as it is going on, plain: "Stopping"."""
    if action in KINDS:
        return t.plain(f"doing-{action}")
    return t.plain("doing-unknown", action=clipped(action, LONGEST_ACTION))
