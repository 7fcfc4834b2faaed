from __future__ import annotations

from typing import TYPE_CHECKING

from operations.driving import drive
from tests.handlers.scene import all_data, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage
    from tests.handlers.scene import Scene

LOST = (
    "⚠ The server is gone at once, with all its data and snapshots. There is no way back.\n"
    "The money goes to your reseller's balance; what you get back is between you and them."
)


async def asked(scene: Scene) -> BotMessage:
    return await scene.ask(scene.alice, "/refund web-1")


async def test_it_says_what_is_lost_and_is_confirmed_by_typing(scene: Scene) -> None:
    question = await asked(scene)
    ip = scene.server("web-1").ip
    assert question.text == (
        f"Refund web-1?\nAddress: {ip}\nSystem: Debian 12 64位\nNow: running\n\n{LOST}\n\n"
        "To confirm, type web-1\nValid for 2 min; only who asked can confirm."
    )
    assert labels(question) == ["❌ Cancel"]
    assert await scene.say(scene.alice, "web-1") == []
    (row,) = await scene.drive()
    assert (row.state, row.status_message_id) == ("done", question.message_id)
    assert scene.executed("refund") == 1
    end = scene.messages(scene.alice)[-1]
    assert end.text.startswith(f"✅ web-1 · {ip} has been refunded. It is gone, with all its data. It took")


async def test_the_address_does_as_well_whatever_its_case(scene: Scene) -> None:
    for word in ("WEB-1 ", scene.server("web-1").ip):
        await asked(scene)
        await scene.say(scene.alice, word)
        (due,) = scene.store.due_operations(scene.clock.now())
        await scene.store.claim(
            due.taskid, owner="test", lease_seconds=9, now=scene.clock.now(), from_states=["confirmed"]
        )
        await scene.store.move(
            due.taskid, owner="test", from_state="confirmed", to_state="failed", ended_at=scene.clock.now()
        )


async def test_another_word_is_said_to_be_wrong_and_it_stays_open(scene: Scene) -> None:
    question = await asked(scene)
    wrong = await scene.ask(scene.alice, "web-2")
    assert wrong.text == (
        "“web-2” is neither this server's address nor its alias. Nothing was done: type it again, or /cancel."
    )
    assert all_data(question)[0].startswith("no:")
    await scene.say(scene.alice, "web-1")
    await scene.drive()
    assert scene.executed("refund") == 1


async def test_a_forged_yes_button_is_none(scene: Scene) -> None:
    question = await asked(scene)
    nonce = all_data(question)[0].partition(":")[2]
    answer = await scene.press(scene.alice, question, f"ok:{nonce}")
    assert answer is not None
    assert answer.text == "This is confirmed by typing the server's address or alias, not by a button."
    assert scene.store.due_operations(scene.clock.now()) == []


async def test_a_word_typed_before_the_question_was_shown_is_no_answer(scene: Scene) -> None:
    scene.telegram.say(scene.alice, scene.alice, "/refund web-1")
    scene.telegram.say(scene.alice, scene.alice, "web-1")
    await scene.process()
    question, card = scene.messages(scene.alice)
    assert question.text.startswith("Refund web-1?")
    assert card.text.startswith("🟢 web-1")
    assert scene.store.due_operations(scene.clock.now()) == []


async def test_a_word_that_waited_while_the_bot_was_away_confirms_nothing(scene: Scene) -> None:
    question = await asked(scene)
    scene.telegram.say(scene.alice, scene.alice, "web-1")
    scene.clock.advance(301)
    await scene.process()
    assert scene.messages(scene.alice)[-1].text.startswith("🟢 web-1")
    assert question.text.startswith("Refund web-1?")
    assert scene.store.due_operations(scene.clock.now()) == []


async def test_without_a_question_a_word_opens_the_card(scene: Scene) -> None:
    question = await asked(scene)
    await scene.tap(scene.alice, question, "no:")
    assert question.text == "Cancelled: refund. Nothing was done."
    card = await scene.ask(scene.alice, "web-1")
    assert card.text.startswith("🟢 web-1")


