from __future__ import annotations

import pytest
from prometheus_client import generate_latest

from bot.metrics import Metrics


def shown(metrics: Metrics) -> dict[str, float]:
    lines = [line for line in generate_latest(metrics.registry).decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines) if "_created" not in name}


def test_everything_is_there_from_the_start() -> None:
    values = shown(Metrics())
    assert values["apabot_updates_received_total"] == 0
    assert values['apabot_engine_requests_total{outcome="no_answer"}'] == 0
    assert values['apabot_sends_total{outcome="failed"}'] == 0
    assert values["apabot_intake_backlog"] == 0


def test_counting() -> None:
    metrics = Metrics()
    metrics.updates_received.inc(3)
    metrics.updates_handled.inc(2)
    metrics.update_failures.inc()
    metrics.engine_request("ok", 0.03)
    metrics.engine_request("no_answer", 4.0)
    metrics.sent(ok=True)
    metrics.sent(ok=False)
    values = shown(metrics)
    assert (values["apabot_updates_received_total"], values["apabot_updates_handled_total"]) == (3, 2)
    assert values["apabot_update_failures_total"] == 1
    assert values['apabot_engine_requests_total{outcome="ok"}'] == 1
    assert values['apabot_engine_requests_total{outcome="no_answer"}'] == 1
    assert values['apabot_engine_request_seconds_bucket{le="0.05"}'] == 1
    assert values["apabot_engine_request_seconds_sum"] == 4.03
    assert (values['apabot_sends_total{outcome="ok"}'], values['apabot_sends_total{outcome="failed"}']) == (1, 1)


def test_an_outcome_that_is_none_grows_no_series() -> None:
    metrics = Metrics()
    with pytest.raises(ValueError, match="no such outcome"):
        metrics.engine_request("张伟", 1.0)
    assert shown(metrics)["apabot_engine_request_seconds_count"] == 0


def test_what_is_asked_for_when_somebody_looks() -> None:
    metrics, waiting = Metrics(), [1, 2, 3]
    counts = {"watching": 2}
    metrics.watch_backlog(lambda: len(waiting))
    metrics.watch_operations(lambda: counts)
    metrics.watch_approvals(lambda: 4)
    metrics.watch_notices(lambda: len(waiting))
    metrics.watch_inspections(lambda: {"snapshots": 7})
    values = shown(metrics)
    assert values['apabot_servers_inspected{kind="snapshots"}'] == 7
    assert values['apabot_servers_inspected{kind="address"}'] == 0
    assert values["apabot_intake_backlog"] == 3
    assert (values["apabot_approvals_open"], values["apabot_notices_waiting"]) == (4, 3)
    waiting.clear()
    counts["needs-human"] = 1
    values = shown(metrics)
    assert values["apabot_intake_backlog"] == 0
    assert values["apabot_notices_waiting"] == 0
    assert values['apabot_operations{state="watching"}'] == 2
    assert values['apabot_operations{state="needs-human"}'] == 1
    assert values['apabot_operations{state="unknown"}'] == 0
