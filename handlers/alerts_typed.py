"""What may follow /alerts: one word for what is set, then what it shall be; English or Chinese.

`reminders 7 3 1 0 expired`, `hour 9`, `alarms blocked stopped`, `quiet 22-9`, `night wait`, `timezone Europe/Berlin`,
`digest 9`; `off` and `on` for all reminders and alarms at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from operations import preferences
from operations.errors import BadAnswerError
from operations.typed_time import normal
from store import ALERT_KINDS, STAGES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import TypeVar

    from operations.access import Actor
    from operations.services import Services
    from store import AlertKind, Night, Stage

    T = TypeVar("T")

    Set = Callable[[Services, Actor, str], Awaitable[None]]

_BETWEEN = re.compile(r"[\s,;/、，；和]+")
_ALL = frozenset({"all", "on", "全部", "所有", "开", "开启"})
_NONE = frozenset({"none", "off", "无", "关", "关闭"})

_STAGES: Mapping[str, Stage] = {
    **{each: each for each in STAGES},
    **dict.fromkeys(("today", "当天", "当日"), "0"),
    **dict.fromkeys(("over", "到期", "到期后", "过期"), "expired"),
}
_KINDS: Mapping[str, AlertKind] = {
    **{each: each for each in ALERT_KINDS},
    "stopped": "off",
    **dict.fromkeys(("封堵", "黑洞", "blackhole", "null-routed"), "blocked"),
    "异常": "abnormal",
    **dict.fromkeys(("锁定", "lock"), "locked"),
    "关机": "off",
    **dict.fromkeys(("失败", "fail"), "failed"),
}
_NIGHTS: Mapping[str, Night] = {
    "silent": "silent",
    "loud": "loud",
    "wait": "wait",
    **dict.fromkeys(("静音", "静默", "不响铃"), "silent"),
    **dict.fromkeys(("响铃", "照常"), "loud"),
    **dict.fromkeys(("等待", "等"), "wait"),
}


async def change(services: Services, actor: Actor, words: str) -> None:
    """Change what the words say.

    Raises:
        NotAllowedError: the person is no owner here.
        BadAnswerError: they say nothing that could be set.
    """
    head, rest = normal(words).split(maxsplit=1)[0], "".join(words.split(maxsplit=1)[1:])
    if not rest and head in _ALL | _NONE:
        await preferences.set_all(services, actor, on=head in _ALL)
        return
    found = _SUBJECTS.get(head)
    if found is None or not rest:
        raise BadAnswerError("alerts", word=words)
    await found(services, actor, rest)


async def _reminders(services: Services, actor: Actor, words: str) -> None:
    await preferences.set_stages(services, actor, _several(words, _STAGES, "stages"))


async def _alarms(services: Services, actor: Actor, words: str) -> None:
    await preferences.set_kinds(services, actor, _several(words, _KINDS, "alarms"))


async def _night(services: Services, actor: Actor, words: str) -> None:
    night = _NIGHTS.get(normal(words))
    if night is None:
        raise BadAnswerError("night", word=words)
    await preferences.set_night(services, actor, night)


async def _digest(services: Services, actor: Actor, words: str) -> None:
    await preferences.set_digest(services, actor, None if normal(words) in _NONE else words)


def _several(words: str, known: Mapping[str, T], problem: str) -> set[T]:
    """Return what several words stand for; all or none by one word.

    Raises:
        BadAnswerError: one of them stands for nothing.
    """
    # "alarms off" is none at all, although one kind of them is called so, too.
    if normal(words) in _NONE:
        return set()
    if normal(words) in _ALL:
        return set(known.values())
    found = set()
    for word in filter(None, _BETWEEN.split(normal(words))):
        if word not in known:
            raise BadAnswerError(problem, word=word)
        found.add(known[word])
    if not found:
        raise BadAnswerError(problem, word=words)
    return found


_SUBJECTS: Mapping[str, Set] = {
    **dict.fromkeys(("reminders", "reminder", "提醒", "到期提醒"), _reminders),
    **dict.fromkeys(("hour", "时间", "几点"), preferences.set_hour),
    **dict.fromkeys(("alarms", "alarm", "告警", "报警"), _alarms),
    **dict.fromkeys(("quiet", "免打扰"), preferences.set_quiet_hours),
    **dict.fromkeys(("night", "夜间"), _night),
    **dict.fromkeys(("timezone", "zone", "时区"), preferences.set_timezone),
    **dict.fromkeys(("digest", "日报"), _digest),
}
