/** What the page knows: people, chats, messages, who is speaking, and what that person has not read. */

import * as api from "./api.js";

/**
 * @typedef {{id: number, chat: number, from: number, from_name: string, is_bot: boolean, date: number, html: string,
 *   edited: number|null, deleted: boolean, buttons: {text: string, data?: string, url?: string}[][],
 *   reply_to: number|null, thread: number|null, photo: string|null, document: {name: string, url: string}|null}} Message
 */

const unreadKey = (person, chat) => `${person}:${chat}`;

/**
 * Events: "people" and "chats" (the lists changed), "selection" (another person, chat or topic),
 * "loaded" (detail: a chat's messages were read anew), "message" (detail: one Message came or changed), "unread",
 * "failure" (detail: the Error of something nobody waits for).
 */
export class State extends EventTarget {
  bot = { id: 0, name: "", username: "" };
  /** @type {Map<number, {id: number, name: string, language: string, color: string}>} */
  people = new Map();
  chats = new Map();
  person = null;
  chat = null;
  /** The chosen forum topic; null shows all of them. */
  thread = null;

  #messages = new Map();
  /** The newest message of a chat, until it changes. */
  #last = new Map();
  #loading = new Map();
  #early = new Map();
  #unread = new Map();

  /** Read everything anew. @returns {Promise<number>} the version it is the state of */
  async resync() {
    const version = await this.refresh();
    const known = [...this.#messages.keys()].filter((chat) => this.chats.has(chat));
    await Promise.all(known.map((chat) => this.#load(chat)));
    return version;
  }

  /** Read the people and chats anew, and the messages of chats not known so far. @returns {Promise<number>} its version */
  async refresh() {
    const fresh = await api.state();
    this.bot = fresh.bot;
    this.people = new Map(fresh.people.map((person) => [person.id, person]));
    this.chats = new Map(fresh.chats.map((chat) => [chat.id, chat]));
    const { person, chat } = this;
    if (!this.people.has(person)) this.person = fresh.people[0]?.id ?? null;
    if (chat !== null && !this.#visible(chat)) this.chat = null;
    if (person !== this.person || chat !== this.chat) this.#tell("selection");
    this.#tell("people");
    this.#tell("chats");
    await this.#loadMissing();
    return fresh.version;
  }

  get currentPerson() {
    return this.people.get(this.person) ?? null;
  }

  get currentChat() {
    return this.chats.get(this.chat) ?? null;
  }

  /** The chats a person sees, the one with the newest message first. */
  chatsOf(person) {
    const newest = (chat) => this.lastMessage(chat.id)?.date ?? 0;
    return this.#seenBy(person).sort((a, b) => newest(b) - newest(a));
  }

  /** Messages of a chat that still exist, oldest first. @returns {Message[]} */
  messagesOf(chat) {
    const found = [...(this.#messages.get(chat)?.values() ?? [])].filter((message) => !message.deleted);
    return found.sort((a, b) => a.id - b.id);
  }

  message(chat, id) {
    return this.#messages.get(chat)?.get(id) ?? null;
  }

  lastMessage(chat) {
    const known = this.#last.get(chat);
    if (known) return known;
    let last = null;
    for (const message of this.#messages.get(chat)?.values() ?? []) {
      if (!message.deleted && (last === null || message.id > last.id)) last = message;
    }
    if (last !== null) this.#last.set(chat, last);
    return last;
  }

  isLoaded(chat) {
    return this.#messages.has(chat);
  }

  unread(person, chat) {
    return this.#unread.get(unreadKey(person, chat))?.size ?? 0;
  }

  unreadOf(person) {
    return this.#seenBy(person).reduce((sum, chat) => sum + this.unread(person, chat.id), 0);
  }

  /** @param {{person?: number, chat?: number|null, thread?: number|null}} choice what is left out stays */
  select({ person = this.person, chat = this.chat, thread = null }) {
    this.person = this.people.has(person) ? person : this.person;
    this.chat = chat !== null && this.#visible(chat) ? chat : null;
    this.thread = thread;
    this.markRead();
    this.#tell("selection");
    this.#loadMissing().catch((error) => this.#tell("failure", error));
  }

  /** The current person has seen what the current chat shows. */
  markRead() {
    if (this.chat === null || document.hidden) return;
    if (this.#unread.delete(unreadKey(this.person, this.chat))) this.#tell("unread");
  }

  /** A message came or changed. @param {Message} message @param {boolean} isNew */
  apply(message, isNew) {
    if (this.#loading.has(message.chat)) {
      // The answer under way may be older than this event, so the event goes on top of it.
      this.#early.get(message.chat).push(message);
    }
    this.#messages.get(message.chat)?.set(message.id, message);
    if (message.id >= (this.#last.get(message.chat)?.id ?? 0)) {
      if (message.deleted) this.#last.delete(message.chat);
      else if (this.#last.has(message.chat)) this.#last.set(message.chat, message);
    }
    if (isNew) this.#countUnread(message);
    if (message.deleted) this.#forgetUnread(message);
    this.#tell("message", message);
  }

  #countUnread(message) {
    const chat = this.chats.get(message.chat);
    if (!chat) return;
    const readers = chat.type === "private" ? [chat.id] : chat.members;
    for (const person of readers) {
      const isReading = person === this.person && message.chat === this.chat && !document.hidden;
      if (person === message.from || isReading) continue;
      const key = unreadKey(person, message.chat);
      if (!this.#unread.has(key)) this.#unread.set(key, new Set());
      this.#unread.get(key).add(message.id);
    }
    this.#tell("unread");
  }

  #forgetUnread(message) {
    for (const person of this.people.keys()) this.#unread.get(unreadKey(person, message.chat))?.delete(message.id);
    this.#tell("unread");
  }

  #seenBy(person) {
    const isSeen = (chat) => (chat.type === "private" ? chat.id === person : chat.members.includes(person));
    return [...this.chats.values()].filter(isSeen);
  }

  #visible(chat) {
    return this.#seenBy(this.person).some((known) => known.id === chat);
  }

  #loadMissing() {
    const missing = this.#seenBy(this.person).filter((chat) => !this.isLoaded(chat.id));
    return Promise.all(missing.map((chat) => this.#load(chat.id)));
  }

  #load(chat) {
    if (!this.#loading.has(chat)) {
      this.#early.set(chat, []);
      const run = this.#read(chat).finally(() => {
        this.#loading.delete(chat);
        this.#early.delete(chat);
      });
      this.#loading.set(chat, run);
    }
    return this.#loading.get(chat);
  }

  async #read(chat) {
    const before = this.#messages.get(chat);
    const list = await api.messages(chat);
    const fresh = new Map(list.map((message) => [message.id, message]));
    for (const message of this.#early.get(chat)) fresh.set(message.id, message);
    this.#messages.set(chat, fresh);
    this.#last.delete(chat);
    if (before) {
      // A message that came while the connection was away is as unread as any other.
      for (const message of fresh.values()) {
        if (!before.has(message.id) && !message.deleted) this.#countUnread(message);
      }
    }
    this.#tell("loaded", chat);
  }

  #tell(kind, detail = null) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}
