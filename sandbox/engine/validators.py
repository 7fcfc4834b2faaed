"""The rules of the protocol, one small validator each, in the order in which `RULES` lists them.

A validator raises `Refused` with the engine's words and with what the caller did wrong. It names
parameters but never repeats a value: values may be personal data or secrets.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.engine.parameters import PARAMETERS
from sandbox.engine.passwords import accepted, decoded_password
from sandbox.engine.refused import Refused
from sandbox.engine.shanghai import date_of

if TYPE_CHECKING:
    from sandbox.engine.world import World

CLOCK_TOLERANCE = 300.0
"""Seconds that a request's `time` may be off; the document gives no figure."""

FORM_TYPE = "application/x-www-form-urlencoded"
COMMON = ("module", "action", "userid", "time", "sign", "taskid", "dataType", "version", "system_type", "vtime")
PERSONAL = ("auth_name", "auth_mobile", "auth_idnum", "auth_from_ip", "auth_client_user_id")
PERSONAL_OPTIONAL = ("auth_bank_account",)
FIXED = {"dataType": "json", "version": "9.9.9", "system_type": "zkeys_web"}


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A request as it came in, before anything is believed.

    Attributes:
        repeated: names that were sent more than once.
        queried: names that were sent in the address instead of the body.
    """

    method: str = "POST"
    content_type: str = FORM_TYPE
    form: dict[str, str] = field(repr=False)
    repeated: tuple[str, ...] = ()
    queried: tuple[str, ...] = ()

    @property
    def action(self) -> str:
        """The action's name as sent, "" where none was."""
        return self.form.get("action", "")


Rule = Callable[[Incoming, "World", float], None]


def posted(incoming: Incoming, _world: World, _now: float) -> None:
    """Requests are POSTs."""
    if incoming.method != "POST":
        raise Refused("请求方式错误", violation=f"sent with {incoming.method} instead of POST")


def form_encoded(incoming: Incoming, _world: World, _now: float) -> None:
    """The body is a URL-encoded form."""
    if incoming.content_type != FORM_TYPE:
        raise Refused("请求格式错误", violation=f"content type {incoming.content_type!r} instead of {FORM_TYPE!r}")


def in_body(incoming: Incoming, _world: World, _now: float) -> None:
    """Parameters travel in the body: addresses end up in access logs."""
    if incoming.queried:
        raise Refused("请求格式错误", violation=f"parameters in the address: {', '.join(incoming.queried)}")


def once_each(incoming: Incoming, _world: World, _now: float) -> None:
    """No parameter comes twice; PHP would silently take the last."""
    if incoming.repeated:
        raise Refused("参数错误", violation=f"sent more than once: {', '.join(incoming.repeated)}")


def server_module(incoming: Incoming, _world: World, _now: float) -> None:
    """All 28 actions belong to the module `server`."""
    if incoming.form.get("module") != "server":
        raise Refused("module参数错误", violation="module is not 'server'")


def known_action(incoming: Incoming, _world: World, _now: float) -> None:
    """The action is one of the 28."""
    if incoming.action not in PARAMETERS:
        raise Refused("接口不存在", violation="no such action")


def known_member(incoming: Incoming, world: World, _now: float) -> None:
    """`userid` is a member."""
    userid = incoming.form.get("userid", "")
    if not (userid.isascii() and userid.isdigit()) or int(userid) not in world.members:
        raise Refused("会员不存在", violation="userid is not a member")


def fresh(incoming: Incoming, _world: World, now: float) -> None:
    """`time` is the current unix time in whole seconds."""
    time = incoming.form.get("time", "")
    if not (time.isascii() and time.isdigit()):
        raise Refused("time参数错误", violation="time is not in whole unix seconds")
    if abs(int(time) - now) > CLOCK_TOLERANCE:
        raise Refused("请求已过期", violation=f"time is {int(time) - now:+.0f} s off")


def signed(incoming: Incoming, world: World, _now: float) -> None:
    """`sign` is the lower-case hex MD5 of module, salt, action, userid, key and time."""
    form = incoming.form
    member = world.members[int(form["userid"])]
    text = form["module"] + member.salt + form["action"] + form["userid"] + member.key + form["time"]
    if form.get("sign") != hashlib.md5(text.encode(), usedforsecurity=False).hexdigest():
        raise Refused("签名错误", violation="sign does not match")


