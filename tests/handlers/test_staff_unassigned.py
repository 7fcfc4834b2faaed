from __future__ import annotations

from typing import TYPE_CHECKING

from operations import newcomers
from operations.sync import Synchroniser
from tests.handlers.asking import staffed
from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage, Chat
    from tests.handlers.scene import Scene


async def appeared(scene: Scene, count: int = 2) -> tuple[Chat, BotMessage, list[str]]:
    """Servers appear and are told of: the staff group, its message, and the guids, the first to be told first."""
    group = await staffed(scene)
    for number in range(count):
        scene.engine.add_server(scene.made.userid, ip=f"192.0.2.{100 + number}")
    scene.clock.advance(60)
    assert await Synchroniser(scene.services).once(scene.account_id)
    await newcomers.tell(scene.services)
    await scene.noticer.deliver_due()
    (message,) = scene.messages(group)
    batch = next(row for row in scene.store.notices_about("unassigned", subject(scene)))
    return group, message, [each.row.guid for each in newcomers.of_batch(scene.services, batch.subject["batch"])]


def subject(scene: Scene) -> dict[str, int]:
    (row,) = scene.store._rows("SELECT min(batch) FROM newcomers")
    return {"batch": row[0]}


def address(scene: Scene, guid: str) -> str:
    return scene.engine.server(guid).ip


async def test_one_after_the_other_gets_its_customer(scene: Scene) -> None:
    group, message, guids = await appeared(scene)
    assert message.text.startswith("🆕 2 new servers that are nobody’s · account demo\n• ")
    assert labels(message) == [address(scene, guid) for guid in guids]

    await scene.tap(scene.rita, message, "stw:")
    assert message.text.startswith(f"Whose is {address(scene, guids[0])}?")
    assert labels(message) == ["alice", "all", "bob", "Leave it", "‹ Back"]
    await scene.press(scene.rita, message, data_of_label(message, "bob"))
    assert scene.store.assignment(scene.account_id, guids[0]) == scene.identities["bob"]
    assert message.text.startswith("🆕 1 new server that is nobody’s")
    assert f"✅ {address(scene, guids[0])} → bob" in message.text
    assert labels(message) == [address(scene, guids[1])], "the next one is offered"

    await scene.tap(scene.rita, message, "stw:")
    await scene.tap(scene.rita, message, "stl:")
    assert scene.store.assignment(scene.account_id, guids[1]) is None
    assert f"➖ {address(scene, guids[1])} left alone" in message.text
    assert all_data(message) == []
    copy = scene.messages(scene.rita)[-1]
    assert copy.text == message.text, "the other staff chat's copy follows"
    assert group.id != scene.rita.id
    listed = await scene.ask(scene.bob, "/servers")
    assert address(scene, guids[0]) in str(labels(listed)) + listed.text


def data_of_label(message: BotMessage, label: str) -> str:
    return next(each.data or "" for row in message.buttons for each in row if each.text == label)


async def test_a_second_press_and_somebody_quicker_say_so(scene: Scene) -> None:
    _, message, guids = await appeared(scene, 1)
    opening = data_of(message, "stw:")
    await scene.tap(scene.rita, message, "stw:")
    giving = data_of_label(message, "bob")
    leaving = data_of(message, "stl:")
    await scene.store.assign(scene.account_id, guids[0], scene.identities["alice"])
    for pressed in (giving, leaving, opening):
        answer = await scene.press(scene.rita, message, pressed)
        assert answer is not None
        assert (answer.text, answer.show_alert) == ("Somebody was quicker: it is alice’s.", True)
    assert f"✅ {address(scene, guids[0])} → alice" in message.text
    assert scene.store.assignment(scene.account_id, guids[0]) == scene.identities["alice"]


async def test_the_same_press_twice_assigns_once(scene: Scene) -> None:
    _, message, guids = await appeared(scene, 1)
    await scene.tap(scene.rita, message, "stw:")
    giving = data_of_label(message, "bob")
    await scene.press(scene.rita, message, giving)
    answer = await scene.press(scene.rita, message, giving)
    assert answer is not None
    assert answer.text == "Somebody was quicker: it is bob’s."
    entries = scene.store._rows("SELECT count(*) FROM audit WHERE kind = 'assigned'")
    assert entries == [(1,)]
    assert scene.store.assignment(scene.account_id, guids[0]) == scene.identities["bob"]


