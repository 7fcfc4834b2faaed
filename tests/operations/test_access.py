from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations.access import Role, identify, language_of
from operations.errors import NotAllowedError
from tests.operations.conftest import ALICE, BOB, STRANGER, TEAM

if TYPE_CHECKING:
    from tests.operations.conftest import World


async def test_a_stranger_is_nobody(world: World) -> None:
    assert (
        identify(world.services, chat_id=STRANGER, user_id=STRANGER, private=True, telegram_language="zh-hans") is None
    )


async def test_owner_in_private_viewer_in_a_group_until_set(world: World) -> None:
    assert world.actor(ALICE).role is Role.OWNER
    assert world.actor(ALICE, TEAM).role is Role.VIEWER
    await world.store.set_member(TEAM, ALICE, "operator")
    assert world.actor(ALICE, TEAM).role is Role.OPERATOR


async def test_a_revoked_grant_makes_a_stranger(world: World) -> None:
    await world.store.revoke(ALICE, world.identities["alice"])
    assert identify(world.services, chat_id=ALICE, user_id=ALICE, private=True, telegram_language=None) is None


async def test_a_staff_chat_without_grants_is_known(world: World) -> None:
    await world.store.keep_chat(STRANGER, kind="private")
    await world.store.set_staff(STRANGER, world.account_id, on=True)
    actor = world.actor(STRANGER)
    assert (actor.identity_ids, actor.staff_account_ids) == ((), (world.account_id,))


@pytest.mark.parametrize(
    ("role", "needed", "ok"),
    [
        (Role.VIEWER, Role.VIEWER, True),
        (Role.VIEWER, Role.OPERATOR, False),
        (Role.OPERATOR, Role.OWNER, False),
        (Role.OWNER, Role.OPERATOR, True),
    ],
)
async def test_roles_include_the_lesser_ones(role: Role, needed: Role, ok: bool) -> None:
    assert role.reaches(needed) is ok


async def test_require_names_both_roles(world: World) -> None:
    with pytest.raises(NotAllowedError) as refused:
        world.actor(BOB, TEAM).require(Role.OWNER)
    assert (refused.value.needed, refused.value.role) == (Role.OWNER, Role.VIEWER)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-hans", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("en", "en"),
        ("de", "en"),
        (None, "en"),
        ("", "en"),
    ],
)
async def test_languages(tag: str | None, language: str) -> None:
    assert language_of(tag) == language


async def test_the_chats_language_wins_over_the_persons(world: World) -> None:
    assert world.actor(ALICE).language == "en"
    await world.store.set_chat(ALICE, language="zh-Hans")
    assert world.actor(ALICE).language == "zh-Hans"
