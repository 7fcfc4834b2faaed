"""A server's whole life in the browser, by tapping alone: bought, renewed, snapshotted, secured, given back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from store import Store
from tests.browser import PHONE, page_at
from tests.flows.stage import SECRET_KEY, running, stage_at
from texts import texts_for

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Page

    from tests.browser import Browsing
    from tests.flows.stage import Stage
    from texts import Texts

__all__ = ["page_at"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


class Tapper:
    """A person who taps what the newest message offers."""

    def __init__(self, page: Page, t: Texts) -> None:
        self.page = page
        self.t = t
        self.taps = 0

    async def tap(self, *labels: str) -> None:
        for label in labels:
            buttons = self.page.get_by_test_id("inline-button").filter(has_text=re.compile(re.escape(label)))
            await buttons.last.click()
            self.taps += 1

    async def say(self, text: str) -> None:
        await self.page.get_by_test_id("composer").fill(text)
        await self.page.get_by_test_id("send").click()

    def button(self, name: str) -> str:
        return self.t.plain(f"button-{name}")

    async def told(self, words: str) -> None:
        await expect(self.page.get_by_test_id("message").filter(has_text=words).last).to_be_visible(timeout=20_000)


async def _spend_freely(stage: Stage) -> None:
    store = await Store.open(stage.settings().database, [SECRET_KEY])
    for identity in store.identities():
        await store.set_identity(identity.id, spending="open")
    await store.close()


@pytest.mark.parametrize(("who", "language"), [("zhang", "zh-Hans"), ("emily", "en")])
async def test_bought_renewed_snapshotted_secured_and_given_back(
    tmp_path: Path, page_at: Browsing, who: str, language: str
) -> None:
    t = texts_for(language)
    async with stage_at(tmp_path) as stage:
        await _spend_freely(stage)
        async with running(stage):
            person = stage.zhang if who == "zhang" else stage.emily
            page = await page_at(f"{stage.telegram_url}/?person={person.id}&chat={person.id}", PHONE)
            human = Tapper(page, t)
            await human.say("/start")
            await human.tap(t.plain("button-home-buy"), "华东·杭州", "⭐", "Debian", "Debian 12")
            await human.tap(t.plain("choice-months", count=1), "✅")
            # From the home screen; the wish is for at most nine.
            assert human.taps == 7
            await human.told(t.plain("done-create_new"))
            bought = next(effect for effect in stage.engine.effects if effect.action == "create_new").guid
            address = stage.engine.server(bought).ip

            await human.tap(address, human.button("renew"), t.plain("months", count=1), "✅")
            await human.told(_plain(t, "done-renew", address))
            await human.tap(human.button("server"), human.button("snapshots"), human.button("createsnapshot"))
            await human.tap(t.plain("choice-days", count=1), "✅")
            await human.told(_plain(t, "done-createsnapshot", address))
            await human.tap(human.button("server"), human.button("more"), human.button("firewall"))
            await human.tap(human.button("add_hardpolicy"), t.plain("choice-verdict-allow"), "TCP", "443")
            await human.tap(t.plain("choice-remote-any"), t.plain("choice-direction-inbound"), "✅")
            await human.told(_plain(t, "done-add_hardpolicy", address))
            await human.tap(human.button("server"), human.button("more"), human.button("refund"))
            # What cannot be taken back is typed.
            await human.told(t.plain("lost-refund").splitlines()[0])
            await human.say(address)
            await human.told(_plain(t, "done-refund", address))

            for action in ("create_new", "renew", "createsnapshot", "add_hardpolicy", "refund"):
                assert stage.executed(action) == 1


def _plain(t: Texts, key: str, label: str) -> str:
    return re.sub(r"<[^>]+>", "", t.plain(key, label=label))
