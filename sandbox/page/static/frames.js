/** Drawing once for many changes. */

/**
 * A function that calls `draw` before the next frame, however often it was itself called until then.
 * In a hidden tab there are no frames, but its title still counts what is unread: there a timer does it.
 *
 * @param {() => void} draw
 * @returns {() => void}
 */
export function oncePerFrame(draw) {
  let scheduled = false;
  const run = () => {
    scheduled = false;
    draw();
  };
  return () => {
    if (scheduled) return;
    scheduled = true;
    if (document.hidden) setTimeout(run);
    else requestAnimationFrame(run);
  };
}
