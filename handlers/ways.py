"""How a person reaches each of the engine's actions: by which command, and by which button."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """A way to an action.

    Attributes:
        command: the command, without the slash.
        button: the beginning of what the button carries: its verb, for an operation with the action behind it.
    """

    command: str
    button: str


WAYS: dict[str, Way] = {
    "getzones": Way("catalog", "cat"),
    "getlines": Way("catalog", "caz"),
    "getsystems": Way("catalog", "cal"),
    "getserver": Way("server", "srv"),
    "getservers": Way("servers", "lst"),
    "create_new": Way("buy", "buy"),
    "start": Way("start", "do:start"),
    "stop": Way("stop", "do:stop"),
    "stop_h": Way("force_stop", "do:stop_h"),
    "restart": Way("restart", "do:restart"),
    "restart_h": Way("force_restart", "do:restart_h"),
    "getvncurl": Way("vnc", "vnc"),
    "setpsw": Way("password", "do:setpsw"),
    "setvnc": Way("vnc_password", "do:setvnc"),
    "install": Way("reinstall", "do:install"),
    "listsnapshot": Way("snapshot", "snp"),
    "createsnapshot": Way("snapshot", "do:createsnapshot"),
    "revertsnapshot": Way("snapshot", "sn2"),
    "renewsnapshot": Way("snapshot", "sn2"),
    "removesnapshot": Way("snapshot", "sn2"),
    "upgrade": Way("upgrade", "do:upgrade"),
    "renew_for_rd": Way("downgrade", "do:renew_for_rd"),
    "create_port": Way("ports", "do:create_port"),
    "delete_port": Way("ports", "prd"),
    "add_hardpolicy": Way("firewall", "do:add_hardpolicy"),
    "del_hardpolicy": Way("firewall", "fwd"),
    "renew": Way("renew", "do:renew"),
    "refund": Way("refund", "do:refund"),
}
"""Every action of the engine."""
