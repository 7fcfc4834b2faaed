/** The world beside the chats, where there is one: servers that a press brings into trouble, and out of it again. */

import * as api from "./api.js";
import { button, byId, element } from "./dom.js";
import { popup } from "./popup.js";
import { t } from "./strings.js";

/** @param {{onFailure: (error: Error) => void}} options */
export function outside({ onFailure }) {
  const anchor = byId("outside-switch");
  const panel = byId("outside");
  let things = [];
  popup({ anchor, panel, onOpen: () => update(api.outside()) });

  function render() {
    anchor.hidden = things.length === 0;
    anchor.title = t("outside");
    anchor.setAttribute("aria-label", t("outside"));
    panel.replaceChildren(element("p", { class: "popup-note" }, t("outsideHow")), ...things.map(row));
  }

  function row(thing) {
    const deeds = thing.deeds.map((deed) =>
      button(
        { class: "deed", "data-testid": `deed-${thing.name}-${deed}`, onclick: () => update(api.disturb(thing.id, deed)) },
        t(`deed_${deed}`),
      ),
    );
    return element(
      "div",
      { class: "thing", "data-testid": `thing-${thing.name}` },
      element("span", { class: "thing-name" }, element("strong", {}, thing.name), element("small", {}, t(`state_${thing.state}`))),
      element("span", { class: "deeds" }, ...deeds),
    );
  }

  async function update(answer) {
    try {
      things = await answer;
      render();
    } catch (error) {
      onFailure(error);
    }
  }

  update(api.outside());
}
