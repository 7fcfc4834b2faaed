"""Firewall rules as people write them in one line: `allow tcp 443 from 0.0.0.0/0 in`.

The words may come in any order, in English or Chinese. What is left out has the usual meaning: from anywhere, inbound,
all ports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Network, ip_network

from engine import Direction, Protocol, Verdict
from operations.errors import BadAnswerError
from operations.kinds.parameters import HIGHEST_PORT

VERDICTS = {
    **dict.fromkeys(("allow", "accept", "permit", "允许", "放行"), Verdict.ALLOW),
    **dict.fromkeys(("deny", "drop", "reject", "block", "拒绝", "禁止"), Verdict.DENY),
}
PROTOCOLS = {each.value: each for each in Protocol}
DIRECTIONS = {
    **dict.fromkeys(("in", "inbound", "入", "入站"), Direction.INBOUND),
    **dict.fromkeys(("out", "outbound", "出", "出站"), Direction.OUTBOUND),
    **dict.fromkeys(("both", "双向"), Direction.BOTH),
}
ANYWHERE = frozenset({"any", "anywhere", "*", "任意", "任何"})
ALL_PORTS = frozenset({"all", "0", "全部", "所有"})
LONGEST_NAME = 32
HIGHEST_WEIGHT = 65535

_PORTS = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")
_WEIGHT = re.compile(r"[0-9]{1,5}")
_ADDRESS = re.compile(r"[0-9a-f]*[.:][0-9a-f.:/%]*")
# Words that say what the next one is.
_LEADING = {**dict.fromkeys(("from", "来自"), "remote"), **dict.fromkeys(("weight", "权重"), "weight")}
# Chinese is written without blanks around these.
_GLUED = re.compile("(来自|权重)")
_COMMAS = str.maketrans(dict.fromkeys(",，、", " "))
_NAME = re.compile(r"(?:^|\s)(?:name|名称)(?:\s*[:：]|\s)\s*", re.IGNORECASE)
_QUOTES = '"“”'
_QUOTED = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}](?=\s|$)")
_IN_A_LINE = {Direction.INBOUND: "in", Direction.OUTBOUND: "out", Direction.BOTH: "both"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as written; None is what was left out.

    Attributes:
        verdict: let through or keep out.
        protocol: of which protocol.
        ports: "80" or "5-15"; None for all.
        remote: an IPv4 address or network; None for anywhere.
        direction: which traffic.
        name: what to call it.
        weight: its place, the larger first.
    """

    verdict: Verdict
    protocol: Protocol
    ports: str | None = None
    remote: str | None = None
    direction: Direction = Direction.INBOUND
    name: str | None = None
    weight: int | None = None

    def __str__(self) -> str:
        """Return it in one line that `parse` reads back."""
        words = [self.verdict.lower(), self.protocol.value]
        if self.protocol is not Protocol.ICMP:
            words.append(self.ports or "all")
        words += ["from", self.remote or "any", _IN_A_LINE[self.direction]]
        if self.weight is not None:
            words += ["weight", str(self.weight)]
        if self.name is not None:
            words += ["name", f'"{self.name}"']
        return " ".join(words)


def parse(text: str) -> Rule:
    """Return the rule that a line means.

    Raises:
        BadAnswerError: a word of it was not understood, or it says too little.
    """
    line, name = _name_apart(text)
    found: dict[str, object] = {}
    words = iter(_GLUED.sub(r" \1 ", line.translate(_COMMAS)).split())
    for word in words:
        leading = _LEADING.get(word.casefold())
        if leading is None:
            said, (key, value) = word, _meaning(word)
        else:
            said, key = next(words, ""), leading
            if not said:
                raise BadAnswerError("rule-word", word=word)
            value = remote(said) if leading == "remote" else weight(said)
        if key in found:
            raise BadAnswerError("rule-twice", word=said)
        found[key] = value
    if "verdict" not in found or "protocol" not in found:
        raise BadAnswerError("rule-incomplete")
    if found["protocol"] is Protocol.ICMP and found.get("ports"):
        raise BadAnswerError("rule-icmp-port")
    return Rule(**found, name=name)  # type: ignore[arg-type] # each key has its own kind of value


def _name_apart(text: str) -> tuple[str, str | None]:
    """Return the line without its name, and the name: in quotes, or else all that follows the word."""
    found = _NAME.search(text)
    if found is None:
        return text, None
    before, after = text[: found.start()], text[found.end() :]
    quoted = _QUOTED.match(after)
    if quoted is None:
        return before, rule_name(after)
    return f"{before} {after[quoted.end() :]}", rule_name(quoted[1])


def _meaning(word: str) -> tuple[str, object]:
    folded = word.casefold()
    for key, known in (("verdict", VERDICTS), ("protocol", PROTOCOLS), ("direction", DIRECTIONS)):
        if folded in known:
            return key, known[folded]
    if folded in ALL_PORTS or _PORTS.fullmatch(folded):
        return "ports", ports(word)
    if folded in ANYWHERE or _ADDRESS.fullmatch(folded):
        return "remote", remote(word)
    raise BadAnswerError("rule-word", word=word)


def ports(word: str) -> str | None:
    """Return "80", "5-15", or None for all ports.

    Raises:
        BadAnswerError: it is neither.
    """
    word = word.strip()
    if word.casefold() in ALL_PORTS:
        return None
    match = _PORTS.fullmatch(word)
    if match is None:
        raise BadAnswerError("rule-ports", word=word)
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1 <= first <= last <= HIGHEST_PORT:
        raise BadAnswerError("rule-ports", word=word)
    return str(first) if first == last else f"{first}-{last}"


def remote(word: str) -> str | None:
    """Return an IPv4 address or network as the engine takes it, None for anywhere.

    Raises:
        BadAnswerError: it is none. The vendor's document knows no IPv6; 0.0.0.0 alone is refused, for some read it as
            anywhere and some as nowhere.
    """
    word = word.strip()
    if word.casefold() in ANYWHERE:
        return None
    try:
        network = ip_network(word, strict=False)
    except ValueError:
        raise BadAnswerError("rule-remote", word=word) from None
    if not isinstance(network, IPv4Network):
        raise BadAnswerError("rule-ipv6", word=word)
    if network.prefixlen == 0:
        return None
    if network.prefixlen < network.max_prefixlen:
        return str(network)
    if network.network_address.is_unspecified:
        raise BadAnswerError("rule-remote", word=word)
    return str(network.network_address)


def weight(word: str) -> int:
    """Return a typed weight.

    Raises:
        BadAnswerError: it is no number from 1 to 65535.
    """
    word = word.strip()
    if not (_WEIGHT.fullmatch(word) and 1 <= int(word) <= HIGHEST_WEIGHT):
        raise BadAnswerError("rule-weight", word=word)
    return int(word)


def rule_name(word: str) -> str:
    """Return a typed name, without quotes around it.

    Raises:
        BadAnswerError: it is empty, too long, or has quotes or characters that do not print.
    """
    word = word.strip().strip(_QUOTES).strip()
    if not word or len(word) > LONGEST_NAME or not word.isprintable() or any(quote in word for quote in _QUOTES):
        raise BadAnswerError("rule-name", longest=str(LONGEST_NAME))
    return word
