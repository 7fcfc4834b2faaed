/** Who is speaking: the switch above the chats. */

import { avatar, button, byId, element, icon } from "./dom.js";
import { oncePerFrame } from "./frames.js";
import { popup } from "./popup.js";
import { t } from "./strings.js";

/** @param {import("./state.js").State} state */
export function peopleSwitch(state) {
  const anchor = byId("person-switch");
  const panel = byId("people");
  const menu = popup({ anchor, panel, onOpen: renderPanel });

  function badge(count) {
    return count > 0 && element("span", { class: "badge" }, count > 99 ? "99+" : String(count));
  }

  function renderAnchor() {
    const person = state.currentPerson;
    if (!person) return;
    let elsewhere = 0;
    for (const other of state.people.keys()) if (other !== person.id) elsewhere += state.unreadOf(other);
    anchor.replaceChildren(
      avatar({ name: person.name, color: person.color }),
      element("span", { class: "person-name" }, t("youAre", { name: person.name })),
      badge(elsewhere) || "",
      icon("chevron"),
    );
    anchor.title = t("switchPerson");
  }

  function renderPanel() {
    const entries = [...state.people.values()].map((person) => {
      const current = person.id === state.person;
      return button(
        {
          class: "popup-entry person",
          "data-testid": `person-${person.id}`,
          "aria-current": current && "true",
          onclick: () => choose(person.id),
        },
        avatar({ name: person.name, color: person.color, small: true }),
        element("span", { class: "popup-text" }, element("strong", {}, person.name), element("small", {}, String(person.id))),
        current ? icon("check") : badge(state.unreadOf(person.id)),
      );
    });
    panel.replaceChildren(...entries);
  }

  function choose(person) {
    menu.close();
    if (person === state.person) return;
    // A chat that both see stays open; a private chat turns into the other person's own.
    const inPrivate = state.currentChat?.type === "private";
    state.select({ person, chat: inPrivate ? person : state.chat });
  }

  const render = oncePerFrame(() => {
    renderAnchor();
    if (menu.isOpen()) renderPanel();
  });
  for (const kind of ["people", "selection", "unread"]) state.addEventListener(kind, render);
}
