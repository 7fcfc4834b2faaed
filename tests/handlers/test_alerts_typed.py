from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from store import PreferencesRow
from tests.handlers.asking import staffed

if TYPE_CHECKING:
    from tests.handlers.scene import Scene

ALL = ("7", "3", "1", "0", "expired")


# One scene for many words: setting one costs more than all of them.
HEARD: dict[str, dict[str, Any]] = {
    "reminders 7 3 1": {"reminder_stages": ("7", "3", "1")},
    "reminders expired,0": {"reminder_stages": ("0", "expired")},
    "Reminders none": {"reminder_stages": ()},
    "提醒 7、1、到期": {"reminder_stages": ("7", "1", "expired")},
    "提醒 当天": {"reminder_stages": ("0",)},
    "提醒 全部": {"reminder_stages": ALL},
    "hour 9": {"reminder_hour": 9},
    "hour 09:00": {"reminder_hour": 9},
    "时间 ９点": {"reminder_hour": 9},
    "alarms blocked stopped": {"alert_kinds": {"blocked", "off"}},
    "alarms off, locked": {"alert_kinds": {"off", "locked"}},
    "alarms off": {"alert_kinds": set()},
    "alarms all": {"alert_kinds": {"blocked", "abnormal", "locked", "off", "failed"}},
    "告警 封堵 关机 异常": {"alert_kinds": {"blocked", "off", "abnormal"}},
    "告警 无": {"alert_kinds": set()},
    "night loud": {"night": "loud"},
    "夜间 等待": {"night": "wait"},
    "off": {"reminder_stages": (), "alert_kinds": set()},
    "关": {"reminder_stages": (), "alert_kinds": set()},
    "on": {},
}


async def test_what_a_chat_wants_to_hear_of(scene: Scene) -> None:
    usual = PreferencesRow()
    for words, expected in HEARD.items():
        await scene.store.set_preferences(501, **asdict(usual))
        answer = await scene.ask(scene.alice, f"/alerts {words}")
        assert answer.text.startswith("🔔 What this chat is told by itself")
        kept = scene.store.preferences(501)
        assert kept == replace(usual, **expected), words


WHEN = {
    "quiet 22-9": ("Asia/Shanghai", "22-9"),
    "timezone europe/berlin": ("Europe/Berlin", "22-9"),
    "quiet 22:00 – 08:00": ("Europe/Berlin", "22-8"),
    "免打扰 23点至7点": ("Europe/Berlin", "23-7"),
    "免打扰 0至8": ("Europe/Berlin", "0-8"),
    "免打扰 无": ("Europe/Berlin", None),
    "timezone new york": ("America/New_York", None),
    "时区 柏林": ("Europe/Berlin", None),
    "zone UTC": ("UTC", None),
}


async def test_when(scene: Scene) -> None:
    for words, (timezone, quiet) in WHEN.items():
        await scene.ask(scene.alice, f"/alerts {words}")
        chat = scene.store.chat(501)
        assert chat is not None
        assert (chat.timezone, chat.quiet_hours) == (timezone, quiet), words


JUNK = (
    ("nonsense", "I do not understand “nonsense”. Send /alerts for buttons, or for example "),
    ("reminders", "I do not understand “reminders”."),
    ("reminders 5", "“5”: reminders are 7, 3, 1, 0 (the day itself) and expired; or all, or none."),
    ("reminders ,", "“,”: reminders are"),
    ("alarms fire", "“fire”: alarms are blocked, abnormal, locked, stopped and failed; or all, or none."),
    ("hour 24", "“24” is no hour; send a whole one from 0 to 23, such as 9."),
    ("hour ๓", "“๓” is no hour"),
    ("hour 9:30", "“9:30” is no hour"),
    ("quiet 9", "“9” are no quiet hours; send two different hours from 0 to 23, such as 22-9, or none."),
    ("quiet 22-22", "“22-22” are no quiet hours"),
    ("night maybe", "“maybe”: at night alarms may be silent, loud, or wait."),
    ("timezone Europe/Berln", "I know no time zone “Europe/Berln”. Did you mean Europe/Berlin?"),
    ("timezone shangai", "I know no time zone “shangai”. Did you mean Asia/Shanghai?"),
    ("timezone ../etc/passwd", "I know no time zone “../etc/passwd”; send a name such as Asia/Shanghai"),
    ("timezone <b>x</b>", "I know no time zone “<b>x</b>”; send"),
    ("digest 9", "The daily digest is for staff chats, and this is none."),
)


async def test_junk_gets_one_clear_line(scene: Scene) -> None:
    for words, answer in JUNK:
        told = await scene.ask(scene.alice, f"/alerts {words}")
        assert told.text.startswith(answer)
        assert "\n" not in told.text
    assert scene.store.preferences(501) == PreferencesRow()
    assert scene.failures == 0


async def test_junk_in_chinese(scene: Scene) -> None:
    assert (await scene.ask(scene.bob, "/alerts 时区 Europe/Berln")).text == (
        "没有“Europe/Berln”这个时区。是不是 Europe/Berlin？"
    )
    assert (await scene.ask(scene.bob, "/alerts 告警 火灾")).text.startswith(
        "“火灾”：告警可选 封堵、异常、锁定、关机、失败"
    )


async def test_a_long_word_is_clipped(scene: Scene) -> None:
    told = await scene.ask(scene.alice, "/alerts " + "x" * 4000)
    assert len(told.text) < 1000


async def test_the_digest_of_a_staff_chat(scene: Scene) -> None:
    group = await staffed(scene)
    await scene.ask(scene.rita, "/alerts digest 18", group)
    assert scene.store.preferences(group.id).digest_hour == 18
    await scene.ask(scene.rita, "/alerts 日报 关", group)
    assert scene.store.preferences(group.id).digest_hour is None
    told = await scene.ask(scene.rita, "/alerts reminders 7", group)
    assert told.text.startswith("This chat has no servers of its own")
    told = await scene.ask(scene.rita, "/alerts off", group)
    assert told.text.startswith("This chat has no servers of its own")
    told = await scene.ask(scene.oscar, "/alerts digest 9", group)
    assert told.text.startswith("This needs the role “owner”")
