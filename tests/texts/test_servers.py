from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from operations.errors import AmbiguousServerError
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked, known
from texts.servers import ambiguous, line_of_list, no_servers, pick_server, server_list

if TYPE_CHECKING:
    from operations.servers import KnownServer
    from texts import Texts


def listed(t: Texts, rows: list[KnownServer], **changes: Any) -> str:
    values: dict[str, Any] = {
        "page": 1,
        "pages": 1,
        "total": len(rows),
        "filter_word": None,
        "oldest_read_at": NOW - 180,
        "now": NOW,
        "timezone": ZONE,
    }
    return checked(server_list(t, rows, **values | changes))


def test_a_list(en: Texts, zh: Texts) -> None:
    rows = [known("web-1"), known(None, ip="203.0.113.9", run_status=-1)]
    assert listed(en, rows) == (
        "<b>2 servers</b>\n\n"
        "🟢 <b>web-1</b> · 203.0.113.5\nrunning · ends 2026-12-03\n"
        "⚪ <b>203.0.113.9</b>\noff · ends 2026-12-03\n\n"
        "Oldest update: 3 min ago"
    )
    assert listed(zh, rows) == (
        "<b>2 台服务器</b>\n\n"
        "🟢 <b>web-1</b> · 203.0.113.5\n运行中 · 2026-12-03 到期\n"
        "⚪ <b>203.0.113.9</b>\n已关机 · 2026-12-03 到期\n\n"
        "最早更新：3 分钟前"
    )


def test_pages_and_filters_are_told(en: Texts, zh: Texts) -> None:
    head = listed(en, [known()], page=2, pages=3, total=17, filter_word=EVIL).split("\n")[0]
    assert head == f"<b>17 servers</b> · matching “{EVIL_ESCAPED}” · page 2 of 3"
    head = listed(zh, [known()], page=2, pages=3, total=17, filter_word="web").split("\n")[0]
    assert head == "<b>17 台服务器</b> · 筛选“web” · 第 2/3 页"


def test_a_filter_that_nothing_matches(en: Texts) -> None:
    text = listed(en, [], filter_word="x", oldest_read_at=None)
    assert text == "<b>0 servers</b> · matching “x”\n\nNo server matches."


@pytest.mark.parametrize(
    ("changes", "english", "chinese"),
    [
        (
            {"end_time": datetime(2026, 11, 25, 6, 5, 30, tzinfo=UTC)},
            "running · ⚠ ends 2026-11-25, 2 days left",
            "运行中 · ⚠ 2026-11-25 到期，还剩 2 天",
        ),
        (
            {"end_time": datetime(2026, 11, 20, 6, 5, 30, tzinfo=UTC), "order_status": 3},
            "expired, running · ended 2026-11-20, 3 days ago",
            "已到期，运行中 · 2026-11-20 到期（3 天前）",
        ),
        ({"end_time": None}, "running · end date unknown", "运行中 · 到期时间未知"),
        (
            {"end_time": datetime(2026, 11, 25, tzinfo=UTC), "order_status": 4},
            "refunded · ends 2026-11-25",
            "已退款 · 2026-11-25 到期",
        ),
    ],
)
def test_when_a_server_ends(en: Texts, zh: Texts, changes: dict[str, Any], english: str, chinese: str) -> None:
    row = known(**changes)
    assert line_of_list(en, row, now=NOW, timezone=ZONE).split("\n")[1] == english
    assert line_of_list(zh, row, now=NOW, timezone=ZONE).split("\n")[1] == chinese


def test_a_server_without_address_is_listed_by_its_name(en: Texts) -> None:
    row = known("web-1", ip="", end_time=None)
    assert line_of_list(en, row, now=NOW, timezone=ZONE) == "🟢 <b>web-1</b>\nrunning · end date unknown"


def test_everything_from_outside_is_escaped_and_cut(t: Texts) -> None:
    text = listed(t, [known(EVIL * 50, ip=EVIL * 50)] * 60, filter_word=EVIL * 300)
    assert EVIL not in text
    assert EVIL_ESCAPED in text
    assert "\n…\n" in text


def test_no_servers(en: Texts, zh: Texts) -> None:
    assert checked(no_servers(en, contact="@acme")) == (
        "<b>No servers here yet.</b>\n"
        "Once your reseller has assigned one to you, it shows up in /servers.\n"
        "Your reseller can help: @acme"
    )
    assert checked(no_servers(zh, contact="")) == (
        "<b>这里还没有服务器。</b>\n服务商分配给您之后，发送 /servers 就能看到。\n如需帮助，请联系您的服务商。"
    )


def test_several_servers_that_answer_to_a_word(en: Texts, zh: Texts) -> None:
    error = AmbiguousServerError(EVIL, [known(EVIL), known(None, guid="9999")])
    assert checked(ambiguous(en, error)) == (
        f"Several servers answer to “{EVIL_ESCAPED}”. Which one?\n"
        f"🟢 {EVIL_ESCAPED} · <code>8888888888881234</code>\n"
        "🟢 203.0.113.5 · <code>9999</code>"
    )
    assert ambiguous(zh, error).startswith(f"有多台服务器对应“{EVIL_ESCAPED}”，是哪一台？\n")
    checked(ambiguous(en, AmbiguousServerError("x", [known()] * 500)))


@pytest.mark.parametrize("purpose", ["server", "history", "start", "stop", "restart", "stop_h", "restart_h"])
def test_a_server_is_asked_for_by_purpose(t: Texts, purpose: str) -> None:
    assert checked(pick_server(t, purpose)).endswith(("?", "？"))
