from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from handlers.transport.intake import Incoming
from operations.auto_renewal import job
from operations.sync import Synchroniser
from sandbox.engine import Fault
from tests.handlers.asking import staffed
from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage, Chat
    from store import AutoRenewalRow
    from tests.handlers.scene import Scene

HOUR, DAY = 3600.0, 86400.0


async def ending(scene: Scene, days: float, nickname: str = "web-1") -> None:
    scene.server(nickname).ends_at = scene.clock.now() + days * DAY
    assert await Synchroniser(scene.services).once(scene.account_id)


async def with_credit(scene: Scene, amount: int = 1000) -> None:
    await scene.store.set_identity(scene.identities["alice"], spending="credit")
    await scene.store.add_top_up(scene.identities["alice"], Decimal(amount))


def row_of(scene: Scene, nickname: str = "web-1") -> AutoRenewalRow | None:
    return scene.store.auto_renewal(scene.account_id, scene.made.servers[nickname])


async def turned_on(scene: Scene, chat: Chat | None = None, text: str = "/autorenew web-1") -> BotMessage:
    shown = await scene.ask(scene.alice, text, chat)
    await scene.tap(scene.alice, shown, "ary:")
    assert row_of(scene) is not None
    return shown


async def tick(scene: Scene) -> None:
    await job.run(scene.services)
    await scene.noticer.deliver_due()


async def until(scene: Scene, seconds: float, *, step: float = 4 * HOUR) -> None:
    stop = scene.clock.now() + seconds
    while scene.clock.now() < stop:
        await tick(scene)
        await scene.drive()
        scene.clock.advance(step)
    await tick(scene)
    await tick(scene)


async def test_everything_is_shown_before_it_is_turned_on_and_only_the_yes_turns_it_on(scene: Scene) -> None:
    await with_credit(scene)
    await ending(scene, 20)
    shown = await scene.ask(scene.alice, "/autorenew web-1")
    assert shown.text == (
        "🔁 Shall web-1 renew itself?\n"
        "Choose below, then turn it on. You are told 48 hours before each renewal, with a button to stop it, and get a "
        "receipt after it.\n\n"
        "Each time for 1 month, 3 days before the end\n"
        "Ends: 2027-02-04 16:00 (20 days left)\n\n"
        "Next: 2027-02-04 16:00 → 2027-03-04 16:00\n"
        "Announced 2027-01-30 16:00, renewed 2027-02-01 16:00\n\n"
        "What a renewal costs now: CNY 198.00 (estimate)\n"
        "Budget: no limit of its own\n"
        "Paid: from your credit (CNY 1,000.00 left), without asking again\n\n"
        "It never pays more than was announced; a higher price is announced anew."
    )
    assert labels(shown) == [
        *("✓ 1 month", "2 months", "3 months", "4 months", "5 months", "6 months"),
        *("7 months", "8 months", "9 months", "12 months", "24 months", "36 months"),
        *("1 day before", "✓ 3 days before", "7 days before"),
        *("✓ No budget", "≤ CNY 198.00 a month", "≤ CNY 238.00 a month"),
        *("✅ Turn on", "Open server"),
    ]
    await scene.press(scene.alice, shown, data_of(shown, f"ars:{scene.row_id('web-1')}:3:3:0"))
    await scene.press(scene.alice, shown, data_of(shown, f"ars:{scene.row_id('web-1')}:3:7:0"))
    await scene.press(scene.alice, shown, data_of(shown, f"ars:{scene.row_id('web-1')}:3:7:71300"))
    assert row_of(scene) is None
    assert "Each time for 3 months, 7 days before the end" in shown.text
    assert "Budget: CNY 713.00 a month, of it CNY 0.00 used" in shown.text
    await scene.tap(scene.alice, shown, "ary:")
    row = row_of(scene)
    assert row is not None
    assert (row.months, row.lead_days, row.budget, row.price) == (3, 7, Decimal(713), Decimal(594))
    assert (row.chat_id, row.user_id, row.identity_id) == (501, 501, scene.identities["alice"])
    assert shown.text.startswith(
        "✅ Turned on.\n\n🔁 web-1 renews itself\nEach time for 3 months, 7 days before the end"
    )
    assert "Turned on 2027-01-15" in shown.text
    assert labels(shown) == ["✏️ Change", "🛑 Turn off", "Open server"]
    card = await scene.ask(scene.alice, "/server web-1")
    assert "🔁 Renews itself: 3 months on 2027-01-28" in card.text


