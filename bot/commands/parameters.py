"""Types of arguments and options, and commands that take a negative chat id for what it is."""

from __future__ import annotations

import difflib
import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import click

from operations.admin import validity
from operations.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Callable

_NEGATIVE = re.compile(r"-\d+(\.\d+)?", re.ASCII)


class Checked(click.ParamType[Any]):
    """A type made of a function that returns the value or raises `BadInputError`."""

    def __init__(self, name: str, check: Callable[[str], Any]) -> None:
        self.name = name
        self.check = check

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the checked value."""
        if not isinstance(value, str):
            return value
        try:
            return self.check(value)
        except BadInputError as error:
            self.fail(str(error), param, ctx)


def _id(what: str) -> Callable[[str], int]:
    def check(text: str) -> int:
        # int() also takes "1_000", blanks and the digits of every script.
        if re.fullmatch(r"-?\d{1,20}", text, re.ASCII) is None:
            raise BadInputError(
                f"{validity.shortened(text)!r} is not an id of Telegram's; /whoami in the chat shows it"
            )
        return validity.telegram_id(int(text), what=what)

    return check


CHAT_ID = Checked("CHAT_ID", _id("CHAT_ID"))
USER_ID = Checked("USER_ID", _id("USER_ID"))
PERCENT = Checked("PERCENT", validity.percent)
CNY = Checked("CNY", lambda text: validity.money(text, what="the amount"))
TIMEZONE = Checked("TZ", validity.timezone)


def or_none(kind: Checked) -> Checked:
    """Return the same type, which also takes the word none, and returns it as "none"."""
    return Checked(f"{kind.name}|none", lambda text: "none" if text.strip().lower() == "none" else kind.check(text))


class SignedCommand(click.Command):
    """A command whose arguments may be negative numbers: a group's id or a correction begins as an option does."""

    # Lets the parser hand on what it does not know as an argument. What is really misspelt is refused below.
    ignore_unknown_options = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, after refusing options that this command does not have."""
        known = {name for parameter in self.get_params(ctx) for name in (*parameter.opts, *parameter.secondary_opts)}
        for arg in takewhile(lambda each: each != "--", args):
            name = arg.partition("=")[0]
            if len(name) > 1 and name.startswith("-") and name not in known and not _NEGATIVE.fullmatch(arg):
                near = difflib.get_close_matches(name, known, n=3)
                raise click.NoSuchOption(validity.shortened(name), possibilities=near, ctx=ctx)
        return super().parse_args(ctx, args)
