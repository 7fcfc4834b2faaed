/** A list that follows its end only while the reader is there. */

import { byId } from "./dom.js";
import { t } from "./strings.js";

/** Closer than this to the end counts as being there, in CSS pixels. */
const NEAR_PX = 80;

/**
 * @param {HTMLElement} box what scrolls
 * @param {HTMLElement} content what grows in it
 * @returns {{toBottom: () => void, isAtBottom: () => boolean, arrived: (count: number) => void}}
 */
export function stickToBottom(box, content) {
  const jump = byId("to-bottom");
  const badge = jump.querySelector(".badge");
  let following = true;
  let missed = 0;
  let lastTop = 0;

  function show() {
    jump.hidden = following;
    jump.setAttribute("aria-label", t("toBottom"));
    badge.hidden = missed === 0;
    badge.textContent = String(missed);
  }

  function toBottom() {
    following = true;
    missed = 0;
    box.scrollTop = box.scrollHeight;
    show();
  }

  function arrived(count) {
    if (following) return toBottom();
    missed += count;
    return show();
  }

  box.addEventListener("scroll", () => {
    const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    // Far from the end without having gone up means that the content grew: that is no wish to leave the end.
    following = isNear || (following && box.scrollTop >= lastTop);
    lastTop = box.scrollTop;
    if (isNear) missed = 0;
    show();
  });
  // A photo that loads, a keyboard that slides in, a composer that grows: the end stays in view through all of it.
  const observer = new ResizeObserver(() => {
    if (following) toBottom();
  });
  observer.observe(box);
  observer.observe(content);
  jump.addEventListener("click", toBottom);

  return { toBottom, isAtBottom: () => following, arrived };
}
