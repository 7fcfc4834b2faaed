"""Which handler an update belongs to, and the gate in front of it.

One table of commands and one of buttons instead of a list of filters tried in turn: what may be done, by whom, and
what the menu says all come from the same row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from operations.access import Role

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from handlers.request import Request

    Handler = Callable[[Request], Awaitable[None]]

# Whom a command is of use to: chats with customers' servers; those who decide about what others asked for, in staff
# chats and as an owner of a group; or all of them.
Audience = Literal["customers", "deciders", "all"]


@dataclass(frozen=True, slots=True)
class Command:
    """A typed command.

    Attributes:
        name: without the slash; its description and usage are texts of the same name.
        handler: what answers it.
        role: the least role that may use it; shown in menu and help only from there on.
        public: whether strangers may use it.
        acts: whether it changes something at once; then it must be fresh, for a bot that was away may find it late.
        group_only: whether it makes sense only in a group; a private chat's menu and help leave it out.
        audience: whose menu and help have it.
        refused: what answers those whose role does not reach, where saying so is not enough.
    """

    name: str
    handler: Handler
    role: Role = Role.VIEWER
    public: bool = False
    acts: bool = False
    group_only: bool = False
    audience: Audience = "customers"
    refused: Handler | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """A button's verb; `role` and `acts` as with commands."""

    verb: str
    handler: Handler
    role: Role = Role.VIEWER
    acts: bool = False


class Router:
    """The tables; each handler module adds its rows in its `register`."""

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self.presses: dict[str, Press] = {}
        self.text: Handler | None = None

    def command(
        self,
        name: str,
        handler: Handler,
        *,
        role: Role = Role.VIEWER,
        public: bool = False,
        acts: bool = False,
        group_only: bool = False,
        audience: Audience = "customers",
        refused: Handler | None = None,
    ) -> None:
        """Add a command.

        Raises:
            ValueError: the name is taken.
        """
        if name in self.commands:
            raise ValueError(f"/{name} is registered twice")
        self.commands[name] = Command(name, handler, role, public, acts, group_only, audience, refused)

    def press(self, verb: str, handler: Handler, *, role: Role = Role.VIEWER, acts: bool = False) -> None:
        """Add a button's verb.

        Raises:
            ValueError: the verb is taken.
        """
        if verb in self.presses:
            raise ValueError(f"the verb {verb} is registered twice")
        self.presses[verb] = Press(verb, handler, role, acts)

    def typed(self, handler: Handler) -> None:
        """Set what answers a text that is no command, in a private chat."""
        self.text = handler

    def allowed(
        self, role: Role | None, *, private: bool, customers: bool = True, staff: bool = False
    ) -> list[Command]:
        """Return the commands for a role in a kind of chat, in order of registration.

        Args:
            role: the person's; None is a stranger's.
            private: whether it is a private chat.
            customers: whether the chat acts as a customer.
            staff: whether it is a staff chat.
        """
        if role is None:
            return [command for command in self.commands.values() if command.public]
        deciders = staff or (not private and role.reaches(Role.OWNER))
        audiences = {"all", *(["customers"] if customers else []), *(["deciders"] if deciders else [])}
        return [
            command
            for command in self.commands.values()
            if role.reaches(command.role) and command.audience in audiences and not (private and command.group_only)
        ]
