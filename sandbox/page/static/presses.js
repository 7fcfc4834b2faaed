/** Inline buttons under way: pressed, and not yet answered by the bot. */

import * as api from "./api.js";

/** Telegram's clients stop the spinner when the bot has not answered by then. */
const ANSWER_TIMEOUT_MS = 15_000;
const REMEMBERED_ANSWERS = 100;

export class Presses {
  #pending = new Map();
  #answered = new Set();
  #state;
  #onChange;
  #onFailure;

  /**
   * @param {import("./state.js").State} state
   * @param {{onChange: (message: object, data: string, pending: boolean) => void, onFailure: (error: Error) => void}} listeners
   */
  constructor(state, { onChange, onFailure }) {
    this.#state = state;
    this.#onChange = onChange;
    this.#onFailure = onFailure;
  }

  isPending(message, data) {
    return this.#pending.has(this.#key(message, data));
  }

  async press(message, data) {
    const key = this.#key(message, data);
    if (this.#pending.has(key)) return;
    const entry = { message, data, query: null, timer: 0 };
    entry.timer = setTimeout(() => this.#end(key), ANSWER_TIMEOUT_MS);
    this.#pending.set(key, entry);
    this.#onChange(message, data, true);
    try {
      entry.query = await api.press({ person: this.#state.person, chat: message.chat, message: message.id, data });
    } catch (error) {
      this.#end(key);
      this.#onFailure(error);
      return;
    }
    // The answer travels by the event stream and may overtake the response to the press.
    if (this.#answered.has(String(entry.query))) this.#end(key);
  }

  /** The bot has answered a query. */
  answered(query) {
    this.#answered.add(String(query));
    if (this.#answered.size > REMEMBERED_ANSWERS) this.#answered.delete(this.#answered.values().next().value);
    for (const [key, entry] of this.#pending) {
      if (String(entry.query) === String(query)) this.#end(key);
    }
  }

  #key(message, data) {
    return JSON.stringify([this.#state.person, message.chat, message.id, data]);
  }

  #end(key) {
    const entry = this.#pending.get(key);
    if (!entry) return;
    clearTimeout(entry.timer);
    this.#pending.delete(key);
    this.#onChange(entry.message, entry.data, false);
  }
}
