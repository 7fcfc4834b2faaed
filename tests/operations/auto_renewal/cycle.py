"""Auto-renewal over virtual days: the job's ticks, notices delivered, operations driven."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from operations import auto_renewal
from operations.auto_renewal import job
from operations.auto_renewal.settings import Choice
from operations.driving import drive
from operations.services import Timing
from tests.operations.conftest import ALICE

if TYPE_CHECKING:
    from collections.abc import Callable

    from operations.confirmations import Asker
    from store import AutoRenewalRow, NoticeRow, RenewalAttemptRow
    from tests.operations.conftest import World

HOUR, DAY = 3600.0, 86400.0
PRICE = Decimal("198.00")


@dataclass
class Cycle:
    """web-1, which renews itself, and what its chat was told."""

    world: World
    nickname: str = "web-1"
    told: list[tuple[float, dict[str, object]]] = field(default_factory=list)
    staff: list[dict[str, object]] = field(default_factory=list)
    reachable: bool = True

    @property
    def guid(self) -> str:
        return self.world.made.servers[self.nickname]

    @property
    def end(self) -> float:
        return self.world.server(self.nickname).ends_at

    @property
    def row(self) -> AutoRenewalRow | None:
        return self.world.store.auto_renewal(self.world.account_id, self.guid)

    @property
    def active(self) -> AutoRenewalRow:
        assert self.row is not None
        return self.row

    @property
    def attempts(self) -> list[RenewalAttemptRow]:
        rows = self.world.store._rows("SELECT DISTINCT id FROM auto_renewals WHERE guid = ? ORDER BY id", (self.guid,))
        return [each for (number,) in rows for each in self.world.store.renewal_attempts(number)]

    @property
    def events(self) -> list[object]:
        return [subject["event"] for _, subject in self.told]

    @property
    def renewed(self) -> int:
        """How often the engine renewed it."""
        return len([each for each in self.world.engine.effects if each.action == "renew" and self._is_it(each)])

    def _is_it(self, effect: object) -> bool:
        return getattr(effect, "guid", self.guid) == self.guid

    async def ends_in(self, seconds: float) -> None:
        self.world.server(self.nickname).ends_at = self.world.clock.now() + seconds
        await self.world.sync()

    async def turn_on(self, choice: Choice | None = None, asker: Asker | None = None) -> AutoRenewalRow:
        asker, choice = asker or self.world.asker(), choice or Choice(1)
        known = self.world.known(self.nickname, asker.actor)
        shown = await auto_renewal.preview_afresh(self.world.services, asker, known, choice)
        row, _ = await auto_renewal.turn_on(self.world.services, asker, known, choice, digest=shown.digest)
        return row

    async def tick(self) -> None:
        """One tick: the job, then whatever it made is told and driven."""
        await job.run(self.world.services)
        if self.reachable:
            await self.deliver()
        for due in self.world.store.due_operations(self.world.clock.now()):
            await drive(self.world.services, due.taskid)

    async def deliver(self) -> list[NoticeRow]:
        found = self.world.store.due_notices(self.world.clock.now())
        for notice in found:
            await self.world.store.mark_notice_delivered(notice.id, 1)
            if notice.kind == "auto-renewal" and notice.chat_id == ALICE:
                self.told.append((self.world.clock.now(), notice.subject))
            elif notice.kind == "auto-renewal":
                self.staff.append(notice.subject)
        return found

    async def run(self, seconds: float, *, until: Callable[[], bool] | None = None, step: float = 4 * HOUR) -> None:
        """Let time pass in steps, each begun with two ticks of the job."""
        stop = self.world.clock.now() + seconds
        while self.world.clock.now() < stop and not (until is not None and until()):
            await self.tick()
            self.world.clock.advance(10)
            await self.tick()
            self.world.clock.advance(step - 10)
        if until is not None:
            assert until(), (self.attempts, self.told)


async def cycle_of(world: World, *, days: float = 6, credit: str | None = "1000") -> Cycle:
    """web-1 ends in so many days and renews itself by a month, three days before, from Alice's credit."""
    if credit is not None:
        await world.credit(credit)
    # Fewer readings of what is under way, which is another test's subject.
    world.services.timing = Timing(poll=30.0)
    made = Cycle(world)
    await made.ends_in(days * DAY)
    await made.turn_on()
    return made