async def test_the_list_the_card_and_turning_it_off(scene: Scene) -> None:
    await with_credit(scene)
    await ending(scene, 20)
    pick = await scene.ask(scene.alice, "/autorenew")
    assert pick.text == "Which server shall renew itself?"
    await scene.press(scene.alice, pick, f"ar:{scene.row_id('web-1')}")
    await scene.tap(scene.alice, pick, "ary:")
    shown = await scene.ask(scene.alice, "/autorenew")
    assert shown.text == "🔁 Servers that renew themselves\n\n• web-1: 1 month, next on 2027-02-01"
    assert labels(shown) == ["web-1", "Another server…", "All servers"]
    await scene.tap(scene.alice, shown, "ar:")
    await scene.tap(scene.alice, shown, "aro:")
    assert shown.text == (
        "🛑 web-1 no longer renews itself.\n"
        "It ends on 2027-02-04 16:00 (20 days left) unless somebody renews it.\n"
        "After that its data are kept until 2027-02-07 16:00."
    )
    assert row_of(scene) is None
    again = await scene.ask(scene.alice, "/autorenew web-1 off")
    assert again.text.startswith("web-1 does not renew itself.\n")
    more = await scene.ask(scene.alice, "/server web-1")
    await scene.press(scene.alice, more, f"mor:{scene.row_id('web-1')}")
    await scene.tap(scene.alice, more, "ar:")
    assert more.text.startswith("🔁 Shall web-1 renew itself?")


async def test_announced_stopped_with_one_press_and_nothing_is_paid(scene: Scene) -> None:
    await with_credit(scene)
    await ending(scene, 5)
    await turned_on(scene)
    await tick(scene)
    notice = scene.messages(scene.alice)[-1]
    assert notice.text == (
        "🔁 web-1 will renew itself on 2027-01-17 16:00.\n"
        "For 1 month: 2027-01-20 16:00 → 2027-02-20 16:00\n"
        "Price: CNY 198.00 (estimate; it will not pay more than this)\n"
        "Paid: from your credit (CNY 1,000.00 left), without asking again\n\n"
        "If you do not want that, press Stop; owners can."
    )
    assert labels(notice) == ["🛑 Stop", "Renew now", "Open server"]
    assert all_data(notice)[1:] == [f"new:rnw:{scene.row_id('web-1')}:1", f"new:srv:{scene.row_id('web-1')}"]
    await scene.tap(scene.alice, notice, "aro:")
    assert notice.text.startswith("🛑 web-1 no longer renews itself.\nIt ends on 2027-01-20 16:00")
    await until(scene, 6 * DAY)
    assert scene.executed("renew") == 0


async def test_renewed_with_a_receipt_that_says_so(scene: Scene) -> None:
    await with_credit(scene)
    await ending(scene, 5)
    await turned_on(scene)
    await until(scene, 2.5 * DAY)
    assert scene.executed("renew") == 1
    told = [message.text for message in scene.messages(scene.alice)]
    receipt = next(text for text in told if "Renewed by itself" in text)
    assert receipt.splitlines()[0].startswith("✅ web-1")
    assert receipt.splitlines()[1:4] == [
        "🔁 Renewed by itself, as an owner allowed.",
        "Ends: 2027-01-20 16:00 → 2027-02-20 16:00",
        "Price: CNY 198.00 (estimate)",
    ]
    assert receipt.splitlines()[4].startswith("Order number: ")


async def test_renew_now_goes_to_the_ordinary_confirmation_below(scene: Scene) -> None:
    await with_credit(scene)
    await ending(scene, 5)
    await turned_on(scene)
    await tick(scene)
    notice = scene.messages(scene.alice)[-1]
    await scene.press(scene.alice, notice, data_of(notice, "new:rnw"))
    question = scene.messages(scene.alice)[-1]
    assert question.text.startswith("Renew web-1?\n")
    await scene.tap(scene.alice, question, "ok:")
    await scene.drive()
    await until(scene, 4 * DAY)
    assert scene.executed("renew") == 1


async def test_only_owners_turn_on_change_and_stop(scene: Scene) -> None:
    await ending(scene, 5)
    for person in (scene.oscar, scene.vera):
        seen = await scene.ask(person, "/autorenew web-1", scene.team)
        assert seen.text == "web-1 does not renew itself. Owners can turn that on."
        refused = await scene.ask(person, "/autorenew web-1 1", scene.team)
        assert refused.text.startswith("This needs the role “owner”")
    shown = await turned_on(scene, scene.team)
    for person in (scene.oscar, scene.vera):
        for data in (
            f"aro:{scene.row_id('web-1')}",
            f"ars:{scene.row_id('web-1')}:1:3:0",
            f"ary:{scene.row_id('web-1')}:1:3:0:0123456789",
        ):
            answer = await scene.press(person, shown, data)
            assert answer is not None
            assert answer.text.startswith("This needs the role “owner”")
        assert (await scene.ask(person, "/autorenew web-1 off", scene.team)).text.startswith("This needs the role")
        seen = await scene.ask(person, "/autorenew web-1", scene.team)
        assert seen.text.startswith("🔁 web-1 renews itself")
        assert "Turned on by Alice" in seen.text
        assert labels(seen) == ["Open server"]
    assert row_of(scene) is not None


