from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Run
from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_card_confirmation_status_end(scene: Scene) -> None:
    message = await scene.ask(scene.alice, "/server web-1")
    await scene.tap(scene.alice, message, "do:stop:")
    ip = scene.server("web-1").ip
    assert message.text == (
        f"Stop web-1?\nAddress: {ip}\nSystem: Debian 12 64位\nNow: running\n\n"
        "All services on it are down until it is started again.\n\nValid for 2 min; only who asked can confirm."
    )
    assert labels(message) == ["✅ Confirm", "❌ Cancel"]
    assert scene.executed("stop") == 0

    await scene.tap(scene.alice, message, "ok:")
    (row,) = await scene.drive()
    assert row.status_message_id == message.message_id
    assert scene.executed("stop") == 1
    assert message.text.startswith(f"web-1 · {ip}\n✅ Done in")
    end = scene.messages(scene.alice)[-1]
    assert end.text.startswith(f"✅ web-1 · {ip} is off. It took")
    assert all_data(end) == [f"new:srv:{scene.row_id('web-1')}"]


@pytest.mark.parametrize(
    ("command", "action"),
    [("stop", "stop"), ("restart", "restart"), ("force_stop", "stop_h"), ("force_restart", "restart_h")],
)
async def test_typed_with_a_server_it_goes_straight_to_the_confirmation(
    scene: Scene, command: str, action: str
) -> None:
    asked = await scene.ask(scene.alice, f"/{command} web-2")
    await scene.tap(scene.alice, asked, "ok:")
    await scene.drive()
    assert scene.executed(action) == 1


