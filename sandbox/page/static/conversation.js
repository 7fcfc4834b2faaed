/** The frame around the messages: which screen shows, the chat's head, the topics of a forum. */

import { chatAvatar } from "./chatlist.js";
import { button, byId, element } from "./dom.js";
import { oncePerFrame } from "./frames.js";
import { t } from "./strings.js";

/** Telegram shows "typing" for five seconds after each sign of it. */
const TYPING_MS = 5000;

/**
 * @param {import("./state.js").State} state
 * @returns {{typing: (chat: number) => void}}
 */
export function conversation(state) {
  const typingUntil = new Map();

  function subtitle(chat) {
    if ((typingUntil.get(chat.id) ?? 0) > Date.now()) return t("typing");
    if (chat.type === "private") return t("bot");
    return t("members", { count: chat.members.length });
  }

  function renderHead() {
    const chat = state.currentChat;
    byId("app").dataset.screen = chat ? "conversation" : "list";
    byId("conversation").hidden = chat === null;
    byId("placeholder").hidden = chat !== null;
    byId("placeholder").firstElementChild.textContent = t("placeholder");
    byId("back").setAttribute("aria-label", t("back"));
    if (!chat) return;
    byId("chat-avatar").replaceChildren(chatAvatar(chat));
    byId("chat-title").textContent = chat.title;
    byId("chat-title").title = chat.members.map((id) => state.people.get(id)?.name ?? state.bot.name).join(", ");
    const line = byId("chat-subtitle");
    line.textContent = subtitle(chat);
    line.classList.toggle("typing", line.textContent === t("typing"));
  }

  function renderTopics() {
    const chat = state.currentChat;
    const bar = byId("topics");
    bar.hidden = !chat?.is_forum;
    bar.setAttribute("aria-label", t("topics"));
    if (bar.hidden) return;
    const chip = ({ id, name }) => {
      const pressed = String(id === state.thread);
      return button({ class: "topic", "aria-pressed": pressed, onclick: () => state.select({ thread: id }) }, name);
    };
    bar.replaceChildren(...[{ id: null, name: t("allTopics") }, ...chat.topics].map(chip));
  }

  function writeAddress() {
    const search = new URLSearchParams({ person: state.person });
    if (state.chat !== null) search.set("chat", state.chat);
    history.replaceState(null, "", `?${search}`);
  }

  const writeTitle = oncePerFrame(() => {
    const unread = state.unreadOf(state.person);
    const name = state.currentChat?.title ?? state.bot.name;
    document.title = unread > 0 ? `(${unread}) ${name}` : name;
  });

  function typing(chat) {
    typingUntil.set(chat, Date.now() + TYPING_MS);
    setTimeout(renderHead, TYPING_MS);
    renderHead();
  }

  function render() {
    renderHead();
    renderTopics();
    writeTitle();
  }

  state.addEventListener("chats", render);
  state.addEventListener("selection", () => {
    render();
    if (state.person !== null) writeAddress();
  });
  state.addEventListener("unread", writeTitle);
  state.addEventListener("message", ({ detail }) => {
    if (detail.is_bot && typingUntil.delete(detail.chat)) renderHead();
  });
  byId("back").addEventListener("click", () => {
    const left = state.chat;
    state.select({ chat: null });
    requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector(`[data-chat="${left}"]`)?.focus()));
  });
  return { typing };
}
