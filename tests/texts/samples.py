"""Results to be rendered: servers, operations, and what a valid message looks like."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from engine import Server, add_months
from operations.access import Role
from operations.confirmations import Proposal
from operations.kinds import NoParams
from operations.kinds.parameters import Renew
from operations.plans import Plan, Wish
from operations.pricing import Price
from operations.servers import KnownServer
from operations.sights import Sight
from operations.spending import Way
from store import ApprovalRow, OperationRow, Spend

if TYPE_CHECKING:
    from operations.errors import OperationsError
    from operations.kinds import Params
    from operations.spending import Needs, Payer, Why

NOW = datetime(2026, 11, 23, 6, 5, 30, tzinfo=UTC).timestamp()
EVIL = '<b>&"x"</b>'
EVIL_ESCAPED = '&lt;b&gt;&amp;"x"&lt;/b&gt;'
ZONE = "Asia/Shanghai"
ROLES = tuple(Role)

_ALLOWED = frozenset({"b", "i", "code", "pre", "tg-spoiler", "a", "blockquote"})


def server(**changes: Any) -> Server:
    """A running Linux server that ends in a week and a bit."""
    values: dict[str, Any] = {
        "guid": "8888888888881234",
        "ip": "203.0.113.5",
        "local_ip": "10.0.0.5",
        "share_type": 0,
        "cpu": 2,
        "memory": 4,
        "harddisks": (10, 20),
        "bandwidth": 5,
        "in_bandwidth": 5,
        "defense": 10,
        "login_name": "root",
        "login_port": 22,
        "buy_time": datetime(2025, 11, 30, 6, 5, tzinfo=UTC),
        "end_time": datetime(2026, 12, 3, 6, 5, 30, tzinfo=UTC),
        "order_status": 1,
        "run_status": 1,
        "act_status": 0,
        "snap_status": 0,
    }
    return Server(**values | changes)


def known(alias: str | None = "web-1", **changes: Any) -> KnownServer:
    """That server as a chat knows it, read half a minute ago."""
    its = server(**changes)
    return KnownServer(row_id=7, account_id=1, guid=its.guid, identity_id=2, alias=alias, server=its, read_at=NOW - 30)


def plan(
    action: str = "stop",
    alias: str | None = "web-1",
    *,
    params: Params | None = None,
    price: str | None = None,
    earlier: OperationRow | None = None,
    **changes: Any,
) -> Plan:
    """What would be done to that server; the price is what the customer is shown."""
    its = known(alias, **changes)
    wish = Wish(action, params or NoParams(), 1, 2, its)
    shown = None if price is None else Decimal(price)
    return Plan(wish, Sight(server=its.server), Price(shown, shown), earlier)


def proposal(action: str = "stop", alias: str | None = "web-1", **changes: Any) -> Proposal:
    """A confirmation that has just been made."""
    return proposed(plan(action, alias, **changes))


def proposed(
    *plans: Plan,
    needs: Needs | None = None,
    why: Why | None = None,
    refused: tuple[tuple[KnownServer, OperationsError], ...] = (),
    payer: Payer | None = None,
) -> Proposal:
    """A confirmation of these plans that has just been made."""
    return Proposal("n" * 22, plans, NOW + 120, Way(Spend(2, None), needs, why), refused, payer)


def renewal(months: int = 1, alias: str | None = "web-1", price: str | None = "72", **changes: Any) -> Plan:
    """A renewal of that server, from 3 December on."""
    end = add_months(datetime(2026, 12, 3, 6, 5, 30, tzinfo=UTC), months)
    return plan("renew", alias, params=Renew(months=months, end_time=end), price=price, **changes)


def operation(**changes: Any) -> OperationRow:
    """A restart that is being watched and was sent 12 seconds ago."""
    row = OperationRow(
        taskid=42,
        account_id=1,
        identity_id=2,
        guid="8888888888881234",
        action="restart",
        params="{}",
        before=None,
        state="watching",
        chat_id=-100,
        thread_id=None,
        user_id=5,
        language="en",
        status_message_id=9,
        order_no=None,
        price=None,
        dedupe_key=None,
        lease_owner=None,
        lease_until=None,
        attempts=1,
        seen_in_progress=False,
        reads=0,
        next_at=None,
        created_at=NOW - 20,
        updated_at=NOW,
        sent_at=NOW - 12,
        accepted_at=NOW - 11,
        ended_at=None,
        outcome=None,
        engine_words=None,
        after=None,
        reported_at=None,
        note=None,
    )
    return replace(row, **changes)


def renewed(**changes: Any) -> OperationRow:
    """A renewal that was done: asked for until 3 January, price and order number kept."""
    before, after = server(), server(end_time=datetime(2027, 1, 3, 6, 5, 30, tzinfo=UTC))
    row = operation(
        action="renew",
        params=Renew(months=1, end_time=after.end_time).model_dump_json(),
        before=Sight(server=before).to_json(),
        after=Sight(server=after).to_json(),
        state="done",
        outcome="done",
        ended_at=NOW,
        price=Decimal("72.00"),
        order_no="A1B2C3",
        grave=True,
    )
    return replace(row, **changes)


def approval(**changes: Any) -> ApprovalRow:
    """A staff approval that was just asked for."""
    row = ApprovalRow(
        id=3,
        needs="staff",
        account_id=1,
        identity_id=2,
        chat_id=-100,
        thread_id=None,
        user_id=5,
        language="en",
        message_id=9,
        created_at=NOW,
        expires_at=NOW + 86400,
        ended_at=None,
        ended_how=None,
        decided_by=None,
        decided_chat=None,
    )
    return replace(row, **changes)


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _ALLOWED, tag
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert not set(data) & set("<>&"), data

    def handle_entityref(self, name: str) -> None:
        assert name in {"amp", "lt", "gt"}, name

    def handle_charref(self, name: str) -> None:
        raise AssertionError(name)


def checked(text: str) -> str:
    """Return the text where Telegram would take it as a message: balanced HTML, within the limit, nothing unfilled."""
    checker = _Checker()
    checker.feed(text)
    checker.close()
    assert checker.open == []
    assert checker.rawdata == ""
    assert len(text.encode("utf-16-le")) // 2 <= 4096
    assert text.strip()
    assert "{" not in text
    assert "None" not in text
    return text
