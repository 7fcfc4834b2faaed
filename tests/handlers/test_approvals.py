from __future__ import annotations

from typing import TYPE_CHECKING

from operations import confirmations, pressing
from operations.access import identify
from operations.confirmations import Asker
from operations.kinds.parameters import Purchase
from operations.plans import Wish
from tests.handlers.asking import asked, staffed
from tests.handlers.scene import all_data, data_of

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage, Chat
    from store import ApprovalRow
    from tests.handlers.scene import Scene


async def requested(scene: Scene) -> tuple[BotMessage, ApprovalRow, BotMessage, BotMessage]:
    """Alice has asked: return her message, the approval, and what the group and rita were sent."""
    group = await staffed(scene)
    question, row = await asked(scene)
    await scene.noticer.deliver_due()
    return question, row, scene.messages(group)[-1], scene.messages(scene.rita)[-1]


def how(scene: Scene, row: ApprovalRow) -> str | None:
    found = scene.store.approval(row.id)
    assert found is not None
    return found.ended_how


async def test_a_yes_in_a_staff_chat_runs_it_and_ends_every_copy(scene: Scene) -> None:
    question, row, in_group, own = await requested(scene)
    assert "alice · asked for by Alice" in in_group.text
    assert all_data(in_group) == [f"apv:{row.id}:1", f"apv:{row.id}:0"]

    answer = await scene.tap(scene.rita, in_group, "apv:")

    assert answer.text == "Approved."
    assert how(scene, row) == "approved"
    for copy in (in_group, own):
        assert "✅ Approved by Rita" in copy.text
        assert all_data(copy) == []
    (operation,) = scene.store.operations(limit=5)
    assert (operation.status_message_id, operation.funding) == (question.message_id, "approval")
    (ended,) = await scene.drive()
    assert (ended.state, scene.executed("renew")) == ("done", 1)


async def test_a_second_press_is_told_so_and_does_nothing(scene: Scene) -> None:
    _, row, in_group, own = await requested(scene)
    yes = data_of(own, "apv:")
    await scene.tap(scene.rita, in_group, "apv:")
    again = await scene.press(scene.rita, own, yes)
    assert again is not None
    assert again.show_alert
    assert how(scene, row) == "approved"
    assert len(scene.store.operations(limit=5)) == 1


async def test_a_no_reaches_who_asked(scene: Scene) -> None:
    question, row, in_group, own = await requested(scene)
    answer = await scene.tap(scene.rita, in_group, f"apv:{row.id}:0")
    assert answer.text == "Declined."
    await scene.noticer.deliver_due()

    told = scene.messages(scene.alice)[-1]
    assert told is not question
    assert told.text == "❌ Your reseller declined: renewal (web-1). Nothing was done, nothing was charged."
    assert question.text == told.text
    assert "Rita" not in told.text
    assert all("❌ Declined by Rita" in copy.text and not copy.buttons for copy in (in_group, own))
    assert scene.store.operations(limit=5) == []


async def test_what_moved_meanwhile_voids_it(scene: Scene) -> None:
    question, row, in_group, _ = await requested(scene)
    await scene.store.assign(scene.account_id, scene.made.servers["web-1"], scene.identities["bob"])
    answer = await scene.tap(scene.rita, in_group, "apv:")
    assert answer.show_alert
    assert how(scene, row) == "void"
    assert "No longer holds" in in_group.text
    assert not in_group.buttons
    await scene.noticer.deliver_due()
    assert question.text.startswith("⚠ Something changed before the approval")
    assert scene.executed("renew") == 0


async def test_who_is_no_owner_in_a_staff_chat_decides_nothing(scene: Scene) -> None:
    _, row, in_group, _ = await requested(scene)
    answer = await scene.tap(scene.oscar, in_group, "apv:")
    assert "“owner”" in answer.text
    assert how(scene, row) is None


async def test_where_nobody_is_owner_the_refusal_says_how_to_become_one(scene: Scene) -> None:
    group = scene.telegram.add_group(title="new desk", members=[scene.rita], owner=scene.rita)
    await scene.store.keep_chat(group.id, kind="group")
    await scene.store.set_staff(group.id, scene.account_id, on=True)
    _, row = await asked(scene)
    await scene.noticer.deliver_due()
    answer = await scene.tap(scene.rita, scene.messages(group)[-1], "apv:")
    assert f"apabot member set {group.id} 506 owner" in answer.text
    assert len(answer.text) <= 200
    assert how(scene, row) is None


async def test_a_copy_in_a_chat_that_is_no_longer_staff_stays_as_it_was(scene: Scene) -> None:
    _, row, in_group, own = await requested(scene)
    before = in_group.text
    await scene.store.set_staff(scene.store.staff_chats(scene.account_id)[0], scene.account_id, on=False)
    await scene.tap(scene.rita, own, "apv:")
    assert how(scene, row) == "approved"
    assert "✅ Approved by Rita" in own.text
    assert in_group.text == before


