"""What a form is: the questions before an operation, each with what may be answered.

A form asks one step after the other until every answer that its operation needs is there; then the operation's own
confirmation follows. Nothing here reads or writes: a filling has all that a step may look at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from operations.errors import BadAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from engine import Line, System, Zone
    from operations.access import Actor, Role
    from operations.catalogue import AccountCatalogue
    from operations.kinds import Params
    from operations.servers import KnownServer
    from operations.services import Services
    from operations.sights import Sight


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the answers that a step offers.

    Attributes:
        value: the answer as it is kept.
        name: in words that are not ours (a system's name, an address); shown as they are.
        key: else the key of a text of ours, with `facts` as its variables.
        facts: numbers and names for that text.
        price: CNY, shown behind it where it is known.
        answered: the key of its text once it is chosen, where that says something else; one with a `name` is its name.
    """

    value: str
    name: str | None = None
    key: str | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)
    price: Decimal | None = None
    answered: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """A form as far as it is filled in, and all that its steps may look at.

    Attributes:
        services: the catalogue, the store, the clock.
        actor: who fills it in.
        form: which.
        answers: step → answer, as kept.
        known: the server, where the form is about one.
        sight: what was just read of it, where the form reads.

    It lives as long as one request, and what its steps work out of it is worked out once.
    """

    services: Services
    actor: Actor
    form: Form
    answers: Mapping[str, str]
    known: KnownServer | None = None
    sight: Sight | None = None
    _worked_out: dict[str, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    def once(self, what: str, work_out: Callable[[], _T]) -> _T:
        """Return what was worked out under that name before, or work it out."""
        if what not in self._worked_out:
            self._worked_out[what] = work_out()
        found: _T = self._worked_out[what]
        return found

    def answer(self, name: str) -> str | None:
        """Return a step's answer, or what it is where nobody gave one; None where it still has to be asked."""
        given = self.answers.get(name)
        step = self.form.step(name)
        if given is not None or step is None or step.default is None:
            return given
        default = step.default
        return self.once(f"default {name}", lambda: default(self))

    @property
    def identity_id(self) -> int | None:
        """In whose name; None while a form without a server has not asked yet."""
        if self.known is not None:
            return self.known.identity_id
        chosen = self.answer("identity")
        return int(chosen) if chosen is not None else None

    @property
    def account_id(self) -> int | None:
        """Under which account; None as with `identity_id`."""
        if self.known is not None:
            return self.known.account_id
        identity_id = self.identity_id
        return None if identity_id is None else self.services.store.identity(identity_id).account_id

    @property
    def catalogue(self) -> AccountCatalogue | None:
        """What the account offers, as last read."""
        account_id = self.once("account", lambda: self.account_id)
        return None if account_id is None else self.services.catalogue.of(account_id)

    @property
    def line(self) -> Line | None:
        """The server's line, or the one that was chosen; None where it is unknown."""
        guid = self.known.server.line_guid if self.known is not None else self.answer("line")
        return self.catalogue.lines.get(guid) if self.catalogue is not None and guid else None

    @property
    def zone(self) -> Zone | None:
        """The line's zone, or the one that was chosen; None where it is unknown."""
        guid = self.line.zone_guid if self.line is not None else self.answer("zone")
        return self.catalogue.zones.get(guid) if self.catalogue is not None and guid else None

    @property
    def system(self) -> System | None:
        """The system that was chosen; None where it is unknown."""
        guid = self.answer("system")
        return self.catalogue.systems.get(guid) if self.catalogue is not None and guid else None

    def choices(self, step: Step) -> Sequence[Choice]:
        """Return what a step offers now."""
        offered = step.choices
        return () if offered is None else self.once(f"choices {step.name}", lambda: offered(self))


def always(_: Filling) -> bool:
    """The step is asked in every filling."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One question.

    Attributes:
        name: at most 10 ASCII letters: in buttons, in drafts, and in the keys `step-<form>-<name>`.
        choices: what is offered as buttons; None where it is only typed.
        take: checks what was typed (or chosen) and returns the answer as it is kept; raises `BadAnswerError`. None
            where only what `choices` offers is taken.
        asked: whether this filling needs it.
        default: the answer where nobody gave one; a step with a default is asked only when a person goes to it.
        secret: what is typed is taken out of the chat at once and never shown again.
        facts: variables of the question's text, beside `label`.
        columns: buttons a row.
        ticked: whether its choices are ticked one after the other; a choice's value is then the answer with it changed.
    """

    name: str
    choices: Callable[[Filling], Sequence[Choice]] | None = None
    take: Callable[[Filling, str], str] | None = None
    asked: Callable[[Filling], bool] = always
    default: Callable[[Filling], str | None] | None = None
    secret: bool = False
    facts: Callable[[Filling], Mapping[str, str | int]] | None = None
    columns: int = 2
    ticked: bool = False

    def answer(self, filling: Filling, word: str) -> str:
        """Return the answer that a typed word or a pressed button means.

        Raises:
            BadAnswerError: it means none.
        """
        word = word.strip()
        for choice in filling.choices(self):
            if word == choice.value or (choice.name and word.casefold() == choice.name.casefold()):
                return choice.value
        if self.take is None:
            raise BadAnswerError("choice", word=word)
        return self.take(filling, word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The questions before one kind of operation, or before something else that `handlers.forms.ENDINGS` knows.

    Attributes:
        action: the kind of operation; also the form's name.
        steps: in the order in which they are asked.
        params: makes the operation's parameters of a filling that is complete; may raise `BadAnswerError`.
        reviewed: whether all answers are shown together, each to be changed, before the confirmation.
        reads: whether its steps look at a fresh reading of the server (`Filling.sight`).
        role: least role that may fill it in; None: that of its kind of operation.
    """

    action: str
    steps: tuple[Step, ...]
    params: Callable[[Filling], Params]
    reviewed: bool = False
    reads: bool = False
    role: Role | None = None

    def step(self, name: str) -> Step | None:
        """Return a step by its name; None for one that this version does not have."""
        return next((step for step in self.steps if step.name == name), None)

    def asked(self, filling: Filling) -> list[Step]:
        """Return the steps that this filling needs, in order."""
        return [step for step in self.steps if step.asked(filling)]

    def value(self, filling: Filling, step: Step) -> str | None:
        """Return a step's answer, or its default."""
        return filling.answer(step.name)

    def missing(self, filling: Filling) -> Step | None:
        """Return the first step that is asked and has neither an answer nor a default."""
        return next((step for step in self.asked(filling) if self.value(filling, step) is None), None)

    def complete(self, filling: Filling) -> dict[str, str]:
        """Return all answers of the asked steps, defaults included, as far as they are there."""
        found = ((step.name, self.value(filling, step)) for step in self.asked(filling))
        return {name: value for name, value in found if value is not None}