async def test_a_group_is_not_told_how_much_credit_is_left(scene: Scene) -> None:
    await with_credit(scene, 100)
    await ending(scene, 5)
    shown = await turned_on(scene, scene.team)
    assert "Paid: from your credit, without asking again" in shown.text
    await tick(scene)
    notice = scene.messages(scene.team)[-1]
    assert "⚠ The credit does not cover it; top up in time with your reseller." in notice.text
    assert "100.00" not in notice.text


async def test_another_chats_owner_sees_and_stops_it_and_it_is_told_where_it_was_turned_on(scene: Scene) -> None:
    await ending(scene, 20)
    await turned_on(scene)
    seen = await scene.ask(scene.alice, "/autorenew web-1", scene.team)
    assert "Turned on in another chat, 2027-01-15" in seen.text
    await scene.tap(scene.alice, seen, "aro:")
    await scene.noticer.deliver_due()
    told = scene.messages(scene.alice)[-1]
    assert told.text == "🛑 web-1 no longer renews itself: it was turned off in another chat."
    assert labels(told) == ["Renew now", "Turn on again", "Open server"]


async def test_what_has_moved_since_it_was_shown_is_shown_afresh(scene: Scene) -> None:
    await with_credit(scene)
    await ending(scene, 20)
    shown = await scene.ask(scene.alice, "/autorenew web-1")
    old = data_of(shown, "ary:")
    cores = scene.engine.world.lines[scene.made.lines["bgp"]].cores
    cores[:] = [replace(core, price=core.price * 2) for core in cores]
    scene.clock.advance(5)
    await scene.press(scene.alice, shown, old)
    assert shown.text.startswith("⚠ Not turned on: something has changed meanwhile.")
    assert "CNY 286.00" in shown.text
    assert row_of(scene) is None
    await scene.tap(scene.alice, shown, "ary:")
    assert row_of(scene) is not None
    # The old button of a policy that has changed.
    await scene.tap(scene.alice, shown, "aro:")
    shown = await scene.ask(scene.alice, "/autorenew web-1")
    await scene.store.set_identity(scene.identities["alice"], spending="approval")
    await scene.tap(scene.alice, shown, "ary:")
    assert row_of(scene) is None
    assert "Paid: each time only after your reseller's approval" in shown.text


async def test_a_press_that_waited_too_long_turns_nothing_on(scene: Scene) -> None:
    await ending(scene, 20)
    shown = await scene.ask(scene.alice, "/autorenew web-1")
    scene.telegram.press(scene.alice, shown, data=data_of(shown, "ary:"))
    for update in scene.telegram.world.updates.pending():
        scene.telegram.world.updates.confirm(update.update_id + 1)
        body = {"update_id": update.update_id, **update.body}
        await scene.gate.process(Incoming(update.update_id, body, scene.clock.now() - 301, replayed=True))
    assert row_of(scene) is None


async def test_the_line_or_an_engine_out_of_reach_is_in_the_way(scene: Scene) -> None:
    await ending(scene, 20)
    scene.engine.world.lines[scene.made.lines["bgp"]].renew_status = 0
    scene.clock.advance(60)
    refused = await scene.ask(scene.alice, "/autorenew web-1")
    assert refused.text.startswith("Not possible: its line cannot be renewed now.")
    scene.engine.world.lines[scene.made.lines["bgp"]].renew_status = 1
    scene.clock.advance(60)
    scene.engine.fail_next(Fault.CUT_BEFORE, action="getserver", times=9)
    unread = await scene.ask(scene.alice, "/autorenew web-1")
    assert unread.text.startswith("Not possible without a fresh look") or "engine" in unread.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("13", "“13” is not on offer."),
        ("x", "“x” is not on offer."),
        ("1 2", "“2” is not on offer. Days before the end: 1, 3 or 7."),
        ("1 3 0", "“0” is no budget."),
        ("1 3 -5", "“-5” is no budget."),
        ("1 3 1.234", "“1.234” is no budget."),
        ("1 3 nan", "“nan” is no budget."),
        ("1 3 99999999", "“99999999” is no budget."),
        ("1 3 500 600", "“500 600” is no budget."),
        ("1 3 100", "A budget of CNY 100.00 a month does not even cover one renewal (CNY 198.00)."),
    ],
)
async def test_words_that_are_no_choice(scene: Scene, words: str, said: str) -> None:
    await ending(scene, 20)
    answer = await scene.ask(scene.alice, f"/autorenew web-1 {words}")
    assert answer.text.startswith(said)
    assert row_of(scene) is None