async def test_other_chats_cannot_decide(scene: Scene) -> None:
    _, row, _, _ = await requested(scene)
    theirs = await scene.ask(scene.bob, "/servers")
    for data in (f"apv:{row.id}:1", f"apv:{row.id}:0", f"apv:{row.id}:show", "apv:999:1", "apv:x:1", f"apv:{row.id}:2"):
        assert await scene.press(scene.bob, theirs, data) is not None
    assert how(scene, row) is None
    assert "web-1" not in "".join(each.text for each in scene.messages(scene.bob))


async def second_owner(scene: Scene, text: str) -> tuple[BotMessage, ApprovalRow, Chat]:
    """Alice asks in her team, where vera is the second owner."""
    await scene.store.set_member(scene.team.id, scene.vera.id, "owner")
    question = await scene.ask(scene.alice, text, scene.team)
    await scene.say(scene.alice, "web-1", scene.team, reply_to=question)
    return question, scene.store.open_approvals()[-1], scene.team


async def test_a_second_owner_of_the_chat_agrees(scene: Scene) -> None:
    question, row, _ = await second_owner(scene, "/refund web-1")
    assert row.needs == "owner"

    own = await scene.tap(scene.alice, question, f"apv:{row.id}:1")
    assert own.text == "Somebody else has to say yes to what you asked for."
    low = await scene.tap(scene.oscar, question, f"apv:{row.id}:1")
    assert low.show_alert
    assert how(scene, row) is None

    assert (await scene.tap(scene.vera, question, f"apv:{row.id}:1")).text == "Approved."
    await scene.drive()
    assert scene.executed("refund") == 1


async def test_a_second_owner_refuses(scene: Scene) -> None:
    question, row, team = await second_owner(scene, "/refund web-1")
    await scene.tap(scene.vera, question, f"apv:{row.id}:0")
    await scene.noticer.deliver_due()
    assert scene.messages(team)[-1].text == ("❌ Vera declined: refund (web-1). Nothing was done, nothing was charged.")
    assert all(not data.startswith("apv:") for data in all_data(question))
    assert scene.executed("refund") == 0


async def test_what_is_open_is_shown_again_out_of_the_list(scene: Scene) -> None:
    _, row, in_group, _ = await requested(scene)
    listed = await scene.ask(scene.rita, "/approvals")
    await scene.tap(scene.rita, listed, f"apv:{row.id}:show")
    assert "Your yes is needed" in listed.text
    await scene.tap(scene.rita, listed, f"apv:{row.id}:1")
    assert "✅ Approved by Rita" in listed.text
    assert all_data(listed) == ["pnd"]
    assert not in_group.buttons


async def test_a_second_owners_yes_may_pass_it_on_to_staff(scene: Scene) -> None:
    group = await staffed(scene)
    await scene.store.set_member(scene.team.id, scene.vera.id, "owner")
    await scene.store.set_chat(scene.team.id, language="en")
    actor = identify(
        scene.services, chat_id=scene.team.id, user_id=scene.alice.id, private=False, telegram_language="en"
    )
    assert actor is not None
    asker, server = Asker(actor, None), scene.server("web-1")
    params = Purchase(
        line_guid=server.line_guid,
        cpu=server.cpu,
        memory=server.memory,
        harddisks=tuple(server.harddisks),
        bandwidth=server.bandwidth,
        defense=server.defense,
        system_guid=server.system_guid,
        password="Secret-12345",
        months=1,
    )
    wish = Wish("create_new", params, scene.account_id, scene.identities["alice"], None)
    proposal = await confirmations.propose_wish(scene.services, asker, wish)
    message_id = await scene.outgoing.send(scene.team.id, "Buy?")
    await confirmations.bind(scene.services, proposal.nonce, message_id)
    await pressing.press(scene.services, asker, proposal.nonce, message_id)
    (row,) = scene.store.open_approvals()
    question = scene.messages(scene.team)[-1]

    await scene.press(scene.vera, question, f"apv:{row.id}:1")
    await scene.noticer.deliver_due()

    assert "Waiting for your reseller's approval" in question.text
    request = scene.messages(group)[-1]
    assert "• purchase" in request.text
    assert "Secret" not in request.text
    await scene.tap(scene.rita, request, "apv:")
    await scene.drive()
    assert scene.executed("create_new") == 1


async def test_a_copy_that_can_no_longer_be_edited_hinders_nothing(scene: Scene) -> None:
    _, row, in_group, own = await requested(scene)
    scene.telegram.fail_next("editMessageText", status=403, description="Forbidden: bot was kicked")
    await scene.tap(scene.rita, in_group, "apv:")
    assert how(scene, row) == "approved"
    assert scene.failures == 0
    assert "✅ Approved by Rita" in own.text or "✅ Approved by Rita" in in_group.text


async def test_where_no_answer_fits_any_more_the_refusal_is_a_message(scene: Scene) -> None:
    question, row, team = await second_owner(scene, "/refund web-1")
    scene.telegram.fail_next(
        "answerCallbackQuery", status=400, description="Bad Request: query is too old and response timeout expired"
    )
    await scene.press(scene.alice, question, f"apv:{row.id}:1")
    assert scene.messages(team)[-1].text == "Somebody else has to say yes to what you asked for."
    assert how(scene, row) is None
