"""Operating systems."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from pydantic import Field, model_validator

from engine.models.php import CountedRows, Guids, JsonObject, Name, Number, Text, WireModel, Words, unless_empty

WINDOWS_LOGIN = "administrator"
"""Families have no names in this protocol; Windows is what logs in as this."""


class System(WireModel):
    """An operating system, as ``getsystems`` tells it."""

    guid: Name
    distinct_id: Text = ""
    id: Text = ""
    class_guid: Text = ""
    name: Text = ""
    login_name: Text = ""
    port: Number = None
    """Where it listens for logins."""
    mirror_name: Text = ""
    cpu_limit: Number = None
    """Least number of cores, 0 for none."""
    ram_limit: Number = None
    """Least memory in GB, 0 for none."""
    types: Words = Field(default=None, validation_alias="type")
    """``create``: may be bought with; ``install``: may be reinstalled to."""
    system_harddisk: Number = None
    """Size of its disk, GB."""
    support: Words = None
    """``server``, ``idc``, ``baremetal``."""
    boot_menu_contents: JsonObject = Field(default_factory=dict)
    ghost_url: JsonObject = Field(default_factory=dict)
    lines: Guids = None
    """The lines that offer it, by guid."""

    @property
    def is_windows(self) -> bool:
        """Whether it is a Windows."""
        return self.login_name.lower() == WINDOWS_LOGIN

    @property
    def family(self) -> str:
        """What to group it under: Windows, else the first word of its name."""
        return "Windows" if self.is_windows else self.name.partition(" ")[0]


class SystemPage(WireModel):
    """One page of ``getsystems``."""

    pages: Number = None
    items: Number = None
    """How many systems there are on all pages."""
    rows: CountedRows[System] = Field(validation_alias="systems")

    @model_validator(mode="before")
    @classmethod
    def _empty(cls, value: Any) -> Any:
        return unless_empty(value, "systems")

    @cached_property
    def systems(self) -> tuple[System, ...]:
        """Those that can be read."""
        return tuple(row for row in self.rows if row is not None)

    @property
    def broken(self) -> int:
        """How many cannot be read."""
        return len(self.rows) - len(self.systems)
