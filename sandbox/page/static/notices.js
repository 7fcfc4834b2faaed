/** What the page says over everything else: toasts, an alert, the connection banner, a photo in full. */

import { byId, element } from "./dom.js";
import { t } from "./strings.js";

const TOAST_MS = 3500;
const MS_PER_CHARACTER = 40;

/** A short line that goes by itself; a longer one stays longer. */
export function toast(text) {
  const made = element("div", { class: "toast", "data-testid": "toast" }, text);
  byId("toasts").append(made);
  setTimeout(() => made.remove(), TOAST_MS + text.length * MS_PER_CHARACTER);
}

/** A line that must be dismissed. One that comes while another is open waits its turn. */
export function alertPeople(text) {
  const dialog = byId("alert");
  const show = () => {
    dialog.querySelector("p").textContent = text;
    dialog.querySelector("button").textContent = t("ok");
    dialog.showModal();
  };
  if (dialog.open) dialog.addEventListener("close", show, { once: true });
  else show();
}

/** @param {boolean} online */
export function connection(online) {
  const banner = byId("banner");
  banner.hidden = online;
  banner.textContent = online ? "" : t("connecting");
}

/** Show a photo in full; a press anywhere closes it. */
export function enlarge(src) {
  const dialog = byId("lightbox");
  const image = dialog.querySelector("img");
  image.onload = () => dialog.classList.toggle("tall", image.naturalHeight > 1.5 * image.naturalWidth);
  image.src = src;
  image.alt = t("photo");
  dialog.querySelector("button").setAttribute("aria-label", t("close"));
  dialog.showModal();
}