def dated(incoming: Incoming, _world: World, now: float) -> None:
    """`vtime` is today in Asia/Shanghai; around midnight either day will do."""
    if incoming.form.get("vtime") not in {date_of(now - CLOCK_TOLERANCE), date_of(now), date_of(now + CLOCK_TOLERANCE)}:
        raise Refused("vtime参数错误", violation="vtime is not today's date in Asia/Shanghai")


def fixed_values(incoming: Incoming, _world: World, _now: float) -> None:
    """`dataType`, `version` and `system_type` have fixed values."""
    for name, value in FIXED.items():
        if incoming.form.get(name) != value:
            raise Refused(f"{name}参数错误", violation=f"{name} is not {value!r}")


def task_numbered(incoming: Incoming, _world: World, _now: float) -> None:
    """`taskid` is a whole number."""
    taskid = incoming.form.get("taskid", "")
    if not (taskid.isascii() and taskid.isdigit()):
        raise Refused("taskid参数错误", violation="taskid is not a whole number")


def personal_data_where_asked(incoming: Incoming, _world: World, _now: float) -> None:
    """Business actions carry the end customer's data, sync actions carry none of it."""
    sent = sorted(name for name in incoming.form if name.startswith("auth_"))
    if not PARAMETERS[incoming.action].business:
        if sent:
            raise Refused("参数错误", violation=f"personal data on a sync action: {', '.join(sent)}")
        return
    missing = [name for name in PERSONAL if not incoming.form.get(name)]
    if missing:
        raise Refused(f"缺少实名信息：{missing[0]}", violation=f"missing personal data: {', '.join(missing)}")
    try:
        ipaddress.ip_address(incoming.form["auth_from_ip"])
    except ValueError:
        raise Refused("auth_from_ip参数错误", violation="auth_from_ip is not an IP address") from None


def nothing_missing(incoming: Incoming, _world: World, _now: float) -> None:
    """All parameters of the action are there and filled."""
    parameters = PARAMETERS[incoming.action]
    missing = [name for name in parameters.required if not incoming.form.get(name)]
    if missing:
        raise Refused(f"缺少参数：{missing[0]}", violation=f"missing: {', '.join(missing)}")
    chosen = [name for name in parameters.one_of if incoming.form.get(name)]
    if parameters.one_of and len(chosen) != 1:
        names = " or ".join(parameters.one_of)
        raise Refused("days与months二选一", violation=f"not exactly one of {names}")


def nothing_extra(incoming: Incoming, _world: World, _now: float) -> None:
    """Nothing is sent that the document does not list."""
    parameters = PARAMETERS[incoming.action]
    allowed = {*COMMON, *PERSONAL, *PERSONAL_OPTIONAL, *parameters.required, *parameters.optional}
    extra = sorted(set(incoming.form) - allowed)
    if extra:
        raise Refused("参数错误", violation=f"not a parameter: {', '.join(extra)}")


def well_shaped(incoming: Incoming, _world: World, _now: float) -> None:
    """Each parameter looks as the document says: numbers are numbers, passwords are base64."""
    parameters = PARAMETERS[incoming.action]
    for name, value in incoming.form.items():
        shape = parameters.shape(name)
        if shape is not None and not shape(value):
            raise Refused(f"{name}参数错误", violation=f"malformed: {name}")


def password_fits_line(incoming: Incoming, world: World, _now: float) -> None:
    """A new password keeps the rules of its server's line."""
    sent = incoming.form.get("password")
    if not sent:
        return
    line_guid = incoming.form.get("lineid", "")
    server = world.servers.get(incoming.form.get("guid", ""))
    if server is not None:
        line_guid = server.line_guid
    line = world.lines.get(line_guid)
    # Without a line there is no rule yet: the action itself says that server or line do not exist.
    if line is not None and not accepted(decoded_password(sent), resources_type=line.resources_type):
        raise Refused("密码不符合规则", violation="the password breaks the rules of the line")


RULES: tuple[Rule, ...] = (
    posted,
    form_encoded,
    in_body,
    once_each,
    server_module,
    known_action,
    known_member,
    fresh,
    signed,
    dated,
    fixed_values,
    task_numbered,
    personal_data_where_asked,
    nothing_missing,
    nothing_extra,
    well_shaped,
    password_fits_line,
)


def validate(incoming: Incoming, world: World, now: float) -> None:
    """Apply every rule.

    Raises:
        Refused: the first rule that is broken.
    """
    for rule in RULES:
        rule(incoming, world, now)
