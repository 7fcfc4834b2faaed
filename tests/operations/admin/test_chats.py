from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations.access import Role
from operations.admin import chats
from operations.errors import BadInputError
from operations.members import join
from store import LastOwnerError, NotFoundError

if TYPE_CHECKING:
    from tests.operations.conftest import World

GROUP = -1009876543210


async def test_granting_makes_the_chat_of_its_kind(world: World) -> None:
    for chat_id, kind in ((GROUP, "group"), (77, "private")):
        await chats.grant(world.services, chat_id, "bob")
        await chats.grant(world.services, chat_id, "bob")
        row = world.store.chat(chat_id)
        assert row is not None
        assert row.kind == kind
        assert [grant.identity_id for grant in world.store.grants(chat_id=chat_id)] == [world.identities["bob"]]


async def test_granting_needs_an_identity_and_an_id(world: World) -> None:
    with pytest.raises(NotFoundError, match="identity nobody"):
        await chats.grant(world.services, GROUP, "nobody")
    with pytest.raises(BadInputError, match="CHAT_ID"):
        await chats.grant(world.services, 0, "bob")
    assert world.store.chat(GROUP) is None


async def test_revoking(world: World) -> None:
    await chats.grant(world.services, GROUP, "bob")
    await chats.revoke(world.services, GROUP, "bob")
    assert world.store.grants(chat_id=GROUP) == []
    with pytest.raises(BadInputError, match=f"chat {GROUP} does not act as bob"):
        await chats.revoke(world.services, GROUP, "bob")


async def test_staff_on_and_off(world: World) -> None:
    await chats.set_staff(world.services, GROUP, "demo", on=True)
    assert world.store.staff_chats(world.account_id) == [GROUP]
    await chats.set_staff(world.services, GROUP, "demo", on=False)
    assert world.store.staff_chats(world.account_id) == []
    with pytest.raises(BadInputError, match="is not a staff chat of demo"):
        await chats.set_staff(world.services, GROUP, "demo", on=False)


async def test_settings(world: World) -> None:
    await chats.set_chat(world.services, GROUP, {"language": "en", "timezone": "Europe/Berlin"})
    await chats.set_chat(world.services, GROUP, {"quiet_hours": "22-9"})
    row = world.store.chat(GROUP)
    assert row is not None
    assert (row.language, row.timezone, row.quiet_hours) == ("en", "Europe/Berlin", "22-9")
    with pytest.raises(BadInputError, match="nothing to set"):
        await chats.set_chat(world.services, GROUP, {})


async def test_the_list_has_everything_but_people(world: World) -> None:
    await chats.grant(world.services, GROUP, "bob")
    await chats.grant(world.services, GROUP, "alice")
    await chats.set_staff(world.services, GROUP, "demo", on=True)
    await chats.set_member(world.services, GROUP, 77, Role.OWNER)
    line = next(line for line in chats.chats(world.services) if line.row.chat_id == GROUP)
    assert (line.identities, line.staff_of, line.members) == (("alice", "bob"), ("demo",), 1)


async def test_an_invitation_can_be_joined_once(world: World) -> None:
    token = await chats.invite(world.services, "bob")
    assert await join(world.services, token, chat_id=88, user_id=88, private=True) == world.identities["bob"]
    assert [grant.identity_id for grant in world.store.grants(chat_id=88)] == [world.identities["bob"]]


async def test_the_last_owner_stays(world: World) -> None:
    await chats.set_member(world.services, GROUP, 77, Role.OWNER)
    with pytest.raises(LastOwnerError):
        await chats.set_member(world.services, GROUP, 77, Role.VIEWER)
    await chats.set_member(world.services, GROUP, 78, Role.OPERATOR)
    assert {row.user_id: row.role for row in world.store.members(GROUP)} == {77: "owner", 78: "operator"}


@pytest.mark.parametrize(
    ("chat_id", "user_id", "said"), [(5, 5, "private chat"), (GROUP, -5, "a person's id"), (GROUP, 0, "USER_ID")]
)
async def test_roles_are_for_people_in_groups(world: World, chat_id: int, user_id: int, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        await chats.set_member(world.services, chat_id, user_id, Role.OWNER)


async def test_who_may_decide_in_a_chat(world: World) -> None:
    assert chats.has_owner(world.services, 77)
    await chats.set_member(world.services, GROUP, 5, Role.OPERATOR)
    assert not chats.has_owner(world.services, GROUP)
    await chats.set_member(world.services, GROUP, 6, Role.OWNER)
    assert chats.has_owner(world.services, GROUP)