async def test_a_typed_choice_is_shown_and_still_needs_the_yes(scene: Scene) -> None:
    await ending(scene, 20)
    shown = await scene.ask(scene.alice, "/autorenew web-1 3 7 650.50")
    assert "Each time for 3 months, 7 days before the end" in shown.text
    assert "Budget: CNY 650.50 a month" in shown.text
    assert "✓ ≤ CNY 650.50 a month" in labels(shown)
    assert row_of(scene) is None
    await scene.tap(scene.alice, shown, "ary:")
    row = row_of(scene)
    assert row is not None
    assert row.budget == Decimal("650.50")


@pytest.mark.parametrize(
    "data",
    ["ar", "ar:x", "ars:1", "ars:1:1:3", "ars:x:1:3:0", "ars:1:1:2:0", "ary:1:1:3:0", "ary", "aro:x", "ars:1:1:3:-1"],
)
async def test_junk_in_a_button(scene: Scene, data: str) -> None:
    shown = await scene.ask(scene.alice, "/servers")
    answer = await scene.press(scene.alice, shown, data)
    assert answer is not None
    assert answer.text == "This button no longer does anything."
    assert not shown.edits


async def test_forged_months_somebody_elses_server_and_a_forged_digest(scene: Scene) -> None:
    await ending(scene, 20)
    shown = await scene.ask(scene.alice, "/autorenew web-1")
    for data in (f"ary:{scene.row_id('web-1')}:11:3:0:0123456789", f"ary:{scene.row_id('db-1')}:1:3:0:0123456789"):
        await scene.press(scene.alice, shown, data)
        assert row_of(scene) is None
        assert row_of(scene, "db-1") is None
    await scene.press(scene.alice, shown, f"ary:{scene.row_id('web-1')}:1:3:0:0123456789")
    assert row_of(scene) is None
    assert shown.text.startswith("⚠ Not turned on")


async def test_in_chinese(scene: Scene) -> None:
    await ending(scene, 5, "db-1")
    await staffed(scene)
    label = scene.server("db-1").ip
    shown = await scene.ask(scene.bob, f"/autorenew {label}")
    assert shown.text.startswith(f"🔁 开启 {label} 的自动续费？\n请先在下方选择，再点“开启”。")
    assert "\n每次续 1 个月，到期前 3 天续费\n到期：2027-01-20 16:00（还剩 5 天）" in shown.text
    assert "付款：每次都须服务商审批后才续费" in shown.text
    await scene.tap(scene.bob, shown, "ary:")
    assert shown.text.startswith(f"✅ 已开启。\n\n🔁 {label} 已开启自动续费\n")
    await tick(scene)
    assert scene.messages(scene.bob)[-1].text.startswith(f"🔁 {label} 将于 2027-01-17 16:00 自动续费。\n续费 1 个月：")


async def test_staff_is_asked_and_sees_that_it_was_the_auto_renewal(scene: Scene) -> None:
    desk = await staffed(scene)
    await ending(scene, 5)
    await turned_on(scene)
    await until(scene, 2.2 * DAY)
    request = scene.messages(desk)[-1]
    assert "🔁 Asked for by itself: the server's auto-renewal." in request.text
    seen = await scene.ask(scene.alice, "/autorenew web-1")
    assert "It waits for your reseller's approval." in seen.text
    await scene.press(scene.rita, request, data_of(request, "apv:").rsplit(":", 1)[0] + ":0")
    await until(scene, DAY)
    told = [each.text for each in scene.messages(scene.alice)]
    assert any(text.startswith("❌ web-1 is not renewed by itself this time: your reseller said no.") for text in told)
    assert scene.executed("renew") == 0


