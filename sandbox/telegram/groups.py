"""Groups: making them, and what happens to them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from sandbox.telegram import acting, wire
from sandbox.telegram.chats import Chat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sandbox.telegram.chats import BotStatus, ChatType, Person
    from sandbox.telegram.world import World

_FIRST_SUPERGROUP = 1_002_000_000_001
_FIRST_GROUP = 4_000_000_001
_TOPIC_COLOR = 7322096


class Groups:
    """Makes groups and changes them; every group's numbers come from here."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._supergroup_ids: Iterator[int] = count(_FIRST_SUPERGROUP)
        self._group_ids: Iterator[int] = count(_FIRST_GROUP)

    def add(
        self,
        *,
        type_: ChatType,
        title: str,
        members: Sequence[Person],
        owner: Person | None,
        administrators: Sequence[Person] = (),
        forum: bool = False,
        bot_status: BotStatus = "member",
    ) -> Chat:
        """A group with the bot in it; nobody is told of it."""
        ids = self._supergroup_ids if type_ == "supergroup" else self._group_ids
        chat = Chat(
            id=-next(ids),
            type=type_,
            title=title,
            members={person.id: person for person in [*members, *administrators, *([owner] if owner else [])]},
            owner_id=owner.id if owner else None,
            administrator_ids={person.id for person in administrators},
            is_forum=forum,
            bot_status=bot_status,
        )
        self._world.chats[chat.id] = chat
        self._world.state_changed()
        return chat

    def add_topic(self, chat: Chat, name: str) -> int:
        """A topic in a forum.

        Returns:
            Its message_thread_id, which is the id of the service message that opened it.

        Raises:
            ValueError: the chat is no forum.
        """
        if not chat.is_forum:
            raise ValueError(f"chat {chat.id} is no forum")
        actor = next(iter(chat.members.values()))
        message = acting.service(
            self._world,
            chat,
            actor,
            {"forum_topic_created": {"name": name, "icon_color": _TOPIC_COLOR}},
        )
        message.thread_id = message.message_id
        chat.topics[message.message_id] = name
        self._world.state_changed()
        return message.message_id

    def delete_topic(self, chat: Chat, thread_id: int) -> None:
        """Deletes a topic with its messages; bots are not told."""
        del chat.topics[thread_id]
        for message in chat.messages.values():
            if message.thread_id == thread_id and not message.deleted:
                self._world.delete(message)
        self._world.state_changed()

    def add_member(self, chat: Chat, person: Person) -> None:
        """Somebody joins."""
        chat.members[person.id] = person
        acting.service(self._world, chat, person, {"new_chat_members": [wire.user(person)]})
        self._world.state_changed()

    def remove_member(self, chat: Chat, person: Person) -> None:
        """Somebody leaves."""
        del chat.members[person.id]
        chat.administrator_ids.discard(person.id)
        acting.service(self._world, chat, person, {"left_chat_member": wire.user(person)})
        self._world.state_changed()

    def migrate(self, chat: Chat) -> Chat:
        """A plain group becomes a supergroup; its messages stay behind.

        Raises:
            ValueError: it is none, or has become one already.
        """
        if chat.type != "group" or chat.migrated_to is not None:
            raise ValueError(f"chat {chat.id} is no group that can become a supergroup")
        members = list(chat.members.values())
        owner = chat.members.get(chat.owner_id or 0)
        new = self.add(
            type_="supergroup",
            title=chat.title,
            members=members,
            owner=owner,
            administrators=[chat.members[user_id] for user_id in chat.administrator_ids],
            bot_status=chat.bot_status,
        )
        actor = owner or members[0]
        acting.service(self._world, chat, actor, {"migrate_to_chat_id": new.id})
        acting.service(self._world, new, actor, {"migrate_from_chat_id": chat.id})
        chat.migrated_to = new.id
        self._world.state_changed()
        return new
