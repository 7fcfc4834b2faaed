"""The questions before a snapshot is made, kept for longer, gone back to, or deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.forms import period
from operations.forms.form import Choice, Filling, Form, Step
from operations.kinds.parameters import MakeSnapshot, NamedSnapshot, RenewSnapshot

if TYPE_CHECKING:
    from operations.kinds import Params


def _snapshots(filling: Filling) -> list[Choice]:
    found = (filling.sight.snapshots or ()) if filling.sight is not None else ()
    return [Choice(value=snapshot.name, name=snapshot.name) for snapshot in found]


def _make(filling: Filling) -> Params:
    days, months = period.parse(filling.answers["period"])
    return MakeSnapshot(days=days, months=months)


def _renew(filling: Filling) -> Params:
    days, months = period.parse(filling.answers["period"])
    return RenewSnapshot(name=filling.answers["snapshot"], days=days, months=months)


def _named(filling: Filling) -> Params:
    return NamedSnapshot(name=filling.answers["snapshot"])


_SNAPSHOT = Step(name="snapshot", choices=_snapshots, columns=1)
_PERIOD = Step(name="period", choices=period.choices, take=period.take)

SNAPSHOT_FORMS = (
    Form(action="createsnapshot", steps=(_PERIOD,), params=_make, reads=True),
    Form(action="renewsnapshot", steps=(_SNAPSHOT, _PERIOD), params=_renew, reads=True),
    Form(action="revertsnapshot", steps=(_SNAPSHOT,), params=_named, reads=True),
    Form(action="removesnapshot", steps=(_SNAPSHOT,), params=_named, reads=True),
)
