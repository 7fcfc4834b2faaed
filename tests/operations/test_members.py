from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations import members
from operations.access import Role
from operations.errors import InviteOverError, LastOwnerError, NotAllowedError
from tests.operations.conftest import ALICE, BOB, STRANGER, TEAM

if TYPE_CHECKING:
    from tests.operations.conftest import World


async def test_owners_set_roles_and_the_last_stays(world: World) -> None:
    await world.store.set_member(TEAM, ALICE, "owner")
    owner = world.actor(ALICE, TEAM)
    await members.set_role(world.services, owner, BOB, Role.OPERATOR)
    assert [(m.user_id, m.role) for m in members.members(world.services, owner)] == [
        (ALICE, Role.OWNER),
        (BOB, Role.OPERATOR),
    ]
    with pytest.raises(LastOwnerError):
        await members.set_role(world.services, owner, ALICE, Role.VIEWER)
    with pytest.raises(NotAllowedError):
        await members.set_role(world.services, world.actor(BOB, TEAM), BOB, Role.OWNER)
    with pytest.raises(NotAllowedError):
        members.members(world.services, world.actor(BOB, TEAM))


async def test_an_invitation_works_once(world: World) -> None:
    payload = await members.invite(world.services, world.identities["bob"])
    assert len(payload) <= 64

    joined = await members.join(world.services, payload, chat_id=STRANGER, user_id=STRANGER, private=True)

    assert joined == world.identities["bob"]
    assert world.actor(STRANGER).identity_ids == (world.identities["bob"],)
    with pytest.raises(InviteOverError):
        await members.join(world.services, payload, chat_id=999, user_id=999, private=True)
    assert world.store.chat(999) is None


async def test_an_invitation_into_a_group_makes_an_owner(world: World) -> None:
    payload = await members.invite(world.services, world.identities["bob"])
    await members.join(world.services, payload, chat_id=-2002, user_id=STRANGER, private=False)
    assert world.actor(STRANGER, -2002).role is Role.OWNER
    assert world.actor(ALICE, -2002).role is Role.VIEWER


async def test_an_old_invitation_is_over(world: World) -> None:
    payload = await members.invite(world.services, world.identities["bob"])
    world.clock.advance(members.INVITE_LASTS + 1)
    with pytest.raises(InviteOverError):
        await members.join(world.services, payload, chat_id=STRANGER, user_id=STRANGER, private=True)


async def test_the_language_of_a_group_is_its_owners_matter(world: World) -> None:
    await members.set_language(world.services, world.actor(ALICE), "zh-Hans")
    assert world.actor(ALICE).language == "zh-Hans"
    with pytest.raises(NotAllowedError):
        await members.set_language(world.services, world.actor(BOB, TEAM), "zh-Hans")


async def test_an_invitation_makes_nobody_owner_of_what_others_have(world: World) -> None:
    payload = await members.invite(world.services, world.identities["bob"])
    with pytest.raises(NotAllowedError):
        await members.join(world.services, payload, chat_id=TEAM, user_id=BOB, private=False)
    token = payload.removeprefix(members.INVITE_PREFIX)
    assert await world.store.take_invite(token, chat_id=TEAM, user_id=BOB, now=world.clock.now()) is None
    assert world.actor(BOB, TEAM).role is Role.VIEWER

    await world.store.set_member(TEAM, ALICE, "owner")
    await members.join(world.services, payload, chat_id=TEAM, user_id=ALICE, private=False)
    assert set(world.actor(ALICE, TEAM).identity_ids) == {world.identities["alice"], world.identities["bob"]}


async def test_a_repeated_delivery_of_the_same_join_is_no_second_use(world: World) -> None:
    payload = await members.invite(world.services, world.identities["bob"])
    for _ in range(2):
        joined = await members.join(world.services, payload, chat_id=STRANGER, user_id=STRANGER, private=True)
        assert joined == world.identities["bob"]
