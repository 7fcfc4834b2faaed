"""The questions before servers are bought: for whom, where, which size, which system, for how long.

What can be answered in one way only answers itself. Disks, bandwidth and defense are as the line recommends them until
a person changes them among all answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Configuration, purchase_price
from engine.offers import bandwidth_refusal, defense_refusal, disk_size_refusal, disks_refusal, months_refusal
from operations.errors import BadAnswerError
from operations.forms import ranges, selling
from operations.forms.form import Choice, Filling, Form, Step
from operations.forms.secret import password_of, password_step
from operations.forms.sizes import MOST_DISKS, core_of, core_taker
from operations.forms.systems import offered, system_steps
from operations.kinds.parameters import Purchase
from operations.pricing import marked_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

    from engine import Line, Reason, System
    from operations.access import Actor
    from operations.kinds import Params
    from operations.services import Services

NO_DISK = "0"
# As many servers as a button offers; more may be typed where the line lets them.
_USUAL_NUMBERS = (1, 2, 3, 5, 10)
# Where a line does not list them.
_USUAL_MONTHS = (1, 3, 6, 12)


def _only(choices: Callable[[Filling], list[Choice]]) -> Callable[[Filling], str | None]:
    """Return the default of a step that has one possible answer."""

    def default(filling: Filling) -> str | None:
        found = choices(filling)
        return found[0].value if len(found) == 1 else None

    return default


def _systems(filling: Filling) -> list[System]:
    line, chosen = filling.line, filling.answer("core")
    if line is None or chosen is None:
        return []
    cpu, memory = core_of(chosen)
    return offered(filling, "create", line_guid=line.guid, cpu=cpu, memory=memory)


def _months(filling: Filling) -> list[Choice]:
    line = filling.line
    lengths = sorted(set((line.months if line is not None else None) or _USUAL_MONTHS))
    return [
        Choice(value=str(each), key="choice-months", facts={"count": each}, price=_price(filling, each))
        for each in lengths
        if months_refusal(line, filling.zone, each) is None
    ]


def _take_months(filling: Filling, word: str) -> str:
    months = ranges.number(word)
    if months_refusal(filling.line, filling.zone, months) is not None:
        raise BadAnswerError("months-not-sold", word=word)
    return str(months)


def _price(filling: Filling, months: int) -> Decimal | None:
    """Return what the configuration so far costs for so many months, of one server; None where it is unknown."""
    line, system, core = filling.line, filling.system, filling.answer("core")
    disks, bandwidth, defense = (filling.answer(name) for name in ("disks", "bandwidth", "defense"))
    if line is None or system is None or core is None or filling.identity_id is None:
        return None
    if disks is None or bandwidth is None or defense is None:
        return None
    cpu, memory = core_of(core)
    configuration = Configuration(
        cpu=cpu, memory=memory, harddisks=disks_of(disks), bandwidth=int(bandwidth), defense=int(defense)
    )
    listed = purchase_price(line, configuration, windows=system.is_windows, months=months, num=1)
    return marked_up(filling.services, filling.identity_id, listed)


def disks_of(value: str) -> tuple[int, ...]:
    """Return the data disks of an answer, GB each; none for "0"."""
    return () if value == NO_DISK else tuple(int(size) for size in value.split("+"))


def _disks_written(disks: tuple[int, ...]) -> str:
    return "+".join(map(str, disks)) or NO_DISK


def _disks_choice(disks: tuple[int, ...]) -> Choice:
    if not disks:
        return Choice(value=NO_DISK, key="choice-no-disk")
    return Choice(value=_disks_written(disks), key="choice-gb", facts={"count": " + ".join(map(str, disks))})


def _disk_choices(filling: Filling) -> list[Choice]:
    """Return none, or as few equal disks as the line demands; and what a person typed, where that is the answer."""
    line, given = filling.line, filling.answers.get("disks")
    if line is None:
        return []
    fewest, least = max(1, line.harddisk_min_num or 1), line.harddisk_min_size or 0
    singles = ranges.choices(
        lambda size: size > 0 and disk_size_refusal(line, size) is None,
        least=1,
        most=None,
        present=None,
        key="choice-gb",
        also=(least, *(least + (line.harddisk_step or 1) * each for each in ranges.LADDER)),
    )
    found = [(), *((int(single.value),) * fewest for single in singles)]
    choices = [_disks_choice(disks) for disks in found if disks_refusal(line, disks) is None]
    if given is not None and all(choice.value != given for choice in choices):
        choices.append(_disks_choice(disks_of(given)))
    return choices


def _take_disks(filling: Filling, word: str) -> str:
    for comma in (",", "，", "、"):
        word = word.replace(comma, "+")
    disks = tuple(size for each in word.split("+") if (size := ranges.number(each)))
    sold = filling.line is None or disks_refusal(filling.line, disks) is None
    if not sold or len(disks) > MOST_DISKS:
        raise BadAnswerError("size-not-sold", word=word)
    return _disks_written(disks)


def _default_disks(filling: Filling) -> str | None:
    line, made = filling.line, selling.recommendation(filling)
    # What a line recommends may contradict what it sells; then it is asked.
    if line is None or made is None or not all(made.harddisks) or disks_refusal(line, made.harddisks) is not None:
        return None
    return _disks_written(made.harddisks)


def _traffic_step(
    name: str, *, refusal: Callable[[Line, int], Reason | None], listed: Callable[[Line], Iterable[int]], key: str
) -> Step:
    """Return the question for bandwidth or defense: as the line recommends until a person changes it.

    Args:
        name: the step, and the size of a `Configuration`.
        refusal: says why the line does not sell a size.
        listed: sizes that the line names.
        key: the text of a choice.
    """

    def choices(filling: Filling) -> list[Choice]:
        line = filling.line
        if line is None:
            return []
        named = tuple(listed(line))
        return ranges.choices(
            lambda size: refusal(line, size) is None, least=0, most=None, present=None, key=key, also=named
        )

    def take(filling: Filling, word: str) -> str:
        size = ranges.number(word)
        if filling.line is not None and refusal(filling.line, size) is not None:
            raise BadAnswerError("size-not-sold", word=word)
        return str(size)

    def default(filling: Filling) -> str | None:
        line, made = filling.line, selling.recommendation(filling)
        size: int | None = getattr(made, name, None)
        return None if line is None or size is None or refusal(line, size) is not None else str(size)

    return Step(name=name, choices=choices, take=take, default=default, columns=3)


def _bandwidths(line: Line) -> Iterable[int]:
    return (size for size in (line.bandwidth_min_size, line.bandwidth_max_size) if size is not None)


def _defenses(line: Line) -> Iterable[int]:
    return line.defense_sizes or (size for size in (line.defense_min_size, line.defense_max_size) if size is not None)


def _most_servers(filling: Filling) -> int:
    line = filling.line
    return (line.max_open_num if line is not None else None) or max(_USUAL_NUMBERS)


def _numbers(filling: Filling) -> list[Choice]:
    most = _most_servers(filling)
    # Without a name, of which a typed part would be enough: "0" is not 10.
    return [Choice(value=str(each)) for each in _USUAL_NUMBERS if each <= most]


def _take_number(filling: Filling, word: str) -> str:
    wanted = ranges.number(word)
    if not 1 <= wanted <= _most_servers(filling):
        raise BadAnswerError("servers", most=str(_most_servers(filling)))
    return str(wanted)


def _params(filling: Filling) -> Params:
    answers = filling.answers
    cpu, memory = core_of(answers["core"])
    return Purchase(
        line_guid=answers["line"],
        cpu=cpu,
        memory=memory,
        harddisks=disks_of(answers["disks"]),
        bandwidth=int(answers["bandwidth"]),
        defense=int(answers["defense"]),
        system_guid=answers["system"],
        password=password_of(filling),
        months=int(answers["months"]),
        num=int(answers["num"]),
    )


PURCHASE_FORMS = (
    Form(
        action="create_new",
        steps=(
            Step(name="identity", choices=selling.identities, default=_only(selling.identities)),
            Step(name="zone", choices=selling.zones, default=_only(selling.zones)),
            Step(
                name="line",
                choices=selling.lines,
                default=_only(selling.lines),
                facts=selling.about_lines,
                columns=1,
            ),
            Step(
                name="core",
                choices=selling.cores,
                take=core_taker(selling.cores),
                facts=selling.about_line,
                columns=1,
            ),
            *system_steps(_systems),
            Step(name="months", choices=_months, take=_take_months),
            Step(name="disks", choices=_disk_choices, take=_take_disks, default=_default_disks, columns=3),
            _traffic_step("bandwidth", refusal=bandwidth_refusal, listed=_bandwidths, key="choice-mbit"),
            _traffic_step("defense", refusal=defense_refusal, listed=_defenses, key="choice-g"),
            Step(name="num", choices=_numbers, take=_take_number, default=lambda _: "1", columns=3),
            password_step(asked=False),
        ),
        params=_params,
    ),
)


def anything_sold(services: Services, actor: Actor) -> bool:
    """Tell whether the chat acts for somebody to whom something is sold, as last read."""
    nothing: dict[str, str] = {}
    return bool(selling.identities(Filling(services=services, actor=actor, form=PURCHASE_FORMS[0], answers=nothing)))
