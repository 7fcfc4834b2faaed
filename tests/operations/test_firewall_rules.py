from __future__ import annotations

from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Direction, Protocol, Verdict
from operations.errors import BadAnswerError
from operations.firewall_rules import (
    ALL_PORTS,
    ANYWHERE,
    DIRECTIONS,
    HIGHEST_WEIGHT,
    LONGEST_NAME,
    PROTOCOLS,
    VERDICTS,
    Rule,
    parse,
    ports,
    remote,
    rule_name,
    weight,
)
from operations.kinds.parameters import HIGHEST_PORT

HTTPS = Rule(verdict=Verdict.ALLOW, protocol=Protocol.TCP, ports="443")


@pytest.mark.parametrize(
    "line",
    [
        "allow tcp 443 from 0.0.0.0/0 in",
        "in from any 443 tcp allow",
        "ALLOW TCP 443",
        "allow tcp 443 0.0.0.0/0",
        "allow, tcp, 443, any",
        "  allow\ttcp\n443  ",
        "allow tcp 443 from 10.0.0.0/0",
        "允许 tcp 443 来自 任意 入",
        "放行 TCP 443 来自0.0.0.0/0 入站",
        "入站，允许，tcp，443",
    ],
)
def test_one_rule_in_many_ways(line: str) -> None:
    assert parse(line) == HTTPS


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (
            "deny udp 5-15 from 203.0.113.7/24 out",
            Rule(
                verdict=Verdict.DENY,
                protocol=Protocol.UDP,
                ports="5-15",
                remote="203.0.113.0/24",
                direction=Direction.OUTBOUND,
            ),
        ),
        (
            "拒绝 icmp 来自 203.0.113.7 双向",
            Rule(
                verdict=Verdict.DENY,
                protocol=Protocol.ICMP,
                remote="203.0.113.7",
                direction=Direction.BOTH,
            ),
        ),
        ("allow icmp all", Rule(verdict=Verdict.ALLOW, protocol=Protocol.ICMP)),
        ("allow tcp 080-80", Rule(verdict=Verdict.ALLOW, protocol=Protocol.TCP, ports="80")),
        (
            'allow tcp 22 name "from the office" weight 30',
            Rule(verdict=Verdict.ALLOW, protocol=Protocol.TCP, ports="22", name="from the office", weight=30),
        ),
        (
            "权重 30 允许 tcp 22 名称：办公室 来自 weight 7",
            Rule(verdict=Verdict.ALLOW, protocol=Protocol.TCP, ports="22", name="办公室 来自 weight 7", weight=30),
        ),
        (
            "name “web” deny tcp",
            Rule(verdict=Verdict.DENY, protocol=Protocol.TCP, name="web"),
        ),
    ],
)
def test_what_a_line_means(line: str, rule: Rule) -> None:
    assert parse(line) == rule