async def test_in_a_group_one_replies_to_the_question(scene: Scene) -> None:
    question = await scene.ask(scene.alice, "/refund web-1", scene.team)
    assert "To confirm, reply to this message with web-1" in question.text
    assert await scene.say(scene.alice, "web-1", scene.team) == []
    assert await scene.say(scene.oscar, "web-1", scene.team, reply_to=question) == []
    assert scene.store.due_operations(scene.clock.now()) == []
    assert await scene.say(scene.alice, "web-1", scene.team, reply_to=question) == []
    (row,) = scene.store.due_operations(scene.clock.now())
    assert (row.action, row.chat_id, row.user_id) == ("refund", scene.team.id, 501)


async def test_a_reply_to_another_message_of_ours_is_no_answer(scene: Scene) -> None:
    other = await scene.ask(scene.alice, "/servers", scene.team)
    await scene.ask(scene.alice, "/refund web-1", scene.team)
    assert await scene.say(scene.alice, "web-1", scene.team, reply_to=other) == []
    assert scene.store.due_operations(scene.clock.now()) == []


async def test_strangers_replies_in_a_group_are_not_answered(scene: Scene) -> None:
    group = scene.telegram.add_group(title="others", members=[scene.mallory], owner=scene.mallory)
    posted = await scene.outgoing.send(group.id, "hello")
    (message,) = [each for each in scene.messages(group) if each.message_id == posted]
    assert await scene.say(scene.mallory, "web-1", group, reply_to=message) == []


async def test_with_two_owners_another_one_has_to_agree(scene: Scene) -> None:
    await scene.store.set_member(scene.team.id, scene.oscar.id, "owner")
    await scene.say(scene.oscar, "/help", scene.team)
    question = await scene.ask(scene.alice, "/refund web-1", scene.team)
    assert "After your yes another owner of this group has to agree." in question.text
    await scene.say(scene.alice, "web-1", scene.team, reply_to=question)
    assert question.text == ("web-1: refund\n⏳ Waiting for another owner's yes, until 2027-01-16 16:00: Oscar")
    (approval,) = scene.store.open_approvals()
    assert all_data(question) == [f"apv:{approval.id}:1", f"apv:{approval.id}:0", f"wdr:{approval.id}"]
    assert labels(question) == ["✅ Approve", "❌ Decline", "↩ Withdraw"]
    await scene.tap(scene.oscar, question, f"apv:{approval.id}:1")
    await scene.drive()
    assert scene.executed("refund") == 1


async def test_what_moved_meanwhile_is_asked_in_a_new_message(scene: Scene) -> None:
    question = await asked(scene)
    scene.server("web-1").ip = "192.0.2.99"
    again = await scene.ask(scene.alice, "web-1")
    assert question.text == (
        "⚠ Not done, for something has changed meanwhile: its address. Please look again and confirm afresh."
    )
    assert not question.buttons
    assert "\n\nRefund web-1?\nAddress: 192.0.2.99\n" in again.text
    await scene.say(scene.alice, "web-1")
    await scene.drive()
    assert scene.executed("refund") == 1


async def test_only_owners_refund_and_nobody_is_asked_twice_at_once(scene: Scene) -> None:
    refused = await scene.ask(scene.oscar, "/refund web-1", scene.team)
    assert refused.text.startswith("This needs the role “owner”; yours here is “operator”.")
    first, second = await asked(scene), await asked(scene)
    await scene.say(scene.alice, "web-1")
    (due,) = scene.store.due_operations(scene.clock.now())
    assert due.status_message_id == second.message_id
    late = await scene.ask(scene.alice, "web-1")
    assert late.text == "Another operation is still going on here (refund). Please wait until it has ended."
    assert all_data(first)[0].startswith("no:")
    assert await drive(scene.services, due.taskid) is not None


async def test_the_choice_and_the_card_lead_there_too(scene: Scene) -> None:
    choice = await scene.ask(scene.alice, "/refund")
    assert choice.text == "Which server shall be refunded?"
    (question,) = [
        message
        for message in [await pressed(scene, choice, f"do:refund:{scene.row_id('web-1')}")]
        if message is not choice
    ]
    assert question.text.startswith("Refund web-1?")


async def pressed(scene: Scene, message: BotMessage, data: str) -> BotMessage:
    await scene.press(scene.alice, message, data)
    return scene.messages(scene.alice)[-1]
