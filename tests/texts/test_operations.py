from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from operations.kinds import KINDS
from tests.texts.samples import EVIL, EVIL_ESCAPED, NOW, ZONE, checked, operation, renewed, server
from texts.operations import button, ended, status
from texts.receipts import credit_low

if TYPE_CHECKING:
    from texts import Texts

OUTCOMES = (
    "done",
    "refused",
    "not_connected",
    "stale",
    "moved",
    "incomplete",
    "failed",
    "deadline",
    "did_not",
    "unreadable",
    "no_trace",
    "moved_elsewhere",
    "not_idle",
    "candidates",
    "settled",
    "of_a_later_version",
    None,
)
SIZES = "2 vCPU · 4 GB RAM · data disks 10 + 20 GB · 5 Mbit/s · 10 G defense"
STATES = ("confirmed", "sending", "accepted", "watching", "unknown", "done", "failed", "needs-human")


def followed(t: Texts, *, label: str = "web-1", address: str = "203.0.113.5", **changes: Any) -> str:
    row = operation(**changes)
    return checked(status(t, row, label=label, address=address, now=NOW, timezone=ZONE))


def told(t: Texts, *, label: str = "web-1", person: str | None = None, contact: str = "@acme", **changes: Any) -> str:
    row = operation(**{"ended_at": NOW} | changes)
    who: dict[str, Any] = {"person": person, "contact": contact}
    return checked(ended(t, row, label=label, address="203.0.113.5", timezone=ZONE, informed=True, **who))


@pytest.mark.parametrize("action", list(KINDS))
def test_every_kind_is_followed_and_ended(t: Texts, action: str) -> None:
    texts = {
        followed(t, action=action),
        told(t, action=action, state="done", outcome="done"),
        told(t, action=action, state="needs-human", outcome="no_trace"),
        button(t, action),
    }
    assert len(texts) == 4


def test_everything_from_outside_is_escaped_and_cut(t: Texts) -> None:
    long = EVIL * 400
    for text in (
        followed(t, label=long, address=long),
        followed(t, action=EVIL),
        told(t, label=long, person=long, contact=long, state="failed", outcome="refused", engine_words=long),
        told(t, label=long, state="failed", outcome=long),
        told(t, label=long, action=EVIL, state="done", outcome="done"),
    ):
        assert EVIL not in text
        assert EVIL_ESCAPED in text


@pytest.mark.parametrize(
    ("changes", "english", "chinese"),
    [
        ({"state": "confirmed", "attempts": 0}, "🟡 Restarting: about to be sent.", "🟡 正在重启：马上发送"),
        (
            {"state": "confirmed", "next_at": NOW + 4},
            "🟡 Restarting: the engine cannot be reached, nothing was sent. Next try in 4 s.",
            "🟡 正在重启：连不上引擎，尚未发出。4 秒后再试。",
        ),
        ({"state": "sending"}, "🟡 Restarting: sending to the engine…", "🟡 正在重启：正在发给引擎…"),
        ({"state": "accepted"}, "🟡 Restarting: accepted by the engine.", "🟡 正在重启：引擎已接受"),
        ({"state": "watching"}, "🟡 Restarting… 12 s", "🟡 正在重启… 12 秒"),
        ({"state": "done", "ended_at": NOW - 2}, "✅ Done in 10 s: restart", "✅ 重启已完成，用时 10 秒"),
        ({"state": "failed"}, "❌ Not done: restart", "❌ 重启未完成"),
        ({"state": "needs-human"}, "❔ Outcome unknown: restart", "❔ 重启结果未知"),
    ],
)
def test_the_message_that_follows_an_operation(
    en: Texts, zh: Texts, changes: dict[str, Any], english: str, chinese: str
) -> None:
    assert followed(en, **changes) == f"<b>web-1</b> · 203.0.113.5\n{english}"
    assert followed(zh, **changes) == f"<b>web-1</b> · 203.0.113.5\n{chinese}"


