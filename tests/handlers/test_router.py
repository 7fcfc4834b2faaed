from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers.router import Router
from operations.access import Role

if TYPE_CHECKING:
    from handlers.request import Request


async def nothing(request: Request) -> None:
    raise AssertionError("never called here")


def test_a_name_is_taken_once() -> None:
    router = Router()
    router.command("stop", nothing)
    router.press("do", nothing)
    with pytest.raises(ValueError, match=r"^/stop is registered twice$"):
        router.command("stop", nothing)
    with pytest.raises(ValueError, match=r"^the verb do is registered twice$"):
        router.press("do", nothing)


def test_allowed_by_role_in_order_of_registration() -> None:
    router = Router()
    router.command("members", nothing, role=Role.OWNER)
    router.command("start", nothing, public=True)
    router.command("stop", nothing, role=Role.OPERATOR)
    router.command("servers", nothing)

    def names(role: Role | None) -> list[str]:
        return [command.name for command in router.allowed(role, private=False)]

    assert names(None) == ["start"]
    assert names(Role.VIEWER) == ["start", "servers"]
    assert names(Role.OPERATOR) == ["start", "stop", "servers"]
    assert names(Role.OWNER) == ["members", "start", "stop", "servers"]


def test_each_kind_of_chat_has_its_own_commands() -> None:
    router = Router()
    router.command("start", nothing, public=True)
    router.command("approvals", nothing, audience="deciders")
    router.command("members", nothing, role=Role.OWNER, group_only=True, audience="all")
    router.command("help", nothing, public=True, audience="all")

    def names(role: Role | None = Role.OWNER, *, private: bool = False, customers: bool, staff: bool) -> list[str]:
        allowed = router.allowed(role, private=private, customers=customers, staff=staff)
        return [command.name for command in allowed]

    assert names(customers=True, staff=False) == ["start", "approvals", "members", "help"]
    assert names(Role.OPERATOR, customers=True, staff=False) == ["start", "help"]
    assert names(customers=True, staff=False, private=True) == ["start", "help"]
    assert names(customers=False, staff=True) == ["approvals", "members", "help"]
    assert names(customers=True, staff=True) == ["start", "approvals", "members", "help"]
    assert names(customers=False, staff=True, private=True) == ["approvals", "help"]
    assert names(Role.VIEWER, customers=False, staff=True) == ["approvals", "help"]
    assert names(None, customers=False, staff=False) == ["start", "help"]


def test_the_handler_of_bare_texts() -> None:
    router = Router()
    assert router.text is None
    router.typed(nothing)
    assert router.text is nothing
