from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from operations.access import Role
from tests.texts.samples import EVIL, EVIL_ESCAPED, ROLES, ZONE, checked
from tests.texts.test_catalogues import COMMANDS
from texts.welcome import IdentityView, help_text, joined, staff_help, staff_welcome, stranger, welcome, whoami

if TYPE_CHECKING:
    from texts import Texts

IDENTITY = IdentityView(label="acme", name="张三", mobile="13812345678", idnum="11010519491231002X", all_servers=False)


def who(t: Texts, **changes: Any) -> str:
    values: dict[str, Any] = {
        "chat_id": -1001234567890,
        "user_id": 1234567890,
        "thread_id": None,
        "role": Role.OWNER,
        "identities": [IDENTITY],
        "timezone": ZONE,
        "private": True,
    }
    return checked(whoami(t, **values | changes))


def test_a_stranger_learns_their_ids_and_nothing_else(en: Texts, zh: Texts) -> None:
    assert checked(stranger(en, chat_id=-1001234567890, user_id=1234567890)) == (
        "<b>Hello!</b>\n"
        "This bot manages servers for its reseller's customers; it does not know this chat yet. "
        "To get access, give these to your reseller:\n"
        "Your ID: <code>1234567890</code>\n"
        "This chat's ID: <code>-1001234567890</code>\n\n"
        "Until then: /start, /help, /whoami"
    )
    text = checked(stranger(zh, chat_id=5, user_id=5))
    assert text.endswith("您的 ID：<code>5</code>\n聊天 ID：<code>5</code>\n\n在此之前可用：/start、/help、/whoami")


@pytest.mark.parametrize(
    ("servers", "english", "chinese"),
    [
        (0, "<b>Hello!</b> No server is assigned to this chat yet", "<b>您好！</b>这里还没有服务器"),
        (1, "<b>Hello!</b> You have 1 server here.", "<b>您好！</b>您在这里有 1 台服务器。"),
        (1200, "<b>Hello!</b> You have 1,200 servers here.", "<b>您好！</b>您在这里有 1,200 台服务器。"),
    ],
)
def test_welcome(en: Texts, zh: Texts, servers: int, english: str, chinese: str) -> None:
    for t, words in ((en, english), (zh, chinese)):
        text = checked(welcome(t, servers=servers, contact="@acme"))
        assert text.startswith(words)
        assert text.endswith("@acme")
        assert "/servers" in text


def test_joined(en: Texts, zh: Texts) -> None:
    assert checked(joined(en, servers=1)) == (
        "✅ <b>You are in.</b> You have 1 server here.\n/servers shows them, /help shows what else there is."
    )
    assert checked(joined(zh, servers=0)).startswith("✅ <b>已开通。</b>这里还没有服务器，请等服务商分配。\n")


def test_help_shows_what_it_is_given(en: Texts, zh: Texts) -> None:
    assert checked(help_text(en, ["stop", "help"], contact="")) == (
        "<b>What you can do here</b>\n"
        "/stop [server] – Shut a server down\n"
        "/help – What you can do here\n\n"
        "A server is named by alias, IP or guid; without one you choose from a list. "
        "In a private chat its name alone opens it.\n"
        "Your reseller can help."
    )
    assert "/stop [服务器] — 关机\n" in help_text(zh, ["stop"], contact="")


def test_help_shows_every_command(t: Texts) -> None:
    text = checked(help_text(t, COMMANDS, contact=EVIL))
    assert all(f"\n/{name}" in text for name in COMMANDS)
    assert EVIL_ESCAPED in text


def test_who_am_i_in_private(en: Texts, zh: Texts) -> None:
    assert who(en) == (
        "Your ID: <code>1234567890</code>\n"
        "This chat's ID: <code>-1001234567890</code>\n"
        "Role here: owner\n"
        "Time zone: Asia/Shanghai\n\n"
        "Acting as:\n"
        "• <b>acme</b>\n"
        "  张* · 138****5678 · 110***********002X"
    )
    assert "• <b>acme</b>（全部服务器）\n" in who(
        zh, identities=[IdentityView("acme", "张三", "", "", all_servers=True)], thread_id=3
    )
    assert "\n话题 ID：<code>3</code>\n" in who(zh, thread_id=3)


@pytest.mark.parametrize("private", [True, False])
def test_personal_data_is_never_in_clear(t: Texts, private: bool) -> None:
    text = who(t, private=private)
    assert not any(secret in text for secret in ("张三", "13812345678", "1234567\n", "11010519491231002X"))
    assert ("138****5678" in text) is private
    assert "张三" not in repr(IDENTITY)


def test_an_erased_identity_shows_its_label_alone(en: Texts) -> None:
    assert who(en, identities=[IdentityView("acme", "", "", "", all_servers=False)]).endswith("\n• <b>acme</b>")


def test_who_a_stranger_is(en: Texts) -> None:
    text = who(en, role=None, identities=[], timezone=None)
    assert text.endswith("\n\nThis chat has no access yet: give the above to your reseller.")


def test_a_staff_chat_acts_as_nobody(en: Texts) -> None:
    assert who(en, identities=[]).endswith("Time zone: Asia/Shanghai")


@pytest.mark.parametrize("role", ROLES)
def test_roles_are_named(t: Texts, role: Role) -> None:
    assert t.plain(f"role-{role.value}") in who(t, role=role)


def test_everything_from_outside_is_escaped_and_cut(t: Texts) -> None:
    evil = IdentityView(EVIL * 100, EVIL, EVIL, EVIL, all_servers=True)
    text = who(t, identities=[evil] * 200, timezone=EVIL)
    assert EVIL not in text
    assert text.endswith("\n…")


def test_a_staff_chat_has_its_own_words(t: Texts) -> None:
    text = checked(staff_help(t, ["approvals", "help"]))
    assert "/approvals" in text
    assert "/help" in text
    assert "/approvals" in checked(staff_welcome(t))
