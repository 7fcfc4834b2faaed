"""/refund: give a server back. It is gone with all its data, so it is confirmed by typing its name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from handlers import confirming, picking
from operations.access import Role

if TYPE_CHECKING:
    from handlers.router import Router


def register(router: Router) -> None:
    """Add /refund; its button is the card's."""
    router.command("refund", picking.by_word("refund", partial(confirming.propose, action="refund")), role=Role.OWNER)
