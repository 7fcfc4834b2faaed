"""answerCallbackQuery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.telegram.changes import CallbackAnswered
from sandbox.telegram.entities import utf16_length
from sandbox.telegram.errors import bad_request
from sandbox.telegram.limits import CALLBACK_ANSWER_SECONDS, CALLBACK_ANSWER_UNITS
from sandbox.telegram.methods.registry import Session, method
from sandbox.telegram.world import Answer

if TYPE_CHECKING:
    from sandbox.telegram.parameters import Parameters

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery", "callback_query_id", "text", "show_alert", "url", "cache_time")
async def answer_callback_query(session: Session, parameters: Parameters) -> bool:
    """Answers a press, once and within 15 seconds."""
    world = session.world
    query_id = parameters.text("callback_query_id")
    press = world.presses.get(query_id)
    if press is None:
        known = "a second answer to" if query_id in world.answers else "an answer to an unknown"
        world.violations.append(f"{known} callback query")
        raise bad_request(_TOO_OLD)
    if world.now() - press.time > CALLBACK_ANSWER_SECONDS:
        world.breach(
            f"an answer to a callback query after more than {CALLBACK_ANSWER_SECONDS} s", bad_request(_TOO_OLD)
        )
    text = parameters.text("text")
    if (length := utf16_length(text)) > CALLBACK_ANSWER_UNITS:
        world.breach(f"a callback answer of {length} characters", bad_request("MESSAGE_TOO_LONG"))
    del world.presses[query_id]
    alert = parameters.boolean("show_alert")
    world.answers[query_id] = Answer(
        query_id=query_id,
        person=press.person,
        text=text,
        show_alert=alert,
        url=parameters.text("url"),
        time=world.now(),
    )
    world.changes.publish(CallbackAnswered(person_id=press.person.id, query_id=query_id, text=text, alert=alert))
    return True
