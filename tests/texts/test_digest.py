from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from operations.digest import AccountDigest
from operations.newcomers import Newcomer
from store import EndCount, NewcomerRow, OrderCount
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked, server
from texts.digest import (
    appeared_text,
    digest_text,
    failing_text,
    recovered_text,
    still_unsettled,
    taken,
    whose_text,
)
from texts.markup import MESSAGE_LIMIT, length

if TYPE_CHECKING:
    from texts import Texts


def account(**changes: Any) -> AccountDigest:
    values: dict[str, Any] = {
        "name": "demo",
        "states": {"off": 2, "running": 10},
        "ending": EndCount(0, ()),
        "expired": EndCount(0, ()),
        "orders": OrderCount(0, Decimal(0), 0),
        "approvals": 0,
        "unsettled": 0,
        "failing_since": None,
        "trouble": None,
    }
    return AccountDigest(**values | changes)


def busy(**changes: Any) -> AccountDigest:
    values: dict[str, Any] = {
        "states": {"expired": 1, "blocked": 1, "locked": 1, "off": 2, "other": 1, "running": 1234},
        "ending": EndCount(5, ("203.0.113.5", "203.0.113.6", "203.0.113.7")),
        "expired": EndCount(1, ("203.0.113.9",)),
        "orders": OrderCount(4, Decimal("1300.00"), 1),
        "approvals": 2,
        "unsettled": 1,
        "failing_since": NOW - 3600,
        "trouble": "refuses",
    }
    return account(**values | changes)


def digest(t: Texts, *accounts: AccountDigest) -> str:
    return checked(digest_text(t, accounts, soon_days=7, timezone=ZONE))


def newcomer(number: int = 1, *, owner: str | None = None, how: Any = None, **changes: Any) -> Newcomer:
    its = server(**{"ip": f"203.0.113.{number}", "guid": f"88888888{number:04}"} | changes)
    row = NewcomerRow(number, 1, its.guid, NOW, 1, None if how is None else NOW + number, how)
    return Newcomer(row, its, owner, open=how is None and owner is None)


def test_a_quiet_day_is_one_line(en: Texts, zh: Texts) -> None:
    assert digest(en, account()) == "✅ <b>demo</b>: nothing to report. Servers: 10 running, 2 off"
    assert digest(zh, account()) == "✅ <b>demo</b>：没有需要处理的事项。服务器：10 台运行中，2 台关机"
    assert digest(en, account(states={})) == "✅ <b>demo</b>: nothing to report. There is no server yet."


def test_a_day_with_servers_out_of_reach_is_not_quiet(en: Texts) -> None:
    assert "1 null-routed" in digest(en, account(states={"blocked": 1}))
    assert not account(states={"blocked": 1}).is_quiet
    assert not account(states={"locked": 1}).is_quiet


def test_all_there_is_to_say(en: Texts) -> None:
    assert digest(en, busy()) == (
        "📋 <b>Today</b>\n"
        "<b>demo</b>\n"
        "🔌 The server list has not been readable since 2026-11-23 13:05: the engine refuses.\n"
        "Servers: 1,234 running, 2 off, 1 locked, 1 null-routed, 1 expired, 1 in another state\n"
        "⚫ 1 server is past its end: 203.0.113.9\n"
        "⏳ 5 servers end within 7 days: 203.0.113.5, 203.0.113.6, 203.0.113.7…\n"
        "🙋 2 approvals wait for you\n"
        "❔ 1 unknown outcome waits for your decision\n"
        "🧾 4 orders done in the last 24 hours: CNY 1,300.00 in all, 1 at an unknown price"
    )


def test_all_there_is_to_say_in_chinese(zh: Texts) -> None:
    assert digest(zh, busy()) == (
        "📋 <b>今日概况</b>\n"
        "<b>demo</b>\n"
        "🔌 2026-11-23 13:05 起无法读取服务器列表：引擎拒绝访问。\n"
        "服务器：1,234 台运行中，2 台关机，1 台锁定，1 台 IP 被封堵，1 台已到期，1 台处于其他状态\n"
        "⚫ 已过到期时间 1 台：203.0.113.9\n"
        "⏳ 7 天内到期 5 台：203.0.113.5、203.0.113.6、203.0.113.7…\n"
        "🙋 2 项审批等您处理\n"
        "❔ 1 项操作结果未知，等您核实\n"
        "🧾 过去 24 小时完成 4 笔订单：共 1,300.00 元，1 笔价格未知"
    )


