from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from engine import EngineError, NoAnswerError, NotConnectedError, Port, ProtocolError, Reason, RefusedError
from operations.access import Role
from operations.kinds import KINDS
from operations.offers import Offer
from operations.reading import Look
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked, known, operation
from texts.card import server_card

if TYPE_CHECKING:
    from store import OperationRow
    from texts import Texts

POWER = ("start", "stop", "restart", "stop_h", "restart_h")
ALLOWED = [Offer(action) for action in POWER]
RUNNING = [Offer("start", reason=Reason.SERVER_RUNNING), *(Offer(action) for action in POWER[1:])]

ENGLISH = """\
🟢 <b>web-1</b> · 203.0.113.5
running

<code>ssh -p 22 root@203.0.113.5</code>
Host <code>203.0.113.5</code> · port <code>22</code> · login <code>root</code>
Internal IP <code>10.0.0.5</code>

2 vCPU · 4 GB RAM · data disks 10 + 20 GB · 5 Mbit/s · 10 G defense
System: Debian 12
Line: Hong Kong &amp; more

Bought 2025-11-30
Ends 2026-12-03 14:05 (10 days left)

guid <code>8888888888881234</code>

Updated 30 s ago

<b>Not possible now</b>
start: it is running"""

CHINESE = """\
🟢 <b>web-1</b> · 203.0.113.5
运行中

<code>ssh -p 22 root@203.0.113.5</code>
地址 <code>203.0.113.5</code> · 端口 <code>22</code> · 用户名 <code>root</code>
内网 IP <code>10.0.0.5</code>

2 核 · 内存 4 GB · 数据盘 10 + 20 GB · 带宽 5 Mbit/s · 防御 10 G
系统：Debian 12
线路：Hong Kong &amp; more

购买于 2025-11-30
2026-12-03 14:05 到期（还剩 10 天）

guid <code>8888888888881234</code>

更新：30 秒前

<b>暂时不能做</b>
开机：服务器正在运行"""


def card(
    t: Texts,
    *,
    alias: str | None = "web-1",
    offers: list[Offer] | None = None,
    error: EngineError | None = None,
    system: str | None = "Debian 12",
    line: str | None = "Hong Kong & more",
    busy: OperationRow | None = None,
    **changes: Any,
) -> str:
    text = server_card(
        t,
        Look(known(alias, **changes), error),
        ALLOWED if offers is None else offers,
        system_name=system,
        line_name=line,
        timezone=ZONE,
        now=NOW,
        open_operation=busy,
    )
    return checked(text)


def test_a_card(en: Texts, zh: Texts) -> None:
    assert card(en, offers=RUNNING) == ENGLISH
    assert card(zh, offers=RUNNING) == CHINESE


def test_what_everything_allows_is_not_explained(en: Texts) -> None:
    assert card(en).endswith("\n\nUpdated 30 s ago")


def test_the_reasons_are_grouped(en: Texts, zh: Texts) -> None:
    offers = [Offer("start"), *(Offer(action, reason=Reason.SERVER_OFF) for action in POWER[1:])]
    assert card(en, offers=offers).endswith(
        "<b>Not possible now</b>\nstop, restart, force stop, force restart: it is off"
    )
    assert card(zh, offers=offers).endswith("<b>暂时不能做</b>\n关机、重启、强制关机、强制重启：服务器已关机")
    mixed = [Offer("start", reason=Reason.SERVER_RUNNING), Offer("stop", role=Role.OPERATOR)]
    assert card(en, offers=mixed).endswith("start: it is running\nstop: only for operators")
    assert card(zh, offers=mixed).endswith("开机：服务器正在运行\n关机：仅限操作员")


def test_what_is_going_on_is_said_once(en: Texts, zh: Texts) -> None:
    row = operation()
    offers = [Offer(action, busy=row) for action in KINDS]
    text = card(en, offers=offers, busy=row)
    assert text.split("\n")[2] == "🟡 Restarting for 12 s. Everything else waits until that has ended."
    assert "Not possible now" not in text
    unsent = replace(row, sent_at=None)
    assert "🟡 正在重启，已用 20 秒。其他操作请等它结束。" in card(zh, offers=offers, busy=unsent)


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"login_name": "Administrator", "login_port": 3389}, ["<code>mstsc /v:203.0.113.5:3389</code>"]),
        ({"share_ip": "198.51.100.7:22022"}, ["<code>ssh -p 22022 root@198.51.100.7</code>"]),
        ({"login_port": None}, ["<code>ssh root@203.0.113.5</code>"]),
        (
            {"ip": "2001:db8::1"},
            ["<code>ssh -p 22 root@2001:db8::1</code>", "Host <code>2001:db8::1</code> · port <code>22</code>"],
        ),
        ({"ip": "", "local_ip": ""}, ["Address not known yet"]),
        ({"login_name": ""}, ["Host <code>203.0.113.5</code> · port <code>22</code>\n"]),
    ],
)
def test_how_to_connect(en: Texts, changes: dict[str, Any], lines: list[str]) -> None:
    text = card(en, **changes)
    assert all(line in text for line in lines), text


@pytest.mark.parametrize("login", ["", "root; rm -rf /", "-oProxyCommand=x", "$(x)"])
def test_no_command_is_made_of_what_a_shell_would_run(t: Texts, login: str) -> None:
    assert "ssh" not in card(t, login_name=login)