def test_an_unknown_outcome_asks_not_to_repeat(en: Texts, zh: Texts) -> None:
    assert "<b>Please do not repeat it.</b>" in followed(en, state="unknown")
    assert "<b>请不要重复操作。</b>" in followed(zh, state="unknown")
    row = operation(state="unknown")
    text = status(en, row, label="a", address="", now=NOW, timezone=ZONE, settled_by=NOW + 900)
    assert text == (
        "<b>a</b>\n"
        "❔ Restarting: the engine has not answered, so nobody knows yet whether it was carried out.\n"
        "<b>Please do not repeat it.</b> The server is being read again; you will be told by 14:20."
    )


def test_an_address_is_not_said_twice(en: Texts) -> None:
    assert followed(en, label="203.0.113.5").startswith("<b>203.0.113.5</b>\n")
    assert followed(en, address="").startswith("<b>web-1</b>\n")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("changes", [{}, {"sent_at": None, "attempts": 0}, {"attempts": 2, "next_at": NOW - 5}])
def test_every_state_can_be_followed(t: Texts, state: str, changes: dict[str, Any]) -> None:
    followed(t, state=state, **changes)


def test_a_good_end(en: Texts, zh: Texts) -> None:
    done = {"state": "done", "outcome": "done"}
    assert told(en, **done) == "✅ <b>web-1 · 203.0.113.5</b> has restarted and is running. It took 12 s."
    assert told(zh, person="李四", **done) == (
        "✅ <b>web-1 · 203.0.113.5</b> 已重启，正在运行。用时 12 秒。\n操作人：李四"
    )


def test_a_refusal_quotes_the_engine_and_names_the_contact(en: Texts, zh: Texts) -> None:
    refused = {"state": "failed", "outcome": "refused", "engine_words": "余额不足"}
    assert told(en, person="Li", **refused) == (
        "❌ <b>web-1 · 203.0.113.5</b>: restart not done, nothing was changed.\n"
        "The engine refused: “余额不足”. Your reseller's balance at the engine is used up; they have to top it up.\n"
        "Your reseller has been informed.\n"
        "Your reseller can help: @acme\n"
        "Asked for by Li"
    )
    assert told(zh, contact="", **refused) == (
        "❌ <b>web-1 · 203.0.113.5</b> 未能重启，没有任何改动。\n"
        "引擎拒绝了：“余额不足”。服务商在引擎的余额不足，需要服务商充值。\n"
        "已通知服务商。\n"
        "如需帮助，请联系您的服务商。"
    )


def test_a_receipt_stands_between_the_end_and_who_asked(en: Texts) -> None:
    text = checked(
        ended(
            en,
            renewed(),
            label="web-1",
            address="203.0.113.5",
            person="Li",
            contact="@acme",
            timezone=ZONE,
            informed=False,
            notes=[credit_low(en, Decimal("8.5"))],
        )
    )
    assert text == (
        "✅ <b>web-1 · 203.0.113.5</b> has been renewed. It took 12 s.\n"
        "Ends: 2026-12-03 14:05 → 2027-01-03 14:05\n"
        "Price: CNY 72.00 (estimate)\n"
        "Order number: <code>A1B2C3</code>\n"
        "The credit left (CNY 8.50) does not cover another one like it; top up with your reseller.\n"
        "Asked for by Li"
    )


def test_an_unknown_order_is_not_to_be_repeated_and_shows_both_states(en: Texts, zh: Texts) -> None:
    row = renewed(state="needs-human", outcome="moved_elsewhere")
    text = checked(
        ended(en, row, label="web-1", address="", person=None, contact="@acme", timezone=ZONE, informed=True)
    )
    assert text == (
        "❔ <b>web-1</b>: outcome of “renewal” unknown. Something changed, but not to what was asked for.\n"
        "<b>Please do not repeat it.</b> Your reseller has been told and will find out.\n"
        f"Before: running · ends 2026-12-03 14:05 · {SIZES}\n"
        f"Now: running · ends 2027-01-03 14:05 · {SIZES}\n"
        "Price: CNY 72.00 (estimate)\n"
        "Order number: <code>A1B2C3</code>\n"
        "Your reseller can help: @acme"
    )
    text = checked(ended(zh, row, label="web-1", address="", person=None, contact="", timezone=ZONE, informed=True))
    assert "<b>请不要重复操作。</b>已通知服务商核实。" in text


