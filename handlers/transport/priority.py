"""How urgent a call is, and who tries it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@dataclass(frozen=True, slots=True)
class Kept:
    """Bulk that its caller keeps and tries again by itself: what could not be sent comes back at once.

    Attributes:
        before: awaited when the message's turn has come and before anything leaves. What it raises goes to the caller,
            and then nothing is sent.
    """

    before: Callable[[], Awaitable[None]]


Priority: TypeAlias = Literal["interactive", "bulk"] | Kept
"""`interactive`: a person waits for it. `bulk`: it takes what those leave."""


def is_bulk(priority: Priority | None) -> bool:
    """Tell whether it goes only when nothing interactive can; none given is interactive."""
    return priority is not None and priority != "interactive"
