from __future__ import annotations

import csv
import sqlite3
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

from sandbox.engine import Fault
from store import Store
from tests.flows.stage import SECRET_KEY, button, running, stage_at

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox.telegram import BotMessage
    from tests.flows.stage import Stage


def end_of(stage: Stage, nickname: str) -> float:
    return stage.engine.server(stage.guid(nickname)).ends_at


async def renewal_asked(stage: Stage) -> tuple[BotMessage, BotMessage]:
    """Emily's orders need a yes: return her message and what the staff are shown."""
    staff = stage.people.staff
    seen = len(stage.telegram.messages(staff))
    asked = await stage.ask(stage.emily, "/renew win-1 1")
    await stage.tap(stage.emily, asked, "ok:")
    return asked, await stage.next_message(staff, seen)


async def test_staff_approve_in_their_chat_and_it_is_renewed_once(stage: Stage) -> None:
    before = end_of(stage, "win-1")
    asked, request = await renewal_asked(stage)
    wang = stage.person(stage.people.wang)
    assert "Harbour Labs" in request.text
    assert "Emily" in request.text
    assert "⏳" in asked.text
    assert stage.executed("renew") == 0

    yes = button(request, "apv:")
    await stage.tap(wang, request, "apv:")
    again = stage.telegram.press(wang, request, data=yes)
    receipt = await stage.next_message(stage.emily.id, 1)
    await stage.telegram.wait_for(lambda: again in stage.telegram.answers)

    assert stage.executed("renew") == 1
    assert end_of(stage, "win-1") > before
    assert "win-1" in receipt.text
    assert "→" in receipt.text
    await stage.telegram.wait_for(lambda: not request.buttons)
    assert "王芳" in request.text
    assert "王芳" not in receipt.text


async def test_a_no_is_told_and_nothing_is_renewed(stage: Stage) -> None:
    asked, request = await renewal_asked(stage)
    wang = stage.person(stage.people.wang)
    data = button(request, "apv:").removesuffix("1") + "0"
    stage.telegram.press(wang, request, data=data)
    told = await stage.next_message(stage.emily.id, 1)
    assert "declined" in told.text
    await stage.telegram.wait_for(lambda: "declined" in asked.text)
    await stage.settled()
    assert stage.executed("renew") == 0


async def test_who_only_looks_on_decides_nothing(stage: Stage) -> None:
    _, request = await renewal_asked(stage)
    await stage.tap(stage.person(70006), request, "apv:")
    theirs = await stage.ask(stage.zhang, "/servers")
    query = stage.telegram.press(stage.zhang, theirs, data=button(request, "apv:"))
    await stage.telegram.wait_for(lambda: query in stage.telegram.answers)
    await stage.settled()
    assert stage.executed("renew") == 0
    assert request.buttons


async def test_what_nobody_decides_in_a_day_expires(tmp_path: Path) -> None:
    async with stage_at(tmp_path) as stage:
        async with running(stage):
            await stage.telegram.wait_for(lambda: bool(stage.engine.requests))
            asked, request = await renewal_asked(stage)
        # A day goes by while the bot is away.
        day = timedelta(days=1).total_seconds()
        with sqlite3.connect(stage.settings().database) as database:
            database.execute("UPDATE approvals SET expires_at = expires_at - ?", (day,))
        database.close()
        async with running(stage):
            told = await stage.next_message(stage.emily.id, 1)
            await stage.telegram.wait_for(lambda: not request.buttons)
        assert told.text.startswith("⌛")
        assert asked.text.startswith("⌛")
        assert "⌛" in request.text
        assert stage.executed("renew") == 0


async def test_a_second_owner_agrees_to_a_refund(stage: Stage) -> None:
    team, li = stage.people.team, stage.li
    stage.telegram.say(stage.zhang, team, "/members owner", reply_to=stage.telegram.say(li, team, "/whoami"))
    await stage.telegram.wait_for(lambda: len(stage.telegram.messages(team)) == 2)
    question = await stage.ask(stage.zhang, "/refund web-2", team)
    stage.telegram.say(stage.zhang, team, "web-2", reply_to=question)
    await stage.telegram.wait_for(lambda: button(question, "apv:"), timeout=10)

    own = stage.telegram.press(stage.zhang, question, data=button(question, "apv:"))
    await stage.telegram.wait_for(lambda: own in stage.telegram.answers)
    assert stage.executed("refund") == 0
    await stage.tap(li, question, "apv:")
    await stage.telegram.wait_for(lambda: stage.executed("refund") == 1, timeout=10)
    assert stage.executed("refund") == 1


async def test_what_nobody_could_find_out_is_settled_by_staff(tmp_path: Path) -> None:
    async with stage_at(tmp_path) as stage, running(stage, settle_seconds=1):
        await stage.telegram.wait_for(lambda: bool(stage.engine.requests))
        staff, zhang = stage.people.staff, stage.zhang
        wang = stage.person(stage.people.wang)
        # A restart leaves no trace that could be read.
        stage.engine.fail_next(Fault.CUT_BEFORE, action="restart")
        asked = await stage.ask(zhang, "/restart web-1")
        await stage.tap(zhang, asked, "ok:")
        request = await stage.telegram.wait_for(lambda: stage.telegram.messages(staff)[0], timeout=20)
        unclear = await stage.next_message(zhang.id, 1)
        assert unclear.text.startswith("❔")
        await stage.tap(wang, request, "set:")
        await stage.telegram.wait_for(lambda: button(request, "set2:"))
        await stage.tap(wang, request, "set2:")
        told = await stage.next_message(zhang.id, 2)
        assert "web-1" in told.text
        assert "已核实" in told.text
        await stage.telegram.wait_for(lambda: not request.buttons)


async def test_orders_as_a_file(stage: Stage) -> None:
    asked = await stage.ask(stage.zhang, "/renew web-1 1")
    await stage.tap(stage.zhang, asked, "ok:")
    await stage.next_message(stage.zhang.id, 1)
    sent = await stage.ask(stage.zhang, "/orders csv")
    assert sent.attachment is not None
    (row,) = list(csv.DictReader(StringIO(sent.attachment.content.decode("utf-8-sig"))))
    assert (row["服务器"], row["状态"], row["结果"]) == ("web-1", "已完成", "done")
    assert row["订单号"]
    assert row["原到期时间"] < row["新到期时间"]


async def test_the_balance_goes_down_by_what_was_shown(stage: Stage) -> None:
    asked = await stage.ask(stage.zhang, "/renew web-1 1")
    await stage.tap(stage.zhang, asked, "ok:")
    await stage.next_message(stage.zhang.id, 1)
    store = await Store.open(stage.settings().database, [SECRET_KEY])
    identity = store.identity_labelled("晨光电商")
    (operation,) = store.operations(identity_ids=[identity.id])
    left = store.credit(identity.id).available
    assert store.verify_audit().problems == []
    await store.close()
    assert operation.price is not None
    assert left == 800 - operation.price
    balance = await stage.ask(stage.zhang, "/balance")
    assert f"{left:,.2f}" in balance.text
