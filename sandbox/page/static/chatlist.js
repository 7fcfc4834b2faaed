/** The list of the current person's chats. */

import { avatar, button, byId, element, plainText } from "./dom.js";
import { oncePerFrame } from "./frames.js";
import { listTime, t } from "./strings.js";

const GROUP_COLORS = ["#e17076", "#7bc862", "#65aadd", "#a695e7", "#ee7aae", "#6ec9cb", "#faa774"];
const BOT_COLOR = "#3390ec";

/** The picture of a chat: the bot's for a private chat, else the group's initial. */
export function chatAvatar(chat) {
  if (chat.type === "private") return avatar({ name: chat.title, color: BOT_COLOR, symbol: "bot" });
  const color = GROUP_COLORS[Math.abs(chat.id) % GROUP_COLORS.length];
  return avatar({ name: chat.title, color, symbol: chat.title.trim() ? null : "group" });
}

/** One line for a message: its words, or what it carries. */
export function summary(message) {
  const words = plainText(message.html);
  if (message.photo) return words ? `🖼 ${words}` : `🖼 ${t("photo")}`;
  if (message.document) return words ? `📎 ${words}` : `📎 ${message.document.name}`;
  return words;
}

/** @param {import("./state.js").State} state */
export function chatList(state) {
  const list = byId("chats");

  function preview(chat, message) {
    if (!message) return [t("noMessages")];
    if (message.from === state.person) return [element("span", { class: "author" }, `${t("you")}: `), summary(message)];
    if (chat.type === "private") return [summary(message)];
    return [element("span", { class: "author" }, `${message.from_name}: `), summary(message)];
  }

  function entry(chat) {
    const last = state.lastMessage(chat.id);
    const unread = state.unread(state.person, chat.id);
    return element(
      "li",
      {},
      button(
        {
          class: "chat",
          "data-testid": `chat-${chat.id}`,
          "data-chat": chat.id,
          "aria-current": chat.id === state.chat && "true",
        },
        chatAvatar(chat),
        element("span", { class: "chat-title" }, chat.title),
        element("time", { class: "chat-time" }, last ? listTime(last.date) : ""),
        element("span", { class: "chat-preview" }, ...preview(chat, last)),
        unread > 0 && element("span", { class: "badge" }, unread > 99 ? "99+" : String(unread)),
      ),
    );
  }

  function render() {
    const focused = document.activeElement?.closest?.("[data-chat]")?.dataset.chat;
    list.replaceChildren(...state.chatsOf(state.person).map(entry));
    list.parentElement.setAttribute("aria-label", t("chats"));
    if (focused) list.querySelector(`[data-chat="${focused}"]`)?.focus();
  }

  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-chat]");
    if (chosen) state.select({ chat: Number(chosen.dataset.chat) });
  });
  const schedule = oncePerFrame(render);
  for (const kind of ["chats", "selection", "loaded", "message", "unread"]) state.addEventListener(kind, schedule);
}
