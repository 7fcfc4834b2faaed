from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from handlers.updates import InlineKeyboard, Message, RepliedMessage, Update, User, replied_person

ALICE = {"id": 501, "is_bot": False, "first_name": "Alice", "last_name": "Liddell", "language_code": "en"}
GROUP = {"id": -1001, "type": "supergroup", "title": "team", "is_forum": True}


def message(**more: Any) -> Message:
    return Message.model_validate(
        {"message_id": 7, "date": 1_800_000_000, "chat": GROUP, "from": ALICE, "text": "/stop"} | more
    )


def test_a_message_as_telegram_writes_it() -> None:
    update = Update.model_validate(
        {
            "update_id": 1,
            "message": {
                "message_id": 7,
                "from": ALICE,
                "chat": {"id": 501, "type": "private", "first_name": "Alice"},
                "date": 1_800_000_000,
                "text": "/stop web-1",
                "entities": [{"type": "bot_command", "offset": 0, "length": 5}],
            },
        }
    )
    assert update.message is not None
    assert update.message.chat.private
    assert update.message.text == "/stop web-1"
    assert update.message.sender is not None
    assert update.message.sender.full_name == "Alice Liddell"
    assert [(entity.type, entity.offset, entity.length) for entity in update.message.entities] == [
        ("bot_command", 0, 5)
    ]


def test_kinds_that_were_not_asked_for_leave_an_empty_update() -> None:
    update = Update.model_validate({"update_id": 2, "edited_message": {"message_id": 7}, "poll": {"id": "1"}})
    assert (update.message, update.callback_query, update.my_chat_member) == (None, None, None)


def test_what_people_wrote_and_are_called_is_in_no_repr() -> None:
    shown = repr(message(text="my password is hunter2"))
    assert "hunter2" not in shown
    assert "Alice" not in shown
    assert "Liddell" not in shown
    assert "501" in shown


def test_an_update_without_a_number_is_refused() -> None:
    with pytest.raises(ValidationError):
        Update.model_validate({"message": None})


def test_only_a_topics_thread_is_kept() -> None:
    assert message(message_thread_id=5, is_topic_message=True).thread_id == 5
    assert message(message_thread_id=5).thread_id is None
    assert message().thread_id is None


def test_what_opened_the_topic_was_not_answered() -> None:
    opened = {"message_id": 5, "from": ALICE}
    in_topic = message(message_thread_id=5, is_topic_message=True, reply_to_message=opened)
    assert in_topic.replied_to is None
    real = message(message_thread_id=5, is_topic_message=True, reply_to_message={"message_id": 6, "from": ALICE})
    assert real.replied_to is not None
    assert real.replied_to.message_id == 6
    outside = message(message_thread_id=5, reply_to_message=opened)
    assert outside.replied_to is not None
    assert message().replied_to is None


@pytest.mark.parametrize(
    ("sender", "as_chat"),
    [
        (None, None),
        ({"id": 1087968824, "is_bot": True}, GROUP),
        ({"id": 136817688, "is_bot": True}, GROUP),
        ({"id": 777000, "is_bot": False}, GROUP),
        ({"id": 777000, "is_bot": False}, None),
        (ALICE, GROUP),
        ({"id": 60_001, "is_bot": True}, None),
    ],
)
def test_who_is_no_person(sender: dict[str, Any] | None, as_chat: dict[str, Any] | None) -> None:
    assert message(**{"from": sender, "sender_chat": as_chat}).person is None
    replied = RepliedMessage.model_validate({"message_id": 6, "from": sender, "sender_chat": as_chat})
    assert replied_person(replied) is None


def test_a_person() -> None:
    person = message().person
    assert person is not None
    assert person.id == 501
    replied = replied_person(RepliedMessage.model_validate({"message_id": 6, "from": ALICE}))
    assert replied is not None
    assert replied.full_name == "Alice Liddell"


def test_a_name_without_a_last_one() -> None:
    assert User.model_validate({"id": 1, "first_name": "李娜"}).full_name == "李娜"


def test_a_pressed_messages_own_buttons() -> None:
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "x:1"}, {"text": "b", "url": "https://x"}], []]}
    found = InlineKeyboard.model_validate(keyboard)
    assert found.data == ("x:1",)
    assert InlineKeyboard().data == ()