@pytest.mark.parametrize(
    ("changes", "english", "chinese"),
    [
        ({"blocked": True}, "⛔ The IP is null-routed", "⛔ IP 已被封堵"),
        ({"black_hole": True}, "⚠ The engine reports the IP as abnormal.", "⚠ 引擎显示 IP 异常。"),
        ({"run_status": -2}, "🔒 Locked, after expiry", "🔒 已锁定（到期或管理员操作）"),
        ({"api_lock_status": 1}, "🔒 Locked by the engine; the reason is unknown.", "🔒 已被引擎锁定，原因未知。"),
        ({"api_lock_reason": EVIL}, f"🔒 Locked by the engine: {EVIL_ESCAPED}", f"🔒 已被引擎锁定：{EVIL_ESCAPED}"),
        (
            {"api_lock_reason": "欠费", "api_unlock_time": datetime(2026, 11, 30, 6, tzinfo=UTC)},
            "🔒 Locked by the engine until 2026-11-30 14:00: 欠费",
            "🔒 已被引擎锁定至 2026-11-30 14:00：欠费",
        ),
        (
            {"api_lock_status": 1, "api_unlock_time": datetime(2026, 11, 30, 6, tzinfo=UTC)},
            "🔒 Locked by the engine until 2026-11-30 14:00; the reason is unknown.",
            "🔒 已被引擎锁定至 2026-11-30 14:00，原因未知。",
        ),
        ({"bandwidth": 5, "in_bandwidth": 10}, "5 Mbit/s out, 10 Mbit/s in", "带宽出 5、入 10 Mbit/s"),
        ({"end_time": None}, "\nEnd date unknown", "\n到期时间未知"),
        (
            {"end_time": datetime(2026, 11, 25, 6, 5, 30, tzinfo=UTC)},
            "⚠ Ends 2026-11-25 14:05 (2 days left)",
            "⚠ 2026-11-25 14:05 到期（还剩 2 天）",
        ),
        (
            {"end_time": datetime(2026, 11, 20, 6, 5, 30, tzinfo=UTC)},
            "🔴 Ended 2026-11-20 14:05 (3 days ago)",
            "🔴 2026-11-20 14:05 已到期（3 天前）",
        ),
        ({"ports": (Port(guid="p", local_port=80),)}, "1 forwarded port\n", "端口转发 1 条"),
    ],
)
def test_what_a_card_warns_of_and_tells(
    en: Texts, zh: Texts, changes: dict[str, Any], english: str, chinese: str
) -> None:
    assert english in card(en, **changes)
    assert chinese in card(zh, **changes)


def test_what_is_unknown_is_said_as_unknown(en: Texts, zh: Texts) -> None:
    untold = dict.fromkeys(("cpu", "memory", "harddisks", "bandwidth", "defense", "buy_time", "end_time"))
    text = card(en, system=None, line=None, **untold)
    assert "Size: unknown\nSystem: unknown\nLine: unknown\n\nEnd date unknown" in text
    assert "配置未知\n系统：未知\n线路：未知\n\n到期时间未知" in card(zh, system=None, line=None, **untold)


@pytest.mark.parametrize(
    ("error", "english", "chinese"),
    [
        (NotConnectedError("getserver", "x"), "The engine cannot be reached.", "连不上引擎。"),
        (NoAnswerError("getserver", "x"), "The engine does not answer.", "引擎没有答复。"),
        (ProtocolError("getserver", "x"), "The engine's answer makes no sense to us.", "看不懂引擎的答复。"),
        (
            RefusedError("getserver", "业务不存在"),
            "The engine refused: “业务不存在”. The engine no longer has this server.",
            "引擎拒绝了：“业务不存在”。引擎里已经没有这台服务器。",
        ),
    ],
)
def test_why_a_card_is_not_fresh(en: Texts, zh: Texts, error: EngineError, english: str, chinese: str) -> None:
    assert card(en, error=error).endswith(f"⚠ {english} The above was updated 30 s ago.")
    assert card(zh, error=error).endswith(f"⚠ {chinese}以上数据更新于：30 秒前。")


def test_everything_from_outside_is_escaped_and_cut(t: Texts) -> None:
    long = EVIL * 400
    text = card(
        t,
        alias=long,
        system=long,
        line=long,
        error=RefusedError("getserver", long),
        ip=long,
        local_ip=long,
        login_name=long,
        api_lock_reason=long,
        harddisks=tuple(range(1000, 2000)),
    )
    assert EVIL_ESCAPED in text
    assert EVIL not in text
    assert "…" in text


def test_a_server_without_a_name_goes_by_its_address(en: Texts) -> None:
    assert card(en, alias=None).startswith("🟢 <b>203.0.113.5</b>\nrunning")
    assert card(en, alias=None, ip="").startswith("🟢 <b>8888888888881234</b>\nrunning")


def test_an_earlier_operation_that_waits_for_a_person_is_why_something_grave_is_missing(en: Texts, zh: Texts) -> None:
    waits = operation(state="needs-human", outcome="no_trace")
    offers = [Offer("start"), Offer("renew", busy=waits), Offer("refund", busy=waits)]
    assert card(en, offers=offers).endswith(
        "renewal, refund: the outcome of an earlier operation is unknown; your reseller is looking into it"
    )
    assert card(zh, offers=offers).endswith("续费、退款：之前的操作结果未知，服务商正在核实")