def test_only_unknown_prices(en: Texts) -> None:
    text = digest(en, account(orders=OrderCount(1, Decimal(0), 1)))
    assert text.endswith("🧾 1 order done in the last 24 hours: 1 at an unknown price")


def test_several_accounts(en: Texts) -> None:
    assert digest(en, account(), account(name=EVIL)).count("nothing to report") == 2
    text = digest(en, account(), busy(name=EVIL))
    assert text.startswith("📋 <b>Today</b>\n✅ <b>demo</b>")
    assert f"<b>{EVIL_ESCAPED}</b>" in text


def test_servers_that_appeared(en: Texts, zh: Texts) -> None:
    found = [newcomer(1), newcomer(2, cpu=None, memory=None, harddisks=None, bandwidth=None, defense=None)]
    assert checked(appeared_text(en, found, account="demo")) == (
        "🆕 <b>2 new servers that are nobody’s</b> · account demo\n"
        "• <b>203.0.113.1</b> · 2 vCPU · 4 GB RAM · data disks 10 + 20 GB · 5 Mbit/s · 10 G defense · "
        "<code>888888880001</code>\n"
        "• <b>203.0.113.2</b> · <code>888888880002</code>\n\n"
        "Whose are they? Until then no customer sees them."
    )
    assert checked(appeared_text(zh, found, account="demo")).startswith(
        "🆕 <b>新出现 2 台未分配的服务器</b> · 账户 demo\n"
    )


def test_what_became_of_them(t: Texts) -> None:
    found = [newcomer(1, owner="alice", how="assigned"), newcomer(2, how="left"), newcomer(3, how="gone")]
    text = checked(appeared_text(t, found, account=EVIL))
    assert [line[0] for line in text.splitlines()] == ["🆕", "✅", "➖", "⚫"]
    assert EVIL_ESCAPED in text


def test_many_stay_one_message(t: Texts) -> None:
    found = [newcomer(number, ip="9" * 60) for number in range(1, 201)]
    text = checked(appeared_text(t, found, account="demo"))
    assert length(text) <= MESSAGE_LIMIT
    assert "192" in text


def test_whose_is_it(en: Texts, zh: Texts) -> None:
    assert checked(whose_text(zh, newcomer(), takers=2)).startswith("<b>203.0.113.1</b> 分配给谁？\n")
    assert "no customer yet" in checked(whose_text(en, newcomer(), takers=0))


def test_too_late(en: Texts, zh: Texts) -> None:
    assert taken(en, newcomer(owner="<bob>", how="assigned")) == "Somebody was quicker: it is <bob>’s."
    assert taken(zh, newcomer(owner="bob", how="assigned")) == "已有人先分配给 bob。"
    assert taken(en, newcomer(how="left")) == "This is settled already."


def test_an_account_that_fails(en: Texts, zh: Texts) -> None:
    values: dict[str, Any] = {"account": "my <main>", "since": NOW, "timezone": ZONE}
    assert checked(failing_text(en, trouble="unreachable", **values)) == (
        "🔌 <b>Account my &lt;main&gt; cannot be read</b> since 2026-11-23 14:05: "
        "the engine cannot be reached or does not answer.\n"
        "Servers are shown as they were last read. "
        "To look into it: <code>apabot account check 'my &lt;main&gt;'</code>"
    )
    assert "引擎返回的内容无法识别" in checked(failing_text(zh, trouble="not-understood", **values))
    assert checked(recovered_text(en, account="demo", seconds=4800)) == (
        "✅ <b>Account demo can be read again</b>, after 1 h 20 min."
    )
    assert checked(recovered_text(zh, account="demo", seconds=4800)) == (
        "✅ <b>账户 demo 已恢复读取</b>，中断了 1 小时 20 分。"
    )


def test_a_reminder_stands_before_what_it_is_about(t: Texts) -> None:
    assert checked(still_unsettled(t, "<b>x</b>")).endswith("\n<b>x</b>")
