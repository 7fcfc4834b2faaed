"""Remote consoles."""

from __future__ import annotations

from pydantic import Field

from engine.models.php import Name, WireModel


class VncLink(WireModel):
    """The answer of ``getvncurl``: whoever has the link has the console, so its repr hides it."""

    url: Name = Field(repr=False)
