from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handlers.scene import all_data, data_of, labels

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage, Chat
    from tests.handlers.scene import Scene

TYPED = "Tr1cky_Secret"


async def done(scene: Scene, form: BotMessage) -> None:
    await scene.tap(scene.alice, form, "ok:")
    await scene.drive()
    await scene.noticer.deliver_due()


def seen_in(scene: Scene, chat: Chat) -> str:
    return "\n".join(message.text for message in scene.messages(chat))


async def test_pick_a_server_let_a_password_be_made_and_get_it(scene: Scene) -> None:
    choice = await scene.ask(scene.alice, "/password")
    assert choice.text == "Which server shall get a new password?"
    await scene.press(scene.alice, choice, f"do:setpsw:{scene.row_id('web-1')}")
    assert choice.text == (
        "🔑 New password for web-1\n\nLet a password be made, or type one. "
        "What you type is deleted from this chat at once."
    )
    assert labels(choice) == ["🎲 Make one for me", "❌ Cancel"]
    await scene.tap(scene.alice, choice, "f:")
    assert "\nThe new password is shown to you in private when it is done.\n" in choice.text
    await done(scene, choice)
    server = scene.server("web-1")
    end, shown = scene.messages(scene.alice)[-2:]
    assert end.text.startswith(f"✅ web-1 · {server.ip} has a new password.")
    assert labels(end) == ["🔑 Show it again", "Open server"]
    assert shown.text == (
        f"🔑 web-1: new password\n{server.ip}:22 · login root\nPassword: {server.password}\n\n"
        "This message disappears in 2 min.\nIt can be shown again for 24 hours: press the button under the report."
    )


async def test_the_password_is_hidden_until_it_is_touched(scene: Scene) -> None:
    await done(scene, await scene.ask(scene.alice, "/password web-1 generate"))
    (call,) = [call for call in scene.calls("editMessageText") if "tg-spoiler" in call.params["text"]]
    password = scene.server("web-1").password
    hidden = f"<tg-spoiler><code>{password}</code></tg-spoiler>".replace("&", "&amp;")
    assert hidden in call.params["text"]


@pytest.mark.parametrize("command", ["password", "vnc_password"])
async def test_a_typed_password_leaves_the_chat_and_goes_to_the_confirmation(scene: Scene, command: str) -> None:
    scene.telegram.say(scene.alice, scene.alice, f"/{command} web-1 {TYPED}")
    await scene.process()
    asked = scene.messages(scene.alice)[-1]
    assert labels(asked)[0] == "✅ Confirm"
    (typed,) = scene.calls("deleteMessage")
    assert typed.status == 200
    assert TYPED not in seen_in(scene, scene.alice)  # type: ignore[arg-type] # a person is their chat
    await done(scene, asked)
    server = scene.server("web-1")
    assert (server.password if command == "password" else server.vnc_password) == TYPED


async def test_a_password_that_stays_visible_is_not_used(scene: Scene) -> None:
    """In a group a bot without the right to delete cannot hide it."""
    (asked,) = await scene.say(scene.alice, f"/password web-1 {TYPED}", scene.team)
    assert asked.text.startswith("⚠ Your message could not be deleted, so that password is not used.")
    assert labels(asked) == ["🎲 Make one for me", "❌ Cancel"]
    assert TYPED not in asked.text
    (draft,) = scene.store.drafts_of(scene.team.id, scene.alice.id)
    assert draft.answers == {}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("short1", "That password is too short: 8 characters at least. Type another one."),
        ("onlyletters", "That password needs a digit. Type another one."),
        ("12345678", "That password needs a letter. Type another one."),
        ("Blank space1", "That password has a character that is not allowed."),
        ("Ab1" * 11, "That password is too long: 30 characters at most. Type another one."),
    ],
)
async def test_a_password_against_the_rules_of_the_line(scene: Scene, typed: str, told: str) -> None:
    asked = await scene.ask(scene.alice, f"/password web-1 {typed}")
    assert asked.text.startswith(f"⚠ {told}")
    assert typed not in asked.text
    assert len(scene.calls("deleteMessage")) == 1


async def test_the_rules_are_those_of_the_servers_own_line(scene: Scene) -> None:
    asked = await scene.ask(scene.rita, f"/password {scene.made.servers['baidu-1']} Abcdefg12")
    assert asked.text.startswith("⚠ That password needs one of !#%()@^_. Type another one.")


async def test_who_may_not_has_what_they_typed_hidden_all_the_same(scene: Scene) -> None:
    (refused,) = await scene.say(scene.oscar, f"/password web-1 {TYPED}", scene.team)
    assert refused.text.startswith("This needs the role “owner”; yours here is “operator”.")
    assert len(scene.calls("deleteMessage")) == 1
    await scene.say(scene.oscar, "/reinstall web-1 debian", scene.team)
    assert len(scene.calls("deleteMessage")) == 1
    await scene.say(scene.oscar, f"/reinstall web-1 debian {TYPED}", scene.team)
    assert len(scene.calls("deleteMessage")) == 2


