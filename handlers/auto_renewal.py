"""/autorenew: what renews itself, turning it on with everything shown beforehand, and turning it off with one tap."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from handlers import callback_data, picking
from handlers.auto_renewal_screens import (
    OFF,
    SETTINGS,
    YES,
    list_rows,
    off_rows,
    settings_rows,
    standing_rows,
)
from handlers.screens import AUTO_RENEWAL, open_server
from operations import auto_renewal, renewals, servers
from operations.access import Role
from operations.auto_renewal import DEFAULT_LEAD, LEADS, Choice, PreviewMovedError
from operations.errors import BadAnswerError
from operations.members import name_of
from texts.auto_renewal import not_renewing, renewing_list, settings_text, standing_text, turned_off
from texts.markup import LONGEST_NAME, clipped
from texts.money import money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.request import Request
    from handlers.router import Router
    from operations.auto_renewal import Preview
    from operations.servers import KnownServer
    from store import AutoRenewalRow

_OFF_WORD = "off"
# CNY; beyond that it is a slip of the finger.
HIGHEST_BUDGET = Decimal(9_999_999)
_LONGEST_AMOUNT = 12
_FEN = Decimal("0.01")
# Server, months, days before the end, budget.
_MOST_WORDS = 4


async def typed(request: Request) -> None:
    """`/autorenew`, `/autorenew <server>`, `… off`, `… <months> [days before] [budget]`."""
    words = request.arguments.split()
    if not words:
        await _show_list(request)
        return
    known = await servers.find_or_read(request.services, request.actor, words[0])
    rest = words[1:]
    if not rest:
        await _open(request, known)
    elif rest[0].casefold() == _OFF_WORD and len(rest) == 1:
        await _turn_off(request, known)
    else:
        request.actor.require(Role.OWNER)
        await _show_settings(request, known, _typed_choice(request, known, rest))


async def _show_list(request: Request) -> None:
    found = auto_renewal.in_chat(request.services, request.actor)
    if not found:
        await picking.pick(request, "autorenew")
        return
    pairs = [(known, auto_renewal.standing(request.services, row, known)) for known, row in found]
    text = renewing_list(request.t, pairs, timezone=request.actor.timezone)
    await request.show(text, list_rows(request.t, [known for known, _ in found]))


async def opened(request: Request, known: KnownServer) -> None:
    """`ar:<row>`: how a server's auto-renewal stands, or what turning it on would mean."""
    request.answer()
    await _open(request, known)


async def _open(request: Request, known: KnownServer) -> None:
    row = auto_renewal.active(request.services, known.account_id, known.guid)
    if row is not None:
        await _show_standing(request, known, row)
    elif request.actor.role.reaches(Role.OWNER):
        offered = renewals.periods(request.services, known).months or renewals.UNLISTED_MONTHS
        await _show_settings(request, known, Choice(offered[0], DEFAULT_LEAD))
    else:
        await request.show(not_renewing(request.t, known), [[open_server(request.t, known.row_id)]])


async def _show_standing(request: Request, known: KnownServer, row: AutoRenewalRow, *, note: str = "") -> None:
    services, actor = request.services, request.actor
    here = row.chat_id == request.chat_id
    stands = auto_renewal.standing(services, row, known)
    text = standing_text(
        request.t,
        known,
        stands,
        auto_renewal.terms_of(services, actor, known, row.months),
        person=name_of(services, row.user_id) if here and not request.private else None,
        here=here,
        private=request.private,
        timezone=actor.timezone,
        now=services.clock.now(),
        note=note,
    )
    choice = Choice(row.months, row.lead_days, row.budget)
    await request.show(text, standing_rows(request.t, known, choice, owner=actor.role.reaches(Role.OWNER)))


async def chosen(request: Request) -> None:
    """`ars:<row>:<months>:<days>:<budget in fen>`: the settings with that choice."""
    read = _pressed_choice(request, request.arguments.split(callback_data.SEPARATOR))
    if read is None:
        request.answer(request.t.plain("press-nothing"))
        return
    request.answer()
    await _show_settings(request, *read)


async def _show_settings(request: Request, known: KnownServer, choice: Choice, *, note: str = "") -> None:
    """Read everything afresh and show what turning it on would mean."""
    shown = await auto_renewal.preview_afresh(request.services, request.asker, known, choice)
    _covered(request, shown)
    await _show_preview(request, shown, note=note)


