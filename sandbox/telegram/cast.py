"""The people and groups of the stand-in, and what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.telegram import acting
from sandbox.telegram.chats import Chat, Person
from sandbox.telegram.groups import Groups
from sandbox.telegram.messages import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sandbox.telegram.messages import BotMessage
    from sandbox.telegram.world import World

ChatRef = Chat | Person | int
"""A chat, by itself, by its id, or by the person whose private chat it is."""
_FIRST_PERSON_ID = 5_000_001


class Cast:
    """Everybody but the bot.

    Attributes:
        world: the whole state.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self._groups = Groups(world)

    def add_person(
        self,
        *,
        first_name: str,
        user_id: int | None = None,
        language_code: str | None = None,
        username: str | None = None,
        started: bool = False,
    ) -> Person:
        """A person with a private chat of the same id; `started`: they wrote to the bot some time ago."""
        person = Person(
            id=_FIRST_PERSON_ID + len(self.world.people) if user_id is None else user_id,
            first_name=first_name,
            language_code=language_code,
            username=username,
            started=started,
        )
        self.world.people[person.id] = person
        self.world.chats[person.id] = Chat(
            id=person.id,
            type="private",
            title=first_name,
            person=person,
            members={person.id: person},
        )
        self.world.state_changed()
        return person

    def add_group(
        self,
        *,
        title: str,
        members: Sequence[Person],
        owner: Person | None = None,
        administrators: Sequence[Person] = (),
        forum: bool = False,
        bot_is_administrator: bool = False,
    ) -> Chat:
        """A supergroup (id -100…) with the bot in it."""
        return self._groups.add(
            type_="supergroup",
            title=title,
            members=members,
            owner=owner,
            administrators=administrators,
            forum=forum,
            bot_status="administrator" if bot_is_administrator else "member",
        )

    def add_plain_group(self, *, title: str, members: Sequence[Person], owner: Person | None = None) -> Chat:
        """A group that is no supergroup yet, to be migrated."""
        return self._groups.add(type_="group", title=title, members=members, owner=owner)

    def add_topic(self, group: ChatRef, name: str) -> int:
        """A topic in a forum; returns its message_thread_id."""
        return self._groups.add_topic(self.chat(group), name)

    def delete_topic(self, group: ChatRef, thread_id: int) -> None:
        """A topic is deleted: "message thread not found" from now on."""
        self._groups.delete_topic(self.chat(group), thread_id)

    def add_member(self, group: ChatRef, person: Person) -> None:
        """Somebody joins a group."""
        self._groups.add_member(self.chat(group), person)

    def remove_member(self, group: ChatRef, person: Person) -> None:
        """Somebody leaves a group."""
        self._groups.remove_member(self.chat(group), person)

    def kick(self, group: ChatRef) -> None:
        """The bot is thrown out of a group."""
        chat = self.chat(group)
        acting.set_bot_status(self.world, chat, next(iter(chat.members.values())), "kicked")

    def migrate(self, group: ChatRef) -> int:
        """A plain group becomes a supergroup; returns the new chat id."""
        return self._groups.migrate(self.chat(group)).id

    def block(self, person: Person) -> None:
        """A person blocks the bot."""
        acting.set_blocked(self.world, person, self.chat(person), blocked=True)

    def unblock(self, person: Person) -> None:
        """A person takes the block back."""
        acting.set_blocked(self.world, person, self.chat(person), blocked=False)

    def say(
        self,
        person: Person,
        chat: ChatRef,
        text: str,
        *,
        thread_id: int | None = None,
        reply_to: Message | int | None = None,
        date: int | None = None,
    ) -> Message:
        """A person writes a text; `date` in unix seconds if not now."""
        reply_id = reply_to.message_id if isinstance(reply_to, Message) else reply_to
        where = self.chat(chat)
        return acting.say(self.world, person, where, text, thread_id=thread_id, reply_to=reply_id, date=date)

    def edit(self, message: Message, text: str) -> None:
        """A person changes what they wrote."""
        acting.edit(self.world, message, text)

    def delete(self, message: Message) -> None:
        """A person deletes a message; bots are not told."""
        self.world.delete(message)

    def press(self, person: Person, message: BotMessage, text: str | None = None, *, data: str | None = None) -> str:
        """A person presses the button with this text, or sends this data; returns the callback query's id.

        Raises:
            LookupError: there is no button with this text.
            ValueError: it is no callback button, or they cannot press it.
        """
        if (text is None) == (data is None):
            raise ValueError("press by the button's text or by its data")
        pressed = data if data is not None else acting.callback_data(message, text or "")
        return acting.press(self.world, person, message, pressed)

    def open_link(self, person: Person, payload: str) -> Message:
        """A person opens t.me/<bot>?start=<payload>, which sends "/start <payload>"."""
        return acting.open_link(self.world, person, self.chat(person), payload)

    def chat(self, ref: ChatRef) -> Chat:
        """The chat that is meant; KeyError if there is none of that id."""
        if isinstance(ref, Chat):
            return ref
        return self.world.chats[ref if isinstance(ref, int) else ref.id]