async def test_failures_and_the_loud_stop(scene: Scene) -> None:
    desk = await staffed(scene)
    await with_credit(scene, 100)
    await ending(scene, 5)
    await turned_on(scene)
    await until(scene, 4 * DAY)
    told = [each.text for each in scene.messages(scene.alice)]
    first = next(text for text in told if text.startswith("⚠ web-1 was not renewed"))
    assert first.splitlines()[:2] == [
        "⚠ web-1 was not renewed: the credit does not cover it.",
        "Nothing was paid.",
    ]
    assert first.splitlines()[2].startswith("Attempt 1 of 3. The next one is on 2027-01-17 ")
    last = scene.messages(scene.alice)[-1]
    assert last.text.startswith("🛑 web-1 no longer renews itself: three attempts have failed.\n1. 2027-01-17 ")
    assert last.text.count("the credit does not cover it") == 3
    assert labels(last) == ["Renew now", "Turn on again", "Open server"]
    assert any(
        each.text.startswith("🛑 alice: web-1 no longer renews itself, for three attempts have failed.")
        for each in scene.messages(desk)
    )
    await scene.press(scene.alice, last, data_of(last, "new:ar:"))
    assert scene.messages(scene.alice)[-1].text.startswith("🔁 Shall web-1 renew itself?")


async def test_a_server_that_went_to_somebody_else_is_named_as_it_was(scene: Scene) -> None:
    await ending(scene, 20)
    then = scene.server("web-1").ip
    await turned_on(scene)
    scene.server("web-1").ip = "198.51.100.99"
    await scene.store.assign(scene.account_id, scene.made.servers["web-1"], scene.identities["bob"])
    assert await Synchroniser(scene.services).once(scene.account_id)
    await scene.noticer.deliver_due()
    told = scene.messages(scene.alice)[-1]
    assert told.text == f"🛑 {then} no longer renews itself: it is assigned to somebody else now."
    assert not told.buttons


async def test_a_stop_that_comes_too_late_says_so(scene: Scene) -> None:
    await with_credit(scene)
    await ending(scene, 5)
    await turned_on(scene)
    await tick(scene)
    scene.clock.advance(60)
    await tick(scene)
    notice = scene.messages(scene.alice)[-1]
    scene.clock.advance(2 * DAY)
    await tick(scene)
    assert len(scene.store.due_operations(scene.clock.now())) == 1
    await scene.tap(scene.alice, notice, "aro:")
    assert "⚠ One order had been placed before; it is not taken back, and you are told how it ends." in notice.text
    await scene.drive()
    assert scene.executed("renew") == 1


async def test_what_is_no_longer_true_is_not_said(scene: Scene) -> None:
    await with_credit(scene)
    await ending(scene, 5)
    await turned_on(scene)
    await job.run(scene.services)
    before = len(scene.messages(scene.alice))
    row = row_of(scene)
    assert row is not None
    await scene.store.stop_auto_renewal(row.id, "off", stopped_by=501, stopped_in=501)
    for subject in (
        {"event": "failed", "renewal": row.id, "attempt": 1},
        {"event": "announced", "renewal": 999, "attempt": 1, "revision": 1},
        {"event": "nonsense", "renewal": row.id},
        {"event": "staff", "renewal": row.id},
    ):
        await scene.store.add_notice(501, "auto-renewal", subject)
    await scene.noticer.deliver_due()
    assert len(scene.messages(scene.alice)) == before


async def test_a_chat_that_blocked_the_bot_is_not_spent_for_untold(scene: Scene) -> None:
    staff = await staffed(scene)
    await with_credit(scene)
    await ending(scene, 6)
    await turned_on(scene)
    scene.telegram.block(scene.alice)
    await until(scene, 6 * DAY, step=2 * HOUR)
    assert scene.store._rows("SELECT stopped_how FROM auto_renewals") == [("unreachable",)]
    assert scene.store.operations() == []
    assert any("no longer renews itself" in message.text for message in scene.messages(staff))


async def test_what_waits_says_so_everywhere(scene: Scene) -> None:
    staff = await staffed(scene)
    await with_credit(scene)
    await ending(scene, 5)
    await turned_on(scene)
    await until(scene, 1.5 * DAY)
    row = row_of(scene)
    assert row is not None
    attempt = scene.store.open_renewal_attempt(row.id)
    assert attempt is not None
    assert await scene.store.tell_renewal_waits(attempt, "engine")
    assert not await scene.store.tell_renewal_waits(attempt, "engine")
    await scene.noticer.deliver_due()
    told = scene.messages(scene.alice)[-1]
    assert "the engine cannot be reached. Nothing was paid." in told.text
    assert "Renew now" in labels(told)
    assert "was to renew itself on" in scene.messages(staff)[-1].text
    assert "not by itself this time" in (await scene.ask(scene.alice, "/server web-1")).text
    assert all("renews itself" not in answer.text for answer in await scene.say(scene.alice, "/expiring"))
    assert "Do not count on it" in (await scene.ask(scene.alice, "/autorenew web-1")).text
