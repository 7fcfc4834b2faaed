from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from engine import NoAnswerError
from operations.access import Role
from operations.errors import LastOwnerError

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Handler
    from tests.handlers.scene import Scene


def raising(error: Exception, *, after_answer: bool = False) -> Handler:
    async def handle(request: Request) -> None:
        if after_answer:
            request.answer()
        raise error

    return handle


async def test_what_nobody_foresaw_is_one_line_with_a_reference(scene: Scene) -> None:
    scene.router.command("broken", raising(RuntimeError("hunter2 is in here")))
    with capture_logs() as logs:
        answer = await scene.ask(scene.alice, "/broken")
    found = re.fullmatch(
        "Something went wrong here. As far as we know nothing was changed.\n"
        "Reference: ([0-9a-f]{8})\nYour reseller can help: @reseller",
        answer.text,
    )
    assert found is not None
    assert [(entry["event"], entry["reference"]) for entry in logs] == [("handler_failed", found[1])]
    assert "hunter2" not in answer.text
    assert scene.failures == 1


async def test_in_chinese(scene: Scene) -> None:
    scene.router.command("broken", raising(RuntimeError()))
    assert (await scene.ask(scene.bob, "/broken")).text.startswith("出了点问题。就目前所知，没有任何改动。\n编号：")


async def test_an_unforeseen_error_of_a_press_answers_it_too(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/servers")
    scene.router.press("broken", raising(RuntimeError()))
    answer = await scene.press(scene.alice, shown, "broken:1")
    assert answer is not None
    assert (answer.text, answer.show_alert) == ("", False)
    assert scene.messages(scene.alice)[-1].text.startswith("Something went wrong here.")


async def test_a_refusal_of_a_press_is_an_alert_before_its_answer_and_a_message_after(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/servers")
    scene.router.press("early", raising(LastOwnerError()))
    scene.router.press("late", raising(LastOwnerError(), after_answer=True))
    words = "Not changed: a group keeps at least one owner. Make somebody else owner first."
    early = await scene.press(scene.alice, shown, "early:")
    assert early is not None
    assert (early.text, early.show_alert) == (words, True)
    assert len(scene.messages(scene.alice)) == 1
    late = await scene.press(scene.alice, shown, "late:")
    assert late is not None
    assert late.text == ""
    assert scene.messages(scene.alice)[-1].text == words
    assert scene.failures == 0


async def test_the_engines_own_errors_are_told_as_well(scene: Scene) -> None:
    scene.router.command("engine", raising(NoAnswerError("stop", "cut")))
    answer = await scene.ask(scene.alice, "/engine")
    assert answer.text == "The engine does not answer. Nothing was changed. Try again in a minute."


async def test_a_press_is_answered_even_where_the_message_fails(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/servers")
    scene.telegram.fail_next("editMessageText", status=502, times=2)
    with capture_logs() as logs:
        answer = await scene.press(scene.alice, shown, "mem:x")
        assert answer is not None
        answer = await scene.press(scene.alice, shown, "lst:0:web")
    assert answer is not None
    assert [(entry["event"], entry["error"]) for entry in logs] == [
        ("telegram_call_repeated", "NetworkError"),
        ("answer_failed", "NetworkError"),
    ]


async def test_a_handler_that_says_nothing_before_telegram_fails_still_answers(scene: Scene) -> None:
    shown = await scene.ask(scene.alice, "/servers")

    async def speak(request: Request) -> None:
        await request.say("x")

    scene.router.press("speak", speak)
    scene.telegram.fail_next("sendMessage", status=502)
    assert await scene.press(scene.alice, shown, "speak:") is not None


async def test_a_store_that_breaks_on_the_way_on(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/stop web-1")
    scene.server("web-1").ip = "192.0.2.99"
    # The price of a fresh confirmation is a write; the press that finds out that something moved makes one.
    await scene.break_writes()
    answer = await scene.tap(scene.alice, asked, "ok:")
    assert answer.text == ""
    assert scene.messages(scene.alice)[-1].text.startswith("Something went wrong here.")
    assert scene.failures == 1


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.OWNER])
async def test_a_role_that_is_too_low(scene: Scene, role: Role) -> None:
    async def nothing(request: Request) -> None:
        raise AssertionError("must not be reached")

    scene.router.command("serious", nothing, role=role)
    answer = await scene.ask(scene.vera, "/serious", scene.team)
    assert answer.text.startswith(f"This needs the role “{role}”; yours here is “viewer”.")
