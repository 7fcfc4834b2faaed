"""The questions before a port is forwarded or no longer is, and before a firewall rule comes or goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Direction, PortType, Protocol, Verdict
from operations import firewall_order, firewall_rules
from operations.errors import BadAnswerError
from operations.forms.form import Choice, Filling, Form, Step
from operations.kinds.parameters import HIGHEST_PORT, MakePolicy, MakePort, RemovePolicy, RemovePort

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine import Server
    from operations.kinds import Params

USUAL_PORTS = (22, 80, 443, 3389, 3306, 8080)
LONGEST_REMARK = 30
# How the public port is chosen, as people may type it.
PORT_KINDS = {**dict.fromkeys(("same", "相同"), "same"), **dict.fromkeys(("random", "随机"), "random")}
_LONGEST_PORT = 5


def _server(filling: Filling) -> Server | None:
    return filling.sight.server if filling.sight is not None else None


def _local_ports(filling: Filling) -> list[Choice]:
    server = _server(filling)
    taken = {port.local_port for port in server.ports} if server is not None else set()
    return [Choice(value=str(port)) for port in USUAL_PORTS if port not in taken]


def _local_port(_: Filling, word: str) -> str:
    if not (word.isascii() and word.isdigit() and len(word) <= _LONGEST_PORT and 1 <= int(word) <= HIGHEST_PORT):
        raise BadAnswerError("port", word=word)
    return str(int(word))


def _take_kind(_: Filling, word: str) -> str:
    return _meant(PORT_KINDS, word)


def _meant(words: Mapping[str, str], word: str) -> str:
    """Return what a typed word of a choice means.

    Raises:
        BadAnswerError: it means none.
    """
    found = words.get(word.casefold())
    if found is None:
        raise BadAnswerError("choice", word=word)
    return str(found)


def _kinds(_: Filling) -> list[Choice]:
    return [Choice(value="random", key="choice-port-random"), Choice(value="same", key="choice-port-same")]


def _remark(_: Filling, word: str) -> str:
    if not word or len(word) > LONGEST_REMARK or not word.isprintable():
        raise BadAnswerError("remark", longest=str(LONGEST_REMARK))
    return word


def _usual_remark(filling: Filling) -> str | None:
    local = filling.answer("local")
    return None if local is None else f"port {local}"


def _make_port(filling: Filling) -> Params:
    kind = PortType.SAME if filling.answers["kind"] == "same" else PortType.RANDOM
    return MakePort(remark=filling.answers["remark"], local_port=int(filling.answers["local"]), port_type=kind)


def _ports(filling: Filling) -> list[Choice]:
    server = _server(filling)
    return [
        Choice(value=port.guid, name=f"{port.public_port} → {port.local_port} {port.remark}".strip())
        for port in (server.ports if server is not None else ())
    ]


def _remove_port(filling: Filling) -> Params:
    return RemovePort(port_guid=filling.answers["port"])


def _verdicts(_: Filling) -> list[Choice]:
    return [Choice(value=each.value, key=f"choice-verdict-{each.lower()}") for each in Verdict]


def _take_verdict(_: Filling, word: str) -> str:
    return _meant(firewall_rules.VERDICTS, word)


def _protocols(_: Filling) -> list[Choice]:
    return [Choice(value=each.value, name=each.upper()) for each in Protocol]


def _take_protocol(_: Filling, word: str) -> str:
    return _meant(firewall_rules.PROTOCOLS, word)


def _with_ports(filling: Filling) -> bool:
    return filling.answer("protocol") != Protocol.ICMP


def _rule_ports(_: Filling) -> list[Choice]:
    return [
        Choice(value="0", key="choice-ports-all"),
        *(Choice(value=str(port)) for port in USUAL_PORTS),
    ]


def _take_ports(_: Filling, word: str) -> str:
    return firewall_rules.ports(word) or "0"


def _remotes(_: Filling) -> list[Choice]:
    return [Choice(value="any", key="choice-remote-any")]


def _take_remote(_: Filling, word: str) -> str:
    return firewall_rules.remote(word) or "any"


def _directions(_: Filling) -> list[Choice]:
    return [Choice(value=each.value, key=f"choice-direction-{each.lower()}") for each in Direction]


def _take_direction(_: Filling, word: str) -> str:
    return _meant(firewall_rules.DIRECTIONS, word)


def _take_weight(filling: Filling, word: str) -> str:
    weight = firewall_rules.weight(word)
    server = _server(filling)
    if server is not None and any(policy.weight == weight for policy in server.policies):
        raise BadAnswerError("rule-weight-used", word=word)
    return str(weight)


def _free_weight(filling: Filling) -> str:
    server = _server(filling)
    return str(firewall_order.free_weight(server.policies if server is not None else ()))


def _usual_name(filling: Filling) -> str | None:
    answers = filling.answers
    if "verdict" not in answers or "protocol" not in answers:
        return None
    ports = answers.get("ports", "0")
    words = [answers["verdict"].lower(), answers["protocol"], *([ports] if ports != "0" else [])]
    return " ".join(words)


def _make_policy(filling: Filling) -> Params:
    answers = filling.answers
    ports, remote = answers.get("ports", "0"), answers["remote"]
    return MakePolicy(
        weight=int(answers["weight"]),
        name=answers["name"],
        direction=Direction(answers["direction"]),
        protocol=Protocol(answers["protocol"]),
        operation=Verdict(answers["verdict"]),
        remote_ip=None if remote == "any" else remote,
        local_port=None if ports == "0" else ports,
    )


def _policies(filling: Filling) -> list[Choice]:
    server = _server(filling)
    own = (policy for policy in (server.policies if server is not None else ()) if not policy.is_preset)
    return [
        Choice(value=policy.guid, name=f"{policy.weight} {policy.name}".strip())
        for policy in firewall_order.ordered(own)
    ]


def _remove_policy(filling: Filling) -> Params:
    return RemovePolicy(policy_guid=filling.answers["rule"])


NETWORK_FORMS = (
    Form(
        action="create_port",
        steps=(
            Step(name="local", choices=_local_ports, take=_local_port, columns=3),
            Step(name="kind", choices=_kinds, take=_take_kind, columns=1),
            Step(name="remark", take=_remark, default=_usual_remark),
        ),
        params=_make_port,
        reads=True,
    ),
    Form(action="delete_port", steps=(Step(name="port", choices=_ports, columns=1),), params=_remove_port, reads=True),
    Form(
        action="add_hardpolicy",
        steps=(
            Step(name="verdict", choices=_verdicts, take=_take_verdict),
            Step(name="protocol", choices=_protocols, take=_take_protocol, columns=3),
            Step(name="ports", choices=_rule_ports, take=_take_ports, asked=_with_ports, columns=3),
            Step(name="remote", choices=_remotes, take=_take_remote, columns=1),
            Step(name="direction", choices=_directions, take=_take_direction, columns=3),
            Step(name="name", take=lambda _, word: firewall_rules.rule_name(word), default=_usual_name),
            Step(name="weight", take=_take_weight, default=_free_weight),
        ),
        params=_make_policy,
        reads=True,
    ),
    Form(
        action="del_hardpolicy",
        steps=(Step(name="rule", choices=_policies, columns=1),),
        params=_remove_policy,
        reads=True,
    ),
)
