from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from operations.alarms import Alarm, Told
from store import ConditionRow
from tests.texts.samples import EVIL, NOW, ZONE, checked, known
from texts.alerts import alarm_text

if TYPE_CHECKING:
    from store import AlertKind
    from texts import Texts


def condition(kind: AlertKind, *, seconds: float = 180.0, over: bool = False) -> ConditionRow:
    return ConditionRow(
        id=1,
        account_id=1,
        guid="g-1",
        kind=kind,
        first_seen_at=NOW - seconds,
        read_at=NOW - seconds,
        reads=2,
        raised_at=NOW - seconds + 60,
        cleared_at=NOW if over else None,
        cleared_how="recovered" if over else None,
        detail="[-3]" if kind == "failed" else "[true]",
    )


def told(kind: AlertKind, *, news: bool = True, over: bool = False, seconds: float = 180.0, **changes: Any) -> Told:
    shown = known(changes.pop("alias", None), **changes)
    return Told(condition(kind, seconds=seconds, over=over), shown, news)


def said(t: Texts, *troubles: Told, over: tuple[Told, ...] = (), more: int = 0, more_over: int = 0) -> str:
    alarm = Alarm(troubles, more, over, more_over)
    return checked(alarm_text(t, alarm, contact="@reseller", now=NOW, timezone=ZONE))


@pytest.mark.parametrize(
    ("kind", "english", "chinese"),
    [
        ("blocked", "⛔ <b>Null-routed</b>", "⛔ <b>IP 被封堵</b>"),
        ("abnormal", "⚠ <b>IP reported as abnormal</b>", "⚠ <b>IP 异常</b>"),
        ("locked", "🔒 <b>Locked</b>", "🔒 <b>服务器被锁定</b>"),
        ("off", "🔴 <b>Unexpectedly off</b>", "🔴 <b>意外关机</b>"),
        ("failed", "❗ <b>Failed, begun elsewhere</b>", "❗ <b>别处发起的操作失败</b>"),
    ],
)
def test_each_kind_says_what_it_is_since_when_and_whom_to_ask(
    en: Texts, zh: Texts, kind: AlertKind, english: str, chinese: str
) -> None:
    row = told(kind, ip="192.0.2.7", share_ip=None)
    assert said(en, row).split("\n")[:1] == [english]
    assert said(zh, row).split("\n")[:1] == [chinese]
    what = (": last start failed", "：上次开机失败") if kind == "failed" else ("", "")
    assert said(en, row).split("\n")[1] == f"<b>192.0.2.7</b>{what[0]}, since 14:02 (3 min)"
    assert said(zh, row).split("\n")[1] == f"<b>192.0.2.7</b>{what[1]}，14:02 起（已 3 分钟）"
    assert said(en, row).endswith("\n\nYour reseller can help: @reseller")


@pytest.mark.parametrize(
    ("kind", "english", "chinese"),
    [
        ("blocked", ": no longer null-routed, after 12 min", "：已解封，封堵了 12 分钟"),
        ("abnormal", ": the IP is normal again, after 12 min", "：IP 恢复正常，异常了 12 分钟"),
        ("locked", ": unlocked after 12 min", "：已解锁，锁定了 12 分钟"),
        ("off", ": runs again, after 12 min", "：恢复运行，关机了 12 分钟"),
        (
            "failed",
            ": “last start failed” is no longer shown, after 12 min",
            "：不再显示“上次开机失败”，持续了 12 分钟",
        ),
    ],
)
def test_each_end_says_how_long_it_was(en: Texts, zh: Texts, kind: AlertKind, english: str, chinese: str) -> None:
    row = told(kind, news=False, over=True, seconds=720, ip="192.0.2.7", share_ip=None)
    assert said(en, over=(row,)) == f"✅ <b>Over</b>\n<b>192.0.2.7</b>{english}"
    assert said(zh, over=(row,)) == f"✅ <b>已恢复</b>\n<b>192.0.2.7</b>{chinese}"


@pytest.mark.parametrize(
    ("kind", "english", "chinese"),
    [
        ("blocked", ": was null-routed for 12 min, until 14:05", "：被封堵了 12 分钟，14:05 解封"),
        ("abnormal", ": the IP was abnormal for 12 min, until 14:05", "：IP 异常了 12 分钟，14:05 恢复正常"),
        ("locked", ": was locked for 12 min, until 14:05", "：被锁定了 12 分钟，14:05 解锁"),
        ("off", ": was off for 12 min, until 14:05", "：关机了 12 分钟，14:05 恢复运行"),
        (
            "failed",
            ": “last start failed” was shown for 12 min, until 14:05",
            "：“上次开机失败”显示了 12 分钟，14:05 起不再显示",
        ),
    ],
)
def test_what_was_over_before_it_could_be_told(
    en: Texts, zh: Texts, kind: AlertKind, english: str, chinese: str
) -> None:
    row = told(kind, over=True, seconds=720, ip="192.0.2.7", share_ip=None)
    assert said(en, over=(row,)).split("\n")[1] == f"<b>192.0.2.7</b>{english}"
    assert said(zh, over=(row,)).split("\n")[1] == f"<b>192.0.2.7</b>{chinese}"


def test_a_lock_says_what_the_engine_says_of_it(en: Texts) -> None:
    row = told("locked", alias="web-1", api_lock_reason=EVIL, api_unlock_time="2026-11-30 14:05:00", ip="192.0.2.7")
    lines = said(en, row).split("\n")
    assert lines[1].startswith("<b>web-1</b> · ")
    assert lines[2].startswith("The engine: “")
    assert lines[3] == "Until 2026-11-30 14:05"


def test_unlocked_is_not_running_yet(en: Texts) -> None:
    row = told("locked", news=False, over=True, run_status=-1)
    assert said(en, over=(row,)).endswith("unlocked after 3 min. Off now: it can be started.")


def test_of_another_day_the_date_is_said(en: Texts) -> None:
    assert "since 2026-11-22 14:05 (24 h 00 min)" in said(en, told("off", seconds=86400))


def test_kinds_stand_together_and_what_did_not_fit_is_counted(en: Texts) -> None:
    text = said(en, told("off"), told("blocked"), told("off"), over=(told("locked", over=True),), more=280, more_over=3)
    blocks = text.split("\n\n")
    assert [block.split("\n")[0] for block in blocks[:3]] == [
        "⛔ <b>Null-routed</b>",
        "🔴 <b>Unexpectedly off</b>",
        "… and 280 more",
    ]
    assert len(blocks[1].split("\n")) == 4
    assert blocks[3].startswith("✅ <b>Over</b>\n")
    assert blocks[3].endswith("\n… and 3 more")


def test_names_of_others_making_stay_within_the_message(en: Texts, zh: Texts) -> None:
    rows = tuple(told("failed", alias=EVIL * 20, ip=EVIL) for _ in range(20))
    for t in (en, zh):
        assert said(t, *rows)
