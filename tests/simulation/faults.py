"""What goes wrong in a history: drawn from its seed, counted by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine import Fault
from sandbox.engine.faults import FaultQueue

if TYPE_CHECKING:
    import random
    from collections import Counter
    from collections.abc import Callable

READS = frozenset({"getzones", "getlines", "getsystems", "getserver", "getservers", "listsnapshot", "getvncurl"})
# Execution up to two thirds of the settling time after the cut is what the project promises to survive.
LATEST = 2 / 3
_WORDS = ("业务被管理员锁定", "系统繁忙，请稍后再试", "余额不足")


class Weather(FaultQueue):
    """Decides about every request by itself.

    Args:
        rng: the history's chance.
        counts: figures, by name.
        settle: seconds of the settling time.
        rate: the share of changing requests that something happens to.
        read_rate: the share of reading ones.
        prices_move: lets the engine's prices rise, in the moment before a purchase arrives.
    """

    def __init__(
        self,
        rng: random.Random,
        counts: Counter[str],
        *,
        settle: float,
        rate: float,
        read_rate: float,
        prices_move: Callable[[], None],
    ) -> None:
        super().__init__()
        self._rng = rng
        self._counts = counts
        self._settle = settle
        self._rate = rate
        self._read_rate = read_rate
        self._prices_move = prices_move
        self.calm = False

    def latency(self) -> float:
        """Seconds until a connection is made."""
        return self._rng.uniform(0.001, 0.3)

    def refuses_connection(self, *, one_off: bool) -> bool:
        """Whether this attempt to connect is refused; `one_off` connections carry what changes something."""
        refused = not self.calm and self._rng.random() < (self._rate / 5 if one_off else self._read_rate)
        if refused:
            self._counts["fault: connection refused"] += 1
        return refused

    def take(self, action: str) -> Fault | None:
        """Return the fault for this request, or None."""
        reads = action in READS
        if action == "create_new" and self._rng.random() < self._rate:
            self._prices_move()
        if self.calm or self._rng.random() >= (self._read_rate if reads else self._rate):
            return None
        name, fault = self._read_fault() if reads else self._change_fault()
        self._counts[f"fault: {name}"] += 1
        return fault

    def _read_fault(self) -> tuple[str, Fault]:
        return self._rng.choice(
            (
                ("read cut", Fault.CUT_BEFORE),
                ("read 5xx", Fault.STATUS(503)),
                ("read HTML", Fault.HTML),
                ("read truncated", Fault.TRUNCATED),
                ("read slow", Fault.SLOW(self._rng.uniform(1, 12))),
            )
        )

    def _change_fault(self) -> tuple[str, Fault]:
        rng = self._rng
        late = Fault.EXECUTE_LATER(rng.uniform(1, LATEST * self._settle))
        return rng.choice(
            (
                ("cut before", Fault.CUT_BEFORE),
                ("cut after", Fault.CUT_AFTER),
                ("cut, executed later", late),
                ("cut, executed later", late),
                ("cut in the body", Fault.CUT_IN_BODY),
                ("5xx before", Fault.STATUS(502)),
                ("5xx after", Fault.STATUS_500.after()),
                ("HTML before", Fault.HTML),
                ("HTML after", Fault.HTML.after()),
                ("truncated before", Fault.TRUNCATED.before()),
                ("truncated after", Fault.TRUNCATED),
                ("no code", Fault.NO_CODE),
                ("redirect", Fault.REDIRECT),
                ("slow", Fault.SLOW(rng.uniform(1, 20))),
                ("slower than the time-out", Fault.SLOW(rng.uniform(31, 60))),
                ("refused", Fault.REFUSE(rng.choice(_WORDS))),
            )
        )
