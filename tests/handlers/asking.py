"""Requests for approval, and outcomes nobody could find out, as the handlers find them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.handlers.scene import data_of
from tests.operations.rows import operation, sight_of

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage, Chat
    from store import ApprovalRow, OperationRow
    from tests.handlers.scene import Scene


async def staffed(scene: Scene) -> Chat:
    """Make a staff group: rita decides, oscar looks; rita's own chat with the bot is one, too."""
    group = scene.telegram.add_group(title="desk", members=[scene.rita, scene.oscar], owner=scene.rita)
    for chat_id in (group.id, scene.rita.id):
        await scene.store.keep_chat(chat_id, kind="group" if chat_id < 0 else "private")
        await scene.store.set_staff(chat_id, scene.account_id, on=True)
    await scene.store.set_member(group.id, scene.rita.id, "owner")
    return group


async def asked(scene: Scene, text: str = "/renew web-1 1", chat: Chat | None = None) -> tuple[BotMessage, ApprovalRow]:
    """Let alice ask and say yes; return her message and the approval that it waits for."""
    question = await scene.ask(scene.alice, text, chat)
    await scene.press(scene.alice, question, data_of(question, "ok:"))
    return question, scene.store.open_approvals()[-1]


async def unclear(scene: Scene, **new: object) -> OperationRow:
    """A renewal of alice's that nobody could find out about."""
    guid = scene.made.servers["web-1"]
    values: dict[str, object] = {
        "account_id": scene.account_id,
        "identity_id": scene.identities["alice"],
        "guid": guid,
        "chat_id": scene.alice.id,
        "user_id": scene.alice.id,
        "order_no": "A1",
        "outcome": "moved_elsewhere",
        "before": sight_of(scene.services, guid, end_time=datetime(2026, 12, 1, 4, tzinfo=UTC)),
        "after": sight_of(scene.services, guid, end_time=datetime(2027, 1, 1, 4, tzinfo=UTC)),
    }
    row = await operation(scene.services, "needs-human", **values | new)
    await scene.store.add_staff_notices(
        scene.account_id, "needs-human", {"taskid": row.taskid}, dedupe_key=f"needs-human:{row.taskid}"
    )
    return row
