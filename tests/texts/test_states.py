from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engine import ActStatus, OrderStatus, RunStatus, SnapStatus
from tests.texts.samples import server
from texts.states import order_words, run_words, state_emoji, state_words

if TYPE_CHECKING:
    from texts import Texts


@pytest.mark.parametrize(
    ("changes", "emoji", "english", "chinese"),
    [
        ({}, "🟢", "running", "运行中"),
        ({"run_status": -1}, "⚪", "off", "已关机"),
        ({"run_status": -2}, "🔒", "locked", "已锁定"),
        ({"run_status": 7}, "❔", "unknown (7)", "运行状态未知（7）"),
        ({"run_status": None}, "❔", "state unknown", "运行状态未知"),
        ({"order_status": None}, "🟢", "running", "运行中"),
        ({"order_status": 9}, "🟢", "order status unknown (9), running", "业务状态未知（9），运行中"),
        ({"order_status": 0}, "🟡", "being set up, running", "开通中，运行中"),
        ({"order_status": 2}, "🟡", "being transferred, running", "过户中，运行中"),
        ({"order_status": 3, "run_status": -2}, "🔴", "expired, locked", "已到期，已锁定"),
        ({"order_status": -2}, "🔴", "deleted", "已删除"),
        ({"order_status": 4, "act_status": 5}, "🔴", "refunded", "已退款"),
        ({"act_status": 5}, "🟡", "restarting", "正在重启"),
        ({"act_status": 3, "run_status": -1}, "🟡", "starting", "正在开机"),
        ({"act_status": 8}, "🟡", "running, being reinstalled", "运行中，正在重装"),
        ({"act_status": -3, "run_status": -1}, "🔴", "off, last start failed", "已关机，上次开机失败"),
        ({"act_status": -5}, "🟢", "running, last restart failed", "运行中，上次重启失败"),
        (
            {"act_status": -2, "run_status": -1},
            "⚪",
            "off, last VNC password reset failed",
            "已关机，上次重置 VNC 密码失败",
        ),
        ({"act_status": 99}, "🟢", "running, action status unknown (99)", "运行中，操作状态未知（99）"),
        ({"snap_status": 1}, "🟡", "running, taking a snapshot", "运行中，正在创建快照"),
        ({"snap_status": 8}, "🟢", "running, snapshot status unknown (8)", "运行中，快照状态未知（8）"),
        ({"blocked": True}, "⛔", "running", "运行中"),
        ({"blocked": True, "order_status": 3}, "🔴", "expired, running", "已到期，运行中"),
    ],
)
def test_states(en: Texts, zh: Texts, changes: dict[str, Any], *, emoji: str, english: str, chinese: str) -> None:
    its = server(**changes)
    assert state_emoji(its) == emoji
    assert state_words(en, its) == english
    assert state_words(zh, its) == chinese


def test_every_combination_of_statuses_has_words(t: Texts) -> None:
    seen = set()
    for order in (*OrderStatus, 77, None):
        for run in (*RunStatus, 77, None):
            for act in (*ActStatus, 77, None):
                for snap in (*SnapStatus, 77, None):
                    its = server().model_copy(
                        update={"order_status": order, "run_status": run, "act_status": act, "snap_status": snap}
                    )
                    words = state_words(t, its)
                    assert words
                    assert "{" not in words
                    seen.add(words)
                    assert state_emoji(its) in "🔴⛔🟡🔒🟢⚪❔"
    assert len(seen) > 500


def test_statuses_of_the_past_have_words(en: Texts) -> None:
    assert order_words(en, 1) == "in service"
    assert order_words(en, None) == "state unknown"
    assert run_words(en, -1) == "off"
    assert run_words(en, 12) == "unknown (12)"
