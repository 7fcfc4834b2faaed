"""Auto-renewal: a server renews itself where an owner allowed it, told before and after, and never more than once.

`settings` turns it on and off, `terms` says what a renewal would cost and who pays, `times` when things happen; `job`
looks at what is due, `attempt` carries one attempt out and `following` finds out what came of it.
"""

from __future__ import annotations

from operations.auto_renewal.settings import (
    DEFAULT_LEAD,
    LEADS,
    Choice,
    Preview,
    PreviewMovedError,
    Stopped,
    active,
    end_stopped,
    in_chat,
    preview,
    preview_afresh,
    turn_off,
    turn_on,
)
from operations.auto_renewal.standing import Standing, standing
from operations.auto_renewal.terms import Terms, terms_of

__all__ = [
    "DEFAULT_LEAD",
    "LEADS",
    "Choice",
    "Preview",
    "PreviewMovedError",
    "Standing",
    "Stopped",
    "Terms",
    "active",
    "end_stopped",
    "in_chat",
    "preview",
    "preview_afresh",
    "standing",
    "terms_of",
    "turn_off",
    "turn_on",
]