@pytest.mark.parametrize(
    ("line", "problem", "word"),
    [
        ("allow tpc 443", "rule-word", "tpc"),
        ("allow tcp https", "rule-word", "https"),
        ("allow tcp ４４３", "rule-word", "４４３"),
        ("allow tcp 443 from", "rule-word", "from"),
        ("allow tcp 443 name", "rule-word", "name"),
        ("allow <b>tcp</b> 443", "rule-word", "<b>tcp</b>"),
        ("allow tcp 80 443", "rule-twice", "443"),
        ("allow deny tcp", "rule-twice", "deny"),
        ("allow tcp all 443", "rule-twice", "443"),
        ("allow tcp from any from 203.0.113.5", "rule-twice", "203.0.113.5"),
        ("allow tcp 0-80", "rule-ports", "0-80"),
        ("allow tcp 70000", "rule-ports", "70000"),
        ("allow tcp 90-80", "rule-ports", "90-80"),
        ("allow tcp 443 from 203.0.113.300", "rule-remote", "203.0.113.300"),
        ("allow tcp 443 203.0.113.0/33", "rule-remote", "203.0.113.0/33"),
        ("allow tcp 443 from 443", "rule-remote", "443"),
        ("allow tcp 443 from 0.0.0.0", "rule-remote", "0.0.0.0"),  # noqa: S104 - no binding, a rule's address
        ("allow tcp 443 from 2001:db8::/32", "rule-ipv6", "2001:db8::/32"),
        ("allow tcp 443 2001:db8::1", "rule-ipv6", "2001:db8::1"),
        ("allow tcp weight 0", "rule-weight", "0"),
        ("allow tcp weight -1", "rule-weight", "-1"),
        ("allow tcp weight 65536", "rule-weight", "65536"),
    ],
)
def test_the_word_that_is_wrong_is_named(line: str, problem: str, word: str) -> None:
    with pytest.raises(BadAnswerError) as caught:
        parse(line)
    assert (caught.value.problem, caught.value.facts) == (problem, {"word": word})


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("", "rule-incomplete"),
        ("allow 443", "rule-incomplete"),
        ("tcp 443", "rule-incomplete"),
        ("allow icmp 80", "rule-icmp-port"),
        ('allow tcp name ""', "rule-name"),
        (f"allow tcp name {'x' * (LONGEST_NAME + 1)}", "rule-name"),
        ("allow tcp name two\nlines", "rule-name"),
        ('allow tcp name "web" and "more"', "rule-word"),
    ],
)
def test_what_else_is_no_rule(line: str, problem: str) -> None:
    with pytest.raises(BadAnswerError) as caught:
        parse(line)
    assert caught.value.problem == problem


def test_all_ports_and_anywhere_are_left_to_the_engine() -> None:
    assert {ports(word) for word in ALL_PORTS} == {None}
    assert {remote(word) for word in ANYWHERE} == {None}
    assert remote("203.0.113.5/32") == "203.0.113.5"
    assert weight(str(HIGHEST_WEIGHT)) == HIGHEST_WEIGHT


def test_a_rule_in_one_line_says_what_was_left_out() -> None:
    assert str(HTTPS) == "allow tcp 443 from any in"
    assert str(parse("deny icmp out")) == "deny icmp from any out"
    assert str(parse('deny udp weight 5 name "a b"')) == 'deny udp all from any in weight 5 name "a b"'


_WORDS = st.sampled_from(
    [
        *VERDICTS,
        *PROTOCOLS,
        *DIRECTIONS,
        *sorted(ANYWHERE),
        *sorted(ALL_PORTS),
        *(
            "from",
            "来自",
            "weight",
            "权重",
            "name",
            "名称",
            '"',
            "“",
            "443",
            "5-15",
            "203.0.113.0/24",
            "::1",
            "1.2.3.4",
        ),
    ]
)


@given(st.one_of(st.text(), st.lists(st.one_of(_WORDS, st.text(max_size=4)), max_size=12).map(" ".join)))
def test_any_text_is_a_rule_or_a_bad_answer_and_a_rule_reads_back(text: str) -> None:
    try:
        rule = parse(text)
    except BadAnswerError:
        return
    assert parse(str(rule)) == rule


def _is_name(text: str) -> bool:
    try:
        return rule_name(text) == text
    except BadAnswerError:
        return False


_PORT = st.integers(1, HIGHEST_PORT)
_RANGES = st.tuples(_PORT, _PORT).map(lambda both: ports(f"{min(both)}-{max(both)}"))
_NETWORKS = st.tuples(st.integers(1, 2**32 - 1), st.integers(1, 32)).map(
    lambda both: str(IPv4Network(both, strict=False))
)
_RULES = st.builds(
    Rule,
    verdict=st.sampled_from(Verdict),
    protocol=st.sampled_from([Protocol.TCP, Protocol.UDP]),
    ports=st.none() | _PORT.map(str) | _RANGES,
    remote=st.none() | _NETWORKS.map(remote),
    direction=st.sampled_from(Direction),
    name=st.none() | st.text(min_size=1, max_size=LONGEST_NAME).filter(_is_name),
    weight=st.none() | st.integers(1, HIGHEST_WEIGHT),
)


@given(_RULES)
def test_every_rule_reads_back_as_it_was_written(rule: Rule) -> None:
    assert parse(str(rule)) == rule
