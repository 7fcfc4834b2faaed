/** A panel that a button opens: closes on Escape, on a click elsewhere, and when the focus leaves. */

/**
 * @param {{anchor: HTMLElement, panel: HTMLElement, onOpen: () => void}} options `onOpen` fills the panel
 * @returns {{open: () => void, close: () => void, isOpen: () => boolean}}
 */
export function popup({ anchor, panel, onOpen }) {
  const isOpen = () => !panel.hidden;

  function show(visible) {
    panel.hidden = !visible;
    anchor.setAttribute("aria-expanded", String(visible));
  }

  function open() {
    onOpen();
    show(true);
  }

  function close() {
    if (!isOpen()) return;
    const held = panel.contains(document.activeElement);
    show(false);
    if (held) anchor.focus();
  }

  anchor.addEventListener("click", () => (isOpen() ? close() : open()));
  document.addEventListener("pointerdown", (event) => {
    if (!panel.contains(event.target) && !anchor.contains(event.target)) show(false);
  });
  document.addEventListener("keydown", (event) => {
    if (!isOpen()) return;
    if (event.key === "Escape") close();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    }
  });
  panel.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !panel.contains(event.relatedTarget) && event.relatedTarget !== anchor) show(false);
  });

  function move(step) {
    const entries = [...panel.querySelectorAll("button")];
    if (entries.length === 0) return;
    const at = entries.indexOf(document.activeElement);
    const next = at === -1 ? (step > 0 ? 0 : entries.length - 1) : (at + step + entries.length) % entries.length;
    entries[next].focus();
  }

  return { open, close, isOpen };
}
