"""Zones."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from engine.models.php import Flag, Name, Number, Rows, Text, WireModel, unless_empty


class Zone(WireModel):
    """A zone, as ``getzones`` tells it."""

    guid: Name
    name: Text = ""
    max_year: Number = None
    """The longest purchase, years."""
    identity_status: Flag = Field(default=None, validation_alias="identityStatus")
    """The real-name check is required."""
    white_list_status: Flag = Field(default=None, validation_alias="whiteListStatus")
    """A white list must be handed in."""
    icp_status: Flag = None
    """ICP filing is offered."""


class ZoneList(WireModel):
    """The answer of ``getzones``."""

    zones: Rows[Zone]

    @model_validator(mode="before")
    @classmethod
    def _empty(cls, value: Any) -> Any:
        return unless_empty(value, "zones")
