from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations.rhythm import Rhythm
from operations.schedules import Full, Review, Wanted
from store import RunRow, ScheduleRow
from tests.texts.samples import EVIL, checked, known
from texts import LANGUAGES, texts_for
from texts.markup import MESSAGE_LIMIT, length
from texts.schedule_reports import PROBLEMS, Told, problem_words, run_text
from texts.schedules import labels_of, one_schedule, review_text, rhythm_words, run_moment, when_words

if TYPE_CHECKING:
    from typing import Any

ZONE = "Asia/Shanghai"
NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("rhythm", "english", "chinese"),
    [
        (Rhythm(hours=(3,)), "every day at 03:00", "每天 03:00"),
        (Rhythm(hours=(3, 15), minute=5), "every day at 03:05 and 15:05", "每天 03:05、15:05"),
        (Rhythm(hours=(3,), weekdays=(6,)), "every Sunday at 03:00", "每周日 03:00"),
        (
            Rhythm(hours=(22,), minute=30, weekdays=(0, 2, 4)),
            "every Monday, Wednesday and Friday at 22:30",
            "每周一、周三、周五 22:30",
        ),
        (Rhythm(hours=(8,), weekdays=(0, 1, 2, 3, 4)), "Monday to Friday at 08:00", "周一至周五 08:00"),
        (Rhythm(hours=(3,), days=(1,)), "on day 1 of every month at 03:00", "每月 1 日 03:00"),
        (Rhythm(hours=(3,), days=(1, 15)), "on day 1 and 15 of every month at 03:00", "每月 1、15 日 03:00"),
        (Rhythm(hours=(3,), days=(31,)), "on the last day of every month at 03:00", "每月最后一天 03:00"),
        (
            Rhythm(hours=(3,), days=(30,)),
            "on day 30 of every month (a shorter month's last day) at 03:00",
            "每月 30 日 03:00（当月没有这一天则为最后一天）",
        ),
        (Rhythm(hours=tuple(range(24))), "every hour at :00", "每小时的 00 分"),
        (
            Rhythm(hours=(3,), on=date(2026, 12, 1)),
            "once, Tuesday 2026-12-01 03:00",
            "仅一次，2026-12-01 03:00（周二）",
        ),
    ],
)
def test_a_rhythm_in_words(rhythm: Rhythm, english: str, chinese: str) -> None:
    assert rhythm_words(texts_for("en"), rhythm) == english
    assert rhythm_words(texts_for("zh-Hans"), rhythm) == chinese


def test_another_zone_is_named() -> None:
    t = texts_for("en")
    assert when_words(t, "0 3 * * *", timezone=ZONE, reader=ZONE) == "every day at 03:00"
    assert when_words(t, "0 3 * * *", timezone=ZONE, reader="UTC") == "every day at 03:00 (Asia/Shanghai)"


def test_a_run_has_its_day() -> None:
    assert run_moment(texts_for("en"), NOW, ZONE) == "Friday 2027-01-15 16:00"
    assert run_moment(texts_for("zh-Hans"), NOW, ZONE) == "2027-01-15 16:00（周五）"


def test_many_servers_in_one_line() -> None:
    assert labels_of(texts_for("en"), ["a", "b"]) == "a, b"
    assert labels_of(texts_for("en"), ["a", "b", "c"], short=True) == "a and 2 more"
    assert labels_of(texts_for("zh-Hans"), ["a", "b", "c"], short=True) == "a 等 3 台"
    assert len(labels_of(texts_for("en"), ["x" * 99] * 20)) <= 200
    assert labels_of(texts_for("en"), []) == "–"


def schedule(**values: Any) -> ScheduleRow:
    return ScheduleRow(
        **{
            "id": 1,
            "chat_id": 1,
            "thread_id": None,
            "user_id": 1,
            "language": "en",
            "action": "createsnapshot",
            "days": 7,
            "months": None,
            "rhythm": "0 3 * * 0",
            "timezone": ZONE,
            "keep": 2,
            "missed": "run",
            "next_at": NOW,
            "paused_at": None,
            "paused_why": None,
            "created_at": NOW,
            "ended_at": None,
            "ended_how": None,
            **values,
        }
    )


def run(**values: Any) -> RunRow:
    return RunRow(
        **{
            "id": 1,
            "schedule_id": 1,
            "due_at": NOW,
            "missed_since": None,
            "missed": 0,
            "claimed_at": NOW,
            "tried_at": NOW,
            "next_try": NOW,
            "until": NOW,
            "ended_at": NOW,
            **values,
        }
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_others_wrote_stays_text_and_fits(language: str) -> None:
    t = texts_for(language)
    server = known(alias=EVIL * 9)
    wanted = Wanted(
        servers=(server,) * 20, action="createsnapshot", rhythm=Rhythm(hours=(3,)), timezone=ZONE, days=7, keep=2
    )
    review = Review((NOW,), Decimal(3), "policy", (Full(server, 1, 3, 3),) * 20, (server,) * 20, short=True)
    one = one_schedule(t, schedule(), [EVIL * 9] * 20, (NOW,), last=NOW, person=EVIL * 9, reader="UTC", note="note")
    told = [Told(EVIL * 9, None, problem, 3) for problem in (*sorted(PROBLEMS), "not:server_off", f"not:{EVIL * 9}")]
    for text in (
        review_text(t, wanted, review),
        one,
        run_text(t, schedule(), run(), told, reader=ZONE, contact=EVIL),
    ):
        assert length(checked(text)) <= MESSAGE_LIMIT


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("problem", [*sorted(PROBLEMS), "not:server_off", "not:something"])
def test_every_problem_has_its_words(language: str, problem: str) -> None:
    assert problem_words(texts_for(language), problem)


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        ("policy", "Your reseller has to approve each run."),
        ("unknown_price", "As the price is unknown, your reseller has to approve each run."),
        ("limit", "As long as it goes beyond the month's limit"),
    ],
)
def test_who_must_say_yes(needs: Any, said: str) -> None:
    wanted = Wanted((known(),), "createsnapshot", Rhythm(hours=(3,)), ZONE, days=1, keep=None)
    text = review_text(texts_for("en"), wanted, Review((NOW,), None, needs))
    assert said in text
    assert "What a run costs is unknown" in text
    assert "nothing is deleted" in text


def test_late_and_before() -> None:
    t, fine = texts_for("en"), [Told("web-1", None, "already")]
    late = run(missed_since=NOW - 9000, missed=1, due_at=NOW - 9000)
    assert "so it was done now, once" in run_text(t, schedule(), late, fine, reader=ZONE, contact="")
    before = run(missed_since=NOW - 9000, missed=2)
    assert "2 earlier runs, since" in run_text(t, schedule(), before, fine, reader=ZONE, contact="")
    assert "it was due 2 times since" in run_text(t, schedule(), before, [], reader=ZONE, contact="")


def test_the_last_of_one() -> None:
    text = run_text(texts_for("en"), schedule(next_at=None), run(), [], reader=ZONE, contact="")
    assert text.endswith("That was its only run.")
