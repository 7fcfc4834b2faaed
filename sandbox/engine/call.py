"""A request that has passed the validators, as the actions see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sandbox.engine.passwords import decoded_password

if TYPE_CHECKING:
    from sandbox.engine.rows import Line, Member
    from sandbox.engine.server_state import ServerState
    from sandbox.engine.world import World


@dataclass(kw_only=True)
class Call:
    """One execution of one action; `now` is the unix time at which it is executed."""

    world: World
    member: Member
    action: str
    form: dict[str, str] = field(repr=False)
    now: float

    @cached_property
    def server(self) -> ServerState:
        """The server that `guid` names.

        Raises:
            Refused: there is none, or it is another member's.
        """
        return self.world.owned_one(self.member.userid, self.form["guid"], self.now)

    @cached_property
    def line(self) -> Line:
        """The line of that server."""
        return self.world.lines[self.server.line_guid]

    @property
    def taskid(self) -> int:
        """The caller's own number of the request."""
        return int(self.form["taskid"])

    @property
    def password(self) -> str:
        """The password in clear; "" where none was sent."""
        return decoded_password(self.form.get("password", ""))

    def number(self, name: str) -> int:
        """A parameter that the validators know to be a whole number."""
        return int(self.form[name])

    def numbers(self, name: str) -> list[int]:
        """A parameter that the validators know to be whole numbers with commas between."""
        return [int(part) for part in self.form[name].split(",")]
