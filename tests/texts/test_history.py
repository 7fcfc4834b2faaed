from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from operations.changes import WATCHED, changes_between
from operations.history import Entry
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked, server
from texts.history import history_text

if TYPE_CHECKING:
    from texts import Texts


def told(t: Texts, *entries: Entry, label: str = "web-1") -> str:
    return checked(history_text(t, entries, label=label, timezone=ZONE))


def changed(kind: str, before: tuple[object, ...], after: tuple[object, ...]) -> Entry:
    return Entry(at=NOW, what=kind, elsewhere=True, before=before, after=after)


def test_a_history(en: Texts, zh: Texts) -> None:
    entries = [
        Entry(at=NOW, what="restart", elsewhere=False, person="李四", state="watching"),
        Entry(at=NOW - 60, what="stop_h", elsewhere=False, state="failed", outcome="refused"),
        changed("run", (1,), (-1,)),
        Entry(at=NOW - 120, what="stop", elsewhere=False, person=EVIL, state="needs-human"),
        Entry(at=NOW - 180, what="later_action", elsewhere=False, state="done"),
    ]
    assert told(en, *entries) == (
        "<b>web-1</b> · history\n"
        "2026-11-23 14:05 🟡 restart · 李四\n"
        "2026-11-23 14:04 ❌ force stop\n"
        "2026-11-23 14:05 · power: running → off\n"
        f"2026-11-23 14:03 ❔ stop · {EVIL_ESCAPED}\n"
        "2026-11-23 14:02 ✅ later_action\n\n"
        "· = changed elsewhere, without this bot"
    )
    assert told(zh, *entries).split("\n")[1:4] == [
        "2026-11-23 14:05 🟡 重启 · 李四",
        "2026-11-23 14:04 ❌ 强制关机",
        "2026-11-23 14:05 · 运行状态：运行中 → 已关机",
    ]


def test_nothing_known(en: Texts, zh: Texts) -> None:
    assert told(en) == "<b>web-1</b> · history\nNothing known yet."
    assert told(zh) == "<b>web-1</b> · 操作记录\n还没有记录。"


@pytest.mark.parametrize(
    ("entry", "english", "chinese"),
    [
        (changed("order", (3,), (1,)), "order: expired → in service", "业务状态：已到期 → 正常"),
        (changed("run", (1,), (44,)), "power: running → unknown (44)", "运行状态：运行中 → 运行状态未知（44）"),
        (changed("address", ("1.2.3.4", ""), ("5.6.7.8", "")), "address: 1.2.3.4 → 5.6.7.8", "地址：1.2.3.4 → 5.6.7.8"),
        (changed("address", ("",), (EVIL,)), f"address: none → {EVIL_ESCAPED}", f"地址：无 → {EVIL_ESCAPED}"),
        (
            changed("end_time", ("2026-11-30T14:05:00+08:00",), ("2026-12-30T06:05:00Z",)),
            "end: 2026-11-30 14:05 → 2026-12-30 14:05",
            "到期：2026-11-30 14:05 → 2026-12-30 14:05",
        ),
        (
            changed("sizes", (2, 4, [10], 5, 0), (4, 4, [10, 20], 5, 0)),
            "size: 2 vCPU, data disks 10 GB → 4 vCPU, data disks 10 + 20 GB",
            "配置：2 核，数据盘 10 GB → 4 核，数据盘 10 + 20 GB",
        ),
        (changed("sizes", (2, 4), (4, 4)), "size changed", "配置有变化"),
        (changed("system", ("a",), ("b",)), "system changed", "系统已更换"),
        (changed("blocked", (False,), (True,)), "the IP was null-routed", "IP 被封堵"),
        (changed("blocked", (True,), (False,)), "the IP is no longer null-routed", "IP 已解封"),
        (changed("abnormal", (), (True,)), "the engine reports the IP as abnormal", "引擎显示 IP 异常"),
        (changed("abnormal", (True,), ()), "the IP is normal again", "IP 恢复正常"),
        (changed("failed", (), (-3,)), "last start failed", "上次开机失败"),
        (changed("failed", (), (-77,)), "action status unknown (-77)", "操作状态未知（-77）"),
        (changed("failed", (-3,), ()), "no failure is shown any more", "不再显示操作失败"),
        (changed("failed", (), ("x",)), "no failure is shown any more", "不再显示操作失败"),
        (changed("gone", (), ()), "the engine no longer has it", "引擎里已经没有这台服务器"),
        (changed(EVIL, (1,), (2,)), f"something changed ({EVIL_ESCAPED})", f"有变化（{EVIL_ESCAPED}）"),
    ],
)
def test_what_changed_elsewhere(en: Texts, zh: Texts, entry: Entry, english: str, chinese: str) -> None:
    assert told(en, entry).split("\n")[1] == f"2026-11-23 14:05 · {english}"
    assert told(zh, entry).split("\n")[1] == f"2026-11-23 14:05 · {chinese}"


def test_every_change_that_is_noticed_has_words(t: Texts) -> None:
    other: dict[str, Any] = {
        "run_status": -1,
        "order_status": 3,
        "ip": "198.51.100.1",
        "end_time": server().buy_time,
        "cpu": 8,
        "harddisks": (10, 20, 30),
        "system_guid": "other",
        "blocked": True,
    }
    found = changes_between(server(blocked=False), server(**other))
    assert {change.kind for change in found} == set(WATCHED)
    for change in found:
        # As the store gives it back.
        detail = json.loads(change.as_json())
        text = told(t, changed(change.kind, tuple(detail["before"]), tuple(detail["after"])))
        assert change.kind not in {"run", "order", "address", "end_time", "sizes"} or "→" in text


def test_a_long_history_is_cut(t: Texts) -> None:
    entry = Entry(at=NOW, what="stop", elsewhere=False, person=EVIL * 50, state="done")
    text = told(t, *[entry] * 500, label=EVIL * 50)
    assert EVIL not in text
    assert text.endswith("\n…")
