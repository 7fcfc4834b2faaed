/** Small builders for elements. Text always enters as a text node, never as markup. */

/**
 * @param {string} tag
 * @param {Object<string, unknown>} [attributes] `on…` functions become listeners; false, null and undefined are left out
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A button that never submits a form by accident. */
export function button(attributes, ...children) {
  return element("button", { type: "button", ...attributes }, ...children);
}

const SVG = "http://www.w3.org/2000/svg";

/** One of the symbols drawn in index.html. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** A round picture made of the initial of a name, or of an icon. */
export function avatar({ name, color, symbol = null, small = false }) {
  const made = element("span", { class: small ? "avatar small" : "avatar", "aria-hidden": "true" });
  made.append(symbol ? icon(symbol) : (Array.from(name.trim())[0] ?? "?"));
  made.style.setProperty("--avatar", color);
  return made;
}

export const byId = (id) => document.getElementById(id);

/** The words of the server's sanitised HTML on one line, for previews. A template runs and loads nothing. */
export function plainText(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const spoiler of template.content.querySelectorAll(".spoiler")) {
    // A preview must not give away what the bubble hides.
    spoiler.replaceWith("▒".repeat(Math.min(spoiler.textContent.length, 8)));
  }
  for (const wrap of template.content.querySelectorAll("br")) wrap.replaceWith(" ");
  return template.content.textContent.replace(/\s+/gu, " ").trim();
}
