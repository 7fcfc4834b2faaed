from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.handlers.scene import Scene


async def test_a_stranger_gets_their_ids_and_nothing_else(scene: Scene) -> None:
    answer = await scene.ask(scene.mallory, "/whoami")
    assert answer.text == (
        "Your ID: 503\nThis chat's ID: 503\n\nThis chat has no access yet: give the above to your reseller."
    )


async def test_a_customer_sees_themself_masked(scene: Scene) -> None:
    answer = await scene.ask(scene.alice, "/whoami")
    assert answer.text == (
        "Your ID: 501\nThis chat's ID: 501\nRole here: owner\nTime zone: Asia/Shanghai\n\n"
        "Acting as:\n• alice\n  张* · 138****5678 · 110***********002X"
    )


async def test_a_group_sees_no_personal_data_and_the_topic(scene: Scene) -> None:
    topic = scene.telegram.add_topic(scene.team, "servers")
    answer = await scene.ask(scene.vera, "/whoami", scene.team, thread_id=topic)
    assert answer.text == (
        f"Your ID: 505\nThis chat's ID: {scene.team.id}\nThis topic's ID: {topic}\nRole here: viewer\n"
        "Time zone: Asia/Shanghai\n\nActing as:\n• alice"
    )


async def test_all_servers_is_said_and_labels_are_escaped(scene: Scene) -> None:
    assert "• all (all servers)" in (await scene.ask(scene.rita, "/whoami")).text
    row = await scene.store.add_identity(
        account_id=scene.account_id,
        label="<b>R&D</b>",
        name="张伟",
        mobile="13800005678",
        idnum="11010519491231002X",
        from_ip="203.0.113.9",
        client_user_id="rd",
        bank_account=None,
        all_servers=False,
        spending="approval",
        monthly_limit=None,
        markup=None,
    )
    await scene.store.grant(506, row.id)
    assert "• <b>R&D</b>" in (await scene.ask(scene.rita, "/whoami")).text
