"""Which methods there are, and which parameters each documents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.telegram.parameters import Parameters
    from sandbox.telegram.webhook import Webhook
    from sandbox.telegram.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What a method works on."""

    world: World
    webhook: Webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A result with the words that some methods add to it."""

    result: Any
    description: str


Handler = Callable[["Session", "Parameters"], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method: its name as documented, its handler and the names of its parameters."""

    name: str
    handler: Handler
    parameters: frozenset[str]


METHODS: dict[str, Method] = {}
"""The methods by their names in small letters; Telegram does not mind the case."""


def method(name: str, *parameters: str) -> Callable[[Handler], Handler]:
    """Registers a handler under a method's name with its documented parameters."""

    def register(handler: Handler) -> Handler:
        METHODS[name.lower()] = Method(name=name, handler=handler, parameters=frozenset(parameters))
        return handler

    return register
