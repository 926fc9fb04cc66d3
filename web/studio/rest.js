/**
 * Calls `rest` once the page has been out of sight for so long that nobody seems to be there.
 * @param {() => number} seconds asked each time the page is hidden
 * @param {() => void} rest
 */
export function restWhenHidden(seconds, rest) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let hiddenAt = 0;
  const look = () => {
    clearTimeout(timer);
    if (document.hidden) {
      hiddenAt = Date.now();
      timer = setTimeout(rest, seconds() * 1000);
    } else if (hiddenAt && Date.now() - hiddenAt > seconds() * 1000) {
      // A sleeping machine runs no timers.
      rest();
    }
  };
  document.addEventListener("visibilitychange", look);
  // The page may have been opened behind another.
  look();
}
