from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from engine import ActStatus, RunStatus, Server
from operations.judging import Verdict, judge, settle
from operations.kinds import KINDS, Evidence, NoParams
from operations.sights import Sight

GRACE = 30.0


def server(run: int = 1, act: int = 0) -> Server:
    return Server.model_validate({"guid": "1700000000000001", "ip": "192.0.2.1", "runStatus": run, "actStatus": act})


@dataclass(frozen=True)
class Course:
    before: Server | None
    seen_in_progress: bool
    idle_for: float

    def evidence(self, now: Server) -> Evidence[Any]:
        before = Sight(server=self.before) if self.before is not None else None
        return Evidence(NoParams(), before, Sight(server=now), self.seen_in_progress, None)


def course(run: int = 1, act: int = 0, *, seen: bool = False, idle: float = 0) -> Course:
    return Course(before=server(run, act), seen_in_progress=seen, idle_for=idle)


def judged(action: str, before: Course, now: Server) -> Verdict:
    return judge(KINDS[action], before.evidence(now), idle_for=before.idle_for, grace=GRACE)


def settled(action: str, before: Course, now: Server) -> Verdict:
    return settle(KINDS[action], before.evidence(now))


@pytest.mark.parametrize(
    ("action", "act"), [("start", 3), ("stop", 4), ("stop_h", 4), ("restart", 5), ("restart_h", 5)]
)
def test_its_own_in_progress_status_is_progress(action: str, act: int) -> None:
    assert judged(action, course(), server(act=act)) is Verdict.IN_PROGRESS


def test_idle_right_after_the_request_proves_nothing() -> None:
    assert judged("restart", course(), server()) is Verdict.NOTHING
    assert judged("stop", course(), server()) is Verdict.NOTHING


def test_idle_held_for_the_grace_period_proves_a_restart() -> None:
    assert judged("restart", course(idle=GRACE), server()) is Verdict.DONE


def test_idle_held_proves_no_stop_while_it_still_runs() -> None:
    assert judged("stop", course(idle=GRACE * 10), server(run=1)) is Verdict.NOTHING


def test_a_field_that_changed_as_asked_proves_the_end() -> None:
    assert judged("stop", course(run=1), server(run=-1)) is Verdict.DONE
    assert judged("start", course(run=-1), server(run=1)) is Verdict.DONE


def test_progress_seen_once_and_idle_again_proves_a_restart() -> None:
    assert judged("restart", course(seen=True), server()) is Verdict.DONE


def test_changed_but_still_busy_is_not_the_end() -> None:
    assert judged("stop", course(run=1), server(run=-1, act=6)) is Verdict.NOTHING


def test_its_failed_status_is_a_failure_unless_left_over() -> None:
    failed = ActStatus.STOP_FAILED
    assert judged("stop", course(), server(act=failed)) is Verdict.FAILED
    assert judged("stop", course(act=failed), server(act=failed)) is Verdict.NOTHING
    assert judged("stop", course(act=failed, seen=True), server(act=failed)) is Verdict.FAILED


def test_another_operations_failed_status_is_none_of_ours() -> None:
    assert judged("stop", course(), server(act=ActStatus.PASSWORD_FAILED)) is Verdict.NOTHING


def test_without_the_state_before_a_change_cannot_be_claimed() -> None:
    lost = Course(before=None, seen_in_progress=False, idle_for=0)
    assert judged("stop", lost, server(run=-1)) is Verdict.NOTHING
    assert settled("stop", lost, server(run=-1)) is Verdict.DONE


def test_settling_believes_a_changed_state_and_no_idleness() -> None:
    assert settled("stop", course(run=1), server(run=-1)) is Verdict.DONE
    assert settled("stop", course(idle=10_000), server()) is Verdict.NOTHING
    assert settled("restart", course(idle=10_000), server()) is Verdict.NOTHING


def test_settling_follows_what_is_in_progress() -> None:
    assert settled("restart", course(), server(act=5)) is Verdict.IN_PROGRESS
    assert settled("restart", course(seen=True), server()) is Verdict.DONE


def test_settling_sees_a_fresh_failure_and_no_old_one() -> None:
    failed = ActStatus.STOP_FAILED
    assert settled("stop", course(), server(act=failed)) is Verdict.FAILED
    assert settled("stop", course(act=failed), server(act=failed)) is Verdict.NOTHING


def test_a_locked_server_is_not_off_as_asked() -> None:
    assert judged("stop", course(run=1), server(run=RunStatus.LOCKED)) is Verdict.NOTHING
