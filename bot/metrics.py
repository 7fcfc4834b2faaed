"""What is counted, in Prometheus' form. Labels are few and fixed: no ids, no names, no addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from store import OperationState

# Seconds. A call on the same network takes some milliseconds, the transport gives up after 30.
_ENGINE_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

# As `engine.Transport` tells them. The engine's own "no" is an answer like any other: "ok".
OUTCOMES = ("ok", "not_connected", "no_answer", "protocol")
INSPECTIONS = ("address", "snapshots")
OPERATION_STATES: tuple[OperationState, ...] = (
    "confirmed",
    "sending",
    "accepted",
    "watching",
    "unknown",
    "needs-human",
)


class Metrics:
    """The program's counters on a registry of their own.

    Attributes:
        registry: what `/metrics` shows.
        updates_received: updates that were handed to their handlers.
        updates_handled: updates whose handler ended well.
        update_failures: updates whose handler raised.
    """

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry = registry if registry is not None else CollectorRegistry()
        self.updates_received = Counter("apabot_updates_received", "Updates given to handlers", registry=registry)
        self.updates_handled = Counter("apabot_updates_handled", "Updates whose handler ended", registry=registry)
        self.update_failures = Counter("apabot_update_failures", "Updates whose handler raised", registry=registry)
        self._backlog = Gauge("apabot_intake_backlog", "Updates kept and not yet handled", registry=registry)
        self._approvals = Gauge("apabot_approvals_open", "Approvals that nobody has decided", registry=registry)
        self._notices = Gauge("apabot_notices_waiting", "Notices kept and not yet delivered", registry=registry)
        self._inspections = Gauge(
            "apabot_servers_inspected", "Servers that are read one by one on an interval", ["kind"], registry=registry
        )
        self._requests = Counter(
            "apabot_engine_requests", "Requests to engines by outcome", ["outcome"], registry=registry
        )
        self._latency = Histogram(
            "apabot_engine_request_seconds",
            "How long requests to engines took",
            buckets=_ENGINE_BUCKETS,
            registry=registry,
        )
        self._sends = Counter("apabot_sends", "Calls to Telegram by outcome", ["outcome"], registry=registry)
        for outcome in OUTCOMES:
            # Named from the start: a rate over a series that begins at its first failure misses that failure.
            self._requests.labels(outcome)
        for outcome in ("ok", "failed"):
            self._sends.labels(outcome)

    def engine_request(self, outcome: str, seconds: float) -> None:
        """Count one request to an engine.

        Args:
            outcome: one of `OUTCOMES`.
            seconds: from sending to the answer's end.

        Raises:
            ValueError: an outcome that is none, which would grow a series without end.
        """
        if outcome not in OUTCOMES:
            raise ValueError("no such outcome of an engine request")
        self._requests.labels(outcome).inc()
        self._latency.observe(seconds)

    def sent(self, ok: bool) -> None:
        """Count one call to Telegram."""
        self._sends.labels("ok" if ok else "failed").inc()

    def watch_backlog(self, backlog: Callable[[], int]) -> None:
        """Ask for the backlog's length whenever somebody looks."""
        self._backlog.set_function(backlog)

    def watch_approvals(self, count: Callable[[], int]) -> None:
        """Ask for the number of open approvals whenever somebody looks."""
        self._approvals.set_function(count)

    def watch_notices(self, count: Callable[[], int]) -> None:
        """Ask for the number of notices that wait whenever somebody looks."""
        self._notices.set_function(count)

    def watch_inspections(self, by_kind: Callable[[], Mapping[str, int]]) -> None:
        """Ask for the number of servers that are read one by one, by what for, whenever somebody looks."""
        for kind in INSPECTIONS:
            self._inspections.labels(kind).set_function(lambda kind=kind: by_kind().get(kind, 0))  # type: ignore[misc]

    def watch_operations(self, by_state: Callable[[], Mapping[str, int]]) -> None:
        """Ask for the number of operations in each state whenever somebody looks."""
        self.registry.register(_Operations(by_state))


class _Operations(Collector):
    """Operations by state; a state that has none is told as 0."""

    def __init__(self, by_state: Callable[[], Mapping[str, int]]) -> None:
        self._by_state = by_state

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Return the family without asking the store: the registry calls this when it registers."""
        return [_operations_family()]

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Return the numbers of now."""
        family = _operations_family()
        counts = self._by_state()
        for state in OPERATION_STATES:
            family.add_metric([state], counts.get(state, 0))
        return [family]


def _operations_family() -> GaugeMetricFamily:
    return GaugeMetricFamily("apabot_operations", "Operations that are open or wait for a person", labels=["state"])
