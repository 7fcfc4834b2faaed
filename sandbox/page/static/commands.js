/** The bot's commands: the menu beside the composer, and completion while one is typed. */

import * as api from "./api.js";
import { button, byId, element } from "./dom.js";
import { popup } from "./popup.js";
import { t } from "./strings.js";

/** Fetches the commands of the current chat and person, once until something changes. */
class CommandSource {
  #state;
  #known = null;

  constructor(state) {
    this.#state = state;
  }

  forget() {
    this.#known = null;
  }

  /** @returns {Promise<{command: string, description: string}[]>} */
  list() {
    const { person, chat } = this.#state;
    this.#known ??= api.commands(person, chat).catch((error) => {
      this.forget();
      throw error;
    });
    return this.#known;
  }
}

function entry({ command, description }, attributes) {
  return button(
    { class: "popup-entry command", ...attributes },
    element("code", {}, `/${command}`),
    element("span", { class: "popup-text" }, description),
  );
}

/**
 * @param {import("./state.js").State} state
 * @param {{send: (text: string) => void, onFailure: (error: Error) => void}} options
 * @returns {{suggest: (typed: string) => void, handleKey: (event: KeyboardEvent, complete: (text: string) => void) => boolean}}
 */
export function botCommands(state, { send, onFailure }) {
  const source = new CommandSource(state);
  const panel = byId("commands");
  const listbox = byId("suggestions");
  const menu = popup({ anchor: byId("menu"), panel, onOpen: () => fillMenu().catch(onFailure) });
  let matches = [];
  let marked = -1;
  let asked = "";

  async function fillMenu() {
    hideSuggestions();
    panel.replaceChildren();
    source.forget(); // a bot may have set others since
    const commands = await source.list();
    const choose = (command) => {
      menu.close();
      send(`/${command}`);
    };
    panel.setAttribute("aria-label", t("commands"));
    panel.replaceChildren(
      ...commands.map((known) =>
        entry(known, { "data-testid": `command-${known.command}`, onclick: () => choose(known.command) }),
      ),
    );
    if (commands.length === 0) panel.append(element("p", { class: "popup-note" }, t("noCommands")));
  }

  function hideSuggestions() {
    matches = [];
    marked = -1;
    listbox.hidden = true;
    listbox.replaceChildren();
    byId("composer").removeAttribute("aria-activedescendant");
  }

  async function suggest(typed) {
    asked = typed;
    if (!/^\/\w*$/u.test(typed) || state.chat === null) return hideSuggestions();
    const commands = await source.list();
    if (asked !== typed) return undefined; // more was typed meanwhile
    matches = commands.filter(({ command }) => command.startsWith(typed.slice(1).toLowerCase()));
    marked = -1;
    return drawSuggestions();
  }

  function drawSuggestions() {
    listbox.hidden = matches.length === 0;
    listbox.setAttribute("aria-label", t("commands"));
    listbox.replaceChildren(
      ...matches.map((known, at) =>
        entry(known, {
          id: `suggestion-${at}`,
          role: "option",
          tabindex: -1,
          "aria-selected": String(at === marked),
          "data-testid": `suggestion-${known.command}`,
          onclick: () => choose(known.command),
        }),
      ),
    );
    const current = listbox.children[marked];
    if (!current) return byId("composer").removeAttribute("aria-activedescendant");
    current.scrollIntoView({ block: "nearest" });
    return byId("composer").setAttribute("aria-activedescendant", current.id);
  }

  function choose(command) {
    hideSuggestions();
    byId("composer").value = "";
    send(`/${command}`);
    byId("composer").focus();
  }

  /** Keys that belong to the suggestions while they are open. @returns {boolean} whether the key was one of them */
  function handleKey(event, complete) {
    if (matches.length === 0) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      marked = marked === -1 && step === -1 ? matches.length - 1 : (marked + step + matches.length) % matches.length;
      drawSuggestions();
    } else if (event.key === "Tab" && !event.shiftKey) {
      complete(`/${matches[Math.max(marked, 0)].command} `);
      hideSuggestions();
    } else if (event.key === "Escape") hideSuggestions();
    else if (event.key === "Enter" && marked >= 0) choose(matches[marked].command);
    else return false;
    event.preventDefault();
    return true;
  }

  for (const kind of ["selection", "chats"]) {
    state.addEventListener(kind, () => {
      source.forget();
      hideSuggestions();
    });
  }
  return { suggest: (typed) => suggest(typed).catch(onFailure), handleKey };
}
