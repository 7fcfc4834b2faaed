"""`setpsw`, `setvnc`, `getvncurl`, `install`: who gets in, and to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine.preconditions import function_open, offered_system, unlocked, usable
from sandbox.engine.progress import begin
from sandbox.engine.refused import Refused
from sandbox.engine.statuses import Act, Order, Run

if TYPE_CHECKING:
    from sandbox.engine.call import Call

_LINES_WITH_VNC_PASSWORDS = (0, 1)


def setpsw(call: Call) -> list[object]:
    """Set the password of the system."""
    server, password = call.server, call.password
    usable(server)

    def done(_at: float) -> None:
        server.password = password

    begin(call, server, act=Act.PASSWORD_RESETTING, done=done)
    return []


def setvnc(call: Call) -> list[object]:
    """Set the password of the console."""
    server, password = call.server, call.password
    if call.line.resources_type not in _LINES_WITH_VNC_PASSWORDS:
        raise Refused("该线路不支持重置VNC密码")
    function_open(call.line, "reset_vnc_password")
    usable(server)
    unlocked(server)

    def done(_at: float) -> None:
        server.vnc_password = password
        server.need_reset_vnc = 0

    begin(call, server, act=Act.VNC_RESETTING, done=done)
    return []


def getvncurl(call: Call) -> dict[str, str]:
    """A link to the console; another one each time. Changes nothing."""
    if call.line.vnc_status != 1:
        raise Refused("该线路不支持VNC")
    if call.server.order_status != Order.NORMAL:
        raise Refused("业务状态异常")
    if call.server.need_reset_vnc:
        raise Refused("请先重置VNC密码")
    return {"url": f"https://vnc.example.com/vnc.php?sign={call.world.random.getrandbits(128):032x}"}


def install(call: Call) -> list[object]:
    """Reinstall with the same or another system; what was on the system disk is gone."""
    server, line, password = call.server, call.line, call.password
    usable(server)
    unlocked(server)
    if server.snapshots:
        raise Refused("存在快照，不允许重装")
    system = offered_system(call, line, purpose="install")
    present = call.world.systems.get(server.system_guid)
    if present is not None and present.is_windows != system.is_windows and not line.win_linux_switch:
        raise Refused("该线路不允许Windows与Linux互相切换")
    if server.cpu < system.cpu_limit or server.memory < system.ram_limit:
        raise Refused("配置低于操作系统最低要求")

    def done(at: float) -> None:
        server.system_guid = system.guid
        server.login_name, server.login_port = system.login_name, system.port
        server.password = password
        if call.world.age(server, at).order_status == Order.NORMAL:
            server.run_status = Run.RUNNING

    begin(call, server, act=Act.REINSTALLING, done=done)
    return []
