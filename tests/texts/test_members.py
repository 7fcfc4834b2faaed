from __future__ import annotations

from typing import TYPE_CHECKING

from operations.access import Role
from operations.members import Member
from tests.texts.samples import EVIL, EVIL_ESCAPED, checked
from texts.members import cannot_be_member, members_list, members_private, pick_role, role_name, role_set

if TYPE_CHECKING:
    from texts import Texts


def test_the_members_of_a_group(en: Texts, zh: Texts) -> None:
    found = [Member(5, Role.OWNER, "李四"), Member(1234567, Role.OPERATOR, None)]
    assert checked(members_list(en, found)) == (
        "<b>Members with a role</b>\n"
        "• 李四 – owner\n"
        "• user 1234567 – operator\n"
        "Everybody else is a viewer.\n\n"
        "To set a role: pick somebody below, or reply to their message with /members."
    )
    assert "\n• 李四 — 所有者\n• 用户 1234567 — 操作员\n其他人都是查看者。\n" in checked(members_list(zh, found))


def test_a_group_without_roles(en: Texts) -> None:
    assert "\nNobody has a role yet.\n" in checked(members_list(en, []))


def test_many_members_with_long_names(t: Texts) -> None:
    text = checked(members_list(t, [Member(1, Role.VIEWER, EVIL * 50)] * 300))
    assert EVIL not in text
    assert EVIL_ESCAPED in text
    assert "\n…\n" in text


def test_a_role_is_picked_and_set(en: Texts, zh: Texts) -> None:
    assert checked(pick_role(en, name=EVIL, user_id=5)).startswith(f"What shall <b>{EVIL_ESCAPED}</b> be?\n\nViewer: ")
    assert checked(role_set(en, name=None, user_id=5, role=Role.VIEWER)) == "<b>user 5</b> is now viewer."
    assert checked(role_set(zh, name="李四", user_id=5, role=Role.OPERATOR)) == "<b>李四</b> 现在是操作员。"
    assert role_name(zh, Role.OWNER) == "所有者"


def test_where_there_are_no_members(en: Texts, zh: Texts) -> None:
    assert checked(members_private(en)) == "In a private chat you are the owner. /members is for groups."
    assert checked(cannot_be_member(zh)) == "匿名管理员、频道和机器人不能有角色。"
