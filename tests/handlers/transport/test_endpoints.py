from __future__ import annotations

from typing import Any

import pytest

from handlers.transport.endpoints import chat_of, edited_message, is_message, message_count, replaces


@pytest.mark.parametrize(
    "endpoint",
    ["sendMessage", "sendPhoto", "sendMediaGroup", "editMessageText", "copyMessage", "copyMessages", "forwardMessages"],
)
def test_messages_and_edits_count(endpoint: str) -> None:
    assert is_message(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "sendChatAction",
        "answerCallbackQuery",
        "deleteMessage",
        "getMe",
        "setMyCommands",
        "editForumTopic",
        "editChatInviteLink",
        "pinChatMessage",
    ],
)
def test_nothing_else_counts(endpoint: str) -> None:
    assert not is_message(endpoint)


@pytest.mark.parametrize(
    ("given", "expected"), [(7, 7), (-7, -7), ("-100", -100), ("@Channel", "@channel"), (None, None)]
)
def test_a_chat_is_told_by_number_or_name(given: Any, expected: Any) -> None:
    assert chat_of({"chat_id": given}) == expected
    assert chat_of({}) is None


def test_only_edits_that_can_replace_each_other_name_their_message() -> None:
    assert edited_message("editMessageText", {"chat_id": 1, "message_id": 5}) == 5
    assert edited_message("editMessageText", {"inline_message_id": "x"}) == "x"
    assert edited_message("sendMessage", {"message_id": 5}) is None


@pytest.mark.parametrize(
    ("newer", "older", "expected"),
    [
        ("editMessageText", "editMessageText", True),
        ("editMessageText", "editMessageReplyMarkup", True),
        ("editMessageReplyMarkup", "editMessageText", False),
        ("editMessageCaption", "editMessageMedia", False),
        ("editMessageMedia", "editMessageCaption", True),
        ("sendMessage", "sendMessage", False),
    ],
)
def test_only_what_leaves_nothing_visible_is_replaced(newer: str, older: str, expected: bool) -> None:
    assert replaces(newer, older) is expected


@pytest.mark.parametrize(
    ("data", "count"),
    [
        ({}, 1),
        ({"media": [1, 2, 3]}, 3),
        ({"message_ids": (1, 2)}, 2),
        ({"media": "one picture"}, 1),
        ({"media": []}, 1),
    ],
)
def test_albums_and_lists_count_one_by_one(data: dict[str, Any], count: int) -> None:
    assert message_count(data) == count