def test_where_nobody_is_told_the_person_is_asked_to(en: Texts, zh: Texts) -> None:
    row = renewed(state="needs-human", outcome="moved_elsewhere")
    more: dict[str, Any] = {"label": "web-1", "address": "", "person": None, "timezone": ZONE, "informed": False}
    text = checked(ended(en, row, contact="@acme", **more))
    assert "\n<b>Please do not repeat it.</b> Tell your reseller, who can find out.\n" in text
    assert text.endswith("\nYour reseller can help: @acme")
    assert "\n<b>请不要重复操作。</b>请联系您的服务商核实。\n" in checked(ended(zh, row, contact="", **more))
    refused = renewed(state="failed", outcome="refused", engine_words="余额不足")
    text = checked(ended(en, refused, contact="@acme", **more))
    assert text.endswith("\nPlease tell your reseller.\nYour reseller can help: @acme")


def test_a_failure_says_how_the_server_does_now(en: Texts, zh: Texts) -> None:
    after = server(run_status=-1, act_status=-5).model_dump_json()
    text = told(en, state="failed", outcome="failed", after=after)
    assert "\nNow: off, last restart failed\n" in text
    text = told(zh, state="failed", outcome="deadline", after=after, sent_at=NOW - 600)
    assert "过了 10 分钟仍未完成" in text
    assert "\n当前状态：已关机，上次重启失败\n" in text


@pytest.mark.parametrize(
    ("outcome", "state", "names_contact", "english", "chinese"),
    [
        ("not_connected", "failed", False, "so nothing was changed.\nTry again", "没有任何改动。\n请过几分钟再试"),
        ("failed", "failed", True, "The engine tried and could not do it.", "引擎试过了，没有成功"),
        ("deadline", "failed", True, "It may still come through", "之后仍可能完成"),
        ("did_not", "failed", False, "You may ask for it again.", "可以重新发起。"),
        ("unreadable", "needs-human", True, "could not be read all the while", "引擎一直无法读取"),
        ("no_trace", "needs-human", True, "leaves no trace", "不留痕迹"),
        ("settled", "done", False, "“restart” is done", "服务商已核实，重启已完成"),
        ("settled", "failed", False, "“restart” was not done", "服务商已核实，重启没有执行"),
        ("later", "failed", False, "restart not done (later)", "未能重启（later）"),
        (None, "needs-human", True, "outcome of “restart” unknown (?)", "结果未知（?）"),
    ],
)
def test_every_bad_end_says_what_to_do(
    en: Texts, zh: Texts, outcome: str | None, state: str, *, names_contact: bool, english: str, chinese: str
) -> None:
    for t, words in ((en, english), (zh, chinese)):
        text = told(t, state=state, outcome=outcome)
        assert words in text
        assert ("@acme" in text) is names_contact


@pytest.mark.parametrize("state", ["done", "failed", "needs-human"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_end_can_be_told(t: Texts, state: str, outcome: str | None) -> None:
    told(t, state=state, outcome=outcome, sent_at=None, ended_at=None, engine_words=None)


def test_confirm_and_cancel_carry_their_signs(en: Texts, zh: Texts) -> None:
    assert [button(en, "confirm"), button(en, "cancel")] == ["✅ Confirm", "❌ Cancel"]
    assert [button(zh, "confirm"), button(zh, "cancel")] == ["✅ 确认", "❌ 取消"]


def test_a_purchase_is_called_by_what_is_bought(en: Texts, zh: Texts) -> None:
    params = '{"cpu": 4, "memory": 8, "num": 2}'
    asked: dict[str, Any] = {"action": "create_new", "guid": None, "params": params, "label": "", "address": ""}
    assert followed(en, **asked).splitlines()[0] == "🛒 <b>2 × 4 CPU, 8 GB</b>"
    assert followed(zh, **asked).splitlines()[0] == "🛒 <b>4 核 8 GB × 2</b>"
    assert followed(en, **asked | {"params": "{}"}).splitlines()[0] == "🛒 <b>1 × ? CPU, ? GB</b>"
