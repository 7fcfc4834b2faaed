from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram.error import BadRequest, InvalidToken

from handlers.api import Api
from handlers.transport.request import AiohttpRequest
from tests.handlers.staging import TOKEN

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_the_result_comes_as_telegram_sent_it(scene: Scene) -> None:
    result = await scene.api.call("sendMessage", {"chat_id": 501, "text": "x"})
    assert result["chat"] == {"id": 501, "type": "private", "first_name": "Alice"}
    assert result["text"] == "x"
    assert scene.observed == [True]


async def test_a_refusal_is_python_telegram_bots_error_and_is_observed(scene: Scene) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await scene.api.call("sendMessage", {"chat_id": -999, "text": "x"}, "bulk")
    assert scene.observed == [False]


async def test_the_body_of_the_caller_is_left_as_it_was(scene: Scene) -> None:
    body = {"chat_id": 501, "text": "x"}
    await scene.api.call("sendMessage", body, "bulk")
    assert body == {"chat_id": 501, "text": "x"}
    (call,) = scene.calls("sendMessage")
    assert call.params == {"chat_id": 501, "text": "x"}
    assert scene.telegram.violations == []


async def test_it_knows_its_name(scene: Scene) -> None:
    assert scene.api.username == "apabot_demo_bot"


async def test_no_error_holds_the_token(scene: Scene) -> None:
    wrong = Api(
        "123456:another-token",
        base_url=scene.api.base_url.replace(TOKEN, ""),
        request=AiohttpRequest(connection_pool_size=1),
        get_updates_request=AiohttpRequest(connection_pool_size=1),
        observe=scene.observed.append,
    )
    with pytest.raises(InvalidToken) as caught:
        await wrong.initialize()
    await wrong.shutdown()
    for request in wrong._request:
        await request.shutdown()
    shown = "".join(repr(each) for each in (caught.value, caught.value.__cause__, caught.value.__context__))
    assert "another-token" not in shown.replace("The token `123456:another-token` was rejected", "")
