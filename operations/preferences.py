"""What a chat wants to hear of without asking, and when: as it is, and how it is changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from operations import maintenance, mutes
from operations.access import Role
from operations.admin import validity
from operations.chat_time import ChatTime, of_chat
from operations.errors import BadAnswerError, BadInputError
from operations.timezones import timezone
from operations.typed_time import normal
from store import ALERT_KINDS, STAGES, PreferencesRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from operations.access import Actor
    from operations.services import Services
    from store import AlertKind, Night, Stage

HOURS = 24
NIGHTS: tuple[Night, ...] = ("silent", "loud", "wait")
QUIET_PRESETS = ("22-8", "23-7", "0-8")
_DASHES = re.compile(r"\s*(?:[-–—~]|至|到|to)\s*")
_NO_QUIET = frozenset({"none", "off", "no", "无", "关", "关闭"})


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What a chat is told, and when.

    Attributes:
        told: what it wants to hear of.
        clock: its time zone and quiet hours.
        servers: whether it acts as a customer, and so has servers.
        staff: whether it is a staff chat.
        muted: how many of its servers are muted now.
        open_windows: how many of its maintenance windows are open now.
        coming_windows: how many are to come.
        now: UNIX time.
    """

    told: PreferencesRow
    clock: ChatTime
    servers: bool
    staff: bool
    muted: int
    open_windows: int
    coming_windows: int
    now: float

    def after_quiet(self, hour: int) -> int:
        """Return at which hour of the day that comes which is wanted at `hour`: in the quiet hours, at their end."""
        if self.clock.quiet is None:
            return hour
        begin, end = self.clock.quiet
        quiet = begin <= hour < end if begin < end else hour >= begin or hour < end
        return end if quiet else hour


def of(services: Services, actor: Actor) -> ChatSettings:
    """Return what the actor's chat is told; whoever may act there may see it."""
    now = services.clock.now()
    windows = maintenance.windows(services, actor)
    opened = sum(window.starts_at <= now for window in windows)
    return ChatSettings(
        told=services.store.preferences(actor.chat_id),
        clock=of_chat(services, actor.chat_id),
        servers=bool(actor.identity_ids),
        staff=bool(actor.staff_account_ids),
        muted=len(mutes.muted(services, actor)),
        open_windows=opened,
        coming_windows=len(windows) - opened,
        now=now,
    )


async def set_stages(services: Services, actor: Actor, stages: Collection[Stage]) -> None:
    """Be reminded of ends at these stages alone; of `STAGES`, may be none.

    Raises:
        NotAllowedError: the person is no owner here.
        BadAnswerError: the chat has no servers; or a stage that is none.
    """
    _with_servers(actor)
    if not set(stages) <= set(STAGES):
        raise BadAnswerError("stages", word=" ".join(stages))
    await services.store.set_preferences(actor.chat_id, reminder_stages=stages)


async def set_stage(services: Services, actor: Actor, stage: str, *, on: bool) -> None:
    """Be reminded at one stage more or less; raises as `set_stages`."""
    present = services.store.preferences(actor.chat_id).reminder_stages
    wanted = next((each for each in STAGES if each == stage), None)
    if wanted is None:
        raise BadAnswerError("stages", word=stage)
    await set_stages(services, actor, {*present, wanted} if on else {*present} - {wanted})


async def set_hour(services: Services, actor: Actor, hour: str) -> None:
    """Be reminded at that hour of the chat's own day: `9`, `09`, `9:00`.

    Raises:
        NotAllowedError: the person is no owner here.
        BadAnswerError: the chat has no servers, or it is no hour.
    """
    _with_servers(actor)
    await services.store.set_preferences(actor.chat_id, reminder_hour=_hour(hour))


async def set_kinds(services: Services, actor: Actor, kinds: Collection[AlertKind]) -> None:
    """Be alarmed of these alone; of `ALERT_KINDS`, may be none.

    Raises:
        NotAllowedError: the person is no owner here.
        BadAnswerError: the chat has no servers; or a kind that is none.
    """
    _with_servers(actor)
    if not set(kinds) <= set(ALERT_KINDS):
        raise BadAnswerError("alarms", word=" ".join(kinds))
    await services.store.set_preferences(actor.chat_id, alert_kinds=kinds)


async def set_kind(services: Services, actor: Actor, kind: str, *, on: bool) -> None:
    """Be alarmed of one kind more or less; raises as `set_kinds`."""
    present = services.store.preferences(actor.chat_id).alert_kinds
    wanted = next((each for each in ALERT_KINDS if each == kind), None)
    if wanted is None:
        raise BadAnswerError("alarms", word=kind)
    await set_kinds(services, actor, {*present, wanted} if on else {*present} - {wanted})


async def set_night(services: Services, actor: Actor, night: str) -> None:
    """Choose what happens to alarms in the quiet hours; of `NIGHTS`.

    Raises:
        NotAllowedError: the person is no owner here.
        BadAnswerError: it is none of them.
    """
    actor.require(Role.OWNER)
    wanted = next((each for each in NIGHTS if each == night), None)
    if wanted is None:
        raise BadAnswerError("night", word=night)
    await services.store.set_preferences(actor.chat_id, night=wanted)


async def set_all(services: Services, actor: Actor, *, on: bool) -> None:
    """Be told what a chat is told that never chose, or no reminders and no alarms at all; raises as `set_stages`."""
    _with_servers(actor)
    usual = PreferencesRow()
    await services.store.set_preferences(
        actor.chat_id,
        reminder_stages=usual.reminder_stages if on else (),
        alert_kinds=usual.alert_kinds if on else (),
    )


async def set_quiet_hours(services: Services, actor: Actor, words: str) -> None:
    """Set the quiet hours: `22-9`, `22:00–9:00`, or none.

    Raises:
        NotAllowedError: the person is no owner here.
        BadAnswerError: they are none.
    """
    actor.require(Role.OWNER)
    await services.store.set_chat(actor.chat_id, quiet_hours=quiet_hours(words))


def quiet_hours(words: str) -> str | None:
    """Return typed quiet hours as the store keeps them, "22-9"; None for none.

    Raises:
        BadAnswerError: they are none.
    """
    text = normal(words)
    if text in _NO_QUIET:
        return None
    try:
        return validity.quiet_hours(_DASHES.sub("-", text).replace(":00", "").replace("点", ""))
    except BadInputError:
        raise BadAnswerError("quiet-hours", word=words) from None


async def set_timezone(services: Services, actor: Actor, words: str) -> None:
    """Set the time zone; all that this chat is told at some hour follows it.

    Raises:
        NotAllowedError: the person is no owner here.
        BadAnswerError: it is none.
    """
    actor.require(Role.OWNER)
    await services.store.set_chat(actor.chat_id, timezone=timezone(words))


async def set_digest(services: Services, actor: Actor, hour: str | None) -> None:
    """Set the hour of a staff chat's daily digest; None: no digest.

    Raises:
        NotAllowedError: the person is no owner here.
        BadAnswerError: it is no staff chat, or no hour.
    """
    actor.require(Role.OWNER)
    if not actor.staff_account_ids:
        raise BadAnswerError("no-staff-chat")
    await services.store.set_preferences(actor.chat_id, digest_hour=None if hour is None else _hour(hour))


def _with_servers(actor: Actor) -> None:
    actor.require(Role.OWNER)
    if not actor.identity_ids:
        raise BadAnswerError("no-servers-here")


def _hour(words: str) -> int:
    text = normal(words).removesuffix(":00").removesuffix("点").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(HOURS)) and int(text) < HOURS):
        raise BadAnswerError("hour", word=words)
    return int(text)
