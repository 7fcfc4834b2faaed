"""The engine's 28 actions and what is known of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What an action's request carries: business actions name the end customer, sync actions must not."""

    SYNC = "sync"
    BUSINESS = "business"


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """One action.

    Args:
        name: As sent.
        kind: Whether the request names the end customer.
        read: It changes nothing, so it may be repeated and needs no idle server.
        paid: It spends the reseller's balance and carries an order number.
        destructive: Data or the server itself may be lost.
    """

    name: str
    kind: Kind = Kind.BUSINESS
    read: bool = False
    paid: bool = False
    destructive: bool = False


_ALL = (
    Action(name="getzones", kind=Kind.SYNC, read=True),
    Action(name="getlines", kind=Kind.SYNC, read=True),
    Action(name="getsystems", kind=Kind.SYNC, read=True),
    Action(name="getserver", kind=Kind.SYNC, read=True),
    Action(name="getservers", kind=Kind.SYNC, read=True),
    Action(name="create_new", paid=True),
    Action(name="start"),
    Action(name="stop"),
    Action(name="stop_h"),
    Action(name="restart"),
    Action(name="restart_h"),
    Action(name="getvncurl", read=True),
    Action(name="setpsw"),
    Action(name="setvnc"),
    Action(name="install", destructive=True),
    Action(name="listsnapshot", read=True),
    Action(name="createsnapshot", paid=True),
    Action(name="revertsnapshot", destructive=True),
    Action(name="renewsnapshot", paid=True),
    Action(name="removesnapshot", destructive=True),
    Action(name="upgrade", paid=True),
    Action(name="renew_for_rd", paid=True),
    Action(name="create_port"),
    Action(name="delete_port"),
    Action(name="add_hardpolicy"),
    Action(name="del_hardpolicy"),
    Action(name="renew", paid=True),
    Action(name="refund", destructive=True),
)

ACTIONS: Mapping[str, Action] = MappingProxyType({action.name: action for action in _ALL})
"""Every action by its name, in the order of the vendor's document."""