async def test_the_no(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/stop web-1")
    yes = data_of(asked, "ok:")
    await scene.tap(scene.alice, asked, "no:")
    assert asked.text == "Cancelled: stop. Nothing was done."
    assert all_data(asked) == [f"srv:{scene.row_id('web-1')}"]
    late = await scene.press(scene.alice, asked, yes)
    assert late is not None
    assert late.text == "This was cancelled. Nothing was changed."
    assert scene.store.due_operations(scene.clock.now()) == []


async def test_only_the_first_of_many_presses_counts(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/stop web-1")
    data = data_of(asked, "ok:")
    answers = [await scene.press(scene.alice, asked, data) for _ in range(3)]
    assert [answer.text for answer in answers if answer is not None] == ["", *["This has been confirmed already."] * 2]
    await scene.drive()
    assert scene.executed("stop") == 1


async def test_only_who_asked_may_press(scene: Scene) -> None:
    asked = await scene.ask(scene.oscar, "/stop web-1", scene.team)
    for verb in ("ok:", "no:"):
        answer = await scene.tap(scene.alice, asked, verb)
        assert answer.text == "Only who asked for it can press this."
        assert answer.show_alert
    elsewhere = await scene.ask(scene.oscar, "/start")
    assert (await scene.press(scene.oscar, elsewhere, data_of(asked, "ok:"))) is not None
    assert scene.store.due_operations(scene.clock.now()) == []


async def test_from_another_message_it_is_nothing(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/stop web-1")
    other = await scene.ask(scene.alice, "/servers")
    answer = await scene.press(scene.alice, other, data_of(asked, "ok:"))
    assert answer is not None
    assert answer.text == "Only who asked for it can press this."


async def test_after_two_minutes_it_is_too_late(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/stop web-1")
    scene.clock.advance(120)
    answer = await scene.tap(scene.alice, asked, "ok:")
    assert answer.text == "Too late: this has expired and nothing was changed. Please ask again."
    assert scene.store.due_operations(scene.clock.now()) == []


async def test_a_press_that_waited_while_the_bot_was_away_is_told_in_a_message(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/stop web-1")
    query = scene.telegram.press(scene.alice, asked, data=data_of(asked, "ok:"))
    scene.clock.advance(140)
    await scene.process()
    # Telegram takes no answer to the press any more, so the alert cannot be shown.
    assert query not in scene.telegram.answers
    assert [message.text for message in scene.messages(scene.alice)[1:]] == [
        "Too late: this has expired and nothing was changed. Please ask again."
    ]
    assert scene.executed("stop") == 0


async def test_what_moved_is_said_and_asked_afresh(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/stop web-1")
    old = data_of(asked, "ok:")
    scene.server("web-1").ip = "192.0.2.99"
    answer = await scene.tap(scene.alice, asked, "ok:")
    assert answer.text == "Something has changed meanwhile. Please look again and confirm afresh."
    assert answer.show_alert
    assert asked.text.startswith(
        "⚠ Not done, for something has changed meanwhile: its address. Please look again and confirm afresh."
        "\n\nStop web-1?\nAddress: 192.0.2.99\n"
    )
    assert data_of(asked, "ok:") != old
    await scene.tap(scene.alice, asked, "ok:")
    await scene.drive()
    assert scene.executed("stop") == 1


async def test_a_button_for_what_the_state_forbids_by_now(scene: Scene) -> None:
    card = await scene.ask(scene.alice, "/server web-1")
    scene.server("web-1").run_status = Run.OFF
    answer = await scene.tap(scene.alice, card, "do:stop:")
    assert answer.text == "Not possible: it is off. Starting it is possible."
    assert answer.show_alert


async def test_one_operation_at_a_time(scene: Scene) -> None:
    await scene.ask(scene.alice, "/start cache-1")
    refused = await scene.ask(scene.oscar, "/start cache-1", scene.team)
    assert refused.text == "Another operation is still going on here (start). Please wait until it has ended."


async def test_a_confirmation_whose_message_is_gone_is_carried_out_and_its_end_told(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/stop web-1")
    query = scene.telegram.press(scene.alice, asked, data=data_of(asked, "ok:"))
    scene.telegram.delete(asked)
    await scene.process()
    assert scene.telegram.answers[query].text == ""
    await scene.drive()
    assert scene.executed("stop") == 1
    (end,) = scene.messages(scene.alice)[1:]
    assert end.text.startswith("✅ web-1")


async def test_cancel_ends_what_waits_for_this_person_here(scene: Scene) -> None:
    first = await scene.ask(scene.alice, "/stop web-1")
    second = await scene.ask(scene.alice, "/restart web-2")
    elsewhere = await scene.ask(scene.alice, "/stop web-1", scene.team)
    answer = await scene.ask(scene.alice, "/cancel")
    assert answer.text == "Cancelled 2 confirmations. Nothing was changed."
    assert (first.text, second.text) == ("Cancelled: stop. Nothing was done.", "Cancelled: restart. Nothing was done.")
    assert not first.buttons
    assert elsewhere.buttons
    assert (await scene.ask(scene.alice, "/cancel")).text == "Nothing of yours is waiting for a yes."


async def test_cancel_when_the_message_is_gone_or_was_never_bound(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/stop web-1")
    scene.telegram.delete(asked)
    scene.telegram.fail_next("sendMessage", status=400, description="Bad Request: something new")
    assert await scene.say(scene.alice, "/stop web-2") == []
    answer = await scene.ask(scene.alice, "/cancel")
    assert answer.text == "Cancelled 2 confirmations. Nothing was changed."


async def test_names_of_systems_and_servers_are_no_markup(scene: Scene) -> None:
    scene.engine.world.systems[scene.made.systems["debian12"]].name = "<b>Debian</b> & co"
    scene.services.catalogue._read.clear()
    await scene.services.catalogue.refresh(
        scene.account_id, scene.services.engines.of(scene.account_id), now=scene.clock.now()
    )
    asked = await scene.ask(scene.alice, "/stop web-1")
    assert "System: <b>Debian</b> & co\n" in asked.text
    card = await scene.ask(scene.alice, "/server web-1")
    assert "System: <b>Debian</b> & co\n" in card.text
