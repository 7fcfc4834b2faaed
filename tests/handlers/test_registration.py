from __future__ import annotations

import re

import pytest

from handlers.registration import build_router
from operations.access import Role
from texts import LANGUAGES, texts_for

ROUTER = build_router()


def test_the_commands_in_the_order_of_the_menu() -> None:
    assert list(ROUTER.commands) == [
        "servers",
        "server",
        "start",
        "stop",
        "restart",
        "force_stop",
        "force_restart",
        "vnc",
        "password",
        "vnc_password",
        "reinstall",
        "expiring",
        "renew",
        "snapshot",
        "upgrade",
        "downgrade",
        "buy",
        "catalog",
        "ports",
        "firewall",
        "refund",
        "cancel",
        "orders",
        "balance",
        "history",
        "alias",
        "approvals",
        "members",
        "language",
        "help",
        "whoami",
    ]
    assert sorted(ROUTER.presses) == [
        *("apv", "bpg", "bpo", "bps", "buy", "by2", "cab", "cal", "cat", "caz", "do", "exp", "exs"),
        *("f", "fav", "fc", "fn", "fp", "fr", "fs", "fw1", "fwd", "fwl", "fx"),
        *("his", "hom", "lang", "lst", "many", "mem", "mor", "no", "ok", "ord", "pick", "pnd", "prd", "prt"),
        *("rel", "rem", "reo", "res", "reu", "rew"),
        *("rnw", "rol", "run", "sea", "sec", "seg", "sel", "sem", "set", "set2", "sn1", "sn2", "snp", "srv"),
        *("vnc", "wdr"),
    ]
    assert ROUTER.text is not None


def test_what_strangers_and_roles_may() -> None:
    assert {name for name, command in ROUTER.commands.items() if command.public} == {"start", "help", "whoami"}
    roles = {name: command.role for name, command in ROUTER.commands.items()}
    assert {name for name, role in roles.items() if role is Role.OPERATOR} == {
        "stop",
        "restart",
        "force_stop",
        "force_restart",
        "alias",
        "vnc",
    }
    assert {name for name, role in roles.items() if role is Role.OWNER} == {
        *("members", "renew", "refund", "balance"),
        *("password", "vnc_password", "reinstall", "upgrade", "downgrade", "buy"),
    }
    assert {verb for verb, press in ROUTER.presses.items() if press.role is Role.OWNER} == {
        *("mem", "rol", "rnw"),
        *("many", "sel", "sem", "sea", "seg", "sec"),
        *("sn2", "buy", "by2", "cab", "exs"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ROUTER.commands)
def test_telegram_takes_every_name_and_description(name: str, language: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
    assert 1 <= len(texts_for(language).plain(f"command-{name}")) <= 256
    assert texts_for(language).plain(f"usage-{name}").startswith(f"/{name}")
