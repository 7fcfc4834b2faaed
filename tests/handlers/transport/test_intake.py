from __future__ import annotations

from typing import Any

import pytest

from handlers.transport.intake import Incoming, chat_key
from tests.handlers.transport.stand_in import typed

CHAT = {"id": -100, "type": "supergroup"}
PERSON = {"id": 7, "is_bot": False}


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"message": {"chat": CHAT, "from": PERSON}}, -100),
        ({"edited_message": {"chat": CHAT}}, -100),
        ({"callback_query": {"id": "1", "from": PERSON, "message": {"chat": CHAT}}}, -100),
        ({"callback_query": {"id": "1", "from": PERSON, "inline_message_id": "x"}}, 7),
        ({"my_chat_member": {"chat": CHAT, "from": PERSON}}, -100),
        ({"inline_query": {"from": PERSON}}, 7),
        ({"poll_answer": {"user": PERSON}}, 7),
        ({"poll": {"id": "1"}}, 55),
        ({}, 55),
    ],
)
def test_the_order_is_by_chat_then_person(body: dict[str, Any], key: int) -> None:
    assert chat_key({"update_id": 55, **body}) == key


def test_no_repr_shows_what_people_wrote() -> None:
    assert "password" not in repr(Incoming(1, typed(1, 7, "a password"), 1.0, replayed=False))
