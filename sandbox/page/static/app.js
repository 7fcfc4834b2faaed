/** The page: its parts, and how an event from the server reaches them. */

import { chatList } from "./chatlist.js";
import { handleClicks } from "./clicks.js";
import { composer } from "./composer.js";
import { conversation } from "./conversation.js";
import { follow } from "./live.js";
import { MessageList } from "./messages.js";
import { alertPeople, connection, toast } from "./notices.js";
import { outside } from "./outside.js";
import { peopleSwitch } from "./people.js";
import { Presses } from "./presses.js";
import { State } from "./state.js";
import { speak } from "./strings.js";

const NARROW = "(max-width: 700px)";

const onFailure = (error) => toast(error.message);
const state = new State();

// First of all listeners: what is drawn for a selection is drawn in that person's language.
state.addEventListener("selection", () => speak(state.currentPerson?.language));
state.addEventListener("failure", ({ detail }) => onFailure(detail));

const presses = new Presses(state, {
  onChange: (message, data, pending) => messages.setBusy(message, data, pending),
  onFailure,
});
const frame = conversation(state);
const messages = new MessageList(state, presses);
const writing = composer(state, { onSent: () => messages.toBottom(), onFailure });
peopleSwitch(state);
chatList(state);
outside({ onFailure });
handleClicks({ state, presses, messages, composer: writing, onFailure });

const asked = new URLSearchParams(location.search);
let opened = false;

/** The address decides what is open at first; else a wide page opens the first person's own chat. */
function openFromAddress() {
  opened = true;
  const person = state.people.has(Number(asked.get("person"))) ? Number(asked.get("person")) : state.person;
  const firstChat = matchMedia(NARROW).matches ? null : person;
  state.select({ person, chat: asked.has("chat") ? Number(asked.get("chat")) : firstChat });
}

function onEvent(event) {
  if (event.type === "message") state.apply(event.message, event.new);
  else if (event.type === "typing") frame.typing(event.chat);
  // Also said when events were lost on the way, so nothing short of everything is read anew.
  else if (event.type === "state") resync().catch(onFailure);
  else if (event.type === "answer") {
    presses.answered(event.query);
    if (event.person !== state.person || !event.text) return;
    if (event.alert) alertPeople(event.text);
    else toast(event.text);
  }
}

let reading = null;
let next = null;

/** Read everything anew; wishes that come meanwhile share one more reading after it. */
function resync() {
  if (reading === null) {
    reading = readAll().finally(() => {
      reading = null;
    });
    return reading;
  }
  next ??= reading
    .catch(() => null) // whoever asked for that one is told
    .then(() => {
      next = null;
      return resync();
    });
  return next;
}

async function readAll() {
  const version = await state.resync();
  if (!opened) openFromAddress();
  return version;
}

document.addEventListener("visibilitychange", () => state.markRead());
follow({ resync, onEvent, onStatus: connection });
