/** The stand-in Telegram's HTTP side for this page: one small function per call. */

import { t } from "./strings.js";

/** The server said no, or did not answer; `message` is fit for people. */
export class ApiError extends Error {}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ApiError(t("noServer"));
  }
  const body = await response.json().catch(() => null);
  if (body === null || typeof body !== "object") throw new ApiError(`HTTP ${response.status}`);
  if (!response.ok || body.ok === false) throw new ApiError(body.error ?? `HTTP ${response.status}`);
  return body;
}

function get(path, query = {}) {
  const search = new URLSearchParams(query).toString();
  return request(search ? `${path}?${search}` : path, { cache: "no-store" });
}

function post(path, body) {
  return request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

export const state = () => get("/page/state");
export const messages = async (chat) => (await get("/page/messages", { chat })).messages;
export const commands = async (person, chat) => (await get("/page/commands", { person, chat })).commands;
/** @param {{person: number, chat: number, text: string, thread?: number, reply_to?: number}} message */
export const send = async (message) => (await post("/page/send", message)).message;
/** @returns {Promise<string>} the id of the callback query */
export const press = async (pressed) => (await post("/page/press", pressed)).query;
export const openLink = (person, payload) => post("/page/link", { person, payload });
/** @returns {Promise<{id: string, name: string, state: string, deeds: string[]}[]>} what can be disturbed beside the chats */
export const outside = async () => (await get("/page/outside")).things;
/** @returns {Promise<object[]>} the same, after that */
export const disturb = async (thing, deed) => (await post("/page/outside", { thing, deed })).things;
export const remove = (person, chat, message) => post("/page/delete", { person, chat, message });
