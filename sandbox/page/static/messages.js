/** The messages of the chosen chat: days, order, grouping. Only what changed is drawn again. */

import { createBubble, updateBubble } from "./bubble.js";
import { button, byId, element } from "./dom.js";
import { oncePerFrame } from "./frames.js";
import { stickToBottom } from "./scrolling.js";
import { dayKey, dayLabel, t } from "./strings.js";

/** Messages drawn at first, and added by each "earlier". */
const WINDOW = 150;
/** While the newest are in view, more than this are cut back to the window. */
const MOST_DRAWN = 600;

export class MessageList {
  #state;
  #surroundings;
  #box = byId("messages");
  #content = element("div", { class: "messages-content" });
  #bubbles = new Map();
  #changed = new Map();
  #shown = WINDOW;
  #scroll;
  #empty = null;
  #flushSoon = oncePerFrame(() => this.#flush());

  /** @param {import("./state.js").State} state @param {import("./presses.js").Presses} presses */
  constructor(state, presses) {
    this.#state = state;
    this.#surroundings = { state, isPending: (message, data) => presses.isPending(message, data) };
    this.#box.append(this.#content);
    this.#scroll = stickToBottom(this.#box, this.#content);
    state.addEventListener("selection", () => this.#startOver());
    state.addEventListener("loaded", ({ detail }) => detail === state.chat && this.#reconcile());
    state.addEventListener("message", ({ detail }) => this.#schedule(detail));
  }

  /** Go to the newest message, wherever the view is now. */
  toBottom() {
    this.#scroll.toBottom();
  }

  /** Show a pressed button as waiting, or no longer. */
  setBusy(message, data, busy) {
    if (message.chat !== this.#state.chat) return;
    for (const key of this.#bubbles.get(message.id)?.querySelectorAll("[data-action=press]") ?? []) {
      if (key.dataset.data === data) key.toggleAttribute("aria-busy", false);
      if (key.dataset.data === data && busy) key.setAttribute("aria-busy", "true");
    }
  }

  /** Bring a message into view and mark it for a moment. */
  jump(id) {
    while (!this.#bubbles.has(id) && this.#hasEarlier()) this.#earlier();
    const target = this.#bubbles.get(id);
    if (!target) return;
    target.scrollIntoView({ block: "center", behavior: "smooth" });
    target.classList.remove("marked");
    requestAnimationFrame(() => target.classList.add("marked"));
  }

  #startOver() {
    this.#shown = WINDOW;
    this.#draw();
    this.#scroll.toBottom();
  }

  #list() {
    const { chat, thread } = this.#state;
    if (chat === null) return [];
    return this.#state.messagesOf(chat).filter((message) => thread === null || message.thread === thread);
  }

  #hasEarlier() {
    return this.#list().length > this.#shown;
  }

  #draw() {
    const list = this.#list();
    this.#changed.clear();
    this.#bubbles.clear();
    this.#content.replaceChildren();
    this.#box.setAttribute("aria-label", t("messages"));
    // What was there before is not news for a screen reader.
    this.#box.setAttribute("aria-busy", "true");
    if (list.length > this.#shown) {
      this.#content.append(button({ class: "earlier", onclick: () => this.#earlier() }, t("earlier")));
    }
    for (const message of list.slice(-this.#shown)) this.#insert(message);
    this.#box.removeAttribute("aria-busy");
    this.#drawEmpty();
  }

  /** Fit what is drawn to a list that was read anew, without touching what is still right. */
  #reconcile() {
    if (this.#bubbles.size === 0) {
      this.#draw();
      this.#scroll.toBottom();
      return;
    }
    const list = this.#list().slice(-this.#shown);
    const ids = new Set(list.map((message) => message.id));
    for (const id of [...this.#bubbles.keys()]) if (!ids.has(id)) this.#remove(id);
    for (const message of list) this.#put(message);
    this.#drawEmpty();
  }

  #drawEmpty() {
    this.#empty?.remove();
    const { chat, currentChat } = this.#state;
    if (this.#bubbles.size > 0 || chat === null || !this.#state.isLoaded(chat)) return;
    const start = button({ class: "primary", "data-action": "command", "data-command": "/start", "data-testid": "start" }, t("start"));
    const isPrivate = currentChat.type === "private";
    this.#empty = element("div", { class: "empty" }, element("p", {}, t("noMessages")), isPrivate && start);
    this.#content.append(this.#empty);
  }

  #earlier() {
    const first = this.#content.querySelector(".message");
    const before = first?.getBoundingClientRect().top ?? 0;
    const id = Number(first?.dataset.messageId);
    this.#shown += WINDOW;
    this.#draw();
    // What was read stays where it was on the screen.
    this.#box.scrollTop += (this.#bubbles.get(id)?.getBoundingClientRect().top ?? before) - before;
  }

  #schedule(message) {
    if (message.chat !== this.#state.chat) return;
    if (this.#state.thread !== null && message.thread !== this.#state.thread) return;
    this.#changed.set(message.id, message);
    this.#flushSoon();
  }

  #flush() {
    const changed = [...this.#changed.values()];
    this.#changed.clear();
    let arrived = 0;
    for (const message of changed) {
      if (message.deleted) this.#remove(message.id);
      else if (this.#put(message) && message.from !== this.#state.person) arrived += 1;
    }
    if (this.#scroll.isAtBottom() && this.#bubbles.size > MOST_DRAWN) this.#draw();
    this.#drawEmpty();
    this.#scroll.arrived(arrived);
  }

  /** @returns {boolean} whether the message was not there before */
  #put(message) {
    const known = this.#bubbles.get(message.id);
    // After a restart of the server the same number can be another message.
    if (known?.dataset.date === String(message.date)) {
      updateBubble(known, message, this.#surroundings);
      return false;
    }
    this.#remove(message.id);
    this.#insert(message).classList.add("arriving");
    return true;
  }

  #insert(message) {
    const bubble = createBubble(message, this.#surroundings);
    const section = this.#day(message);
    let after = section.lastElementChild;
    while (after.dataset.messageId && Number(after.dataset.messageId) > message.id) after = after.previousElementSibling;
    after.after(bubble);
    this.#bubbles.set(message.id, bubble);
    group(bubble);
    return bubble;
  }

  #remove(id) {
    const bubble = this.#bubbles.get(id);
    if (!bubble) return;
    const section = bubble.parentElement;
    const neighbour = bubble.previousElementSibling;
    const follower = bubble.nextElementSibling;
    bubble.remove();
    this.#bubbles.delete(id);
    for (const next of [neighbour, follower]) if (next?.classList.contains("message")) group(next);
    if (!section.querySelector(".message")) section.remove();
  }

  /** The part of the list for a message's day; messages of one day stand below its label. */
  #day(message) {
    const key = dayKey(message.date);
    const sections = [...this.#content.children].filter((child) => child.dataset.day);
    const known = sections.find((section) => section.dataset.day === key);
    if (known) return known;
    const label = element("h2", { class: "day" }, element("span", {}, dayLabel(message.date)));
    const made = element("section", { "data-day": key, "data-date": message.date }, label);
    const later = sections.find((section) => Number(section.dataset.date) > message.date);
    if (later) later.before(made);
    else this.#content.append(made);
    return made;
  }
}

/** Messages of one person in a row hang together: a name above the first, a tail at the last. */
function group(bubble) {
  const isSame = (other) => other?.dataset.from === bubble.dataset.from;
  const { previousElementSibling: before, nextElementSibling: after } = bubble;
  bubble.classList.toggle("first", !isSame(before));
  bubble.classList.toggle("last", !isSame(after));
  if (isSame(before)) before.classList.remove("last");
  if (before?.classList.contains("message") && !isSame(before)) before.classList.add("last");
  if (isSame(after)) after.classList.remove("first");
  if (after?.classList.contains("message") && !isSame(after)) after.classList.add("first");
}