async def test_a_server_that_is_not_there_after_a_password(scene: Scene) -> None:
    refused = await scene.ask(scene.alice, f"/password nowhere {TYPED}")
    assert refused.text == "No server “nowhere” here. /servers shows yours."
    refused = await scene.ask(scene.alice, f"/reinstall nowhere debian {TYPED}")
    assert refused.text == "No server “nowhere” here. /servers shows yours."
    assert len(scene.calls("deleteMessage")) == 2


async def test_reinstall_family_system_password_word_and_the_way_in(scene: Scene) -> None:
    form = await scene.ask(scene.alice, "/reinstall web-1")
    assert form.text.startswith("💿 Reinstall web-1\n\nWhich kind of system?")
    await scene.press(scene.alice, form, data_of(form, "f:1:family:Debian"))
    assert "Which system?" in form.text
    await scene.press(scene.alice, form, data_of(form, "f:1:system:"))
    await scene.press(scene.alice, form, data_of(form, "f:1:password:generate"))
    question = scene.messages(scene.alice)[-1]
    assert "Reinstall web-1?" in question.text
    assert "⚠ Everything on its system disk is lost, at once and for good." in question.text
    assert "To confirm, type web-1" in question.text
    await scene.say(scene.alice, "web-1")
    await scene.drive()
    await scene.noticer.deliver_due()
    assert scene.executed("install") == 1
    assert f"Password: {scene.server('web-1').password}\n" in scene.messages(scene.alice)[-1].text


async def test_reinstall_with_everything_goes_to_the_confirmation(scene: Scene) -> None:
    (asked,) = await scene.say(scene.alice, f"/reinstall web-1 ubuntu 24.04 {TYPED}")
    assert "Ubuntu 24.04 64位" in asked.text
    assert "To confirm, type web-1" in asked.text
    assert len(scene.calls("deleteMessage")) == 1
    await scene.say(scene.alice, "web-1")
    await scene.drive()
    assert scene.server("web-1").password == TYPED
    assert scene.server("web-1").system_guid == scene.made.systems["ubuntu24"]


async def test_reinstall_with_a_system_only_asks_for_the_password(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/reinstall web-1 debian 12")
    assert "And the new password?" in asked.text
    assert scene.calls("deleteMessage") == []
    several = await scene.ask(scene.alice, "/reinstall web-1 64位")
    assert "Which system?" in several.text


async def test_reinstall_with_a_system_that_is_not_there(scene: Scene) -> None:
    asked = await scene.ask(scene.alice, "/reinstall web-1 plan9")
    assert asked.text.startswith("⚠ No system here has “plan9” in its name.")
    again = await scene.ask(scene.alice, "rocky")
    assert "And the new password?" in again.text


async def test_reinstall_with_a_password_that_stays_visible(scene: Scene) -> None:
    (asked,) = await scene.say(scene.alice, f"/reinstall web-1 debian 12 64位 {TYPED}", scene.team)
    assert asked.text.startswith("⚠ Your message could not be deleted")
    assert TYPED not in asked.text


async def test_reinstall_is_refused_while_there_are_snapshots_and_names_them(scene: Scene) -> None:
    refused = await scene.ask(scene.alice, "/reinstall web-2")
    assert refused.text.startswith("Not possible: ")
    assert "twqag" in refused.text
    assert "yegta" in refused.text
    assert scene.store.drafts_of(scene.alice.id, scene.alice.id) == []


async def test_windows_only_where_the_line_lets_it_change(scene: Scene) -> None:
    form = await scene.ask(scene.rita, f"/reinstall {scene.made.servers['baidu-1']} windows")
    assert form.text.startswith("⚠ No system here has “windows” in its name.")
    form = await scene.ask(scene.alice, "/reinstall web-1 windows")
    assert "Windows Server 2019" in " ".join(labels(form))


async def test_a_system_that_needs_a_larger_server_is_not_offered(scene: Scene) -> None:
    shop = scene.made.servers["shop-1"]
    form = await scene.ask(scene.alice, f"/reinstall {shop} windows")
    assert form.text.startswith("⚠ No system here has “windows” in its name.")


@pytest.mark.parametrize("command", ["/password", "/vnc_password", "/reinstall"])
async def test_every_screen_has_a_way_back(scene: Scene, command: str) -> None:
    choice = await scene.ask(scene.alice, command)
    assert all_data(choice)[-1] == "lst:0:"
    form = await scene.ask(scene.alice, f"{command} web-1")
    await scene.tap(scene.alice, form, "fx:")
    assert form.text.endswith("Cancelled. Nothing was changed.")
    assert all_data(form) == [f"srv:{scene.row_id('web-1')}"]


async def test_nothing_secret_is_logged_audited_or_in_a_repr(
    scene: Scene, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    # As `bot.logs` has it: python-telegram-bot logs the texts of messages below that.
    caplog.set_level("WARNING", logger="telegram")
    await done(scene, await scene.ask(scene.alice, f"/password web-1 {TYPED}"))
    assert scene.server("web-1").password == TYPED
    (row,) = scene.store.operations(guid=scene.made.servers["web-1"])
    written = "".join(data for (data,) in scene.store._rows("SELECT data FROM audit"))
    console = capsys.readouterr()
    for text in (caplog.text, console.out, console.err, written, repr(row), str(row.asked), str(row.status_message_id)):
        assert TYPED not in text
