/** Where a person writes. */

import * as api from "./api.js";
import { botCommands } from "./commands.js";
import { summary } from "./chatlist.js";
import { button, byId, element, icon } from "./dom.js";
import { t } from "./strings.js";

const TALLEST_PX = 180;

/**
 * @param {import("./state.js").State} state
 * @param {{onSent: () => void, onFailure: (error: Error) => void}} listeners
 * @returns {{send: (text: string) => void, replyTo: (id: number) => void}}
 */
export function composer(state, { onSent, onFailure }) {
  const field = byId("composer");
  const preview = byId("reply-preview");
  const commands = botCommands(state, { send, onFailure });
  const drafts = new Map();
  let place = null;
  let replyingTo = null;
  let line = Promise.resolve();

  function fit() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, TALLEST_PX)}px`;
    byId("send").classList.toggle("ready", field.value.trim() !== "");
  }

  function write(text) {
    field.value = text;
    fit();
  }

  function send(text) {
    const original = replyingTo === null ? null : state.message(state.chat, replyingTo);
    const thread = state.thread ?? original?.thread ?? undefined;
    const message = { person: state.person, chat: state.chat, text, thread, reply_to: original?.id };
    replyTo(null);
    fit();
    // One after the other: two quick lines must not change places on their way.
    line = line.then(() => api.send(message)).then(onSent).catch((error) => refused(message, error));
  }

  function refused(message, error) {
    onFailure(new Error(t("notSent", { error: error.message })));
    if (message.chat === state.chat && message.person === state.person && field.value === "") write(message.text);
  }

  function submit() {
    const text = field.value.trim();
    if (text === "" || state.chat === null) return;
    write("");
    commands.suggest("");
    send(text);
  }

  function replyTo(id) {
    replyingTo = id;
    const original = id === null ? null : state.message(state.chat, id);
    preview.hidden = original === null;
    if (original === null) return;
    preview.replaceChildren(
      icon("reply"),
      element("div", { class: "quote" }, element("strong", {}, original.from_name), element("span", {}, summary(original))),
      button({ class: "icon-button", "aria-label": t("cancelReply"), onclick: () => replyTo(null) }, icon("close")),
    );
    field.focus();
  }

  function label() {
    field.placeholder = t("write");
    field.setAttribute("aria-label", t("write"));
    byId("send").setAttribute("aria-label", t("send"));
    byId("menu-label").textContent = t("menu");
    byId("menu").setAttribute("aria-label", t("menu"));
  }

  function changePlace() {
    label();
    const next = `${state.person}:${state.chat}`;
    if (next === place) return;
    if (place !== null) drafts.set(place, field.value);
    place = next;
    replyTo(null);
    write(drafts.get(place) ?? "");
  }

  byId("composer-form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
    field.focus();
  });
  field.addEventListener("input", () => {
    fit();
    commands.suggest(field.value);
  });
  field.addEventListener("keydown", (event) => {
    // Enter that picks a Chinese character from the input method is not meant for us.
    if (event.isComposing || event.keyCode === 229) return;
    const complete = (text) => {
      write(text);
      field.setSelectionRange(text.length, text.length);
    };
    if (commands.handleKey(event, complete)) return;
    if (event.key === "Escape" && replyingTo !== null) replyTo(null);
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    submit();
  });
  state.addEventListener("selection", changePlace);
  state.addEventListener("message", ({ detail }) => detail.deleted && detail.id === replyingTo && replyTo(null));
  return { send, replyTo };
}
