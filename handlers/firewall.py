"""/firewall: a server's rules, the larger weight first; new ones by questions or in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Protocol, Reason
from handlers import callback_data, forms, picking
from handlers.outgoing import Button
from handlers.screens import open_server, paging, rows_of
from operations import offers, reading, servers
from operations.access import Role
from operations.errors import NotPossibleError
from operations.firewall_order import ordered
from operations.firewall_rules import parse
from operations.forms import Choice, chosen, token
from operations.kinds import KINDS
from operations.kinds.parameters import RemovePolicy
from texts.network import one_rule, rule_button, rule_list
from texts.operations import button

if TYPE_CHECKING:
    from engine import Policy
    from handlers.request import Request
    from handlers.router import Router
    from operations.firewall_rules import Rule
    from operations.servers import KnownServer

OPEN, ONE, REMOVE = "fwl", "fw1", "fwd"
A_PAGE = 20
_ADD = frozenset({"add", "new", "添加"})
_DELETE = frozenset({"delete", "remove", "删除"})


async def typed(request: Request) -> None:
    """`/firewall`, `/firewall <server>`, `/firewall <server> allow tcp 443 from 0.0.0.0/0 in`, `… delete <weight>`."""
    word, line = _split(request.arguments)
    if not word:
        await picking.pick(request, "firewall")
        return
    known = await servers.find_or_read(request.services, request.actor, word)
    what, details = _split(line)
    what = what.casefold()
    if what in _DELETE and details:
        await _delete(request, known, details)
    elif not what or what in _DELETE:
        await show(request, known)
    elif what in _ADD:
        await forms.begin(request, known, "add_hardpolicy", _given(parse(details)) if details else {})
    else:
        await forms.begin(request, known, "add_hardpolicy", _given(parse(line)))


def _split(text: str) -> tuple[str, str]:
    """Return the first word and what follows it; both may be empty."""
    first, *rest = text.split(maxsplit=1) or [""]
    return first, "".join(rest)


async def _delete(request: Request, known: KnownServer, wanted: str) -> None:
    known = await reading.look_surely(request.services, known)
    policy = next((each for each in known.server.policies if str(each.weight) == wanted.strip()), None)
    if policy is None:
        raise NotPossibleError(Reason.POLICY_NOT_FOUND, names=[wanted])
    await _begin_removal(request, known, policy)


async def _begin_removal(request: Request, known: KnownServer, policy: Policy) -> None:
    """Begin it; of a preset, which the form does not even offer, say why not."""
    params = RemovePolicy(policy_guid=policy.guid)
    offers.check(request.services, request.actor, known, KINDS["del_hardpolicy"], params=params)
    await forms.begin(request, known, "del_hardpolicy", {"rule": policy.guid})


def _given(rule: Rule) -> dict[str, str]:
    """Return a rule in one line as the form's answers; what was left out keeps its usual value."""
    given = {"verdict": rule.verdict.value, "protocol": rule.protocol.value}
    if rule.protocol is not Protocol.ICMP:
        given["ports"] = rule.ports or "0"
    given |= {"remote": rule.remote or "any", "direction": rule.direction.value}
    if rule.name:
        given["name"] = rule.name
    if rule.weight is not None:
        given["weight"] = str(rule.weight)
    return given


async def show(request: Request, known: KnownServer, page: int = 0) -> None:
    """Show a fresh list."""
    request.answer()
    services, t = request.services, request.t
    known = await reading.look_surely(services, known)
    policies, row = ordered(known.server.policies), known.row_id
    pages = max(-(-len(policies) // A_PAGE), 1)
    page = min(page, pages - 1)
    shown = policies[page * A_PAGE : (page + 1) * A_PAGE]
    reason = offers.refused(services, known, KINDS["add_hardpolicy"])
    buttons = [
        Button(rule_button(t, policy), callback_data.pack(ONE, row, token(Choice(value=policy.guid))))
        for policy in shown
        if not policy.is_preset
    ]
    new = []
    if reason is None and request.actor.role.reaches(KINDS["add_hardpolicy"].role):
        new.append(Button(button(t, "add_hardpolicy"), callback_data.pack("do", "add_hardpolicy", row)))
    turn = paging(t, page, pages, callback_data.SEPARATOR.join((OPEN, str(row))))
    ways = [Button(button(t, "refresh"), callback_data.pack(OPEN, row, page)), open_server(t, row)]
    text = rule_list(t, known.label, shown, reason=reason, page=page + 1, pages=pages)
    await request.show(text, [*rows_of(buttons, 2), turn, new, ways])


async def _opened(request: Request) -> None:
    """`fwl:<row>[:<page>]`."""
    first, page = callback_data.unpack(request.arguments)
    await show(request, picking.server_of(request, first), callback_data.number(page) or 0)


async def _find(request: Request) -> tuple[KnownServer, Policy]:
    first, wanted = callback_data.unpack(request.arguments)
    known = await reading.look_surely(request.services, picking.server_of(request, first))
    found = chosen([Choice(value=policy.guid) for policy in known.server.policies], wanted)
    return known, next(policy for policy in known.server.policies if policy.guid == found.value)


async def _one(request: Request) -> None:
    """`fw1:<row>:<token>`: one rule."""
    known, policy = await _find(request)
    request.answer()
    t, row, kind = request.t, known.row_id, KINDS["del_hardpolicy"]
    buttons = []
    reason = offers.refused(request.services, known, kind, params=RemovePolicy(policy_guid=policy.guid))
    if reason is None and request.actor.role.reaches(kind.role):
        data = callback_data.pack(REMOVE, row, token(Choice(value=policy.guid)))
        buttons.append(Button(button(t, "del_hardpolicy"), data))
    back = Button(button(t, "firewall"), callback_data.pack(OPEN, row))
    await request.show(one_rule(t, policy, known.label), [buttons, [back]])


async def _removed(request: Request) -> None:
    """`fwd:<row>:<token>`: remove one."""
    known, policy = await _find(request)
    await _begin_removal(request, known, policy)


def register(router: Router) -> None:
    """Add /firewall and its screens."""
    router.command("firewall", typed)
    router.press(OPEN, _opened)
    router.press(ONE, _one)
    router.press(REMOVE, _removed, role=Role.OPERATOR)
