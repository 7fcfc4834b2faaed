"""Snapshots."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from engine.models.php import Flag, Moment, Name, Number, OptionalText, Rows, Text, WireModel, to_object


class Snapshot(WireModel):
    """A snapshot in ``listsnapshot``."""

    name: Name
    create_time: Moment = None
    end_time: Moment = None
    status: Number = None
    """1 normal."""
    current: Flag = None
    parent_name: OptionalText = None


class SnapshotList(WireModel):
    """The answer of ``listsnapshot``."""

    tree: Text = Field(default="", validation_alias="snapshottree")
    """``=a,a=b``: a has no parent, b's parent is a."""
    snapshots: Rows[Snapshot] = Field(default=(), validation_alias="snapshotlist")

    @model_validator(mode="before")
    @classmethod
    def _empty(cls, value: Any) -> Any:
        # A server without snapshots may be answered with "data": [].
        return to_object(value)

    @property
    def names(self) -> frozenset[str]:
        """The snapshots' names."""
        return frozenset(snapshot.name for snapshot in self.snapshots)

    @property
    def parents(self) -> dict[str, str | None]:
        """Each snapshot's parent as the tree tells it, None for those without."""
        pairs = (entry.strip().partition("=") for entry in self.tree.split(","))
        return {child: parent or None for parent, equals, child in pairs if equals and child}


class CreatedSnapshot(WireModel):
    """The answer of ``createsnapshot`` and ``renewsnapshot``."""

    name: Name = Field(validation_alias="snapshotname")
    create_time: Moment = Field(default=None, validation_alias="createtime")
    end_time: Moment = Field(default=None, validation_alias="endtime")


class NamedSnapshot(WireModel):
    """The answer of ``revertsnapshot`` and ``removesnapshot``: the engine repeats the name."""

    name: OptionalText = Field(default=None, validation_alias="snapshotname")

    @model_validator(mode="before")
    @classmethod
    def _empty(cls, value: Any) -> Any:
        # The engine's success stands even if it repeats nothing.
        return to_object(value)
