"""What proves the kinds that show more than power does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from engine import SHANGHAI, Server, Snapshot
from operations.judging import Verdict, judge, settle
from operations.kinds import KINDS, Answer, Conclusion, Evidence, NoParams, Params
from operations.kinds.parameters import (
    Install,
    MakePolicy,
    MakePort,
    MakeSnapshot,
    NamedSnapshot,
    Purchase,
    RemovePolicy,
    RemovePort,
    Renew,
    RenewSnapshot,
    Resize,
)
from operations.sights import Sight

GRACE = 30.0
END = datetime(2027, 1, 31, 10, 0, tzinfo=SHANGHAI)
FULL: dict[str, Any] = {
    "guid": "1700000000000001",
    "cpu": 2,
    "memory": 4,
    "harddisks": (50,),
    "bandwidth": 5,
    "defense": 5,
    "system_guid": "debian",
    "order_status": 1,
    "run_status": 1,
    "act_status": 0,
    "snap_status": 0,
    "end_time": END,
}
BIGGER = Resize(cpu=4, memory=8, harddisks=(50, 10), bandwidth=5, defense=5, password="Aa1!Aa1!")
SIZES: dict[str, Any] = {"cpu": 4, "memory": 8, "harddisks": (50, 10)}
MONTH = Renew(months=1, end_time=END + timedelta(days=28))


def sight(*names: str, until: datetime = END, **changes: Any) -> Sight:
    snapshots = tuple(Snapshot(name=name, end_time=until) for name in names) if names else None
    return Sight(server=Server(**FULL | changes), snapshots=snapshots)


def seen(params: Params, before: Sight | None, now: Sight, *, answer: Answer | None = None) -> Evidence[Any]:
    return Evidence(params, before, now, seen_in_progress=False, answer=answer)


def judged_now(action: str, evidence: Evidence[Any], *, idle_for: float = 0) -> Verdict:
    return judge(KINDS[action], evidence, idle_for=idle_for, grace=GRACE)


def ported(*guids: str) -> Sight:
    return sight(ports=[{"guid": guid, "local_port": 25} for guid in guids])


def walled(*guids: str) -> Sight:
    return sight(policies=[{"guid": guid, "weight": 40} for guid in guids])


POLICY = MakePolicy.model_validate(
    {"weight": 40, "name": "web", "direction": "Inbound", "protocol": "tcp", "operation": "Allow"}
)


@pytest.mark.parametrize(
    ("action", "params", "before", "now"),
    [
        ("renew", MONTH, sight(), sight(end_time=END + timedelta(days=28))),
        ("renew", MONTH, sight(), sight(end_time=END + timedelta(days=29))),
        ("upgrade", BIGGER, sight(), sight(**SIZES)),
        ("install", Install(system_guid="ubuntu", password="x"), sight(), sight(system_guid="ubuntu")),
        ("createsnapshot", MakeSnapshot(days=1), sight("a"), sight("a", "b")),
        ("removesnapshot", NamedSnapshot(name="a"), sight("a", "b"), sight("b")),
        ("renewsnapshot", RenewSnapshot(name="a", days=1), sight("a"), sight("a", until=END + timedelta(days=1))),
        ("refund", NoParams(), sight(), sight(order_status=4)),
        ("refund", NoParams(), sight(), sight(order_status=-1)),
        ("refund", NoParams(), sight(), sight(order_status=-2)),
        ("refund", NoParams(), sight(), Sight(server=None)),
        ("create_port", MakePort(remark="", local_port=25), ported(), ported("p")),
        ("delete_port", RemovePort(port_guid="p"), ported("p"), ported()),
        ("add_hardpolicy", POLICY, walled("a"), walled("a", "b")),
        ("del_hardpolicy", RemovePolicy(policy_guid="a"), walled("a", "b"), walled("b")),
    ],
)
def test_settling_believes_a_field_that_changed_as_asked_and_no_other(
    action: str, params: Params, before: Sight, now: Sight
) -> None:
    assert settle(KINDS[action], seen(params, before, now)) is Verdict.DONE
    assert settle(KINDS[action], seen(params, before, before)) is Verdict.NOTHING
    # Where the reading before is lost, nothing changed; but what is dead or gone is given back.
    lost = Verdict.DONE if action == "refund" else Verdict.NOTHING
    assert settle(KINDS[action], seen(params, None, now)) is lost


@pytest.mark.parametrize(
    ("action", "params", "before", "now", "conclusion"),
    [
        ("renew", MONTH, sight(), sight(), Conclusion.DID_NOT),
        ("renew", MONTH, sight(), sight(end_time=END + timedelta(days=31)), Conclusion.MOVED_ELSEWHERE),
        ("renew", MONTH, sight(), sight(end_time=None), Conclusion.UNREADABLE),
        ("upgrade", BIGGER, sight(), sight(), Conclusion.DID_NOT),
        ("upgrade", BIGGER, sight(), sight(act_status=-4), Conclusion.DID_NOT),
        ("upgrade", BIGGER, sight(), sight(cpu=3), Conclusion.MOVED_ELSEWHERE),
        ("upgrade", BIGGER, sight(), sight(act_status=8), Conclusion.NOT_IDLE),
        ("upgrade", BIGGER, sight(), sight(harddisks=None), Conclusion.UNREADABLE),
        ("upgrade", BIGGER, None, sight(), Conclusion.UNREADABLE),
        ("createsnapshot", MakeSnapshot(days=1), sight("a"), sight("a"), Conclusion.DID_NOT),
        ("createsnapshot", MakeSnapshot(days=1), sight("a"), sight("a", snap_status=3), Conclusion.NOT_IDLE),
        ("createsnapshot", MakeSnapshot(days=1), sight("a"), sight(), Conclusion.UNREADABLE),
        ("removesnapshot", NamedSnapshot(name="a"), sight("a"), sight("a"), Conclusion.DID_NOT),
        ("removesnapshot", NamedSnapshot(name="a"), None, sight("a"), Conclusion.UNREADABLE),
        ("renewsnapshot", RenewSnapshot(name="a", days=1), sight("a"), sight("a"), Conclusion.DID_NOT),
        ("renewsnapshot", RenewSnapshot(name="a", days=1), sight("a"), sight("b"), Conclusion.MOVED_ELSEWHERE),
        ("renewsnapshot", RenewSnapshot(name="a", days=1), sight("a"), sight(), Conclusion.UNREADABLE),
        ("revertsnapshot", NamedSnapshot(name="a"), sight("a"), sight("a"), Conclusion.NO_TRACE),
        ("install", Install(system_guid="ubuntu", password="x"), sight(), sight(), Conclusion.DID_NOT),
        ("install", Install(system_guid="debian", password="x"), sight(), sight(), Conclusion.NO_TRACE),
        (
            "install",
            Install(system_guid="ubuntu", password="x"),
            sight(),
            sight(system_guid="rocky"),
            Conclusion.MOVED_ELSEWHERE,
        ),
        (
            "install",
            Install(system_guid="ubuntu", password="x"),
            sight(),
            sight(system_guid=""),
            Conclusion.UNREADABLE,
        ),
        ("refund", NoParams(), sight(), sight(), Conclusion.DID_NOT),
        ("refund", NoParams(), sight(), sight(order_status=3), Conclusion.DID_NOT),
        ("refund", NoParams(), sight(), sight(order_status=2), Conclusion.MOVED_ELSEWHERE),
        ("refund", NoParams(), sight(), sight(order_status=None), Conclusion.UNREADABLE),
    ],
)
def test_after_the_settling_time(
    action: str, params: Params, before: Sight | None, now: Sight, conclusion: Conclusion
) -> None:
    assert KINDS[action].conclude(seen(params, before, now)) is conclusion


def test_only_did_not_needs_nobody() -> None:
    assert [each for each in Conclusion if not each.needs_human] == [Conclusion.DID_NOT]


def test_after_its_yes_the_engines_end_time_is_the_truth() -> None:
    elsewhere = seen(MONTH, sight(), sight(end_time=END + timedelta(days=300)))
    assert judged_now("renew", elsewhere) is Verdict.DONE
    assert settle(KINDS["renew"], elsewhere) is Verdict.NOTHING


def test_prolonged_but_not_idle_is_not_the_end() -> None:
    later = END + timedelta(days=28)
    assert judged_now("renew", seen(MONTH, sight(), sight(end_time=later, act_status=7))) is Verdict.IN_PROGRESS
    assert judged_now("renew", seen(MONTH, sight(), sight(end_time=later, act_status=11))) is Verdict.NOTHING


def test_what_shows_its_end_is_not_proved_by_idleness() -> None:
    for action, params in (("renew", MONTH), ("upgrade", BIGGER), ("createsnapshot", MakeSnapshot(days=1))):
        assert judged_now(action, seen(params, sight("a"), sight("a")), idle_for=GRACE * 100) is Verdict.NOTHING


def test_idleness_proves_the_same_system_again_and_no_other() -> None:
    same, other = (Install(system_guid=guid, password="x") for guid in ("debian", "ubuntu"))
    assert judged_now("install", seen(same, sight(), sight()), idle_for=GRACE) is Verdict.DONE
    assert judged_now("install", seen(other, sight(), sight()), idle_for=GRACE) is Verdict.NOTHING


def test_a_snapshot_that_was_being_made_before_is_no_progress_of_ours() -> None:
    busy, params = sight("a", snap_status=1), MakeSnapshot(days=1)
    assert settle(KINDS["createsnapshot"], seen(params, busy, busy)) is Verdict.NOTHING
    assert settle(KINDS["createsnapshot"], seen(params, sight("a"), busy)) is Verdict.IN_PROGRESS


def test_a_status_of_another_subject_is_no_progress() -> None:
    # 3 is "starting" in one status and "deleting" in the other.
    assert settle(KINDS["start"], seen(NoParams(), sight(), sight(run_status=-1, snap_status=3))) is Verdict.NOTHING
    gone = seen(NamedSnapshot(name="a"), sight("a"), sight("a", act_status=3))
    assert settle(KINDS["removesnapshot"], gone) is Verdict.NOTHING


def test_somebody_elses_new_snapshot_is_not_the_one_the_engine_named() -> None:
    answer = Answer(snapshot="c")
    params, before = MakeSnapshot(days=1), sight("a")
    assert judged_now("createsnapshot", seen(params, before, sight("a", "b"), answer=answer)) is Verdict.NOTHING
    assert judged_now("createsnapshot", seen(params, before, sight("a", "c"), answer=answer)) is Verdict.DONE


def bought(*orders: int) -> Sight:
    servers = [Server(**FULL | {"guid": str(number), "order_status": order}) for number, order in enumerate(orders)]
    return Sight(server=None, servers=tuple(servers))


def test_a_purchase_has_ended_when_all_of_it_is_open() -> None:
    params = Purchase(
        line_guid="l",
        cpu=2,
        memory=4,
        harddisks=(50,),
        bandwidth=5,
        defense=5,
        system_guid="s",
        password="x",
        months=1,
        num=2,
    )
    answer, none = Answer(guids=("0", "1")), Sight(server=None)
    evidence = seen(params, none, none, answer=answer)
    assert judged_now("create_new", replace(evidence, now=bought(0, 0))) is Verdict.IN_PROGRESS
    assert judged_now("create_new", replace(evidence, now=bought(1, 0))) is Verdict.IN_PROGRESS
    assert judged_now("create_new", replace(evidence, now=bought(1))) is Verdict.NOTHING
    assert judged_now("create_new", replace(evidence, now=bought(1, 1))) is Verdict.DONE
    unanswered = replace(evidence, answer=None, now=bought(1, 1))
    assert settle(KINDS["create_new"], unanswered) is Verdict.NOTHING
    assert KINDS["create_new"].conclude(unanswered) is Conclusion.CANDIDATES


def test_a_renewal_seen_without_an_answer_must_end_when_it_was_asked_to() -> None:
    elsewhere = sight(end_time=END + timedelta(days=90))
    asked = Evidence(MONTH, sight(), elsewhere, seen_in_progress=True, answer=None, answered=True)

    assert judged_now("renew", asked) is Verdict.DONE
    # Somebody else may have renewed at the same time: nobody can tell whose renewal was in progress.
    assert judged_now("renew", replace(asked, answered=False)) is Verdict.NOTHING
    as_wished = replace(asked, answered=False, now=sight(end_time=MONTH.end_time))
    assert judged_now("renew", as_wished) is Verdict.DONE