async def test_left_alone_stays_so(scene: Scene) -> None:
    _, message, guids = await appeared(scene, 1)
    await scene.tap(scene.rita, message, "stw:")
    giving = data_of_label(message, "bob")
    await scene.tap(scene.rita, message, "stl:")
    answer = await scene.press(scene.rita, message, giving)
    assert answer is not None
    assert answer.text == "This is settled already."
    assert scene.store.assignment(scene.account_id, guids[0]) is None


async def test_only_an_owner_of_a_staff_chat_decides(scene: Scene) -> None:
    group, message, guids = await appeared(scene, 1)
    for data in ("stw:0:1", "stg:1:1", "stl:1"):
        answer = await scene.press(scene.oscar, message, data)
        assert answer is not None
        assert answer.show_alert
    listed = await scene.ask(scene.alice, "/servers")
    for data in ("stw:0:1", "stg:1:1", "stl:1", "sta:1"):
        answer = await scene.press(scene.alice, listed, data)
        assert answer is not None
        assert answer.show_alert
    await scene.store.set_staff(group.id, scene.account_id, on=False)
    await scene.press(scene.rita, message, "stg:1:1")
    assert scene.store.assignment(scene.account_id, guids[0]) is None


async def test_junk_in_buttons(scene: Scene) -> None:
    _, message, _ = await appeared(scene, 1)
    for data in ("stw", "stw:1", "stw:x:1", "stg:1", "stg:1:", "stg:-1:1", "stl", "stl:x", "sta:x", "sta:77"):
        answer = await scene.press(scene.rita, message, data)
        assert answer is not None
        assert answer.text == "This button no longer does anything."
    for data in ("stw:9:999", "stg:999:1", "stg:1:999", "stl:999"):
        answer = await scene.press(scene.rita, message, data)
        assert answer is not None
        assert answer.text == "This is not yours to decide here."
    assert scene.failures == 0


async def test_many_customers_are_paged_and_many_servers_take_turns(scene: Scene) -> None:
    _, message, _ = await appeared(scene, 11)
    assert len(labels(message)) == 8
    assert "3 more have their turn after these." in message.text
    for number in range(9):
        row = await scene.store.add_identity(
            account_id=scene.account_id,
            label=f"customer-{number}",
            name="张伟",
            mobile="13800005678",
            idnum="11010519491231002X",
            from_ip="203.0.113.9",
            client_user_id=str(number),
        )
    await scene.store.erase_identity(row.id)
    await scene.tap(scene.rita, message, "stw:")
    assert labels(message)[:3] == ["alice", "all", "bob"]
    assert "customer-7" not in labels(message)
    await scene.tap(scene.rita, message, "stw:1:")
    assert labels(message)[:3] == ["customer-5", "customer-6", "customer-7"]
    await scene.press(scene.rita, message, data_of_label(message, "customer-7"))
    assert len(labels(message)) == 8
    assert "2 more have their turn after these." in message.text
    await scene.tap(scene.rita, message, "stw:")
    await scene.tap(scene.rita, message, "sta:")
    assert message.text.startswith("🆕 10 new servers")


async def test_what_got_its_owner_before_it_was_told_is_not_told(scene: Scene) -> None:
    group = await staffed(scene)
    guid = scene.engine.add_server(scene.made.userid).guid
    scene.clock.advance(60)
    assert await Synchroniser(scene.services).once(scene.account_id)
    await newcomers.tell(scene.services)
    await scene.store.assign(scene.account_id, guid, scene.identities["bob"])
    await scene.noticer.deliver_due()
    assert scene.messages(group) == []


async def test_in_chinese_and_after_the_quiet_hours(scene: Scene) -> None:
    group = await staffed(scene)
    await scene.store.set_chat(group.id, language="zh-Hans", quiet_hours="0-23")
    scene.engine.add_server(scene.made.userid)
    scene.clock.advance(60)
    assert await Synchroniser(scene.services).once(scene.account_id)
    await newcomers.tell(scene.services)
    await scene.noticer.deliver_due()
    assert (scene.messages(group), len(scene.messages(scene.rita))) == ([], 1)
    scene.clock.advance(86400)
    await scene.store.set_chat(group.id, quiet_hours=None)
    await scene.noticer.deliver_due()
    (message,) = scene.messages(group)
    assert message.text.startswith("🆕 新出现 1 台未分配的服务器 · 账户 demo")
    await scene.tap(scene.rita, message, "stw:")
    assert labels(message)[-2:] == ["不分配", "‹ 返回"]
