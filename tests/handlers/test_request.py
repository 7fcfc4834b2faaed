from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers.request import Request
from handlers.updates import User
from texts import texts_for

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


def request_of(scene: Scene, *, query_id: str | None = None, message_id: int = 1) -> Request:
    return Request(
        parts=scene.gate._parts,
        update_id=1,
        chat_id=501,
        thread_id=None,
        message_id=message_id,
        user=User(id=501, first_name="Alice"),
        private=True,
        t=texts_for("en"),
        asked_at=scene.clock.now(),
        query_id=query_id,
    )


async def pressed(scene: Scene) -> tuple[Request, str]:
    shown = await scene.ask(scene.alice, "/servers")
    query = scene.telegram.press(scene.alice, shown, data="lst:0:")
    return request_of(scene, query_id=query, message_id=shown.message_id), query


async def test_a_public_handler_has_no_actor(scene: Scene) -> None:
    with pytest.raises(RuntimeError, match="a public handler has no actor"):
        _ = request_of(scene).actor


async def test_a_press_is_answered_once(scene: Scene) -> None:
    request, query = await pressed(scene)
    request.answer("first")
    request.answer("second")
    await request.finish()
    await request.finish()
    assert scene.telegram.answers[query].text == "first"
    assert len(scene.calls("answerCallbackQuery")) == 1


async def test_finish_answers_what_is_unanswered(scene: Scene) -> None:
    request, query = await pressed(scene)
    await request.finish()
    assert scene.telegram.answers[query].text == ""


async def test_a_typed_message_has_nothing_to_answer(scene: Scene) -> None:
    request = request_of(scene)
    assert not request.pressed
    request.answer("x")
    assert await request.alert("x") is False
    await request.finish()
    assert scene.calls("answerCallbackQuery") == []


async def test_an_alert_says_whether_it_was_shown(scene: Scene) -> None:
    request, query = await pressed(scene)
    assert await request.alert("no") is True
    assert scene.telegram.answers[query].show_alert
    assert await request.alert("again") is False
    late, _ = await pressed(scene)
    scene.clock.advance(16)
    assert await late.alert("no") is False


async def test_a_screen_replaces_the_pressed_one_or_comes_new(scene: Scene) -> None:
    request, _ = await pressed(scene)
    assert await request.show("screen") == request.message_id
    assert [message.text for message in scene.messages(scene.alice)] == ["screen"]
    typed = request_of(scene, message_id=request.message_id)
    assert await typed.show("another") == scene.messages(scene.alice)[-1].message_id
    assert [message.text for message in scene.messages(scene.alice)] == ["screen", "another"]
    await request.finish()
