"""The pictures of docs/capabilities: what is said and tapped in 张伟's chat of the demo, in English, for each."""  # noqa: INP001 - beside a script

from __future__ import annotations

SAY, TAP, READ = "say", "tap", "read"

Steps = tuple[tuple[str, str], ...]

# In this order: a later one may find what an earlier one did.
CAPABILITIES: dict[str, Steps] = {
    "home": ((SAY, "/start"), (READ, "Hello!")),
    "more": ((SAY, "/server web-1"), (READ, "ssh"), (TAP, "More"), (READ, "What else")),
    "access": (
        (SAY, "/password web-1 generate"),
        (READ, "Reset the password"),
        (TAP, "Confirm"),
        (READ, "has a new password"),
        (READ, "disappears in"),
    ),
    "console": ((SAY, "/vnc web-2"), (READ, "Whoever has the link")),
    "reinstall": ((SAY, "/reinstall web-1"), (READ, "Which kind of system")),
    "snapshots": ((SAY, "/snapshot web-2"), (READ, "of 5")),
    "renew": ((SAY, "/renew web-1"), (READ, "for how long"), (TAP, "3 months"), (READ, "Price: ")),
    "sizes": (
        (SAY, "/upgrade web-1 cores=4 memory=8"),
        (READ, "Upgrade web-1"),
        (TAP, "Change"),
        (READ, "Press a size"),
    ),
    "buy": (
        (SAY, "/buy"),
        (READ, "In which zone"),
        (TAP, "华东·杭州"),
        (READ, "Which size"),
    ),
    "refund": ((SAY, "/refund cache-1"), (READ, "type")),
    "ports": ((SAY, "/ports 203.0.113.10:10021"), (READ, "Forwarded")),
    "firewall": ((SAY, "/firewall db-1"), (READ, "Firewall of")),
    "catalogue": (
        (SAY, "/catalog"),
        (READ, "What can be bought"),
        (TAP, "华东·杭州"),
        (READ, "a month from"),
        (TAP, "杭州 BGP 多线"),
        (READ, "recommended"),
    ),
    "expiring": ((SAY, "/expiring"), (READ, "What ends when"), (READ, "for your calendar")),
    "autorenew": ((SAY, "/autorenew web-2"), (READ, "renew itself")),
    "schedules": ((SAY, "/schedule web-2 restart every sunday 03:00"), (READ, "every Sunday")),
    "alerts": ((SAY, "/alerts"), (READ, "What this chat is told")),
    "orders": (
        (SAY, "/renew web-1 1"),
        (READ, "Price: "),
        (TAP, "Confirm"),
        (READ, "Order number"),
        (SAY, "/orders"),
        (READ, "Orders and operations"),
    ),
    "several": (
        (SAY, "/servers"),
        (READ, "servers"),
        (TAP, "☑ Several…"),
        (READ, "0 servers ticked"),
        (TAP, "☐ web-1"),
        (READ, "1 server ticked"),
        (TAP, "☐ web-2"),
        (READ, "2 servers ticked"),
    ),
}