async def _show_preview(request: Request, shown: Preview, *, note: str = "") -> None:
    text = settings_text(
        request.t,
        shown,
        private=request.private,
        timezone=request.actor.timezone,
        now=request.services.clock.now(),
        note=note,
    )
    await request.show(text, settings_rows(request.t, shown))


def _covered(request: Request, shown: Preview) -> None:
    budget, price = shown.choice.budget, shown.terms.price
    if budget is not None and price is not None and budget < price:
        t = request.t
        raise BadAnswerError("autorenew-budget-low", budget=money(t, budget), price=money(t, price))


async def confirmed(request: Request) -> None:
    """`ary:<row>:<months>:<days>:<budget in fen>:<digest>`: turn on what is shown."""
    *words, digest = request.arguments.split(callback_data.SEPARATOR)
    read = _pressed_choice(request, words)
    if read is None:
        request.answer(request.t.plain("press-nothing"))
        return
    known, choice = read
    try:
        row, shown = await auto_renewal.turn_on(request.services, request.asker, known, choice, digest=digest)
    except PreviewMovedError as error:
        request.answer()
        await _show_preview(request, error.preview, note=request.t("auto-moved"))
        return
    request.answer()
    # Another chat's may have been replaced, which is told there.
    request.parts.notices_due()
    await _show_standing(request, shown.known, row, note=request.t("auto-turned-on"))


async def stopped(request: Request, known: KnownServer) -> None:
    """`aro:<row>`: turn it off, from its screen or from an announcement."""
    await _turn_off(request, known)


async def _turn_off(request: Request, known: KnownServer) -> None:
    services = request.services
    result = await auto_renewal.turn_off(services, request.actor, known)
    request.answer()
    request.parts.notices_due()
    text = turned_off(
        request.t,
        known,
        result,
        kept_until=auto_renewal.end_stopped(services, known),
        timezone=request.actor.timezone,
        now=services.clock.now(),
    )
    await request.show(text, off_rows(request.t, known))


def _pressed_choice(request: Request, words: Sequence[str]) -> tuple[KnownServer, Choice] | None:
    """Return what a button of the settings stands for; None for one that is none of ours."""
    numbers = [callback_data.number(word) for word in words]
    if len(numbers) != _MOST_WORDS or any(number is None for number in numbers):
        return None
    row, months, lead, fen = (number or 0 for number in numbers)
    if lead not in LEADS or fen > HIGHEST_BUDGET / _FEN:
        return None
    known = servers.by_row(request.services, request.actor, row)
    months = renewals.asked_months(request.services, [known], str(months))
    return known, Choice(months, lead, fen * _FEN if fen else None)


def _typed_choice(request: Request, known: KnownServer, words: Sequence[str]) -> Choice:
    if len(words) >= _MOST_WORDS:
        raise BadAnswerError("autorenew-budget", word=clipped(" ".join(words[2:]), LONGEST_NAME))
    months = renewals.asked_months(request.services, [known], words[0])
    lead = _typed_lead(words[1]) if len(words) > 1 else DEFAULT_LEAD
    return Choice(months, lead, _typed_budget(words[2]) if len(words) > 2 else None)  # noqa: PLR2004 - its place


def _typed_lead(word: str) -> int:
    lead = callback_data.number(word)
    if lead not in LEADS:
        raise BadAnswerError("autorenew-lead", word=clipped(word, LONGEST_NAME))
    return lead


def _typed_budget(word: str) -> Decimal:
    whole, _, part = word.partition(".")
    digits = whole + part
    sound = len(word) <= _LONGEST_AMOUNT and whole and digits.isascii() and digits.isdigit() and len(part) <= 2  # noqa: PLR2004 - fen
    budget = Decimal(word) if sound else Decimal(0)
    if not 0 < budget <= HIGHEST_BUDGET:
        raise BadAnswerError("autorenew-budget", word=clipped(word, LONGEST_NAME))
    return budget.quantize(_FEN)


def register(router: Router) -> None:
    """Add /autorenew and its buttons."""
    router.command("autorenew", typed)
    router.press(AUTO_RENEWAL, picking.by_button(opened))
    router.press(SETTINGS, chosen, role=Role.OWNER)
    router.press(YES, confirmed, role=Role.OWNER, acts=True)
    router.press(OFF, picking.by_button(stopped), role=Role.OWNER)
