/** What a press on a message does. One listener for the whole list: messages come and go. */

import * as api from "./api.js";
import { byId } from "./dom.js";
import { enlarge, toast } from "./notices.js";
import { t } from "./strings.js";

/**
 * The payload of a deep link to the bot; "" for a link without one; null for any other address.
 * @param {string} address @param {string} username the bot's
 */
export function deepLinkPayload(address, username) {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const bot = username.toLowerCase();
  const byWeb =
    ["t.me", "telegram.me"].includes(url.hostname.toLowerCase()) && url.pathname.replaceAll("/", "").toLowerCase() === bot;
  const byApp =
    url.protocol === "tg:" && address.startsWith("tg://resolve") && url.searchParams.get("domain")?.toLowerCase() === bot;
  return byWeb || byApp ? (url.searchParams.get("start") ?? "") : null;
}

/**
 * @param {{state: import("./state.js").State, presses: import("./presses.js").Presses,
 *   messages: import("./messages.js").MessageList, composer: {send: (text: string) => void, replyTo: (id: number) => void},
 *   onFailure: (error: Error) => void}} parts
 */
export function handleClicks({ state, presses, messages, composer, onFailure }) {
  const box = byId("messages");
  const messageAt = (target) => {
    const bubble = target.closest("[data-message-id]");
    return bubble && state.message(state.chat, Number(bubble.dataset.messageId));
  };

  async function openAddress(address) {
    const payload = deepLinkPayload(address, state.bot.username);
    if (payload === null) {
      window.open(address, "_blank", "noopener,noreferrer");
      return;
    }
    const { person } = state;
    if (payload !== "") await api.openLink(person, payload);
    state.select({ chat: person });
  }

  const actions = {
    press: (target) => presses.press(messageAt(target), target.dataset.data),
    url: (target) => openAddress(target.dataset.url),
    copy: (target) => copy(target.dataset.copy),
    command: (target) => composer.send(target.dataset.command ?? target.textContent),
    jump: (target) => messages.jump(Number(target.dataset.target)),
    enlarge: (target) => enlarge(target.querySelector("img").src),
    reply: (target) => composer.replyTo(messageAt(target).id),
    remove: (target) => api.remove(state.person, state.chat, messageAt(target).id),
  };

  function reveal(spoiler) {
    for (const hidden of spoiler.closest(".body").querySelectorAll(".spoiler")) {
      hidden.classList.add("revealed");
      for (const name of ["role", "tabindex", "aria-label"]) hidden.removeAttribute(name);
    }
  }

  async function copy(text) {
    await navigator.clipboard.writeText(text);
    toast(t("copied"));
  }

  function run(work) {
    Promise.resolve(work).catch(onFailure);
  }

  box.addEventListener("click", (event) => {
    const spoiler = event.target.closest(".spoiler:not(.revealed)");
    if (spoiler) {
      // The first press only reveals: nobody follows a link they could not read.
      event.preventDefault();
      reveal(spoiler);
      return;
    }
    const target = event.target.closest("[data-action]");
    if (target) return void run(actions[target.dataset.action](target));
    const link = event.target.closest("a[href]");
    if (link) {
      if (deepLinkPayload(link.href, state.bot.username) === null) return;
      event.preventDefault();
      return void run(openAddress(link.href));
    }
    const code = event.target.closest("code, pre");
    // The clipboard exists only on this machine and over HTTPS; elsewhere the text can still be selected.
    if (code && navigator.clipboard && getSelection().isCollapsed) return void run(copy(code.textContent));
    const quotation = event.target.closest("blockquote.expandable");
    if (quotation && getSelection().isCollapsed) return void quotation.classList.toggle("open");
    const bubble = event.target.closest(".message");
    for (const picked of box.querySelectorAll(".picked")) if (picked !== bubble) picked.classList.remove("picked");
    if (getSelection().isCollapsed) bubble?.classList.toggle("picked");
  });

  box.addEventListener("keydown", (event) => {
    const isSpoiler = event.target.matches?.(".spoiler:not(.revealed)");
    if (!isSpoiler || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    reveal(event.target);
  });
}
