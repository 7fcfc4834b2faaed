/** One message as it looks. What a press on it does is in clicks.js. */

import { summary } from "./chatlist.js";
import { avatar, button, element, icon } from "./dom.js";
import { clock, t } from "./strings.js";

/**
 * @typedef {{state: import("./state.js").State, isPending: (message: object, data: string) => boolean}} Surroundings
 * @typedef {import("./state.js").Message} Message
 */

/** @param {Message} message @param {Surroundings} surroundings */
export function createBubble(message, surroundings) {
  const { state } = surroundings;
  const own = message.from === state.person;
  const inGroup = state.chats.get(message.chat)?.type !== "private";
  const made = element("article", {
    class: own ? "message own" : "message",
    "data-testid": "message",
    "data-message-id": message.id,
    "data-from": message.from,
    "data-date": message.date,
    tabindex: -1,
  });
  const color = state.people.get(message.from)?.color ?? "var(--accent)";
  if (inGroup && !own) {
    const symbol = message.is_bot ? "bot" : null;
    made.append(avatar({ name: message.from_name, color, symbol, small: true }));
  }
  const bubble = element("div", { class: "bubble" });
  if (inGroup && !own) {
    const author = element("div", { class: "author" }, message.from_name);
    author.style.setProperty("--author", color);
    bubble.append(author);
  }
  bubble.append(element("div", { class: "content" }));
  made.append(element("div", { class: "stack" }, bubble, element("div", { class: "keyboard", hidden: true })), actions(own));
  updateBubble(made, message, surroundings);
  return made;
}

/**
 * Show a newer state of the message. Each part is rebuilt only when it differs: an edited keyboard leaves a
 * revealed spoiler revealed, and a running clock in the text leaves a pressed button pressed.
 */
export function updateBubble(made, message, surroundings) {
  rebuild(made, ".content", contentKey(message), (part) => fillContent(part, message, surroundings.state));
  rebuild(made, ".keyboard", JSON.stringify(message.buttons ?? []), (part) => fillKeyboard(part, message, surroundings));
}

const drawn = new WeakMap();

function rebuild(made, selector, key, fill) {
  const part = made.querySelector(selector);
  if (drawn.get(part) === key) return;
  drawn.set(part, key);
  const heldFocus = part.contains(document.activeElement);
  fill(part);
  // The button that had the focus is gone. Its successor must not inherit it: Enter could then pay unseen.
  if (heldFocus) made.focus({ preventScroll: true });
}

function contentKey(message) {
  return JSON.stringify([message.html, message.edited, message.photo, message.document, message.reply_to]);
}

function fillContent(part, message, state) {
  const photoOnly = message.photo && !message.html;
  part.classList.toggle("photo-only", Boolean(photoOnly));
  part.replaceChildren();
  if (message.reply_to) part.append(quote(message, state));
  if (message.photo) part.append(photo(message));
  if (message.document) part.append(documentChip(message.document));
  part.append(element("div", { class: "text" }, body(message.html), meta(message)));
}

function body(html) {
  const made = element("span", { class: "body", "data-testid": "message-text" });
  made.innerHTML = html; // re-serialised and escaped by the server
  for (const link of made.querySelectorAll("a[href]")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  for (const spoiler of made.querySelectorAll(".spoiler")) {
    spoiler.tabIndex = 0;
    spoiler.setAttribute("role", "button");
    spoiler.setAttribute("aria-label", t("spoiler"));
  }
  for (const block of made.querySelectorAll("blockquote, pre")) {
    // A block ends its line by itself; the line end after it would be a second one.
    const next = block.nextSibling;
    if (next?.nodeType === Node.TEXT_NODE && next.data.startsWith("\n")) next.deleteData(0, 1);
  }
  linkCommands(made);
  return made;
}

/** A /command in the text becomes a button that sends it, as in Telegram. */
function linkCommands(root) {
  for (const command of root.querySelectorAll(".bot-command")) {
    const made = button({ class: "command-link", "data-action": "command" });
    command.replaceWith(made);
    made.append(...command.childNodes);
  }
}

function meta(message) {
  const time = element("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date));
  const edited = message.edited && element("span", { class: "edited", title: clock(message.edited) }, t("edited"));
  return element("span", { class: "meta" }, edited, time);
}

function quote(message, state) {
  const original = state.message(message.chat, message.reply_to);
  const gone = !original || original.deleted;
  return button(
    { class: "quote", "data-action": "jump", "data-target": message.reply_to, disabled: gone },
    !gone && element("strong", {}, original.from_name),
    element("span", {}, gone ? t("deletedMessage") : summary(original)),
  );
}

function photo(message) {
  const image = element("img", { src: message.photo, alt: t("photo") });
  return button({ class: "photo", "data-action": "enlarge", "aria-label": t("enlarge") }, image);
}

function documentChip({ name, url }) {
  const sign = element("span", { class: "document-sign" }, icon("file"));
  return element("a", { class: "document", href: url, download: name }, sign, element("span", {}, name));
}

function fillKeyboard(part, message, { isPending }) {
  const rows = message.buttons ?? [];
  part.hidden = rows.length === 0;
  part.replaceChildren(
    ...rows.map((row) => element("div", { class: "keyboard-row" }, ...row.map((key) => inlineButton(key)))),
  );

  function inlineButton({ text, data = null, url = null, copy_text: copy = null }) {
    const action = (data !== null && "press") || (url !== null && "url") || (copy !== null && "copy");
    return button(
      {
        class: "inline-button",
        "data-testid": "inline-button",
        "data-action": action,
        "data-data": data,
        "data-url": url,
        "data-copy": copy?.text,
        "aria-busy": data !== null && isPending(message, data) && "true",
        disabled: !action,
      },
      element("span", {}, text),
      url !== null && icon("link"),
      copy !== null && icon("copy"),
    );
  }
}

function actions(own) {
  const reply = button({ class: "icon-button", "data-action": "reply", title: t("reply"), "aria-label": t("reply") }, icon("reply"));
  const remove = button({ class: "icon-button", "data-action": "remove", title: t("remove"), "aria-label": t("remove") }, icon("delete"));
  return element("div", { class: "message-actions" }, reply, own && remove);
}
